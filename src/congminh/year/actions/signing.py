"""What is decided is kept first («ký quyết định»): facts, figures and the law they rest on, for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Max

from congminh.assessment.models import Basis
from congminh.law.facts import GRADES
from congminh.org.models import Decision, Person
from congminh.year.facts.cap import Cap
from congminh.year.facts.reckoning import Reckoned, basis_of
from congminh.year.models import YearResult
from congminh.year.models.result import FIGURES, FLAGS, GROUNDS


class Judged(NamedTuple):
    """A level and how it came about: law, cap, choice, reason, ground or re_rating."""

    sheet: int
    grade: str
    why: str
    reason: str


def sign(
    judged: Sequence[Judged], every: Mapping[int, Reckoned], cap: Cap, by: Person, decision: Decision | None = None
) -> dict[int, YearResult]:
    """Keep these decisions, by sheet, each as a further row; inside the caller's transaction."""
    basis = basis_of(cap.round)
    numbers = _numbers([each.sheet for each in judged])
    rows = [_result(each, every[each.sheet], cap, basis, numbers.get(each.sheet, 0) + 1) for each in judged]
    for row in rows:
        row.by, row.decision = by, decision
    return {row.sheet_id: row for row in YearResult.objects.bulk_create(rows, batch_size=500)}


def _numbers(sheets: Collection[int]) -> dict[int, int]:
    rows: Any = YearResult.objects.filter(sheet__in=sheets).order_by()
    return dict(rows.values_list("sheet").annotate(Max("number")))


def _result(judged: Judged, each: Reckoned, cap: Cap, basis: Basis, number: int) -> YearResult:
    place, row = each.place, each.row
    result = YearResult(sheet_id=place.pk, number=number, basis=basis)
    result.unit_id, result.post, result.peer_group = place.unit, place.rank, place.peer_group
    result.months_worked, result.unit_grade = place.months_worked, each.unit_grade or ""
    for name in FLAGS:
        setattr(result, name, bool(getattr(place, name)))
    held = {ground.name for ground in each.grounds}
    for name in GROUNDS:
        setattr(result, name, name in held)
    for name in FIGURES:
        setattr(result, name, row[name])
    result.rateable, result.grounded = bool(row["rateable"]), bool(row["grounded"])
    result.band = row["band"] if row["band"] in GRADES else ""
    result.law_grade, result.grade, result.why, result.reason = each.grade, judged.grade, judged.why, judged.reason
    result.months_text = json.dumps([list(month) for month in each.months])
    result.grounds_text = json.dumps([ground.kept() for ground in each.grounds], ensure_ascii=False)
    result.cap_text = json.dumps(cap.kept(place.pk), ensure_ascii=False)
    return result
