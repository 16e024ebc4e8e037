"""Times in the log («giờ máy chủ»): they are what the machine's clock said; where it was set back, that is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone

from congminh.ledger.log.models import Leaf

# Steps of a long closing come into the log minutes after their time; clocks are put right by seconds.
TOLERANCE = timedelta(minutes=15)
AT_ONCE = 5000


class Back(NamedTuple):
    """From `leaf` on steps bear times before the latest one: what that was, what they bear."""

    leaf: int
    latest: datetime
    at: datetime


def set_back(start: int = 0) -> Iterator[Back]:
    """Where the clock was set back, from leaf `start` on; once for each time."""
    rows = Leaf.objects.filter(index__gte=start, entry__isnull=False).order_by("index")
    latest, is_behind = None, False
    at: datetime
    for leaf, at in rows.values_list("index", "entry__at").iterator(chunk_size=AT_ONCE):
        if latest is not None and at < latest - TOLERANCE:
            if not is_behind:
                yield Back(int(leaf or 0), latest, at)
            is_behind = True
        else:
            latest, is_behind = max(latest or at, at), False


def behind() -> timedelta:
    """By how much the machine's clock is behind the latest step; nothing when it is not."""
    from congminh.ledger.models import Entry

    latest = Entry.objects.aggregate(latest=Max("at"))["latest"]
    late = latest - timezone.now() if latest else timedelta()
    return late if late > TOLERANCE else timedelta()
