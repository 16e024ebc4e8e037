"""Tasks as they are exported: of those whom a head scores, in the period of a day."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from typing import Any

from congminh.exchange.kinds.month import written
from congminh.law.calendar import Period
from congminh.org.models import Person
from congminh.work.models import Task
from congminh.work.models.queries import COUNTED
from congminh.work.periods import kind_on


def records(person: Person, day: date) -> Generator[Mapping[str, Any]]:
    """The tasks given in the period of `day`, person by person; imported again, they change nothing."""
    code = Period.of_day(day, kind_on(day)).code
    tasks = Task.objects.scored_by(person, period=code, state__in=COUNTED)
    rows = tasks.select_related("person", "unit").order_by("unit__code", "person__code", "due", "pk")
    for task in rows.iterator(2000):
        yield {
            **about(task),
            "given": task.assigned_on,
            "due": task.due,
            "urgent": "x" if task.urgent else "",
        }


def about(task: Task) -> dict[str, Any]:
    """The cells by which a task is known again, and read."""
    return {
        "task": task.pk,
        "person": task.person.code,
        "full_name": task.person.name,
        "unit": task.unit.code,
        "product": task.code,
        "output": task.output,
        "name": task.name,
        "quantity": written(task.assigned_m),
    }
