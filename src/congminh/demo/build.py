"""`make demo-data`: the agency's three months as files and as a database, scored, the last one printed."""

import csv
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from congminh import law as laws
from congminh.demo import agency, months, workbook
from congminh.exchange.batch.duck import DuckDB
from congminh.exchange.batch.progress import Progress
from congminh.exchange.batch.score import RESULTS, Inputs, score
from congminh.exchange.batch.source import quoted
from congminh.exchange.batch.told import number
from congminh.law.calendar import Period
from congminh.law.explain import WORDS
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import columns_of, fill_table
from congminh.law.nd335 import ND335
from congminh.law.nd335.leading import pooled, with_unit_results
from congminh.law.reckon import reckon
from congminh.law.text import Text, table

Row = Mapping[str, Any]


def _values() -> dict[str, int | str]:
    return ND335.values(Period.of_code(months.PERIODS[-1]).last)


def facts() -> tuple[list[dict], list[dict]]:
    """The months' tasks and sheets as the law reckons them: leaders' work pooled, d derived bottom-up."""
    values, charge, sheets = _values(), months.charge(), months.sheets()
    tasks = [{name: task[name] for name in months.TASK_COLUMNS} for task in months.tasks()]
    every = pooled(tasks, charge, values)
    found: list[dict] = []
    for period in months.PERIODS:
        mine, theirs, led = ([row for row in rows if row["period"] == period] for rows in (every, sheets, charge))
        found += with_unit_results(ND335, mine, theirs, led, values)
    return every, found


def _write(duck: DuckDB, folder: Path, name: str, columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as a CSV file to look at and a Parquet file to score."""
    sheet, parquet = folder / f"{name}.csv", folder / f"{name}.parquet"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    duck.rows(
        f"COPY (SELECT * FROM read_csv({quoted(str(sheet))}, header = true)) TO {quoted(str(parquet))} (FORMAT parquet)"
    )
    return str(parquet)


def _load(database: Path, tasks: list[dict], sheets: list[dict]) -> list[tuple]:
    """The same rows in SQLite, scored there: the result columns in the order of persons."""
    database.unlink(missing_ok=True)
    only = tuple(name for name, _ in RESULTS)
    with closing(sqlite3.connect(database)) as connection, connection:
        fill_table(connection, TASK, tasks)
        fill_table(connection, SHEET, sheets)
        query = reckon(ND335, SHEET, {"task": "task", "sheet": "sheet"}, "sqlite", _values(), only)
        return sorted(connection.execute(query.sql).fetchall())


def month_table(results: list[dict], language: str) -> list[str]:
    """One month of the agency, unit by unit: who, a, b, c, R, total, level."""
    commune = agency.load()
    heads = [Text("Họ và tên", "Name"), Text("Chức danh", "Post")]
    heads += [Text(f"{letter} %", f"{letter} %") for letter in "abcR"]
    heads += [Text("Điểm", "Score"), Text("Mức điểm", "Level")]
    rows: list[list[str]] = []
    unit = None
    for row in sorted(results, key=lambda row: (row["unit_id"], row["person_id"])):
        if row["unit_id"] != unit:
            unit = row["unit_id"]
            rows.append([commune.units[unit].name.upper(), *[""] * 7])
        person = commune.people[row["person_id"]]
        figures = [number(row[name], language) for name, kind in RESULTS[3:8]]
        rows.append([f"  {person.name}", person.title, *figures, WORDS[row["grade"]](language)])
    return table([head(language) for head in heads], rows, left=(0, 1, 7))


def build(folder: Path, language: str = "vi") -> int:
    """Write, load, score twice (files on DuckDB, database on SQLite) and print the last month."""
    folder.mkdir(parents=True, exist_ok=True)
    progress = Progress(language)
    with progress.stage(Text("Dựng ba tháng của xã", "Building the commune's three months")):
        tasks, sheets = facts()
        workbook.write_workbook(folder / "danh-muc.xlsx")
    out = folder / "results.parquet"
    with DuckDB(progress) as duck:
        paths = [
            _write(duck, folder, name, columns_of(grain), rows)
            for name, grain, rows in (("tasks", TASK, tasks), ("sheets", SHEET, sheets))
        ]
        score(duck, Inputs.of(paths[0], paths[1], None), str(out), ND335, {}, progress)
        names = [name for name, _ in RESULTS]
        found = duck.rows(f"SELECT * FROM read_parquet({quoted(str(out))})")
    same = _load(folder / "demo.sqlite", tasks, sheets) == found
    last = months.PERIODS[-1]
    results = [row for each in found if (row := dict(zip(names, each, strict=True)))["period"] == last]
    print("\n".join([*_title(last, language), *month_table(results, language), "", *_closing(folder, same, language)]))
    return 0 if same else 1


def _title(period: int, language: str) -> list[str]:
    name = next(iter(agency.load().units.values())).name
    return [f"{name} · {Period.of_code(period).label(language)} · {laws.named('nd335').title(language)}", ""]


def _closing(folder: Path, same: bool, language: str) -> list[str]:
    """What was written, whether both engines agree, and what to type next."""
    agree = Text("DuckDB và SQLite cho cùng từng chữ số.", "DuckDB and SQLite agree to the digit.")
    differ = Text("DuckDB và SQLite KHÁC NHAU.", "DuckDB and SQLite DIFFER.")
    inputs = f"--tasks {folder}/tasks.parquet --sheets {folder}/sheets.parquet"
    ask = f".venv/bin/congminh explain {inputs} --period 2026-10 --person 304"
    why = Text("Vì sao Lan được điểm ấy:", "Why Lan has that score:")
    files = Text(f"Tệp ở {folder}/ (danh-muc.xlsx, tasks, sheets, results, demo.sqlite).", f"Files are in {folder}/.")
    return [(agree if same else differ)(language), files(language), f"{why(language)} {ask}"]
