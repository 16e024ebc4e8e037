"""A file of facts as rows the figures can start from: Parquet or CSV, every column checked first."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from congminh.law.faults import BadFacts, Fault
from congminh.law.figures import Fact, Grain
from congminh.law.in_memory import columns_of
from congminh.law.text import Text

WHOLE = frozenset("TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER BYTE SHORT INT LONG".split())  # noqa: SIM905
TEXTUAL = frozenset(["VARCHAR", "STRING"])
RAW = "raw_"


def quoted(path: str) -> str:
    """A path inside an SQL text."""
    return "'" + path.replace("'", "''") + "'"


@dataclass(frozen=True)
class Source:
    """One input file: the grain its rows are facts of, and where it is.

    `path` may be a folder or a pattern of Parquet files. `period` keeps only the rows of one period.
    """

    grain: Grain
    path: str
    period: int | None = None

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def is_csv(self) -> bool:
        return self.path.lower().endswith((".csv", ".csv.gz"))

    def where(self) -> str:
        return "" if self.period is None else f" WHERE period = {self.period}"

    def fault(self, column: str, what: Text, row: int | str = "–", value: str = "") -> Fault:
        """A fault of this file."""
        return Fault(self.name, row, column, value, what)

    def check_columns(self, types: Mapping[str, str]) -> None:
        """Raise BadFacts naming each column that is missing or not of whole numbers (or text)."""
        faults = []
        for name in columns_of(self.grain):
            fact = self.grain.fact(name)
            if name not in types:
                listed = ", ".join(types) or "–"
                what = Text(f"thiếu cột này; tệp có: {listed}", f"is missing; the file has: {listed}")
                faults.append(self.fault(name, what))
            elif not self.is_csv and types[name].upper() not in (TEXTUAL if fact.is_text else WHOLE):
                want = Text("phải là văn bản", "must be text")
                whole = Text("phải là số nguyên, không phải", "must be whole numbers, not")
                told = want if fact.is_text else Text(f"{whole.vi} {types[name]}", f"{whole.en} {types[name]}")
                faults.append(self.fault(name, told))
        if faults:
            raise BadFacts(faults)

    def csv_columns(self, keep_raw: bool = False) -> str:
        """How each column of a CSV file is read: whole numbers strictly, nothing rounded, blanks as none."""
        found = []
        for name in columns_of(self.grain):
            found.append(_csv_column(self.grain.fact(name)))
            if keep_raw:
                found.append(f"{name} AS {RAW}{name}")
        return ", ".join(found)


def _csv_column(fact: Fact) -> str:
    written = f"trim({fact.name})"
    if fact.is_text:
        return f"nullif({written}, '') AS {fact.name}"
    # What is not a whole number becomes -1, which every column's bounds refuse with its place.
    number = f"CASE WHEN regexp_full_match({written}, '[0-9]{{1,18}}') THEN CAST({written} AS BIGINT) ELSE -1 END"
    return f"CASE WHEN coalesce({written}, '') <> '' THEN {number} END AS {fact.name}"
