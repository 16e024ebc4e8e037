"""Nothing moves once the person's period is closed: the app of the sheets says so, whatever is asked."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from congminh.work import openness
from congminh.work.actions import (
    adjust,
    approve,
    ask_cause,
    assign,
    cancel,
    confirm,
    confirm_all,
    copy_period,
    force_forward,
    give_to,
    hand_over,
    propose,
    record_progress,
    report,
    return_work,
    undo,
)
from congminh.work.models import Task
from congminh.work.openness import Pair, closes, is_open
from tests.apps.work.desk import MONTH, NEXT, THIS, YESTERDAY, Desk, again, day, extra

Closer = Callable[..., None]


@pytest.fixture
def close() -> Iterator[Closer]:
    """Close periods of people for the length of a test, as the sheets would."""
    shut: set[Pair] = set()

    @closes
    def signed(pairs: Collection[Pair]) -> set[Pair]:
        return shut & set(pairs)

    yield lambda *pairs: shut.update(pairs)
    openness.CHECKS.remove(signed)


def test_a_period_is_open_until_somebody_says_otherwise(desk: Desk, close: Closer) -> None:
    lan = desk.here.lan.pk
    assert is_open(lan, MONTH.code)
    close((lan, MONTH.code))
    assert not is_open(lan, MONTH.code) and is_open(lan, THIS.code) and is_open(desk.here.hoa.pk, MONTH.code)


ACTS: dict[str, Callable[[Desk, Task], Any]] = {
    "assigned": lambda desk, task: report(task, desk.here.lan, 1000, day(18)),
    "assigned to be handed over": lambda desk, task: hand_over(task, desk.here.lan, "x"),
    "assigned to be cancelled": lambda desk, task: cancel(task, desk.here.minh, "x"),
    "assigned to be put right": lambda desk, task: adjust(task, desk.here.minh, "x", due=day(25)),
    "assigned with progress": lambda desk, task: record_progress(task, desk.here.lan, 1),
    "reported": lambda desk, task: confirm(task, desk.here.minh),
    "reported in a batch": lambda desk, task: confirm_all([task], desk.here.minh),
    "reported to be returned": lambda desk, task: return_work(task, desk.here.minh, "x"),
    "reported to be forced": lambda desk, task: force_forward([task], desk.here.thu, YESTERDAY, "x"),
    "reported with a cause": lambda desk, task: ask_cause(task, desk.here.lan, "delay", "x"),
    "confirmed to be undone": lambda desk, task: undo(task, desk.here.minh),
    "proposed": lambda desk, task: approve(task, desk.here.minh),
    "handing over": lambda desk, task: give_to(task, desk.here.hoa, desk.here.minh),
}


def at(desk: Desk, name: str) -> Task:
    """A task standing where the act begins."""
    if name.startswith("assigned"):
        return desk.given()
    if name == "proposed":
        return propose(extra(desk))
    if name == "handing over":
        task = desk.given()
        hand_over(task, desk.here.lan, "bận")
        return again(task)
    task = desk.reported(finished=24)
    if name.startswith("confirmed"):
        confirm(task, desk.here.minh)
    return again(task)


@pytest.mark.parametrize("name", ACTS)
def test_nothing_moves_in_a_closed_period(desk: Desk, close: Closer, name: str) -> None:
    task = at(desk, name)
    before = (task.state, task.version)
    close((desk.here.lan.pk, MONTH.code), (desk.here.hoa.pk, MONTH.code))
    with pytest.raises(ValidationError):
        ACTS[name](desk, task)
    assert (again(task).state, again(task).version) == before
    assert again(task).open_to(desk.here.minh) == again(task).open_to(desk.here.lan) == ()


def test_nothing_is_assigned_or_proposed_into_a_closed_period(desk: Desk, close: Closer) -> None:
    close((desk.here.lan.pk, MONTH.code))
    with pytest.raises(ValidationError) as caught:
        assign([desk.row(desk.here.hoa), desk.row()], desk.here.minh)
    assert set(caught.value.message_dict) == {"1.period"}
    with pytest.raises(ValidationError) as caught:
        propose(extra(desk))
    assert set(caught.value.message_dict) == {"period"}
    assert not Task.objects.exists()


def test_a_plan_is_copied_for_those_whose_period_is_open(desk: Desk, close: Closer) -> None:
    assign([desk.row(), desk.row(desk.here.hoa)], desk.here.minh)
    close((desk.here.lan.pk, NEXT.code))
    plan = copy_period(desk.here.economy, MONTH.code, NEXT.code, desk.here.minh)
    assert [task.person for task in plan.tasks] == [desk.here.hoa]
    assert [(row.person, set(faults)) for row, faults in plan.left] == [(desk.here.lan, {"period"})]


def test_what_is_closed_waits_for_nobody(desk: Desk, close: Closer) -> None:
    task, other = desk.reported(), desk.reported(period=MONTH.code)
    returned = desk.reported()
    return_work(again(returned), desk.here.minh, "Sai")
    assert set(Task.objects.waiting_for(desk.here.minh)) == {task, other}
    assert set(Task.objects.waiting_for(desk.here.lan)) == {returned}
    close((desk.here.lan.pk, MONTH.code))
    assert not Task.objects.waiting_for(desk.here.minh).exists()
    assert not Task.objects.to_confirm(desk.here.minh).exists()
    assert not Task.objects.waiting_for(desk.here.lan).exists()
