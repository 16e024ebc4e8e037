"""«Điểm trung bình» of a quarter or half-year, from the signed totals of its months (Điều 17.3)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from congminh import law as laws
from congminh.assessment.models import PeriodSheet
from congminh.law.calendar import Period
from congminh.law.facts import HALF_YEAR, QUARTER
from congminh.law.figures import Grain
from congminh.law.in_memory import reckon_rows
from congminh.org import facts

GRAINS: dict[str, Grain] = {"quarter": QUARTER, "half_year": HALF_YEAR}


class Mean(NamedTuple):
    """The mean of a quarter or half-year: printed in hundredths and exact, over how many months, of how many scored."""

    mean_cp: int | None
    exact: Fraction | None
    months_counted: int | None
    months_scored: int


def means(people: Iterable[int], period: Period) -> dict[int, Mean]:
    """By person the mean of a quarter or half-year (Điều 17.3); one without a signed month is left out.

    Two queries, however many people. A month in which somebody had sheets in two agencies counts once: by the one
    where more days were worked, else the later. Results in the reopening stand until they are told anew.
    """
    grain = GRAINS[period.kind]
    months = _months(people, period)
    if not months:
        return {}
    law = laws.at(period.last)
    values = law.values(period.last, facts.choices(period.last))
    sums = [{"person_id": person, "year": period.year} for person in sorted({row["person_id"] for row in months})]
    rows = reckon_rows(law, grain, {grain.name: sums, "month": months}, values)
    return {row["person_id"]: _mean(row, f"{grain.name}_mean") for row in rows}


def _mean(row: dict[str, Any], name: str) -> Mean:
    counted = row["months_counted"]
    exact = Fraction(row["points"], 100 * counted) if counted else None
    return Mean(row[f"{name}_cp"] if counted else None, exact, counted, row["months_scored"])


def _months(people: Iterable[int], period: Period) -> list[dict[str, Any]]:
    """The signed totals within the period, one a month: the law's rows."""
    codes = period.months()
    within = PeriodSheet.objects.filter(period__range=(codes[0].code, codes[-1].code), person__in=list(people))
    told = within.filter(result__total_cp__isnull=False).order_by("days_worked", "pk")
    rows = told.values_list("person_id", "period", "span", "result__total_cp")
    chosen = {(person, code): (span, total_cp) for person, code, span, total_cp in rows if span <= len(codes)}
    return [
        {"person_id": person, "year": period.year, "month": code % 100, "span": span, "total_cp": total_cp}
        for (person, code), (span, total_cp) in sorted(chosen.items())
    ]
