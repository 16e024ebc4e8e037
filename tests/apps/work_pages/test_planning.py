"""«Chép kỳ trước», «việc thường xuyên», «chương trình»: a period planned from what there was, and what it is for."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.org.actions import end_post
from congminh.org.models import Post
from congminh.work.actions import assign, put_goal, put_template
from congminh.work.models import Goal, Task, Template
from congminh.work.periods import day_of
from congminh.work.rows import Row
from tests.apps import clock
from tests.apps.org.commune import person, position, post
from tests.apps.work.desk import MONTH, NEXT, THIS, YESTERDAY, Desk, day
from tests.apps.work_pages.conftest import Entering, groups, text

COPY, RECURRING, GOALS = "/giao-viec/chep-ky-truoc/", "/giao-viec/thuong-xuyen/", "/chuong-trinh/"
# Into the period to come every row of this one can be copied, whatever day it is.
COPY_AHEAD = f"{COPY}?ky={NEXT.code}"
LAST = day_of(NEXT, THIS.last.day)


def this_period(desk: Desk, **more: Any) -> Row:
    """A row of this period, due on its last day."""
    return desk.row(**{"period": THIS.code, "assigned_on": THIS.first, "due": THIS.last, **more})


def test_what_the_period_before_held_is_shown_person_by_person(desk: Desk, enter: Entering) -> None:
    assign([desk.row(), desk.row(code="DC.02"), desk.row(desk.here.hoa)], desk.here.minh)
    page = text(enter(desk.here.minh).get(COPY).content.decode())
    assert f"Chép 3 nhiệm vụ sang {THIS.label()}" in page
    assert "Nguyễn Thị Ngọc Lan LAN 2 28,0 0" in page


def test_a_period_is_copied_once_however_often_it_is_asked_for(desk: Desk, enter: Entering) -> None:
    assign([this_period(desk), this_period(desk, person=desk.here.hoa, code="DC.02")], desk.here.minh)
    minh = enter(desk.here.minh)
    answer = minh.post(COPY_AHEAD, {"chep": 1})
    assert (answer.status_code, answer.headers["Location"]) == (302, COPY_AHEAD)
    made = {(task.person.code, task.code, task.due) for task in Task.objects.filter(period=NEXT.code)}
    assert made == {("LAN", "KT.01", LAST), ("HOA", "DC.02", LAST)}
    again = minh.post(COPY_AHEAD, {"chep": 1}, follow=True)
    assert "Không còn việc nào để giao." in text(again.content.decode())
    assert Task.objects.filter(period=NEXT.code).count() == 2


def test_what_would_be_due_before_today_is_left_to_be_given_another_day(desk: Desk, enter: Entering) -> None:
    assign([desk.row(due=MONTH.first), desk.row(code="DC.02", due=MONTH.last)], desk.here.minh)
    with clock.at(day(28, THIS)):
        page = text(enter(desk.here.minh).post(COPY, {"chep": 1}).content.decode())
    assert "Phiếu thẩm định đất" in page and "trước ngày giao" in page
    assert [task.code for task in Task.objects.filter(period=THIS.code)] == ["DC.02"]


def test_trying_a_copy_writes_nothing(desk: Desk, enter: Entering) -> None:
    assign([this_period(desk)], desk.here.minh)
    answer = enter(desk.here.minh).post(COPY_AHEAD, {"xem": 1})
    assert answer.status_code == 200
    assert "chưa giao việc nào: sẽ giao 1 nhiệm vụ, còn lại 0 dòng" in text(answer.content.decode())
    assert not Task.objects.filter(period=NEXT.code).exists()


def test_a_row_that_cannot_be_copied_is_left_with_its_reason_and_goes_on_to_be_mended(
    desk: Desk, enter: Entering
) -> None:
    gone = person("GONE", "Người Đã Đi")
    post(gone, desk.here.economy)
    assign([this_period(desk), this_period(desk, person=gone)], desk.here.minh)
    end_post(Post.objects.get(person=gone), YESTERDAY)
    minh = enter(desk.here.minh)
    page = minh.post(COPY_AHEAD, {"chep": 1}).content.decode()
    assert "Người Đã Đi: Phiếu thẩm định đất" in text(page)
    assert Task.objects.filter(period=NEXT.code).count() == 1
    kept = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert kept.strip() == f"GONE\tKT.01\t2\t{LAST:%d/%m/%Y}\tPhiếu thẩm định đất"
    mended = minh.post(f"/giao-viec/dan/?ky={NEXT.code}", {"text": kept, "xem": 1})
    assert "1 dòng cần sửa" in text(mended.content.decode())


def test_the_work_of_a_head_is_copied_by_who_scores_the_head(desk: Desk, enter: Entering) -> None:
    assign([this_period(desk, person=desk.here.minh)], desk.here.an)
    assign([this_period(desk)], desk.here.minh)
    enter(desk.here.minh).post(COPY_AHEAD, {"chep": 1})
    assert [task.person for task in Task.objects.filter(period=NEXT.code)] == [desk.here.lan]
    enter(desk.here.an).post(COPY_AHEAD, {"chep": 1})
    assert {task.person for task in Task.objects.filter(period=NEXT.code)} == {desk.here.lan, desk.here.minh}


def test_without_a_period_asked_for_it_is_this_one_that_is_planned(desk: Desk, enter: Entering) -> None:
    assign([desk.row(due=MONTH.last)], desk.here.minh)
    with clock.at(THIS.first):
        enter(desk.here.minh).post(COPY, {"chep": 1})
    assert [task.due for task in Task.objects.filter(period=THIS.code)] == [day_of(THIS, MONTH.last.day)]


def template(desk: Desk, **more: Any) -> Template:
    usual = {"unit": desk.here.economy, "person": desk.here.lan, "code": "KT.01", "quantity_m": 3000, "due_day": 31}
    return put_template(Template(**{**usual, **more}), desk.here.minh)


def test_recurring_tasks_are_assigned_with_one_button_and_never_twice(desk: Desk, enter: Entering) -> None:
    template(desk)
    template(desk, person=None, position=position("Vị trí staff"), code="DC.01")
    template(desk, is_active=False, code="DC.02")
    minh = enter(desk.here.minh)
    page = text(minh.get(RECURRING).content.decode())
    assert "Phiếu thẩm định đất" in page
    assert "không dùng" in page
    for _ in range(2):
        assert minh.post(RECURRING, {"giao": 1}).status_code == 302
    made = sorted((task.person.code, task.code, task.assigned_m, task.due) for task in Task.objects.all())
    assert made == [("LAN", "DC.01", 3000, THIS.last), ("LAN", "KT.01", 3000, THIS.last)]


def test_a_recurring_task_is_added_by_code_or_words_and_changed(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    sent = {"person": "ngoc lan", "product": "bao cao nhanh", "quantity": "1,5", "due_day": 25, "is_active": "on"}
    assert minh.post(f"{RECURRING}them/", sent).headers["Location"] == RECURRING
    made = Template.objects.get()
    assert (made.person, made.code, made.quantity_m, made.unit) == (desk.here.lan, "DC.02", 1500, desk.here.economy)
    page = minh.get(f"{RECURRING}{made.pk}/").content.decode()
    assert 'value="1,5"' in page
    minh.post(f"{RECURRING}{made.pk}/", {**sent, "due_day": 10, "is_active": ""})
    made.refresh_from_db()
    assert (made.due_day, made.is_active) == (10, False)


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"product": "khong co"}, "product", "Không tìm thấy sản phẩm nào"),
        ({"product": ""}, "product", ""),
        ({"product": "theo"}, "product", "khớp với nhiều sản phẩm"),
        ({"person": "khong ai"}, "person", ""),
        ({"quantity": "x"}, "quantity", "không phải là số lượng"),
        ({"due_day": 40}, "due_day", ""),
        ({"person": ""}, "", "chọn một công chức hoặc một vị trí"),
    ],
)
def test_what_is_wrong_with_a_recurring_task_is_said_at_its_field(
    desk: Desk, enter: Entering, wrong: dict[str, Any], field: str, told: str
) -> None:
    sent = {"person": "LAN", "product": "KT.01", "quantity": "1", "due_day": 5, "name": "Tên đã gõ", **wrong}
    answer = enter(desk.here.minh).post(f"{RECURRING}them/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert (f'id="id_{field}_error"' if field else "notice seal") in page
    assert told in text(page)
    assert "Tên đã gõ" in page
    assert not Template.objects.exists()


def test_recurring_tasks_of_another_unit_are_not_found(desk: Desk, enter: Entering) -> None:
    made = template(desk)
    assert enter(desk.here.thuong).get(f"{RECURRING}{made.pk}/").status_code == 404
    assert enter(desk.here.lan).get(RECURRING).status_code == 403


def goal(desk: Desk, **more: Any) -> Goal:
    usual = {"unit": desk.here.economy, "name": "Cấp giấy cho 120 hộ", "first": THIS.code, "last": THIS.code}
    return put_goal(Goal(**{**usual, **more}), desk.here.an)


def test_goals_stand_by_unit_with_how_far_their_tasks_are(desk: Desk, enter: Entering) -> None:
    first, second = goal(desk), goal(desk, unit=desk.here.commune, name="Giải ngân 95%")
    goal(desk, name="Năm sau", first=NEXT.code + 100, last=NEXT.code + 100)
    desk.given(goal=first)
    page = enter(desk.here.lan).get(GOALS).content.decode()
    assert groups(page) == {"UBND xã Thanh Bình Minh": 1, "Phòng Kinh tế": 1}
    assert "0 / 1" in text(page)
    assert second.name in text(page)
    assert "Năm sau" not in text(page)
    assert f"{GOALS}{first.pk}/" not in page


def test_whoever_leads_a_unit_adds_changes_and_takes_out_its_goals(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    sent = {"unit": desk.here.economy.pk, "name": "Trồng 20 ha rừng", "first": f"{THIS.year}-10", "last": "12/2026"}
    sent["first"] = "10/2026"
    assert minh.post(f"{GOALS}them/", sent).status_code == 302
    made = Goal.objects.get()
    assert (made.unit, made.first, made.last) == (desk.here.economy, 202610, 202612)
    page = minh.get(f"{GOALS}{made.pk}/").content.decode()
    assert 'value="2026-10"' in page
    minh.post(f"{GOALS}{made.pk}/", {**sent, "name": "Trồng 25 ha rừng"})
    assert Goal.objects.get().name == "Trồng 25 ha rừng"
    assert minh.post(f"{GOALS}{made.pk}/bo/").status_code == 302
    assert not Goal.objects.exists()


def test_a_goal_that_tasks_serve_stays_and_the_page_says_why(desk: Desk, enter: Entering) -> None:
    made = goal(desk)
    desk.given(goal=made)
    answer = enter(desk.here.minh).post(f"{GOALS}{made.pk}/bo/")
    assert answer.status_code == 422
    assert "Chưa bỏ được mục tiêu" in text(answer.content.decode())
    assert made.name in answer.content.decode()
    assert Goal.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"first": "tháng mười"}, "first"), ({"last": "01/2026"}, "last"), ({"name": ""}, "name"), ({"unit": ""}, "unit")],
)
def test_what_is_wrong_with_a_goal_is_said_at_its_field(
    desk: Desk, enter: Entering, wrong: dict[str, str], field: str
) -> None:
    sent = {"unit": desk.here.economy.pk, "name": "Mục tiêu", "first": "10/2026", "last": "12/2026", **wrong}
    answer = enter(desk.here.minh).post(f"{GOALS}them/", {**sent, "indicator": "Chỉ tiêu đã gõ"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "Chỉ tiêu đã gõ" in page


def test_goals_of_other_units_are_not_ones_own_to_change(desk: Desk, enter: Entering) -> None:
    made = goal(desk, unit=desk.here.culture)
    minh = enter(desk.here.minh)
    assert minh.get(f"{GOALS}{made.pk}/").status_code == 404
    sent = {"unit": desk.here.culture.pk, "name": "Lấn sân", "first": "10/2026", "last": "12/2026"}
    assert minh.post(f"{GOALS}them/", sent).status_code == 422
    assert enter(desk.here.lan).get(f"{GOALS}them/").status_code == 403


@pytest.mark.parametrize(("address", "most"), [(COPY, 16), (RECURRING, 15), (GOALS, 15)])
def test_a_page_takes_as_many_queries_for_400_rows_as_for_10(
    desk: Desk, enter: Entering, address: str, most: int
) -> None:
    minh, counts = enter(desk.here.minh), []
    for number in (10, 390):
        assign([desk.row() for _ in range(number)], desk.here.minh)
        for n in range(number):
            goal(desk, name=f"Mục tiêu {n}")
            template(desk, name=f"Việc {n}")
        with CaptureQueriesContext(connection) as queries:
            assert minh.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most


def test_a_period_in_which_nothing_was_planned_says_what_to_do(desk: Desk, enter: Entering) -> None:
    page = text(enter(desk.here.minh).get(COPY).content.decode())
    assert f"{MONTH.label()} không có nhiệm vụ theo kế hoạch" in page
    assert "Chưa có việc thường xuyên" in text(enter(desk.here.minh).get(RECURRING).content.decode())
    assert "Chưa có mục tiêu nào" in text(enter(desk.here.minh).get(GOALS).content.decode())
