"""What who scores a person says of the work (Điều 3.4, 14.2): confirmed, not good enough, taken back, moved on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.ledger.actions import Stale, Taking, take_all
from congminh.ledger.models import Entry
from congminh.org import facts
from congminh.org.models import Person
from congminh.work.actions.reporting import counted_delays, must_be_done_right
from congminh.work.actions.stepping import move, must_say, must_stand_where, number, vn
from congminh.work.models import Task
from congminh.work.models.task import seat
from congminh.work.openness import must_be_open
from congminh.work.refusing import refuse

MOST_FAILURES = 1000


@transaction.atomic
def confirm(
    task: Task, by: Person, quantity_m: int | None = None, reason: str = "", version: int | None = None
) -> Entry:
    """Confirm a result («ghi nhận, xác nhận», Điều 3.4): as reported, or another quantity with the reason why.

    Delays are counted from the days by the reading in force today and kept with the task.
    """
    must_stand_where("confirm", task, "quantity", version)
    data, columns = _confirmed(task, _delay_unit())
    if quantity_m is not None and quantity_m != task.reported_m:
        must_be_done_right(task, quantity_m, task.finished_on)
        data |= {"reported": number(task.reported_m), "quantity": number(quantity_m), "reason": must_say(reason)}
        columns["confirmed_m"] = quantity_m
    return move("confirm", task, by, version, data, (), "quantity", **columns)


@transaction.atomic
def confirm_all(tasks: Sequence[Task], by: Person, versions: Mapping[int, int] | None = None) -> list[Entry]:
    """Confirm many results as reported: all or none, each entry marked with the batch.

    `versions` are those seen on the page, by key (None: as loaded). Stale names every task that moved since.
    """
    moved_on = [task.pk for task in tasks if versions and versions.get(task.pk, task.version) != task.version]
    if moved_on:
        raise Stale(Entry.objects.filter(file_id=moved_on[0]).order_by("number").last(), moved_on)
    return _confirm_many("confirm", tasks, by, {})


@transaction.atomic
def force_forward(tasks: Sequence[Task], by: Person, deadline: date, reason: str) -> list[Entry]:
    """Move on what nobody confirmed by the agency's day: confirmed as reported, with the day and the reason kept.

    By personnel or by who scores, after `deadline` has passed; who scores is told, and may still undo it.
    """
    if timezone.localdate() <= deadline:
        what, mend = _("The day of confirming, %(day)s, has not passed."), _("Wait for it, or remind who confirms.")
        refuse("deadline", what, mend, day=vn(deadline))
    return _confirm_many("force_forward", tasks, by, {"reason": must_say(reason), "deadline": vn(deadline)})


@transaction.atomic
def return_work(task: Task, by: Person, reason: str, version: int | None = None) -> Entry:
    """Return work with a major error of content («mỗi lần đánh giá chưa đạt», Điều 14.2.b): one more failed review."""
    must_stand_where("return", task, "reason", version)
    if task.quality_failures >= MOST_FAILURES:
        refuse("reason", _("This work was returned too often to count."), _("Confirm what was done of it."))
    data = {"reason": must_say(reason), "failures": task.quality_failures + 1}
    counted: dict[str, Any] = {"quality_failures": F("quality_failures") + 1, "returned_version": task.version + 1}
    return move("return", task, by, version, data, **counted)


@transaction.atomic
def send_back(task: Task, by: Person, reason: str, version: int | None = None) -> Entry:
    """Send work back to be completed, where the fault is not a major one: no failed review is counted."""
    must_stand_where("send_back", task, "reason", version)
    data = {"reason": must_say(reason)}
    return move("send_back", task, by, version, data, returned_version=task.version + 1)


@transaction.atomic
def undo(task: Task, by: Person, version: int | None = None) -> Entry:
    """Take back a confirmation while the period is open, or a return while nothing happened since."""
    must_stand_where("undo", task, version=version)
    if not task.holds("undoable"):
        what, mend = _("Something happened since the work was returned."), _("Open it again and go on from there.")
        refuse("__all__", what, mend)
    if task.state == "confirmed":
        return move("undo", task, by, version, {}, confirmed_m=0, confirmed_on=None)
    last = task.entries.order_by("number").last()
    was_failed = last is not None and last.step == "return"
    columns: dict[str, Any] = {"quality_failures": F("quality_failures") - 1} if was_failed else {}
    return move("undo", task, by, version, {}, **columns)


def _confirm_many(step: str, tasks: Sequence[Task], by: Person, data: Mapping[str, Any]) -> list[Entry]:
    if not tasks:
        refuse("tasks", _("No task is chosen."), _("Choose at least one."))
    for task in tasks:
        must_stand_where(step, task)
    must_be_open({(task.person_id, task.period) for task in tasks})
    seat(tasks)
    unit, takings = _delay_unit(), []
    for task in tasks:
        said, columns = _confirmed(task, unit)
        takings.append(Taking(task, {**said, **data}, columns))
    return take_all(step, takings, by)


def _confirmed(task: Task, unit: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the entry keeps of a confirmation as reported, and the columns it sets."""
    finished_on = task.finished_on or timezone.localdate()
    late = counted_delays(task, finished_on, unit)
    data = {"quantity": number(task.reported_m), "finished_on": vn(finished_on), "delays": late, "delay_unit": unit}
    columns = {"confirmed_m": F("reported_m"), "confirmed_on": timezone.localdate()}
    return data, {**columns, "delays": late, "waived_delays": min(task.waived_delays, late)}


def _delay_unit() -> str:
    return str(facts.values(timezone.localdate())["delay_unit"])
