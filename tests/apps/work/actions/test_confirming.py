"""Confirmed, returned, taken back, moved on: by who scores the person, once, with a trace."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.ledger.actions import Stale
from congminh.ledger.models import Notice
from congminh.org.actions import delegate
from congminh.work.actions import (
    ask_cause,
    assign,
    confirm,
    confirm_all,
    force_forward,
    report,
    return_work,
    send_back,
    undo,
)
from tests.apps.work.desk import YESTERDAY, Desk, again, day


def test_a_result_is_confirmed_as_reported(desk: Desk) -> None:
    task = desk.reported(800)
    entry = confirm(task, desk.here.minh)
    done = again(task)
    assert (done.state, done.confirmed_m, done.confirmed_on) == ("confirmed", 800, timezone.localdate())
    assert (entry.cite, entry.data["quantity"], entry.data["delays"]) == ("Điều 3.4", "0,8", 0)


def test_another_quantity_needs_a_reason(desk: Desk) -> None:
    task = desk.reported()
    with pytest.raises(ValidationError) as caught:
        confirm(task, desk.here.minh, 1000)
    assert set(caught.value.message_dict) == {"reason"}
    entry = confirm(task, desk.here.minh, 1000, "Một phiếu chưa ký")
    assert again(task).confirmed_m == 1000
    assert (entry.data["reported"], entry.data["quantity"], entry.data["reason"]) == ("2", "1", "Một phiếu chưa ký")


@pytest.mark.parametrize("quantity_m", [0, -1, 10_000_001])
def test_a_quantity_that_cannot_be_is_not_confirmed(desk: Desk, quantity_m: int) -> None:
    with pytest.raises(ValidationError) as caught:
        confirm(desk.reported(), desk.here.minh, quantity_m, "x")
    assert set(caught.value.message_dict) == {"quantity"}


@pytest.mark.parametrize("who", ["lan", "hoa", "an", "thu", "thuong", "dung", "son", "far"])
def test_only_who_scores_the_person_confirms(desk: Desk, who: str) -> None:
    with pytest.raises(PermissionDenied):
        confirm(desk.reported(), getattr(desk.here, who))


def test_nobody_confirms_their_own_whatever_posts_they_hold(desk: Desk) -> None:
    here, today = desk.here, timezone.localdate()
    task = assign([desk.row(here.hoa)], here.minh)[0]
    report(task, here.hoa, 2000, day(18))
    delegate(here.economy, here.hoa, today, today)
    with pytest.raises(PermissionDenied):
        confirm(again(task), here.hoa)
    confirm(again(task), here.minh)


@pytest.mark.parametrize(
    ("unit", "finished", "delays"),
    [("occurrence", 25, 1), ("calendar_day", 25, 5), ("occurrence", 20, 0), ("calendar_day", 19, 0)],
)
def test_delays_are_counted_by_the_reading_of_the_agency(desk: Desk, unit: str, finished: int, delays: int) -> None:
    desk.reads("delay_unit", unit)
    task = desk.reported(finished=finished)
    confirm(task, desk.here.minh)
    assert again(task).delays == delays


def test_many_are_confirmed_in_one_batch_and_each_entry_says_so(desk: Desk) -> None:
    tasks = [desk.reported(code=code, finished=finished) for code, finished in (("KT.01", 18), ("DC.01", 25))]
    entries = confirm_all(tasks, desk.here.minh)
    assert [again(task).state for task in tasks] == ["confirmed", "confirmed"]
    assert [(again(task).confirmed_m, again(task).delays) for task in tasks] == [(2000, 0), (2000, 1)]
    assert len({entry.data["batch"]["mark"] for entry in entries}) == 1
    assert {entry.data["batch"]["files"] for entry in entries} == {2}
    assert [task.confirmed_m for task in tasks] == [2000, 2000], "the rows in hand are as stored"


def test_a_batch_with_one_that_moved_confirms_none_and_names_it(desk: Desk) -> None:
    tasks = [desk.reported(code=code) for code in ("KT.01", "DC.01")]
    return_work(again(tasks[1]), desk.here.minh, "Thiếu chữ ký")
    with pytest.raises(Stale) as caught:
        confirm_all(tasks, desk.here.minh)
    assert caught.value.files == (tasks[1].pk,)
    assert caught.value.entry and caught.value.entry.step == "return"
    assert again(tasks[0]).state == "reported"


def test_a_batch_chosen_on_a_page_that_has_aged_confirms_none_and_names_what_moved(desk: Desk) -> None:
    tasks = [desk.reported(code=code) for code in ("KT.01", "DC.01")]
    seen = {task.pk: again(task).version for task in tasks}
    report(again(tasks[1]), desk.here.lan, 1000, day(18))
    with pytest.raises(Stale) as caught:
        confirm_all([again(task) for task in tasks], desk.here.minh, seen)
    assert caught.value.files == (tasks[1].pk,) and again(tasks[0]).state == "reported"


def test_a_batch_with_one_that_is_anothers_confirms_none(desk: Desk) -> None:
    own = assign([desk.row(desk.here.minh, "DC.01")], desk.here.an)[0]
    report(own, desk.here.minh, 2000, day(18))
    lans = desk.reported()
    with pytest.raises(PermissionDenied):
        confirm_all([lans, again(own)], desk.here.minh)
    assert again(lans).state == "reported"


def test_an_empty_batch_is_refused(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        confirm_all([], desk.here.minh)
    assert set(caught.value.message_dict) == {"tasks"}


def test_work_returned_for_a_major_error_is_one_more_failed_review(desk: Desk) -> None:
    task = desk.reported()
    for times in (1, 2):
        entry = return_work(again(task), desk.here.minh, "Sai diện tích")
        assert (again(task).state, again(task).quality_failures, entry.cite) == ("returned", times, "Điều 14.2.b")
        report(again(task), desk.here.lan, 2000, day(19))
    assert Notice.objects.filter(to=desk.here.lan, entry__step="return").count() == 2


def test_work_sent_back_to_be_completed_is_no_failed_review(desk: Desk) -> None:
    task = desk.reported()
    send_back(task, desk.here.minh, "Bổ sung minh chứng")
    assert (again(task).state, again(task).quality_failures) == ("returned", 0)


@pytest.mark.parametrize("act", [return_work, send_back])
def test_a_return_needs_a_reason(desk: Desk, act: Any) -> None:
    task = desk.reported()
    with pytest.raises(ValidationError) as caught:
        act(task, desk.here.minh, "  ")
    assert set(caught.value.message_dict) == {"reason"}
    assert again(task).state == "reported"


def test_a_confirmation_is_undone_and_confirmed_anew(desk: Desk) -> None:
    task = desk.reported()
    confirm(task, desk.here.minh)
    undo(again(task), desk.here.minh)
    back = again(task)
    assert (back.state, back.confirmed_m, back.confirmed_on, back.reported_m) == ("reported", 0, None, 2000)
    confirm(back, desk.here.minh)
    assert [entry.step for entry in task.entries.all()][-3:] == ["confirm", "undo", "confirm"]


@pytest.mark.parametrize(("act", "failures"), [(return_work, 0), (send_back, 0)])
def test_a_return_is_undone_while_nothing_happened_since(desk: Desk, act: Any, failures: int) -> None:
    task = desk.reported()
    act(task, desk.here.minh, "Nhầm dòng")
    undo(again(task), desk.here.minh)
    assert (again(task).state, again(task).quality_failures) == ("reported", failures)


def test_an_earlier_return_stays_when_a_later_sending_back_is_undone(desk: Desk) -> None:
    task = desk.reported()
    return_work(task, desk.here.minh, "Sai diện tích")
    report(again(task), desk.here.lan, 2000, day(19))
    send_back(again(task), desk.here.minh, "Bổ sung")
    undo(again(task), desk.here.minh)
    assert again(task).quality_failures == 1


def test_a_return_is_not_undone_once_something_happened_since(desk: Desk) -> None:
    task = desk.reported()
    return_work(task, desk.here.minh, "Sai diện tích")
    ask_cause(again(task), desk.here.lan, "failure", "Số liệu cấp trên gửi sai")
    with pytest.raises(ValidationError):
        undo(again(task), desk.here.minh)
    assert again(task).quality_failures == 1
    assert "undo" not in {step.name for step in again(task).open_to(desk.here.minh)}


def test_what_nobody_confirmed_in_time_moves_on_with_a_trace(desk: Desk) -> None:
    tasks = [desk.reported(code="KT.01"), desk.reported(code="DC.01", finished=25)]
    entries = force_forward(tasks, desk.here.thu, YESTERDAY, "Quá hạn xác nhận")
    assert [(again(task).state, again(task).confirmed_m, again(task).delays) for task in tasks] == [
        ("confirmed", 2000, 0),
        ("confirmed", 2000, 1),
    ]
    assert {(entry.step, entry.role, entry.data["reason"]) for entry in entries} == {
        ("force_forward", "personnel", "Quá hạn xác nhận")
    }
    told = set(Notice.objects.filter(entry__step="force_forward").values_list("to__code", flat=True))
    assert told == {"LAN", "MINH"}
    undo(again(tasks[0]), desk.here.minh)


def test_nothing_is_forced_before_the_day_or_without_a_reason_or_by_others(desk: Desk) -> None:
    task = desk.reported()
    with pytest.raises(ValidationError) as caught:
        force_forward([task], desk.here.thu, timezone.localdate(), "x")
    assert set(caught.value.message_dict) == {"deadline"}
    with pytest.raises(ValidationError) as caught:
        force_forward([task], desk.here.thu, YESTERDAY, "")
    assert set(caught.value.message_dict) == {"reason"}
    for who in (desk.here.lan, desk.here.an, desk.here.hoa, desk.here.far):
        with pytest.raises(PermissionDenied):
            force_forward([task], who, YESTERDAY, "x")


def test_personnel_move_nothing_of_their_own(desk: Desk) -> None:
    own = assign([desk.row(desk.here.thu, "DC.01")], desk.here.thuong)[0]
    report(own, desk.here.thu, 2000, day(18))
    with pytest.raises(PermissionDenied):
        force_forward([again(own)], desk.here.thu, YESTERDAY, "x")
