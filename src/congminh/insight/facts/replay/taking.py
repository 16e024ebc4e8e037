"""What was signed, taken into DuckDB: rows as they were kept, read once, whatever is supposed after."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

from django.db import connection

from congminh.assessment.models import PeriodSheet, Result
from congminh.assessment.models.queries import SIGNED
from congminh.assessment.models.result import LEVELS, ORIGINS, SUMS
from congminh.catalogue.models import Product
from congminh.work.models import Task
from congminh.year.models import Ground, YearResult, YearSheet
from congminh.year.models.ground import DISCIPLINE
from congminh.year.models.result import FLAGS
from congminh.year.models.result import GROUNDS as HELD

SHEETS, RESULTS, TASKS, PRODUCTS, YEAR_SHEETS, YEAR_RESULTS, GROUNDS = (
    model._meta.db_table for model in (PeriodSheet, Result, Task, Product, YearSheet, YearResult, Ground)
)
FILES = "ledger_casefile"
MEMORY = os.environ.get("CONGMINH_MEMORY", "1200MB")
AT_A_TIME = 5_000
FACTS = ("general_cp", "unit_results", "execution", "cohesion")
SHARES = ("quantity_bp", "quality_bp", "timeliness_bp", "results_bp")
RESULT_COLUMNS = (
    "r.id AS pk",
    "r.sheet_id AS sheet",
    "r.number",
    "r.basis_id AS basis",
    "s.person_id AS person",
    "s.period",
    "s.span",
    "r.unit_id AS unit_id",
    "r.peer_group",
    "r.post",
    *(f"r.{name}" for name in (*FACTS, *SUMS, *SHARES, "total_cp", "grade")),
    "CASE WHEN s.result_id = r.id THEN 1 ELSE 0 END AS newest",
    "r.charge_text",
)
TEXTS = ("peer_group", "post", "grade", "charge_text")
TASK_COLUMNS = ("r.id AS pk", "s.period", "r.tasks_text")
# What the law asks of a year beside months and the organisation's level.
GIVEN = ("months_worked", *FLAGS, *HELD, "any_discipline")
YEAR_COLUMNS = (
    "r.id AS pk",
    "s.casefile_ptr_id AS sheet",
    "s.person_id AS person",
    "s.agency_id AS agency",
    "s.round_id AS round",
    "s.year",
    "r.unit_id AS unit_id",
    "r.post",
    "r.peer_group",
    "r.basis_id AS basis",
    "r.months_worked",
    *(f"CASE WHEN r.{name} THEN 1 ELSE 0 END AS {name}" for name in (*FLAGS, *HELD)),
    "r.unit_grade",
    "r.points",
    "r.months_counted",
    "r.year_mean_cp",
    "r.law_grade",
    "r.grade",
    "r.months_text",
)
YEAR_TEXTS = ("post", "peer_group", "unit_grade", "law_grade", "grade", "months_text")
Said = Callable[[int, int, str], None]


@dataclass
class Kept:
    """A DuckDB of its own for one what-if; it is gone when the block ends. `taken` says which results it is of."""

    taken: str = ""
    folder: TemporaryDirectory[str] = field(default_factory=lambda: TemporaryDirectory(prefix="congminh-"))

    def __enter__(self) -> Kept:
        import duckdb

        self.duck = duckdb.connect()
        self.duck.execute(f"SET memory_limit = '{MEMORY}'")
        self.duck.execute(f"SET temp_directory = '{Path(self.folder.name).as_posix()}'")
        self.duck.execute("SET preserve_insertion_order = false")
        self.duck.execute("SET autoinstall_known_extensions = false")
        self.duck.execute("SET autoload_known_extensions = false")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.duck.close()
        self.folder.cleanup()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.duck.execute(sql).fetchall()

    def take(self, name: str, columns: Sequence[str], texts: Collection[str], sql: str) -> None:
        """A table of these columns from a query of the database; all but `texts` are whole numbers."""
        path = Path(self.folder.name) / f"{name}.csv"
        copy_out(sql, path)
        types = ", ".join(f"'{each}': '{'VARCHAR' if each in texts else 'BIGINT'}'" for each in columns)
        how = "auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', max_line_size = 268435456"
        reading = f"read_csv('{path.as_posix()}', {how}, columns = {{{types}}})"
        filled = ", ".join(f"coalesce({each}, '') AS {each}" if each in texts else each for each in columns)
        self.duck.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {filled} FROM {reading}")
        path.unlink()


def copy_out(sql: str, path: Path) -> None:
    """The rows of a query of the database as CSV, in little memory on either engine."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        held: Any = connection.connection
        with (
            held.cursor() as cursor,
            path.open("wb") as file,
            cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy,
        ):
            for piece in copy:
                file.write(piece)
        return
    with connection.cursor() as cursor, path.open("w", newline="", encoding="utf-8") as file:
        cursor.execute(sql)
        written = csv.writer(file)
        while rows := cursor.fetchmany(AT_A_TIME):
            written.writerows(rows)


def take_period(kept: Kept, rounds: Collection[int]) -> None:
    """The signed results of the sheets of these rounds."""
    states = ", ".join(f"'{state}'" for state in SIGNED)
    where = f"s.round_id IN ({_listed(rounds)}) AND s.result_id = r.id AND c.state IN ({states})"
    _take_results(kept, where)


def take_year(kept: Kept, rounds: Collection[int]) -> None:
    """The decisions in force of these years of agencies, the results of all months of their people, and grounds."""
    sql = (
        f"SELECT {', '.join(YEAR_COLUMNS)}, CASE WHEN EXISTS (SELECT 1 FROM {GROUNDS} g WHERE g.person_id = s.person_id"
        f" AND g.withdrawn_at IS NULL AND g.kind IN ({', '.join(repr(each) for each in DISCIPLINE)})"
        " AND g.effective >= cast(s.year AS text) || '-01-01' AND g.effective <= cast(s.year AS text) || '-12-31')"
        " THEN 1 ELSE 0 END AS any_discipline"
        f" FROM {YEAR_RESULTS} r JOIN {YEAR_SHEETS} s ON s.result_id = r.id WHERE s.round_id IN ({_listed(rounds)})"
    )
    if connection.vendor == "postgresql":
        for edge in ("-01-01", "-12-31"):
            sql = sql.replace(f"cast(s.year AS text) || '{edge}'", f"(s.year || '{edge}')::date")
    columns = [*(_name(each) for each in YEAR_COLUMNS), "any_discipline"]
    kept.take("decided", columns, YEAR_TEXTS, sql)
    people = f"SELECT y.person_id FROM {YEAR_SHEETS} y WHERE y.round_id IN ({_listed(rounds)})"
    years = [row[0] for row in kept.rows("SELECT DISTINCT year FROM decided")]
    within = " OR ".join(f"s.period BETWEEN {year}01 AND {year}12" for year in years) or "1 = 0"
    _take_results(kept, f"s.person_id IN ({people}) AND ({within})")
    kept.rows(
        "CREATE OR REPLACE TABLE held_month AS SELECT pk, CAST(x[1] AS BIGINT) AS month, CAST(x[2] AS BIGINT) AS span,"
        " CAST(x[3] AS BIGINT) AS total_cp, x[4] AS source, CAST(x[5] AS BIGINT) AS key,"
        " CAST(x[6] AS BIGINT) AS number FROM (SELECT pk, unnest(from_json(months_text, '[[\"VARCHAR\"]]')) AS x"
        " FROM decided)"
    )


def take_coefficients(kept: Kept, catalogue: int | None) -> None:
    """Of tasks whose product has another coefficient in that catalogue, by its code: the other one."""
    sql = (
        f"SELECT t.casefile_ptr_id, p.coefficient_m FROM {TASKS} t JOIN {PRODUCTS} p ON p.code = t.code"
        f" WHERE p.catalogue_id = {int(catalogue or 0)} AND p.coefficient_m IS NOT NULL AND t.code <> ''"
        " AND t.coefficient_m <> p.coefficient_m"
    )
    kept.take("other", ("task", "coefficient_m"), (), sql)


def take_tasks(kept: Kept) -> None:
    """The tasks kept with the results taken, once: most of what is read, and needed where a task's figures differ."""
    if not kept.rows("SELECT 1 FROM information_schema.tables WHERE table_name = 'with_tasks'"):
        columns = [_name(each) for each in TASK_COLUMNS]
        kept.take("with_tasks", columns, ("tasks_text",), f"SELECT {', '.join(TASK_COLUMNS)} {kept.taken}")


def task_select(period: int) -> str:
    """The tasks kept with the results of a period as the law's facts, keyed by the result; DuckDB."""
    origins = " ".join(f"WHEN {place} THEN '{origin}'" for place, origin in enumerate(ORIGINS))
    return (
        f"SELECT g.pk AS person_id, {period} AS period, CASE g.x[2] {origins} END AS origin,"
        " coalesce(o.coefficient_m, g.x[3]) AS coefficient_m, g.x[4] AS assigned_m, g.x[5] AS done_m,"
        " g.x[6] AS quality_failures, g.x[7] AS delays"
        " FROM (SELECT pk, unnest(from_json(tasks_text, '[[\"BIGINT\"]]')) AS x FROM with_tasks"
        f" WHERE period = {period}) g LEFT JOIN other o ON o.task = g.x[1]"
    )


def _take_results(kept: Kept, where: str) -> None:
    kept.taken = (
        f"FROM {RESULTS} r JOIN {SHEETS} s ON s.casefile_ptr_id = r.sheet_id"
        f" JOIN {FILES} c ON c.id = s.casefile_ptr_id WHERE {where}"
    )
    columns = [_name(each) for each in RESULT_COLUMNS]
    kept.take("result", columns, TEXTS, f"SELECT {', '.join(RESULT_COLUMNS)} {kept.taken}")
    levels = " ".join(f"WHEN {place} THEN '{level}'" for place, level in enumerate(LEVELS))
    sums = ", ".join(f"x[{place}] AS {name}" for place, name in enumerate(SUMS, start=5))
    kept.rows(
        f"CREATE OR REPLACE TABLE charge AS SELECT leader, period, x[3] AS result, CASE x[4] {levels} END AS grade,"
        f" {sums} FROM (SELECT pk AS leader, period, unnest(from_json(charge_text, '[[\"BIGINT\"]]')) AS x FROM result"
        " WHERE charge_text <> '')"
    )


def _name(column: str) -> str:
    return column.rpartition(" AS ")[2].rpartition(".")[2]


def _listed(keys: Collection[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys)) or "NULL"
