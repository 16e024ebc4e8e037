"""Marks and words of Mẫu 01 while they are being written: saved between steps, never over somebody else's.

The person writes self-scores and comments while the sheet is in progress, the assessor the scores given, đ, e and the
remark while it is to be scored. Each save says which one it was typed on; the second of two at once is told what the
first left, and both texts are on the page.
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

from congminh.assessment.models import Mark, PeriodSheet
from congminh.assessment.models.sheet import HALF_OR_WHOLE
from congminh.law.nd335.general import STEPS, criteria
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.models import CaseFile
from congminh.ledger.twice import SavedFirst
from congminh.org import facts
from congminh.org.models import Person
from congminh.work.refusing import fault

OWNER_TEXTS = ("strengths", "weaknesses")
ASSESSOR_TEXTS = ("remark", "execution_reason", "cohesion_reason")
CHOICES = ("execution", "cohesion")
# By role: the columns of a mark, those of the sheet, and where the sheet stands while a draft may be saved.
WRITES: dict[Role, tuple[tuple[str, str], tuple[str, ...], tuple[str, ...]]] = {
    Role.OWNER: (("self_cp", "self_note"), OWNER_TEXTS, ("in_progress",)),
    Role.ASSESSOR: (("given_cp", "given_note"), (*ASSESSOR_TEXTS, *CHOICES), ("submitted",)),
}
LETTERS = 5000
Faults = dict[str, ValidationError]


@dataclass(frozen=True)
class Written:
    """What somebody wrote: by criterion (points in hundredths or None, words), and columns of the sheet."""

    marks: Mapping[str, tuple[int | None, str]] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)


class Overtaken(SavedFirst):
    """Somebody saved first. `marks` and `columns` are what stands now, `by` whose it is, `draft` its number."""

    def __init__(self, sheet: PeriodSheet) -> None:
        super().__init__()
        self.draft, self.by, self.at = sheet.draft, sheet.draft_by, sheet.draft_at
        self.marks = {mark.code: mark for mark in sheet.marks.all()}
        self.columns = {name: getattr(sheet, name) for name in (*OWNER_TEXTS, *ASSESSOR_TEXTS, *CHOICES)}


@transaction.atomic
def save_marks(sheet: PeriodSheet, by: Person, draft: int, written: Written) -> int:
    """Save what was typed so far on save number `draft`, without taking a step; the number of this save.

    Half-done is fine; points beyond a criterion or off the step are not (ValidationError at the criterion's code).
    Raises PermissionDenied for whoever has nothing to write as the sheet stands, Overtaken when somebody saved first.
    """
    role = writer(sheet, by)
    return write(sheet, by, role, WRITES[role][2], draft, written)


def writer(sheet: PeriodSheet, by: Person) -> Role:
    """As whom a person may write on the sheet as it stands; PermissionDenied for others."""
    held = sheet.roles_of(by)
    for role, (_marks, _columns, states) in WRITES.items():
        if role in held and sheet.state in states:
            return role
    raise PermissionDenied(_("This sheet is not yours to write on as it stands now."))


def write(sheet: PeriodSheet, by: Person, role: Role, states: tuple[str, ...], draft: int, written: Written) -> int:
    """Save what a role wrote, held to its bounds, while the sheet stands so; inside the caller's transaction."""
    hold_bounds(sheet, role, written)
    hold(sheet, states, draft)
    sheet.draft, sheet.draft_by, sheet.draft_at = draft + 1, by, timezone.now()
    changes = {"draft": sheet.draft, "draft_by": by, "draft_at": sheet.draft_at, **written.columns}
    PeriodSheet.objects.filter(pk=sheet.pk).update(**changes)
    for name, value in written.columns.items():
        setattr(sheet, name, value)
    _put(sheet, WRITES[role][0], written.marks)
    return sheet.draft


def hold(sheet: PeriodSheet, states: tuple[str, ...], draft: int) -> None:
    """Lock the sheet for the rest of the transaction while it stands so and nobody saved since; else Overtaken.

    The row of the file is locked first, as every step does: a save and a step never pass each other.
    """
    # An UPDATE locks on both engines, where select_for_update is nothing on SQLite.
    stands = CaseFile.objects.filter(pk=sheet.pk, state__in=states).update(version=F("version"))
    stored = PeriodSheet.objects.select_related("draft_by").get(pk=sheet.pk)
    if not stands or stored.draft != draft:
        raise Overtaken(stored)


def hold_bounds(sheet: PeriodSheet, role: Role, written: Written) -> None:
    """ValidationError for points no criterion has, choices that are none, columns that are not this role's."""
    allowed = WRITES[role][1]
    faults: Faults = {}
    step = str(facts.values(sheet.round.last)["general_step"])
    for code, (points, note) in written.marks.items():
        if code not in criteria():
            faults[code] = fault(_("Form 01 has no such criterion."), _("Open the form again."))
        elif points is not None and (wrong := _wrong_points(code, points, step)):
            faults[code] = wrong
        if len(note) > LETTERS:
            faults[note_field(code)] = _too_long()
    for name, value in written.columns.items():
        if name not in allowed:
            raise PermissionDenied(_("This part of the form is not yours to fill in."))
        if name in CHOICES and value not in (None, *HALF_OR_WHOLE):
            faults[name] = fault(_("This can only be 100 or 50."), _("Choose one of the two."))
        elif name not in CHOICES and len(str(value)) > LETTERS:
            faults[name] = _too_long()
    if faults:
        raise ValidationError(faults)  # type: ignore[arg-type]


def note_field(code: str) -> str:
    """The field of what is said of a criterion: «I.1_note»."""
    return f"{code}_note"


def _wrong_points(code: str, points: int, step: str) -> ValidationError | None:
    most = criteria()[code].max_cp
    if not 0 <= points <= most:
        what, mend = _("%(code)s has at most %(most)s points."), _("Enter from 0 to %(most)s.")
        return fault(what, mend, code=code, most=scaled(most, 2))
    if points % STEPS[step]:
        what, mend = _("Points go in steps of %(step)s."), _("Round to the nearest step.")
        return fault(what, mend, _("So the agency chose by decision."), step=scaled(STEPS[step], 2))
    return None


def _too_long() -> ValidationError:
    return fault(_("This is longer than %(most)s letters."), _("Shorten it."), most=LETTERS)


def _put(sheet: PeriodSheet, columns: tuple[str, str], marks: Mapping[str, tuple[int | None, str]]) -> None:
    """Marks as they are written now: one statement for all."""
    points, note = columns
    rows = [Mark(sheet=sheet, code=code, **{points: cp, note: words.strip()}) for code, (cp, words) in marks.items()]
    Mark.objects.bulk_create(rows, update_conflicts=True, unique_fields=["sheet", "code"], update_fields=list(columns))
