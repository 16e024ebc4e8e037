"""The year's tasks of an organisation counted where they are: given, done, on time, beyond what was required.

The decree counts tasks, not converted products (Điều 8), and says nothing of what «vượt mức yêu cầu» is for a task:
here a quantity confirmed above the one assigned; where an authority counts otherwise the numbers are entered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from congminh.work.models import Task
from congminh.work.models.queries import COUNTED

WHOLE_BP = 10_000
# What was handed over counts where it was taken over.
GIVEN = tuple(state for state in COUNTED if state != "handed_over")
DONE = Q(state="confirmed", confirmed_m__gte=F("assigned_m"))
ON_TIME = DONE & Q(delays__lte=F("waived_delays"))
EXCEEDED = DONE & Q(confirmed_m__gt=F("assigned_m"))
NUMBERS = {
    "given": Count("pk"),
    "done": Count("pk", filter=DONE),
    "on_time": Count("pk", filter=ON_TIME),
    "exceeded": Count("pk", filter=EXCEEDED),
}


class Counts(NamedTuple):
    """How many tasks of a year there were, how many done, done on time, done beyond what was required."""

    given: int
    done: int
    on_time: int
    exceeded: int


NOTHING = Counts(0, 0, 0, 0)
# So many units a query: the tasks of a province are counted in steps that can be told.
AT_ONCE = 50
Tell = Callable[[int, int], object]


def count_tasks(units: Collection[int], year: int, day: date) -> Counts:
    """The tasks of these units in the months of `year` that were due by `day` or are confirmed already."""
    return summed(count_by_unit(units, year, day).values())


def count_by_unit(
    units: Collection[int], year: int, day: date, tell: Tell = lambda done, total: None
) -> dict[int, Counts]:
    """As `count_tasks`, by unit; those without a task are left out. One query for every `AT_ONCE` units."""
    wanted, found = sorted(units), dict[int, Counts]()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for unit, *numbers in _due(some, year, day).values_list("unit_id").annotate(**NUMBERS):
            found[unit] = Counts(*numbers)
        tell(start + len(some), len(wanted))
    return found


def summed(counts: Iterable[Counts]) -> Counts:
    """Counts of several units together."""
    return Counts(*(sum(numbers) for numbers in zip(NOTHING, *counts, strict=True)))


def _due(units: Collection[int], year: int, day: date) -> QuerySet[Task]:
    months = (year * 100 + 1, year * 100 + 12)
    tasks = Task.objects.filter(unit__in=units, period__range=months, state__in=GIVEN)
    return tasks.filter(Q(due__lte=day) | Q(confirmed_on__isnull=False)).order_by()


def share_bp(part: int, whole: int) -> int:
    """A share in basis points, rounded down: every threshold of Điều 8 is whole percents, so none is passed wrongly."""
    return part * WHOLE_BP // whole
