"""The law's facts of tasks, as rows of the database: one SELECT both engines read, and its sums by sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from congminh.assessment.facts.scope import Scope
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.result import ORIGINS
from congminh.law.decree import Law
from congminh.law.facts import MOST_LOAD, SHEET, TASK
from congminh.law.faults import BadFacts, Fault, count_query, place_query, read_places, too_much
from congminh.law.in_memory import sum_names
from congminh.law.reckon import Values, reckon
from congminh.ledger.models import CaseFile
from congminh.work.facts import COLUMNS
from congminh.work.models import Task
from congminh.work.models.queries import COUNTED

SHEETS, TASKS, FILES = (model._meta.db_table for model in (PeriodSheet, Task, CaseFile))
FACTS = tuple(fact.name for fact in TASK.facts if fact.name not in TASK.key)
COUNTED_UNITS = PeriodSheet.counted_units.through._meta.db_table
# Facts of a sheet that its sums do not depend on, filled so that the query can be written whole.
_FACTS = "0 AS unit_id, '' AS peer_group, 'staff' AS post, 0 AS general_cp"
_MARKS = "NULL AS unit_results, NULL AS execution, NULL AS cohesion"
# How each engine gathers lines of JSON, in order, as text.
_GATHER = {
    "sqlite": "json_group_array(json_array({line}))",
    "postgresql": "CAST(json_agg(json_build_array({line}) ORDER BY task) AS text)",
}


def task_select(scope: Scope, sheets: Collection[int] | None = None) -> str:
    """The facts of counted tasks as daily work tells them (`work.facts`); `person_id` is the key of the sheet.

    Beside the facts stand `task` and `catalogue`. Of the sheets of the scope, or of `sheets` among them; a task
    whose coefficient nobody has decided yet counts nothing.
    """
    states = ", ".join(f"'{state}'" for state in COUNTED)
    periods = ", ".join(str(month.code) for month in scope.of.months())
    given = (
        f"SELECT {COLUMNS}, t.unit_id, t.catalogue_number FROM {TASKS} t JOIN {FILES} c ON c.id = t.casefile_ptr_id"
        f" WHERE c.state IN ({states}) AND t.period IN ({periods}) AND t.coefficient_m IS NOT NULL"
    )
    own = f"SELECT 1 FROM {COUNTED_UNITS} u WHERE u.periodsheet_id = s.casefile_ptr_id AND u.unit_id = g.unit_id"
    return (
        f"SELECT s.casefile_ptr_id AS person_id, s.period, {', '.join(f'g.{name}' for name in FACTS)},"
        " g.task_id AS task, g.catalogue_number AS catalogue"
        f" FROM {SHEETS} s JOIN ({given}) g ON g.person_id = s.person_id"
        f" WHERE {_chosen(scope, sheets)} AND (NOT s.divided OR EXISTS ({own}))"
    )


def sums(scope: Scope, law: Law, values: Values) -> dict[int, dict[str, int]]:
    """By sheet the sums of its own tasks, reckoned where the tasks are; one query, whatever the number of sheets.

    Raises BadFacts for a load beyond what is proved to be reckoned exactly.
    """
    names = sum_names(law, SHEET, values)
    query = reckon(law, SHEET, {"task": "task", "sheet": "sheet"}, connection.vendor, values, ("person_id", *names))
    sheet = (
        f"SELECT casefile_ptr_id AS person_id, period, {_FACTS}, {_MARKS} FROM {SHEETS} s WHERE {_chosen(scope, None)}"
    )
    rows = _rows(f"WITH task AS ({task_select(scope)}), sheet AS ({sheet}), {query.sql.removeprefix('WITH ')}")
    found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    hold_loads(found, scope.period)
    return found


def hold_loads(loads: dict[int, dict[str, int]], period: int) -> None:
    """Raise BadFacts where a converted load is beyond what 64 bits are proved to hold (decision 0004)."""
    much = [pk for pk, sums in loads.items() if max(sums["load"], sums["delivered_load"]) > MOST_LOAD]
    if much:
        raise BadFacts([Fault("sheet", pk, "person_id", str(pk), too_much(period)) for pk in much])


def check_tasks(scope: Scope) -> None:
    """Raise BadFacts where a counted task lies outside the bounds of the law's facts."""
    task = f"({task_select(scope)})"
    if _rows(count_query(TASK, task))[0][0]:
        raise BadFacts(read_places(TASK, "task", _rows(place_query(TASK, task, "task"))))


def task_rows(scope: Scope, sheets: Collection[int]) -> list[dict[str, Any]]:
    """The facts of these sheets' own tasks, in the order of the tasks."""
    return _named(f"SELECT * FROM ({task_select(scope, sheets)}) AS task ORDER BY task")


def gathered(scope: Scope, columns: Iterable[str]) -> dict[int, str]:
    """By sheet its own tasks as lines of JSON, gathered in the database; a sheet without tasks is left out.

    Origins are told by their place in `ORIGINS`.
    """
    origins = " ".join(f"WHEN '{origin}' THEN {place}" for place, origin in enumerate(ORIGINS))
    said = (f"CASE origin {origins} END" if name == "origin" else name for name in columns)
    lines = _GATHER[connection.vendor].format(line=", ".join(said))
    given = f"SELECT * FROM ({task_select(scope, scope.asked)}) AS task ORDER BY person_id, task"
    return dict(_rows(f"SELECT person_id, {lines} FROM ({given}) AS task GROUP BY person_id"))


def _chosen(scope: Scope, sheets: Collection[int] | None) -> str:
    """Which sheets: by their rounds where whole rounds are reckoned, else by their keys."""
    wanted = set(scope.places if sheets is None else sheets)
    if scope.rounds and wanted >= set(scope.asked):
        others = [pk for pk in wanted if pk not in scope.asked]
        rounds = f"s.round_id IN ({_listed(scope.rounds)})"
        return f"({rounds} OR s.casefile_ptr_id IN ({_listed(others)}))" if others else rounds
    return f"s.casefile_ptr_id IN ({_listed(wanted)})"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(numbers)) or "NULL"


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _named(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
