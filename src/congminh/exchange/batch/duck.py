"""DuckDB as the engine of files: one process, out of core, no server."""

import csv
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from congminh.exchange.batch import csv_file
from congminh.exchange.batch.progress import Progress, watched
from congminh.exchange.batch.source import RAW, Source, quoted, said_once
from congminh.law.faults import SHOWN, WHOLE_FILE, BadFacts, Fault, place_query, read_places
from congminh.law.in_memory import columns_of
from congminh.law.text import Text

MEMORY = os.environ.get("CONGMINH_MEMORY", "1200MB")
FEW = 3  # rows named when one fault stands on many


class DuckDB:
    """Reads, checks, reckons and writes files with DuckDB; spills to disk beyond CONGMINH_MEMORY."""

    dialect = "duckdb"

    def __init__(self, progress: Progress | None = None) -> None:
        import duckdb

        self.error: type[Exception] = duckdb.Error
        self.connection = duckdb.connect()
        self.connection.execute(f"SET memory_limit = {quoted(MEMORY)}")
        self.connection.execute("SET preserve_insertion_order = false")
        # Nothing is fetched at run time: DuckDB would look for an extension on its own for https:// or s3://.
        self.connection.execute("SET autoinstall_known_extensions = false")
        self.connection.execute("SET autoload_known_extensions = false")
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

    def open(self, source: Source) -> str:
        """The name under which the rows of `source` can be queried; raises BadFacts when it is no table of them."""
        pattern = not source.is_csv and any(mark in source.path for mark in "*?[")
        if not pattern and not Path(source.path).exists():
            raise BadFacts(
                [source.fault(WHOLE_FILE, Text("không có tệp này", "there is no such file"), value=source.path)]
            )
        try:
            return self._open_csv(source) if source.is_csv else self._open_parquet(source)
        except UnicodeDecodeError as error:
            raise BadFacts([source.fault(WHOLE_FILE, csv_file.NOT_UTF8)]) from error
        except (self.error, csv.Error, OSError, EOFError) as error:
            raise source.unreadable(error) from error

    def _open_parquet(self, source: Source) -> str:
        """Give the file, or every part of a folder or pattern, a name when its columns are what they must be."""
        many = not _is_one(source)
        parts = self.rows(f"SELECT file FROM glob({_pattern(source)}) ORDER BY file") if many else [(source.path,)]
        if not parts:
            raise BadFacts([source.fault(WHOLE_FILE, Text("không có tệp .parquet nào", "holds no .parquet file"))])
        for (part,) in parts:
            described = self.rows(f"DESCRIBE SELECT * FROM read_parquet({quoted(part)})")
            replace(source, path=part).check_columns({row[0]: row[1] for row in described})
        view = f"{source.grain.name}_file"
        self.rows(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM {_parquet(source)}{source.where()}")
        return view

    def _open_csv(self, source: Source) -> str:
        """Parse the file once, into a table; a row that is not cut like the heading is refused with its place."""
        heading = csv_file.heading(source.path)
        source.check_names(heading.names)
        source.check_columns(dict.fromkeys(heading.names, "VARCHAR"))
        table = f"{source.grain.name}_file"
        rejects = f", store_rejects = true, rejects_table = '{table}_rejects', rejects_scan = '{table}_scans'"
        inner = f"SELECT {source.csv_columns()} FROM {_csv(source, heading, rejects)}"
        self.rows(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM ({inner}){source.where()}")
        broken = self.rows(
            "SELECT line, min_by(error_type, column_idx), min_by(column_name, column_idx), min(csv_line)"
            f" FROM {table}_rejects GROUP BY line ORDER BY line"
        )
        if broken:
            raise BadFacts([_broken(source, *row) for row in broken[:SHOWN]], max(0, len(broken) - SHOWN))
        return table

    def _numbered(self, source: Source) -> str:
        """The rows asked for, each with its place: the number of its record, in Parquet also the part it is in."""
        if not source.is_csv:
            place = "struct_pack(part := parse_filename(filename), row := file_row_number + 1)"
            inner = (
                f"SELECT *, {place} AS place_of FROM {_parquet(source, ', filename = true, file_row_number = true')}"
            )
        else:
            read = _csv(source, csv_file.heading(source.path))
            kept = f"{source.csv_columns(keep_raw=True)}, row_number() OVER () AS place_of"
            inner = f"SELECT {kept} FROM {read}"
        self.connection.execute("SET preserve_insertion_order = true")
        return f"(SELECT * FROM ({inner}){source.where()})"

    def _told(self, source: Source, places: Iterable[Any]) -> Callable[[Any], int | str]:
        """How to say a place: a row, an Excel row with its heading and empty rows counted, a row of a part."""
        if source.is_csv:
            delimiter = csv_file.heading(source.path).delimiter
            rows = csv_file.rows_of_records(source.path, delimiter, set(places))
            return lambda place: rows[place]
        if _is_one(source):
            return lambda place: place["row"]
        return lambda place: f"{place['row']} ({place['part']})"

    def places(self, source: Source) -> list[Fault]:
        """The first faults of a file, each with its row; a CSV row is counted with its heading, as in Excel."""
        raw = RAW if source.is_csv else ""
        found = self.rows(place_query(source.grain, self._numbered(source), "place_of", raw))
        told = self._told(source, (row[0] for row in found))
        faults = read_places(source.grain, source.name, [(told(place), *rest) for place, *rest in found])
        return said_once(source.grain, faults)

    def rows_of(self, source: Source, keys: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], str]:
        """The rows on which each (person, period) stands in a file, the first few of them, as text."""
        listed = ", ".join(f"({person}, {period})" for person, period in keys)
        found = self.rows(
            f"SELECT person_id, period, list(place_of ORDER BY place_of)[:{FEW + 1}] FROM {self._numbered(source)}"
            f" WHERE (person_id, period) IN ({listed}) GROUP BY person_id, period"
        )
        told = self._told(source, (place for *_, places in found for place in places))
        return {(person, period): _listed([told(place) for place in places]) for person, period, places in found}

    def keep(self, name: str, sql: str) -> str:
        """Reckon a query once and keep its rows under `name`."""
        self.rows(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        return name

    def write(self, sql: str, path: Path) -> None:
        """Write a query's rows to a Parquet file, or to CSV where the name ends so."""
        form = "csv, header" if path.name.lower().removesuffix(".part").endswith(".csv") else "parquet"
        self.rows(f"COPY ({sql}) TO {quoted(str(path))} (FORMAT {form})")


def _is_one(source: Source) -> bool:
    return Path(source.path).is_file()


def _pattern(source: Source) -> str:
    return quoted(f"{source.path}/*.parquet" if Path(source.path).is_dir() else source.path)


def _parquet(source: Source, more: str = "") -> str:
    # By name: parts may differ in the order and the width of their columns, and nothing is cut to fit.
    return f"read_parquet({_pattern(source)}, union_by_name = true{more})"


def _csv(source: Source, heading: csv_file.Heading, more: str = "") -> str:
    columns = heading.columns(columns_of(source.grain))
    form = f"delim = '{heading.delimiter}', quote = '\"', escape = '\"', header = true, columns = {columns}"
    return f"read_csv({quoted(source.path)}, auto_detect = false, strict_mode = true, {form}{more})"


def _broken(source: Source, line: int, kind: str, column: str | None, written: str) -> Fault:
    """A line that cannot be cut into cells as a fault."""
    what = csv_file.BROKEN.get(kind, Text(f"không đọc được: {kind}", f"cannot be read: {kind}"))
    return source.fault(column or WHOLE_FILE, what, row=line, value=written.strip().partition("\n")[0][:60])


def _listed(rows: Sequence[int | str]) -> str:
    return ", ".join([*map(str, rows[:FEW]), *(["…"] if len(rows) > FEW else [])])
