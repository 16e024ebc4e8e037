"""Rows of results against the tasks there are: what each would report or confirm, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from congminh.exchange.excel.form import Row
from congminh.exchange.kinds.month import ON_THE_PAGE, day_said, in_each, twice, written
from congminh.exchange.kinds.results.there import Board, board_of
from congminh.exchange.kinds.results.write import Done, ResultsPlan
from congminh.exchange.scope import Scope
from congminh.law.procedure import Role
from congminh.org import facts
from congminh.org.models import Person
from congminh.work.actions import Result
from congminh.work.actions.reporting import Values, counted_delays, must_be_done_right, url_of
from congminh.work.models import Task
from congminh.work.openness import closed, closed_fault

CELL = {"finished_on": "finished"}
RECORDABLE = ("assigned", "reported")


@dataclass(frozen=True)
class Said:
    """What a row says of its task, with what is there where it says nothing."""

    row: Row
    task: Task
    result: Result
    is_new: bool
    confirms: bool


def compare(rows: Sequence[Row], scope: Scope, day: date) -> ResultsPlan:
    """The plan of the rows without faults; verdicts, faults and notes are set on the rows."""
    board = board_of(rows, scope.person)
    matched = [(row, task) for row in rows if (task := board.task(row))]
    numbers = {id(row): task.pk for row, task in matched}
    twice(rows, lambda row: numbers.get(id(row)))
    found = [said for row, task in matched if (said := _said(row, task, scope.person, board))]
    _check(found, facts.values(day))
    for row in rows:
        row.settle()
    good = [Done(each.result if each.is_new else None, each.task, each.confirms) for each in found if _does(each)]
    return ResultsPlan(scope.person, good)


def _does(said: Said) -> bool:
    return said.row.verdict in ("added", "changed")


def _said(row: Row, task: Task, by: Person, board: Board) -> Said | None:
    """What a row adds to its task, None where it says what is there; who may, and from where, are faults of it."""
    _check_names(row, task)
    done_m = task.confirmed_m if task.state == "confirmed" else task.reported_m
    there = {"quantity": done_m, "finished": task.finished_on, "note": task.note, "link": task.link}
    if task.finished_on is None:
        there |= {"quantity": None}
    changed = {key for key, now in there.items() if row.values.get(key, now) != now}
    confirms = bool(row.values.get("confirm")) and task.state != "confirmed"
    if row.faults or not (changed or confirms):
        return None
    roles = task.roles_of(by)
    _check_state(row, task, bool(changed), board)
    _check_person(row, task, roles)
    for key in ("quantity", "finished"):
        if key not in row.values and there[key] is None:
            row.fault(key, "needed")
    if row.faults:
        return None
    is_theirs = Role.ASSESSOR in roles
    _tell(row, task, changed, confirms and is_theirs, there)
    if confirms and not is_theirs:
        row.note("confirm_waits")
        if not changed:
            return None
    said: dict[str, Any] = {key: row.values.get(key, now) for key, now in there.items()}
    result = Result(task, said["quantity"], said["finished"], said["note"], said["link"])
    return Said(row, task, result, bool(changed), confirms and is_theirs)


def _tell(row: Row, task: Task, changed: set[str], confirms: bool, there: Mapping[str, Any]) -> None:
    """The verdict: a first result is added, what is said otherwise or confirmed is changed."""
    row.note("about_task", number=str(task.pk), person=task.person.name, task=task.name)
    if task.finished_on is None and changed:
        row.verdict = "added"
    for key in sorted(changed):
        row.differs(key, _shown(there[key]))
    if confirms:
        row.differs("confirm", "")


def _check_names(row: Row, task: Task) -> None:
    """The codes beside the number are the task's own."""
    for key, code, kind in (("person", task.person.code, "other_person"), ("product", task.code, "other_product")):
        if row.values.get(key, code).casefold() != code.casefold():
            row.fault(key, kind, there=code)


def _check_state(row: Row, task: Task, changes: bool, board: Board) -> None:
    if task.state == "confirmed":
        row.fault("task", "confirmed_already")
    elif task.state not in RECORDABLE:
        row.fault("task", "not_recordable", state=task.rules.state(task.state).label._asdict())
    elif changes and task.state == "reported" and task.pk not in board.recorded:
        row.fault("quantity", "reported_by_owner", person=task.person.name)


def _check_person(row: Row, task: Task, roles: frozenset[Role]) -> None:
    if Role.OWNER in roles:
        row.fault("task", "own_result")
    elif not roles & {Role.ASSESSOR, Role.PERSONNEL}:
        row.fault("task", "not_yours_to_record", person=task.person.name)


def _check(found: Sequence[Said], values: Values) -> None:
    """The same faults as the page of a report; how late a result is."""
    shut = closed({(each.task.person_id, each.task.period) for each in found})
    checks = in_each(lambda: {at: _faults(each, values) for at, each in enumerate(found)})
    for at, each in enumerate(found):
        for column, said in checks.get(at, {}).items():
            each.row.fault(CELL.get(column, column), ON_THE_PAGE, **said)
        late = 0 if each.row.faults else counted_delays(each.task, each.result.finished_on, str(values["delay_unit"]))
        if late and each.is_new:
            each.row.note("result_late", number=str(late), due=day_said(each.task.due))
    pairs = in_each(lambda: {at: _closed(each, shut) for at, each in enumerate(found)})
    for at, faults in pairs.items():
        for said in faults.values():
            found[at].row.fault("task", ON_THE_PAGE, **said)


def _closed(each: Said, shut: Any) -> dict[str, ValidationError]:
    pair = (each.task.person_id, each.task.period)
    return {"task": closed_fault(each.task.period)} if pair in shut else {}


def _faults(each: Said, values: Values) -> dict[str, ValidationError]:
    if not each.is_new:
        return {}
    found: dict[str, ValidationError] = {}
    for check in (
        lambda: must_be_done_right(each.task, each.result.quantity_m, each.result.finished_on, values),
        lambda: url_of(each.result.link),
    ):
        try:
            check()
        except ValidationError as fault:
            found |= {column: errors[0] for column, errors in fault.error_dict.items()}
    return found


def _shown(value: Any) -> str:
    """What is there now, as a cell says it."""
    if value is None or isinstance(value, str):
        return value or ""
    return day_said(value) if isinstance(value, date) else written(value)
