"""Who would move and why: as signed beside as supposed, and for several changes each of them alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from congminh.insight.facts.replay.months import FIGURES as OF_MONTHS
from congminh.insight.facts.replay.months import replay_months
from congminh.insight.facts.replay.supposing import Supposed, replay_readings
from congminh.insight.facts.replay.taking import Kept, Said, take_coefficients, take_period, take_year
from congminh.insight.facts.replay.years import Year, replay_years, signed_years

__all__ = ["Before", "Found", "moves_of", "replay_readings"]
SHOWN = ("quantity_bp", "quality_bp", "timeliness_bp", "unit_results", "results_bp", "total_cp")
Line = tuple[str, Any, Any]


class Before(NamedTuple):
    """Who it is about: the person, where, as what, the level as it was told or decided."""

    person: int
    unit: int
    rank: str
    decided: str


@dataclass
class Moved:
    """One who would stand elsewhere."""

    who: Before
    before: str
    after: str
    place: str
    figures: list[Line]
    moved_by: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What came of a supposition: how many stand where before and after, how many have other figures, who moves."""

    people: int
    changed: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    moved: Sequence[Moved]


class _Stand(NamedTuple):
    """Where somebody stands, and the figures it rests on."""

    grade: str
    place: str
    figures: tuple[Any, ...]


def moves_of(kind: str, rounds: Collection[int], supposed: Supposed, said: Said = lambda *_each: None) -> Found:
    """Replay these rounds of months, quarters or years under what is supposed; writes nothing.

    Raises BadFacts where other coefficients lead beyond what is reckoned exactly.
    """
    with Kept() as kept:
        said(0, 100, "")
        (take_year if kind == "year" else take_period)(kept, rounds)
        every, before = _signed(kept, kind)
        after = _supposed(kept, kind, supposed, said)
        found = _found(kind, every, before, after)
        changes = supposed.changes()
        for change in changes if len(changes) > 1 else ():
            alone = _supposed(kept, kind, supposed.alone(change), said)
            for pk, moved in found.items():
                if alone[pk].grade == after[pk].grade:
                    moved.moved_by.append(change)
        for moved in found.values() if len(changes) == 1 else ():
            moved.moved_by.append(changes[0])
    differ = sum(before[pk].figures != after[pk].figures for pk in every)
    counts = [dict(Counter(stand.grade for stand in each.values())) for each in (before, after)]
    return Found(len(every), differ, counts[0], counts[1], list(found.values()))


def _found(
    kind: str, every: Mapping[int, Before], before: Mapping[int, _Stand], after: Mapping[int, _Stand]
) -> dict[int, Moved]:
    names = ("year_mean_cp", "months_counted", "law_grade", "place") if kind == "year" else SHOWN
    return {
        pk: Moved(
            every[pk],
            before[pk].grade,
            after[pk].grade,
            after[pk].place,
            [
                (name, was, now)
                for name, was, now in zip(names, before[pk].figures, after[pk].figures, strict=True)
                if was != now
            ],
        )
        for pk in sorted(every)
        if before[pk].grade != after[pk].grade
    }


def _signed(kept: Kept, kind: str) -> tuple[dict[int, Before], dict[int, _Stand]]:
    if kind == "year":
        rows = kept.rows("SELECT pk, person, unit_id, post, grade FROM decided")
        stands = {pk: _of_year(year) for pk, year in signed_years(kept).items()}
    else:
        rows = kept.rows("SELECT pk, person, unit_id, post, grade FROM result")
        columns = ", ".join(SHOWN)
        stands = {
            pk: _Stand(grade, "", tuple(figures))
            for pk, grade, *figures in kept.rows(f"SELECT pk, grade, {columns} FROM result")
        }
    return {pk: Before(person, unit, rank, grade) for pk, person, unit, rank, grade in rows}, stands


def _supposed(kept: Kept, kind: str, supposed: Supposed, said: Said) -> dict[int, _Stand]:
    take_coefficients(kept, supposed.catalogue)
    replay_months(kept, supposed, said)
    if kind == "year":
        return {pk: _of_year(year) for pk, year in replay_years(kept, supposed).items()}
    places = [OF_MONTHS.index(name) for name in SHOWN]
    rows = kept.rows(f"SELECT pk, {', '.join(OF_MONTHS)} FROM told")
    grade = OF_MONTHS.index("grade")
    return {pk: _Stand(row[grade], "", tuple(row[place] for place in places)) for pk, *row in rows}


def _of_year(year: Year) -> _Stand:
    return _Stand(year.grade, year.place, (year.mean_cp, year.counted, year.law_grade, year.place))
