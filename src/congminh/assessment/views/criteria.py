"""Part I of Mẫu 01 as the page draws it: ten criteria with the annex's words, both scores, what is typed now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BoundField
from django.utils.translation import get_language

from congminh.assessment.actions import note_field
from congminh.assessment.forms import MarksForm
from congminh.assessment.models import Mark
from congminh.law.nd335.general import STEPS, Criterion, Group, groups
from congminh.law.text import scaled
from congminh.ledger.words import said

Marks = Mapping[str, Mark]
Words = dict[str, Any]


def written(points_cp: int | None) -> str:
    """Points as people write them; empty where there are none."""
    return "" if points_cp is None else scaled(points_cp, 2, get_language() or "vi")


def given_cp(mark: Mark) -> int | None:
    """The points given by who scores; as the person scored them where nobody gave others."""
    return mark.self_cp if mark.given_cp is None else mark.given_cp


def general_of(marks: Marks, by_scorer: bool) -> int | None:
    """The general criteria in all, of one of the two columns; None until every criterion has points."""
    return _sum(given_cp(mark) if by_scorer else mark.self_cp for mark in marks.values())


def criteria_table(marks: Marks, form: MarksForm | None, shows_self: bool, shows_given: bool) -> list[Words]:
    """The groups with their criteria as assessment/form/criteria.html draws them; `form` where something is typed."""
    return [_group(group, marks, form, shows_self, shows_given) for group in groups()]


def sums(marks: Marks, by_scorer: bool) -> list[Words]:
    """What the points come to, by group and in all: pieces of the page a script puts in their places."""
    found = []
    for group in groups():
        got = _sum(given_cp(marks[c.code]) if by_scorer else marks[c.code].self_cp for c in group.criteria)
        found.append(
            {"id": f"sum-{group.code}", "code": group.code, "got": written(got) or "–", "most": written(group.max_cp)}
        )
    most = sum(group.max_cp for group in groups())
    found.append(
        {"id": "sum-all", "code": "", "got": written(general_of(marks, by_scorer)) or "–", "most": written(most)}
    )
    return found


def step_words(values: Mapping[str, Any]) -> str:
    """The step in which points go, by the agency's reading."""
    return written(STEPS[str(values["general_step"])])


def _sum(points: Iterable[int | None]) -> int | None:
    """What they come to; None where one of them is not there."""
    known = list(points)
    return None if None in known else sum(each or 0 for each in known)


def _group(group: Group, marks: Marks, form: MarksForm | None, shows_self: bool, shows_given: bool) -> Words:
    rows = [
        _row(n, each, marks[each.code], form, shows_self, shows_given) for n, each in enumerate(group.criteria, start=1)
    ]
    return {"code": group.code, "label": said(group.label), "cite": group.cite, "rows": rows}


def _row(
    number: int, criterion: Criterion, mark: Mark, form: MarksForm | None, shows_self: bool, shows_given: bool
) -> Words:
    points, note = _field(form, criterion.code), _field(form, note_field(criterion.code))
    changed = shows_given and mark.given_cp is not None and mark.given_cp != mark.self_cp
    return {
        "number": number,
        "code": criterion.code,
        "label": said(criterion.label),
        "cite": criterion.cite,
        "most": written(criterion.max_cp),
        "descriptors": [said(each) for each in criterion.descriptors],
        "self": written(mark.self_cp) if shows_self else "",
        "self_note": mark.self_note if shows_self else "",
        "given": written(mark.given_cp) if shows_given else "",
        "given_note": mark.given_note if shows_given else "",
        "changed": changed,
        "points": points,
        "note": note,
    }


def _field(form: MarksForm | None, name: str) -> BoundField | None:
    return form[name] if form and name in form.fields else None
