"""«Nguyên nhân khách quan» (Điều 14.2.b, c): asked for by who was counted against, judged by the competent level."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.work.actions.stepping import move, must_be_one_of, must_say, must_stand_where
from congminh.work.models import Task
from congminh.work.refusing import refuse


@transaction.atomic
def ask_cause(task: Task, by: Person, about: str, reason: str, version: int | None = None) -> Entry:
    """Ask that a delay or a failed review be waived for an objective cause; `about` is delay or failure."""
    must_stand_where("ask_cause", task, "reason", version)
    if task.cause == Task.Cause.ASKED:
        refuse("reason", _("A cause is asked for already."), _("Wait for the answer."))
    if not task.waivable():
        what, why = _("Nothing is counted against this task."), _("It is neither late nor returned as a failed review.")
        refuse("about", what, _("Report the result first; then ask, if it is late."), why)
    must_be_one_of(about, task.waivable(), "about")
    data = {"about": about, "reason": must_say(reason)}
    return move("ask_cause", task, by, version, data, cause=Task.Cause.ASKED, cause_about=about)


@transaction.atomic
def accept_cause(task: Task, by: Person, reason: str, number: int | None = None, version: int | None = None) -> Entry:
    """Confirm the objective cause: `number` of the delays or failed reviews no longer count, all where not said."""
    _must_judge(task, by, version)
    late = task.cause_about == Task.About.DELAY
    counting = task.counting_delays if late else task.counting_failures
    waived = counting if number is None else number
    if not 1 <= waived <= counting:
        refuse("number", _("From 1 to %(most)s can be waived."), _("Enter a number within that."), most=counting)
    columns: dict[str, Any] = {"waived_delays": task.waived_delays + waived} if late else {}
    columns = columns or {"waived_failures": task.waived_failures + waived}
    data = {"about": task.cause_about, "reason": must_say(reason), "waived": waived}
    return move("accept_cause", task, by, version, data, cause=Task.Cause.ACCEPTED, **columns)


@transaction.atomic
def refuse_cause(task: Task, by: Person, reason: str, version: int | None = None) -> Entry:
    """Do not confirm the cause, with the reason: what was counted goes on counting."""
    _must_judge(task, by, version)
    data = {"about": task.cause_about, "reason": must_say(reason)}
    return move("refuse_cause", task, by, version, data, cause=Task.Cause.REFUSED)


def _must_judge(task: Task, by: Person, version: int | None) -> None:
    """Only who judges causes by the agency's reading, and only one that is asked for."""
    must_stand_where("accept_cause", task, "reason", version)
    if task.seats().judge_of_causes(task.person_id, task.unit_id) != by.pk:
        raise PermissionDenied(_("Objective causes of this task are judged by another."))
    if task.cause != Task.Cause.ASKED:
        refuse("reason", _("No cause is asked for."), _("Open the task again."))
