"""A month of the whole country as Parquet: 2.3 million people, 57 million tasks, made by arithmetic.

Two orders of rows: «entered» is the order in which the work is recorded, day by day and within a day
office by office; «by office» is one office's file after the other. Same rows, another order.
"""

from pathlib import Path

import duckdb

PEOPLE, TASKS, DAYS, OFFICE = 2_300_000, 57_000_000, 22, 46
FOLDER = Path(__file__).parent / "data"
ORDERS = ("entered", "by office")


def _rows(tasks: int, people: int, order: str) -> str:
    """SELECT of every task; `n` numbers the tasks of one day across the offices, `day` the days."""
    a_day = tasks // DAYS
    n, day = (f"(i % {a_day})", f"(i // {a_day})") if order == "entered" else (f"(i // {DAYS})", f"(i % {DAYS})")
    seed = f"({n} * {DAYS} + {day})"
    office = f"(({n} * {people}) // {a_day}) // {OFFICE}"
    person = f"least({people}, 1 + {office} * {OFFICE} + hash({seed}) % {OFFICE})"
    return f"""
        SELECT CAST({person} AS BIGINT) AS person_id, CAST(202610 AS INTEGER) AS period,
            CASE WHEN kind < 88 THEN 'planned' WHEN kind < 92 THEN 'ad_hoc'
                 WHEN kind < 96 THEN 'taken_over' ELSE 'handed_over' END AS origin,
            CAST(500 + 100 * (hash(seed * 5) % 150) AS INTEGER) AS coefficient_m,
            CAST(1000 * (1 + hash(seed * 7) % 5) AS INTEGER) AS assigned_m,
            CAST(CASE WHEN hash(seed * 11) % 10 < 9 THEN 1000 * (1 + hash(seed * 7) % 5) ELSE 800 END
                 AS INTEGER) AS done_m,
            CAST(CASE WHEN hash(seed * 13) % 20 = 0 THEN 1 ELSE 0 END AS SMALLINT) AS quality_failures,
            CAST(CASE WHEN hash(seed * 17) % 10 = 0 THEN 1 + hash(seed * 19) % 3 ELSE 0 END AS SMALLINT) AS delays
        FROM (SELECT i, {seed} AS seed, hash({seed} * 3) % 100 AS kind FROM range({a_day * DAYS}) AS numbers (i))"""


def _sheets(people: int) -> str:
    return f"""
        SELECT CAST(p AS BIGINT) AS person_id, CAST(202610 AS INTEGER) AS period,
            CAST((p - 1) // {OFFICE} AS BIGINT) AS unit_id,
            CASE WHEN p % 3 = 0 THEN 'một cửa' ELSE 'chuyên viên' END AS peer_group,
            CASE WHEN p % {OFFICE} = 1 THEN 'head' WHEN p % {OFFICE} < 4 THEN 'deputy' ELSE 'staff' END AS post,
            CAST(2000 + hash(p) % 1001 AS SMALLINT) AS general_cp,
            CAST(50 + 50 * (hash(p * 3) % 2) AS SMALLINT) AS unit_results,
            CAST(50 + 50 * (hash(p * 5) % 2) AS SMALLINT) AS execution,
            CAST(50 + 50 * (hash(p * 7) % 2) AS SMALLINT) AS cohesion
        FROM range(1, {people + 1}) AS numbers (p)"""


def files(order: str = "entered", tasks: int = TASKS, people: int = PEOPLE) -> tuple[Path, Path]:
    """The two files of one month, made when they are not there yet: tasks, sheets."""
    FOLDER.mkdir(exist_ok=True)
    found = []
    for name, sql in (("tasks", _rows(tasks, people, order)), ("sheets", _sheets(people))):
        path = FOLDER / f"{name}-{order.replace(' ', '-')}-{tasks}.parquet"
        if not path.exists():
            with duckdb.connect() as connection:
                part = path.with_suffix(".part")
                connection.execute(f"COPY ({sql}) TO '{part}' (FORMAT parquet)")
                part.rename(path)
        found.append(path)
    return found[0], found[1]
