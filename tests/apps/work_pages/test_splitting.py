"""«Chia nhiệm vụ», «Nếu xác nhận», «việc của» somebody: what else a head does and sees of one task or person."""

from typing import Any

import pytest

from congminh.assessment.actions import open_round
from congminh.work.actions import confirm, report
from congminh.work.models import Task
from tests.apps.assessment.month import Month
from tests.apps.work.desk import MONTH, THIS, Desk, again, day
from tests.apps.work_pages.conftest import Entering, groups, text


@pytest.fixture
def month(desk: Desk) -> Month:
    return Month(desk, open_round(desk.here.commune, MONTH, desk.here.thu).round)


def said(*parts: tuple[str, Any], **more: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {"version": 1, **more}
    for place, (quantity, due) in enumerate(parts):
        sent |= {f"quantity_{place}": quantity, f"due_{place}": due}
    return sent


def address(task: Task) -> str:
    return f"/viec/{task.pk}/chia/"


def test_a_large_product_is_split_over_two_months_within_its_total(desk: Desk, enter: Entering) -> None:
    task = desk.given(quantity_m=1000)
    minh = enter(desk.here.minh)
    assert address(task) in minh.get(f"/ho-so/{task.pk}/").content.decode()
    answer = minh.post(address(task), said(("0,4", day(20)), ("0,6", THIS.last)))
    assert answer.headers["Location"] == f"/ho-so/{task.pk}/"
    made = {(each.period, each.assigned_m, each.person) for each in Task.objects.all()}
    assert made == {(MONTH.code, 400, desk.here.lan), (THIS.code, 600, desk.here.lan)}
    assert len(set(Task.objects.values_list("whole", flat=True))) == 1


@pytest.mark.parametrize(
    ("parts", "place", "told"),
    [
        ((("0,4", day(20)), ("0,7", THIS.last)), "notice seal", "1,1"),
        ((("0,4", day(20)), ("", "")), "id_quantity_1_error", ""),
        ((("x", day(20)), ("0,6", THIS.last)), "id_quantity_0_error", "không phải là số lượng"),
        ((("0,4", THIS.last), ("0,6", THIS.last)), "notice seal", ""),
        ((("0,4", day(20)), ("0,3", THIS.last), ("0,3", "")), "id_due_2_error", "chưa đủ"),
        ((("0", day(20)), ("0,3", THIS.last)), "notice seal", ""),
    ],
)
def test_parts_that_cannot_be_are_said_and_stay_as_typed(
    desk: Desk, enter: Entering, parts: Any, place: str, told: str
) -> None:
    task = desk.given(quantity_m=1000)
    answer = enter(desk.here.minh).post(address(task), said(*parts))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert place in page
    assert told in text(page)
    assert f'value="{parts[0][0]}"' in page
    assert (Task.objects.count(), again(task).assigned_m) == (1, 1000)


def test_who_split_second_is_told(desk: Desk, enter: Entering) -> None:
    task = desk.given(quantity_m=1000)
    report(again(task), desk.here.lan, 500, day(12))
    answer = enter(desk.here.minh).post(address(task), said(("0,4", day(20)), ("0,6", THIS.last)))
    assert answer.status_code == 409
    assert 'value="0,6"' in answer.content.decode()
    assert Task.objects.count() == 1


def test_only_who_assigns_splits_and_only_what_is_under_way(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    assert enter(desk.here.lan).get(address(task)).status_code == 403
    assert enter(desk.here.an).get(address(task)).status_code == 403
    assert enter(desk.here.far).get(address(task)).status_code == 404
    confirm(task, desk.here.minh)
    assert address(task) not in enter(desk.here.minh).get(f"/ho-so/{task.pk}/").content.decode()


def test_a_head_sees_what_the_month_would_be_once_the_task_is_confirmed(month: Month, enter: Entering) -> None:
    month.done(code="KT.01")
    task = month.desk.reported(code="KT.01")
    month.sent(month.here.lan)
    minh = enter(month.here.minh)
    page = text(minh.get(f"/cho-xac-nhan/{task.pk}/neu/").content.decode())
    assert "Nếu xác nhận, điểm tháng của Nguyễn Thị Ngọc Lan: 65,00 → 100,00" in page
    assert page.count("+50 %") == 3
    confirm(task, month.here.minh)
    assert "100,00" in text(enter(month.here.lan, script=True).get(f"/viec-cua-toi/?ky={MONTH.code}").content.decode())


def test_what_is_foreseen_is_what_comes_to_be(month: Month, enter: Entering) -> None:
    """Late, returned, ad hoc: the figures before and after are the law's own."""
    month.done(code="DC.02", quantity_m=3000)
    task = month.desk.reported(finished=25, code="KT.01")
    month.sent(month.here.lan)
    foreseen = text(enter(month.here.minh).get(f"/cho-xac-nhan/{task.pk}/neu/").content.decode())
    confirm(task, month.here.minh)
    page = text(enter(month.here.lan, script=True).get(f"/viec-cua-toi/?ky={MONTH.code}").content.decode())
    total = foreseen.partition("→ ")[2].split()[0]
    assert total in page


def test_nothing_is_foreseen_where_no_score_runs(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    answer = enter(desk.here.minh).get(f"/cho-xac-nhan/{task.pk}/neu/")
    assert (answer.status_code, text(answer.content.decode())) == (200, "")
    assert enter(desk.here.far).get(f"/cho-xac-nhan/{task.pk}/neu/").status_code == 404
    assert enter(desk.here.lan).get(f"/cho-xac-nhan/{task.pk}/neu/").status_code == 403


def test_without_the_general_criteria_the_results_alone_are_foreseen(month: Month, enter: Entering) -> None:
    task = month.desk.reported()
    page = text(enter(month.here.minh).get(f"/cho-xac-nhan/{task.pk}/neu/").content.decode())
    assert "Nếu xác nhận, kết quả của Nguyễn Thị Ngọc Lan:" in page
    assert "→" not in page


def test_a_head_reads_the_tasks_of_their_people_without_buttons_to_report(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    desk.reported()
    minh = enter(desk.here.minh)
    assert "/viec-cua/LAN/" in minh.get("/don-vi-thang/").content.decode()
    page = minh.get(f"/viec-cua/LAN/?ky={MONTH.code}").content.decode()
    assert groups(page) == {"Quá hạn": 1, "Đã báo, đang chờ người khác": 1}
    assert f"/ho-so/{task.pk}/" in page
    assert f"viec-{task.pk}-phieu" not in page
    assert "hand_over" not in page


def test_tasks_of_others_are_for_who_leads_them(desk: Desk, enter: Entering) -> None:
    desk.given()
    assert enter(desk.here.thuong).get("/viec-cua/LAN/").status_code == 404
    assert enter(desk.here.far).get("/viec-cua/LAN/").status_code == 404
    assert enter(desk.here.lan).get("/viec-cua/MINH/").status_code == 403
    assert enter(desk.here.dung).get("/viec-cua/LAN/").status_code == 200
    page = enter(desk.here.thu).get("/viec-cua/HOA/").content.decode()
    assert "Chưa giao việc gì trong kỳ này" in text(page)
