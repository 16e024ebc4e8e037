"""A process of the installation that does what somebody at a page does, and tells what came of it.

Each line of its standard input is the name of a function below with its arguments, as JSON; so is each answer.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import django

REASON = "Quá hạn thông báo"


def rounds() -> int:
    """How many there are to close."""
    from congminh.assessment.models import Round

    return Round.objects.count()


def begin(number: int) -> int:
    """Have a worker close the month of an agency; the number of the job."""
    from congminh.assessment.closing import begin_closing
    from congminh.org.models import Person

    return begin_closing([_round(number)], Person.objects.get(code="NGA"), REASON).pk


def again(number: int) -> None:
    """Have a job delivered once more, whatever became of it."""
    from congminh.assessment.closing import close
    from congminh.jobs.models import Job

    close.enqueue(number, **Job.objects.get(pk=number).arguments)


def turn_round() -> None:
    """Have what waits taken from its end."""
    from django_tasks_db.models import DBTaskResult

    for place, row in enumerate(DBTaskResult.objects.ready().order_by("enqueued_at")):
        DBTaskResult.objects.filter(pk=row.pk).update(priority=place)


def waiting() -> int:
    """How many deliveries wait or are under way."""
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count()


def due(number: int, day: str) -> None:
    """The day by which an agency's results are to be told."""
    from congminh.assessment.models import Round

    Round.objects.filter(pk=_round(number).pk).update(publish_by=day)


def days() -> list[str]:
    """For which days the works of a day were done."""
    from congminh.jobs.models import DayRun

    return sorted({f"{each.day}" for each in DayRun.objects.exclude(done_at=None)})


def today() -> list[str]:
    """The day it is, the month to be opened, and when the last step was taken, as a page shows it."""
    from django.utils import timezone
    from django.utils.formats import date_format

    from congminh.law.calendar import Period
    from congminh.ledger.models import Entry

    day, last = timezone.localdate(), Entry.objects.order_by("pk").last()
    shown = date_format(timezone.localtime(last.at), "H:i d/m/Y") if last else ""
    return [f"{day}", f"{Period.of_day(day)}", shown]


def job(number: int) -> list[str]:
    """How a job stands, as its page says, and what it says went wrong."""
    from congminh.jobs.models import Job
    from congminh.jobs.views import _seen

    found = _seen(Job.objects.get(pk=number))
    return [found.state, found.problem]


def stands(number: int) -> dict[str, int]:
    """How many sheets of an agency stand where, and how many results, entries and leaves there are of them."""
    from congminh.assessment.models import PeriodSheet, Result
    from congminh.ledger.models import Entry, Leaf

    sheets = PeriodSheet.objects.filter(round=_round(number))
    entries = Entry.objects.filter(file__in=sheets.values("pk"))
    counted = {"results": Result.objects.filter(sheet__in=sheets).count(), "entries": entries.count()}
    leaves = Leaf.objects.filter(entry__in=entries).count()
    return {**Counter(sheets.values_list("state", flat=True)), **counted, "leaves": leaves}


def effects(number: int) -> dict[str, Any]:
    """All that a closing leaves behind, without what differs from run to run: keys given, times, marks by chance."""
    from congminh.assessment.models import PeriodSheet

    round = _round(number)
    sheets = PeriodSheet.objects.filter(round=round).select_related("person", "result").order_by("person__code")
    by = round.closed_by.code if round.closed_by else ""
    return {"by": by, "sheets": {sheet.person.code: _effects(sheet) for sheet in sheets}}


def _effects(sheet: Any) -> dict[str, Any]:
    from congminh.assessment.facts import differences
    from congminh.assessment.models.result import SEALED

    left: dict[str, Any] = {"state": sheet.state, "version": sheet.version, "results": sheet.results.count()}
    if result := sheet.result:
        left |= {name: getattr(result, name) for name in SEALED if name not in ("sheet_id", "charge_text")}
        left["charge"] = [[line[0], line[1], *line[3:]] for line in json.loads(result.charge_text or "[]")]
        left["differences"] = differences(result)
    return {**left, "entries": [_entry(entry) for entry in sheet.entries.order_by("number")]}


def _entry(entry: Any) -> list[Any]:
    data = {name: value for name, value in entry.data.items() if name not in ("seal", "batch")}
    of = (entry.number, entry.step, entry.who.code, entry.role, entry.cite, entry.before, entry.after)
    told = sorted(entry.notices.values_list("to__code", flat=True))
    return [*of, data, entry.data.get("batch", {}).get("files"), told, hasattr(entry, "leaf")]


def receipts() -> list[str]:
    """What is wrong with any receipt of any result told, each checked by itself and against the database."""
    from congminh.ledger.log.sealing import seal
    from congminh.ledger.models import Entry
    from congminh.ledger.receipts.comparing import compared
    from congminh.ledger.receipts.making import Sealed, leaves, receipt
    from congminh.ledger.receipts.verify_receipt import check

    seal()
    sealed, every = Sealed.now(), leaves(list(Entry.objects.filter(step="notify_late")))
    told = [compared(check(receipt(leaf, sealed), sealed.key)) for leaf in every.values()]
    return ["none at all"] if not told else [what.en for same, what in told if not same]


def is_ahead(number: int) -> bool:
    """Whether a job was last heard of in times to come."""
    from congminh.jobs.models import Job

    return Job.objects.get(pk=number).look().is_ahead()


def jobs() -> dict[str, int]:
    """How many jobs stand where."""
    from congminh.jobs.models import Job

    return dict(Counter(Job.objects.values_list("state", flat=True)))


def enter(code: str) -> str:
    """Somebody signed in: the cookie of their session."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from congminh.org.models import Person

    person, client = Person.objects.get(code=code), Client()
    if person.user is None:
        person.user = get_user_model().objects.create_user(code.lower())
        person.save(update_fields=["user"])
    client.force_login(person.user)
    return f"session={client.cookies['session'].value}"


def to_tell(number: int) -> list[list[Any]]:
    """Of an agency, sheets that may be told at once, each with who may."""
    from congminh.assessment.models import PeriodSheet
    from congminh.law.procedure import Role

    sheets = PeriodSheet.objects.filter(round=_round(number), state="scored", rank="staff").order_by("pk")
    return [[sheet.pk, next(iter(sheet.people_in(Role.ASSESSOR))).code] for sheet in sheets]


def told(sheets: list[int]) -> dict[str, int]:
    """Of sheets, how often each was told: the result kept, the entry made, the notices of it."""
    from congminh.assessment.models import Result
    from congminh.ledger.models import Entry

    entries = Entry.objects.filter(file__in=sheets, step="notify")
    return {
        str(pk): min(entries.filter(file=pk).count(), 9) * 10 + min(Result.objects.filter(sheet=pk).count(), 9)
        for pk in sheets
    }


def _round(number: int) -> Any:
    from congminh.assessment.models import Round

    return Round.objects.select_related("closed_by").order_by("pk")[number]


def main() -> None:
    """Answer line after line; a fault is an answer too."""
    from django.db import close_old_connections

    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, *given = json.loads(line)
        close_old_connections()
        try:
            answer = {"is": globals()[name](*given)}
        except Exception as error:
            answer = {"fault": f"{type(error).__name__}: {error} {getattr(error.__cause__, 'sqlite_errorname', '')}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    django.setup()
    main()
