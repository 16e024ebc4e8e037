"""Spark as the engine of files: local PySpark, or any Spark Connect endpoint such as Sail."""

import shutil
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from congminh.exchange.batch.duck import DuckDB
from congminh.exchange.batch.source import Source, quoted
from congminh.law.faults import WHOLE_FILE, BadFacts, Fault
from congminh.law.text import Text

CONNECT_PORT = 15002


def is_local(path: str) -> bool:
    """Whether this machine can open the path itself (not hdfs://, s3://, …)."""
    return "://" not in path


class Spark:
    """Reads, checks, reckons and writes files with Spark SQL; `remote` is a Spark Connect address.

    Parquet only: a CSV file is small enough for DuckDB. Where the files are local, faults are placed by
    DuckDB (row and column); elsewhere each is named by person and period.
    """

    dialect = "spark"

    def __init__(self, remote: str | None = None) -> None:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        self.error: type[Exception] = PySparkException
        builder = SparkSession.builder
        built = builder.remote(remote) if remote else builder.master("local[*]").config("spark.ui.enabled", "false")
        self.session = built.getOrCreate()
        self.session.conf.set("spark.sql.ansi.enabled", "true")
        self.session.conf.set("spark.sql.shuffle.partitions", "8")
        self.kept: list[Path] = []

    def __enter__(self) -> "Spark":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for path in self.kept:
            shutil.rmtree(path, ignore_errors=True)
        self.session.stop()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def open(self, source: Source) -> str:
        """The name under which the rows of `source` can be queried; raises BadFacts when it is no table of them."""
        if source.is_csv:
            what = Text("Spark chỉ đọc Parquet; dùng --engine duckdb", "Spark reads Parquet only; use --engine duckdb")
            raise BadFacts([source.fault(WHOLE_FILE, what)])
        if is_local(source.path):
            with DuckDB() as duck:
                duck.open(source)  # the same clear words for a file that is missing, empty or no table
        frame = self.session.read.parquet(source.path)
        source.check_columns({field.name: field.dataType.typeName() for field in frame.schema.fields} | _spelled(frame))
        frame.createOrReplaceTempView(f"{source.grain.name}_parquet")
        view = f"{source.grain.name}_file"
        self.session.sql(f"SELECT * FROM {source.grain.name}_parquet{source.where()}").createOrReplaceTempView(view)
        return view

    def places(self, source: Source) -> list[Fault]:
        """The first faults of a file, each with its row."""
        if is_local(source.path):
            with DuckDB() as duck:
                return duck.places(source)
        what = Text("có dòng ngoài giới hạn", "holds rows out of bounds")
        return [source.fault(WHOLE_FILE, what)]

    def rows_of(self, source: Source, keys: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], str]:
        """The rows on which each (person, period) stands, where this machine can look; nothing elsewhere."""
        if not is_local(source.path):
            return {}
        with DuckDB() as duck:
            return duck.rows_of(source, keys)

    def keep(self, name: str, sql: str) -> str:
        """Give a query a name."""
        self.session.sql(sql).createOrReplaceTempView(name)
        return name

    def write(self, sql: str, path: Path) -> None:
        """Write a query's rows to one Parquet file, in the order of persons and periods."""
        folder = path.with_name(path.name + ".spark")
        self.kept.append(folder)
        self.session.sql(sql).write.mode("overwrite").parquet(str(folder))
        # As many parts as Spark has tasks: DuckDB puts them together in order.
        with DuckDB() as duck:
            parts = quoted(f"{folder}/**/*.parquet")
            duck.write(f"SELECT * FROM read_parquet({parts}) ORDER BY person_id, period", path)


def _spelled(frame: Any) -> dict[str, str]:
    """Spark's names of types as its SQL writes them."""
    return {field.name: field.dataType.simpleString().upper() for field in frame.schema.fields}


class NoSpark(RuntimeError):
    """Spark cannot start here, or nobody answers at the address; the text says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def started(remote: str | None = None) -> Spark:
    """A Spark ready to work; raises NoSpark. An address is tried first: Spark itself would knock for minutes."""
    if remote and not _answers(remote):
        vi = f"không kết nối được {remote}; cần địa chỉ dạng sc://máy:cổng của một máy chủ đang chạy"
        raise NoSpark(Text(vi, f"cannot reach {remote}; give the address of a running server, sc://host:port"))
    try:
        from pyspark.errors import PySparkException

        try:
            return Spark(remote)
        except PySparkException as error:
            raise NoSpark(_missing(str(error))) from error
    except ImportError as error:
        raise NoSpark(_missing()) from error


def _answers(remote: str) -> bool:
    try:
        at = urlsplit(remote)
        with socket.create_connection((at.hostname or "", at.port or CONNECT_PORT), timeout=5):
            return at.scheme == "sc"
    except (OSError, ValueError):
        return False


def _missing(reason: str = "") -> Text:
    """What to do where Spark cannot start."""
    pip = f"{Path(sys.executable).parent}/pip install 'pyspark>=4.2,<5'"
    why = f": {reason.split('. ')[0]}" if reason else ""
    return Text(
        f"không chạy được Spark{why}; cài bằng {pip}, hoặc dùng --remote sc://máy:cổng",
        f"Spark cannot start{why}; install it with {pip}, or use --remote sc://host:port",
    )
