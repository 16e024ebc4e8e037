"""Điều 15: a leader's a, b, c pool the work of those in charge; d follows from their scores, bottom-up."""

from datetime import date

import pytest

from congminh import law as laws
from congminh.law.facts import SHEET
from congminh.law.in_memory import reckon_rows
from congminh.law.nd335.leading import pooled, rounds, with_unit_results

LAW = laws.named("nd335")
VALUES = LAW.values(date(2026, 10, 31))
STAFF, FAILING, DEPUTY, HEAD, CHAIR = 1, 2, 3, 4, 5
PERIOD = 202610


def charge(*pairs: tuple[int, int]) -> list[dict]:
    return [{"leader_id": leader, "person_id": person, "period": PERIOD} for leader, person in pairs]


UNDER = charge((DEPUTY, STAFF), (HEAD, STAFF), (HEAD, FAILING), (HEAD, DEPUTY), (CHAIR, HEAD))


def task(person: int, done_m: int = 10_000) -> dict:
    shared = {"period": PERIOD, "origin": "planned", "coefficient_m": 1000, "assigned_m": 10_000}
    return shared | {"person_id": person, "done_m": done_m, "quality_failures": 0, "delays": 0}


def sheet(person: int) -> dict:
    post = {DEPUTY: "deputy", HEAD: "head", CHAIR: "head"}.get(person, "staff")
    marks = {} if post == "staff" else {"unit_results": None, "execution": 100, "cohesion": 100}
    return {
        "person_id": person,
        "period": PERIOD,
        "unit_id": 1,
        "peer_group": "a",
        "post": post,
        "general_cp": 2000,
    } | marks


TASKS = [task(STAFF), task(FAILING, done_m=1000), task(DEPUTY), task(HEAD), task(CHAIR)]
SHEETS = [sheet(person) for person in (CHAIR, HEAD, DEPUTY, FAILING, STAFF)]


def d() -> dict[int, int | None]:
    tasks = pooled(TASKS, UNDER, VALUES)
    return {row["person_id"]: row.get("unit_results") for row in with_unit_results(LAW, tasks, SHEETS, UNDER, VALUES)}


def test_d_is_half_where_someone_in_charge_fails_and_whole_where_nobody_does() -> None:
    assert d() == {STAFF: None, FAILING: None, DEPUTY: 100, HEAD: 50, CHAIR: 100}


def test_a_leader_who_fails_fails_the_leader_above() -> None:
    weak = [task | {"done_m": 0} if task["person_id"] in (HEAD, STAFF, DEPUTY) else task for task in TASKS]
    tasks = pooled(weak, UNDER, VALUES)
    sheets = [sheet | {"general_cp": 0} for sheet in SHEETS]
    found = {row["person_id"]: row for row in with_unit_results(LAW, tasks, sheets, UNDER, VALUES)}
    assert found[CHAIR]["unit_results"] == 50
    scored = reckon_rows(LAW, SHEET, {"task": tasks, "sheet": list(found.values())}, VALUES)
    assert {row["person_id"]: row["grade"] for row in scored}[HEAD] == "not_fulfilled"


def test_a_mark_already_given_is_kept() -> None:
    given = [sheet | {"unit_results": 50} if sheet["person_id"] == CHAIR else sheet for sheet in SHEETS]
    found = with_unit_results(LAW, pooled(TASKS, UNDER, VALUES), given, UNDER, VALUES)
    assert {row["person_id"]: row["unit_results"] for row in found if row["person_id"] == CHAIR} == {CHAIR: 50}


def test_pooled_work_is_ones_own_and_that_of_those_in_charge() -> None:
    assert sum(task["person_id"] == HEAD for task in pooled(TASKS, UNDER, VALUES)) == 4


def test_by_the_other_reading_only_ones_own() -> None:
    values = LAW.values(date(2026, 10, 31), {"leader_abc_scope": "own"})
    assert pooled(TASKS, UNDER, values) == TASKS


def test_those_in_charge_are_reckoned_before_who_leads_them() -> None:
    assert rounds([STAFF, FAILING, DEPUTY, HEAD, CHAIR], UNDER) == [[STAFF, FAILING], [DEPUTY], [HEAD], [CHAIR]]


def test_two_in_charge_of_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="in charge of each other"):
        rounds([DEPUTY, HEAD], charge((DEPUTY, HEAD), (HEAD, DEPUTY)))
