"""What a catalogue workbook holds: products, general criteria, and what a person has to settle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages of the program."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        """The sentence in `language` ('vi' or 'en'; anything else falls back to Vietnamese)."""
        return self.en if language == "en" else self.vi


class UnreadableWorkbook(Exception):
    """The file holds no catalogue that could be read; `text` says why and what to do."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.text = Text(vi, en)


@dataclass(frozen=True, slots=True)
class Product:
    """One «sản phẩm/công việc quy đổi» (Điều 13.1.c); points, frame and coefficient in thousandths."""

    sheet: str
    row: int
    number: str
    code: str
    unit: str
    task: str
    work: str
    output: str
    group: str
    ceiling_m: int | None
    points_m: int | None
    coefficient_m: int | None
    note: str
    floor_m: int | None = None

    def place(self) -> Text:
        """Sheet and row, as a person looks them up."""
        return Text(f"«{self.sheet}» dòng {self.row}", f"“{self.sheet}” row {self.row}")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One «tiêu chí chung» with its highest points (Điều 12.2, Mẫu 01); points in thousandths."""

    sheet: str
    row: int
    code: str
    text: str
    points_m: int | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person has to settle before the catalogue is used; `kind` is a key of `doubts.KINDS`."""

    sheet: str
    row: int
    column: str
    what: Text
    advice: Text
    kind: str


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table's sheet, its first row under the headings, and the column of each field («H «Điểm chấm»»)."""

    sheet: str
    first: int
    columns: dict[str, str]


@dataclass(slots=True)
class Reading:
    """All that was read from one workbook.

    `criteria` are the scored criteria only; the headings I, II, III above them are `criterion_groups`.
    `tables` say where each field was found; `sheets` are all worksheets, with or without a table.
    """

    products: list[Product] = field(default_factory=list)
    criteria: list[Criterion] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    criterion_groups: list[Criterion] = field(default_factory=list)
    tables: list[TablePlace] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def columns_at(self, sheet: str, row: int) -> dict[str, str]:
        """Field to column of the table the row belongs to; empty for a reading not made from a file."""
        above = [table for table in self.tables if table.sheet == sheet and table.first <= row]
        return above[-1].columns if above else {}


def plain(thousandths: int) -> Text:
    """Thousandths as people write them: 2500 is «2,5» in Vietnamese and 2.5 in English."""
    whole, rest = divmod(abs(thousandths), 1000)
    digits = f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
    signed = f"-{digits}" if thousandths < 0 else digits
    return Text(signed.replace(".", ","), signed)
