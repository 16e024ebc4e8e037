"""The sheets and indicators that rows are about: by the codes of unit and indicator, and the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from congminh.exchange.excel.form import Row
from congminh.exchange.journal import batches
from congminh.exchange.kinds.month import AT_ONCE
from congminh.org.models import Person
from congminh.unit_year.facts.indicators import entered, indicators_of
from congminh.unit_year.models import Indicator, UnitSheet
from congminh.unit_year.seats import bench_on


@dataclass(frozen=True)
class Board:
    """Sheets by unit code and year, indicators by set and code, the values entered last by indicator, unit and year."""

    sheets: Mapping[tuple[str, int], UnitSheet]
    indicators: Mapping[tuple[int, str], Indicator]
    values: Mapping[tuple[int, int, int], int]

    def sheet(self, row: Row) -> UnitSheet | None:
        """The sheet a row is about; none is a fault of it."""
        unit, year = row.values.get("unit"), row.values.get("period")
        if unit is None or year is None:
            return None
        found = self.sheets.get((unit, year))
        if found is None:
            row.fault("unit", "no_unit_sheet", code=unit, year=str(year))
        return found

    def indicator(self, row: Row, sheet: UnitSheet) -> Indicator | None:
        """The indicator a row is about; one the set has not, or that is taken from tasks, is a fault of it."""
        code = row.values.get("indicator")
        if code is None:
            return None
        found = self.indicators.get((sheet.criteria_id, code.casefold()))
        if found is None:
            row.fault("indicator", "unknown_indicator", code=code, criteria=sheet.criteria.name)
        elif found.takes != Indicator.Takes.ENTERED:
            row.fault("indicator", "indicator_from_tasks", name=found.name)
            return None
        return found


def board_of(rows: Sequence[Row], by: Person, day: date) -> Board:
    """All that rows are compared with; queries grow by hundreds of units, never by each."""
    codes = {row.values["unit"] for row in rows if "unit" in row.values}
    years = {row.values["period"] for row in rows if "period" in row.values}
    sheets: list[UnitSheet] = []
    for some in batches(sorted(codes), AT_ONCE):
        near = UnitSheet.objects.visible_to(by, day).filter(year__in=years, unit__code__in=some)
        sheets += near.select_related("unit", "criteria").order_by("pk")
    return board_of_sheets(sheets, day)


def board_of_sheets(sheets: Sequence[UnitSheet], day: date) -> Board:
    """The same of sheets already read, who is who in them read once."""
    bench = bench_on(day)
    for sheet in sheets:
        sheet.use(bench)
    return Board(
        {(sheet.unit.code, sheet.year): sheet for sheet in sheets},
        {(key, each.code.casefold()): each for key, found in indicators_of(sheets).items() for each in found},
        dict(_values(sheets)),
    )


def _values(sheets: Sequence[UnitSheet]) -> Iterable[tuple[tuple[int, int, int], int]]:
    by_year: dict[int, list[UnitSheet]] = defaultdict(list)
    for sheet in sheets:
        by_year[sheet.year].append(sheet)
    for year, of_year in by_year.items():
        for (indicator, unit), row in entered(of_year).items():
            yield (indicator, unit, year), row.value_m
