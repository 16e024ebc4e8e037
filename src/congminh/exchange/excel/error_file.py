"""The file that was imported, with a last column that says what is wrong («tệp lỗi»): faulty rows first.

All cells are texts, the columns that were not read among them; mended, the file may be imported as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from congminh.catalogue.reading.grid import letters
from congminh.exchange.excel.book import Looks, add_sheet, workbook
from congminh.exchange.excel.child import Book, SheetRows
from congminh.exchange.excel.form import Layout
from congminh.exchange.words import Told

Faults = Mapping[tuple[str, int], Sequence[Told]]
WIDTH, ERROR_WIDTH = 18, 70


def error_file(book: Book, layouts: Mapping[str, Layout], faults: Faults) -> bytes:
    """The workbook; `faults` by sheet and row number."""
    file = BytesIO()
    with workbook(file) as (out, looks):
        for name in layouts:
            sheet = _Sheet(add_sheet(out, name), looks, faults)
            for is_faulty in (True, False):
                for found in book.sheets():
                    if found.name == name:
                        sheet.write(found, layouts[name], is_faulty)
    return file.getvalue()


@dataclass
class _Sheet:
    """A sheet being written: its headings once, then rows as they come."""

    sheet: Worksheet
    looks: Looks
    faults: Faults
    last: int = 0
    row: int = 0

    def write(self, found: SheetRows, layout: Layout, is_faulty: bool) -> None:
        """The rows beneath the headings that are faulty, or those that are not."""
        for number, texts in _from_headings(found, layout):
            told = self.faults.get((found.name, number), ())
            if not self.row:
                self._write_headings(texts)
            elif number and bool(told) == is_faulty:
                self._write_row(texts, told)

    def _write_headings(self, texts: Sequence[str]) -> None:
        self.last = len(texts)
        self.sheet.set_column(0, self.last - 1, WIDTH)
        self.sheet.set_column(self.last, self.last, ERROR_WIDTH)
        for index, text in enumerate([*texts, _("Error")]):
            self.sheet.write_string(0, index, text, self.looks.heading)
        self.sheet.freeze_panes(1, 0)
        self.row = 1

    def _write_row(self, texts: Sequence[str], told: Sequence[Told]) -> None:
        wrong = {one.column for one in told}
        for index, text in enumerate(texts[: self.last]):
            is_wrong = letters(index) in wrong
            if text or is_wrong:
                look = self.looks.wrong if is_wrong else self.looks.plain["text"]
                self.sheet.write_string(self.row, index, text, look)
        said = "\n".join(_sentence(one) for one in told)
        self.sheet.write_string(self.row, self.last, said, self.looks.wrapped)
        self.row += 1


def _from_headings(found: SheetRows, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The row of headings with the number 0, then each row beneath it."""
    wanted = {place.letter: place.heading for place in layout.values() if place.letter}
    is_beneath = False
    for number, texts in found.rows:
        if is_beneath:
            yield number, texts
        elif all(_line(texts, letter) == heading for letter, heading in wanted.items()):
            is_beneath = True
            yield 0, texts


def _line(texts: Sequence[str], letter: str) -> str:
    index = -1
    for each in letter:
        index = (index + 1) * 26 + ord(each) - 65
    return " ".join(texts[index].split()) if index < len(texts) else ""


def _sentence(one: Told) -> str:
    where = _("Column %(column)s “%(heading)s”") % {"column": one.column, "heading": one.heading}
    return f"{where if one.column else one.heading}: {one.what} {one.next}".strip()
