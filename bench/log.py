"""The log of the ledger: how many leaves a second are verified, and what it costs a closing.

python -m bench.log [leaves] [people] [tasks]        200,000, 1,000 and 25,000 unless said otherwise
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from bench.measure import LIMITS, line

LEAVES_A_SECOND = 100_000
TIMES = 5


def main(leaves: int = 200_000, people: int = 1000, tasks: int = 25_000) -> None:
    """A line for each database and kind of leaf, and one for the closing."""
    from tests.postgres import server

    with tempfile.TemporaryDirectory() as home, server() as url:
        for name, address in (("SQLite", ""), ("PostgreSQL", url)):
            found = _process("--verify", str(leaves), DATABASE_URL=address, CONGMINH_HOME=home)
            rate, entries = map(float, found.split())
            kept = rate >= LEAVES_A_SECOND
            said = "kept" if kept else "NOT KEPT"
            print(f"verifying {leaves:,} leaves on {name}: {rate:,.0f} a second  (≥ {LEAVES_A_SECOND:,}: {said})")
            print(f"comparing entries with their leaves on {name}: {entries:,.0f} a second", flush=True)
            LIMITS.append((f"verifying leaves on {name}", kept))
    with server() as url:
        _closings(url, people, tasks)


def _closings(url: str, people: int, tasks: int) -> None:
    """The same closing with leaves and without, in turn, each on a copy of the same database: the fastest of each."""
    import psycopg

    with tempfile.TemporaryDirectory() as home:
        _process("--prepare", str(people), str(tasks), DATABASE_URL=url, CONGMINH_HOME=home)
        taken: dict[str, list[float]] = {"--close": [], "--close-without": []}
        with psycopg.connect(url.replace("/postgres", "/template1"), autocommit=True) as connection:
            for number in range(TIMES):
                for how in taken:
                    copy = f"copy_{number}_{how.count('-')}"
                    connection.execute(f"CREATE DATABASE {copy} TEMPLATE postgres")
                    address = url.replace("/postgres", f"/{copy}")
                    said = _process(how, DATABASE_URL=address, CONGMINH_HOME=home)
                    taken[how].append(float(said.split()[-1]))
                    connection.execute(f"DROP DATABASE {copy}")
    ours, theirs = (min(each) for each in taken.values())
    line(f"closing {people:,} sheets, {tasks:,} tasks on PostgreSQL", ours, theirs, "without the log", 1.1)


def _process(*arguments: str, **settings: str) -> str:
    """What one of the parts below says, in a process of its own."""
    own = {"CONGMINH_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "congminh.site.settings"}
    command = [sys.executable, "-m", "bench.log", *arguments]
    mine = {**os.environ, **own, **settings}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=mine).stdout


def verify(leaves: str) -> None:
    """Leaves a second of a whole verification, and entries a second of their comparison.

    By the time on the processor, ours and the server's for us: the claim is about one core.
    """
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from congminh.ledger.log.entries import entries_wrong
    from congminh.ledger.log.recording import record
    from congminh.ledger.log.sequencing import sequence
    from congminh.ledger.log.verifying import Walk
    from congminh.ledger.merkle import Frontier

    entries = _entries(int(leaves))
    for start in range(0, len(entries), 10_000):
        record(entries[start : start + 10_000], "period_sheet")
    sequence()
    clock = _clock()
    walk, began = Walk(Frontier(), set()), clock()
    walk.run(lambda size: None)
    rate = walk.frontier.size / (clock() - began)
    if walk.wrong or walk.frontier.size != len(entries):
        raise SystemExit("the log was not verified")
    began = clock()
    wrong = list(entries_wrong())
    if wrong:
        raise SystemExit(f"{len(wrong)} entries differ")
    print(rate, len(entries) / (clock() - began))


def _clock() -> Callable[[], float]:
    """Seconds on the processor: of this process, and of PostgreSQL's that answers it."""
    import psutil
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    return lambda: time.process_time() + sum(server.cpu_times()[:2])


def _entries(number: int) -> list[Any]:
    """Entries as a closing makes them, of one file."""
    from datetime import date

    from congminh.ledger.models import CaseFile, Entry
    from congminh.org.models import Person

    who = Person.objects.create(code="NGA", name="Vũ Thị Nga", begun=date(2026, 1, 1))
    file = CaseFile.objects.create(procedure="period_sheet", state="closed")
    batch = {"batch": {"mark": "0123456789abcdef", "files": number}, "reason": "Quá hạn thông báo kết quả đánh giá"}
    made = [
        Entry(file=file, number=at, who=who, role="personnel", step="close", cite="Điều 17.3", before="notified",
              after="closed", data=batch)
        for at in range(number)
    ]  # fmt: skip
    return Entry.objects.bulk_create(made, batch_size=500)


def prepare(people: str, tasks: str) -> None:
    """The province."""
    from bench import close_month

    close_month.prepare(int(people), int(tasks))


def close(with_leaves: bool) -> None:
    """The seconds of one closing on the processor, ours and the server's for us: a busy machine tells the same."""
    import django

    django.setup()
    from bench import close_month
    from congminh.assessment import closing  # noqa: F401  (read before the clock runs)
    from congminh.ledger import actions

    if not with_leaves:
        actions.record = lambda entries, procedure: None  # type: ignore[assignment]
    clock = _clock()
    began = clock()
    close_month.close()
    print(clock() - began)


PARTS = {"--verify": verify, "--prepare": prepare}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        PARTS[sys.argv[1]](*sys.argv[2:])
    elif sys.argv[1:2] and sys.argv[1].startswith("--close"):
        close(sys.argv[1] == "--close")
    else:
        main(*map(int, sys.argv[1:]))
