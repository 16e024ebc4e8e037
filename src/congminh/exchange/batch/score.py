"""`congminh score`: check the files, reckon every sheet, write the results, all or nothing."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from congminh import law as laws
from congminh.exchange.batch.progress import Progress
from congminh.exchange.batch.source import Source
from congminh.law.calendar import Period
from congminh.law.decree import Law
from congminh.law.facts import MOST_LOAD, SHEET, TASK
from congminh.law.faults import SHOWN, BadFacts, Fault, count_query
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

    def open(self, source: Source) -> str: ...
    def places(self, source: Source) -> list[Fault]: ...
    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...
    def keep(self, name: str, sql: str) -> str: ...
    def write(self, sql: str, path: Path) -> None: ...


@dataclass(frozen=True)
class Inputs:
    """The two files of a reckoning, one period of them when `period` is given."""

    tasks: Source
    sheets: Source

    @classmethod
    def of(cls, tasks: str, sheets: str, period: str | None) -> "Inputs":
        code = Period.parse(period).code if period else None
        return cls(Source(TASK, tasks, code), Source(SHEET, sheets, code))


@dataclass
class Scored:
    """What a run did: the table that holds its rows and how many there are."""

    table: str
    sheets: int
    tasks: int
    values: Values = field(default_factory=dict)


def _check_rows(engine: Engine, source: Source, table: str) -> int:
    """How many rows a file has; raises BadFacts when it has none or any is out of bounds."""
    count = engine.rows(f"SELECT count(*) FROM {table}")[0][0]
    if not count:
        of = f" của kỳ {source.period}" if source.period else ""
        about = f" of period {source.period}" if source.period else ""
        raise BadFacts([source.fault("–", Text(f"không có dòng nào{of}", f"holds no rows{about}"))])
    wrong = engine.rows(count_query(source.grain, table))[0][0]
    if wrong:
        raise BadFacts(engine.places(source), wrong)
    return count


def _check_once(engine: Engine, source: Source, table: str) -> None:
    """Raise BadFacts when a person has two sheets of one period."""
    twice = engine.rows(
        f"SELECT person_id, period, count(*) AS n FROM {table}"
        f" GROUP BY person_id, period HAVING count(*) > 1 ORDER BY person_id, period LIMIT {SHOWN}"
    )
    if twice:
        raise BadFacts([_named(source, person, period, _twice(n)) for person, period, n in twice])


def _twice(n: int) -> Text:
    return Text(f"có {n} phiếu của cùng một kỳ; giữ lại một", f"has {n} sheets of one period; keep one")


def _named(source: Source, person: int, period: int, what: Text) -> Fault:
    return source.fault("person_id", what, row=f"person_id {person}, period {period}", value=str(person))


def _check_orphans(engine: Engine, inputs: Inputs, tables: Mapping[str, str], expected: int, table: str) -> None:
    """Raise BadFacts when a task belongs to a person without a sheet in its period."""
    if engine.rows(f"SELECT sum(tasks) FROM {table}")[0][0] == expected:
        return
    lost = engine.rows(
        f"SELECT DISTINCT t.person_id, t.period FROM {tables['task']} t LEFT JOIN {tables['sheet']} s"
        " ON s.person_id = t.person_id AND s.period = t.period WHERE s.person_id IS NULL"
        f" ORDER BY t.person_id, t.period LIMIT {SHOWN}"
    )
    what = Text(
        f"có nhiệm vụ nhưng không có phiếu trong {inputs.sheets.name}",
        f"has tasks but no sheet in {inputs.sheets.name}",
    )
    raise BadFacts([_named(inputs.tasks, person, period, what) for person, period in lost])


def _check_loads(engine: Engine, inputs: Inputs, table: str) -> None:
    """Raise BadFacts when somebody's converted load is beyond what 64 bits are proved to hold."""
    much = engine.rows(
        f"SELECT person_id, period FROM {table} WHERE load > {MOST_LOAD} OR delivered_load > {MOST_LOAD}"
        f" ORDER BY person_id, period LIMIT {SHOWN}"
    )
    if much:
        most = f"{MOST_LOAD // 10**6:,}"
        what = Text(
            f"tổng quy đổi trong kỳ vượt {most.replace(',', '.')} sản phẩm chuẩn; kiểm tra hệ số, số lượng",
            f"more than {most} standard products in one period; check coefficients and quantities",
        )
        raise BadFacts([_named(inputs.tasks, person, period, what) for person, period in much])


def values_for(law: Law, engine: Engine, source: Source, table: str, choices: Mapping[str, str]) -> Values:
    """The parameters in force in every period of the file; raises BadFacts when they changed in between."""
    codes = [row[0] for row in engine.rows(f"SELECT DISTINCT period FROM {table} ORDER BY period")]
    each = [law.values(Period.of_code(code).last, choices) for code in codes]
    if len({tuple(sorted((k, v) for k, v in values.items() if k != "__day")) for values in each}) > 1:
        what = Text("luật đổi số giữa các kỳ này; chấm từng kỳ với --period", "the law's numbers change; use --period")
        raise BadFacts([source.fault("period", what)])
    return each[-1]


def run(engine: Engine, inputs: Inputs, law: Law, choices: Mapping[str, str], progress: Progress) -> Scored:
    """Check both files and reckon every sheet under `law`; the rows stay in the engine, by name.

    Raises BadFacts with each fault's file, row and column; nothing is written here.
    """
    with progress.stage(Text("Kiểm tra số liệu", "Checking the facts")):
        tables = {"task": engine.open(inputs.tasks), "sheet": engine.open(inputs.sheets)}
        sheets = _check_rows(engine, inputs.sheets, tables["sheet"])
        _check_once(engine, inputs.sheets, tables["sheet"])
        tasks = _check_rows(engine, inputs.tasks, tables["task"])
        values = values_for(law, engine, inputs.sheets, tables["sheet"], choices)
    said = f"{tasks:,}", f"{sheets:,}"
    vi = f"Chấm điểm {said[1].replace(',', '.')} phiếu, {said[0].replace(',', '.')} nhiệm vụ"
    with progress.stage(Text(vi, f"Scoring {said[1]} sheets, {said[0]} tasks")):
        query = reckon(law, SHEET, tables, engine.dialect, values, NEEDED)
        table = engine.keep(f"scored_{law.key}", query.sql)
        _check_orphans(engine, inputs, tables, tasks, table)
        _check_loads(engine, inputs, table)
    return Scored(table, sheets, tasks, values)


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


def score(engine: Engine, inputs: Inputs, out: str, law: str, choices: Mapping[str, str], progress: Progress) -> Scored:
    """Score the files and write the results to `out`; see `run` for what it refuses."""
    scored = run(engine, inputs, laws.named(law), choices, progress)
    with progress.stage(Text(f"Ghi kết quả vào {out}", f"Writing the results to {out}")):
        write_whole(out, lambda part: engine.write(results_query(scored.table), part))
    return scored
