"""What a civil servant says of their own work (Điều 18.2): progress, results, a line in the daily log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.calendar import delays as delays_of
from congminh.ledger.actions import Taking, take_all
from congminh.ledger.models import Entry
from congminh.org import facts
from congminh.org.models import Person
from congminh.work.actions.causes import ask_cause
from congminh.work.actions.stepping import move, must_say, must_stand_where, number, vn
from congminh.work.models import DailyNote, Task
from congminh.work.models.task import seat
from congminh.work.openness import must_be_open
from congminh.work.refusing import refuse
from congminh.work.rows import quantity_fault

WHOLE_M = 1000
Values = Mapping[str, int | str]


@transaction.atomic
def report(
    task: Task,
    by: Person,
    quantity_m: int | None = None,
    finished_on: date | None = None,
    note: str = "",
    link: str = "",
    evidence: Sequence[File] = (),
    cause: str = "",
    version: int | None = None,
) -> Entry:
    """Report a result (Điều 18.2): all of what was assigned, done today, unless said otherwise; a part counts too.

    May be said again until it is confirmed. `cause` asks at once for an objective cause of the delay.
    """
    must_stand_where("report", task, "quantity", version)
    quantity_m = task.assigned_m if quantity_m is None else quantity_m
    finished_on = finished_on or timezone.localdate()
    late = must_be_done_right(task, quantity_m, finished_on)
    if cause.strip() and not late:
        refuse("cause", _("The work is not late: no cause is needed."), _("Leave this empty."))
    data, columns = _reported(task, Result(task, quantity_m, finished_on, note.strip(), url_of(link)), late)
    entry = move("report", task, by, version, data, evidence, "quantity", **columns)
    if cause.strip():
        entry = ask_cause(task, by, Task.About.DELAY, cause)
    return entry


@dataclass(frozen=True)
class Result:
    """What was done of a task elsewhere: so much in thousandths, finished on a day, with a note and a link."""

    task: Task
    quantity_m: int
    finished_on: date
    note: str = ""
    link: str = ""


@transaction.atomic
def record_all(results: Sequence[Result], by: Person, values: Values | None = None) -> list[Entry]:
    """Record results done elsewhere («kết quả làm ở nơi khác»), by who scores or advises, never their own.

    They come as reported and wait to be confirmed as any other. All or none; each person is told once.
    """
    for each in results:
        must_stand_where("record", each.task, "quantity")
    _hold(each.task for each in results)
    takings = []
    for each in results:
        late = must_be_done_right(each.task, each.quantity_m, each.finished_on, values)
        takings.append(Taking(each.task, *_reported(each.task, each, late)))
    return take_all("record", takings, by)


@transaction.atomic
def unrecord_all(before: Sequence[tuple[Task, Mapping[str, Any]]], by: Person, reason: str) -> list[Entry]:
    """Take back results that were recorded: the tasks are assigned again, with their columns of before."""
    _hold(task for task, _columns in before)
    takings = [Taking(task, {"reason": must_say(reason)}, columns) for task, columns in before]
    return take_all("unrecord", takings, by)


def _hold(tasks: Iterable[Task]) -> None:
    """Their periods are open; who is who is read once, and the steps of imports may be taken."""
    rows = list(tasks)
    must_be_open({(task.person_id, task.period) for task in rows})
    seat(rows)
    for task in rows:
        task.__dict__["_brought_in"] = True


def _reported(task: Task, said: Result, late: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the entry keeps of a result, and the columns it sets."""
    data = {"quantity": number(said.quantity_m), "finished_on": vn(said.finished_on)}
    data |= {"note": said.note, "link": said.link}
    columns: dict[str, Any] = {"reported_m": said.quantity_m, "finished_on": said.finished_on, "note": said.note}
    columns |= {"link": said.link, "delays": late, "waived_delays": min(task.waived_delays, late)}
    if not late and task.cause_about == Task.About.DELAY:
        columns |= {"cause": Task.Cause.NONE, "cause_about": Task.About.NOTHING}
    return data, columns


@transaction.atomic
def record_progress(task: Task, by: Person, quantity_m: int, note: str = "", version: int | None = None) -> Entry:
    """Record how much is done so far («cập nhật tiến độ»), without handing it in."""
    must_stand_where("update", task, "quantity", version)
    if quantity_m:  # None yet is progress too: a tap too many is taken back.
        _must_be_a_quantity(task, quantity_m)
    data = {"quantity": number(quantity_m), "note": note.strip()}
    return move("update", task, by, version, data, (), "quantity", reported_m=quantity_m, note=note.strip())


def keep_note(person: Person, day: date, text: str, task: Task | None = None) -> DailyNote:
    """Add a line to one's daily log («nhật ký»); it never scores."""
    if day > timezone.localdate():
        refuse("day", _("This is a day to come."), _("Enter today or an earlier day."))
    if task and task.person_id != person.pk:
        refuse("task", _("This task is another's."), _("Choose one of your own, or none."))
    note = DailyNote(person=person, day=day, text=text.strip(), task=task)
    note.full_clean()
    note.save()
    return note


def must_be_done_right(task: Task, quantity_m: int, finished_on: date | None, values: Values | None = None) -> int:
    """Refuse a quantity or a day that cannot be; gives the delays it means (Điều 14.2.c).

    `values` are what the law's formulas may name today, where they were read for many.
    """
    _must_be_a_quantity(task, quantity_m, values)
    if finished_on is None:
        refuse("finished_on", _("The day it was finished is missing."), _("Enter the day."))
    if finished_on > timezone.localdate():
        what = _("%(day)s is a day to come.")
        refuse("finished_on", what, _("Enter the day the work was really finished."), day=vn(finished_on))
    if finished_on < task.assigned_on:
        what = _("The work was assigned on %(given)s, after %(day)s.")
        mend = _("Enter a day from then on.")
        refuse("finished_on", what, mend, given=vn(task.assigned_on), day=vn(finished_on))
    return counted_delays(task, finished_on, str(values["delay_unit"]) if values else "")


def counted_delays(task: Task, finished_on: date, unit: str = "") -> int:
    """The delays of a task finished on a day, by the agency's reading `delay_unit` (Điều 14.2.c)."""
    unit = unit or str(facts.values(timezone.localdate())["delay_unit"])
    return delays_of(task.due, finished_on, unit)


def _must_be_a_quantity(task: Task, quantity_m: int, values: Values | None = None) -> None:
    if wrong := quantity_fault(quantity_m):
        raise ValidationError({"quantity": wrong})
    if task.whole_id and quantity_m > task.assigned_m:
        what = _("This is a part of a product: %(given)s was given to you.")
        refuse("quantity", what, _("Enter that or less."), given=number(task.assigned_m))
    if quantity_m % WHOLE_M and quantity_m != task.assigned_m and _only_whole(values):
        what, why = _("Only whole products count here."), _("The agency counts no product that is partly done.")
        refuse("quantity", what, _("Enter how many are finished, such as 1 or 2."), why)


def _only_whole(values: Values | None) -> bool:
    return (values or facts.values(timezone.localdate()))["partial_completion"] == "whole_only"


def url_of(link: str) -> str:
    """The link, if it leads to a page; refused otherwise."""
    if link.strip():
        try:
            URLValidator(schemes=["http", "https"])(link.strip())
        except ValidationError:
            refuse("link", _("This is no address of a page."), _("Copy it from the browser; it begins with https://."))
    return link.strip()
