"""«Việc của tôi»: what presses first, one tap for all of it, a part with evidence, and nothing typed lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.ledger.models import Attachment, Entry
from congminh.work.actions import assign, confirm, hand_over, propose, record_progress, report, return_work
from congminh.work.models import Task
from congminh.work.rows import Row
from tests.apps.desk.test_steps import PDF
from tests.apps.work.desk import MONTH, THIS, Desk, again, day
from tests.apps.work_pages.conftest import Entering, groups, text

TODAY = timezone.localdate()


def now(desk: Desk, due: Any = None, **more: Any) -> Task:
    """A task of this month, assigned to Lan today."""
    row = Row(desk.here.lan, desk.product(), 2000, due or THIS.last, THIS.code, assigned_on=TODAY, **more)
    return assign([row], desk.here.minh)[0]


def address(task: Task) -> str:
    return f"/viec/{task.pk}/bao-cao/"


def said(task: Task, button: str = "all", **more: Any) -> dict[str, Any]:
    return {"version": task.version, "next": f"/?ky={task.period}", button: "1", **more}


def test_tasks_stand_by_what_presses_first(desk: Desk, enter: Entering) -> None:
    late, back, sent, sure = (desk.given(name=name) for name in ("Quá hạn", "Làm lại", "Đã báo", "Xong rồi"))
    for task in (back, sent, sure):
        report(task, desk.here.lan, finished_on=day(18))
    return_work(back, desk.here.minh, "Số liệu chưa khớp.")
    confirm(sure, desk.here.minh)
    page = enter(desk.here.lan).get(f"/?ky={MONTH.code}").content.decode()
    assert groups(page) == {"Quá hạn": 2, "Đã báo, đang chờ người khác": 1, "Đã xác nhận": 1}
    assert "Đã xác nhận 1 trên 4 nhiệm vụ" in text(page)
    assert "Bị trả lại, cần làm lại" in text(page)
    assert "Chưa đạt 1 lần · −25 %" in text(page)
    assert f"viec-{late.pk}-phieu" in page
    assert f"viec-{sent.pk}-phieu" not in page


def test_this_week_and_later_are_told_apart(desk: Desk, enter: Entering) -> None:
    sunday = TODAY + timedelta(days=6 - TODAY.weekday())
    dues = {min(sunday, THIS.last): "Tuần này", THIS.last: "Sau tuần này" if sunday < THIS.last else "Tuần này"}
    for due in dues:
        now(desk, due)
    page = enter(desk.here.lan).get("/").content.decode()
    assert set(groups(page)) == set(dues.values())


def test_one_tap_reports_all_of_it_today(desk: Desk, enter: Entering) -> None:
    task = now(desk)
    answer = enter(desk.here.lan).post(address(task), said(task, quantity="0"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/?ky={THIS.code}")
    done = again(task)
    assert (done.state, done.reported_m, done.finished_on) == ("reported", 2000, TODAY)


def test_a_part_goes_with_its_day_its_note_and_its_evidence(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    paper = SimpleUploadedFile("bien-ban.pdf", PDF)
    more = {"quantity": "0,8", "finished_on": day(19), "note": "Còn chờ ý kiến thôn.", "evidence": [paper]}
    answer = enter(desk.here.lan).post(address(task), said(task, "part", link="https://vb.example/1", **more))
    assert answer.status_code == 302
    done = again(task)
    assert (done.state, done.reported_m, done.finished_on) == ("reported", 800, day(19))
    assert (done.note, done.link, Attachment.objects.get().name) == (
        "Còn chờ ý kiến thôn.", "https://vb.example/1", "bien-ban.pdf"
    )  # fmt: skip


def test_a_late_report_may_ask_for_a_cause_at_once(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    reason = "Sở gửi số liệu chậm bốn ngày."
    enter(desk.here.lan).post(address(task), said(task, finished_on=day(25), cause=reason))
    done = again(task)
    assert (done.delays, done.cause, done.cause_about) == (1, "asked", "delay")
    assert done.entries.latest("number").data["reason"] == reason


def test_progress_is_kept_without_handing_in(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    assert enter(desk.here.lan).post(address(task), said(task, "keep", quantity="1")).status_code == 302
    assert (again(task).state, again(task).reported_m) == ("assigned", 1000)


def test_to_a_script_progress_answers_with_the_row_and_its_new_version(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    answer = enter(desk.here.lan, script=True).post(address(task), said(task, "keep", quantity="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="viec-{task.pk}-ban"' in page
    assert f'name="version" value="{task.version + 1}"' in page
    assert "Đã lưu tiến độ" in page


def test_my_own_progress_never_stands_in_the_way_of_my_report(desk: Desk, enter: Entering) -> None:
    """The tap on a quantity and the tap on «Xong» may cross."""
    task = desk.given()
    record_progress(task, desk.here.lan, 1000)
    answer = enter(desk.here.lan).post(address(task), {**said(task), "version": 1})
    assert (answer.status_code, again(task).state) == (302, "reported")


def test_what_somebody_else_did_meanwhile_is_said_and_nothing_typed_is_lost(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    report(again(task), desk.here.lan, 1000, day(18))
    answer = enter(desk.here.lan).post(address(task), said(task, note="Đã gõ rất lâu", quantity="1"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Có người vừa thao tác trước" in page
    assert desk.here.lan.name in page
    assert "Đã gõ rất lâu" in page
    assert 'name="version" value="2"' in page
    assert Entry.objects.filter(file=task).count() == 2


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"part": 1, "quantity": "một"}, "“một” không phải là số lượng"),
        ({"part": 1, "quantity": ""}, "Chưa nhập số lượng"),
        ({"part": 1, "quantity": "0"}, "Số lượng phải lớn hơn 0"),
        ({"all": 1, "link": "tôi để ở bàn"}, "không phải là địa chỉ"),
        ({"all": 1, "finished_on": (TODAY + timedelta(days=2)).isoformat()}, "là ngày chưa đến"),
        ({"all": 1, "cause": "Mưa lũ", "finished_on": day(15).isoformat()}, "không chậm"),
        ({"keep": 1, "quantity": "1", "evidence": SimpleUploadedFile("a.pdf", PDF)}, "không kèm được tệp"),
        ({"all": 1, "evidence": SimpleUploadedFile("a.exe", b"MZ")}, "a.exe"),
    ],
)
def test_what_cannot_be_is_said_in_the_row_and_the_rest_is_kept(
    desk: Desk, enter: Entering, typed: dict[str, Any], told: str
) -> None:
    task = desk.given()
    sent = {"version": task.version, "note": "Ghi chú dài", **typed}
    answer = enter(desk.here.lan, script=True).post(address(task), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in text(page)
    assert "Ghi chú dài" in page
    assert "<details open" in " ".join(page.split())
    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == f"#viec-{task.pk}"
    assert (again(task).state, again(task).version) == ("assigned", task.version)


def test_nobody_reports_for_another_and_a_stranger_finds_nothing(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    assert enter(desk.here.minh).post(address(task), said(task)).status_code == 403
    assert enter(desk.here.far).post(address(task), said(task)).status_code == 404
    assert enter(desk.here.lan).post(address(task), {"all": 1, "version": "x"}).status_code == 404
    assert enter(desk.here.lan).get(address(task)).status_code == 405
    assert again(task).state == "assigned"


def test_other_ways_stand_where_they_are_open(desk: Desk, enter: Entering) -> None:
    late, mine = desk.reported(finished=25), desk.given(name="Không làm được")
    hand_over(mine, desk.here.lan, "Được cử đi học.")
    extra = propose(Row(desk.here.lan, desk.product(), 1000, TODAY, THIS.code, origin=Task.Origin.AD_HOC))
    page = enter(desk.here.lan).get(f"/?ky={MONTH.code}").content.decode()
    assert f"/ho-so/{late.pk}/ask_cause/" in page
    assert f"/ho-so/{mine.pk}/take_back/" in page
    assert f"/ho-so/{extra.pk}/withdraw/" in enter(desk.here.lan).get("/").content.decode()


def test_a_cause_is_not_asked_for_where_nothing_counts(desk: Desk, enter: Entering) -> None:
    task = desk.reported(finished=15)
    assert f"/ho-so/{task.pk}/ask_cause/" not in enter(desk.here.lan).get(f"/?ky={MONTH.code}").content.decode()


def test_unfinished_work_of_another_month_is_pointed_out(desk: Desk, enter: Entering) -> None:
    desk.given()
    page = enter(desk.here.lan).get("/").content.decode()
    assert f"{MONTH.label()} · còn 1 việc" in text(page)
    assert "Kỳ này chưa có nhiệm vụ" in page


@pytest.mark.parametrize("asked", ["x", "202613", "199901"])
def test_a_period_that_cannot_be_is_not_found(desk: Desk, enter: Entering, asked: str) -> None:
    assert enter(desk.here.lan).get(f"/?ky={asked}").status_code == 404


def test_the_page_of_a_task_shows_everything(desk: Desk, enter: Entering) -> None:
    task = desk.reported(finished=23, urgent=True)
    return_work(task, desk.here.minh, "Thiếu ý kiến của đơn vị phối hợp.")
    page = text(enter(desk.here.lan).get(f"/ho-so/{task.pk}/").content.decode())
    for told in ("KT.01 Phiếu thẩm định đất · hệ số 6", "2 được giao", "12,0 đơn vị sản phẩm chuẩn", "Khẩn"):
        assert told in page
    assert "quá hạn 3 ngày" in page
    assert "Mỗi lần quá hạn là một lần" in page
    assert "Thiếu ý kiến của đơn vị phối hợp." in page
    assert "counted_against" not in page


@pytest.mark.parametrize("tasks", [10, 400])
def test_the_page_takes_as_many_queries_for_400_tasks_as_for_10(desk: Desk, enter: Entering, tasks: int) -> None:
    goal = {"name": "Việc"}
    assign([desk.row(**goal) for _ in range(tasks)], desk.here.minh)
    lan = enter(desk.here.lan)
    lan.get("/")
    with CaptureQueriesContext(connection) as queries:
        page = lan.get(f"/?ky={MONTH.code}").content.decode()
    assert len(queries) == 8
    assert page.count('-phieu" class') == min(tasks, 50)
    assert groups(page) == {"Quá hạn": tasks}


def test_the_second_page_has_the_rest(desk: Desk, enter: Entering) -> None:
    assign([desk.row() for _ in range(60)], desk.here.minh)
    page = enter(desk.here.lan).get(f"/?ky={MONTH.code}&page=2").content.decode()
    assert page.count('-phieu" class') == 10
