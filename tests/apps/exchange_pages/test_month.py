"""Tasks and results by the pages of import: who sees which card, templates, periods, writing and taking back."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from congminh.work.models import Task
from tests.apps.exchange_pages.sending import last, page, send, sheet
from tests.apps.org_pages.conftest import Entering, rows, words
from tests.apps.work.desk import MONTH, THIS, Desk, again, day, opened

NEW = {"person": "LAN", "full_name": "Nguyễn Thị Ngọc Lan", "product": "KT.01", "quantity": 2, "due": THIS.last}


@pytest.fixture(autouse=True)
def the_day() -> None:
    """Today: the desk's month is the one before it."""


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path) -> Desk:
    settings.MEDIA_ROOT = tmp_path / "files"
    return opened()


@pytest.fixture
def minh(desk: Desk, enter: Entering) -> Client:
    return enter(desk.here.minh)


def content(answer: Any) -> list[list[Any]]:
    """The first sheet of what was sent."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()


def cards(client: Client) -> list[str]:
    """The kinds a person may send."""
    body = client.get("/nhap-excel/").content.decode()
    return [kind for kind in ("tasks", "results", "units", "people", "catalogue") if f'id="card-{kind}"' in body]


def test_a_head_sends_tasks_and_results_and_personnel_all_but_tasks(desk: Desk, enter: Entering) -> None:
    assert cards(enter(desk.here.minh)) == ["tasks", "results"]
    assert cards(enter(desk.here.thu)) == ["results", "units", "people", "catalogue"]
    assert enter(desk.here.lan).get("/nhap-excel/").status_code == 403


def test_a_head_sends_nothing_of_the_organisation(desk: Desk, minh: Client) -> None:
    assert send(minh, "units", b"x").status_code == 403
    assert minh.get("/nhap-excel/xuat/people/").status_code == 403
    assert minh.get("/nhap-excel/mau/catalogue/").status_code == 403


def test_tasks_are_looked_at_then_given_then_taken_back(desk: Desk, minh: Client) -> None:
    send(minh, "tasks", sheet("tasks", [NEW, {**NEW, "product": "DC.01"}]))
    seen = minh.get(page(last()))
    line = next(rows(seen))
    assert "2 thêm mới" in words(seen) and not Task.objects.exists()
    assert line.startswith("2 Nguyễn Thị Ngọc Lan LAN") and "quy đổi 12" in line
    answer = minh.post(page(last(), "ghi/"), follow=True)
    assert "Đã ghi vào hệ thống." in words(answer)
    assert Task.objects.filter(state="assigned", person=desk.here.lan).count() == 2
    answer = minh.post(page(last(), "hoan-tac/"), follow=True)
    assert "Đã hoàn tác" in words(answer)
    assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}


def test_what_is_wrong_stands_in_its_row_with_column_and_what_to_do(desk: Desk, minh: Client) -> None:
    send(minh, "tasks", sheet("tasks", [NEW, {**NEW, "product": "XX"}]))
    line = next(rows(minh.get(page(last()))))
    assert "“Mã sản phẩm”" in line and "mang mã “XX”" in line and "Hãy kiểm tra mã" in line
    found = content(minh.get(page(last(), "tep-loi/")))
    assert "XX" in str(found[1][-1])


def test_nobody_else_sees_or_writes_a_head_s_import(desk: Desk, minh: Client, enter: Entering) -> None:
    send(minh, "tasks", sheet("tasks", [NEW]))
    for who in (desk.here.thu, desk.here.an):
        assert enter(who).get(page(last())).status_code == 404
        assert enter(who).post(page(last(), "ghi/")).status_code == 404
    assert not Task.objects.exists()


def test_what_stands_in_the_way_of_taking_back_is_said(desk: Desk, minh: Client) -> None:
    from congminh.work.actions import record_progress

    send(minh, "tasks", sheet("tasks", [NEW]))
    minh.post(page(last(), "ghi/"))
    task = Task.objects.get()
    record_progress(task, desk.here.lan, 500)
    answer = minh.post(page(last(), "hoan-tac/"), follow=True)
    assert "đã có thay đổi sau lần nhập" in words(answer)
    assert again(task).state == "assigned"


def test_results_of_personnel_wait_in_the_head_s_queue(desk: Desk, enter: Entering) -> None:
    task, thu = desk.given(), enter(desk.here.thu)
    send(thu, "results", sheet("results", [{"task": task.pk, "quantity": 2, "finished": day(18), "confirm": "x"}]))
    seen = words(thu.get(page(last())))
    assert "chờ người đó xác nhận" in seen and "1 thêm mới" in seen
    thu.post(page(last(), "ghi/"))
    assert again(task).state == "reported"
    assert task.name in words(enter(desk.here.minh).get("/cho-xac-nhan/"))
    assert "Ghi kết quả làm ở nơi khác" in words(enter(desk.here.lan).get(f"/ho-so/{task.pk}/"))


@pytest.mark.parametrize("kind", ["tasks", "results"])
def test_an_export_is_of_the_period_asked_for_and_sent_back_changes_nothing(
    desk: Desk, minh: Client, kind: str
) -> None:
    desk.reported()
    assert len(content(minh.get(f"/nhap-excel/xuat/{kind}/"))) == 1
    answer: Any = minh.get(f"/nhap-excel/xuat/{kind}/?ky={MONTH.code}")
    assert f"-{MONTH}.xlsx" in answer.headers["Content-Disposition"]
    send(minh, kind, b"".join(answer.streaming_content))
    assert (last().added, last().changed, last().left, last().faulty) == (0, 0, 1, 0)
    assert "Không có gì để nhập" in words(minh.get(page(last())))


@pytest.mark.parametrize("asked", ["202613", "x", "0", "-1", "99999999999"])
def test_a_period_that_cannot_be_is_not_there(desk: Desk, minh: Client, asked: str) -> None:
    assert minh.get(f"/nhap-excel/xuat/tasks/?ky={asked}").status_code == 404


def test_a_template_lists_the_codes_of_one_s_own_people(desk: Desk, minh: Client) -> None:
    answer = minh.get("/nhap-excel/mau/tasks/")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    codes = book.get_sheet_by_name("Mã để điền").to_python()
    assert [row[0] for row in codes[1:3]] == ["HOA", "LAN"] and "KT.01" in [row[4] for row in codes]
    guide = book.get_sheet_by_name("Hướng dẫn").to_python()
    assert any("TBM-304" in row for row in guide)
    assert len(content(answer)) == 1, "examples stand where no reader takes them for rows"


def test_a_task_of_another_period_is_exported_with_that_one(desk: Desk, minh: Client) -> None:
    task = desk.given()
    assert isinstance(task.due, date)
    found = content(minh.get(f"/nhap-excel/xuat/tasks/?ky={MONTH.code}"))
    assert [row[0] for row in found[1:]] == [task.pk]
