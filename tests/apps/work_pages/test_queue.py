"""«Chờ xác nhận»: one list and one detail, settled one after the other, taken back, or many at once as a batch."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.ledger.models import Entry
from congminh.work.actions import ask_cause, assign, confirm, hand_over, propose, put_template, report
from congminh.work.models import Task, Template
from congminh.work.rows import Row
from tests.apps.work.desk import MONTH, Desk, again, day
from tests.apps.work_pages.conftest import Entering, text


def settle(client: Any, task: Task, step: str, **more: Any) -> Any:
    return client.post(f"/cho-xac-nhan/{task.pk}/", {"version": again(task).version, "step": step, **more})


def shown(page: str) -> str:
    """The name of the task whose detail is shown."""
    return text(page.partition('class="name"')[2].partition(">")[2].partition("</h2>")[0])


def test_the_queue_lists_what_waits_and_shows_the_first_in_full(desk: Desk, enter: Entering) -> None:
    desk.reported(name="Thứ hai", finished=19)
    desk.reported(name="Thứ nhất", finished=12, code="DC.02")
    page = enter(desk.here.minh).get("/cho-xac-nhan/").content.decode()
    assert "Chờ xác nhận: 2 nhiệm vụ của 1 người" in text(page)
    assert text(page).index("Thứ nhất") < text(page).index("Thứ hai")
    assert shown(page) == "Thứ nhất"
    assert "DC.02 Báo cáo nhanh · hệ số 8 · danh mục, phiên bản 1" in text(page)
    assert "2 được giao, báo hoàn thành 2 = 16,0 đơn vị sản phẩm chuẩn" in text(page)
    assert f"Hạn {day(20):%d/%m/%Y}, xong {day(12):%d/%m/%Y}: đúng hạn." in text(page)


def test_a_task_confirmed_gives_way_to_the_next(desk: Desk, enter: Entering) -> None:
    first, second = desk.reported(name="Một", finished=10), desk.reported(name="Hai", finished=11)
    minh = enter(desk.here.minh)
    answer = settle(minh, first, "confirm", after=second.pk)
    assert answer.headers["Location"] == f"/cho-xac-nhan/?viec={second.pk}"
    page = minh.get(answer.headers["Location"]).content.decode()
    assert (again(first).state, again(first).confirmed_m) == ("confirmed", 2000)
    assert shown(page) == "Hai"
    assert "Hôm nay đã xác nhận: 1." in text(page)


def test_another_quantity_needs_its_reason_and_keeps_what_was_typed(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    minh = enter(desk.here.minh)
    answer = settle(minh, task, "confirm", quantity="1,5")
    assert answer.status_code == 422
    assert 'value="1,5"' in answer.content.decode()
    assert "<details open" in " ".join(answer.content.decode().split())
    assert again(task).state == "reported"
    settle(minh, task, "confirm", quantity="1,5", reason="Nửa sản phẩm còn thiếu biểu.")
    assert again(task).confirmed_m == 1500


@pytest.mark.parametrize(("step", "failures"), [("return", 1), ("send_back", 0)])
def test_work_is_returned_with_a_reason_by_either_button(desk: Desk, enter: Entering, step: str, failures: int) -> None:
    task = desk.reported()
    minh = enter(desk.here.minh)
    refused = settle(minh, task, step)
    assert refused.status_code == 422
    assert again(task).state == "reported"
    settle(minh, task, step, reason="Thiếu chữ ký của đơn vị phối hợp.")
    done = again(task)
    assert (done.state, done.quality_failures) == ("returned", failures)


def test_what_was_settled_last_is_taken_back_and_shown_again(desk: Desk, enter: Entering) -> None:
    first, second = desk.reported(name="Một", finished=10), desk.reported(name="Hai", finished=11)
    minh = enter(desk.here.minh)
    settle(minh, first, "confirm")
    settle(minh, second, "return", reason="Chưa đạt.")
    page = minh.get("/cho-xac-nhan/").content.decode()
    assert "Vừa làm: Đánh giá chưa đạt, trả lại, “Hai”" in text(page)
    answer = settle(minh, second, "undo")
    assert answer.headers["Location"] == f"/cho-xac-nhan/?viec={second.pk}"
    page = minh.get(answer.headers["Location"]).content.decode()
    assert "Vừa làm: Xác nhận kết quả, “Một”" in text(page)
    assert shown(page) == "Hai"
    settle(minh, first, "undo")
    assert [again(task).state for task in (first, second)] == ["reported", "reported"]
    assert again(second).quality_failures == 0
    assert "Vừa làm" not in text(minh.get("/cho-xac-nhan/").content.decode())


def test_work_reported_again_after_its_return_is_not_offered_for_undoing(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    minh = enter(desk.here.minh)
    settle(minh, task, "return", reason="Làm lại.")
    report(again(task), desk.here.lan, 2000, day(19))
    page = text(minh.get("/cho-xac-nhan/").content.decode())
    assert "Vừa làm" not in page
    assert "Đánh giá chưa đạt, trả lại: “Làm lại.”" in page


def test_delays_are_shown_with_their_arithmetic_and_the_reading(desk: Desk, enter: Entering) -> None:
    desk.reads("delay_unit", "working_day")
    desk.reported(finished=26)
    page = text(enter(desk.here.minh).get("/cho-xac-nhan/").content.decode())
    late = (day(26) - day(20)).days
    assert f"Hạn {day(20):%d/%m/%Y}, xong {day(26):%d/%m/%Y}: quá hạn {late} ngày" in page
    assert "Mỗi ngày làm việc quá hạn là một lần" in page
    assert "Điều 14.2.c" in page


def test_a_cause_is_judged_beside_the_work_it_is_about(desk: Desk, enter: Entering) -> None:
    task = desk.reported(finished=25)
    ask_cause(task, desk.here.lan, "delay", "Mưa lũ làm ngập đường.")
    minh = enter(desk.here.minh)
    page = minh.get("/cho-xac-nhan/").content.decode()
    assert 'data-key="o"' in page
    assert "Mưa lũ làm ngập đường." in text(page)
    assert settle(minh, task, "accept_cause").status_code == 422
    settle(minh, task, "accept_cause", reason="Có công văn kèm theo.")
    assert (again(task).cause, again(task).waived_delays, again(task).state) == ("accepted", 1, "reported")
    assert 'data-key="o"' not in minh.get("/cho-xac-nhan/").content.decode()


def test_a_cause_asked_of_confirmed_work_waits_too(desk: Desk, enter: Entering) -> None:
    task = desk.reported(finished=25)
    confirm(task, desk.here.minh)
    ask_cause(task, desk.here.lan, "delay", "Sở gửi chậm.")
    minh = enter(desk.here.minh)
    page = minh.get("/cho-xac-nhan/").content.decode()
    assert 'data-key="a"' not in page
    settle(minh, task, "refuse_cause", reason="Không có căn cứ.")
    assert (again(task).cause, again(task).counting_delays) == ("refused", 1)


def test_where_causes_are_judged_by_who_rates_the_one_who_confirms_has_no_key_for_it(
    desk: Desk, enter: Entering
) -> None:
    desk.reads("objective_cause_by", "decider")
    task = desk.reported(finished=25)
    ask_cause(task, desk.here.lan, "delay", "Mưa lũ.")
    assert 'data-key="o"' not in enter(desk.here.minh).get("/cho-xac-nhan/").content.decode()
    an = enter(desk.here.an).get("/cho-xac-nhan/").content.decode()
    assert 'data-key="o"' in an
    assert 'data-key="a"' not in an


def test_a_proposal_is_approved_or_declined_and_a_new_item_needs_its_coefficient(desk: Desk, enter: Entering) -> None:
    row = Row(desk.here.lan, None, 1000, day(20), MONTH.code, "Việc mới", origin=Task.Origin.AD_HOC, assigned_on=day(1))
    new, other = propose(row), propose(row, 4000)
    minh = enter(desk.here.minh)
    refused = settle(minh, new, "approve", coefficient_m="")
    assert refused.status_code == 422
    assert shown(refused.content.decode()) == "Việc mới"
    settle(minh, new, "approve", coefficient_m="2,5")
    assert (again(new).state, again(new).coefficient_m, again(new).provisional) == ("assigned", 2500, True)
    settle(minh, other, "decline", reason="Đã có trong kế hoạch.")
    assert again(other).state == "declined"


def test_a_task_that_cannot_be_done_is_given_to_another(desk: Desk, enter: Entering) -> None:
    task = desk.given()
    hand_over(task, desk.here.lan, "Được cử đi học.")
    minh = enter(desk.here.minh)
    refused = settle(minh, task, "give_to", taker="khong ai", due=day(28))
    assert refused.status_code == 422
    assert "khong ai" in refused.content.decode()
    settle(minh, task, "give_to", taker="HOA", due=MONTH.last)
    assert again(task).state in ("handed_over", "handing_over")


def test_two_who_settle_at_once_get_one_effect_and_the_second_is_told(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    minh = enter(desk.here.minh)
    minh.post(f"/cho-xac-nhan/{task.pk}/", {"version": 2, "step": "confirm"})
    late = minh.post(f"/cho-xac-nhan/{task.pk}/", {"version": 2, "step": "return", "reason": "Gõ rất lâu"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Có người vừa thao tác trước" in page
    assert again(task).state == "confirmed"
    assert Entry.objects.filter(file=task, step="return").count() == 0


def test_nobody_settles_their_own_nor_what_is_anothers(desk: Desk, enter: Entering) -> None:
    task = desk.reported()
    assert settle(enter(desk.here.lan), task, "confirm").status_code == 403
    assert settle(enter(desk.here.thu), task, "confirm").status_code in (403, 404)
    assert settle(enter(desk.here.far), task, "confirm").status_code == 404
    assert again(task).state == "reported"


@pytest.mark.parametrize("sent", [{"step": "cancel"}, {"step": "confirm", "version": "x"}, {"step": "hand_over"}])
def test_only_what_a_head_settles_here_is_taken(desk: Desk, enter: Entering, sent: dict[str, str]) -> None:
    task = desk.reported()
    answer = enter(desk.here.minh).post(f"/cho-xac-nhan/{task.pk}/", {"version": task.version, **sent})
    assert answer.status_code == 404


def test_staff_have_no_queue(desk: Desk, enter: Entering) -> None:
    desk.reported()
    assert enter(desk.here.lan).get("/cho-xac-nhan/").status_code == 403
    assert enter(desk.here.hoa).get("/cho-xac-nhan/").status_code == 403


def test_an_empty_queue_says_so(desk: Desk, enter: Entering) -> None:
    assert "Kết quả công chức báo cáo hiện ở đây" in text(enter(desk.here.minh).get("/cho-xac-nhan/").content.decode())


def test_the_queue_takes_as_many_queries_for_400_as_for_10(desk: Desk, enter: Entering) -> None:
    """Who is who, the periods closed and the readings take more than half of them, whatever the number of tasks."""
    minh, counts = enter(desk.here.minh), []
    for number, lines in ((10, 10), (390, 50)):
        for task in assign([desk.row() for _ in range(number)], desk.here.minh):
            report(task, desk.here.lan, 2000, day(15))
        with CaptureQueriesContext(connection) as queries:
            page = minh.get("/cho-xac-nhan/").content.decode()
        assert page.count('class="line"') == lines
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_the_keys_lead_over_the_end_of_a_page(desk: Desk, enter: Entering) -> None:
    tasks = assign([desk.row(name=f"Việc {n}") for n in range(52)], desk.here.minh)
    for task in tasks:
        report(task, desk.here.lan, 2000, day(15))
    minh = enter(desk.here.minh)
    page = minh.get(f"/cho-xac-nhan/?viec={tasks[49].pk}").content.decode()
    assert 'data-key="j" href="/cho-xac-nhan/?page=2"' in page
    assert 'data-key="k" href="/cho-xac-nhan/?page=1"' not in page
    page = minh.get("/cho-xac-nhan/?page=2").content.decode()
    assert shown(page) == "Việc 50"
    assert 'data-key="k" href="/cho-xac-nhan/"' in page


def routine(desk: Desk, number: int = 3, **more: Any) -> list[Task]:
    """Recurring tasks of Lan, reported on time with a link."""
    template = Template(unit=desk.here.economy, person=desk.here.lan, code="KT.01")
    put_template(template, desk.here.minh)
    rows = [desk.row(template=template, recurrence=202600 + n, name=f"Việc {n}") for n in range(1, number + 1)]
    tasks = assign(rows, desk.here.minh)
    for task in tasks:
        report(task, desk.here.lan, 2000, day(18), link="https://vb.example/1", **more)
    return tasks


def test_recurring_work_is_confirmed_many_at_once_and_kept_as_a_batch(desk: Desk, enter: Entering) -> None:
    tasks = routine(desk)
    desk.reported(name="Không thường xuyên")
    minh = enter(desk.here.minh)
    assert "Xác nhận 3 việc thường xuyên" in text(minh.get("/cho-xac-nhan/").content.decode())
    page = minh.get("/cho-xac-nhan/ca-lo/").content.decode()
    assert page.count("checked") == 3
    assert "Không thường xuyên" not in page
    kept = [f"{task.pk}:2" for task in tasks[:2]]
    answer = minh.post("/cho-xac-nhan/ca-lo/", {"task": kept})
    assert answer.status_code == 302
    assert [again(task).state for task in tasks] == ["confirmed", "confirmed", "reported"]
    marks = {str(Entry.objects.get(file=task, step="confirm").data["batch"]) for task in tasks[:2]}
    assert len(marks) == 1
    assert "'files': 2" in marks.pop()


def test_only_sound_work_is_offered_for_a_batch(desk: Desk, enter: Entering) -> None:
    late, part, bare = routine(desk, 3)
    report(again(late), desk.here.lan, 2000, day(25), link="https://vb.example/1")
    report(again(part), desk.here.lan, 1000, day(18), link="https://vb.example/1")
    report(again(bare), desk.here.lan, 2000, day(18))
    minh = enter(desk.here.minh)
    assert "việc thường xuyên, đúng hạn" not in text(minh.get("/cho-xac-nhan/").content.decode())
    assert "Hiện chưa có việc nào phù hợp" in text(minh.get("/cho-xac-nhan/ca-lo/").content.decode())


def test_a_batch_in_which_one_moved_confirms_none_and_says_which(desk: Desk, enter: Entering) -> None:
    tasks = routine(desk)
    report(again(tasks[0]), desk.here.lan, 1000, day(18), link="https://vb.example/1")
    sent = [f"{task.pk}:2" for task in tasks]
    answer = enter(desk.here.minh).post("/cho-xac-nhan/ca-lo/", {"task": sent})
    assert answer.status_code == 409
    assert "Việc 1" in text(answer.content.decode())
    assert {again(task).state for task in tasks} == {"reported"}


def test_a_batch_with_work_settled_already_confirms_none(desk: Desk, enter: Entering) -> None:
    tasks = routine(desk)
    confirm(tasks[0], desk.here.minh)
    answer = enter(desk.here.minh).post("/cho-xac-nhan/ca-lo/", {"task": [f"{task.pk}:2" for task in tasks]})
    assert answer.status_code == 409
    assert [again(task).state for task in tasks] == ["confirmed", "reported", "reported"]


def test_a_batch_of_nothing_is_refused(desk: Desk, enter: Entering) -> None:
    routine(desk)
    minh = enter(desk.here.minh)
    answer = minh.post("/cho-xac-nhan/ca-lo/", {})
    assert answer.status_code == 422
    assert "Chưa chọn" in text(answer.content.decode())
    assert minh.post("/cho-xac-nhan/ca-lo/", {"task": "1:x"}).status_code == 404
