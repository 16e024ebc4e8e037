"""The same form sent twice at the same moment, fifty times for each act: one effect, both led to it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.assessment.actions import notify
from congminh.assessment.models import Petition
from congminh.jobs.models import Job
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.actions import assign, put_template, report
from congminh.work.models import Task, Template
from tests.apps.assessment.test_races import Agency
from tests.apps.ledger.test_races import committed, together
from tests.apps.sendings.conftest import keyed
from tests.apps.work.desk import MONTH, THIS, again, day
from tests.apps.work.test_races import Office

__all__ = ["committed"]
ROUNDS = int(os.environ.get("CONGMINH_RACE_ROUNDS") or 50)
MANY = 20
Said = dict[str, Any]


class Windows:
    """One person with so many windows open."""

    def __init__(self, who: Person, number: int = 2) -> None:
        user, _new = get_user_model().objects.get_or_create(username=who.code.lower())
        Person.objects.filter(pk=who.pk).update(user=user)
        self.clients = [Client(headers={"host": "localhost"}) for _ in range(number)]
        for client in self.clients:
            client.force_login(user)

    def send(self, address: str, said: Said, **headers: str) -> str:
        """The same form from all at the same moment; where all are led."""
        form = said if headers else keyed(said)
        acts = (lambda client=client: client.post(address, form, headers=headers) for client in self.clients)
        found: list[Any] = together(*acts)
        assert not [each for each in found if isinstance(each, Exception)], found
        assert {(each.status_code, each.content) for each in found} == {(302, b"")}, found
        assert [each.headers.get("Idempotency-Replayed") for each in found].count("true") == len(found) - 1
        (then,) = {str(each.headers["Location"]) for each in found}
        return then


@pytest.fixture
def office(committed: None) -> Office:
    return Office()


def grows_by_one(count: Callable[[], int], send: Callable[[], Any]) -> None:
    before = count()
    send()
    assert count() == before + 1


def test_one_confirmation(office: Office) -> None:
    head = Windows(office.deputy)
    for _ in range(ROUNDS):
        task = office.reported()
        head.send(f"/cho-xac-nhan/{task.pk}/", {"version": 2, "step": "confirm"})
        assert (again(task).state, again(task).version, task.entries.count()) == ("confirmed", 3, 3)


def test_one_batch(office: Office) -> None:
    head = Windows(office.deputy)
    template = put_template(Template(unit=office.unit, person=office.staff, code="A.1"), office.deputy)
    for number in range(ROUNDS):
        rows = [office.row() for _ in range(2)]
        for place, row in enumerate(rows):
            object.__setattr__(row, "template", template)
            object.__setattr__(row, "recurrence", 100_000 + 2 * number + place)
        tasks = assign(rows, office.deputy)
        for task in tasks:
            report(task, office.staff, 1000, day(18), link="https://vb.example/1")
        head.send("/cho-xac-nhan/ca-lo/", {"task": [f"{task.pk}:2" for task in tasks]})
        done = Entry.objects.filter(file__in=tasks, step="confirm")
        assert (done.count(), len({each.data["batch"]["mark"] for each in done})) == (2, 1)


def test_one_assignment(office: Office) -> None:
    head, sp = Windows(office.deputy), office.product.pk
    row = {f"quantity_{sp}": "1", f"due_{sp}": THIS.last.isoformat(), f"name_{sp}": ""}
    said = {"giao": 1, "nguoi": [office.staff.pk], "cach": "moi-nguoi", "sp": [sp], **row}
    for _ in range(ROUNDS):
        grows_by_one(Task.objects.filter(person=office.staff).count, lambda: head.send("/giao-viec/", said))


def test_rows_from_excel_are_assigned_once(office: Office) -> None:
    head = Windows(office.deputy)
    row = f"{office.staff.code}\tA.1\t1\t{THIS.last:%d/%m/%Y}\tViệc"
    for _ in range(ROUNDS):
        before = Task.objects.filter(person=office.staff).count()
        head.send("/giao-viec/dan/", {"giao": 1, "text": f"{row} một\n{row} hai"})
        assert Task.objects.filter(person=office.staff).count() == before + 2


def test_one_petition_and_one_answer_to_it(committed: None) -> None:
    here = Agency()
    here.opened()
    here.worked()
    notify(here.scored(here.lan, here.head), here.head, 2)
    sheet, mine = here.sheet(here.lan), Petition.objects.filter(person=here.lan)
    owner, resolver = Windows(here.lan), Windows(here.chair)
    for _ in range(ROUNDS):
        form = (f"/phieu/{sheet.pk}/kien-nghi/?dong=quantity", {"grounds": "Còn thiếu một báo cáo."})
        grows_by_one(mine.count, lambda: owner.send(*form))  # noqa: B023
        petition = mine.order_by("-pk")[0]
        resolver.send(f"/ho-so/{petition.pk}/refuse/", {"version": petition.version, "reason": "Đã xem xét đủ."})
        assert [each.step for each in petition.entries.order_by("number")] == ["lodge", "refuse"]


def test_one_closing(committed: None) -> None:
    here = Agency()
    round = here.opened()
    for who, by in ((here.lan, here.head), (here.head, here.chair)):
        here.scored(who, by)
    adviser = Windows(here.nga)
    for _ in range(ROUNDS):
        said = {"rounds": [round.pk], "reason": "Quá hạn"}
        grows_by_one(
            Job.objects.filter(owner=here.nga).count,
            lambda: adviser.send(f"/don-vi-phieu/khoa-ky/?ky={MONTH.code}", said),  # noqa: B023
        )


def test_of_twenty_at_once_by_a_program_one_acts(office: Office) -> None:
    head, due = Windows(office.deputy, MANY), f"{THIS.last:%d/%m/%Y}"
    for number in range(3):
        said = {"giao": 1, "text": f"{office.staff.code}\tA.1\t1\t{due}\tViệc"}
        send = lambda: head.send("/giao-viec/dan/", said, **{"Idempotency-Key": f"lan-{number}"})  # noqa: B023, E731
        grows_by_one(Task.objects.filter(person=office.staff).count, send)
