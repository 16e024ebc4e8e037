"""One person's page, one agency out of five million rows, and how long the law takes to import."""

import random
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from tests.postgres import server

from bench.measure import median, within
from congminh import law as laws
from congminh.law.explain import explain
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import columns_of, fill_table
from congminh.law.reckon import reckon

LAW = laws.named("nd335")
VALUES = LAW.values(date(2026, 10, 31))
AGENCY, PER_PERSON = 200, 25


def rows(people: int, agency: int = AGENCY) -> tuple[list[dict], list[dict]]:
    """Tasks and sheets of `people`, `agency` of them in each agency."""
    chance = random.Random(335)
    sheets = [
        {
            "person_id": p,
            "period": 202610,
            "unit_id": p // agency,
            "peer_group": "a",
            "post": "staff",
            "general_cp": 2750,
        }
        for p in range(people)
    ]
    tasks = [
        {
            "person_id": p,
            "period": 202610,
            "origin": chance.choice(("planned", "planned", "planned", "ad_hoc", "taken_over", "handed_over")),
            "coefficient_m": chance.randrange(500, 15_000, 100),
            "assigned_m": 2000,
            "done_m": chance.choice((2000, 2000, 2000, 1000)),
            "quality_failures": chance.choice((0, 0, 0, 1)),
            "delays": chance.choice((0, 0, 0, 2)),
        }
        for p in range(people)
        for _ in range(PER_PERSON)
    ]
    return tasks, sheets


def one_person() -> None:
    """Reckon and explain one sheet of 25 tasks from tables in SQLite."""
    tasks, sheets = rows(1)
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, TASK, tasks)
        fill_table(connection, SHEET, sheets)
        tables = {"task": "task", "sheet": "sheet"}

        def work() -> object:
            sheet, lines = (reckon(LAW, grain, tables, "sqlite", VALUES) for grain in (SHEET, TASK))
            row = dict(zip(sheet.columns, connection.execute(sheet.sql).fetchone(), strict=True))
            gathered = [dict(zip(lines.columns, each, strict=True)) for each in connection.execute(lines.sql)]
            return explain(LAW, SHEET, "grade", row, VALUES, gathered)

        within("one person, 25 tasks, SQLite: reckon and explain", median(work, 50) * 1000, 2, "ms")


def _agency_query(dialect: str, agency: int) -> str:
    people = f"(SELECT * FROM sheet WHERE unit_id = {agency} AND period = 202610)"
    theirs = "(SELECT t.* FROM task t JOIN sheet s ON s.person_id = t.person_id AND s.period = t.period"
    tables = {"sheet": people, "task": f"{theirs} WHERE s.unit_id = {agency} AND s.period = 202610)"}
    return reckon(LAW, SHEET, tables, dialect, VALUES).sql


def _index(run: Any) -> None:
    run("CREATE INDEX task_person ON task (person_id, period)")
    run("CREATE INDEX sheet_unit ON sheet (unit_id, period)")


def agency_in_sqlite(tasks: list[dict], sheets: list[dict], folder: Path) -> None:
    """Two hundred people of 5 million task rows in a SQLite file."""
    with closing(sqlite3.connect(folder / "agency.sqlite")) as connection:
        fill_table(connection, TASK, tasks)
        fill_table(connection, SHEET, sheets)
        _index(connection.execute)
        connection.execute("ANALYZE")
        connection.commit()
        agencies = iter(range(7, 1000, 31))
        work = lambda: connection.execute(_agency_query("sqlite", next(agencies))).fetchall()  # noqa: E731
        assert len(work()) == AGENCY
        within("agency of 200 out of 5 M task rows, SQLite", median(work, 15) * 1000, 30, "ms")


def agency_in_postgresql(tasks: list[dict], sheets: list[dict]) -> None:
    """The same in PostgreSQL."""
    import psycopg

    with server() as url, psycopg.connect(url, autocommit=True) as connection:
        for grain, facts in ((TASK, tasks), (SHEET, sheets)):
            texts = {fact.name for fact in grain.facts if fact.is_text}
            names = columns_of(grain)
            typed = ", ".join(f"{name} {'text' if name in texts else 'bigint'}" for name in names)
            connection.execute(f"CREATE TABLE {grain.name} ({typed})")
            with connection.cursor() as cursor, cursor.copy(f"COPY {grain.name} FROM STDIN") as copy:
                for row in facts:
                    copy.write_row([row.get(name) for name in names])
        _index(connection.execute)
        connection.execute("ANALYZE")
        agencies = iter(range(7, 1000, 31))
        work = lambda: connection.execute(_agency_query("postgresql", next(agencies))).fetchall()  # noqa: E731
        assert len(work()) == AGENCY
        within("agency of 200 out of 5 M task rows, PostgreSQL", median(work, 15) * 1000, 30, "ms")


def import_time() -> None:
    """`import congminh.law` in a fresh interpreter, the interpreter's own start taken off."""
    run = lambda code: lambda: subprocess.run([sys.executable, "-c", code], check=True)  # noqa: E731
    taken = median(run("import congminh.law; congminh.law.laws()"), 9) - median(run("pass"), 9)
    within("import congminh.law, both laws", taken, 0.15, "s")


def main() -> None:
    """The lines of these claims."""
    import_time()
    one_person()
    tasks, sheets = rows(200_000)
    with tempfile.TemporaryDirectory() as folder:
        agency_in_sqlite(tasks, sheets, Path(folder))
    agency_in_postgresql(tasks, sheets)
