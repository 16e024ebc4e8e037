"""The year's figures of an organisation: tasks counted from daily work or entered with their source; indicators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.procedure import Role
from congminh.ledger.models import CaseFile
from congminh.org.models import Person, Unit
from congminh.unit_year.facts.tasks import Counts, count_tasks
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
    _hold(sheet, by)
    day = min(timezone.localdate(), date(sheet.year, 12, 31))
    counts = count_tasks(sorted(Unit.objects.tree(day).beneath([sheet.unit_id])), sheet.year, day)
    if not counts.given:
        what = _("No task of this organisation is recorded for the year.")
        refuse("tasks_given", what, _("Enter the numbers with their source."))
    _put(sheet, by, counts, UnitSheet.From.TASKS, "", day)
    return counts


@transaction.atomic
def enter_counts(sheet: UnitSheet, by: Person, counts: Counts, source: str, as_of: date) -> None:
    """Enter the numbers of tasks with the document they come from; ValidationError at the column."""
    _hold(sheet, by)
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
    _hold(sheet, by)
    indicators = {each.pk: each for each in sheet.criteria.indicators.filter(takes=Indicator.Takes.ENTERED)}
    if set(values) - set(indicators):
        raise PermissionDenied(_("This indicator is not entered by hand."))
    today = timezone.localdate()
    late = {indicators[pk].code: indicators[pk].closes(sheet.year) for pk in values}
    refuse_fields(
        {
            code: fault(
                _("The indicator closed on %(day)s."), _("It stays as it was on that day."), day=f"{closes:%d/%m/%Y}"
            )
            for code, closes in late.items()
            if closes < today
        }
    )
    rows: list[Any] = [
        IndicatorValue(indicator_id=pk, unit_id=sheet.unit_id, year=sheet.year, value_m=value, by=by)
        for pk, value in values.items()
    ]
    return IndicatorValue.objects.bulk_create(rows)


def may_enter(sheet: UnitSheet, by: Person) -> bool:
    """Whether a person may put figures on the sheet as it stands."""
    held = sheet.roles_of(by)
    return any(role in held and sheet.state in states for role, states in OPEN.items())


def _hold(sheet: UnitSheet, by: Person) -> None:
    """Lock the sheet while its figures change; refuse whoever may not put any."""
    CaseFile.objects.filter(pk=sheet.pk).update(version=F("version"))
    sheet.state = CaseFile.objects.values_list("state", flat=True).get(pk=sheet.pk)
    if not may_enter(sheet, by):
        raise PermissionDenied(_("The figures of this sheet are not yours to enter as it stands now."))


def _put(sheet: UnitSheet, by: Person, counts: Counts, origin: str, source: str, as_of: date) -> None:
    changes: dict[str, Any] = {f"tasks_{name}": number for name, number in counts._asdict().items()}
    changes |= {"tasks_from": origin, "tasks_source": source, "tasks_as_of": as_of, "tasks_by": by}
    UnitSheet.objects.filter(pk=sheet.pk).update(**changes)
    for name, value in changes.items():
        setattr(sheet, name, value)
