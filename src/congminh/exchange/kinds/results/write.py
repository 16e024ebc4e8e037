"""Writing results: reported for those who did them, confirmed where the sender scores them; taking both back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congminh.exchange.journal import Journal
from congminh.exchange.kinds.kind import Tell
from congminh.exchange.kinds.month import changes_of, steps
from congminh.exchange.models import Import, ImportChange
from congminh.ledger.actions import Taking, take_all
from congminh.org.models import Person
from congminh.work.actions import Result, confirm_all, record_all, unrecord_all
from congminh.work.models import Task
from congminh.work.openness import must_be_open

KEPT = ("reported_m", "finished_on", "note", "link", "delays", "waived_delays", "cause", "cause_about")
STEPS = 2


@dataclass(frozen=True)
class Done:
    """What a row does to a task: a result that is recorded (None: it is there), and whether it is confirmed."""

    result: Result | None
    task: Task
    confirms: bool


@dataclass
class ResultsPlan:
    """What the rows without faults report and confirm, by whoever sent them."""

    by: Person
    rows: Sequence[Done]

    def write(self, journal: Journal, tell: Tell) -> None:
        """Record, then confirm what is this person's to confirm."""
        before = {each.task.pk: {"state": each.task.state, **_columns(each.task)} for each in self.rows}
        with steps():
            record_all([each.result for each in self.rows if each.result], self.by)
            tell(1, STEPS, "")
            confirmed = [each.task for each in self.rows if each.confirms]
            if confirmed:
                confirm_all(confirmed, self.by)
            tell(STEPS, STEPS, "")
        journal.remember(Task, [(each.task.pk, before[each.task.pk], _after(each)) for each in self.rows])


def take_back(source: Import, person: Person) -> None:
    """Take back confirmations, then results; each task as it was before the import. Raises Held."""
    reason = _("The import of “%(file)s” was undone.") % {"file": source.file_name}
    found = changes_of(source)
    recorded = [(task, change.before) for task, change in found if change.after["recorded"] and change.before]
    with steps():
        must_be_open({(task.person_id, task.period) for task, _change in found})
        _unconfirm(found, person)
        first = [(task, _stored(before)) for task, before in recorded if before["state"] == "assigned"]
        unrecord_all(first, person, reason)
        record_all([_said(task, before) for task, before in recorded if before["state"] == "reported"], person)


def _unconfirm(found: Sequence[tuple[Task, ImportChange]], person: Person) -> None:
    confirmed = [task for task, change in found if change.after["confirmed"]]
    columns = {"confirmed_m": 0, "confirmed_on": None}
    take_all("undo", [Taking(task, {}, columns) for task in confirmed], person)


def _columns(task: Task) -> dict[str, Any]:
    found = {name: getattr(task, name) for name in KEPT}
    return {**found, "finished_on": task.finished_on and task.finished_on.isoformat()}


def _after(done: Done) -> dict[str, Any]:
    return {"version": done.task.version, "recorded": bool(done.result), "confirmed": done.confirms}


def _stored(before: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they were."""
    columns = {name: before[name] for name in KEPT}
    return {**columns, "finished_on": _day(before["finished_on"])}


def _said(task: Task, before: Mapping[str, Any]) -> Result:
    """The result an earlier import brought in."""
    finished_on = _day(before["finished_on"]) or task.assigned_on
    return Result(task, before["reported_m"], finished_on, before["note"], before["link"])


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
