"""Time worked counted by another reading (`six_months`, Q21): which no formula names, since it is counted in days."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from congminh.assessment.models import Basis
from congminh.insight.facts.replay.supposing import Supposed
from congminh.insight.facts.replay.taking import Kept
from congminh.year.actions.opening import worked_in
from congminh.year.facts.working import Working
from congminh.year.models import YearRound
from congminh.year.models.result import FLAGS

READING = "six_months"
NAMES = ("months_worked", *FLAGS)


def take_service(kept: Kept, supposed: Supposed) -> None:
    """A table of those whose months worked, or the leave that bears on them, come out otherwise; mostly nobody.

    What was signed stands for everybody else: posts corrected since then are no supposition.
    """
    kept.rows(f"CREATE OR REPLACE TABLE worked (pk BIGINT, {', '.join(f'{name} BIGINT' for name in NAMES)})")
    option = supposed.readings.get(READING)
    rows = [row for round, people in _asked(kept, option).items() for row in _changed(round, people, str(option))]
    if rows:
        kept.duck.executemany(f"INSERT INTO worked VALUES (?{', ?' * len(NAMES)})", rows)


def _asked(kept: Kept, option: str | None) -> dict[tuple[int, int], dict[int, int]]:
    """By round and basis the decisions (person → pk) that were made under another option."""
    found: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    if option is not None:
        for pk, person, round, basis in kept.rows("SELECT pk, person, round, basis FROM decided"):
            found[round, basis][person] = pk
    return dict(found)


def _changed(key: tuple[int, int], people: dict[int, int], option: str) -> list[tuple[Any, ...]]:
    round, basis = YearRound.objects.get(pk=key[0]), Basis.objects.get(pk=key[1])
    if str(basis.values.get(READING, option)) == option:
        return []
    before, after = (
        worked_in(round, people, {**basis.values, READING: each}) for each in (basis.values[READING], option)
    )
    return [(people[who], *_numbers(after[who])) for who in people if before[who] != after[who]]


def _numbers(each: Working) -> list[int]:
    return [int(value) for value in each]
