"""The list of one's own long work: newest first, paged, nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from congminh.jobs import actions
from congminh.jobs.models import Job
from congminh.org.models import Person
from tests.apps.jobs import tasks
from tests.apps.jobs.hands import run_waiting, somebody
from tests.apps.jobs.test_page import browser
from tests.apps.org_pages.conftest import rows, words

pytestmark = pytest.mark.django_db
LIST = "/viec-nen/"


@pytest.fixture
def owner() -> Person:
    return somebody()


def listed(client: Client, address: str = LIST) -> list[str]:
    """What each row says."""
    return list(rows(client.get(address)))


def test_before_the_first_the_page_says_what_will_stand_there(owner: Person) -> None:
    assert "Chưa có việc nền nào" in words(browser(owner).get(LIST))


def test_ones_own_stand_newest_first_with_state_and_result(owner: Person) -> None:
    actions.begin(tasks.take_in, owner, "Nhập công chức", count=2)
    actions.begin(tasks.refuse, owner, "Nhập đơn vị")
    run_waiting()
    actions.begin(tasks.take_in, owner, "Nhập danh mục", count=1)
    waiting, failed, done = listed(browser(owner))
    assert waiting.startswith("Nhập danh mục") and "đang chờ" in waiting
    assert failed.startswith("Nhập đơn vị Dòng 7, cột «Mã»: trống.") and "Xem kết quả" not in failed
    assert done.startswith("Nhập công chức") and "Xem kết quả" in done
    page = browser(owner).get(LIST).content.decode()
    assert 'href="/don-vi/">Xem kết quả' in page
    assert all(f'href="/viec-nen/{job.pk}/"' in page for job in Job.objects.all())


def test_what_is_under_way_says_how_far_it_is(owner: Person) -> None:
    job = actions.begin(tasks.take_in, owner, "Nhập công chức", count=2)
    actions.start(job)
    job.progress(40, 120, "Đang đọc")
    job.write()
    (row,) = listed(browser(owner))
    assert "40/120 Đang đọc" in row and "đang chạy" in row


def test_nobody_sees_anothers(owner: Person) -> None:
    actions.begin(tasks.take_in, owner, "Nhập công chức", count=1)
    actions.begin(tasks.take_in, None, "Dọn dẹp", count=1)
    assert "Chưa có việc nền nào" in words(browser(somebody("JOB-2", personnel=True)).get(LIST))
    assert len(listed(browser(owner))) == 1


def test_a_long_list_is_paged_and_costs_the_same(owner: Person, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        actions.begin(tasks.take_in, owner, f"Nhập lần {number}", count=1)
    client = browser(owner)
    with django_assert_max_num_queries(8):
        first = listed(client)
    assert (len(first), len(listed(client, f"{LIST}?page=2"))) == (25, 5)
    assert first[0].startswith("Nhập lần 29")


def test_the_menu_of_every_page_leads_there(owner: Person) -> None:
    assert 'href="/viec-nen/"' in browser(owner).get("/hop-thu/").content.decode()


def test_the_signed_out_are_asked_to_sign_in_and_looking_is_all_one_can_do(owner: Person) -> None:
    assert Client(headers={"host": "localhost"}).get(LIST).status_code == 302
    assert browser(owner).post(LIST).status_code == 405
