"""What is typed on a sheet: which form stands open to whom, the criteria as drawn, two who typed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from congminh.ledger import twice
from congminh.ledger.forms import step_form
from congminh.ledger.words import said
from congminh.org.models import Person
from congminh.unit_year.actions import Overtaken, marks_of, save_sheet, writer
from congminh.unit_year.actions.writing import HEAD, forget, note_field
from congminh.unit_year.facts.reckoning import point_of
from congminh.unit_year.forms import MarksForm
from congminh.unit_year.headings import CODES, PARTS, headings
from congminh.unit_year.models import Criterion, UnitMark, UnitSheet
from congminh.unit_year.views.showing import Words, points
from congminh.work.asking.fields import put_faults

Pairs = list[tuple[Criterion, UnitMark]]


def form_open_to(sheet: UnitSheet, person: Person, data: Any = None) -> MarksForm | None:
    """The form this person writes on as the sheet stands: the head's own, or the one of who recognises."""
    try:
        side = writer(sheet, person)
    except PermissionDenied:
        return None
    form: Any = step_form(sheet, "self_evaluate" if side is HEAD else "decide", person, data)
    found: MarksForm = form
    return found


def may_take(form: MarksForm) -> bool:
    """Whether who writes also takes the step; personnel advisers prepare and somebody else decides."""
    return bool(set(form.step.by) & form.file.roles_of(form.person))


def save(form: MarksForm, draft: int) -> None:
    """Keep what is typed so far; what cannot be kept stays typed, with its fault beside it. Raises Overtaken."""
    form.is_valid()
    while True:
        try:
            form.file.draft = save_sheet(form.file, form.person, draft, form.written())
            return
        except ValidationError as fault:
            before = len(form.errors)
            put_faults(form, fault, {})
            if len(form.errors) == before:
                raise


def groups(pairs: Pairs, form: MarksForm | None, shows_given: bool) -> list[Words]:
    """The criteria under the headings of the decree, as assessment/form/criteria.html draws them."""
    found = []
    for code, heading in headings().items():
        mine = [(criterion, mark) for criterion, mark in pairs if criterion.heading == code]
        if mine:
            rows = [_row(number, *pair, form, shows_given) for number, pair in enumerate(mine, start=1)]
            found.append({"code": code, "label": said(heading.label), "cite": heading.cite, "rows": rows})
    return found


def _row(number: int, criterion: Criterion, mark: UnitMark, form: MarksForm | None, shows_given: bool) -> Words:
    given = mark.given_cp if shows_given else None
    return {
        "number": number,
        "code": criterion.code,
        "label": criterion.label,
        "cite": CODES[criterion.heading][1],
        "most": points(criterion.max_cp),
        "self": "" if mark.self_cp is None else points(mark.self_cp),
        "self_note": mark.self_note,
        "given": "" if given is None else points(given),
        "given_note": mark.given_note if shows_given else "",
        "changed": given is not None and given != mark.self_cp,
        "points": form[criterion.code] if form else None,
        "note": form[note_field(criterion.code)] if form else None,
    }


def sums(pairs: Pairs, by_recogniser: bool) -> list[Words]:
    """What the points come to, by heading, by part and in all: pieces of the page a script puts in their places."""
    found = [_sum(code, _of(pairs, (code,)), by_recogniser) for code in CODES]
    for part in PARTS:
        codes = tuple(code for code, (each, _cite) in CODES.items() if each == part)
        found.append(_sum(part, _of(pairs, codes), by_recogniser))
    return [*found, _sum("all", pairs, by_recogniser)]


def _of(pairs: Pairs, codes: tuple[str, ...]) -> Pairs:
    return [pair for pair in pairs if pair[0].heading in codes]


def _sum(code: str, pairs: Pairs, by_recogniser: bool) -> Words:
    known = [point_of(mark) if by_recogniser else mark.self_cp for _criterion, mark in pairs]
    got = None if None in known or not known else sum(each or 0 for each in known)
    most = sum(criterion.max_cp for criterion, _mark in pairs)
    return {"id": f"sum-{code}", "code": code, "got": points(got), "most": points(most)}


def conflict(form: MarksForm, first: Overtaken) -> Words:
    """Both texts, where they differ: what the other left, what is typed here; nothing is lost."""
    form.is_valid()
    return twice.conflict(form, first, _both(form, first))


def _both(form: MarksForm, first: Overtaken) -> Iterable[tuple[Any, str, str]]:
    typed: Mapping[str, Any] = form.cleaned_data
    for code, criterion in form.criteria.items():
        mark = first.marks.get(criterion.pk) or UnitMark()
        points_there = getattr(mark, form.side.points)
        theirs = "" if points_there is None else points(points_there)
        mine = typed.get(code) if code in typed else form.data.get(code, "")
        yield f"{criterion.label}, {_('points')}", theirs, points(mine) if isinstance(mine, int) else str(mine or "")
        yield f"{criterion.label}, {_('comment')}", getattr(mark, form.side.note), form.data.get(note_field(code), "")
    for name in form.side.columns:
        there, field = getattr(first.sheet, name), form[name]
        theirs = field.field.prepare_value(there) if hasattr(field.field, "prepare_value") else there
        yield field.label, _plain(theirs), str(form.data.get(name, "")).strip()


def _plain(value: Any) -> str:
    return {True: "1", False: "0", None: ""}.get(value, str(value)) if not isinstance(value, str) else value


def read_pairs(sheet: UnitSheet) -> Pairs:
    """Every criterion with its points, as they are stored now."""
    forget(sheet)
    return marks_of(sheet)
