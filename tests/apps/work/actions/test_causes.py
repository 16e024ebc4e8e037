"""Objective causes: asked for what is counted, judged by the competent level, waiving visibly."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.work.actions import accept_cause, ask_cause, confirm, refuse_cause, report, return_work
from congminh.work.models import Task
from tests.apps.work.desk import Desk, again, day


def late(desk: Desk, finished: int = 24) -> Task:
    """A task of Lan's done after its day, with a cause asked for."""
    task = desk.given()
    report(task, desk.here.lan, 2000, day(finished), cause="Chờ ý kiến cơ quan cấp trên")
    return again(task)


def returned(desk: Desk) -> Task:
    """A task of Lan's with a failed review."""
    task = desk.reported()
    return_work(task, desk.here.minh, "Sai diện tích")
    return again(task)


def test_a_confirmed_cause_waives_the_delay_and_the_task_stays_where_it_stands(desk: Desk) -> None:
    task = late(desk)
    entry = accept_cause(task, desk.here.minh, "Công văn 12 đến muộn")
    assert (again(task).state, again(task).delays, again(task).waived_delays) == ("reported", 1, 1)
    assert (entry.before, entry.after, entry.data["waived"]) == ("reported", "reported", 1)
    confirm(again(task), desk.here.minh)
    assert (again(task).counting_delays, again(task).cause) == (0, "accepted")


def test_a_refused_cause_waives_nothing_and_may_be_asked_for_again(desk: Desk) -> None:
    task = late(desk)
    refuse_cause(task, desk.here.minh, "Công văn đến đúng hạn")
    assert (again(task).cause, again(task).counting_delays) == ("refused", 1)
    ask_cause(again(task), desk.here.lan, "delay", "Có xác nhận của bưu điện")
    assert again(task).cause == "asked"


def test_a_cause_waives_a_failed_review(desk: Desk) -> None:
    task = returned(desk)
    ask_cause(task, desk.here.lan, "failure", "Số liệu cấp trên gửi sai")
    accept_cause(again(task), desk.here.minh, "Đúng là số liệu sai")
    assert (again(task).state, again(task).quality_failures, again(task).counting_failures) == ("returned", 1, 0)


def test_some_of_many_delays_may_be_waived(desk: Desk) -> None:
    desk.reads("delay_unit", "calendar_day")
    task = late(desk)
    accept_cause(task, desk.here.minh, "Hai ngày mất điện", number=2)
    assert (again(task).delays, again(task).counting_delays) == (4, 2)


@pytest.mark.parametrize("number", [0, -1, 2])
def test_no_more_is_waived_than_counts(desk: Desk, number: int) -> None:
    with pytest.raises(ValidationError) as caught:
        accept_cause(late(desk), desk.here.minh, "x", number=number)
    assert set(caught.value.message_dict) == {"number"}


def test_a_later_finish_is_not_waived_by_an_earlier_cause(desk: Desk) -> None:
    desk.reads("delay_unit", "calendar_day")
    task = late(desk, 22)
    accept_cause(task, desk.here.minh, "Mất điện")
    report(again(task), desk.here.lan, 2000, day(25))
    confirm(again(task), desk.here.minh)
    assert (again(task).delays, again(task).counting_delays) == (5, 3)


def test_a_cause_may_be_asked_for_after_confirmation(desk: Desk) -> None:
    task = desk.reported(finished=25)
    confirm(task, desk.here.minh)
    ask_cause(again(task), desk.here.lan, "delay", "Chờ ý kiến")
    assert again(task).state == "confirmed"
    accept_cause(again(task), desk.here.minh, "Đúng")
    assert (again(task).state, again(task).confirmed_m, again(task).counting_delays) == ("confirmed", 2000, 0)


@pytest.mark.parametrize(
    ("field", "typed"), [("about", ("failure", "x")), ("about", ("", "x")), ("reason", ("delay", " "))]
)
def test_a_cause_that_cannot_be_is_refused_at_its_field(desk: Desk, field: str, typed: Any) -> None:
    task = desk.reported(finished=25)
    with pytest.raises(ValidationError) as caught:
        ask_cause(task, desk.here.lan, *typed)
    assert set(caught.value.message_dict) == {field}


def test_nothing_counted_is_nothing_to_waive(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        ask_cause(desk.reported(), desk.here.lan, "delay", "x")
    assert set(caught.value.message_dict) == {"about"}
    with pytest.raises(ValidationError) as caught:
        accept_cause(desk.reported(finished=25), desk.here.minh, "x")
    assert set(caught.value.message_dict) == {"reason"}
    with pytest.raises(ValidationError) as caught:
        ask_cause(late(desk), desk.here.lan, "delay", "lần nữa")
    assert set(caught.value.message_dict) == {"reason"}


@pytest.mark.parametrize("who", ["lan", "hoa", "an", "thu", "far"])
def test_a_cause_is_judged_by_who_scores(desk: Desk, who: str) -> None:
    for act in (accept_cause, refuse_cause):
        with pytest.raises(PermissionDenied):
            act(late(desk), getattr(desk.here, who), "x")


def test_where_the_agency_says_so_it_is_judged_by_who_rates(desk: Desk) -> None:
    desk.reads("objective_cause_by", "decider")
    task = late(desk)
    with pytest.raises(PermissionDenied):
        accept_cause(task, desk.here.minh, "x")
    assert "accept_cause" not in {step.name for step in task.open_to(desk.here.minh)}
    assert {step.name for step in task.open_to(desk.here.an)} == {"accept_cause", "refuse_cause"}
    accept_cause(task, desk.here.an, "Đúng")
    assert again(task).counting_delays == 0
