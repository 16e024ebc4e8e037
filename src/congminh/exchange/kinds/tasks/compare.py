"""Rows of tasks against those there are: what each would give or put right, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from congminh.exchange.excel.form import Row
from congminh.exchange.kinds.month import ON_THE_PAGE, day_said, in_each, tasks_of, twice, written
from congminh.exchange.kinds.tasks.there import Board, board_of
from congminh.exchange.kinds.tasks.write import Change, TasksPlan
from congminh.exchange.scope import Scope
from congminh.law.nd335.task_procedure import UNDER_WAY
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.work.models import Task
from congminh.work.rows import Ground, faults_in, faults_of, ground_of
from congminh.work.rows import Row as Given

# The cell in which a fault of the page's checks stands.
CELL = {"period": "due", "assigned_on": "given"}
FIXED = {"person": "other_person", "product": "other_product", "unit": "other_unit", "given": "other_day"}
COLUMNS = {"quantity": "assigned_m", "due": "due", "name": "name", "urgent": "urgent"}


def compare(rows: Sequence[Row], scope: Scope, day: date) -> TasksPlan:
    """The plan of the rows without faults; verdicts, faults and notes are set on the rows."""
    there = tasks_of({row.values["task"] for row in rows if "task" in row.values}, scope.person)
    new = [row for row in rows if "task" not in row.cells]
    board = board_of(new, scope.person, day)
    given = [(row, meant) for row in new if (meant := _new(row, board))]
    changes = [change for row in rows if "task" in row.values and (change := _there(row, there, scope.person))]
    twice(rows, lambda row: row.values.get("task"))
    _check_new(given, board, scope.person)
    _check_changes(changes)
    for row in rows:
        row.settle()
    good = [each for each in given if not each[0].faults]
    return TasksPlan(scope.person, good, [change for change in changes if change.row.verdict == "changed"])


def _new(row: Row, board: Board) -> Given | None:
    """The task a row would give; what cannot be told apart is a fault of its cell."""
    row.verdict = "added"
    for key in ("person", "product", "quantity", "due"):
        if key not in row.cells:
            row.fault(key, "needed")
    person, unit = board.person(row), board.unit(row)
    product = board.product(row, person, unit) if person else None
    quantity_m, due = row.values.get("quantity"), row.values.get("due")
    if row.faults or person is None or product is None or quantity_m is None or due is None:
        return None
    more: dict[str, Any] = {"assigned_on": row.values.get("given"), "unit": unit}
    more["urgent"] = bool(row.values.get("urgent"))
    return Given(person, product, quantity_m, due, board.period(due).code, row.values.get("name", ""), **more)


def _check_new(given: Sequence[tuple[Row, Given]], board: Board, by: Any) -> None:
    """The same faults as the page's; then what a row means, and a task just like it."""
    meant = [each for _row, each in given]
    if not meant:
        return
    ground = ground_of(meant, board.seats)
    for number, faults in in_each(lambda: faults_of(meant, ground, by)).items():
        for column, said in faults.items():
            given[number][0].fault(CELL.get(column, column), ON_THE_PAGE, **said)
    alike = _alike(meant)
    for row, each in given:
        if not row.faults and each.product:
            _note_meaning(row, each)
            if number := alike.get(_likeness(each)):
                row.note("task_like_it", number=str(number))


def _note_meaning(row: Row, each: Given) -> None:
    """Whom and what the codes mean, for a slip of the pen to be seen."""
    product: Any = each.product
    load = scaled(product.coefficient_m * each.quantity_m, 6)
    row.note("codes_mean", person=each.person.name, output=product.output or product.work, load=load)
    if row.values.get("full_name", each.person.name) != each.person.name:
        row.note("other_name", person=each.person.name)


def _likeness(each: Any) -> tuple[Any, ...]:
    """What two tasks that are one and the same have in common."""
    named = isinstance(each, Task)
    name = each.name if named else each.name or each.product.output or each.product.work
    code, quantity_m = (each.code, each.assigned_m) if named else (each.product.code, each.quantity_m)
    return each.person_id if named else each.person.pk, code, quantity_m, each.due, name


def _alike(meant: Sequence[Given]) -> Mapping[tuple[Any, ...], int]:
    """By what they have in common, the numbers of tasks these people have already in these periods."""
    people, periods = {each.person.pk for each in meant}, {each.period for each in meant}
    there = Task.objects.counted().filter(person__in=people, period__in=periods).order_by("pk")
    fields = ("pk", "person_id", "code", "assigned_m", "due", "name")
    return {_likeness(task): task.pk for task in there.only(*fields)}


def _there(row: Row, there: Mapping[int, Task], by: Any) -> Change | None:
    """What a row with a number would put right; the task's person, product, unit and first day stay."""
    task = there.get(row.values["task"])
    if task is None:
        row.fault("task", "unknown_task", number=row.cells["task"])
        return None
    fixed = {"person": task.person.code, "product": task.code, "unit": task.unit.code, "given": task.assigned_on}
    for key, value in fixed.items():
        if key in row.values and not _same(row.values[key], value):
            row.fault(key, FIXED[key], there=day_said(value) if isinstance(value, date) else value)
    columns = {}
    for key, column in COLUMNS.items():
        now = getattr(task, column)
        if row.values.get(key, now) != now:
            row.differs(key, _shown(now))
            columns[column] = row.values[key]
    if not columns:
        return None
    row.note("about_task", number=str(task.pk), person=task.person.name, task=task.name)
    _may_change(row, task, by, columns)
    return Change(row, task, columns)


def _may_change(row: Row, task: Task, by: Any, columns: Mapping[str, Any]) -> None:
    if task.state not in UNDER_WAY:
        row.fault("task", "not_adjustable", state=_state(task))
    elif Role.ASSESSOR not in task.roles_of(by):
        row.fault("task", "not_yours_to_assign", person=task.person.name)
    if task.whole_id and "assigned_m" in columns:
        row.fault("quantity", "part_of_whole")
    if not row.values.get("reason"):
        row.fault("reason", "reason_needed")


def _check_changes(changes: Sequence[Change]) -> None:
    """The tasks as they would be pass the checks of the page."""
    meant = [_as_row(change) for change in changes]
    ground = ground_of(meant) if meant else None
    if ground is None:
        return
    for number, faults in in_each(lambda: _faults(meant, ground)).items():
        for column, said in faults.items():
            changes[number].row.fault(CELL.get(column, column), ON_THE_PAGE, **said)


def _faults(meant: Sequence[Given], ground: Ground) -> dict[int, Any]:
    return {number: dict(faults_in(each, ground, None)) for number, each in enumerate(meant)}


def _as_row(change: Change) -> Given:
    task, new = change.task, change.columns
    row = Given(task.person, None, task.assigned_m, task.due, task.period, task.name, task.assigned_on, task.unit)
    row = replace(row, quantity_m=new.get("assigned_m", row.quantity_m), due=new.get("due", row.due))
    return replace(row, name=new.get("name", row.name), source=task)


def _same(said: Any, there: Any) -> bool:
    return bool(said.casefold() == there.casefold() if isinstance(said, str) else said == there)


def _shown(value: Any) -> str:
    """What is there now, as a cell says it."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, date):
        return day_said(value)
    return written(value) if isinstance(value, int) else str(value)


def _state(task: Task) -> dict[str, str]:
    return task.rules.state(task.state).label._asdict()
