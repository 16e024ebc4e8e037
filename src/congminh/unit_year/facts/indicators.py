"""Indicators of organisations with the values entered last, for one sheet or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from congminh.unit_year.facts.tasks import share_bp
from congminh.unit_year.models import Indicator, IndicatorValue, UnitSheet

BP_M = 10  # a basis point in thousandths of a percent
# By indicator and unit.
Entered = Mapping[tuple[int, int], IndicatorValue]


def entered(sheets: Sequence[UnitSheet]) -> dict[tuple[int, int], IndicatorValue]:
    """By indicator and unit the value entered last, of sheets of one year; one query."""
    if not sheets:
        return {}
    rows = IndicatorValue.objects.filter(unit__in={sheet.unit_id for sheet in sheets}, year=sheets[0].year)
    return {(row.indicator_id, row.unit_id): row for row in rows.order_by("pk")}


def indicators_of(sheets: Sequence[UnitSheet]) -> dict[int, list[Indicator]]:
    """By set of criteria its indicators; one query."""
    found: dict[int, list[Indicator]] = defaultdict(list)
    for each in Indicator.objects.filter(set__in={sheet.criteria_id for sheet in sheets}).order_by("place", "pk"):
        found[each.set_id].append(each)
    return found


def with_values(sheet: UnitSheet) -> list[Any]:
    """The indicators of one sheet, each with `value_m`, the value entered last or None; one query."""
    values = IndicatorValue.objects.filter(indicator=OuterRef("pk"), unit=sheet.unit_id, year=sheet.year)
    last = Subquery(values.order_by("-pk").values("value_m")[:1])
    return list(Indicator.objects.filter(set=sheet.criteria_id).annotate(value_m=last).order_by("place", "pk"))


def figures_of(sheets: Sequence[UnitSheet]) -> dict[int, list[list[Any]]]:
    """By sheet what a result keeps of its indicators: code, name, measure, source, value in thousandths or None.

    Of one that is taken from tasks the share, in percent. Two queries.
    """
    values, sets = entered(sheets), indicators_of(sheets)
    return {sheet.pk: [_figure(each, sheet, values) for each in sets[sheet.criteria_id]] for sheet in sheets}


def _figure(each: Indicator, sheet: UnitSheet, values: Entered) -> list[Any]:
    return [each.code, each.name, each.measure, each.source, _value_m(each, sheet, values)]


def _value_m(each: Indicator, sheet: UnitSheet, values: Entered) -> int | None:
    if each.takes == Indicator.Takes.ENTERED:
        row = values.get((each.pk, sheet.unit_id))
        return row.value_m if row else None
    part, whole = getattr(sheet, f"tasks_{each.takes}"), sheet.tasks_given
    return share_bp(part, whole) * BP_M if whole and part is not None else None
