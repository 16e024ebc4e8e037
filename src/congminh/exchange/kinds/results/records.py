"""Results as they are exported: the tasks of a period with what was reported of them."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from typing import Any

from congminh.exchange.kinds.month import advises, written
from congminh.exchange.kinds.tasks.records import about
from congminh.law.calendar import Period
from congminh.org.models import Person
from congminh.work.models import Task
from congminh.work.periods import kind_on

SHOWN = ("assigned", "reported", "returned", "confirmed")


def records(person: Person, day: date) -> Generator[Mapping[str, Any]]:
    """The tasks of the period of `day` whose results are this person's to bring in; imported again, nothing changes."""
    code = Period.of_day(day, kind_on(day)).code
    only: dict[str, Any] = {"period": code, "state__in": SHOWN}
    seen = Task.objects.visible_to(person).filter(**only) if advises(person, day) else None
    tasks = Task.objects.scored_by(person, **only) if seen is None else seen
    rows = tasks.exclude(person=person).select_related("person", "unit")
    for task in rows.order_by("unit__code", "person__code", "due", "pk").iterator(2000):
        yield {**about(task), "assigned": written(task.assigned_m), "due": task.due, **_done(task)}


def _done(task: Task) -> dict[str, Any]:
    """What was done; nothing while only progress was said."""
    if task.finished_on is None:
        return {"quantity": "", "note": task.note, "link": task.link}
    done_m = task.confirmed_m if task.state == "confirmed" else task.reported_m
    said = {"quantity": written(done_m), "finished": task.finished_on, "note": task.note, "link": task.link}
    return {**said, "confirm": "x" if task.state == "confirmed" else ""}
