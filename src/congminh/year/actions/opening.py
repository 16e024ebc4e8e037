"""Opening an agency's year («mở đợt xếp loại», Điều 19): a sheet for everyone it rates, and who is not rated, why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple, Never

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh import law as laws
from congminh.assessment.actions.placing import Ground as Whereabouts
from congminh.assessment.actions.placing import Stay, ground_of, in_doubt, stays
from congminh.law.nd335.deadlines import rating_deadline
from congminh.law.reckon import Values
from congminh.ledger.actions import Taking, open_files, take_all
from congminh.org import facts
from congminh.org.models import Person, Post, Unit
from congminh.work.refusing import fault, refuse
from congminh.year.facts.reckoning import values_of
from congminh.year.facts.working import Working, away_in, is_rateable, served_outside, working
from congminh.year.models import YearRound, YearSheet
from congminh.year.models.sheet import PLACED, PROCEDURES


class Days(NamedTuple):
    """By when the steps of a year are due («hạn lập Mẫu 02, họp, quyết định»)."""

    file_by: date
    meet_by: date
    decide_by: date


class Passed(NamedTuple):
    """Somebody of the agency who gets no sheet, or whose sheet is left to another adviser: why."""

    person: int
    why: str


@dataclass(frozen=True)
class Opened:
    """A year with its sheets, those of them not rated, and whom it passed by."""

    round: YearRound
    sheets: list[YearSheet]
    unrated: list[YearSheet]
    passed: list[Passed]


@transaction.atomic
def open_year(
    agency: Unit,
    year: int,
    by: Person,
    days: Days | None = None,
    party: Iterable[Person] = (),
    special: bool = False,
    is_large: bool = False,
) -> Opened:
    """Open an agency's year with a sheet for everyone who works there on the day of rating (Điều 19.1).

    By a personnel adviser of the agency. Whoever worked under six months has a sheet too, not rated, with the reason
    (Điều 11.1). `party` are those through whom the Party committee is heard. Raises ValidationError at year, agency
    or a day.
    """
    must_advise(agency.pk, by)
    round = YearRound(agency=agency, year=year, special=special, is_large=is_large, opened_by=by)
    _must_be_rated_by(round)
    round.december = str(facts.values(round.of.last)["december"])
    round.file_by, round.meet_by, round.decide_by = days or suggested(year, special)
    _must_follow(round)
    _save(round)
    round.party.set(party)
    return _fill(round, by)


@transaction.atomic
def settle_year(round: YearRound, by: Person) -> Opened:
    """Bring a year in line with posts and leave as they stand now: new colleagues, transfers, leave put right.

    By a personnel adviser. Sheets already filed are placed anew too, decided ones stay as they are.
    """
    must_advise(round.agency_id, by)
    ground, day = ground_of(round.of, agency=round.agency_id), _day(round)
    here, _passed = _here(ground, round, day)
    found = {stay.person: (stay, months) for stay, months in _with_months(here, ground, round)}
    for sheet in round.sheets.filter(state__in=("drafting", "filed", "not_rated")).order_by("pk"):
        if sheet.person_id in found:
            columns = _columns(*found[sheet.person_id])
            if any(getattr(sheet, name) != value for name, value in columns.items()):
                YearSheet.objects.filter(pk=sheet.pk).update(procedure=PROCEDURES[columns["rank"]], **columns)
    return _fill(round, by)


@transaction.atomic
def name_party(round: YearRound, people: Iterable[Person], by: Person) -> None:
    """Say through whom the Party committee is heard («đại diện cấp ủy đảng»); by a personnel adviser."""
    must_advise(round.agency_id, by)
    round.party.set(people)


def suggested(year: int, special: bool = False) -> Days:
    """The days where the agency decides none: the decision by the law's last day, the rest before it."""
    last = rating_deadline(year, special)
    return Days(last.replace(day=5), last.replace(day=10), last)


def must_advise(agency: int, by: Person) -> None:
    """Refuse whoever does not advise on personnel for the agency."""
    if by.pk not in Post.objects.advisers(timezone.localdate()).of([agency], besides=0):
        raise PermissionDenied(_("An agency's year is opened and kept by its personnel advisers."))


def _fill(round: YearRound, by: Person) -> Opened:
    """Sheets for everyone of the agency who has none yet, and who of them is not rated."""
    ground, day = ground_of(round.of, agency=round.agency_id), _day(round)
    here, passed = _here(ground, round, day)
    has = set(round.sheets.values_list("person_id", flat=True))
    new = [stay for stay in here if stay.person not in has]
    every = _with_months(new, ground, round)
    sheets = open_files([_sheet(round, stay, months) for stay, months in every])
    values = values_of(round)
    why = {stay.person: _why_not(stay, months, values) for stay, months in every}
    unrated = [sheet for sheet in sheets if why[sheet.person_id]]
    left = _leave_out(unrated, why, by)
    mine = [Passed(sheet.person_id, why[sheet.person_id]) for sheet in unrated if sheet not in left]
    return Opened(round, sheets, left, [*passed, *mine])


def _leave_out(unrated: Sequence[YearSheet], why: dict[int, str], by: Person) -> list[YearSheet]:
    """Leave these unrated, but one's own: another adviser has to."""
    others = [sheet for sheet in unrated if sheet.person_id != by.pk]
    for sheet in others[1:]:
        sheet.use(others[0].seats())
    if others:
        others[0].seats().people(sheet.person_id for sheet in others)
    reasons = {sheet.pk: why[sheet.person_id] for sheet in others}
    takings = [Taking(each, {"reason": reasons[each.pk]}, {"unrated": reasons[each.pk]}) for each in others]
    take_all("leave_unrated", takings, by)
    return others


def _why_not(stay: Stay, months: Working, values: Values) -> str:
    """Why somebody is not rated (Điều 11.1, reading `special_status`); empty for everybody else."""
    if not is_rateable(months, values):
        said = _("Not rated: %(months)s months worked in the year, under %(least)s (Điều 11.1).")
        return said % {"months": months.months_worked, "least": values["rating_months"]}
    if values["special_status"] == "not_rated" and stay.post.kind == Post.Kind.SECONDED:
        return _("Not rated: on secondment, as the agency chose by decision.")
    return ""


def _here(ground: Whereabouts, round: YearRound, day: date) -> tuple[list[Stay], list[Passed]]:
    """Who works in the agency on the day of rating, each with every stretch of the year here; and whom it passes by."""
    here, passed = [], [Passed(person, str(gap.why.vi)) for person, gap in in_doubt(ground).items()]
    for (person, agency), stay in sorted(stays(ground).items()):
        today = [each for each in stay.stretches if each.first <= day <= each.last]
        if agency != round.agency_id or not today:
            continue
        kept = tuple(each for each in stay.stretches if each.first <= day)
        stay = Stay(person, agency, kept, stay.days_worked, stay.days_due)
        if ground.heads_the_top(stay.post):
            passed.append(Passed(person, "top" if ground.is_managing(stay.post.unit_id) else "outside"))
        else:
            here.append(stay)
    return here, passed


def _with_months(here: Sequence[Stay], ground: Whereabouts, round: YearRound) -> list[tuple[Stay, Working]]:
    """Each with the months worked in the year, in whatever agency (Điều 19.1)."""
    found = _worked([stay.person for stay in here], ground, round.year, values_of(round))
    return [(stay, found[stay.person]) for stay in here]


def worked_in(round: YearRound, people: Iterable[int], values: Values) -> dict[int, Working]:
    """By person the time these worked in the year, in whatever agency (Điều 19.1), counted by the readings given."""
    return _worked(list(people), ground_of(round.of, agency=round.agency_id), round.year, values)


def _worked(people: Sequence[int], ground: Whereabouts, year: int, values: Values) -> dict[int, Working]:
    away, outside = away_in(people, year), served_outside(people, year)
    served = {person: outside.get(person, []) for person in people}
    for (person, _agency), stay in stays(ground).items():
        if person in served:
            served[person] += [(each.first, each.last) for each in stay.stretches]
    return {person: working(sorted(days), away.get(person, {}), year, values) for person, days in served.items()}


def _day(round: YearRound) -> date:
    """The day people are rated as of: today, or the year's last."""
    return min(max(timezone.localdate(), round.of.first), round.of.last)


def _must_be_rated_by(round: YearRound) -> None:
    agency = round.agency
    if agency.kind == Unit.Kind.DIRECT:
        what = _("%(unit)s is a unit within an agency.")
        refuse("agency", what, _("Open the year of its agency."), unit=agency)
    try:
        laws.at(round.of.last)
    except laws.UnknownLaw:
        refuse("year", _("No law of this rating was in force in this year."), _("Choose another year."))
    if not agency.is_alive(round.of.last) or round.of.first > timezone.localdate():
        refuse("year", _("The year has not begun, or the agency ended in it."), _("Choose another year."))
    if YearRound.objects.filter(agency=agency, year=round.year).exists():
        _refuse_second(round)


def _must_follow(round: YearRound) -> None:
    """The days come one after the other, the last not after the law's own (Điều 19.2)."""
    order: list[tuple[str, date]] = [(name, getattr(round, name)) for name in Days._fields]
    for (_name, before), (name, day) in pairwise(order):
        if day < before:
            what, mend = _("%(day)s is too early for this step."), _("Choose %(before)s or later.")
            refuse(name, what, mend, day=f"{day:%d/%m/%Y}", before=f"{before:%d/%m/%Y}")
    if round.decide_by > round.deadline:
        what, mend = _("%(day)s is too late for the decision (Điều 19.2)."), _("Choose %(last)s or earlier.")
        refuse("decide_by", what, mend, day=f"{round.decide_by:%d/%m/%Y}", last=f"{round.deadline:%d/%m/%Y}")


def _save(round: YearRound) -> None:
    """Add the year, if nobody else opened it at the same moment."""
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        _refuse_second(round)


def _refuse_second(round: YearRound) -> Never:
    what, mend = _("%(year)s of this agency is open already."), _("Go on with the one there is.")
    raise ValidationError({"year": fault(what, mend, year=round.label)})


def _sheet(round: YearRound, stay: Stay, months: Working) -> YearSheet:
    procedure = PROCEDURES[stay.post.rank]
    sheet = YearSheet(procedure=procedure, round=round, person_id=stay.person, agency_id=round.agency_id)
    sheet.year = round.year
    for name, value in _columns(stay, months).items():
        setattr(sheet, name, value)
    return sheet


def _columns(stay: Stay, months: Working) -> dict[str, Any]:
    found = {**stay.columns(), **months._asdict()}
    return {name: value for name, value in found.items() if name.removesuffix("_id") in PLACED}
