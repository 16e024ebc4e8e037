"""The bridge from organisations to the law; to others only the level that was decided."""

from __future__ import annotations

from congminh.org.models import Unit
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED


def grade_of(unit: Unit | int, year: int) -> str | None:
    """The level decided for an organisation («mức xếp loại chất lượng tổ chức», Điều 20.6); None while there is none.

    One of `law.facts.GRADES`. None too while a result that was annulled is evaluated anew (Điều 4.4). One query.
    """
    return grades_of([unit if isinstance(unit, int) else unit.pk], year).get(unit if isinstance(unit, int) else unit.pk)


def grades_of(units: list[int], year: int) -> dict[int, str]:
    """As `grade_of`, for many units by id; those without a level decided are left out. One query."""
    rows = UnitSheet.objects.filter(unit__in=units, year=year, state__in=DECIDED, result__isnull=False)
    return dict(rows.values_list("unit_id", "result__grade"))
