"""The steps of Mẫu 01 up to the score (Điều 17.2, 3.4): sent by the person, returned, scored by the competent level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from congminh.assessment.actions.marking import (
    ASSESSOR_TEXTS,
    CHOICES,
    OWNER_TEXTS,
    Faults,
    Written,
    note_field,
    write,
)
from congminh.assessment.actions.settling import settle_sheet
from congminh.assessment.models import Mark, PeriodSheet
from congminh.law.nd335.general import criteria
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.actions import Stale, take
from congminh.ledger.models import CaseFile, Entry
from congminh.org import facts
from congminh.org.models import Person
from congminh.work.refusing import fault

Values = Mapping[str, int | str]
WORDS = (*OWNER_TEXTS, *ASSESSOR_TEXTS, *CHOICES)


@transaction.atomic
def send(
    sheet: PeriodSheet, by: Person, version: int, written: Written | None = None, draft: int | None = None
) -> Entry:
    """Self-evaluate and send Mẫu 01 (Điều 17.2), with what was typed since the last save, number `draft`.

    Every criterion needs points, and below its maximum a comment where the reading `general_comment` asks for one:
    ValidationError at the criterion's code, or «code_note». The sheet is first brought in line with the posts, so
    that it goes to who scores today.
    """
    must_stand_where("self_assess", sheet)
    stop_if_lapsed(sheet)
    if written is not None:
        _write("self_assess", sheet, by, Role.OWNER, written, draft)
    # Points given before the sheet was returned, and no others than the person's own, follow the new self-score.
    sheet.marks.filter(given_note="").update(given_cp=None)
    settle_sheet(sheet)
    marks = marks_of(sheet)
    _hold_self(marks, _values(sheet))
    self_cp = sum(mark.self_cp or 0 for mark in marks.values())
    form = {
        "marks": {code: {"cp": mark.self_cp, "note": mark.self_note} for code, mark in marks.items()},
        "general_cp": self_cp,
        "strengths": sheet.strengths,
        "weaknesses": sheet.weaknesses,
    }
    return take("self_assess", sheet, by, version, {"form_01": form}, self_cp=self_cp)


@transaction.atomic
def score(
    sheet: PeriodSheet, by: Person, version: int, written: Written | None = None, draft: int | None = None
) -> Entry:
    """Comment, confirm and score (Điều 17.2, 3.4); d is reckoned, bottom-up, when the result is told.

    Points not given are as the person scored them; others need a reason, where the reading
    `general_changed_by_assessor` allows them at all. A leader needs đ and e, each with its reason; everybody a remark.
    """
    stop_if_lapsed(sheet)
    return _score("score", sheet, by, version, {}, written, draft)


@transaction.atomic
def score_unsent(
    sheet: PeriodSheet,
    by: Person,
    version: int,
    reason: str,
    written: Written | None = None,
    draft: int | None = None,
) -> Entry:
    """Score a sheet the person never sent (Điều 3.4), once the day of self-evaluation is over; with the reason."""
    stop_if_lapsed(sheet)
    if sheet.state == "in_progress" and not sheet.holds("self_day_over"):
        what, mend = _("The person may still send the sheet, up to %(day)s."), _("Wait for that day, or remind them.")
        raise fault(what, mend, day=f"{sheet.round.self_by:%d/%m/%Y}")
    return _score("score_unsent", sheet, by, version, {"reason": reason.strip()}, written, draft)


def _score(
    step: str,
    sheet: PeriodSheet,
    by: Person,
    version: int,
    data: Mapping[str, Any],
    written: Written | None,
    draft: int | None,
) -> Entry:
    must_stand_where(step, sheet)
    if written is not None:
        _write(step, sheet, by, Role.ASSESSOR, written, draft)
    values, marks = _values(sheet), marks_of(sheet)
    faults = _given_faults(marks, values) | _leader_faults(sheet, values)
    if not sheet.remark.strip():
        faults["remark"] = fault(_("No remark is given."), _("Write a sentence on the work of the period."))
    if faults:
        raise ValidationError(faults)  # type: ignore[arg-type]
    given = {code: _given(mark) for code, mark in marks.items()}
    _give_as_scored(marks)
    told = {code: {"cp": given[code], "note": mark.given_note} for code, mark in marks.items()}
    said = {"remark": sheet.remark, "marks": told, "general_cp": sum(given.values())}
    if sheet.leads:
        said |= {name: getattr(sheet, name) for name in ("execution", "execution_reason")}
        said |= {name: getattr(sheet, name) for name in ("cohesion", "cohesion_reason")}
    return take(step, sheet, by, version, {**said, **data}, general_cp=said["general_cp"])


def _write(step: str, sheet: PeriodSheet, by: Person, role: Role, written: Written, draft: int | None) -> None:
    """Save what came with a step, by whoever may take it, where the step begins."""
    if role not in sheet.roles_of(by):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    sources = sheet.rules.step(step).sources
    write(sheet, by, role, sources, sheet.draft if draft is None else draft, written)


def must_stand_where(step: str, sheet: PeriodSheet) -> None:
    """Lock the sheet before anything of it is read or written; Stale where it stands where no such step begins.

    What others saved of it since it was loaded is read, so that a step takes what stands on the form.
    """
    stored = CaseFile.objects.filter(pk=sheet.pk, state__in=sheet.rules.step(step).sources)
    if not stored.update(version=F("version")):
        raise Stale(sheet.entries.order_by("number").last(), [sheet.pk])
    for name, value in PeriodSheet.objects.filter(pk=sheet.pk).values(*WORDS).get().items():
        setattr(sheet, name, value)


def marks_of(sheet: PeriodSheet) -> dict[str, Mark]:
    """The ten marks of a sheet by code, in the order of the form; those not written yet are empty and not saved."""
    saved = {mark.code: mark for mark in sheet.marks.all()}
    return {code: saved.get(code) or Mark(sheet=sheet, code=code) for code in criteria()}


def _values(sheet: PeriodSheet) -> Values:
    return facts.values(sheet.round.last)


def _hold_self(marks: Mapping[str, Mark], values: Values) -> None:
    faults: Faults = {}
    for code, mark in marks.items():
        if mark.self_cp is None:
            faults[code] = fault(_("No points are entered."), _("Score every criterion of the form."))
        elif _needs_comment(mark, values) and not mark.self_note:
            what, mend = _("Below %(most)s points a comment is needed."), _("Say in a sentence what fell short.")
            faults[note_field(code)] = fault(what, mend, most=scaled(criteria()[code].max_cp, 2))
    if faults:
        raise ValidationError(faults)  # type: ignore[arg-type]


def _needs_comment(mark: Mark, values: Values) -> bool:
    return values["general_comment"] == "below_max" and (mark.self_cp or 0) < criteria()[mark.code].max_cp


def _given(mark: Mark) -> int:
    """The points given; as the person scored them where nobody gave others."""
    return mark.given_cp if mark.given_cp is not None else mark.self_cp or 0


def _given_faults(marks: Mapping[str, Mark], values: Values) -> Faults:
    faults: Faults = {}
    for code, mark in marks.items():
        if mark.given_cp is None and mark.self_cp is None:
            faults[code] = fault(_("No points are entered."), _("Score every criterion of the form."))
        elif mark.given_cp is not None and mark.self_cp is not None and mark.given_cp != mark.self_cp:
            faults |= _changed_faults(code, mark, values)
    return faults


def _changed_faults(code: str, mark: Mark, values: Values) -> Faults:
    """What is wrong with points other than the person's own (reading `general_changed_by_assessor`)."""
    own = scaled(mark.self_cp or 0, 2)
    if values["general_changed_by_assessor"] == "no":
        what, mend = _("The self-score is %(own)s and stays so."), _("Return the sheet to have it scored again.")
        return {code: fault(what, mend, _("So the agency chose by decision."), own=own)}
    if not mark.given_note:
        what, mend = _("The self-score is %(own)s: other points need a reason."), _("Say why, in a sentence.")
        return {note_field(code): fault(what, mend, own=own)}
    return {}


def _leader_faults(sheet: PeriodSheet, values: Values) -> Faults:
    """đ and e of a leader (Điều 15.3.b, c), with a reason by the reading `leader_gap`; of others none."""
    faults: Faults = {}
    for name in ("execution", "cohesion") if sheet.leads else ():
        found, reason = getattr(sheet, name), f"{name}_reason"
        if found is None:
            faults[name] = fault(_("A leader is scored 100 or 50 here."), _("Choose one of the two."))
        elif not getattr(sheet, reason).strip() and (values["leader_gap"] == "reason_required" or found == 50):
            faults[reason] = fault(_("No reason is given."), _("Say in a sentence what the choice rests on."))
    return faults


def _give_as_scored(marks: Mapping[str, Mark]) -> None:
    """Write the points given where they are the person's own: both scores stand on the form."""
    rows = [mark for mark in marks.values() if mark.given_cp is None and mark.self_cp is not None]
    for mark in rows:
        mark.given_cp = mark.self_cp
    Mark.objects.bulk_update(rows, ["given_cp"])


def stop_if_lapsed(sheet: PeriodSheet) -> None:
    """Refuse steps on a reopened sheet whose time is over: what was told before holds."""
    if not sheet.holds("reopened_in_time"):
        what, mend = _("The time to score this sheet anew ended on %(day)s."), _("Have it reopened once more.")
        raise fault(what, mend, _("The result told before holds."), day=f"{sheet.reopen_until:%d/%m/%Y}")
