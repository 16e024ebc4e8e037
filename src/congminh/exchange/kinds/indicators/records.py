"""Indicators as they are exported: of every sheet of the year that is still open to the reader, entered or not."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congminh.exchange.excel.form import Codes
from congminh.exchange.kinds.indicators.there import board_of_sheets
from congminh.exchange.kinds.month import day_said, written
from congminh.org.models import Person
from congminh.unit_year.models import Indicator, UnitSheet


def records(person: Person, day: date) -> Generator[Mapping[str, Any]]:
    """A row for each indicator entered by hand or file of the year of `day`; imported again, nothing changes."""
    for sheet, indicator, value_m in _each(person, day):
        yield {
            "unit": sheet.unit.code,
            "unit_name": sheet.unit.name,
            "indicator": indicator.code,
            "name": f"{indicator.name} ({indicator.measure})",
            "period": sheet.year,
            "value": "" if value_m is None else written(value_m),
            "source": indicator.source,
            "closes": indicator.closes(sheet.year),
        }


def codes_of(person: Person, day: date) -> Codes:
    """The organisations and indicators a file may name, with the one source and closing day of each."""
    units: dict[str, tuple[str, str]] = {}
    things: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for sheet, each, _value in _each(person, day):
        units[sheet.unit.code] = (sheet.unit.code, sheet.unit.name)
        closes = day_said(each.closes(sheet.year))
        things[each.code, each.name] = (each.code, f"{each.name} ({each.measure})", each.source, closes)
    of_units = (_("Unit code"), _("Unit name"))
    of_things = (_("Indicator code"), _("Indicator"), _("Source"), _("Closes on"))
    return Codes(_("Codes"), ((of_units, list(units.values())), (of_things, list(things.values()))))


def _each(person: Person, day: date) -> Iterator[tuple[UnitSheet, Indicator, int | None]]:
    seen = UnitSheet.objects.visible_to(person, day).described(day).filter(year=day.year)
    sheets = list(seen.order_by("unit__code"))
    board = board_of_sheets(sheets, day)
    for sheet in sheets:
        for (key, _code), each in board.indicators.items():
            if key == sheet.criteria_id and each.takes == Indicator.Takes.ENTERED:
                yield sheet, each, board.values.get((each.pk, sheet.unit_id, sheet.year))
