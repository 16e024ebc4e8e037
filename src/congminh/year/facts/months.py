"""The months of people's years (Điều 17.3, 19.1): signed here, in whatever agency, or brought from outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.year.models import MonthBrought

AT_REST = (*SIGNED, "left_out")


class Month(NamedTuple):
    """A signed month (or quarter, by its last month) of one person: `source` sheet or brought, `key` the row there."""

    month: int
    span: int
    total_cp: int
    source: str
    key: int
    number: int = 0

    @property
    def months(self) -> range:
        """The months of the year it stands for."""
        return range(self.month - self.span + 1, self.month + 1)


class Sheet(NamedTuple):
    """What a year reads of one sheet of a month or quarter."""

    person: int
    period: int
    state: str
    span: int
    key: int
    number: int | None
    total_cp: int | None

    @property
    def signed(self) -> Month | None:
        """The month it stands for, once a score was told."""
        if self.total_cp is None:
            return None
        return Month(self.period % 100, self.span, self.total_cp, "sheet", self.key, self.number or 0)


def months_of(people: Collection[int], year: int) -> dict[int, list[Month]]:
    """By person the signed months of a year in order, each month once; two queries, however many people.

    A month with sheets in two agencies counts by the one where more days were worked, else the later. What was signed
    inside the installation comes before what was brought. One in the reopening counts as it was told before.
    """
    return _months(_sheets(people, year), _brought(people, year))


def months_and_untold(
    people: Collection[int], year: int, december: str
) -> tuple[dict[int, list[Month]], dict[int, list[int]]]:
    """`months_of` and `untold` at once: two queries."""
    sheets = _sheets(people, year)
    last, waiting = _last(year, december), defaultdict(list)
    for sheet in sorted(sheets, key=lambda each: each.period):
        if sheet.period <= last and sheet.state not in AT_REST:
            waiting[sheet.person].append(sheet.period % 100)
    return _months(sheets, _brought(people, year)), dict(waiting)


def untold(people: Collection[int], year: int, december: str) -> dict[int, list[int]]:
    """By person the months (or quarters) whose sheets were not told yet; December only where it counts. One query."""
    first, last = year * 100 + 1, _last(year, december)
    open_now: Any = PeriodSheet.objects.filter(period__range=(first, last), person__in=people)
    open_now = open_now.exclude(state__in=AT_REST).order_by("period")
    found: dict[int, list[int]] = defaultdict(list)
    for person, period in open_now.values_list("person_id", "period"):
        found[person].append(period % 100)
    return dict(found)


def _whole(months: dict[int, Month]) -> list[Month]:
    """Each month or quarter that stands for all of its months; part of one is passed over."""
    return sorted({each for each in months.values() if all(months.get(n) == each for n in each.months)})


def _last(year: int, december: str) -> int:
    """The last period whose result the year waits for."""
    return year * 100 + (12 if december == "cut_off" else 11)


def _months(sheets: Iterable[Sheet], brought: Iterable[tuple[int, Month]]) -> dict[int, list[Month]]:
    signed = ((each.person, each.signed) for each in sheets if each.signed)
    found: dict[int, dict[int, Month]] = defaultdict(dict)
    for person, month in (*signed, *brought):
        mine = found[person]
        for number in month.months:
            mine.setdefault(number, month)
    return {person: _whole(months) for person, months in found.items()}


def _sheets(people: Collection[int], year: int) -> list[Sheet]:
    """Those of the year, of two of one month the one that counts first."""
    rows: Any = PeriodSheet.objects.filter(period__range=(year * 100 + 1, year * 100 + 12), person__in=people)
    rows = rows.order_by("span", "-days_worked", "-pk")
    columns = ("person_id", "period", "state", "span", "pk", "result__number", "result__total_cp")
    return [Sheet(*row) for row in rows.values_list(*columns)]


def _brought(people: Collection[int], year: int) -> Iterable[tuple[int, Month]]:
    rows: Any = MonthBrought.objects.filter(person__in=people, year=year, withdrawn_at=None).order_by("span", "pk")
    for person, month, span, pk, total_cp in rows.values_list("person_id", "month", "span", "pk", "total_cp"):
        yield person, Month(month, span, total_cp, "brought", pk)
