"""Opening a period of an agency («mở kỳ đánh giá», Điều 3.4): its days, and a sheet for everyone who serves in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple, Never

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh import law as laws
from congminh.assessment.actions.placing import Ground, Stay, ground_of, in_doubt, left_out, stays
from congminh.assessment.models import PeriodSheet, Round, Timetable
from congminh.assessment.models.sheet import PROCEDURE
from congminh.assessment.models.timetable import Days
from congminh.law.calendar import Period
from congminh.ledger.actions import open_files
from congminh.org import facts
from congminh.org.models import Person, Post, Unit
from congminh.org.precheck import Finding, findings
from congminh.work.periods import kind_on
from congminh.work.refusing import fault, refuse

# Kinds of findings with which somebody would have no sheet, or nobody to score it.
BLOCKING = frozenset(
    {
        "without_post",
        "two_main_posts",
        "ended_unit",
        "unit_without_head",
        "two_heads",
        "circular",
        "without_authority",
    }
)
SHOWN = 5


class NotReady(ValidationError):
    """The check before opening found what has to be mended first; `findings` are all of it."""

    def __init__(self, found: Sequence[Finding]) -> None:
        self.findings = tuple(found)
        what = _("%(number)s things have to be mended before the period opens.") % {"number": len(found)}
        why = " ".join(str(each.what) for each in found[:SHOWN])
        mend = _("Mend them, or say why the period opens all the same.")
        super().__init__({"reason": ValidationError(what, params={"why": why, "next": mend})})


class Passed(NamedTuple):
    """Somebody of the agency who gets no sheet: why (top, outside, absent, half, full), or what is in doubt."""

    person: int
    why: str


@dataclass(frozen=True)
class Opened:
    """A period with its new sheets, and whom it passed by."""

    round: Round
    sheets: list[PeriodSheet]
    passed: list[Passed]


@transaction.atomic
def open_round(agency: Unit, period: Period, by: Person | None, reason: str = "", days: Days | None = None) -> Opened:
    """Open a month or quarter of an agency with a sheet for everyone who serves in it.

    By a personnel adviser of the agency (None: the installation). Its days are `days`, else the agency's timetable,
    else those suggested. Raises NotReady while the check before opening has something that stands in the way,
    unless a `reason` is given to go on; ValidationError at period, agency or days.
    """
    must_advise(agency.pk, by)
    _must_be_scored_by(agency, period)
    found = blocking(agency, period)
    if found and not reason.strip():
        raise NotReady(found)
    ground = ground_of(period, agency=agency.pk)
    days = days or Timetable.objects.in_force(agency.pk, period.last, ground.last).days_of(period)
    _must_follow(period, days)
    round = Round(agency=agency, period=period.code, span=len(period.months()), first=period.first, last=period.last)
    round.self_by, round.confirm_by, round.publish_by = days
    round.opened_by, round.reason = by, reason.strip() if found else ""
    round.overlooked = dict(Counter(each.kind for each in found))
    _save(round)
    sheets, passed = open_sheets(round, ground)
    return Opened(round, sheets, passed)


@transaction.atomic
def set_timetable(timetable: Timetable, by: Person | None) -> Timetable:
    """The days of an agency's periods from a day on («lịch»), by a decision; by its personnel adviser.

    Periods open already keep their days.
    """
    must_advise(timetable.agency_id, by)
    timetable.full_clean()
    timetable.save()
    return timetable


def blocking(agency: Unit, period: Period) -> list[Finding]:
    """What stands in the way of opening, of the agency's own units and people, as of the day the period is in."""
    day = min(max(timezone.localdate(), period.first), period.last)
    units = Unit.objects.tree(day).beneath([agency.pk], within_agency=True)
    found = findings(day, agency)
    return [each for each in found if each.kind in BLOCKING and each.unit and each.unit.pk in units]


def open_sheets(round: Round, ground: Ground) -> tuple[list[PeriodSheet], list[Passed]]:
    """Sheets for everyone of the round's agency who has none yet, in a few statements; and whom it passes by."""
    partial_month = str(facts.values(round.last)["partial_month"])
    here = [stay for (_person, agency), stay in stays(ground).items() if agency == round.agency_id]
    why = {stay.person: left_out(ground, stay, partial_month) for stay in here}
    has = set(round.sheets.values_list("person_id", flat=True))
    wanted = [stay for stay in here if not why[stay.person] and stay.person not in has]
    sheets = open_files([_sheet(round, stay) for stay in wanted])
    divide(sheets, ground)
    passed = [Passed(person, reason) for person, reason in why.items() if reason and person not in has]
    doubts = [Passed(person, str(gap.why.vi)) for person, gap in in_doubt(ground).items()]
    return sheets, [*passed, *doubts]


def divide(sheets: Collection[PeriodSheet], ground: Ground) -> None:
    """Where somebody has sheets in several agencies, let each count the tasks done in its own agency's units."""
    if not sheets:
        return
    span = next(iter(sheets)).span
    of_period = PeriodSheet.objects.filter(period=ground.period.code, span=span)
    mine = {sheet.person_id for sheet in sheets}
    keys = {sheet.pk for sheet in sheets}
    shared = {sheet.person_id for sheet in of_period.filter(person__in=mine).exclude(pk__in=keys)}
    both = list(of_period.filter(person__in=shared))
    for sheet in both:
        sheet.counted_units.set(ground.units(sheet.agency_id))
    PeriodSheet.objects.filter(pk__in=[sheet.pk for sheet in both]).update(divided=True)
    for sheet in sheets:
        sheet.divided = sheet.person_id in shared


def must_advise(agency: int, by: Person | None) -> None:
    """Refuse whoever does not advise on personnel for the agency; None is the installation itself."""
    if by and by.pk not in Post.objects.advisers(timezone.localdate()).of([agency], besides=0):
        raise PermissionDenied(_("A period is opened and closed by the agency's personnel advisers."))


def _must_be_scored_by(agency: Unit, period: Period) -> None:
    if agency.kind == Unit.Kind.DIRECT:
        what = _("%(unit)s is a unit within an agency.")
        refuse("agency", what, _("Open the period of its agency."), unit=agency)
    if not agency.is_alive(period.last) and not agency.is_alive(period.first):
        refuse("agency", _("%(unit)s does not exist in this period."), _("Choose another period."), unit=agency)
    try:
        laws.at(period.last)
    except laws.UnknownLaw:
        what, mend = _("No law of this evaluation was in force in this period."), _("Choose another period.")
        refuse("period", what, mend)
    if period.kind != kind_on(period.first):
        what, why = _("This is no period the agency scores by."), _("The agency chose months or quarters by decision.")
        refuse("period", what, _("Choose another period."), why)
    if Round.objects.of_period(period).filter(agency=agency).exists():
        _refuse_second(period)


def _must_follow(period: Period, days: Days) -> None:
    """The days come one after the other, from within the period on."""
    order: list[tuple[str, date]] = [("self_by", period.first), *days._asdict().items()]
    for (_name, before), (name, day) in pairwise(order):
        if day < before:
            what, mend = _("%(day)s is too early for this step."), _("Choose %(before)s or later.")
            refuse(name, what, mend, day=f"{day:%d/%m/%Y}", before=f"{before:%d/%m/%Y}")


def _save(round: Round) -> None:
    """Add the round, if nobody else opened it at the same moment."""
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        _refuse_second(round.of)


def _refuse_second(period: Period) -> Never:
    what, mend = _("%(period)s of this agency is open already."), _("Go on with the one there is.")
    raise ValidationError({"period": fault(what, mend, period=period.label(get_language() or "vi"))})


def _sheet(round: Round, stay: Stay) -> PeriodSheet:
    sheet = PeriodSheet(procedure=PROCEDURE, round=round, person_id=stay.person, agency_id=round.agency_id)
    sheet.period, sheet.span = round.period, round.span
    for name, value in stay.columns().items():
        setattr(sheet, name, value)
    return sheet
