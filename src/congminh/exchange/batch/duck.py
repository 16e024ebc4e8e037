"""DuckDB as the engine of files: one process, out of core, no server."""

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from congminh.exchange.batch.progress import Progress, watched
from congminh.exchange.batch.source import RAW, Source, quoted
from congminh.law.faults import BadFacts, Fault, place_query, read_places
from congminh.law.text import Text

MEMORY = os.environ.get("CONGMINH_MEMORY", "1200MB")


class DuckDB:
    """Reads, checks, reckons and writes files with DuckDB; spills to disk beyond CONGMINH_MEMORY."""

    dialect = "duckdb"

    def __init__(self, progress: Progress | None = None) -> None:
        import duckdb

        self.error = duckdb.Error
        self.connection = duckdb.connect()
        self.connection.execute(f"SET memory_limit = {quoted(MEMORY)}")
        self.connection.execute("SET preserve_insertion_order = false")
        self.progress = progress

    def __enter__(self) -> "DuckDB":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.connection.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._run(lambda: self.connection.execute(sql).fetchall())

    def _run(self, work: Callable[[], Any]) -> Any:
        return watched(self.progress, self.connection.query_progress, work) if self.progress else work()

    def _file(self, source: Source, numbered: bool = False) -> str:
        path = quoted(f"{source.path}/*.parquet" if Path(source.path).is_dir() else source.path)
        if source.is_csv:
            return f"read_csv({path}, header = true, all_varchar = true, strict_mode = true)"
        return f"read_parquet({path}{', file_row_number = true' if numbered else ''})"

    def open(self, source: Source) -> str:
        """The name under which the rows of `source` can be queried; raises BadFacts when it is no table of them."""
        missing = not any(mark in source.path for mark in "*?[") and not Path(source.path).exists()
        if missing:
            what = Text("không có tệp này", "there is no such file")
            raise BadFacts([source.fault("–", what, value=source.path)])
        try:
            described = self.rows(f"DESCRIBE SELECT * FROM {self._file(source)}")
        except self.error as error:
            reason = str(error).splitlines()[0]
            what = Text(f"không đọc được tệp: {reason}", f"cannot be read: {reason}")
            raise BadFacts([source.fault("–", what)]) from error
        source.check_columns({row[0]: row[1] for row in described})
        columns = source.csv_columns() if source.is_csv else "*"
        view = f"{source.grain.name}_file"
        table = "TABLE" if source.is_csv else "VIEW"  # a CSV file is parsed once
        inner = f"SELECT {columns} FROM {self._file(source)}"
        self.rows(f"CREATE OR REPLACE TEMP {table} {view} AS SELECT * FROM ({inner}){source.where()}")
        return view

    def places(self, source: Source) -> list[Fault]:
        """The first faults of a file, each with its row; a CSV row is counted with its header line."""
        columns = source.csv_columns(keep_raw=True) if source.is_csv else "*"
        row = "row_number() OVER () + 1" if source.is_csv else "file_row_number + 1"
        inner = f"SELECT {columns}, {row} AS place_of FROM {self._file(source, numbered=True)}"
        table = f"(SELECT * FROM ({inner}){source.where()})"
        raw = RAW if source.is_csv else ""
        self.connection.execute("SET preserve_insertion_order = true")
        found = self.rows(place_query(source.grain, table, "place_of", raw))
        return read_places(source.grain, source.name, found)

    def keep(self, name: str, sql: str) -> str:
        """Reckon a query once and keep its rows under `name`."""
        self.rows(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        return name

    def write(self, sql: str, path: Path) -> None:
        """Write a query's rows to a Parquet file, or to CSV where the name ends so."""
        form = "csv, header" if path.name.lower().removesuffix(".part").endswith(".csv") else "parquet"
        self.rows(f"COPY ({sql}) TO {quoted(str(path))} (FORMAT {form})")
