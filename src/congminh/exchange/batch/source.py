"""A file of facts as rows the figures can start from: Parquet or CSV, every column checked first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from congminh.law.facts import rules
from congminh.law.faults import WHOLE_FILE, BadFacts, Fault
from congminh.law.figures import Fact, Grain
from congminh.law.in_memory import columns_of
from congminh.law.text import Text

WHOLE = frozenset("TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER UBIGINT BYTE SHORT INT LONG".split())  # noqa: SIM905
TEXTUAL = frozenset(["VARCHAR", "STRING"])
RAW = "raw_"


def quoted(path: str) -> str:
    """A path inside an SQL text."""
    return "'" + path.replace("'", "''") + "'"


def reason(error: Exception) -> str:
    """What an engine or the system says is wrong, on one line."""
    first, *_ = str(error).splitlines() or [type(error).__name__]
    return "".join(letter for letter in first if letter.isprintable()).strip()


@dataclass(frozen=True)
class Source:
    """One input file: the grain its rows are facts of, and where it is.

    `path` may be a folder or a pattern of Parquet files. `period` and `person` keep only the rows of one
    period, of one person.
    """

    grain: Grain
    path: str
    period: int | None = None
    person: int | None = None

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def is_csv(self) -> bool:
        return self.path.lower().endswith((".csv", ".csv.gz"))

    def where(self) -> str:
        """The condition that keeps the rows asked for; a row whose period is no period stays, to be refused."""
        kept = [] if self.person is None else [f"person_id = {self.person}"]
        if self.period is not None:
            told = " AND ".join(rule.test for rule in rules(self.grain) if rule.column == "period")
            kept.append(f"(period = {self.period} OR NOT coalesce({told}, 1 = 0))")
        return f" WHERE {' AND '.join(kept)}" if kept else ""

    def fault(self, column: str, what: Text, row: int | str = WHOLE_FILE, value: str = "") -> Fault:
        """A fault of this file."""
        return Fault(self.name, row, column, value, what)

    def unreadable(self, error: Exception) -> BadFacts:
        """What to raise when an engine cannot read this file."""
        what = Text(f"không đọc được tệp: {reason(error)}", f"cannot be read: {reason(error)}")
        return BadFacts([self.fault(WHOLE_FILE, what)])

    def check_names(self, names: Sequence[str]) -> None:
        """Raise BadFacts when a column we need stands in the file more than once."""
        what = Text("có nhiều cột cùng tên này; giữ lại một", "is the name of several columns; keep one")
        twice = [self.fault(name, what) for name in columns_of(self.grain) if names.count(name) > 1]
        if twice:
            raise BadFacts(twice)

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
    digits = f"CASE WHEN regexp_full_match({written}, '[0-9]{{1,19}}') THEN {written} END"
    number = f"coalesce(TRY_CAST({digits} AS BIGINT), -1)"
    return f"CASE WHEN coalesce({written}, '') <> '' THEN {number} END AS {fact.name}"


def said_once(grain: Grain, faults: list[Fault]) -> list[Fault]:
    """One fault a cell; of a blank or of letters where a number must be, that it is so and not its bounds."""
    once = {(fault.row, fault.column): fault for fault in reversed(faults)}
    return [_plainly(grain, fault) for fault in reversed(once.values())]


def _plainly(grain: Grain, fault: Fault) -> Fault:
    fact = grain.fact(fault.column)
    if fact.is_text or re.fullmatch(r"-?[0-9]+", fault.value) or not (fault.value or fact.needed):
        return fault
    if not fault.value:
        return replace(fault, what=Text("không được để trống", "must not be empty"))
    return replace(fault, what=Text("phải là số nguyên, chỉ gồm chữ số", "must be a whole number, in digits only"))
