"""`congminh score`: check the files, reckon every sheet, write the results, all or nothing."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from congminh.exchange.batch.progress import Progress
from congminh.exchange.batch.source import Source
from congminh.law.calendar import Period
from congminh.law.decree import DAY, Law
from congminh.law.facts import MOST_LOAD, SHEET, TASK
from congminh.law.faults import SHOWN, WHOLE_FILE, BadFacts, Fault, count_query, too_much
from congminh.law.reckon import Values, reckon
from congminh.law.text import Text

RESULTS = (
    ("person_id", "BIGINT"),
    ("period", "INTEGER"),
    ("unit_id", "BIGINT"),
    ("quantity_bp", "INTEGER"),
    ("quality_bp", "INTEGER"),
    ("timeliness_bp", "INTEGER"),
    ("results_bp", "INTEGER"),
    ("total_cp", "INTEGER"),
    ("grade", ""),
)
NEEDED = (*(name for name, _ in RESULTS), "tasks", "load", "delivered_load")


class Engine(Protocol):
    """What `score` asks of DuckDB or Spark."""

    dialect: str
    error: type[Exception]

    def open(self, source: Source) -> str: ...
    def places(self, source: Source) -> list[Fault]: ...
    def rows_of(self, source: Source, keys: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], str]: ...
    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...
    def keep(self, name: str, sql: str) -> str: ...
    def write(self, sql: str, path: Path) -> None: ...


@dataclass(frozen=True)
class Inputs:
    """The two files of a reckoning, one period of them when `period` is given."""

    tasks: Source
    sheets: Source

    @classmethod
    def of(cls, tasks: str, sheets: str, period: str | None, person: int | None = None) -> "Inputs":
        """The files by their paths, whole or only one period or person of them; raises CalendarError."""
        code = Period.parse(period).code if period else None
        return cls(Source(TASK, tasks, code, person), Source(SHEET, sheets, code, person))


@dataclass
class Scored:
    """What a run did: the table that holds its rows and how many there are."""

    table: str
    sheets: int
    tasks: int
    values: Values = field(default_factory=dict)


@contextmanager
def _reading(engine: Engine, source: Source) -> Iterator[None]:
    """Say of an engine's refusal which file it was about."""
    try:
        yield
    except engine.error as error:
        raise source.unreadable(error) from error


def check_bounds(engine: Engine, source: Source, table: str) -> None:
    """Raise BadFacts when a row is out of bounds, the first ones with row and column."""
    wrong = engine.rows(count_query(source.grain, table))[0][0]
    if wrong:
        faults = engine.places(source)
        raise BadFacts(faults, wrong - len({fault.row for fault in faults}))


def _check_rows(engine: Engine, source: Source, table: str) -> int:
    """How many rows a file has; raises BadFacts when it has none or any is out of bounds."""
    count = engine.rows(f"SELECT count(*) FROM {table}")[0][0]
    if not count:
        of = f" của kỳ {source.period}" if source.period else ""
        about = f" of period {source.period}" if source.period else ""
        raise BadFacts([source.fault(WHOLE_FILE, Text(f"không có dòng nào{of}", f"holds no rows{about}"))])
    check_bounds(engine, source, table)
    return count


def _refuse(engine: Engine, source: Source, found: str, what: Callable[..., Text]) -> None:
    """Raise BadFacts when `found`, a query of (person_id, period, …), has any rows; `what` tells each."""
    first = engine.rows(f"SELECT *, count(*) OVER () AS n FROM ({found}) AS f ORDER BY person_id, period LIMIT {SHOWN}")
    if not first:
        return
    rows = engine.rows_of(source, [(person, period) for person, period, *_ in first])
    faults = [
        source.fault(
            "person_id",
            what(period, *rest),
            row=rows.get((person, period), f"person_id {person}, period {period}"),
            value=str(person),
        )
        for person, period, *rest, _ in first
    ]
    raise BadFacts(faults, first[0][-1] - len(faults))


def _check_once(engine: Engine, source: Source, table: str) -> None:
    """Raise BadFacts when a person has two sheets of one period."""
    grouped = f"SELECT person_id, period, count(*) AS sheets FROM {table} GROUP BY person_id, period"
    _refuse(engine, source, f"{grouped} HAVING count(*) > 1", _twice)


def _twice(period: int, n: int) -> Text:
    return Text(f"có {n} phiếu của kỳ {period}; giữ lại một", f"has {n} sheets of period {period}; keep one")


def _check_orphans(engine: Engine, inputs: Inputs, tables: Mapping[str, str], expected: int, table: str) -> None:
    """Raise BadFacts when a task belongs to a person without a sheet in its period."""
    if engine.rows(f"SELECT sum(tasks) FROM {table}")[0][0] == expected:
        return
    lost = (
        f"SELECT DISTINCT t.person_id, t.period FROM {tables['task']} t LEFT JOIN {tables['sheet']} s"
        " ON s.person_id = t.person_id AND s.period = t.period WHERE s.person_id IS NULL"
    )
    name = inputs.sheets.name

    def what(period: int) -> Text:
        vi = f"có nhiệm vụ kỳ {period} nhưng không có phiếu trong {name}"
        return Text(vi, f"has tasks of period {period} but no sheet in {name}")

    _refuse(engine, inputs.tasks, lost, what)


def _check_loads(engine: Engine, inputs: Inputs, table: str) -> None:
    """Raise BadFacts when somebody's converted load is beyond what 64 bits are proved to hold."""
    much = f"SELECT person_id, period FROM {table} WHERE load > {MOST_LOAD} OR delivered_load > {MOST_LOAD}"
    _refuse(engine, inputs.tasks, much, too_much)


def check_sums(engine: Engine, inputs: Inputs, tasks: str) -> None:
    """Raise BadFacts for loads beyond the bound, in sums that no number of tasks can overflow."""
    sums = (f"sum(CAST(coefficient_m AS DECIMAL(38, 0)) * {name})" for name in ("assigned_m", "done_m"))
    much = " OR ".join(f"{each} > {MOST_LOAD}" for each in sums)
    grouped = f"SELECT person_id, period FROM {tasks} GROUP BY person_id, period HAVING {much}"
    _refuse(engine, inputs.tasks, grouped, too_much)


def values_for(law: Law, engine: Engine, source: Source, table: str, choices: Mapping[str, str]) -> Values:
    """The parameters in force in every period of the file; raises BadFacts when they changed in between."""
    codes = [row[0] for row in engine.rows(f"SELECT DISTINCT period FROM {table} ORDER BY period")]
    each = [law.values(Period.of_code(code).last, choices) for code in codes]
    if len({tuple(sorted((k, v) for k, v in values.items() if k != DAY)) for values in each}) > 1:
        what = Text("luật đổi số giữa các kỳ này; chấm từng kỳ với --period", "the law's numbers change; use --period")
        raise BadFacts([source.fault("period", what)])
    return each[-1]


def run(engine: Engine, inputs: Inputs, law: Law, choices: Mapping[str, str], progress: Progress) -> Scored:
    """Check both files and reckon every sheet under `law`; the rows stay in the engine, by name.

    Raises BadFacts with each fault's file, row and column; nothing is written here.
    """
    with progress.stage(Text("Kiểm tra số liệu", "Checking the facts")):
        tables = {"task": engine.open(inputs.tasks), "sheet": engine.open(inputs.sheets)}
        with _reading(engine, inputs.sheets):
            sheets = _check_rows(engine, inputs.sheets, tables["sheet"])
            _check_once(engine, inputs.sheets, tables["sheet"])
        with _reading(engine, inputs.tasks):
            tasks = _check_rows(engine, inputs.tasks, tables["task"])
        values = values_for(law, engine, inputs.sheets, tables["sheet"], choices)
    said = f"{tasks:,}", f"{sheets:,}"
    vi = f"Chấm điểm {said[1].replace(',', '.')} phiếu, {said[0].replace(',', '.')} nhiệm vụ"
    with progress.stage(Text(vi, f"Scoring {said[1]} sheets, {said[0]} tasks")):
        table = _reckoned(engine, inputs, law, tables, values, tasks)
    return Scored(table, sheets, tasks, values)


def _reckoned(engine: Engine, inputs: Inputs, law: Law, tables: Mapping[str, str], values: Values, tasks: int) -> str:
    """The name under which every sheet's figures are kept, once nobody's work is lost and no load too large."""
    query = reckon(law, SHEET, tables, engine.dialect, values, NEEDED)
    try:
        table = engine.keep(f"scored_{law.key}", query.sql)
        _check_orphans(engine, inputs, tables, tasks, table)
        _check_loads(engine, inputs, table)
    except engine.error:
        with _reading(engine, inputs.tasks):
            check_sums(engine, inputs, tables["task"])
        raise
    return table


def results_query(table: str) -> str:
    """The results as the file holds them: whole numbers of the sizes promised, in the order of persons."""
    columns = ", ".join(f"CAST({name} AS {kind}) AS {name}" if kind else name for name, kind in RESULTS)
    return f"SELECT {columns} FROM {table} ORDER BY person_id, period"


def write_whole(path: str, write: Callable[[Path], None]) -> None:
    """Write a file beside its place and move it there when it is whole; leave nothing on a failure."""
    out = Path(path)
    part = out.with_name(out.name + ".part")
    try:
        write(part)
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)


def score(engine: Engine, inputs: Inputs, out: str, law: Law, choices: Mapping[str, str], progress: Progress) -> Scored:
    """Score the files and write the results to `out`; see `run` for what it refuses."""
    scored = run(engine, inputs, law, choices, progress)
    with progress.stage(Text(f"Ghi kết quả vào {out}", f"Writing the results to {out}")):
        write_whole(out, lambda part: engine.write(results_query(scored.table), part))
    return scored
