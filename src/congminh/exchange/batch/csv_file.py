"""A CSV file as people have it: from a program with «,», from a Vietnamese Excel with «;», plain or .gz.

The first line settles what stands between the columns. Nothing is guessed from the rows below it, so no row
is ever skipped or read in another way than the others.
"""

import csv
import gzip
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from congminh.law.text import Text

DELIMITERS = ",;\t"
LONGEST = 2_000_000  # bytes in a line, as DuckDB has it
NOT_UTF8 = Text(
    "không phải UTF-8; trong Excel hãy lưu dạng “CSV UTF-8”", "is not UTF-8; save it as “CSV UTF-8” in Excel"
)
# What DuckDB calls a line it cannot split into the columns of the first line, and how we say it.
BROKEN = {
    "MISSING COLUMNS": Text("dòng này thiếu ô so với dòng tiêu đề", "this row has fewer cells than the heading"),
    "TOO MANY COLUMNS": Text("dòng này thừa ô so với dòng tiêu đề", "this row has more cells than the heading"),
    "UNQUOTED VALUE": Text("dấu ngoặc kép đặt sai hoặc chưa đóng", "a quotation mark is misplaced or not closed"),
    "INVALID ENCODING": NOT_UTF8,
}


@dataclass(frozen=True)
class Heading:
    """The first line of a CSV file: the names of its columns and what stands between them."""

    names: tuple[str, ...]
    delimiter: str

    def columns(self, needed: Collection[str]) -> dict[str, str]:
        """A name for every column in order, as DuckDB declares it; those not needed are only counted."""
        return {name if name in needed else f"extra_{n}": "VARCHAR" for n, name in enumerate(self.names)}


def _opened(path: str) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.lower().endswith(".gz") else open(path, "rb")


def heading(path: str) -> Heading:
    """Read the first line of a CSV file.

    Raises UnicodeDecodeError when it is not UTF-8, OSError or EOFError when it cannot be opened or unpacked.
    """
    with _opened(path) as file:
        line = file.readline(LONGEST).decode("utf-8-sig")
    delimiter = max(DELIMITERS, key=line.count)
    names = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    return Heading(tuple(name.strip() for name in names), delimiter)


def rows_of_records(path: str, delimiter: str, records: Collection[int]) -> dict[int, int]:
    """On which row of the sheet the nth record below the heading stands: an empty row counts, as in Excel."""

    def texts(file: BinaryIO) -> Iterator[str]:
        yield from (line.decode("utf-8", "replace") for line in file)

    found: dict[int, int] = {}
    csv.field_size_limit(LONGEST)
    with _opened(path) as file:
        record = -1
        for row, cells in enumerate(csv.reader(texts(file), delimiter=delimiter), start=1):
            record += bool(cells)
            if cells and record in records:
                found[record] = row
            if len(found) == len(records):
                break
    return found
