"""«Nhắc việc»: who still has to act on what is due soon, and on its last day; each of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from congminh.law.calendar import working_days_between
from congminh.ledger.deadlines import COUNTED, due_from
from congminh.ledger.files import kinds
from congminh.ledger.models import CaseFile, Entry, Notice
from congminh.ledger.procedures import named

# How many working days before the last one; and for how many days after it a reminder that was missed is still made.
DAYS_BEFORE, DAYS_AFTER = 2, 7
# No stretch of public holidays makes two working days longer than this.
HORIZON = timedelta(days=21)
AT_ONCE = 500


class Call(NamedTuple):
    """Somebody who has to take a step of a file by a day: the keys of both, the role, the procedure and step."""

    to: int
    role: str
    file: int
    procedure: str
    step: str
    due: date


Source = Callable[[date], Iterable[Call]]
SOURCES: list[Source] = []


def reminds(source: Source) -> Source:
    """Mark a function as knowing who has to act by which day; it is asked each day."""
    SOURCES.append(source)
    return source


def is_near(due: date, day: date) -> bool:
    """Whether people are reminded on `day` of what is due on `due`: two working days before, and from its last day."""
    if not day - timedelta(days=DAYS_AFTER) <= due <= day + HORIZON:
        return False
    return due <= day or working_days_between(day, due) <= DAYS_BEFORE


@transaction.atomic
def remind(day: date) -> int:
    """Write the reminders of `day`, one a person for all files of a step due on one day; how many were new.

    Run again, it writes none twice: the database holds each once.
    """
    calls: dict[tuple[Any, ...], list[Call]] = defaultdict(list)
    for source in SOURCES:
        for call in source(day):
            if is_near(call.due, day):
                calls[call.to, call.procedure, call.step, call.due, call.due <= day].append(call)
    before = Notice.objects.filter(entry=None).count()
    made = [_notice(same, over=key[-1]) for key, same in calls.items()]
    Notice.objects.bulk_create(made, batch_size=AT_ONCE, ignore_conflicts=True)
    return Notice.objects.filter(entry=None).count() - before


@reminds
def by_tables(day: date) -> Iterator[Call]:
    """Those who may take a step with a deadline, of files of every kind, as the rows of their procedures say."""
    for procedure, kind in kinds().items():
        steps = [step for step in named(procedure).steps if step.within and step.within.kind in COUNTED]
        if not steps or not kind.is_reminded:
            continue
        states = {state for step in steps for state in step.sources}
        files = list(kind.objects.filter(procedure=procedure, state__in=states).order_by("pk"))
        if files:
            kind.together(files)
            yield from _calls(files, day)


def _calls(files: list[CaseFile], day: date) -> Iterator[Call]:
    """For each file its people by the soonest step of each day; two steps due alike are one thing to do."""
    begun: dict[int, dict[str, date]] = defaultdict(dict)
    entries = Entry.objects.filter(file__in=[file.pk for file in files]).order_by("number")
    for pk, step, at in entries.values_list("file_id", "step", "at"):
        begun[pk][step] = localdate(at)
    for file in files:
        said: set[tuple[int, date]] = set()
        for due in due_from(file, begun[file.pk]):
            for role in due.step.by if is_near(due.day, day) else ():
                for person in file.people_in(role):
                    if (person.pk, due.day) not in said:
                        said.add((person.pk, due.day))
                        yield Call(person.pk, role.value, file.pk, file.procedure, due.step.name, due.day)


def _notice(same: list[Call], over: bool) -> Notice:
    first = min(same, key=lambda call: call.file)
    return Notice(
        to_id=first.to,
        role=first.role,
        file_id=first.file,
        files=len(same),
        procedure=first.procedure,
        step=first.step,
        due=first.due,
        over=over,
    )


def unmailed(since: date) -> Q:
    """Notices nobody has read, nor had in a mail, made from a day on."""
    return Q(mailed_at=None, read_at=None, at__date__gte=since)
