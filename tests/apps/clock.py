"""«Today» in the tests of the site: one day of the calendar for all of them, whenever they run.

A test asks for the day as the product does, by `timezone.localdate()`. CONGMINH_TEST_DAY=2026-12-31 tries another;
`at` lends one to a few lines. What runs in a process of its own, such as a real worker, has the machine's clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

TODAY = date(2026, 11, 16)
MORNING = time(9)
_real = timezone.now
_ahead = timedelta()


def _now() -> datetime:
    """The moment: the machine's clock, moved."""
    return _real() + _ahead


def set_to(day: date) -> None:
    """Let it be nine in the morning of a day; time goes on from there."""
    global _ahead
    _ahead = timezone.make_aware(datetime.combine(day, MORNING)) - _real()
    timezone.now = _now


@contextmanager
def at(day: date) -> Iterator[None]:
    """Another day for as long as the block lasts."""
    global _ahead
    before = _ahead
    set_to(day)
    try:
        yield
    finally:
        _ahead = before


def of_the_run() -> date:
    """The day this run was asked for."""
    return date.fromisoformat(os.environ.get("CONGMINH_TEST_DAY") or TODAY.isoformat())
