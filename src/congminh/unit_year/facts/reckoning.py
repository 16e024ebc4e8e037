"""The level of organisations by the law (Điều 8): their facts as the law's rows, its own query, what is missing.

Nothing is reckoned here but sums of points: conditions and levels are the law's figures of `ORGANISATION`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from congminh import law as laws
from congminh.law.decree import Law
from congminh.law.facts import ORGANISATION
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values, reckon
from congminh.org import facts
from congminh.unit_year.facts.lower import Levels, lower_of
from congminh.unit_year.facts.tasks import share_bp
from congminh.unit_year.models import UnitMark, UnitSheet
from congminh.unit_year.seats import Bench

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reckoned:
    """What the law says of one sheet: its row with every figure, or what is missing before there is one.

    `missing`: points (somebody has to give them), counts (of the year's tasks), remedied (Điều 8.1.c). `by_self`
    says that the head's own points stand in for the recogniser's, so the level is only expected.
    """

    row: Row | None
    missing: frozenset[str]
    score_cp: int | None
    by_self: bool

    @property
    def is_whole(self) -> bool:
        """Whether it could be decided."""
        return not self.missing and not self.by_self

    @property
    def grade(self) -> str | None:
        """The level by points and conditions, before the cap; None while it cannot be told."""
        return str(self.row["grade"]) if self.row else None


@dataclass(frozen=True)
class Reckoning:
    """Sheets of one year reckoned together, and what they were reckoned by."""

    law: Law
    values: Values
    every: Mapping[int, Reckoned]

    def digest(self) -> str:
        """Of the law's query, in which formulas, numbers and readings all stand."""
        return reckon(self.law, ORGANISATION, {"organisation": "organisation"}, "sqlite", self.values).digest


def law_of(year: int, bench: Bench) -> tuple[Law, Values]:
    """The law of a working year and its values: as of its last day, or today while it runs."""
    day = max(min(date(year, 12, 31), bench.day), date(year, 1, 1))
    return laws.at(day), bench.values if day == bench.day else facts.values(day)


def reckoned(sheets: Sequence[UnitSheet], year: int, bench: Bench, levels: Levels | None = None) -> Reckoning:
    """What the law says of sheets of one year; a constant number of queries, however many."""
    law, values = law_of(year, bench)
    levels = levels or lower_of(year, bench)
    prefetch_related_objects(list(sheets), "marks", "criteria__criteria")
    scores = {sheet.pk: score_of(sheet) for sheet in sheets}
    rows = {sheet.pk: _facts(sheet, scores[sheet.pk][0], levels) for sheet in sheets}
    given = [row for row in rows.values() if row is not None]
    found = {row["sheet"]: row for row in reckon_rows(law, ORGANISATION, {"organisation": given}, values, ("sheet",))}
    every = {}
    for sheet in sheets:
        score, by_self = scores[sheet.pk]
        every[sheet.pk] = Reckoned(found.get(sheet.pk), _missing(sheet, score), score, by_self)
    return Reckoning(law, values, every)


def score_of(sheet: UnitSheet) -> tuple[int | None, bool]:
    """The points in all, in hundredths, and whether some of them are still the head's own; None until all are there."""
    marks = {mark.criterion_id: mark for mark in sheet.marks.all()}
    wanted = [criterion.pk for criterion in sheet.criteria.criteria.all()]
    points = [point_of(marks.get(pk)) for pk in wanted]
    by_self = any(pk not in marks or marks[pk].given_cp is None for pk in wanted)
    return (None if None in points or not points else sum(each or 0 for each in points)), by_self


def point_of(mark: UnitMark | None) -> int | None:
    """The points given by who recognises; the head's own where none were given yet."""
    if mark is None:
        return None
    return mark.self_cp if mark.given_cp is None else mark.given_cp


def remedied(sheet: UnitSheet) -> bool | None:
    """Whether all shortcomings were remedied, as the recogniser judges, else as the head says (Điều 8.1.c)."""
    return sheet.remedied if sheet.remedied_given is None else sheet.remedied_given


def _missing(sheet: UnitSheet, score: int | None) -> frozenset[str]:
    missing = {"points": score is None, "counts": not sheet.tasks_given, "remedied": remedied(sheet) is None}
    return frozenset(name for name, is_missing in missing.items() if is_missing)


def _facts(sheet: UnitSheet, score: int | None, levels: Levels) -> dict[str, Any] | None:
    """The law's facts of one organisation; None while points or counts are missing."""
    whole = sheet.tasks_given
    if score is None or not whole:
        return None
    shares: Iterable[tuple[str, int | None]] = (
        ("done_bp", sheet.tasks_done),
        ("on_time_bp", sheet.tasks_on_time),
        ("exceeded_bp", sheet.tasks_exceeded),
    )
    return {
        "sheet": sheet.pk,
        "unit_id": sheet.unit_id,
        "year": sheet.year,
        "score_cp": score,
        **{name: share_bp(part or 0, whole) for name, part in shares},
        "quality_assured": None if sheet.quality_assured is None else int(sheet.quality_assured),
        "subordinate_failed": int(bool(levels.failed_below(sheet.unit_id))),
        "findings_remedied": int(bool(remedied(sheet))),
        "misconduct": int(sheet.misconduct),
        "force_majeure": int(sheet.force_majeure),
    }
