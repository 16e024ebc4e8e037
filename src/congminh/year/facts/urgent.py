"""Urgent and ad hoc tasks of a year («nhiệm vụ đột xuất, gấp»): a fact beside those tied, never a rank."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Count, Q

from congminh.work.models import Task


class Extra(NamedTuple):
    """How many tasks of a year were ad hoc or urgent, of those confirmed."""

    ad_hoc: int
    urgent: int


def extras_of(people: Collection[int], year: int) -> dict[int, Extra]:
    """By person the confirmed tasks of a year that were ad hoc, and those that were urgent; one query."""
    rows: Any = Task.objects.filter(
        person__in=people, period__range=(year * 100 + 1, year * 100 + 12), confirmed_on__isnull=False
    )
    counted = (
        rows.order_by()
        .values("person")
        .annotate(ad_hoc=Count("pk", filter=Q(origin=Task.Origin.AD_HOC)), rushed=Count("pk", filter=Q(urgent=True)))
    )
    return {row["person"]: Extra(row["ad_hoc"], row["rushed"]) for row in counted}
