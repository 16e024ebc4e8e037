"""«Đơn vị cấp dưới trực tiếp» (Điều 8.1.b, 9.1): which units right beneath are decided, and which failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from congminh.law.nd335.authority import recognises
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.unit_year.seats import Bench


class Lower(NamedTuple):
    """One unit right beneath: its sheet, where there is one, where that stands, and the level decided."""

    unit: int
    sheet: int | None = None
    state: str = ""
    grade: str | None = None

    @property
    def is_decided(self) -> bool:
        """Whether its level stands."""
        return self.state in DECIDED


@dataclass(frozen=True)
class Levels:
    """The organisations of one year, and those right beneath each unit; how deep each stands."""

    sheets: Mapping[int, Lower]
    beneath: Mapping[int, list[Lower]]
    depth: Mapping[int, int]

    def of(self, unit: int) -> list[Lower]:
        """The organisations right beneath a unit."""
        return self.beneath.get(unit, [])

    def open_below(self, unit: int) -> list[Lower]:
        """Those right beneath that are not decided yet: they come first (Điều 9.1)."""
        return [each for each in self.of(unit) if not each.is_decided]

    def failed_below(self, unit: int) -> list[Lower]:
        """Those right beneath decided as not fulfilled (Điều 8.1.b)."""
        return [each for each in self.of(unit) if each.is_decided and each.grade == "not_fulfilled"]


def lower_of(year: int, bench: Bench) -> Levels:
    """The organisations of a year as the tree of the day has them: units whose tier Điều 5 knows; one query."""
    rows = UnitSheet.objects.filter(year=year).values_list("unit_id", "pk", "state", "result__grade")
    sheets = {unit: Lower(unit, pk, state, grade) for unit, pk, state, grade in rows}
    parents = {
        int(unit.id): None if unit.parent is None else int(unit.parent)
        for unit in sorted(bench.chart.units.values(), key=lambda unit: str(unit.id))
    }
    beneath: dict[int, list[Lower]] = defaultdict(list)
    for unit, parent in parents.items():
        if parent is not None and recognises(bench.chart.units[unit].tier or ""):
            beneath[parent].append(sheets.get(unit, Lower(unit)))
    return Levels(sheets, beneath, _depths(parents))


def _depths(parents: Mapping[int, int | None]) -> dict[int, int]:
    """How many units stand above each; a circle ends where it closes."""
    found: dict[int, int] = {}
    for unit in parents:
        passed: set[int] = set()
        here = parents[unit]
        while here is not None and here in parents and here not in passed:
            passed.add(here)
            here = parents[here]
        found[unit] = len(passed)
    return found
