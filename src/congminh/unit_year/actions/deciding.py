"""Sending the self-evaluation and deciding the level (Điều 9.2.a): held to Điều 8 and to the cap, kept for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from congminh.law.facts import GRADES
from congminh.law.procedure import Role
from congminh.ledger.actions import take
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person
from congminh.unit_year.actions.writing import HEAD, RECOGNISER, Written, marks_of, note_field, write
from congminh.unit_year.facts.caps import Range, range_of
from congminh.unit_year.facts.indicators import figures_of
from congminh.unit_year.facts.reckoning import Reckoned
from congminh.unit_year.facts.standing import Standing
from congminh.unit_year.facts.vouching import told
from congminh.unit_year.models import UnitResult, UnitSheet
from congminh.unit_year.seats import Bench
from congminh.work.refusing import fault, refuse, refuse_fields

BEST = "excellent"
SHOWN = 5
LEFT_TO_AUTHORITY = "authority_decides"


@transaction.atomic
def send(sheet: UnitSheet, by: Person, version: int, draft: int, written: Written) -> Entry:
    """«Tự đánh giá, đề xuất mức»: points on every criterion, the figures, the proposed level; by the head."""
    _must_be(Role.HEAD, sheet, by)
    write(sheet, by, HEAD, draft, written)
    faults = _without_points(sheet, HEAD.points, HEAD.note)
    if not sheet.self_evaluation.strip():
        faults["self_evaluation"] = fault(_("The self-evaluation is empty."), _("Sum up the year in a few sentences."))
    if not sheet.proposed_grade:
        faults["proposed_grade"] = fault(_("No level is proposed."), _("Choose the level the organisation proposes."))
    if sheet.remedied is None:
        what = _("It is not said whether all shortcomings were remedied.")
        faults["remedied"] = fault(what, _("Choose an answer; yes where there were none."))
    if not sheet.tasks_given:
        faults["__all__"] = fault(_("The year's tasks are not counted yet."), _("Count or enter them first."))
    refuse_fields(faults)
    data = {"self_evaluation": sheet.self_evaluation, "proposed_grade": sheet.proposed_grade}
    return take("self_evaluate", sheet, by, version, data)


@transaction.atomic
def decide(sheet: UnitSheet, by: Person, version: int, draft: int, written: Written) -> Entry:
    """«Quyết định mức xếp loại»: lower units first, complaints verified, Điều 8 and the cap of Điều 8.5 held.

    The result is kept with all it rests on. Raises ValidationError at the field that is wrong.
    """
    _must_be(Role.RECOGNISER, sheet, by)
    bench = sheet.bench()
    authority = bench.authority(sheet.unit_id)
    if authority is None:
        raise PermissionDenied(_("Nobody recognises this organisation: enter its tier and the unit above it (Điều 5)."))
    # First the whole range, then the sheet: two decisions never wait for each other.
    lock_range(authority, sheet.year, bench)
    write(sheet, by, RECOGNISER, draft, written)
    seen = range_of(authority, sheet.year)
    must_be_right(sheet, seen, Standing.of([sheet], bench))
    result = keep([sheet], by, seen)[sheet.pk]
    return take("decide", sheet, by, version, told(result, bench.name(sheet.unit_id)), result=result)


def must_be_right(sheet: UnitSheet, seen: Range, standing: Standing, taken: int = 0) -> None:
    """All that a decision is held to; ValidationError at its fields. `taken`: excellent decided together with it."""
    each = seen.reckoning.every[sheet.pk]
    _must_wait_for_nobody(sheet, standing)
    _must_be_whole(sheet, each)
    _hold_level(sheet, each, seen, taken)


@transaction.atomic
def annul(sheet: UnitSheet, by: Person, version: int, reason: str) -> Entry:
    """«Hủy kết quả để đánh giá lại» (Điều 4.4): the level stands no more; what was decided is kept."""
    return take("annul", sheet, by, version, {"reason": reason.strip()})


def _must_be(role: Role, sheet: UnitSheet, by: Person) -> None:
    if role not in sheet.roles_of(by):
        raise PermissionDenied(_("This step of the file is not yours to take."))


def _without_points(sheet: UnitSheet, points: str, note: str) -> dict[str, ValidationError]:
    """Criteria without points; and, of the recogniser's, points that differ from the head's without a reason."""
    faults = {}
    for criterion, mark in marks_of(sheet):
        given, words = getattr(mark, points), getattr(mark, note)
        if given is None:
            faults[criterion.code] = fault(_("No points yet."), _("Enter the points of this criterion."))
        elif points == "given_cp" and given != mark.self_cp and not words:
            what, mend = _("The points differ from the organisation's own."), _("Say why.")
            faults[note_field(criterion.code)] = fault(what, mend)
    return faults


def _must_wait_for_nobody(sheet: UnitSheet, standing: Standing) -> None:
    if not standing.holds(sheet, "complaints_verified"):
        what = _("There are complaints nobody has verified yet (Điều 9.2.a).")
        raise fault(what, _("Order the verification first."))
    if standing.holds(sheet, "lower_units_decided"):
        return
    waits = [sheet.bench().name(each.unit) for each in standing.lower.open_below(sheet.unit_id)]
    names = _named(waits)
    what, why = _("Lower units come first (Điều 9.1)."), _("Not decided yet: %(names)s.")
    raise fault(what, _("Decide theirs first."), why, names=names)


def _named(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = f", +{len(names) - SHOWN}" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def lock_range(authority: int, year: int, bench: Bench) -> None:
    """Two decisions of one authority never pass each other: the cap counts both."""
    beneath = bench.advisers.tree.beneath([authority])
    keys = UnitSheet.objects.filter(year=year, unit__in=beneath).values("pk")
    list(CaseFile.objects.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk", flat=True))


def _must_be_whole(sheet: UnitSheet, each: Reckoned) -> None:
    faults = _without_points(sheet, RECOGNISER.points, RECOGNISER.note)
    if "counts" in each.missing:
        faults["__all__"] = fault(_("The year's tasks are not counted yet."), _("Count or enter them first."))
    if "remedied" in each.missing:
        what = _("It is not said whether all shortcomings were remedied.")
        faults["remedied_given"] = fault(what, _("Choose an answer; yes where there were none."))
    for name in ("misconduct", "force_majeure"):
        if getattr(sheet, name) and not getattr(sheet, f"{name}_note").strip():
            what, mend = _("Nothing is said of what this rests on."), _("Name the document, its day and what it says.")
            faults[f"{name}_note"] = fault(what, mend)
    if not sheet.grade:
        faults["grade"] = fault(_("No level is chosen."), _("Choose the level you decide."))
    refuse_fields(faults)


def _hold_level(sheet: UnitSheet, each: Reckoned, seen: Range, taken: int) -> None:
    """The level is the law's; lower with a reason; excellent only within the cap (Điều 8, 8.5)."""
    law_grade, has_reason = str(each.grade), bool(sheet.grade_reason.strip())
    if law_grade == LEFT_TO_AUTHORITY:
        if sheet.grade == BEST:
            refuse("grade", _("The conditions of excellent do not hold."), _("Choose another level."))
        needs_reason = True
    elif GRADES.index(sheet.grade) > GRADES.index(law_grade):
        what, why = _("The points and conditions do not reach this level."), _("They are shown beside the form.")
        refuse("grade", what, _("Choose the level that holds, or a lower one with a reason."), why)
    elif sheet.grade == BEST:
        _hold_cap(sheet, seen, taken)
        needs_reason = False
    else:
        needs_reason = sheet.grade != law_grade and not _is_beyond(sheet, seen)
    if needs_reason and not has_reason:
        what, mend = _("This level needs a reason."), _("Say why it differs from what the points and conditions give.")
        refuse("grade_reason", what, mend)


def _is_beyond(sheet: UnitSheet, seen: Range) -> bool:
    """Whether the cap itself is the reason for good instead of excellent."""
    others = [pk for pk in seen.awaited if pk != sheet.pk]
    return sheet.grade == "good" and seen.place(sheet.pk) == "beyond" and not others


def _hold_cap(sheet: UnitSheet, seen: Range, taken: int) -> None:
    others = [str(seen.sheets[pk].unit) for pk in seen.awaited if pk != sheet.pk]
    if others:
        what, why = _("Excellent waits for the points of the others in the range."), _("Without points: %(names)s.")
        mend = _("Have them scored first: the share is taken of all of them (Điều 8.5).")
        refuse("grade", what, mend, why, names=_named(others))
    place, standing = seen.place(sheet.pk), seen.standing
    if place == "tied":
        what = _("It is tied with others at the line of the share.")
        refuse("grade", what, _("Choose among the tied first, with a reason, on the page of the share."))
    most = standing.excellent_max if standing else 0
    if place != "within" or len(seen.excellent) + taken >= most:
        what, why = _("The share of excellent organisations is used up."), _("At most %(most)s of this range.")
        refuse("grade", what, _("Choose good; the points stay as they are."), why, most=most)


def keep(sheets: Sequence[UnitSheet], by: Person, seen: Range) -> dict[int, UnitResult]:
    """The results as they are decided, by sheet, with all they rest on; a constant number of queries."""
    before = UnitResult.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).order_by()
    last = dict(before.values_list("sheet").annotate(Max("number")))
    digest, cap, figures = seen.reckoning.digest(), _cap(seen), figures_of(sheets)
    made = [
        UnitResult(
            sheet=sheet,
            number=last.get(sheet.pk, 0) + 1,
            by=by,
            law=seen.reckoning.law.key,
            values=dict(seen.values),
            digest=digest,
            row=_facts(sheet, seen.reckoning.every[sheet.pk]) | {"indicators": figures[sheet.pk]},
            marks=_marks(sheet),
            cap=cap,
            score_cp=seen.reckoning.every[sheet.pk].score_cp or 0,
            law_grade=str(seen.reckoning.every[sheet.pk].grade),
            grade=sheet.grade,
            reason=sheet.grade_reason.strip(),
        )
        for sheet in sheets
    ]
    return {result.sheet_id: result for result in UnitResult.objects.bulk_create(made)}


def _facts(sheet: UnitSheet, each: Reckoned) -> dict[str, Any]:
    return {name: value for name, value in (each.row or {}).items() if name != "sheet"} | _counted(sheet)


def _marks(sheet: UnitSheet) -> list[list[Any]]:
    return [
        [c.heading, c.label, c.max_cp, mark.self_cp, mark.self_note, mark.given_cp, mark.given_note]
        for c, mark in marks_of(sheet)
    ]


def _counted(sheet: UnitSheet) -> dict[str, Any]:
    """What the shares were taken of, and where that came from."""
    names = ("tasks_given", "tasks_done", "tasks_on_time", "tasks_exceeded", "tasks_from", "tasks_source")
    as_of = sheet.tasks_as_of.isoformat() if sheet.tasks_as_of else ""
    return {**{name: getattr(sheet, name) for name in names}, "tasks_as_of": as_of}


def _cap(seen: Range) -> dict[str, Any]:
    standing = seen.standing
    if standing is None:
        return {}
    names = ("eligible", "good", "rated", "base", "percent", "excellent_max")
    return {name: getattr(standing, name) for name in names}
