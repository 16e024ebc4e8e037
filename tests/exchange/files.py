"""Real files of facts, small: tasks and sheets as CSV or Parquet, and a command run on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from congminh.cli import main

Row = Mapping[str, Any]
TASK_TYPES = {
    "person_id": "BIGINT",
    "period": "INTEGER",
    "origin": "VARCHAR",
    "coefficient_m": "INTEGER",
    "assigned_m": "INTEGER",
    "done_m": "INTEGER",
    "quality_failures": "SMALLINT",
    "delays": "SMALLINT",
}
SHEET_TYPES = {
    "person_id": "BIGINT",
    "period": "INTEGER",
    "unit_id": "BIGINT",
    "peer_group": "VARCHAR",
    "post": "VARCHAR",
    "general_cp": "SMALLINT",
    "unit_results": "SMALLINT",
    "execution": "SMALLINT",
    "cohesion": "SMALLINT",
}
PROGRESS = re.compile(r".*: \d+\.\d s")


def task(person: int | None = 1, **more: Any) -> dict[str, Any]:
    """A planned task of November 2026: four of five done, one delay."""
    usual = {"period": 202611, "origin": "planned", "coefficient_m": 1000, "assigned_m": 5000, "done_m": 4000}
    return {"person_id": person, **usual, "quality_failures": 0, "delays": 1, **more}


def sheet(person: int | None = 1, **more: Any) -> dict[str, Any]:
    """A sheet of November 2026 with 28 general points."""
    usual = {"period": 202611, "unit_id": 7, "peer_group": "văn thư", "post": "staff", "general_cp": 2800}
    return {"person_id": person, **usual, **dict.fromkeys(("unit_results", "execution", "cohesion")), **more}


def head(person: int = 1, d: int | None = 100, đ: int | None = 50, e: int | None = 100, **more: Any) -> dict[str, Any]:
    """The sheet of a head of unit."""
    return sheet(person, **{"post": "head", "unit_results": d, "execution": đ, "cohesion": e, **more})


def csv_text(rows: Sequence[Row], names: Sequence[str], delimiter: str = ",") -> str:
    """Rows as the lines of a CSV file; nothing is quoted."""
    lines = [names, *(["" if row.get(name) is None else str(row[name]) for name in names] for row in rows)]
    return "".join(f"{delimiter.join(line)}\n" for line in lines)


def parquet(path: Path, rows: Sequence[Row], types: Mapping[str, str]) -> Path:
    """Rows as a Parquet file with columns of these types, in their order."""
    plain = path.with_suffix(".plain")
    plain.write_text(csv_text(rows, list(types)), encoding="utf-8")
    with duckdb.connect() as connection:
        read = f"read_csv('{plain}', header = true, auto_detect = false, columns = {dict(types)})"
        connection.execute(f"COPY (FROM {read}) TO '{path}' (FORMAT parquet)")
    plain.unlink()
    return path


class Said(NamedTuple):
    """What a command answered: its exit code, stdout, and stderr with the progress lines taken out."""

    code: int
    out: str
    err: str
    progress: list[str]


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """Run one command in this process."""
    capsys.readouterr()
    try:
        code = main([str(each) for each in arguments])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    progress = [line for line in lines if PROGRESS.fullmatch(line)]
    return Said(code, captured.out, "\n".join(line for line in lines if line not in progress), progress)


class Files:
    """A folder with tasks and sheets in it, and the commands that read them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.tasks, self.sheets, self.results = folder / "tasks.csv", folder / "sheets.csv", folder / "results.csv"
        self.csv([task()], [sheet()])

    def csv(self, tasks: Sequence[Row] | None = None, sheets: Sequence[Row] | None = None) -> Files:
        """Write the rows given as CSV."""
        if tasks is not None:
            self.tasks = self.folder / "tasks.csv"
            self.tasks.write_text(csv_text(tasks, list(TASK_TYPES)), encoding="utf-8")
        if sheets is not None:
            self.sheets = self.folder / "sheets.csv"
            self.sheets.write_text(csv_text(sheets, list(SHEET_TYPES)), encoding="utf-8")
        return self

    def parquet(self, tasks: Sequence[Row] | None = None, sheets: Sequence[Row] | None = None) -> Files:
        """Write the rows given as Parquet."""
        if tasks is not None:
            self.tasks = parquet(self.folder / "tasks.parquet", tasks, TASK_TYPES)
        if sheets is not None:
            self.sheets = parquet(self.folder / "sheets.parquet", sheets, SHEET_TYPES)
        return self

    def written(self, text: str | bytes, name: str = "tasks.csv") -> Files:
        """Write the tasks by hand, byte for byte."""
        self.tasks = self.folder / name
        self.tasks.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def run(self, command: str, *more: object) -> Said:
        """Run a command on the two files."""
        return run(self.capsys, command, "--tasks", self.tasks, "--sheets", self.sheets, *more)

    def score(self, *more: object) -> Said:
        """Score the files into `results`."""
        return self.run("score", "--out", self.results, *more)

    def rows(self) -> list[tuple]:
        """The rows of the results, from a person's id on."""
        return read(self.results)

    def refused(self, *lines: str, command: str = "score", more: Sequence[object] = ()) -> None:
        """The command stops with exactly these lines, exit 2, and nothing appears in the folder or changes there."""
        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        said = self.score(*more) if command == "score" else self.run(command, *more)
        assert (said.err, said.code, said.out) == ("\n".join(lines), 2, "")
        assert {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()} == before


def read(path: Path) -> list[tuple]:
    """The rows of a results file."""
    with duckdb.connect() as connection:
        return connection.execute("SELECT * FROM query_table([?])", [str(path)]).fetchall()


def described(path: Path) -> list[tuple[str, str]]:
    """The columns of a file and their types."""
    with duckdb.connect() as connection:
        return [row[:2] for row in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
