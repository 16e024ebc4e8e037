"""Every step of a task from its page: what is typed goes to the action, what is wrong stands at its field."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from congminh.law.nd335.task_procedure import TASK
from congminh.ledger.forms import OWN, step_form
from congminh.org.models import Person
from congminh.work.actions import ask_cause, confirm, hand_over, propose, return_work
from congminh.work.models import Task
from tests.apps.work.desk import THIS, YESTERDAY, Desk, again, day, extra


def enter(person: Person) -> Client:
    """A browser signed in as a person."""
    user, _ = get_user_model().objects.get_or_create(username=person.code.lower())
    person.user = user
    person.save(update_fields=["user"])
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def send(who: Person, task: Task, step: str, **typed: Any) -> int:
    """Send the form of a step as the page does; the status of the answer."""
    return enter(who).post(f"/ho-so/{task.pk}/{step}/", {"version": again(task).version, **typed}).status_code


def iso(when: date) -> str:
    """A day as the browser's picker sends it."""
    return when.isoformat()


def test_every_step_but_those_that_open_a_task_or_come_by_file_has_a_form_that_calls_its_action() -> None:
    own = {step for procedure, step in OWN if procedure == TASK.name}
    assert own == {step.name for step in TASK.steps} - {"assign", "propose", "record", "unrecord"}


@pytest.mark.parametrize("step", ["record", "unrecord"])
def test_what_a_file_brings_in_is_neither_shown_nor_taken_on_a_page(desk: Desk, step: str) -> None:
    task = desk.given() if step == "record" else desk.reported()
    assert step not in {each.name for each in task.open_to(desk.here.minh)}
    typed = {"quantity": "1", "finished_on": "2026-01-01", "reason": "x"}
    assert send(desk.here.minh, task, step, **typed) == 422
    assert again(task).version == task.version


def test_a_result_is_reported_and_confirmed_from_the_page(desk: Desk) -> None:
    task = desk.given()
    assert send(desk.here.lan, task, "report", quantity="0,8", finished_on=iso(day(18)), note="xong") == 302
    assert (again(task).reported_m, again(task).finished_on, again(task).note) == (800, day(18), "xong")
    assert send(desk.here.minh, task, "confirm") == 302
    assert again(task).confirmed_m == 800


def test_the_page_of_a_report_is_filled_in_with_all_of_it_done_today(desk: Desk) -> None:
    task = desk.given()
    form = step_form(task, "report", desk.here.lan)
    html = str(form["quantity"]) + str(form["finished_on"])
    assert 'value="2"' in html and f'value="{iso(timezone.localdate())}"' in html


@pytest.mark.parametrize(
    "typed",
    [
        {"quantity": "một", "finished_on": iso(day(18))},
        {"quantity": "0", "finished_on": iso(day(18))},
        {"quantity": "1.000", "finished_on": iso(day(18))},
        {"quantity": "1", "finished_on": "2099-01-01"},
        {"quantity": "1", "finished_on": "mai"},
        {"quantity": "1", "finished_on": iso(day(18)), "link": "ftp://x"},
        {},
    ],
)
def test_what_cannot_be_is_shown_again_with_what_was_typed(desk: Desk, typed: dict[str, str]) -> None:
    task = desk.given()
    answer = enter(desk.here.lan).post(f"/ho-so/{task.pk}/report/", {"version": 1, "note": "giữ lại", **typed})
    assert answer.status_code == 422 and "giữ lại" in answer.content.decode()
    assert again(task).state == "assigned"


def test_a_page_that_has_aged_is_answered_with_what_happened(desk: Desk) -> None:
    task = desk.reported()
    page = enter(desk.here.minh)
    confirm(again(task), desk.here.minh)
    assert page.post(f"/ho-so/{task.pk}/return/", {"version": 2, "reason": "Sai"}).status_code == 409
    assert again(task).state == "confirmed"


@pytest.mark.parametrize(("step", "state"), [("return", "returned"), ("send_back", "returned")])
def test_a_return_is_sent_with_its_reason(desk: Desk, step: str, state: str) -> None:
    task = desk.reported()
    assert send(desk.here.minh, task, step) == 422
    assert send(desk.here.minh, task, step, reason="Sai diện tích") == 302
    assert again(task).state == state
    assert send(desk.here.minh, task, "undo") == 302
    assert (again(task).state, again(task).quality_failures) == ("reported", 0)


def test_a_cause_is_asked_for_and_judged(desk: Desk) -> None:
    task = desk.reported(finished=25)
    assert send(desk.here.lan, task, "ask_cause", about="failure", reason="x") == 422
    assert send(desk.here.lan, task, "ask_cause", about="delay", reason="Mất điện") == 302
    assert send(desk.here.minh, task, "accept_cause", reason="Đúng", number="") == 302
    assert again(task).counting_delays == 0
    other = desk.reported(finished=25)
    ask_cause(again(other), desk.here.lan, "delay", "x")
    assert send(desk.here.minh, other, "refuse_cause", reason="Không đúng") == 302
    assert again(other).cause == "refused"


def test_a_task_is_handed_over_and_given_to_another(desk: Desk) -> None:
    task = desk.given(period=THIS.code, assigned_on=THIS.first, due=THIS.last)
    assert send(desk.here.lan, task, "hand_over", reason="bận") == 302
    for wrong in ("LAN", "Nobody", "THUONG"):
        assert send(desk.here.minh, task, "give_to", taker=wrong, due=iso(THIS.last)) == 422
    assert send(desk.here.minh, task, "give_to", taker="HOA", due=iso(THIS.last)) == 302
    assert Task.objects.get(origin="taken_over").person == desk.here.hoa


def test_a_task_is_taken_back_adjusted_and_cancelled(desk: Desk) -> None:
    task = desk.given()
    hand_over(again(task), desk.here.lan, "bận")
    assert send(desk.here.lan, task, "take_back") == 302
    typed = {"reason": "thêm", "name": "Thẩm định 3 thửa", "quantity": "3", "due": iso(day(25)), "urgent": "on"}
    assert send(desk.here.minh, task, "adjust", **typed) == 302
    assert (again(task).name, again(task).assigned_m, again(task).due, again(task).urgent) == (
        "Thẩm định 3 thửa",
        3000,
        day(25),
        True,
    )
    assert send(desk.here.minh, task, "cancel", reason="thôi") == 302
    assert again(task).state == "cancelled"


def test_a_proposal_is_approved_declined_or_withdrawn(desk: Desk) -> None:
    new = propose(extra(desk, product=None, name="Kiểm đếm sau lũ"))
    assert send(desk.here.minh, new, "approve") == 422
    assert send(desk.here.minh, new, "approve", coefficient_m="1,2") == 302
    assert again(new).coefficient_m == 1200
    done = propose(extra(desk), done_m=1000, finished_on=day(18))
    assert send(desk.here.minh, done, "approve_done") == 302
    assert again(done).state == "reported"
    declined, withdrawn = propose(extra(desk)), propose(extra(desk))
    assert send(desk.here.minh, declined, "decline", reason="đã có") == 302
    assert send(desk.here.lan, withdrawn, "withdraw") == 302


def test_progress_and_forcing_have_their_forms_too(desk: Desk) -> None:
    task = desk.given()
    assert send(desk.here.lan, task, "update", quantity="0,5") == 302
    assert again(task).reported_m == 500
    late = desk.reported()
    assert send(desk.here.thu, late, "force_forward", reason="quá hạn", deadline=iso(YESTERDAY)) == 302
    assert again(late).state == "confirmed"


@pytest.mark.parametrize("step", [step.name for step in TASK.steps])
@pytest.mark.parametrize("who", ["son", "far", "thuong"])
def test_a_stranger_finds_no_page_of_any_step(desk: Desk, who: str, step: str) -> None:
    task = desk.reported()
    assert send(getattr(desk.here, who), task, step, reason="x") == 404
    assert again(task).version == 2


@pytest.mark.parametrize("step", [step.name for step in TASK.steps])
def test_a_step_of_another_role_or_state_moves_nothing(desk: Desk, step: str) -> None:
    task = desk.reported()
    return_work(again(task), desk.here.minh, "Sai")
    before = again(task).version
    assert send(desk.here.hoa, task, step, reason="x") in (403, 422)
    assert again(task).version == before
