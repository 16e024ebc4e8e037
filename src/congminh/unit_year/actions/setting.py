"""The set of criteria («bộ tiêu chí», Điều 6, 7.2): drawn up, put in force by a decision, never changed then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.text import scaled
from congminh.ledger.log.checks import vouch
from congminh.org.actions import decide
from congminh.org.models import Decision, Person, Post, Unit
from congminh.unit_year.headings import CODES, PART_CITES, PARTS
from congminh.unit_year.models import CriteriaSet, Criterion, Indicator
from congminh.unit_year.verifying import KIND, digests
from congminh.work.refusing import Faults, fault, refuse, refuse_rows


class CriterionRow(NamedTuple):
    """One criterion as it is written: its heading, words, most points in hundredths."""

    heading: str
    label: str
    max_cp: int


class IndicatorRow(NamedTuple):
    """One indicator as it is written; without a code it gets one by its place."""

    name: str
    measure: str
    source: str
    takes: str
    closing_month: int
    closing_day: int
    code: str = ""


@transaction.atomic
def begin_set(agency: Unit, by: Person, name: str, like: CriteriaSet | None = None) -> CriteriaSet:
    """A new draft for an agency, empty or with what `like` holds; by its personnel advisers."""
    must_advise(agency.pk, by)
    if not name.strip():
        refuse("name", _("The set has no name."), _("Give it one people know it by."))
    found = CriteriaSet.objects.create(agency=agency, name=name.strip(), begun_by=by)
    if like:
        _copy(like, found)
    return found


@transaction.atomic
def put_criteria(found: CriteriaSet, by: Person, rows: Sequence[CriterionRow]) -> None:
    """The criteria of a draft as they are written now; ValidationError at «row.column»."""
    _must_be_draft(found, by)
    faults: Faults = {number: wrong for number, row in enumerate(rows) if (wrong := _wrong(row))}
    refuse_rows(faults)
    found.criteria.all().delete()
    made = [Criterion(set=found, place=place, **row._asdict()) for place, row in enumerate(rows)]
    Criterion.objects.bulk_create(made)


@transaction.atomic
def put_indicators(found: CriteriaSet, by: Person, rows: Sequence[IndicatorRow]) -> None:
    """The indicators of a draft as they are written now; each has one source and one day on which it closes."""
    _must_be_draft(found, by)
    rows = [row._replace(code=row.code.strip() or f"CS-{place:02}") for place, row in enumerate(rows, start=1)]
    faults: Faults = {
        number: wrong for number, row in enumerate(rows) if (wrong := _wrong_indicator(row, rows[:number]))
    }
    refuse_rows(faults)
    found.indicators.all().delete()
    made = [Indicator(set=found, place=place, **row._asdict()) for place, row in enumerate(rows)]
    Indicator.objects.bulk_create(made)


@transaction.atomic
def decide_set(found: CriteriaSet, by: Person, decision: Decision, first: date) -> CriteriaSet:
    """Put a draft in force from `first` by a decision, new or known; 30 and 70 points must come out (Điều 6, 7.1)."""
    _must_be_draft(found, by)
    sums = found.sums()
    for part, most in PARTS.items():
        if sums[part] != most:
            what = _("The criteria of %(cite)s come to %(sum)s points and must come to %(most)s.")
            mend = _("Put the points right first.")
            raise fault(what, mend, cite=PART_CITES[part], sum=scaled(sums[part], 2), most=scaled(most, 2))
    if CriteriaSet.objects.filter(agency=found.agency_id, first=first).exists():
        refuse("first", _("Another set of this agency begins on this day."), _("Choose another day."))
    found.decision = decision if decision.pk else decide(decision, by=by)
    found.first = first
    found.save(update_fields=["decision", "first"])
    vouch(KIND, found.pk, digests([CriteriaSet.objects.get(pk=found.pk)])[found.pk])
    return found


@transaction.atomic
def drop_set(found: CriteriaSet, by: Person) -> None:
    """Throw a draft away."""
    _must_be_draft(found, by)
    found.delete()


def must_advise(agency: int, by: Person) -> None:
    """Refuse whoever does not advise on personnel for the agency."""
    if by.pk not in Post.objects.advisers(timezone.localdate()).of([agency], besides=0):
        raise PermissionDenied(_("This is for the personnel advisers of the agency."))


def _must_be_draft(found: CriteriaSet, by: Person) -> None:
    must_advise(found.agency_id, by)
    if not found.is_draft:
        raise fault(_("The set is in force and stays as it was decided."), _("Draw up a new one from it."))


def _copy(like: CriteriaSet, into: CriteriaSet) -> None:
    criteria, indicators = list(like.criteria.all()), list(like.indicators.all())
    for row in (*criteria, *indicators):
        row.pk = None
        row.set = into  # type: ignore[attr-defined]
    Criterion.objects.bulk_create(criteria)
    Indicator.objects.bulk_create(indicators)


def _wrong(row: CriterionRow) -> dict[str, ValidationError]:
    wrong = {}
    if row.heading not in CODES:
        wrong["heading"] = fault(_("The decree has no such heading."), _("Choose one of the list."))
    if not row.label.strip():
        wrong["label"] = fault(_("The criterion has no words."), _("Say what is scored."))
    most = PARTS[CODES[row.heading][0]] if row.heading in CODES else max(PARTS.values())
    if not 0 < row.max_cp <= most:
        what, mend = _("A criterion gives more than 0 and at most %(most)s points."), _("Put the points right.")
        wrong["max_cp"] = fault(what, mend, most=scaled(most, 2))
    return wrong


def _wrong_indicator(row: IndicatorRow, before: Sequence[IndicatorRow]) -> dict[str, ValidationError]:
    wrong = {}
    if not row.name.strip() or row.name in {each.name for each in before}:
        wrong["name"] = fault(_("An indicator has a name of its own."), _("Give it one no other has."))
    if row.code.casefold() in {each.code.casefold() for each in before}:
        wrong["code"] = fault(_("Another indicator has this code."), _("Give it a code no other has."))
    if not row.source.strip():
        wrong["source"] = fault(_("No source is named."), _("Name the one source the value comes from."))
    try:
        # 2001 is no leap year: 29 February is no day on which every year closes.
        date(2001, row.closing_month, row.closing_day)
    except ValueError:
        wrong["closes"] = fault(_("There is no such day in every year."), _("Write day and month as 30/11."))
    return wrong
