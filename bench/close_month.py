"""Closing a month in PostgreSQL: tasks reckoned, results kept, everybody told, sheets closed, all in one transaction.

    python -m bench.close_month [people] [tasks]        4,000 and 100,000 unless said otherwise

The result is then compared with `congminh score` on the tasks as exported, leaders' work pooled in DuckDB by who is in
whose charge as it was written down when the province was made.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import peak_gigabytes, within

LIMIT_SECONDS = 60


def main(people: int = 4000, tasks: int = 100_000) -> None:
    """One line for the time, one for the memory, one for the digits."""
    from tests.postgres import server

    with server() as url:
        os.environ.update(DATABASE_URL=url, CONGMINH_DEBUG="1", DJANGO_SETTINGS_MODULE="congminh.site.settings")
        with tempfile.TemporaryDirectory() as home:
            os.environ["CONGMINH_HOME"] = home
            prepare(people, tasks)
            found = subprocess.run([sys.executable, "-m", __spec__.name, "--close"], check=True, capture_output=True)
            seconds, gigabytes = map(float, found.stdout.split())
            name = f"closing {people:,} sheets, {tasks:,} tasks on PostgreSQL ({durability()})"
            within(name, seconds, LIMIT_SECONDS, "s")
            print(f"{name}: peak {gigabytes:.2f} GB in the worker", flush=True)
            within("closed results that differ from congminh score", differing(Path(home)), 0, "of them")


def prepare(people: int, tasks: int) -> None:
    """The tables, and the province in them."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from bench import province

    began = time.perf_counter()
    province.fill(people, tasks)
    print(f"province made in {time.perf_counter() - began:.0f} s", flush=True)


def close() -> None:
    """In a process of its own, as a worker does: seconds and peak memory."""
    import django

    django.setup()
    from congminh.assessment.closing import begin_closing, close
    from congminh.assessment.models import Round
    from congminh.jobs.models import Job
    from congminh.org.models import Person

    rounds = list(Round.objects.order_by("pk"))
    job = begin_closing(rounds, Person.objects.get(code="NGA"), "Quá hạn thông báo")
    began = time.perf_counter()
    close.func(job.pk, **job.arguments)
    seconds = time.perf_counter() - began
    job = Job.objects.get(pk=job.pk)
    if job.state != Job.State.DONE:
        raise SystemExit(f"the closing failed: {job.problem}")
    print(seconds, peak_gigabytes())


def durability() -> str:
    """Whether the server writes to disk before it answers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('server_version')")
        fsync, version = cursor.fetchone()
    return f"{version.split()[0]}, fsync {fsync}"


def differing(folder: Path) -> int:
    """How many closed results are not what `congminh score` says of the files."""
    from congminh.exchange.batch.duck import DuckDB
    from congminh.exchange.batch.progress import Progress
    from congminh.exchange.batch.score import RESULTS, Inputs, score
    from congminh.law.nd335 import ND335

    export(folder)
    names = ", ".join(name for name, _kind in RESULTS)
    pooled = (
        "SELECT * FROM own UNION ALL SELECT leader_id, t.* EXCLUDE (person_id) FROM own t JOIN charge USING (person_id)"
    )
    with DuckDB() as duck:
        for name in ("own", "charge", "sheets", "closed"):
            duck.rows(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder}/{name}.csv', header = true)")
        for name, query in (("tasks", pooled), ("sheets", "SELECT * FROM sheets")):
            duck.rows(f"COPY ({query}) TO '{folder}/{name}.parquet' (FORMAT parquet)")
        inputs = Inputs.of(f"{folder}/tasks.parquet", f"{folder}/sheets.parquet", None)
        with (folder / "said").open("w") as said:
            score(duck, inputs, f"{folder}/results.parquet", ND335, {}, Progress("vi", said))
        scored = f"SELECT {names} FROM read_parquet('{folder}/results.parquet')"
        both = f"SELECT count(*) FROM (({scored} EXCEPT SELECT {names} FROM closed) UNION ALL"
        both += f" (SELECT {names} FROM closed EXCEPT {scored}))"
        wrong_d = (
            "SELECT count(*) FROM (SELECT leader_id, min(CASE WHEN grade = 'not_fulfilled' THEN 50 ELSE 100 END) AS d"
        )
        wrong_d += (
            " FROM charge JOIN closed USING (person_id) GROUP BY ALL) JOIN sheets ON sheets.person_id = leader_id"
        )
        return int(duck.rows(both)[0][0]) + int(duck.rows(f"{wrong_d} WHERE d <> unit_results")[0][0])


def export(folder: Path) -> None:
    """The tasks, who is in whose charge, the sheets and the closed results as CSV, straight from the tables."""
    from django.db import connection

    from bench.queries import CHARGE, CLOSED, OWN, SHEETS

    connection.ensure_connection()
    for name, query in (("own", OWN), ("charge", CHARGE), ("sheets", SHEETS), ("closed", CLOSED)):
        copying = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
        with (
            connection.connection.cursor() as cursor,
            (folder / f"{name}.csv").open("wb") as file,
            cursor.copy(copying) as copy,
        ):
            for piece in copy:
                file.write(piece)


if __name__ == "__main__":
    close() if sys.argv[1:] == ["--close"] else main(*map(int, sys.argv[1:]))
