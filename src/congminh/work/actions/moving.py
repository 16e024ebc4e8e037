"""Tasks given to another, put right, or cancelled before anything was reported (Điều 18.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.actions.assigning import assign, beyond_wholes, hold_wholes, searchable
from congminh.work.actions.reporting import counted_delays
from congminh.work.actions.stepping import move, must_say, must_stand_where, number, vn
from congminh.work.models import Goal, Task
from congminh.work.refusing import refuse, refuse_fields
from congminh.work.rows import Row, faults_in, ground_of


def hand_over(task: Task, by: Person, reason: str, version: int | None = None) -> Entry:
    """Report a task one cannot finish, so that another does it (Điều 18.1.d)."""
    return move("hand_over", task, by, version, {"reason": must_say(reason)})


def take_back(task: Task, by: Person, version: int | None = None) -> Entry:
    """Go on with a task that was to be given to another: its owner, or who assigned it, says so."""
    return move("take_back", task, by, version)


@transaction.atomic
def give_to(task: Task, to: Person, by: Person, due: date | None = None, version: int | None = None) -> Task:
    """Give a task to another (Điều 18.1.d): it stays in the giver's total and counts nothing; theirs is extra.

    The other's task is of the same product, period and quantity, from today, due on the same day unless said
    otherwise. Gives that task.
    """
    must_stand_where("give_to", task, version=version)
    if to.pk == task.person_id:
        refuse("taker", _("The task is theirs already."), _("Choose somebody else."))
    row = Row(to, None, task.assigned_m, due or task.due, task.period, task.name, None, source=task, whole=task.whole)
    row = replace(row, origin=Task.Origin.TAKEN_OVER, goal=task.goal, urgent=task.urgent)
    ground = ground_of([row])
    faults = dict(faults_in(row, ground, by))
    refuse_fields({"taker" if name == "person" else name: each for name, each in faults.items()})
    hold_wholes([task.whole])
    origin = Task.Origin.HANDED_OVER if task.origin == Task.Origin.PLANNED else task.origin
    move("give_to", task, by, version, {"taker": f"{to.name} ({to.code})"}, origin=origin)
    return assign([row], by, ground)[0]


def cancel(task: Task, by: Person, reason: str, version: int | None = None) -> Entry:
    """Cancel a task before anything of it was reported, with the reason; it then counts nowhere."""
    must_stand_where("cancel", task, version=version)
    if task.finished_on:
        what, why = _("Something of this task was reported."), _("What was reported is not taken from anyone.")
        refuse("__all__", what, _("Confirm what was done, or adjust the quantity."), why)
    return move("cancel", task, by, version, {"reason": must_say(reason)})


@transaction.atomic
def adjust(task: Task, by: Person, reason: str, version: int | None = None, **columns: Any) -> Entry:
    """Put right what was assigned, until it is confirmed: assigned_m, due, name, urgent, goal (Điều 18.1.b).

    The reason and each change, before and after, are kept; delays follow a new day.
    """
    known = {name: value for name, value in columns.items() if name in ADJUSTABLE}
    changed = {name: value for name, value in known.items() if getattr(task, name) != value}
    must_stand_where("adjust", task, FIELDS.get(next(iter(changed), ""), "__all__"), version)
    if not changed:
        refuse("__all__", _("Nothing is changed."), _("Change a field, or leave the task as it is."))
    hold_wholes([task.whole])
    _must_be_right(task, changed)
    data = {"reason": must_say(reason), **{FIELDS[name]: _before_after(task, name, changed[name]) for name in changed}}
    if "due" in changed and task.finished_on:
        late = counted_delays(Task(due=changed["due"]), task.finished_on)
        changed |= {"delays": late, "waived_delays": min(task.waived_delays, late)}
    if "name" in changed:
        changed |= searchable(changed["name"], task)
    return move("adjust", task, by, version, data, **changed)


FIELDS = {"assigned_m": "quantity", "due": "due", "name": "name", "urgent": "urgent", "goal": "goal"}
ADJUSTABLE = tuple(FIELDS)


def _must_be_right(task: Task, changed: dict[str, Any]) -> None:
    """The task as it would be passes the checks of a row."""
    quantity_m, due = changed.get("assigned_m", task.assigned_m), changed.get("due", task.due)
    name, unit = changed.get("name", task.name), task.unit
    row = Row(task.person, None, quantity_m, due, task.period, name, task.assigned_on, unit, source=task)
    if not name.strip():
        refuse("name", _("The task has no name."), _("Say what is to be delivered."))
    faults = dict(faults_in(row, ground_of([row]), None))
    more_m = quantity_m - task.assigned_m
    if task.whole and more_m > 0:
        faults |= beyond_wholes([replace(row, whole=task.whole, quantity_m=more_m)]).get(0, {})
    refuse_fields(faults)


def _before_after(task: Task, name: str, value: Any) -> str:
    return f"{_said(getattr(task, name))} → {_said(value)}"


def _said(value: Any) -> str:
    """A column as the entry keeps it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return vn(value)
    return number(value) if isinstance(value, int) else str(value.name if isinstance(value, Goal) else value or "–")
