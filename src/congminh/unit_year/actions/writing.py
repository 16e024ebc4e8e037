"""What is written on a sheet between steps: saved as one types, never over what somebody else saved.

The head writes while the sheet is being drawn up; the recogniser, and the personnel advisers who prepare it, while it
is weighed. Each save says which one it was typed on; the second of two at once is told what the first left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.facts import GRADES
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.models import CaseFile
from congminh.ledger.twice import SavedFirst
from congminh.org.models import Person
from congminh.unit_year.models import Criterion, UnitMark, UnitSheet
from congminh.unit_year.models.queries import WEIGHED
from congminh.unit_year.models.sheet import HEAD_COLUMNS, RECOGNISER_COLUMNS
from congminh.work.refusing import fault, refuse_fields

LETTERS = 10_000
LEVELS = ("grade", "proposed_grade")


@dataclass(frozen=True)
class Side:
    """What one side writes: the columns of a mark, those of the sheet, and in which states."""

    points: str
    note: str
    columns: tuple[str, ...]
    states: tuple[str, ...]


HEAD = Side("self_cp", "self_note", HEAD_COLUMNS, ("drafting",))
RECOGNISER = Side("given_cp", "given_note", RECOGNISER_COLUMNS, WEIGHED)
SIDES = {Role.HEAD: HEAD, Role.RECOGNISER: RECOGNISER, Role.PERSONNEL: RECOGNISER}


@dataclass(frozen=True)
class Written:
    """What somebody wrote: by criterion (points in hundredths or None, words), and columns of the sheet."""

    marks: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)


class Overtaken(SavedFirst):
    """Somebody saved first: `marks` by criterion and `sheet` are what stands now, by whom, on which `draft`."""

    def __init__(self, sheet: UnitSheet) -> None:
        super().__init__()
        self.sheet, self.draft, self.by, self.at = sheet, sheet.draft, sheet.draft_by, sheet.draft_at
        self.marks = {mark.criterion_id: mark for mark in sheet.marks.all()}


@transaction.atomic
def save_sheet(sheet: UnitSheet, by: Person, draft: int, written: Written) -> int:
    """Save what was typed so far on save number `draft`, without taking a step; the number of this save.

    Half-done is fine; points beyond a criterion are not (ValidationError at the criterion's code). Raises
    PermissionDenied for whoever has nothing to write as the sheet stands, Overtaken when somebody saved first.
    """
    return write(sheet, by, writer(sheet, by), draft, written)


def writer(sheet: UnitSheet, by: Person) -> Side:
    """As which side a person may write on the sheet as it stands; PermissionDenied for others."""
    held = sheet.roles_of(by)
    for role, side in SIDES.items():
        if role in held and sheet.state in side.states:
            return side
    raise PermissionDenied(_("This sheet is not yours to write on as it stands now."))


def marks_of(sheet: UnitSheet) -> list[tuple[Criterion, UnitMark]]:
    """Every criterion of the sheet's set with its points; of those nobody wrote on yet, empty ones."""
    found = {mark.criterion_id: mark for mark in sheet.marks.all()}
    criteria = sheet.criteria.criteria.all()
    return [(each, found.get(each.pk) or UnitMark(sheet=sheet, criterion=each)) for each in criteria]


def write(sheet: UnitSheet, by: Person, side: Side, draft: int, written: Written) -> int:
    """Save what a side wrote, held to its bounds, while the sheet stands so; inside the caller's transaction."""
    _hold_bounds(sheet, side, written)
    # An UPDATE locks on both engines; the row of the file first, as every step does.
    stands = CaseFile.objects.filter(pk=sheet.pk, state__in=side.states).update(version=F("version"))
    stored = UnitSheet.objects.select_related("draft_by").get(pk=sheet.pk)
    if not stands or stored.draft != draft:
        raise Overtaken(stored)
    changes = {"draft": draft + 1, "draft_by": by, "draft_at": timezone.now(), **written.columns}
    UnitSheet.objects.filter(pk=sheet.pk).update(**changes)
    for name, value in changes.items():
        setattr(sheet, name, value)
    _put(sheet, side, written.marks)
    return draft + 1


def note_field(code: str) -> str:
    """The field of what is said of a criterion."""
    return f"{code}_note"


def _hold_bounds(sheet: UnitSheet, side: Side, written: Written) -> None:
    criteria = {each.pk: each for each in sheet.criteria.criteria.all()}
    faults: dict[str, ValidationError] = {}
    for pk, (points, note) in written.marks.items():
        criterion = criteria.get(pk)
        if criterion is None:
            raise PermissionDenied(_("The set of criteria has no such criterion."))
        if points is not None and not 0 <= points <= criterion.max_cp:
            what, mend = _("This criterion has at most %(most)s points."), _("Enter from 0 to %(most)s.")
            faults[criterion.code] = fault(what, mend, most=scaled(criterion.max_cp, 2))
        if len(note) > LETTERS:
            faults[note_field(criterion.code)] = _too_long()
    for name, value in written.columns.items():
        if name not in side.columns:
            raise PermissionDenied(_("This part of the form is not yours to fill in."))
        if name in LEVELS and value not in ("", *GRADES):
            faults[name] = fault(_("There is no such level."), _("Choose one of the list."))
        elif isinstance(value, str) and len(value) > LETTERS:
            faults[name] = _too_long()
    refuse_fields(faults)


def _too_long() -> ValidationError:
    return fault(_("This is longer than %(most)s letters."), _("Shorten it."), most=LETTERS)


def _put(sheet: UnitSheet, side: Side, marks: Mapping[int, tuple[int | None, str]]) -> None:
    """Points as they are written now: one statement for all."""
    rows = [
        UnitMark(sheet=sheet, criterion_id=pk, **{side.points: points, side.note: words.strip()})
        for pk, (points, words) in marks.items()
    ]
    UnitMark.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=[side.points, side.note],
    )
    forget(sheet)


def forget(sheet: UnitSheet) -> None:
    """Read points anew: what was read ahead may be older than what was written."""
    sheet.__dict__.pop("_prefetched_objects_cache", None)
