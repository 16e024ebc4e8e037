"""The share of excellent of 40,000 people rated together, on PostgreSQL: read and reckoned, then tried anew.

    python -m bench.cap [people]

One agency's year so large is nobody's: it bounds what any page of the cap takes. A trial is what follows each tick on
the page; reading and reckoning everyone's twelve months, in the database, comes before the first.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from typing import Any

from bench.measure import LIMITS, apart, median, peak_gigabytes, within

PEOPLE, MONTHS, GROUPS = 40_000, 12, 40
YEAR, SINCE, BATCH = 2026, date(2025, 7, 1), 5_000
READ_SECONDS, TRIAL_SECONDS, TICKED = 2.0, 1.0, 200


def work(people: int) -> int:
    """In a process of its own, with its settings; 1 where something takes longer than its limit."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from congminh.year.facts.cap import cap_of

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    round = fill(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
    began = time.perf_counter()
    found = cap_of(round)
    eligible = len(found.places)
    within(f"{people:,} people read and reckoned once", time.perf_counter() - began, READ_SECONDS, "s")
    print(f"{eligible:,} with the score for excellent, peak {peak_gigabytes():.2f} GB", flush=True)
    keys = list(found.places)[:TICKED]

    def trial() -> Any:
        tried = found.simulated(dict.fromkeys(keys, "good"))
        return tried.standings, tried.places, tried.beyond()

    within(f"a trial of levels among {people:,} people", median(trial), TRIAL_SECONDS, "s")
    return 0 if all(kept for _name, kept in LIMITS) else 1


def fill(people: int) -> Any:
    """One agency with so many people, forty peer groups, twelve months brought by each."""
    from congminh.ledger.actions import open_files
    from congminh.org.actions import begin_unit
    from congminh.org.models import Person, Unit
    from congminh.year.models import MonthBrought, YearRound, YearSheet

    chance = random.Random(335)
    agency = begin_unit(Unit(code="T", kind="managing", begun=SINCE), "UBND tỉnh giả định", None)
    rows = [Person(code=f"CC{n:06}", name=f"Người giả định {n}", begun=SINCE) for n in range(people)]
    everyone = Person.objects.bulk_create(rows, batch_size=BATCH)
    days = {"file_by": date(YEAR, 12, 5), "meet_by": date(YEAR, 12, 10), "decide_by": date(YEAR, 12, 14)}
    round = YearRound.objects.create(agency=agency, year=YEAR, december="cut_off", opened_by=everyone[0], **days)
    sheets = []
    for place, person in enumerate(everyone):
        sheet = YearSheet(procedure="year_others", round=round, person=person, agency=agency, unit=agency, year=YEAR)
        sheet.rank, sheet.position, sheet.months_worked = "staff", "Chuyên viên", 12
        sheet.peer_group = f"nhom-{place % GROUPS}"
        sheets.append(sheet)
    for start in range(0, people, BATCH):
        open_files(sheets[start : start + BATCH])
    kept = {"agency": "Sở giả định", "document": "1", "signed_on": SINCE, "entered_by": everyone[0], "year": YEAR}
    for start in range(0, people, BATCH):
        months = [
            MonthBrought(person=person, month=month, total_cp=chance.randrange(7200, 9800), **kept)
            if place % 3
            else MonthBrought(person=person, month=month, total_cp=chance.randrange(9000, 9990), **kept)
            for place, person in enumerate(everyone[start : start + BATCH])
            for month in range(1, MONTHS + 1)
        ]
        MonthBrought.objects.bulk_create(months, batch_size=BATCH)
    return round


def main(people: int = PEOPLE) -> int:
    """The lines of this claim; 1 where it is not kept."""
    failed = apart("bench.cap", people)
    said = f"the cap of {people:,} people read within {READ_SECONDS:g} s, a trial within {TRIAL_SECONDS:g} s"
    LIMITS.append((said, not failed))
    return failed


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    sys.exit(work(*numbers) if sys.argv[1:2] == ["work"] else main(*numbers))
