"""The year's tasks of an organisation counted where they are: given, done, on time, beyond what was required.

The decree counts tasks, not converted products (Điều 8), and says nothing of what «vượt mức yêu cầu» is for a task:
here a quantity confirmed above the one assigned; where an authority counts otherwise the numbers are entered.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q

from congminh.work.models import Task
from congminh.work.models.queries import COUNTED

WHOLE_BP = 10_000
# What was handed over counts where it was taken over.
GIVEN = tuple(state for state in COUNTED if state != "handed_over")
DONE = Q(state="confirmed", confirmed_m__gte=F("assigned_m"))
ON_TIME = DONE & Q(delays__lte=F("waived_delays"))
EXCEEDED = DONE & Q(confirmed_m__gt=F("assigned_m"))


class Counts(NamedTuple):
    """How many tasks of a year there were, how many done, done on time, done beyond what was required."""

    given: int
    done: int
    on_time: int
    exceeded: int


def count_tasks(units: Collection[int], year: int, day: date) -> Counts:
    """The tasks of these units in the months of `year` that were due by `day` or are confirmed already; one query."""
    months = (year * 100 + 1, year * 100 + 12)
    tasks = Task.objects.filter(unit__in=units, period__range=months, state__in=GIVEN)
    tasks = tasks.filter(Q(due__lte=day) | Q(confirmed_on__isnull=False)).order_by()
    found = tasks.aggregate(
        given=Count("pk"),
        done=Count("pk", filter=DONE),
        on_time=Count("pk", filter=ON_TIME),
        exceeded=Count("pk", filter=EXCEEDED),
    )
    return Counts(**found)


def share_bp(part: int, whole: int) -> int:
    """A share in basis points, rounded down: every threshold of Điều 8 is whole percents, so none is passed wrongly."""
    return part * WHOLE_BP // whole
