"""Results counted where they are: by unit, rank and level, of a month, a quarter or a year; a query each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Sum

from congminh.assessment.models import PeriodSheet
from congminh.law.calendar import Period
from congminh.org.sight import Sight
from congminh.year.models import YearSheet
from congminh.year.models.queries import DECIDED

LEVELS = ("excellent", "good", "fulfilled", "not_fulfilled")
# What stands for all that is no level: not enough data, not rated.
OTHER = "other"
COLUMNS = (*LEVELS, OTHER)
# A group smaller than this could tell who it is.
LEAST = 3
# Counts by (unit, rank, level).
Counts = Mapping[tuple[int, str, str], int]


class Selves(NamedTuple):
    """Of some sheets of so many `people`, the points they gave themselves and those they were given, in hundredths,
    added up."""

    number: int
    self_cp: int
    given_cp: int
    people: int

    @property
    def is_few(self) -> bool:
        """Whether their mean could tell one person's points: every criterion of a few is as good as named."""
        return self.people < LEAST


def within(rows: Any, sight: Sight) -> Any:
    """Of the units whose people's files one sees, and of what went on in them."""
    if sight.everything:
        return rows
    files = sight.files
    return rows.filter(Q(unit__in=files) | Q(unit__succeeded_by__in=files) | Q(agency__in=files))


def signed(period: Period) -> Any:
    """The sheets of a period whose result was told; of a quarter or half-year the months and quarters in it."""
    longest = 3 if period.kind in ("quarter", "half_year") else 1
    own = Q(period__in=[month.code for month in period.months()], span__lte=longest)
    return PeriodSheet.objects.signed().filter(own, result__isnull=False).order_by()


def rated(year: int) -> Any:
    """The sheets of a year whose level was decided."""
    return YearSheet.objects.filter(year=year, state__in=DECIDED, result__isnull=False).order_by()


def sheets_of(period: Period) -> Any:
    """Sheets with a result, of whatever kind the period is."""
    return rated(period.year) if period.kind == "year" else signed(period)


def counts(period: Period, sight: Sight) -> Counts:
    """How many of each unit and rank stand at each level, of those one may see; one query."""
    return _counted(within(sheets_of(period), sight))


def counts_of_agencies(period: Period, agencies: Collection[int]) -> Counts:
    """As `counts`, of whole agencies, for whoever sees but a part of them; one query."""
    return _counted(sheets_of(period).filter(agency__in=agencies))


def by_month(year: int, sight: Sight) -> dict[int, Counter[str]]:
    """By month (or a quarter's last month) of a year how many stand at each level; one query."""
    told = PeriodSheet.objects.signed().filter(period__range=(year * 100 + 1, year * 100 + 12), result__isnull=False)
    rows = within(told.order_by(), sight).values_list("period", "result__grade").annotate(Count("pk", distinct=True))
    found: dict[int, Counter[str]] = {}
    for period, grade, number in rows:
        found.setdefault(period % 100, Counter())[level_of(grade)] += number
    return dict(sorted(found.items()))


def selves(period: Period, sight: Sight) -> dict[int, Selves]:
    """By unit the general criteria as people scored themselves and as they were scored; one query."""
    scored = within(signed(period), sight).filter(self_cp__isnull=False, general_cp__isnull=False)
    rows = scored.values("unit_id").annotate(
        number=Count("pk", distinct=True),
        own=Sum("self_cp"),
        given=Sum("general_cp"),
        people=Count("person", distinct=True),
    )
    return {row["unit_id"]: Selves(row["number"], row["own"], row["given"], row["people"]) for row in rows}


def selves_of_year(year: int, sight: Sight) -> dict[tuple[int, str, str], int]:
    """By unit, level by one's own rating and level decided, how many; one query."""
    rows = within(rated(year), sight).exclude(self_grade="")
    counted = rows.values_list("unit_id", "self_grade", "result__grade").annotate(Count("pk", distinct=True))
    return {(unit, own, given): number for unit, own, given, number in counted}


def level_of(grade: str) -> str:
    """The level, or OTHER for what is none."""
    return grade if grade in LEVELS else OTHER


def shielded(whole: Mapping[str, int], own: Mapping[str, int]) -> dict[str, int | None]:
    """The counts of a whole of which one may see but a part: None where the rest could tell who it is.

    A level at which one or two of the others stand is hidden, and with it the next smallest, so that no difference
    tells it either.
    """
    rest = {level: whole.get(level, 0) - own.get(level, 0) for level in COLUMNS}
    hidden = {level for level, number in rest.items() if 0 < number < LEAST}
    if len(hidden) == 1:
        others = [level for level in COLUMNS if level not in hidden]
        held = [level for level in others if rest[level]]
        hidden.add(min(held or others, key=lambda level: rest[level]))
    return {level: None if level in hidden else whole.get(level, 0) for level in COLUMNS}


def _counted(rows: Any) -> Counts:
    found: Counter[tuple[int, str, str]] = Counter()
    told = rows.annotate(told_grade=F("result__grade"))
    for unit, rank, grade, number in told.values_list("unit_id", "rank", "told_grade").annotate(
        Count("pk", distinct=True)
    ):
        found[unit, rank, level_of(grade)] += number
    return found
