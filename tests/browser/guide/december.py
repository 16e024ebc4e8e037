"""The demonstration in December: November is told too, two people stand alike at the line of the cap.

A year is decided in December, whatever the day on which the chapters about it are walked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import LOAD, Demonstration, demonstrated, environment

ROOT = Path(__file__).parents[3]
DAY = "2026-12-08"
PATHS = os.pathsep.join(map(str, (ROOT / "tests" / "browser" / "moved", ROOT, ROOT / "src")))
# November as October was told; the two, of one group with one place, come to the same over eleven months. The head of
# the province, who settles petitions on what the commune's chair decided, may come in too.
TOLD = (
    LOAD
    + """
from django.db.models import Sum
from congminh.assessment.models import PeriodSheet, Result
from congminh.ledger.models import CaseFile
from congminh.year.models import MonthBrought
ALIKE, ALIKE_CP = ("TBM-210", "TBM-318"), 99_925
waiting = PeriodSheet.objects.filter(result=None).exclude(state="left_out").select_related("person")
for sheet in waiting:
    mine = Result.objects.filter(sheet__person=sheet.person)
    row = mine.order_by("-sheet__period").first()
    if row is None:
        continue
    if sheet.person.code in ALIKE:
        brought = MonthBrought.objects.filter(person=sheet.person).aggregate(sum=Sum("total_cp"))["sum"]
        row.total_cp = ALIKE_CP - brought - mine.aggregate(sum=Sum("total_cp"))["sum"]
    row.pk, row.sheet, row.number, row._state.adding = None, sheet, 1, True
    row.save()
    PeriodSheet.objects.filter(pk=sheet.pk).update(result=row)
    CaseFile.objects.filter(pk=sheet.pk).update(state="closed")
from django.contrib.auth import get_user_model
from congminh.org.models import Person
user = get_user_model().objects.create_user("thai")
Person.objects.filter(posts__unit__kind="managing", posts__rank="head").update(user=user)
"""
)


@contextmanager
def in_december(home: Path) -> Iterator[Demonstration]:
    """The agency at the end of its year, served with a worker for what takes long."""
    then = {"PYTHONPATH": PATHS, "CONGMINH_TEST_DAY": DAY}
    with demonstrated(home, TOLD, **then) as found, worked(home, **then):
        yield found


@contextmanager
def worked(home: Path, **then: str) -> Iterator[None]:
    """A worker of the demonstration, until the block ends."""
    asked = environment(home, CONGMINH_DEMO="1", CONGMINH_DEMO_ANYWAY="1", **then)
    command = [sys.executable, "-m", "congminh.cli", "worker"]
    with (home / "worker.log").open("wb") as out:
        worker = subprocess.Popen(command, env=asked, stdout=out, stderr=out)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(30)
