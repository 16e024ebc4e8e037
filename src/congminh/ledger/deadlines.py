"""By when the next steps of a file are due («thời hạn»), read from the rows of its procedure and its entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.timezone import localdate

from congminh.law.procedure import Step
from congminh.ledger.models import CaseFile

# Counted from a step that was taken; a deadline set by the calendar is its own app's to read.
COUNTED = ("working_days", "days")


class Due(NamedTuple):
    """A step that is open now, and the last day to take it."""

    step: Step
    day: date


def deadlines(file: CaseFile) -> list[Due]:
    """The steps of the state it stands in that have a deadline, the soonest first; one query, none where none has."""
    steps = _counted(file)
    if not steps:
        return []
    begun = {entry.step: localdate(entry.at) for entry in file.entries.order_by("number")}
    return due_from(file, begun)


def due_from(file: CaseFile, begun: Mapping[str, date]) -> list[Due]:
    """As `deadlines`, where the day on which each step was last taken is known."""
    found = []
    for step in _counted(file):
        if step.within and (day := begun.get(step.within.from_event)):
            found.append(Due(step, step.within.due(day)))
    return sorted(found, key=lambda due: due.day)


def _counted(file: CaseFile) -> list[Step]:
    """The steps open in its state whose deadline is counted from another step."""
    here = (step for step in file.rules.steps if file.state in step.sources)
    return [step for step in here if step.within and step.within.kind in COUNTED]
