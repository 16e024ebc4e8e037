"""What a worker does once a day, at its hour: whichever worker comes first; what failed is tried again later."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from congminh.jobs.models import DayRun
from congminh.ledger.log.sealing import is_dirty, prepare, seal

log = logging.getLogger(__name__)
TRY_AGAIN = timedelta(minutes=15)
LOOK_EVERY_SECONDS = 20
Work = Callable[[date], Any]


class Daily(NamedTuple):
    """A work of each day and the hour from which it is done."""

    at: Callable[[], time]
    work: Work


DAILY: dict[str, Daily] = {}


def daily(name: str, at: Callable[[], time]) -> Callable[[Work], Work]:
    """Mark a function of a day as done once a day from the hour `at()` on; it may be called again after a failure."""

    def mark(work: Work) -> Work:
        DAILY[name] = Daily(at, work)
        return work

    return mark


def run_due(now: datetime | None = None) -> list[str]:
    """Do what is due by now and was not done today; the names of what was done. A failure is logged, and waits."""
    here = timezone.localtime(now)
    due = [(name, each) for name, each in DAILY.items() if here.time() >= each.at()]
    return [name for name, each in due if _taken(name, here) and _done(name, each.work, here)]


def _taken(name: str, now: datetime) -> bool:
    """Compare and set: of two workers one has it; what was tried a while ago and not done is taken again."""
    DayRun.objects.get_or_create(name=name, day=now.date())
    waits = Q(tried_at=None) | Q(tried_at__lt=now - TRY_AGAIN)
    return bool(DayRun.objects.filter(waits, name=name, day=now.date(), done_at=None).update(tried_at=now))


def _done(name: str, work: Work, now: datetime) -> bool:
    try:
        work(now.date())
    except Exception:
        log.exception("the daily work %s failed and is tried again later", name)
        return False
    DayRun.objects.filter(name=name, day=now.date()).update(done_at=timezone.now())
    return True


class Clock:
    """A thread beside the worker that looks at the clock: no job waits for a slow mail server.

    It also seals the log, within the minute when something was written.
    """

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="daily", daemon=True)

    def __enter__(self) -> Clock:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join(1)

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY_SECONDS):
            try:
                run_due()
                prepare()
                if is_dirty():
                    seal()
            except Exception:
                log.warning("the works of the day could not be looked at; trying again", exc_info=True)
            close_old_connections()
        connection.close()
