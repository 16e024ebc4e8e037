"""What comes of a job: done with all its work, or failed with none of it, and said in words."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from congminh.jobs import actions
from congminh.jobs.models import Job
from congminh.org.models import Person
from tests.apps.jobs import tasks
from tests.apps.jobs.hands import fresh, run_waiting, somebody

pytestmark = pytest.mark.django_db


def test_a_job_waits_runs_and_is_done_with_the_way_to_its_result() -> None:
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=3)
    assert (job.state, job.arguments, job.task) == ("waiting", {"count": 3}, "tests.apps.jobs.tasks.take_in")
    run_waiting()
    job = fresh(job)
    assert (job.state, job.done, job.total, job.note) == ("done", 3, 3, "Đã nhận 3 người")
    assert (job.result_url, job.problem) == ("/don-vi/", "")
    assert job.asked_at < job.started_at < job.ended_at
    assert Person.objects.filter(code__startswith="NEW-").count() == 3


def test_a_rollback_leaves_neither_a_job_nor_its_place_in_the_queue() -> None:
    owner = somebody()
    with transaction.atomic():
        actions.begin(tasks.take_in, owner, "Nhập công chức", count=3)
        assert Job.objects.exists()
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_what_was_handed_in_wrong_is_said_in_three_parts_and_nothing_is_saved() -> None:
    job = actions.begin(tasks.refuse, somebody(), "Nhập công chức")
    run_waiting()
    job = fresh(job)
    assert (job.state, job.result_url) == ("failed", "")
    assert job.problem == "Dòng 7, cột «Mã»: trống. Mỗi người cần một mã. Điền mã."
    assert not Person.objects.filter(code__startswith="NEW-").exists()


def test_a_fault_of_ours_is_said_without_its_insides_and_nothing_is_saved() -> None:
    job = actions.begin(tasks.stumble, somebody(), "Nhập công chức")
    run_waiting()
    job = fresh(job)
    assert job.state == "failed"
    assert f"{job.pk}." in job.problem
    assert "báo quản trị hệ thống" in job.problem
    assert "secret" not in job.problem
    assert "secret of the machine" in DBTaskResult.objects.get().traceback
    assert not Person.objects.filter(code__startswith="NEW-").exists()


def test_work_that_may_be_tried_again_is_and_saves_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    job = actions.begin(tasks.second_time, somebody(), "Đồng bộ", marker=str(tmp_path / "tried"))
    with caplog.at_level(logging.ERROR, "congminh.jobs.work"):
        run_waiting()
    assert fresh(job).state == "done"
    assert Person.objects.filter(code__startswith="NEW-").count() == 1
    assert "not yet" in caplog.text


def test_work_is_tried_once_unless_it_says_otherwise(tmp_path: Path) -> None:
    job = actions.begin(tasks.stumble, somebody(), "Nhập công chức")
    run_waiting()
    run_waiting()
    assert fresh(job).state == "failed"
    assert DBTaskResult.objects.get().worker_ids == ["the test"]


def test_a_job_done_once_is_not_done_again() -> None:
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=1)
    run_waiting()
    tasks.take_in.call(job.pk, count=1)
    assert Person.objects.filter(code__startswith="NEW-").count() == 1


def test_what_is_read_first_is_read_before_the_transaction_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "DEPTHS", [])
    job = actions.begin(tasks.take_in_the_read, somebody(), "Nhập công chức", names=[" Mai Văn Tạo "])
    run_waiting()
    assert fresh(job).state == "done"
    assert Person.objects.filter(name="Mai Văn Tạo").count() == 1
    reading, saving = tasks.DEPTHS
    assert saving == reading + 1


def test_a_job_given_up_while_it_ran_saves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    job = actions.begin(tasks.take_in, somebody(), "Nhập công chức", count=1)
    reported = Job.progress

    def given_up_meanwhile(self: Job, *args: object) -> None:
        reported(self, *args)
        actions.fail(Job.objects.get(pk=self.pk), "Máy đã ngủ.")

    monkeypatch.setattr(Job, "progress", given_up_meanwhile)
    run_waiting()
    assert not Person.objects.filter(code__startswith="NEW-").exists()
    assert fresh(job).state == "failed"


def test_a_job_speaks_the_language_it_was_begun_in() -> None:
    owner = somebody()
    with override("en"):
        english = actions.begin(tasks.say_the_note, owner, "Import")
    vietnamese = actions.begin(tasks.say_the_note, owner, "Nhập")
    run_waiting()
    assert (fresh(english).note, fresh(vietnamese).note) == ("Waiting for its turn", "Đang chờ đến lượt")
