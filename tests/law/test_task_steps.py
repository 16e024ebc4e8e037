"""A task as a table of steps: who may do what where, by which article, and that nobody confirms their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import congminh.law.nd335
from congminh.law.nd335.task_procedure import TASK, UNDER_WAY
from congminh.law.parameters import load_yaml
from congminh.law.procedure import KEPT, Procedure, Role, State, Step, problems
from congminh.law.text import Text

ARTICLES = load_yaml(Path(congminh.law.nd335.__file__).parent / "articles.yaml")["articles"]
GIVEN = (Role.ASSESSOR, "assign")
DONE = (GIVEN, (Role.OWNER, "report"))


def walk(*taken: tuple[Role, str]) -> str:
    """The state after these people take these steps; each must be open to them."""
    state = TASK.initial
    for role, name in taken:
        step = TASK.step(name)
        assert step in TASK.open_to({role}, state), f"{name} is not open to {role} in {state}"
        state = step.leads(state)
    return state


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ((*DONE, (Role.ASSESSOR, "confirm")), "confirmed"),
        ((*DONE, (Role.ASSESSOR, "return"), (Role.OWNER, "report"), (Role.ASSESSOR, "confirm")), "confirmed"),
        ((*DONE, (Role.ASSESSOR, "send_back"), (Role.OWNER, "report")), "reported"),
        ((*DONE, (Role.ASSESSOR, "confirm"), (Role.ASSESSOR, "undo")), "reported"),
        ((*DONE, (Role.ASSESSOR, "return"), (Role.ASSESSOR, "undo")), "reported"),
        ((*DONE, (Role.PERSONNEL, "force_forward")), "confirmed"),
        (((Role.OWNER, "propose"), (Role.ASSESSOR, "approve"), (Role.OWNER, "report")), "reported"),
        (((Role.OWNER, "propose"), (Role.ASSESSOR, "approve_done"), (Role.ASSESSOR, "confirm")), "confirmed"),
        (((Role.OWNER, "propose"), (Role.ASSESSOR, "decline")), "declined"),
        (((Role.OWNER, "propose"), (Role.OWNER, "withdraw")), "cancelled"),
        ((GIVEN, (Role.OWNER, "hand_over"), (Role.ASSESSOR, "give_to")), "handed_over"),
        ((GIVEN, (Role.OWNER, "hand_over"), (Role.OWNER, "take_back")), "assigned"),
        ((GIVEN, (Role.ASSESSOR, "cancel")), "cancelled"),
    ],
)
def test_a_task_goes_from_assignment_to_its_end(steps: tuple[tuple[Role, str], ...], end: str) -> None:
    assert walk(*steps) == end


@pytest.mark.parametrize("name", ["ask_cause", "accept_cause", "refuse_cause", "adjust"])
def test_a_step_that_keeps_the_state_leaves_the_task_where_it_stands(name: str) -> None:
    step = TASK.step(name)
    assert step.target == KEPT
    assert [step.leads(state) for state in step.sources] == list(step.sources)


def test_a_step_that_keeps_the_state_is_no_way_to_anywhere() -> None:
    a_b = Text("A", "B")
    there = Step("look", a_b, (Role.OWNER,), ("a",), KEPT, "Điều 18.2")
    stuck = Procedure("stuck", a_b, "Điều 18", (State("a", a_b), State("b", a_b)), ("b",), (there,))
    assert sorted(sentence.split(": ")[1] for sentence in problems(stuck, ARTICLES)) == [
        "no step leads to “b”",
        "“a” is a dead end, no way leads from it to ('b',)",
    ]
    assert problems(TASK, ARTICLES) == []
    assert problems(replace(TASK, finals=("confirmed",)), ARTICLES) != []


def test_nobody_confirms_approves_or_judges_their_own() -> None:
    judging = {"assign", "approve", "approve_done", "decline", "confirm", "return", "send_back", "undo", "give_to"}
    judging |= {"accept_cause", "refuse_cause", "adjust", "cancel", "force_forward", "record", "unrecord"}
    assert {step.name for step in TASK.steps if Role.OWNER in step.by} & judging == set()


def test_a_failed_review_rests_on_its_article_and_sending_back_on_another() -> None:
    assert (TASK.step("return").cite, TASK.step("send_back").cite) == ("Điều 14.2.b", "Điều 18.2")
    assert TASK.step("return").needs == TASK.step("send_back").needs == ("reason",)


def test_whatever_is_taken_from_somebody_needs_a_reason_and_is_told() -> None:
    for name in ("decline", "return", "send_back", "refuse_cause", "cancel", "adjust", "force_forward", "unrecord"):
        step = TASK.step(name)
        assert "reason" in step.needs and Role.OWNER in step.tell, name


def test_nothing_is_put_right_or_reported_after_confirmation() -> None:
    assert "confirmed" not in UNDER_WAY
    owners = {step.name for step in TASK.open_to({Role.OWNER}, "confirmed")}
    assert owners == {"ask_cause"}
    assert {step.name for step in TASK.open_to({Role.ASSESSOR}, "confirmed")} == {
        "undo",
        "accept_cause",
        "refuse_cause",
    }


def test_personnel_can_only_move_on_what_nobody_confirmed_and_bring_in_what_was_done_elsewhere() -> None:
    found = {step.name for state in TASK.states() for step in TASK.open_to({Role.PERSONNEL}, state)}
    assert found == {"force_forward", "record", "unrecord"}


def test_results_done_elsewhere_wait_to_be_confirmed_and_only_imports_bring_them_in() -> None:
    steps = [TASK.step("record"), TASK.step("unrecord")]
    assert [step.target for step in steps] == ["reported", "assigned"]
    assert all(step.when == ("brought_in",) and Role.OWNER in step.tell for step in steps)
