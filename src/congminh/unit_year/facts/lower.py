"""«Đơn vị cấp dưới trực tiếp» (Điều 8.1.b, 9.1): which units right beneath are decided, and which failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from congminh.law.nd335.authority import recognises
from congminh.org.models import Unit
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED


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
    """The organisations of one year by the unit right above each; and how deep each stands."""

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


def lower_of(year: int, day: date) -> Levels:
    """The organisations of a year as the tree of `day` has them: units whose tier Điều 5 knows; two queries."""
    units: Any = Unit.objects.on(day).order_by("code")
    rows = list(units.values_list("pk", "parent_id", "tier"))
    sheets = {
        unit: Lower(unit, pk, state, grade)
        for unit, pk, state, grade in UnitSheet.objects.filter(year=year).values_list(
            "unit_id", "pk", "state", "result__grade"
        )
    }
    beneath: dict[int, list[Lower]] = defaultdict(list)
    for unit, parent, tier in rows:
        if parent is not None and recognises(tier):
            beneath[parent].append(sheets.get(unit, Lower(unit)))
    return Levels(beneath, _depths({unit: parent for unit, parent, _tier in rows}))


def _depths(parents: Mapping[int, int | None]) -> dict[int, int]:
    """How many units stand above each; a circle ends where it closes."""
    found: dict[int, int] = {}
    for unit in parents:
        passed: set[int] = set()
        here: int | None = parents[unit]
        while here is not None and here in parents and here not in passed:
            passed.add(here)
            here = parents[here]
        found[unit] = len(passed)
    return found
