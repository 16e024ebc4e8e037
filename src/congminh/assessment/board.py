"""«Kỳ đánh giá»: where the sheets of a period stand, unit by unit, and who is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from congminh.assessment.models import PeriodSheet, Round
from congminh.assessment.models.queries import is_late
from congminh.law.nd335.sheet_procedure import PERIOD_SHEET
from congminh.org.models import Unit
from congminh.org.models.unit import units_on


@dataclass
class Line:
    """One unit of the board: how many sheets stand in each state, and how many of them are late."""

    unit: Unit
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PERIOD_SHEET.states(), 0))
    late: int = 0

    @property
    def sheets(self) -> int:
        """How many sheets the unit has."""
        return sum(self.counts.values())


def board(rounds: Iterable[Round], day: date) -> list[Line]:
    """The units of these rounds by code, each with its counts; two queries, however many sheets."""
    late = Count("pk", filter=is_late(day))
    sheets: Any = PeriodSheet.objects.filter(round__in=[round.pk for round in rounds]).order_by()
    rows = list(sheets.values_list("unit_id", "state").annotate(Count("pk"), late=late))
    units = units_on(day)
    lines = {pk: Line(units[pk]) for pk in sorted({unit for unit, *_rest in rows}, key=lambda pk: units[pk].code)}
    for unit, state, number, behind in rows:
        lines[unit].counts[state] += number
        lines[unit].late += behind
    return list(lines.values())
