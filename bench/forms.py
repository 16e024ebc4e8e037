"""Mẫu 02 of a thousand people in one file, on PostgreSQL: filled in and set.

python -m bench.forms [people]
"""

from __future__ import annotations

import sys
import time
from datetime import date

from bench.cap import YEAR, fill
from bench.measure import LIMITS, apart, peak_gigabytes, within

PEOPLE, SECONDS = 1_000, 60.0


def work(people: int) -> int:
    """In a process of its own, with its settings; 1 where it takes longer than its limit."""
    import django

    django.setup()
    from io import BytesIO

    from django.core.management import call_command
    from pypdf import PdfReader

    from congminh.exchange.year_papers.filling import forms_02_of, ready_years
    from congminh.exchange.year_papers.making import form_02_pdf
    from congminh.year.models import YearSheet

    call_command("migrate", verbosity=0)
    round = fill(people)
    began = time.perf_counter()
    sheets = ready_years(YearSheet.objects.filter(round=round), date(YEAR, 12, 10))
    made = form_02_pdf(forms_02_of(sheets, round.opened_by))
    within(f"Mẫu 02 of {people:,} people in one file", time.perf_counter() - began, SECONDS, "s")
    print(f"{len(PdfReader(BytesIO(made)).pages):,} pages, peak {peak_gigabytes():.2f} GB", flush=True)
    return 0 if all(kept for _name, kept in LIMITS) else 1


def main(people: int = PEOPLE) -> int:
    """The lines of this claim; 1 where it is not kept."""
    failed = apart("bench.forms", people)
    LIMITS.append((f"Mẫu 02 of {people:,} people within {SECONDS:g} s", not failed))
    return failed


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdecimal()]
    sys.exit(work(*numbers) if sys.argv[1:2] == ["work"] else main(*numbers))
