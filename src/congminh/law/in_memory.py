"""Reckoning rows that are already in Python: a case, one person's page, a handful of people in a test.

The rows go into an in-memory SQLite and come back with every figure; checks run there too, with the
same text as everywhere else.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from congminh.law.facts import MOST_LOAD, TASK
from congminh.law.faults import SHOWN, BadFacts, Fault, place_query, read_places, too_much
from congminh.law.figures import Grain
from congminh.law.formula import sums
from congminh.law.reckon import Values, reckon

if TYPE_CHECKING:
    from congminh.law.decree import Law

Rows = Iterable[Mapping[str, Any]]


def columns_of(grain: Grain) -> tuple[str, ...]:
    """The columns of a grain's table of facts, keys first."""
    return tuple(dict.fromkeys((*grain.key, *(fact.name for fact in grain.facts))))


@lru_cache(maxsize=64)
def _statements(grain: Grain, carry: tuple[str, ...]) -> tuple[str, str]:
    columns = (*columns_of(grain), *carry)
    texts = {fact.name for fact in grain.facts if fact.is_text}
    typed = ", ".join(f"{name} {'TEXT' if name in texts else ''}" for name in columns)
    return (
        f"CREATE TABLE {grain.name} ({typed})",
        f"INSERT INTO {grain.name} VALUES ({', '.join('?' * len(columns))})",
    )


def fill_table(connection: sqlite3.Connection, grain: Grain, rows: Rows, carry: tuple[str, ...] = ()) -> None:
    """Make and fill the table of a grain's facts; a column a row does not have is empty."""
    create, insert = _statements(grain, carry)
    names = (*columns_of(grain), *carry)
    connection.execute(create)
    connection.executemany(insert, ([row.get(name) for name in names] for row in rows))


def check(connection: sqlite3.Connection, grain: Grain) -> None:
    """Raise BadFacts when a row of the grain's table is out of bounds, naming row and column."""
    rows = connection.execute(place_query(grain, grain.name, "rowid")).fetchall()
    if rows:
        raise BadFacts(read_places(grain, grain.name, rows), int(len(rows) == SHOWN))
    if grain is TASK:
        _check_loads(connection)


def _check_loads(connection: sqlite3.Connection) -> None:
    """Raise BadFacts when somebody's converted load of a period is beyond what 64 bits are proved to hold."""
    # total() adds in floating point: it cannot overflow, and up to the bound every whole number is exact there.
    loads = " OR ".join(f"total(coefficient_m * {name}) > {MOST_LOAD}" for name in ("assigned_m", "done_m"))
    query = f"SELECT person_id, period FROM task GROUP BY person_id, period HAVING {loads} ORDER BY 1, 2 LIMIT {SHOWN}"
    much = connection.execute(query).fetchall()
    if much:
        told = [
            ("task", f"person_id {p}, period {period}", "person_id", str(p), too_much(period)) for p, period in much
        ]
        raise BadFacts([Fault(*each) for each in told])


def reckon_rows(
    law: "Law",
    grain: Grain,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    values: Values,
    carry: tuple[str, ...] = (),
) -> list[dict[str, Any]]:
    """Every figure of `grain` for the rows in `tables` (by grain name), as dictionaries by column.

    Raises BadFacts for a row outside the bounds of `facts.py`.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        chain = [grain] if grain.gathers is None else [grain, grain.gathers]
        for each in chain:
            fill_table(connection, each, tables.get(each.name, ()), carry if each is grain else ())
            check(connection, each)
        names = {each.name: each.name for each in chain}
        query = reckon(law, grain, names, "sqlite", values, carry=carry)
        return [dict(zip(query.columns, row, strict=True)) for row in connection.execute(query.sql)]


def sum_names(law: "Law", grain: Grain, values: Values) -> tuple[str, ...]:
    """The figures of a grain that add up rows of the finer one."""
    return tuple(figure.name for figure in law.figures_of(grain, values) if sums(figure.formula))


def reckon_sums(
    law: "Law", grain: Grain, rows: Sequence[Mapping[str, Any]], values: Values, carry: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Every figure of `grain` for rows that hold, beside their facts, the sums of the finer grain already added up.

    Raises BadFacts for a row outside the bounds of `facts.py`; the sums are held to theirs by whoever added them.
    """
    sums_table = f"{grain.name}_sums_given"
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, grain, rows, (*sum_names(law, grain, values), *carry))
        check(connection, grain)
        _key_sums(connection, grain, sums_table, sum_names(law, grain, values))
        tables = {grain.name: grain.name, f"{grain.name}_sums": sums_table}
        query = reckon(law, grain, tables, "sqlite", values, carry=carry)
        return [dict(zip(query.columns, row, strict=True)) for row in connection.execute(query.sql)]


def _key_sums(connection: sqlite3.Connection, grain: Grain, table: str, names: Sequence[str]) -> None:
    """The sums by their key: without it SQLite would look at every row for every row."""
    texts = {fact.name for fact in grain.facts if fact.is_text}
    keys = ", ".join(f"{name} {'TEXT' if name in texts else 'INTEGER'}" for name in grain.by)
    columns = ", ".join((*grain.by, *names))
    by = ", ".join(grain.by)
    connection.execute(f"CREATE TABLE {table} ({keys}, {', '.join(names)}, PRIMARY KEY ({by})) WITHOUT ROWID")
    connection.execute(f"INSERT INTO {table} SELECT {columns} FROM {grain.name}")
