"""Writing tasks: new ones assigned, those there put right; taking back what nothing has happened to since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congminh.exchange.excel.form import Row
from congminh.exchange.journal import Journal
from congminh.exchange.kinds.kind import Tell
from congminh.exchange.kinds.month import changes_of, steps
from congminh.exchange.models import Import
from congminh.ledger.actions import Taking, take_all
from congminh.org.models import Person
from congminh.work.actions import adjust, assign
from congminh.work.models import Task
from congminh.work.openness import must_be_open
from congminh.work.rows import Row as Given


@dataclass(frozen=True)
class Change:
    """A task that a row puts right: its columns as they would be."""

    row: Row
    task: Task
    columns: Mapping[str, Any]


@dataclass
class TasksPlan:
    """What the rows without faults give and put right, by whoever sent them."""

    by: Person
    given: Sequence[tuple[Row, Given]]
    changes: Sequence[Change]

    def write(self, journal: Journal, tell: Tell) -> None:
        """Assign and adjust, as the pages do."""
        total = len(self.given) + len(self.changes)
        with steps():
            tasks = assign([each for _row, each in self.given], self.by) if self.given else []
            journal.remember(Task, [(task.pk, None, {"version": task.version}) for task in tasks])
            tell(len(tasks), total, "")
            for done, change in enumerate(self.changes, start=len(tasks) + 1):
                journal.remember(Task, [self._adjust(change)])
                tell(done, total, "")

    def _adjust(self, change: Change) -> tuple[int, Any, Any]:
        task = change.task
        before = {column: _plain(getattr(task, column)) for column in change.columns}
        adjust(task, self.by, change.row.values["reason"], **change.columns)
        return task.pk, before, {"version": task.version}


def take_back(source: Import, person: Person) -> None:
    """Cancel what was given and put back what was put right, with the import as the reason; raises Held."""
    reason = _("The import of “%(file)s” was undone.") % {"file": source.file_name}
    found = changes_of(source)
    with steps():
        must_be_open({(task.person_id, task.period) for task, _change in found})
        given = [task for task, change in found if change.before is None]
        take_all("cancel", [Taking(task, {"reason": reason}) for task in given], person)
        for task, change in found:
            if change.before is not None:
                adjust(task, person, reason, **_columns(change.before))


def _columns(before: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name == "due" else value for name, value in before.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
