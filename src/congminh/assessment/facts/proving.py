"""A signed result proved from what was kept with it alone, and as rows of the batch files (`congminh score`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from typing import Any

from congminh.assessment.models import PeriodSheet, Result
from congminh.assessment.models.result import SUMS
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import columns_of, fill_table
from congminh.law.nd335.leading import pooled

Rows = list[dict[str, Any]]
FIGURES = (
    *SUMS,
    "quantity_bp",
    "quality_bp",
    "timeliness_bp",
    "results_bp",
    "total_cp",
    "total",
    "shares",
    "grade",
)
FACTS = ("general_cp", "unit_results", "execution", "cohesion")


def differences(result: Result) -> list[str]:
    """The figures that do not come out again from the tasks and the query kept; an empty list is a proof.

    The query of the result's basis is run as it was kept, over the tasks kept with it and, for a leader, those kept
    with the results of the people in charge: neither today's tasks nor today's formulas are looked at.
    """
    tasks, sheet = _facts_of(result)
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, TASK, tasks)
        fill_table(connection, SHEET, [sheet])
        cursor = connection.execute(result.basis.sql)
        names = [column[0] for column in cursor.description]
        found = dict(zip(names, cursor.fetchone(), strict=True))
    wrong = [name for name in FIGURES if found[name] != getattr(result, name)]
    vouched = result.sheet.entries.filter(data__result=result.number).order_by("number").last()
    return wrong if vouched and vouched.data["seal"] == result.seal() else [*wrong, "seal"]


def batch_rows(rounds: Collection[int]) -> tuple[Rows, Rows]:
    """The signed results of rounds as rows of the batch files: tasks (a leader's pooled, Điều 15.1) and sheets.

    Keys are persons'; a person with sheets in several agencies has one a round, so that each round is a file.
    """
    sheets = PeriodSheet.objects.signed().filter(round__in=rounds, result__isnull=False).order_by("pk")
    results = [sheet.result for sheet in sheets.select_related("result") if sheet.result]
    persons = {sheet.pk: sheet.person_id for sheet in sheets}
    periods = {sheet.pk: sheet.period for sheet in sheets}
    own, charge = _own_tasks(results, persons, periods), _charge(results, persons, periods)
    outside = {row["person_id"] for row in charge} - set(persons.values())
    others = _outside(results, outside)
    tasks = [task for task in pooled([*own, *others], charge, _values(results)) if task["person_id"] not in outside]
    columns = columns_of(TASK)
    return [{name: task[name] for name in columns} for task in tasks], [
        _sheet_row(result, persons[result.sheet_id], periods[result.sheet_id]) for result in results
    ]


def _facts_of(result: Result) -> tuple[Rows, dict[str, Any]]:
    key = {"person_id": result.sheet_id, "period": result.sheet.period}
    led = Result.objects.filter(pk__in=[line["result"] for line in result.charge_facts if line["result"]])
    scope = str(result.basis.values["leader_abc_scope"])
    kept = [result, *(led if scope == "pooled" else ())]
    tasks = [{**fact, **key} for each in kept for fact in each.task_facts]
    return tasks, _sheet_row(result, result.sheet_id, result.sheet.period)


def _sheet_row(result: Result, person: int, period: int) -> dict[str, Any]:
    places = {"unit_id": result.unit_id, "peer_group": result.peer_group, "post": result.post}
    return {"person_id": person, "period": period, **places, **{name: getattr(result, name) for name in FACTS}}


def _own_tasks(results: Iterable[Result], persons: dict[int, int], periods: dict[int, int]) -> Rows:
    return [
        {**fact, "person_id": persons[result.sheet_id], "period": periods[result.sheet_id]}
        for result in results
        for fact in result.task_facts
    ]


def _charge(results: Iterable[Result], persons: dict[int, int], periods: dict[int, int]) -> Rows:
    """Who is in whose charge, each pair once: also where somebody in charge had two sheets."""
    pairs = {
        (persons[result.sheet_id], line["person"], periods[result.sheet_id])
        for result in results
        for line in result.charge_facts
    }
    return [dict(zip(("leader_id", "person_id", "period"), pair, strict=True)) for pair in sorted(pairs)]


def _outside(results: Sequence[Result], persons: Collection[int]) -> Rows:
    """The tasks of those in charge whose sheets are of other rounds."""
    wanted = {line["result"] for result in results for line in result.charge_facts if line["person"] in persons}
    found = Result.objects.filter(pk__in=wanted).select_related("sheet")
    return [
        {**fact, "person_id": result.sheet.person_id, "period": result.sheet.period}
        for result in found
        for fact in result.task_facts
    ]


def _values(results: Sequence[Result]) -> dict[str, Any]:
    return dict(results[0].basis.values) if results else {"leader_abc_scope": "own"}
