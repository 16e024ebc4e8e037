"""A real worker in a process of its own: seen while its transaction is open, stopped gently, killed, orphaned."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from congminh.jobs import actions, board
from congminh.jobs.models import SILENT, Job
from congminh.org.models import Person
from tests.apps.jobs import tasks
from tests.apps.jobs.hands import PATIENCE_SECONDS, a_worker, fresh, somebody, take_away, until

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database with real commits, as a worker's process sees it; cleared of our rows again."""
    with django_db_blocker.unblock():
        yield
        take_away()
        connection.close()


def is_half_way(job: Job) -> bool:
    """Whether others see it half way, its work not yet saved."""
    seen = fresh(job)
    return (seen.state, seen.done, seen.total) == ("running", 1, 2)


def taken_in() -> int:
    """How many people jobs have taken in, as others see it."""
    return Person.objects.filter(code__startswith="NEW-").count()


def gone(worker: subprocess.Popen[bytes]) -> int:
    """How the worker ended."""
    return worker.wait(PATIENCE_SECONDS)


@pytest.fixture
def go_on(tmp_path: Path) -> Path:
    """The file the work waits for."""
    return tmp_path / "go-on"


@pytest.fixture
def job(db: None, go_on: Path) -> Job:
    return actions.begin(tasks.wait, somebody(), "Nhập công chức", go_on=str(go_on))


def test_how_far_it_is_is_seen_while_its_transaction_is_open_and_pages_answer(
    job: Job, go_on: Path, tmp_path: Path
) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(job.owner.user)
    with a_worker(tmp_path / "log"):
        until(lambda: is_half_way(job), "the job is half way")
        page = client.get(job.get_absolute_url()).content.decode()
        assert '<progress value="1" max="2"' in page
        assert "Đang ở giữa chừng" in page
        assert taken_in() == 0
        go_on.touch()
        until(lambda: fresh(job).state == "done", "the job is done")
    assert taken_in() == 1
    assert not board.place().is_file() or board.read(job.pk) is None


def test_a_worker_killed_outright_leaves_nothing_and_the_next_one_gives_its_job_up(job: Job, tmp_path: Path) -> None:
    with a_worker(tmp_path / "log") as worker:
        until(lambda: is_half_way(job), "the job is half way")
        worker.kill()
        gone(worker)
    assert taken_in() == 0
    assert fresh(job).state == "running"
    grow_old(job)
    with a_worker(tmp_path / "log"):
        until(lambda: fresh(job).state == "failed", "the job is given up")
    assert "dừng giữa chừng" in fresh(job).problem
    assert taken_in() == 0


def grow_old(job: Job) -> None:
    """As if its worker had been killed a while ago."""
    before = timezone.now() - SILENT * 2
    Job.objects.filter(pk=job.pk).update(heard_at=before, started_at=before)
    if board.place().is_file():
        board.write(job.pk, board.Standing(1, 2, "", before))


def test_a_worker_asked_to_stop_finishes_the_job_in_hand_and_begins_no_other(
    job: Job, go_on: Path, tmp_path: Path
) -> None:
    other = actions.begin(tasks.take_in, job.owner, "Việc sau", count=1)
    with a_worker(tmp_path / "log") as worker:
        until(lambda: is_half_way(job), "the job is half way")
        worker.send_signal(signal.SIGTERM)
        go_on.touch()
        assert gone(worker) == 0
    assert (fresh(job).state, fresh(other).state) == ("done", "waiting")


def test_a_worker_asked_twice_gives_the_job_up_and_says_so_at_once(job: Job, tmp_path: Path) -> None:
    with a_worker(tmp_path / "log") as worker:
        until(lambda: is_half_way(job), "the job is half way")
        worker.send_signal(signal.SIGTERM)
        until(lambda: worker.poll() is not None or _again(worker, job), "it gave up")
    assert fresh(job).state == "failed"
    assert "dừng cùng với hệ thống" in fresh(job).problem
    assert taken_in() == 0


def _again(worker: subprocess.Popen[bytes], job: Job) -> bool:
    worker.send_signal(signal.SIGTERM)
    return fresh(job).state == "failed"


def test_a_worker_ends_with_whoever_began_it(tmp_path: Path) -> None:
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=1)
    with a_worker(tmp_path / "log", "--with-parent") as worker:
        until(lambda: fresh(job).state == "done", "the worker works")
        assert worker.poll() is None
        assert worker.stdin
        worker.stdin.close()
        assert gone(worker) == 0


def test_the_fault_of_a_job_is_in_the_log_and_the_worker_goes_on(tmp_path: Path) -> None:
    owner = somebody()
    bad = actions.begin(
        tasks.stumble,
        owner,
        "Việc hỏng",
    )
    good = actions.begin(tasks.take_in, owner, "Việc lành", count=2)
    with a_worker(tmp_path / "log"):
        until(lambda: fresh(good).state == "done", "the second job is done")
    assert fresh(bad).state == "failed"
    assert taken_in() == 2
    assert "ZeroDivisionError: secret of the machine" in (tmp_path / "log").read_text(encoding="utf-8")
