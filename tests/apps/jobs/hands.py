"""What the tests of jobs hold in hand: an owner, a run of what waits, a real worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from congminh.jobs.models import Job
from congminh.org.models import PeerGroup, Person, Position, Post, Unit, UnitState

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 15
SINCE = date(2025, 7, 1)


def somebody(code: str = "JOB-1", personnel: bool = False) -> Person:
    """A civil servant with an account, in a post today; plain rows, which can be taken away again."""
    unit, new = Unit.objects.get_or_create(code="JOB", kind="using", tier="commune", begun=SINCE)
    if new:
        UnitState.objects.create(unit=unit, first=SINCE, name="UBND xã Thanh Bình Minh")
    group, _ = PeerGroup.objects.get_or_create(code="JOB", defaults={"name": "Công chức tham mưu"})
    position = Position.objects.create(
        title=f"Chuyên viên {code}", complexity=3, peer_group=group, unit=unit, is_personnel=personnel
    )
    user = get_user_model().objects.create_user(code.lower())
    person = Person.objects.create(code=code, name="Đỗ Thị Minh Thu", begun=SINCE, user=user)
    Post.objects.create(person=person, unit=unit, position=position, first=SINCE)
    return person


def take_away() -> None:
    """Every row the tests of this folder made, where they were really committed."""
    for rows in (Job.objects.all(), DBTaskResult.objects.all(), Post.objects.filter(unit__code="JOB")):
        rows.delete()
    Position.objects.filter(unit__code="JOB").delete()
    PeerGroup.objects.filter(code="JOB").delete()
    Person.objects.filter(Q(code__startswith="NEW-") | Q(code__startswith="JOB-")).delete()
    Unit.objects.filter(code="JOB").delete()
    get_user_model().objects.filter(username__startswith="job-").delete()


def run_waiting() -> None:
    """Do what a worker does with what waits, here and now."""
    for row in DBTaskResult.objects.ready():
        result = row.task_result
        row.claim("the test")
        try:
            result.task.call(*result.args, **result.kwargs)
        except Exception as error:
            row.set_failed(error)
        else:
            row.set_successful(None)


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for what must come."""
    last = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < last, f"in {PATIENCE_SECONDS} s it did not come that {what}"
        time.sleep(0.05)


def fresh(job: Job) -> Job:
    """The job as anybody sees it now."""
    return Job.objects.get(pk=job.pk).look()


def address() -> str:
    """The address of the tests' database."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{at['NAME']}"
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@contextmanager
def a_worker(log: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the tests' database; gone when the block ends."""
    connection.close()
    ours = {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.apps.settings", "CONGMINH_DEBUG": "1"}
    command = [sys.executable, "-m", "congminh.cli", "worker", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **ours}, stdin=subprocess.PIPE, stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdin:
                process.stdin.close()
