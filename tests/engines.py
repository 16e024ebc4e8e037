"""The same reckoning on every engine, from rows in Python to the printed columns of the results."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any

from congminh.law.decree import Law
from congminh.law.facts import SHEET, TASK
from congminh.law.figures import Grain
from congminh.law.in_memory import columns_of, fill_table
from congminh.law.reckon import reckon

PRINTED = ("person_id", "period", "quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "total_cp", "grade")
Rows = Sequence[Mapping[str, Any]]
Values = Mapping[str, Any]
Engine = Callable[[Law, Values, Rows, Rows], dict[tuple[int, int], tuple]]


def keyed(rows: Iterable[tuple]) -> dict[tuple[int, int], tuple]:
    """Result rows by person and period, whole numbers as Python's."""
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def _types(grain: Grain, text: str, whole: str) -> str:
    texts = {fact.name for fact in grain.facts if fact.is_text}
    return ", ".join(f"{name} {text if name in texts else whole}" for name in columns_of(grain))


def _literal(value: Any) -> str:
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def values_table(grain: Grain, rows: Rows, text: str = "VARCHAR", whole: str = "BIGINT") -> str:
    """The rows as a bracketed SELECT that needs no table: every engine reads it."""
    texts = {fact.name for fact in grain.facts if fact.is_text}
    columns = columns_of(grain)
    typed = ", ".join(f"CAST({name} AS {text if name in texts else whole}) AS {name}" for name in columns)
    if not rows:
        empty = ", ".join(f"CAST(NULL AS {text if name in texts else whole}) AS {name}" for name in columns)
        return f"(SELECT {empty} WHERE 1 = 0)"
    listed = ", ".join(f"({', '.join(_literal(row.get(name)) for name in columns)})" for row in rows)
    return f"(SELECT {typed} FROM (VALUES {listed}) AS given ({', '.join(columns)}))"


def on_sqlite(law: Law, values: Values, tasks: Rows, sheets: Rows) -> dict:
    """SQLite, in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, TASK, tasks)
        fill_table(connection, SHEET, sheets)
        query = reckon(law, SHEET, {"task": "task", "sheet": "sheet"}, "sqlite", values, PRINTED)
        return keyed(connection.execute(query.sql))


def on_postgresql(connection: Any) -> Engine:
    """PostgreSQL, with tables of the column sizes the contract names."""
    with connection.cursor() as cursor:
        for grain in (TASK, SHEET):
            cursor.execute(f"CREATE TEMP TABLE {grain.name} ({_types(grain, 'text', 'bigint')})")

    def run(law: Law, values: Values, tasks: Rows, sheets: Rows) -> dict:
        with connection.cursor() as cursor:
            for grain, rows in ((TASK, tasks), (SHEET, sheets)):
                names = columns_of(grain)
                cursor.execute(f"TRUNCATE {grain.name}")
                with cursor.copy(f"COPY {grain.name} ({', '.join(names)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row([row.get(name) for name in names])
            query = reckon(law, SHEET, {"task": "task", "sheet": "sheet"}, "postgresql", values, PRINTED)
            cursor.execute(query.sql)
            return keyed(cursor.fetchall())

    return run


def on_duckdb(connection: Any) -> Engine:
    """DuckDB, over values."""

    def run(law: Law, values: Values, tasks: Rows, sheets: Rows) -> dict:
        tables = {"task": values_table(TASK, tasks), "sheet": values_table(SHEET, sheets)}
        return keyed(connection.execute(reckon(law, SHEET, tables, "duckdb", values, PRINTED).sql).fetchall())

    return run


def on_spark(session: Any) -> Engine:
    """Spark SQL, over values; here spoken to through Spark Connect."""

    def run(law: Law, values: Values, tasks: Rows, sheets: Rows) -> dict:
        tables = {grain.name: values_table(grain, rows, "STRING") for grain, rows in ((TASK, tasks), (SHEET, sheets))}
        frame = session.sql(reckon(law, SHEET, tables, "spark", values, PRINTED).sql)
        return keyed(tuple(row) for row in frame.collect())

    return run
