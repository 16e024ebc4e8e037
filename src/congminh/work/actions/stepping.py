"""One step of a task: only while its period is open, only from where the step begins, with words of our own if not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.law.text import scaled
from congminh.ledger.actions import Stale, take
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.models import Task
from congminh.work.openness import must_be_open
from congminh.work.refusing import refuse


@transaction.atomic
def move(
    step: str,
    task: Task,
    by: Person,
    version: int | None,
    data: Mapping[str, Any] | None = None,
    evidence: Sequence[File] = (),
    field: str = "__all__",
    **changes: Any,
) -> Entry:
    """Take a step as `take` does; `version` is the one seen (None: as loaded), `field` where a refusal is shown."""
    must_stand_where(step, task, field, version)
    must_be_open([(task.person_id, task.period)])
    return take(step, task, by, task.version, data, evidence, **changes)


def must_stand_where(step: str, task: Task, field: str = "__all__", version: int | None = None) -> None:
    """Refuse a step that does not begin where the task stands; Stale when the task is no longer at `version`."""
    if version not in (None, task.version):
        raise Stale(task.entries.order_by("number").last(), [task.pk])
    if task.state in task.rules.step(step).sources:
        return
    if task.state == "confirmed":
        what, why = _("“%(task)s” has been confirmed."), _("What was confirmed counts in the score.")
        refuse(field, what, _("Ask whoever confirmed it to undo that first."), why, task=task)
    what = _("“%(task)s” stands at: %(state)s.")
    refuse(field, what, _("Open it again to see what can be done now."), task=task, state=task.state_label)


def must_say(reason: str, field: str = "reason") -> str:
    """The reason without blanks around; refused when there is none."""
    if not reason.strip():
        refuse(field, _("No reason is given."), _("Say why, in a sentence; it is kept with the task."))
    return reason.strip()


def must_be_one_of(value: str, allowed: Collection[str], field: str) -> str:
    """The value, if it is one of those allowed."""
    if value not in allowed:
        refuse(field, _("This cannot be chosen here."), _("Choose one of those shown."))
    return value


def vn(day: date) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}"


def number(thousandths: int) -> str:
    """A quantity as an entry keeps it: 800 → «0,8»."""
    return scaled(thousandths, 3)
