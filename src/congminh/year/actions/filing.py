"""Mẫu 02 («lập Phiếu xếp loại chất lượng», Điều 21.1.a): drawn up, for an absentee, returned, not rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.law.text import scaled
from congminh.ledger.actions import take
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.refusing import refuse
from congminh.year.actions.standing import must_be_a_grade, must_be_said, must_stand, seen
from congminh.year.facts.months import months_of
from congminh.year.facts.reckoning import reckoned
from congminh.year.facts.working import can_be_rated
from congminh.year.models import YearSheet

MOST_NOTE = 400


@dataclass(frozen=True)
class Filled:
    """What the person fills in on Mẫu 02: the level (part II), notes on months (part I), the report for the meeting."""

    self_grade: str
    self_report: str = ""
    month_notes: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def file_form(sheet: YearSheet, by: Person, version: int, filled: Filled) -> Entry:
    """Draw up and send Form 02: its months and mean come from signed results, the level is one's own rating."""
    must_stand("file_form", [seen(sheet, version)], by)
    _must_be_rateable(sheet)
    must_be_a_grade("self_grade", filled.self_grade)
    notes = _notes(filled.month_notes)
    columns: dict[str, Any] = {
        "self_grade": filled.self_grade,
        "self_report": filled.self_report.strip(),
        "month_notes": notes,
    }
    form = {**_months(sheet), "notes": notes, "self_grade": filled.self_grade}
    data = {"form_02": form, "self_grade": filled.self_grade, "self_report": columns["self_report"]}
    return take("file_form", sheet, by, version, data, **columns)


@transaction.atomic
def file_for_absent(sheet: YearSheet, by: Person, version: int, reason: str) -> Entry:
    """Draw up Form 02 for somebody away for good reason, on the months actually worked (Điều 19.3)."""
    must_stand("file_for_absent", [seen(sheet, version)], by)
    _must_be_rateable(sheet)
    reason = must_be_said("reason", reason, _("No reason is given."), _("Say why the person cannot do it."))
    return take("file_for_absent", sheet, by, version, {"reason": reason, "form_02": _months(sheet)})


def return_form(sheet: YearSheet, by: Person, version: int, reason: str) -> Entry:
    """Return Form 02 with the reason; what was filled in stays."""
    return take("return_form", sheet, by, version, {"reason": reason.strip()})


def leave_unrated(sheet: YearSheet, by: Person, version: int, reason: str) -> Entry:
    """Leave somebody unrated: under six months (Điều 11.1), or no longer of this agency (Điều 19.1)."""
    return take("leave_unrated", sheet, by, version, {"reason": reason.strip()}, unrated=reason.strip())


def rate_after_all(sheet: YearSheet, by: Person, version: int, reason: str) -> Entry:
    """Rate after all somebody left unrated: their posts or leave were put right."""
    return take("rate_after_all", sheet, by, version, {"reason": reason.strip()}, unrated="")


def _must_be_rateable(sheet: YearSheet) -> None:
    if not can_be_rated(sheet):
        what, why = _("%(person)s is not rated this year."), _("%(months)s months worked in the year (Điều 11.1).")
        mend = _("Have personnel leave the sheet unrated, or put the posts and leave right.")
        refuse("__all__", what, mend, why, person=sheet.person, months=sheet.months_worked)


def _notes(notes: Mapping[int, str]) -> dict[str, str]:
    """The third column of part I, by month; empty ones are left out."""
    found = {str(month): note.strip() for month, note in notes.items() if note.strip()}
    if any(len(note) > MOST_NOTE for note in found.values()):
        refuse("month_notes", _("A note is too long."), _("Write %(most)s letters at most."), most=MOST_NOTE)
    return found


def _months(sheet: YearSheet) -> dict[str, Any]:
    """Part I of the form as it stands: the total of each month, the mean of the year."""
    months = months_of([sheet.person_id], sheet.year).get(sheet.person_id, [])
    row = reckoned(sheet.round, [sheet.pk])[sheet.pk].row
    totals = {str(each.month): {"total_cp": each.total_cp, "span": each.span} for each in months}
    mean_cp = row["year_mean_cp"] if row["months_counted"] else None
    return {"months": totals, "year_mean_cp": mean_cp, "year_mean": "" if mean_cp is None else scaled(mean_cp, 2)}
