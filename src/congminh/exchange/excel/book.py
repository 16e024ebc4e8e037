"""Writing workbooks: every text is written as a text, so that none can be a formula."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from congminh.exchange.excel.form import Column, Form
from congminh.ledger.log.paper import on_paper

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
FORMATS = {"text": "@", "day": "dd/mm/yyyy", "whole": "0"}
FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


@dataclass(frozen=True)
class Looks:
    """How cells look: headings, plain cells by the look of their column, what is wrong, what is said of it."""

    heading: Format
    plain: dict[str, Format]
    wrapped: Format
    wrong: Format
    title: Format


@contextmanager
def workbook(file: IO[bytes], **options: Any) -> Iterator[tuple[Workbook, Looks]]:
    """A workbook written into `file`, whole when the block ends."""
    with Workbook(file, {**OPTIONS, **options}) as book:
        yield book, _looks(book)
    file.seek(0)


def _looks(book: Workbook) -> Looks:
    boxed = FACE | {"border": 1, "border_color": "#B0B0B0"}
    return Looks(
        heading=book.add_format(boxed | {"bold": True, "text_wrap": True, "bg_color": "#EFEFEF", "align": "center"}),
        plain={look: book.add_format(FACE | {"num_format": written}) for look, written in FORMATS.items()},
        wrapped=book.add_format(FACE | {"text_wrap": True}),
        wrong=book.add_format(FACE | {"bg_color": "#FBE3E0", "num_format": "@"}),
        title=book.add_format(FACE | {"bold": True, "font_size": 14}),
    )


def add_sheet(book: Workbook, name: str) -> Worksheet:
    """A sheet by this name as far as Excel takes it, printed across."""
    try:
        sheet = book.add_worksheet(" ".join(name.translate(FORBIDDEN).split())[:31].strip("'") or None)
    except XlsxWriterException:
        sheet = book.add_worksheet()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def add_root(*sheets: Worksheet) -> None:
    """The root of the log at the foot of each printed page («gốc sổ vết»), beside the number of the page."""
    found = on_paper()
    for sheet in sheets:
        sheet.set_footer(f"&L&8{found.line.replace('&', '&&')}&R&P/&N" if found else "&R&P/&N")


def write_headings(sheet: Worksheet, form: Form, looks: Looks) -> None:
    """The form's headings in the first row, which stays in sight."""
    for index, column in enumerate(form.columns):
        sheet.set_column(index, index, column.width, looks.plain[column.look])
        sheet.write_string(0, index, str(column.heading), looks.heading)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def write_cell(sheet: Worksheet, row: int, index: int, column: Column, value: Any, looks: Looks) -> None:
    """A value as its column is written: days as days, whole numbers as numbers, choices by what they are called."""
    look = looks.plain[column.look]
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, index, datetime.combine(value, time()), look)
    elif isinstance(value, int):
        sheet.write_number(row, index, value, look)
    else:
        sheet.write_string(row, index, label(column, value), look)


def label(column: Column, value: str) -> str:
    """What a choice is called; any other text as it is."""
    return next((str(said) for known, said, _also in column.choices if known == value), str(value))
