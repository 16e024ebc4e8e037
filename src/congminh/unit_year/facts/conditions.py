"""«Vì sao mức này?»: each condition of each level of Điều 8, what it is here, and whether it is met.

The law itself is asked: on an organisation that is perfect but for one fact, the level says whether that fact bars it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from congminh.law.decree import Law
from congminh.law.facts import GRADES, ORGANISATION
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values

PERFECT: Mapping[str, int] = {
    "score_cp": 10_000,
    "done_bp": 10_000,
    "on_time_bp": 10_000,
    "exceeded_bp": 10_000,
    "quality_assured": 1,
    "subordinate_failed": 0,
    "findings_remedied": 1,
    "misconduct": 0,
    "force_majeure": 0,
}
SOUND = ("score_cp", "done_bp", "on_time_bp", "quality_assured")
# By level, best first: the facts its conditions rest on. Of the last one any single fact is enough.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "excellent": (*SOUND, "exceeded_bp", "subordinate_failed", "findings_remedied"),
    "good": SOUND,
    "fulfilled": ("score_cp", "done_bp", "on_time_bp"),
    "not_fulfilled": ("score_cp", "misconduct", "done_bp"),
}
CITES = {level: f"Điều 8.{number}" for number, level in enumerate(LEVELS, start=1)}
# Read together with another: few tasks done do not fail an organisation where force majeure kept it from them.
TOGETHER = {"done_bp": ("force_majeure",)}


@dataclass(frozen=True)
class Condition:
    """One fact a level rests on, and whether it meets the level; of «not fulfilled» whether it is the case."""

    fact: str
    value: int | None
    met: bool


@dataclass(frozen=True)
class Level:
    """One level of Điều 8 with its conditions, and whether it holds."""

    grade: str
    cite: str
    holds: bool
    conditions: tuple[Condition, ...]


def levels_of(row: Mapping[str, Any], law: Law, values: Values) -> list[Level]:
    """The four levels for one reckoned row, best first."""
    names = sorted({fact for facts in LEVELS.values() for fact in facts})
    graded = _alone(row, names, law, values)
    return [_level(grade, facts, row, graded) for grade, facts in LEVELS.items()]


def _alone(row: Mapping[str, Any], names: list[str], law: Law, values: Values) -> dict[str, str]:
    """By fact the level of an organisation that is perfect but for it."""
    rows = [
        {**PERFECT, **{each: row[each] for each in (name, *TOGETHER.get(name, ()))}, "unit_id": 1, "year": row["year"]}
        for name in names
    ]
    # A gap between levels is no level, whatever the agency makes of it.
    asked = {**values, "org_gap": "authority"}
    carried = [{**each, "named": name} for name, each in zip(names, rows, strict=True)]
    found = reckon_rows(law, ORGANISATION, {"organisation": carried}, asked, ("named",))
    return {each["named"]: each["grade"] for each in found}


def _level(grade: str, facts: tuple[str, ...], row: Mapping[str, Any], graded: Mapping[str, str]) -> Level:
    fails = grade == "not_fulfilled"
    conditions = tuple(
        Condition(fact, row[fact], graded[fact] == grade if fails else _reaches(graded[fact], grade)) for fact in facts
    )
    met = [condition.met for condition in conditions]
    return Level(grade, CITES[grade], any(met) if fails else all(met), conditions)


def _reaches(found: str, grade: str) -> bool:
    return found in GRADES and GRADES.index(found) >= GRADES.index(grade)
