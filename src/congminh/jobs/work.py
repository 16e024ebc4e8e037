"""`@job`: marks a function as long work that a worker runs, in one transaction, while its page shows how far it is."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, overload

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import override
from django_tasks import task
from django_tasks.base import Task

from congminh.jobs.actions import fail, fault_words, finish, start, wipe
from congminh.jobs.models import Job

log = logging.getLogger(__name__)
# A function of a job and its arguments; what it gives back is the address of the result.
Work = Callable[..., str | None]
Said = tuple[int, int, str]
EVERY_SECONDS = 0.5
AT_LEAST_EVERY_SECONDS = 5.0
STOP_SECONDS = 10


class Lost(Exception):
    """The job was given up while its work went on (the computer slept, say): the work is undone."""


@overload
def job(work: Work) -> Task[..., None]: ...


@overload
def job(*, before: Callable[..., Any] | None = None, retries: int = 0) -> Callable[[Work], Task[..., None]]: ...


def job(
    work: Work | None = None, *, before: Callable[..., Any] | None = None, retries: int = 0
) -> Task[..., None] | Callable[[Work], Task[..., None]]:
    """Mark a function of a module as long work: `begin(function, owner, label, **arguments)` has a worker run it.

    It gets the Job first, may call its `progress`, and gives back the address of the result, or None. All it
    writes is one transaction, which ends with the job being done: so a job that failed, at whatever point, has
    saved nothing. A ValidationError is what was wrong with what it was given, said to the owner; any other
    error is a fault of ours, logged, and tried again `retries` times.

    `before` is run before that transaction with the same arguments, and what it gives back is the work's second
    argument: reading a large file belongs there, since on SQLite nobody else can write while the transaction is open.
    """

    def mark(work: Work) -> Task[..., None]:
        @wraps(work)
        def run(number: int, **arguments: Any) -> None:
            job = Job.objects.get(pk=number)
            _run(job, lambda: _once(job, before, work, arguments), retries)

        return task(run)

    return mark(work) if work else mark


def _run(job: Job, once: Callable[[], None], retries: int) -> None:
    """Run the work of a job that still waits; raises what it raised, save a ValidationError."""
    if not start(job):
        return
    with override(job.language):
        try:
            _tried(job, once, retries)
        except ValidationError as error:
            fail(job, fault_words(job, error))
        except BaseException as error:
            fail(job, fault_words(job, error))
            raise
        wipe(job)


def _tried(job: Job, once: Callable[[], None], retries: int) -> None:
    """The work, and again after a fault of ours while `retries` are left."""
    for left in range(retries, -1, -1):
        try:
            return once()
        except (ValidationError, Lost):
            raise
        except Exception:
            if not left:
                raise
            log.exception("job %s failed and is tried again (%s left)", job.pk, left)
            time.sleep(2 ** (retries - left))
    return None


def _once(job: Job, before: Callable[..., Any] | None, work: Work, arguments: dict[str, Any]) -> None:
    """All or nothing, heard of all the while."""
    with Voice(job) as voice:
        found = (before(job, **arguments),) if before else ()
        with transaction.atomic():
            result_url = work(job, *found, **arguments) or ""
            voice.stop()
            if not finish(job, result_url):
                raise Lost(f"job {job.pk} was given up while its work went on")


class Voice:
    """A thread that puts down how far the job is, and that it is alive, past the work's own transaction."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._speak, name=f"job-{job.pk}", daemon=True)

    def __enter__(self) -> Voice:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Say no more."""
        self._over.set()
        self._thread.join(STOP_SECONDS)

    def _speak(self) -> None:
        said, at = None, 0.0
        try:
            while not self._over.wait(EVERY_SECONDS if said else 0):
                standing = self.job.standing()
                if standing != said or time.monotonic() - at >= AT_LEAST_EVERY_SECONDS:
                    said, at = self._written(standing, said), time.monotonic()
        finally:
            connection.close()

    def _written(self, standing: Said, before: Said | None) -> Said | None:
        """Write it down; what cannot be written now is said the next time, and the work goes on."""
        try:
            self.job.write()
        except Exception:
            log.warning("how far job %s is could not be written", self.job.pk, exc_info=True)
            connection.close()
            return before
        return standing
