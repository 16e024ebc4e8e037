"""The year's figures of an organisation: tasks counted from daily work or entered with their source; indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.org.models import Person, Unit
from congminh.unit_year.facts.indicators import indicators_of
from congminh.unit_year.facts.tasks import Counts, Tell, count_by_unit, summed
from congminh.unit_year.models import Indicator, IndicatorValue, UnitSheet
from congminh.work.refusing import fault, refuse, refuse_fields

# Figures may be put right until the level is decided; by the head only until the sheet is sent.
OPEN = {
    Role.HEAD: ("drafting",),
    Role.PERSONNEL: ("drafting", "submitted", "verified"),
    Role.RECOGNISER: ("submitted", "verified"),
}


@transaction.atomic
def count_anew(sheet: UnitSheet, by: Person) -> Counts:
    """Count the year's tasks of the organisation and all beneath it, as they stand today; what came out."""
    found = put_counted([sheet], by, counted([sheet]))
    if sheet.pk not in found:
        what = _("No task of this organisation is recorded for the year.")
        refuse("tasks_given", what, _("Enter the numbers with their source."))
    return found[sheet.pk]


@dataclass(frozen=True)
class Counted:
    """What was counted for sheets of one year, by sheet, and as of which day."""

    day: date
    counts: Mapping[int, Counts]


def counted(sheets: Sequence[UnitSheet], tell: Tell = lambda done, total: None) -> Counted:
    """The year's tasks of organisations and all beneath each, each unit counted once; changes nothing."""
    year = sheets[0].year
    day = min(timezone.localdate(), date(year, 12, 31))
    tree = Unit.objects.tree(day)
    by_unit = count_by_unit(tree.beneath([sheet.unit_id for sheet in sheets]), year, day, tell)
    beneath = {sheet.pk: tree.beneath([sheet.unit_id]) & by_unit.keys() for sheet in sheets}
    return Counted(day, {pk: summed(by_unit[unit] for unit in units) for pk, units in beneath.items()})


@transaction.atomic
def put_counted(sheets: Sequence[UnitSheet], by: Person, found: Counted) -> dict[int, Counts]:
    """Put on each sheet what was counted; by sheet what came out. All or none.

    Those without a task are left as they are. PermissionDenied where the figures are not, or no longer, this
    person's to enter.
    """
    _hold(sheets, by)
    kept = {sheet.pk: found.counts[sheet.pk] for sheet in sheets if found.counts[sheet.pk].given}
    for sheet in sheets:
        if sheet.pk in kept:
            _put(sheet, by, kept[sheet.pk], UnitSheet.From.TASKS, "", found.day)
    return kept


@transaction.atomic
def enter_counts(sheet: UnitSheet, by: Person, counts: Counts, source: str, as_of: date) -> None:
    """Enter the numbers of tasks with the document they come from; ValidationError at the column."""
    _hold([sheet], by)
    faults: dict[str, ValidationError] = {}
    parts = (("tasks_done", counts.done, counts.given), ("tasks_on_time", counts.on_time, counts.done))
    for name, part, whole in (*parts, ("tasks_exceeded", counts.exceeded, counts.done)):
        if not 0 <= part <= whole:
            faults[name] = fault(
                _("This is more than the tasks it is part of."), _("Enter at most %(most)s."), most=whole
            )
    if counts.given < 1:
        faults["tasks_given"] = fault(_("An organisation has at least one task a year."), _("Enter how many."))
    if not source.strip():
        faults["tasks_source"] = fault(_("No source is named."), _("Name the report or system the numbers come from."))
    if as_of > timezone.localdate():
        faults["tasks_as_of"] = fault(_("This day is yet to come."), _("Enter the day on which they were counted."))
    refuse_fields(faults)
    _put(sheet, by, counts, UnitSheet.From.ENTERED, source.strip(), as_of)


@transaction.atomic
def enter_values(sheet: UnitSheet, by: Person, values: Mapping[int, int]) -> list[IndicatorValue]:
    """Enter values of indicators, in thousandths, by the indicator's key; refused after the day it closes."""
    return enter_of_many([(sheet, values)], by)


@transaction.atomic
def enter_of_many(entries: Sequence[tuple[UnitSheet, Mapping[int, int]]], by: Person) -> list[IndicatorValue]:
    """As `enter_values`, for many sheets: all or none, in a constant number of queries."""
    sheets = [sheet for sheet, _values in entries]
    _hold(sheets, by)
    sets = indicators_of(sheets)
    for sheet, values in entries:
        _must_be_open(sheet, values, sets[sheet.criteria_id])
    rows: list[Any] = [
        IndicatorValue(indicator_id=pk, unit_id=sheet.unit_id, year=sheet.year, value_m=value, by=by)
        for sheet, values in entries
        for pk, value in values.items()
    ]
    return IndicatorValue.objects.bulk_create(rows)


def _must_be_open(sheet: UnitSheet, values: Mapping[int, int], found: Sequence[Indicator]) -> None:
    """Each is of the sheet's own set, is not taken from tasks, and has not closed yet."""
    indicators = {each.pk: each for each in found if each.takes == Indicator.Takes.ENTERED}
    if set(values) - set(indicators):
        raise PermissionDenied(_("This indicator is not entered by hand."))
    today = timezone.localdate()
    late = {indicators[pk].field: indicators[pk].closes(sheet.year) for pk in values}
    refuse_fields(
        {
            code: fault(
                _("The indicator closed on %(day)s."), _("It stays as it was on that day."), day=f"{closes:%d/%m/%Y}"
            )
            for code, closes in late.items()
            if closes < today
        }
    )


def may_enter(sheet: UnitSheet, by: Person) -> bool:
    """Whether a person may put figures on the sheet as it stands."""
    held = sheet.roles_of(by)
    return any(role in held and sheet.state in states for role, states in OPEN.items())


def _hold(sheets: Sequence[UnitSheet], by: Person) -> None:
    """Lock the sheets while their figures change; refuse whoever may not put any on one of them."""
    keys = [sheet.pk for sheet in sheets]
    rows = CaseFile.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    states = dict(rows.values_list("pk", "state"))
    for sheet in sheets:
        sheet.state = states[sheet.pk]
        if not may_enter(sheet, by):
            raise PermissionDenied(_("The figures of this sheet are not yours to enter as it stands now."))


def _put(sheet: UnitSheet, by: Person, counts: Counts, origin: str, source: str, as_of: date) -> None:
    changes: dict[str, Any] = {f"tasks_{name}": number for name, number in counts._asdict().items()}
    changes |= {"tasks_from": origin, "tasks_source": source, "tasks_as_of": as_of, "tasks_by": by}
    UnitSheet.objects.filter(pk=sheet.pk).update(**changes)
    for name, value in changes.items():
        setattr(sheet, name, value)
