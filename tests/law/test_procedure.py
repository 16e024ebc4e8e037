"""What a reader of tables finds wrong: each fault in turn, planted in a table that is otherwise sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import congminh.law.nd335
from congminh.law.nd335.procedure import (
    ORGANISATION,
    PERIOD_SHEET,
    PETITION,
    RE_RATING,
    YEAR_DEPUTY,
    YEAR_HEAD,
    YEAR_OTHERS,
)
from congminh.law.parameters import load_yaml
from congminh.law.procedure import Deadline, Notice, Procedure, Role, State, Step, problems
from congminh.law.text import Text

ARTICLES = load_yaml(Path(congminh.law.nd335.__file__).parent / "articles.yaml")["articles"]
YEARS = (YEAR_HEAD, YEAR_DEPUTY, YEAR_OTHERS)
A_B = Text("A", "B")


def with_step(procedure: Procedure, name: str, /, **changes: object) -> Procedure:
    """The same table with one step changed."""
    steps = (replace(s, **changes) if s.name == name else s for s in procedure.steps)  # type: ignore[arg-type]
    return replace(procedure, steps=tuple(steps))


def test_an_unreachable_state_is_found() -> None:
    lost = replace(PETITION, named_states=(*PETITION.named_states, State("lost", A_B)), finals=("refused", "lost"))
    assert "petition: no step leads to “lost”" in problems(lost, ARTICLES)


def test_a_dead_end_that_is_not_final_is_found() -> None:
    stuck = replace(PETITION, finals=("refused", "published"))
    (sentence,) = problems(stuck, ARTICLES)
    assert sentence.startswith("petition: “corrected” is a dead end")


def test_going_round_without_an_end_is_a_dead_end_too() -> None:
    there, back = (
        Step(name, A_B, (Role.OWNER,), (source,), target, "Điều 22")
        for name, source, target in (("there", "a", "b"), ("back", "b", "a"))
    )
    states = tuple(State(name, A_B) for name in "abc")
    table = Procedure("round", A_B, "Điều 22", states, ("c",), (there, back))
    assert [s.split(": ")[1][:9] for s in problems(table, ARTICLES)] == [
        "“a” is a ",
        "“b” is a ",
        "no step l",
    ]


@pytest.mark.parametrize(("cite", "said"), [("", "no article is cited"), ("Điều 24.9", "does not resolve")])
def test_an_uncited_step_and_a_citation_that_does_not_resolve_are_found(cite: str, said: str) -> None:
    (sentence,) = problems(with_step(PERIOD_SHEET, "score", cite=cite), ARTICLES)
    assert sentence.startswith("period_sheet.score") and said in sentence
    late = Deadline("days", 5, "notify", cite)
    (sentence,) = problems(with_step(PERIOD_SHEET, "sync", within=late), ARTICLES)
    assert sentence.startswith("period_sheet.sync, its deadline") and said in sentence


def test_a_step_nobody_may_take_is_found() -> None:
    (sentence,) = problems(with_step(PETITION, "lodge", by=()), ARTICLES)
    assert sentence == "petition.lodge: nobody may take this step"


@pytest.mark.parametrize(
    ("procedure", "step", "role"),
    [(p, "notify", Role.OWNER) for p in YEARS]
    + [(p, "publish", Role.STAFF) for p in YEARS]
    + [(PERIOD_SHEET, "notify", Role.PERSONNEL), (ORGANISATION, "notify", Role.RELATED)],
)
def test_a_result_told_to_nobody_where_the_article_says_notify_is_found(
    procedure: Procedure, step: str, role: Role
) -> None:
    sentences = problems(with_step(procedure, step, tell=()), ARTICLES)
    assert any(f"orders {role.name} told, and no step under it does" in sentence for sentence in sentences)


def test_names_given_twice_and_names_of_nothing_are_found() -> None:
    said = problems(with_step(PETITION, "refuse", name="uphold", target="gone"), ARTICLES)
    assert "petition: the name “uphold” is given 2 times" in said
    assert "petition.uphold: “gone” is no state of this procedure" in said
    said = problems(replace(PETITION, finals=(*PETITION.finals, "gone")), ARTICLES)
    assert said == ["petition: the final “gone” is no state of this procedure"]


def test_a_deadline_that_counts_from_no_step_is_found() -> None:
    late = Deadline("working_days", 7, "arrival", "Điều 22")
    (sentence,) = problems(with_step(PETITION, "refuse", within=late), ARTICLES)
    assert sentence == "petition.refuse: due after “arrival”, which is no step"


def test_a_notice_under_an_article_no_step_cites_is_found() -> None:
    silent = replace(RE_RATING, notices=(Notice("Điều 22", (Role.OWNER,)),))
    assert problems(silent, ARTICLES) == ["re_rating: Điều 22 orders OWNER told, and no step under it does"]
