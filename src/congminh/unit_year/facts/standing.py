"""What a decision waits for (Điều 9.1, 9.2.a), read once for many sheets: lower units and complaints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from congminh.unit_year.facts.lower import Levels, lower_of
from congminh.unit_year.models import Complaint, UnitSheet
from congminh.unit_year.seats import Bench


@dataclass(frozen=True)
class Standing:
    """The organisations of the year as they stand, and the sheets with complaints nobody has verified."""

    lower: Levels
    complained: Collection[int]

    @classmethod
    def of(cls, sheets: Sequence[UnitSheet], bench: Bench) -> Self:
        """Of sheets of one year, each of which takes its answers from it afterwards; two queries."""
        open_ones = Complaint.objects.filter(sheet__in=[sheet.pk for sheet in sheets], verified_on=None)
        found = cls(lower_of(sheets[0].year, bench), set(open_ones.order_by().values_list("sheet_id", flat=True)))
        for sheet in sheets:
            sheet.stand(found.holds)
        return found

    def holds(self, sheet: UnitSheet, fact: str) -> bool:
        """Whether what a step waits for is the case."""
        if fact == "complaints_verified":
            return sheet.pk not in self.complained
        return fact == "lower_units_decided" and not self.lower.open_below(sheet.unit_id)
