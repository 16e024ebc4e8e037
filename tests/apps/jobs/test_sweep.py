"""No job runs for ever: whose worker has gone is given up, and its page says so before that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from congminh.jobs import actions
from congminh.jobs.models import SILENT, Job
from tests.apps.jobs import tasks
from tests.apps.jobs.hands import fresh, run_waiting, somebody

pytestmark = pytest.mark.django_db
LONG_AGO = SILENT + timedelta(seconds=1)


def running(heard: timedelta) -> Job:
    """A job whose worker was last heard of so long ago."""
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=1)
    DBTaskResult.objects.get().claim("a worker")
    actions.start(job)
    Job.objects.filter(pk=job.pk).update(heard_at=timezone.now() - heard)
    return job


def test_a_job_whose_worker_is_silent_is_given_up_with_its_place_in_the_queue() -> None:
    job = running(heard=LONG_AGO)
    assert actions.sweep() == 1
    job = fresh(job)
    assert (job.state, job.ended_at is not None) == ("failed", True)
    assert job.problem == "Công việc bị dừng giữa chừng vì máy hoặc tiến trình nền đã ngừng. Hãy thực hiện lại từ đầu."
    assert DBTaskResult.objects.get().status == "FAILED"
    assert actions.sweep() == 0


def test_a_job_heard_of_lately_is_left_alone() -> None:
    job = running(heard=timedelta(seconds=1))
    assert actions.sweep() == 0
    assert fresh(job).state == "running"


def test_what_was_put_down_past_the_transaction_counts_as_being_heard() -> None:
    job = running(heard=LONG_AGO)
    job.progress(5, 9, "Vẫn chạy")
    job.write()
    assert actions.sweep() == 0
    assert (fresh(job).done, fresh(job).note) == (5, "Vẫn chạy")


def test_a_job_taken_by_a_worker_that_went_at_once_is_given_up() -> None:
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=1)
    DBTaskResult.objects.get().claim("a worker")
    assert actions.sweep() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - LONG_AGO)
    assert actions.sweep() == 1
    assert fresh(job).state == "failed"


def test_a_job_of_a_task_that_is_no_more_is_given_up() -> None:
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=1)
    row = DBTaskResult.objects.get()
    row.set_failed(ImportError("renamed in a new version"))
    assert actions.sweep() == 1
    assert fresh(job).state == "failed"


def test_a_job_that_waits_its_turn_or_is_over_is_left_alone() -> None:
    owner = somebody()
    actions.begin(tasks.take_in, owner, "Nhập công chức", count=1)
    run_waiting()
    actions.begin(tasks.take_in, owner, "Nhập lại", count=1)
    Job.objects.update(asked_at=timezone.now() - timedelta(days=1))
    assert actions.sweep() == 0
    assert set(Job.objects.values_list("state", flat=True)) == {"done", "waiting"}


def test_the_page_says_it_failed_before_any_sweep_and_changes_nothing() -> None:
    job = running(heard=LONG_AGO)
    client = Client(headers={"host": "localhost"})
    client.force_login(job.owner.user)
    page = client.get(f"/viec-nen/{job.pk}/").content.decode()
    assert "chưa có gì được lưu" in page
    assert "hx-get" not in page
    assert Job.objects.get().state == "running"
