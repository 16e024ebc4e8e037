"""Every list page with 40,000 people, 1,200 units and 2,000 products in PostgreSQL: queries, and milliseconds."""

import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from bench.measure import LIMITS, apart, median

PEOPLE, UNITS, PRODUCTS = 40_000, 1_200, 2_000
MOST_MS, TIMES = 300, 15


def work() -> int:
    """In a process of its own, with its settings: fill, look at every page, a line each; 1 beyond a limit."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from tests.apps.many import fill, most, pages

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    many = fill(PEOPLE, UNITS, PRODUCTS, date.today())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"filled in {time.perf_counter() - begun:.0f} s", flush=True)
    only = sys.argv[2:]
    found = [
        look(name, person, page, address, most(page))
        for name, person in (("agency", many.agency_adviser), ("province", many.province_adviser))
        for page, address in pages(many).items()
        if not only or any(each in page for each in only)
    ]
    return 0 if all(found) else 1


# The look at a page is written in a transaction of its own once the answer is out.
AFTERWARDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def look(name: str, person: Any, page: str, address: str, most: int) -> bool:
    """A page as somebody sees it: its line, and whether it keeps within `most` queries and the milliseconds."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.force_login(person.user)
    answer = client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    number = sum(not each["sql"].startswith(AFTERWARDS) and "looks_" not in each["sql"] for each in queries)
    slowest = max((float(each["time"]) for each in queries.captured_queries), default=0)
    taken = median(lambda: client.get(address), TIMES) * 1000
    kept = answer.status_code == 200 and number <= most and taken <= MOST_MS
    told = f"{name:<9}{page:<44}{answer.status_code}{number:>4} queries{taken:>7.0f} ms"
    print(told + ("" if kept else f"  NOT KEPT; longest query {slowest * 1000:.0f} ms"), flush=True)
    return kept


def main(only: Sequence[str] = ()) -> int:
    """The lines of this claim, of all pages or those with such words in their address; 1 where one is beyond."""
    failed = apart("bench.pages", *only)
    kept = f"every list page within 15 queries and {MOST_MS} ms, {PEOPLE} people"
    print(f"{kept}: {'NOT KEPT' if failed else 'kept'}", flush=True)
    LIMITS.append((kept, not failed))
    return failed


if __name__ == "__main__":
    sys.exit(work() if sys.argv[1:2] == ["work"] else main(sys.argv[1:]))
