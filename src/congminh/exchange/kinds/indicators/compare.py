"""Rows of indicators against what is there: what each would enter, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congminh.exchange.excel.form import Row, fold
from congminh.exchange.kinds.indicators.there import Board, board_of
from congminh.exchange.kinds.indicators.write import IndicatorsPlan, Said
from congminh.exchange.kinds.month import day_said, written
from congminh.exchange.scope import Scope
from congminh.org.models import Person
from congminh.unit_year.actions.figures import may_enter
from congminh.unit_year.models import Indicator, UnitSheet

LISTED = 6


@dataclass(frozen=True)
class Matched:
    """A row with the sheet and the indicator it is about."""

    row: Row
    sheet: UnitSheet
    indicator: Indicator


def compare(rows: Sequence[Row], scope: Scope, day: date) -> IndicatorsPlan:
    """The plan of the rows without faults; verdicts, faults and notes are set on the rows."""
    board = board_of(rows, scope.person, day)
    found = [each for row in rows if (each := _matched(row, board))]
    _twice(found)
    values = [value for each in found if (value := _value(each, board, scope.person, day))]
    for row in rows:
        row.settle()
    good = {id(row) for row in rows if row.verdict in ("added", "changed")}
    return IndicatorsPlan(scope.person, [value for row, value in values if id(row) in good])


def _matched(row: Row, board: Board) -> Matched | None:
    for key in ("unit", "indicator", "period", "value"):
        if key not in row.cells:
            row.fault(key, "needed")
    sheet = board.sheet(row)
    indicator = board.indicator(row, sheet) if sheet else None
    return Matched(row, sheet, indicator) if sheet and indicator else None


def _twice(found: Sequence[Matched]) -> None:
    """An indicator of a unit in two rows is a fault of both."""
    alike: dict[tuple[int, int], list[Row]] = {}
    for each in found:
        alike.setdefault((each.sheet.pk, each.indicator.pk), []).append(each.row)
    for same in alike.values():
        places = ", ".join(row.place for row in same[:LISTED])
        for row in same if len(same) > 1 else ():
            row.fault("indicator", "indicator_twice", rows=places)


def _value(each: Matched, board: Board, by: Person, day: date) -> tuple[Row, Said] | None:
    """What a row enters, None where it says what is there; its verdict, and what forbids it, are set on it."""
    row, sheet, indicator = each.row, each.sheet, each.indicator
    _check_source(row, indicator, sheet.year)
    new = row.values.get("value")
    there = board.values.get((indicator.pk, sheet.unit_id, sheet.year))
    if new is None or new == there:
        return None
    closes = indicator.closes(sheet.year)
    if closes < day:
        row.fault("closes" if "closes" in row.cells else "indicator", "indicator_closed", day=day_said(closes))
    if not may_enter(sheet, by):
        state = sheet.rules.state(sheet.state).label
        row.fault("unit", "figures_not_yours", unit=sheet.unit.code, state=state._asdict())
    if there is None:
        row.verdict = "added"
    else:
        row.differs("value", written(there))
    row.note("about_indicator", name=indicator.name, measure=indicator.measure, source=indicator.source)
    return row, Said(sheet, indicator, new)


def _check_source(row: Row, indicator: Indicator, year: int) -> None:
    """One source, one closing day: a row may leave them out, and never says others."""
    if fold(row.values.get("source", indicator.source)) != fold(indicator.source):
        row.fault("source", "other_source", name=indicator.name, source=indicator.source)
    closes = indicator.closes(year)
    if row.values.get("closes", closes) != closes:
        row.fault("closes", "other_closing", name=indicator.name, day=day_said(closes))
