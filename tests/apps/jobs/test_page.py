"""The page of a job: for its owner alone, asked again until it is over, then the way to the result."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from congminh.jobs import actions
from congminh.jobs.models import Job
from congminh.org.models import Person
from tests.apps.jobs import tasks
from tests.apps.jobs.hands import run_waiting, somebody

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


def browser(person: Person) -> Client:
    """Somebody's browser."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person.user)
    return client


@pytest.fixture
def owner() -> Person:
    return somebody()


@pytest.fixture
def job(owner: Person) -> Job:
    return actions.begin(tasks.take_in, owner, "Nhập công chức từ tệp", count=2)


def test_a_job_under_way_asks_again_for_the_piece_that_tells_how_far_it_is(owner: Person, job: Job) -> None:
    actions.start(job)
    job.progress(40, 120, "Đang đọc trang tính «Công chức»")
    job.write()
    page = browser(owner).get(job.get_absolute_url()).content.decode()
    assert "<h1>Nhập công chức từ tệp</h1>" in page
    assert f'hx-get="/viec-nen/{job.pk}/" hx-trigger="every 2s"' in page
    assert '<progress value="40" max="120"' in page
    assert "Đang đọc trang tính" in page
    assert "Xem tiến độ hiện tại" in page  # for a browser without scripts


def test_htmx_gets_the_piece_alone(owner: Person, job: Job) -> None:
    answer = browser(owner).get(job.get_absolute_url(), headers=FRAGMENT)
    piece = answer.content.decode()
    assert "<html" not in piece
    assert piece.strip().startswith('<div class="progress')
    assert "HX-Request" in answer.headers["Vary"]
    assert "HX-Redirect" not in answer.headers


def test_a_job_done_leads_to_its_result(owner: Person, job: Job) -> None:
    run_waiting()
    answer = browser(owner).get(job.get_absolute_url(), headers=FRAGMENT)
    assert answer.headers["HX-Redirect"] == "/don-vi/"
    page = browser(owner).get(job.get_absolute_url())
    assert page.status_code == 200
    assert re.search(r'<a href="/don-vi/">Xem kết quả</a>', page.content.decode())
    assert "hx-get" not in page.content.decode()


def test_a_job_done_without_a_page_of_its_result_says_so_and_stays(owner: Person) -> None:
    job = actions.begin(tasks.say_the_note, owner, "Đồng bộ")
    run_waiting()
    answer = browser(owner).get(job.get_absolute_url(), headers=FRAGMENT)
    assert "HX-Redirect" not in answer.headers
    assert "Công việc đã xong" in answer.content.decode()
    assert "Xem kết quả" not in answer.content.decode()


def test_a_job_that_failed_says_what_happened_and_what_to_do_and_asks_no_more(owner: Person) -> None:
    job = actions.begin(tasks.refuse, owner, "Nhập công chức từ tệp")
    run_waiting()
    piece = browser(owner).get(job.get_absolute_url(), headers=FRAGMENT).content.decode()
    assert "Công việc không hoàn thành; chưa có gì được lưu" in piece
    assert "Dòng 7, cột «Mã»: trống." in piece
    assert 'role="alert"' in piece
    assert "hx-get" not in piece


def test_a_job_nobody_takes_up_says_whom_to_tell(owner: Person, job: Job) -> None:
    piece = browser(owner).get(job.get_absolute_url(), headers=FRAGMENT).content.decode()
    assert "Đang chờ đến lượt" in piece
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    piece = browser(owner).get(job.get_absolute_url(), headers=FRAGMENT).content.decode()
    assert "tiến trình nền chưa chạy" in piece


def test_nobody_sees_anothers_job_not_even_personnel(job: Job) -> None:
    assert browser(somebody("JOB-2", personnel=True)).get(job.get_absolute_url()).status_code == 404
    assert not Job.objects.visible_to(None).exists()


def test_the_systems_own_job_is_nobodys(owner: Person) -> None:
    job = actions.begin(tasks.take_in, None, "Dọn dẹp", count=1)
    assert browser(owner).get(job.get_absolute_url()).status_code == 404


def test_the_signed_out_are_asked_to_sign_in_and_looking_is_all_one_can_do(owner: Person, job: Job) -> None:
    answer = Client(headers={"host": "localhost"}).get(job.get_absolute_url())
    assert answer.headers["Location"].startswith("/dang-nhap/?next=%2Fviec-nen%2F")
    assert browser(owner).post(job.get_absolute_url()).status_code == 405


def test_what_a_job_says_is_text_and_never_markup(owner: Person, job: Job) -> None:
    actions.start(job)
    job.progress(1, 2, "<script>alert(1)</script>")
    job.write()
    assert "<script>alert(1)" not in browser(owner).get(job.get_absolute_url()).content.decode()


def test_the_page_costs_the_same_however_many_jobs_there_are(
    owner: Person, job: Job, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(20):
        actions.begin(tasks.take_in, owner, f"Nhập lần {number}", count=1)
    client = browser(owner)
    with django_assert_max_num_queries(8):
        client.get(job.get_absolute_url(), headers=FRAGMENT)
