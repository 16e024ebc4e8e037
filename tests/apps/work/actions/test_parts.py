"""A product in parts: given to people or over time, together no more than it is."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.work.actions import (
    adjust,
    assign,
    assign_shared,
    cancel,
    confirm,
    give_to,
    hand_over,
    put_whole,
    report,
    split,
)
from congminh.work.actions.assigning import Part
from congminh.work.models import Task, Whole
from tests.apps.catalogue.office import after
from tests.apps.work.desk import MONTH, THIS, Desk, again, day, project


def left(whole: Whole) -> int:
    """What is left to give."""
    stored = Whole.objects.with_given().get(pk=whole.pk)
    return stored.total_m - stored.given_m


def test_shares_of_one_product_count_the_same_coefficient(desk: Desk) -> None:
    whole = project(desk)
    rows = [desk.row(who, quantity_m=share) for who, share in ((desk.here.lan, 600), (desk.here.hoa, 400))]
    tasks = assign_shared(whole, rows, desk.here.minh)
    assert [(task.person.code, task.assigned_m, task.coefficient_m) for task in tasks] == [
        ("LAN", 600, 6000),
        ("HOA", 400, 6000),
    ]
    assert {task.name for task in tasks} == {"Đề án giao đất"} and left(whole) == 0


def test_shares_over_the_whole_are_refused_at_the_row_that_goes_over(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    rows = [desk.row(desk.here.lan, quantity_m=600), desk.row(desk.here.hoa, quantity_m=401)]
    with pytest.raises(ValidationError) as caught:
        assign_shared(whole, rows, desk.here.minh)
    assert set(caught.value.message_dict) == {"1.quantity"}
    assert not Task.objects.exists()


def test_parts_given_earlier_count_against_the_whole(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    first = assign_shared(whole, [desk.row(quantity_m=700)], desk.here.minh)[0]
    with pytest.raises(ValidationError):
        assign_shared(whole, [desk.row(desk.here.hoa, quantity_m=400)], desk.here.minh)
    cancel(first, desk.here.minh, "Đổi người")
    assert assign_shared(whole, [desk.row(desk.here.hoa, quantity_m=1000)], desk.here.minh)


def test_a_part_handed_over_is_the_takers_and_counts_once(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    row = desk.row(quantity_m=1000, period=THIS.code, assigned_on=THIS.first, due=THIS.last)
    task = assign_shared(whole, [row], desk.here.minh)[0]
    hand_over(task, desk.here.lan, "Đi học")
    theirs = give_to(again(task), desk.here.hoa, desk.here.minh)
    assert theirs.whole == whole and left(whole) == 0


def test_a_part_is_not_raised_or_reported_beyond_the_whole(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    task = assign_shared(whole, [desk.row(quantity_m=700), desk.row(desk.here.hoa, quantity_m=200)], desk.here.minh)[0]
    with pytest.raises(ValidationError) as caught:
        adjust(task, desk.here.minh, "x", assigned_m=801)
    assert set(caught.value.message_dict) == {"quantity"}
    adjust(again(task), desk.here.minh, "x", assigned_m=800)
    assert left(whole) == 0
    with pytest.raises(ValidationError) as caught:
        report(again(task), desk.here.lan, 801, day(18))
    assert set(caught.value.message_dict) == {"quantity"}
    report(again(task), desk.here.lan, 800, day(18))
    with pytest.raises(ValidationError):
        confirm(again(task), desk.here.minh, 900, "x")


def test_a_part_of_a_later_period_counts_by_the_coefficient_of_the_beginning(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    after(desk.office, THIS.first, KT_01=9000)
    row = desk.row(quantity_m=500, period=THIS.code, assigned_on=THIS.first, due=THIS.last)
    assert assign_shared(whole, [row], desk.here.minh)[0].coefficient_m == 6000


def test_the_total_may_rise_but_not_fall_below_what_is_given(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    assign_shared(whole, [desk.row(quantity_m=900)], desk.here.minh)
    whole.total_m = 899
    with pytest.raises(ValidationError) as caught:
        put_whole(whole, desk.here.minh)
    assert set(caught.value.message_dict) == {"total_m"}
    whole.total_m = 1500
    put_whole(whole, desk.here.minh)
    assert left(whole) == 600


@pytest.mark.parametrize("total_m", [0, -5, 10_000_001])
def test_a_total_beyond_the_bounds_is_refused(desk: Desk, total_m: int) -> None:
    with pytest.raises(ValidationError) as caught:
        put_whole(project(desk, total_m), desk.here.minh)
    assert set(caught.value.message_dict) == {"total_m"}


def test_a_whole_is_begun_by_who_leads_or_advises_the_unit(desk: Desk) -> None:
    for who in (desk.here.lan, desk.here.thuong, desk.here.son, desk.here.far):
        with pytest.raises(PermissionDenied):
            put_whole(project(desk), who)
    assert put_whole(project(desk), desk.here.hoa).begun_by == desk.here.hoa


def parts(*sizes: int, periods: tuple[Any, ...] = (MONTH, THIS)) -> list[Part]:
    """Parts of these sizes, of these periods in turn."""
    return [Part(size, month.last, month.code) for size, month in zip(sizes, periods, strict=True)]


def test_a_task_is_split_over_time_within_what_it_was(desk: Desk) -> None:
    task = desk.given(quantity_m=1000)
    first, second = split(task, parts(400, 600), desk.here.minh)
    assert (again(first).pk, again(first).assigned_m, again(first).due) == (task.pk, 400, MONTH.last)
    assert (second.person, second.period, second.assigned_m, second.coefficient_m) == (
        desk.here.lan,
        THIS.code,
        600,
        6000,
    )
    assert [again(each).name for each in (first, second)] == ["Phiếu thẩm định đất (1/2)", "Phiếu thẩm định đất (2/2)"]
    assert left(again(task).whole) == 0


@pytest.mark.parametrize(
    "wrong", [parts(400, 601), parts(1000, periods=(MONTH,)), parts(0, 500), parts(500, 500, periods=(THIS, MONTH))]
)
def test_parts_that_cannot_be_split_nothing(desk: Desk, wrong: list[Part]) -> None:
    task = desk.given(quantity_m=1000)
    with pytest.raises(ValidationError) as caught:
        split(task, wrong, desk.here.minh)
    assert set(caught.value.message_dict) == {"parts"}
    assert Task.objects.count() == 1 and again(task).assigned_m == 1000 and not Whole.objects.exists()


def test_what_was_confirmed_is_not_split(desk: Desk) -> None:
    task = desk.reported()
    confirm(task, desk.here.minh)
    with pytest.raises(ValidationError):
        split(again(task), parts(1000, 1000), desk.here.minh)


def test_a_part_keeps_its_whole_when_assigned_among_other_rows(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    tasks = assign([desk.row(), desk.row(desk.here.hoa, quantity_m=1000, whole=whole)], desk.here.minh)
    assert [task.whole for task in tasks] == [None, whole]


def test_a_whole_is_seen_by_its_leaders_and_by_who_has_a_part(desk: Desk) -> None:
    whole = put_whole(project(desk), desk.here.minh)
    sees = lambda who: Whole.objects.visible_to(getattr(desk.here, who)).exists()  # noqa: E731
    assert not sees("lan")
    assign_shared(whole, [desk.row(quantity_m=500)], desk.here.minh)
    assert [who for who in ("lan", "minh", "hoa", "an", "dung", "thuong", "son", "far") if sees(who)] == [
        "lan",
        "minh",
        "hoa",
        "an",
        "dung",
    ]
