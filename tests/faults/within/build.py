"""Agencies with a month scored and not told yet, one for each fault; and what an undisturbed closing makes of each.

Run as a process of the installation: `python -m tests.faults.within.build month 12`, then, on a copy, `… calm FILE`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import django

IN_AGENCY, TASKS_EACH = 30, 4


def month(agencies: int) -> None:
    """The agencies, their people, sheets and tasks, and a key of the log."""
    from bench.province import seated

    from congminh.assessment.models import PeriodSheet
    from congminh.ledger.log.folder import Folder
    from tests.apps.assessment.rows import put_tasks

    Folder.here().make_key("so-vet.example")
    seated(agencies * IN_AGENCY, IN_AGENCY)
    sheets = list(PeriodSheet.objects.select_related("person", "unit").order_by("pk"))
    rows = [_task(sheet.person_id, number) for sheet in sheets for number in range(TASKS_EACH)]
    put_tasks(rows, {each.person_id: each.person for each in sheets}, {each.person_id: each.unit for each in sheets})


def _task(person: int, number: int) -> dict[str, Any]:
    chance = person * 7919 + number * 31
    done = {"assigned_m": 1000 + chance % 4 * 1000, "done_m": 1000 if chance % 11 else 500}
    done |= {"quality_failures": chance % 17 // 16, "delays": 2 if chance % 13 == 0 else 0}
    return {"person_id": person, "origin": "planned", "coefficient_m": 100 + chance % 40 * 100, **done}


def calm(out: Path) -> None:
    """Every agency closed with nothing in the way: what came of each, and the seconds it took."""
    from congminh.assessment.closing import close
    from congminh.jobs.models import Job
    from tests.faults.within.hand import begin, effects, rounds

    found, seconds = {}, 0.0
    for number in range(rounds()):
        job, began = Job.objects.get(pk=begin(number)), time.monotonic()
        close.func(job.pk, **job.arguments)
        seconds += time.monotonic() - began
        found[number] = effects(number)
    out.write_text(json.dumps({"seconds": seconds / rounds(), "effects": found}), encoding="utf-8")


if __name__ == "__main__":
    django.setup()
    month(int(sys.argv[2])) if sys.argv[1] == "month" else calm(Path(sys.argv[2]))
