"""As many queries for four hundred tasks as for ten; and quick enough for somebody who waits."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.ledger.models import CaseFile
from congminh.org.models import Person, Post
from congminh.work.actions import assign, confirm, confirm_all, report
from congminh.work.loads import loads
from congminh.work.models import Task
from congminh.work.models.task import seat
from congminh.work.pasting import paste
from tests.apps.org.commune import SINCE, position
from tests.apps.work.desk import MONTH, THIS, Desk, again, day


def more_people(desk: Desk, number: int) -> list[Person]:
    """So many more people in the economy office."""
    new = Person.objects.bulk_create(Person(code=f"N{n}", name=f"Bế Văn {n}", begun=SINCE) for n in range(number))
    held = {"unit": desk.here.economy, "first": SINCE, "position": position("Chuyên viên")}
    Post.objects.bulk_create(Post(person=who, **held) for who in new)
    return new


def grow(desk: Desk, number: int) -> list[Task]:
    """So many more people, each with a task reported."""
    given = assign([desk.row(who) for who in more_people(desk, number)], desk.here.minh)
    keys = [task.pk for task in given]
    Task.objects.filter(pk__in=keys).update(reported_m=2000, finished_on=day(18))
    CaseFile.objects.filter(pk__in=keys).update(state="reported")
    return list(Task.objects.filter(pk__in=keys))


CODES = ("KT.01", "DC.01", "DC.02")


def buttons(desk: Desk) -> list[Any]:
    """The queue of the head with the steps open on each line, as a page shows it."""
    tasks = list(Task.objects.to_confirm(desk.here.minh).described(timezone.localdate()))
    seat(tasks)
    return [(str(task.unit), task.person.name, task.open_to(desk.here.minh)) for task in tasks]


ASKED: dict[str, tuple[int, Callable[[Desk], Any]]] = {
    "to confirm": (11, lambda desk: list(Task.objects.to_confirm(desk.here.minh))),
    "waiting for the head": (12, lambda desk: list(Task.objects.waiting_for(desk.here.minh))),
    "waiting for the chair": (12, lambda desk: list(Task.objects.waiting_for(desk.here.an))),
    "waiting for staff": (5, lambda desk: list(Task.objects.waiting_for(desk.here.lan))),
    "the queue with its buttons": (22, buttons),
    "what Minh sees": (5, lambda desk: list(Task.objects.visible_to(desk.here.minh))),
    "loads": (4, lambda desk: loads(desk.here.commune, MONTH.code)),
}


@pytest.mark.parametrize("number", [10, 400])
@pytest.mark.parametrize("name", ASKED)
def test_a_question_takes_as_many_queries_for_400_tasks_as_for_10(desk: Desk, name: str, number: int) -> None:
    grow(desk, number)
    most, ask = ASKED[name]
    with CaptureQueriesContext(connection) as queries:
        ask(desk)
    assert len(queries) <= most


@pytest.mark.parametrize("number", [10, 100])
def test_assigning_takes_no_more_questions_for_many_than_for_few(desk: Desk, number: int) -> None:
    rows = [desk.row(who) for who in more_people(desk, number)]
    with CaptureQueriesContext(connection) as queries:
        assign(rows, desk.here.minh)
    asked = [each["sql"] for each in queries if each["sql"].startswith("SELECT")]
    assert len(asked) <= 20


@pytest.mark.parametrize("number", [10, 100])
def test_a_batch_is_confirmed_with_as_many_questions_for_many_as_for_few(desk: Desk, number: int) -> None:
    tasks = grow(desk, number)
    with CaptureQueriesContext(connection) as queries:
        confirm_all(tasks, desk.here.minh)
    assert len(queries) <= 20
    assert Task.objects.filter(state="confirmed", confirmed_m=2000).count() == number


@pytest.mark.parametrize("number", [10, 200])
def test_a_paste_takes_as_many_queries_for_many_rows_as_for_few(desk: Desk, number: int) -> None:
    more_people(desk, number)
    text = "\n".join(f"N{n}\tKT.01\t1\t{THIS.last:%d/%m/%Y}\t" for n in range(number))
    with CaptureQueriesContext(connection) as queries:
        assert not any(line.faults for line in paste(text, desk.here.economy, THIS.code, desk.here.minh))
    assert len(queries) <= 22


def took(act: Callable[[], Any]) -> float:
    """Seconds, the best of a few."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def test_twenty_people_are_given_twenty_tasks_each_within_a_second(desk: Desk) -> None:
    rows = [desk.row(who, CODES[n % 3], name=f"Việc {n}") for who in more_people(desk, 20) for n in range(20)]
    assert took(lambda: assign(rows, desk.here.minh)) < 1
    assert Task.objects.counted().count() == 400


def test_one_result_is_confirmed_within_fifty_thousandths(desk: Desk) -> None:
    tasks = grow(desk, 20)
    assert min(took(lambda task=task: confirm(task, desk.here.minh)) for task in tasks) < 0.05


def test_there_really_are_more_tasks_to_ask_about(desk: Desk) -> None:
    grow(desk, 40)
    assert Task.objects.to_confirm(desk.here.minh).count() == 40
    task = desk.given()
    report(task, desk.here.lan, 2000, day(18))
    assert again(task) in Task.objects.to_confirm(desk.here.minh)
