"""Tasks given to another, put right while they may be, or cancelled before anything was reported."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.ledger.models import Notice
from congminh.work.actions import (
    adjust,
    approve,
    assign,
    cancel,
    confirm,
    give_to,
    hand_over,
    propose,
    report,
    return_work,
    take_back,
)
from congminh.work.models import Goal, Task
from tests.apps.work.desk import MONTH, THIS, Desk, again, day, extra


def asked(desk: Desk, **more: Any) -> Task:
    """A task of this month Lan says she cannot finish."""
    usual = {"period": THIS.code, "assigned_on": THIS.first, "due": THIS.last}
    task = desk.given(**{**usual, **more})
    hand_over(task, desk.here.lan, "Trùng lịch học")
    return again(task)


def test_a_task_given_to_another_stays_in_the_givers_total_and_is_extra_for_the_other(desk: Desk) -> None:
    task = asked(desk)
    theirs = give_to(task, desk.here.hoa, desk.here.minh)
    assert (again(task).state, again(task).origin) == ("handed_over", "handed_over")
    assert (theirs.state, theirs.origin, theirs.person, theirs.source) == (
        "assigned",
        "taken_over",
        desk.here.hoa,
        task,
    )
    assert (theirs.coefficient_m, theirs.assigned_m, theirs.period) == (6000, 2000, THIS.code)
    assert Notice.objects.filter(to=desk.here.hoa, entry__step="assign").exists()
    assert Notice.objects.filter(to=desk.here.lan, entry__step="give_to").exists()


def test_extra_work_given_on_never_enters_the_givers_total(desk: Desk) -> None:
    task = propose(extra(desk, period=THIS.code, assigned_on=THIS.first, due=THIS.last))
    approve(again(task), desk.here.minh)
    hand_over(again(task), desk.here.lan, "Trùng lịch học")
    give_to(again(task), desk.here.hoa, desk.here.minh)
    assert (again(task).state, again(task).origin) == ("handed_over", "ad_hoc")


def test_work_returned_may_be_handed_over(desk: Desk) -> None:
    task = desk.reported()
    return_work(again(task), desk.here.minh, "Sai diện tích")
    hand_over(again(task), desk.here.lan, "Không đủ chuyên môn")
    assert again(task).state == "handing_over"


@pytest.mark.parametrize("who", ["lan", "minh"])
def test_who_hands_over_or_who_assigned_may_go_on_with_it(desk: Desk, who: str) -> None:
    task = asked(desk)
    take_back(task, getattr(desk.here, who))
    assert again(task).state == "assigned"


@pytest.mark.parametrize("taker", ["lan", "minh", "thuong", "son", "far"])
def test_a_task_is_given_to_another_of_ones_own_people(desk: Desk, taker: str) -> None:
    task = asked(desk)
    with pytest.raises(ValidationError) as caught:
        give_to(task, getattr(desk.here, taker), desk.here.minh)
    assert set(caught.value.message_dict) == {"taker"}
    assert again(task).state == "handing_over" and Task.objects.count() == 1


def test_a_day_that_has_passed_is_to_be_set_anew(desk: Desk) -> None:
    task = asked(desk, period=MONTH.code, assigned_on=day(1), due=day(20))
    with pytest.raises(ValidationError) as caught:
        give_to(task, desk.here.hoa, desk.here.minh)
    assert set(caught.value.message_dict) == {"due"}


def test_only_who_assigns_gives_on(desk: Desk) -> None:
    for who in (desk.here.lan, desk.here.an, desk.here.thu):
        with pytest.raises((PermissionDenied, ValidationError)):
            give_to(asked(desk), desk.here.hoa, who)


def test_handing_over_needs_a_reason_and_is_ones_own_to_do(desk: Desk) -> None:
    task = desk.given()
    with pytest.raises(ValidationError) as caught:
        hand_over(task, desk.here.lan, "")
    assert set(caught.value.message_dict) == {"reason"}
    with pytest.raises(PermissionDenied):
        hand_over(task, desk.here.minh, "x")


def test_what_was_assigned_is_put_right_with_a_reason_and_both_values_kept(desk: Desk) -> None:
    goal = Goal.objects.create(unit=desk.here.commune, name="Số hóa", first=202601, last=202612)
    task = desk.given()
    changes = {"assigned_m": 3000, "due": day(25), "name": "Thẩm định 3 thửa", "urgent": True, "goal": goal}
    entry = adjust(task, desk.here.minh, "Thêm một thửa", **changes)
    now = again(task)
    assert (now.assigned_m, now.due, now.name, now.urgent, now.goal) == tuple(changes.values())
    assert (now.state, now.version) == ("assigned", 2)
    assert entry.data["quantity"] == "2 → 3" and entry.data["goal"] == "– → Số hóa"
    assert entry.data["due"] == f"{day(20):%d/%m/%Y} → {day(25):%d/%m/%Y}"
    assert list(Task.objects.search("tham dinh 3")) == [now], "the search text follows the name"


def test_delays_follow_a_day_put_right(desk: Desk) -> None:
    task = desk.reported(finished=24)
    assert again(task).delays == 1
    adjust(again(task), desk.here.minh, "Được gia hạn", due=day(25))
    assert (again(task).state, again(task).delays) == ("reported", 0)


@pytest.mark.parametrize(
    ("field", "columns"),
    [
        ("quantity", {"assigned_m": 0}),
        ("quantity", {"assigned_m": 10_000_001}),
        ("due", {"due": THIS.first}),
        ("due", {"due": day(1).replace(year=2025)}),
        ("name", {"name": "  "}),
        ("__all__", {}),
        ("__all__", {"assigned_m": 2000}),
        ("__all__", {"state": "confirmed", "confirmed_m": 5}),
    ],
)
def test_what_cannot_be_is_not_put_right(desk: Desk, field: str, columns: dict[str, Any]) -> None:
    task = desk.given()
    with pytest.raises(ValidationError) as caught:
        adjust(task, desk.here.minh, "x", **columns)
    assert set(caught.value.error_dict) == {field}
    assert again(task).version == 1


def test_nothing_is_put_right_after_confirmation(desk: Desk) -> None:
    task = desk.reported()
    confirm(task, desk.here.minh)
    with pytest.raises(ValidationError) as caught:
        adjust(again(task), desk.here.minh, "x", due=day(25))
    assert set(caught.value.message_dict) == {"due"}
    assert again(task).due == day(20)


def test_nobody_puts_their_own_right(desk: Desk) -> None:
    for who in (desk.here.lan, desk.here.hoa, desk.here.an):
        with pytest.raises(PermissionDenied):
            adjust(desk.given(), who, "x", due=day(25))


def test_a_task_is_cancelled_before_anything_was_reported(desk: Desk) -> None:
    task = desk.given()
    with pytest.raises(ValidationError) as caught:
        cancel(task, desk.here.minh, "")
    assert set(caught.value.message_dict) == {"reason"}
    cancel(task, desk.here.minh, "Cấp trên thôi giao")
    assert again(task).state == "cancelled" and not Task.objects.counted().exists()


def test_what_was_reported_is_not_cancelled(desk: Desk) -> None:
    task = desk.reported()
    return_work(again(task), desk.here.minh, "Sai")
    hand_over(again(task), desk.here.lan, "Không đủ chuyên môn")
    with pytest.raises(ValidationError):
        cancel(again(task), desk.here.minh, "x")
    assert "cancel" not in {step.name for step in again(task).open_to(desk.here.minh)}


def test_a_head_of_an_agency_reports_and_is_confirmed_one_level_up(desk: Desk) -> None:
    task = assign([desk.row(desk.here.an, "DC.01")], desk.here.chair)[0]
    report(task, desk.here.an, 2000, day(18))
    confirm(again(task), desk.here.chair)
    assert again(task).state == "confirmed"
