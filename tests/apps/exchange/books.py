"""Real .xlsx files written for the tests, as an office would write them."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from congminh.exchange.actions import prepare, receive
from congminh.exchange.kinds import KINDS
from congminh.exchange.models import Import
from congminh.org.models import Person

Rows = Sequence[Mapping[str, Any]]


def headings(kind: str) -> dict[str, str]:
    """The Vietnamese heading of each column, by its key."""
    with override("vi"):
        return {column.key: str(column.heading) for column in KINDS[kind].form.columns}


def book(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of sheets given cell by cell, from A1; days are Excel's days."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as out:
        written = out.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = out.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, written)
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value)
                    elif value is not None:
                        sheet.write(row, column, value)
    return file.getvalue()


def table(kind: str, rows: Rows) -> list[list[Any]]:
    """Headings and rows given by column key, with only the columns some row fills and those needed."""
    form = KINDS[kind].form
    used = [column.key for column in form.columns if column.needed or any(column.key in row for row in rows)]
    return [[headings(kind)[key] for key in used], *([row.get(key) for key in used] for row in rows)]


def uploaded(content: bytes, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def given(kind: str, rows: Rows, person: Person) -> Import:
    """The import of such rows, read and compared."""
    return brought(kind, book({"Sheet1": table(kind, rows)}), person)


def brought(kind: str, content: bytes, person: Person) -> Import:
    """The import of a file, read and compared."""
    return prepare(receive(uploaded(content), kind, person))


def counts(source: Import) -> tuple[int, int, int, int]:
    """Added, changed, left, faulty."""
    return source.added, source.changed, source.left, source.faulty


def faults(source: Import) -> list[tuple[int, str, str]]:
    """Row, column letter and kind of each fault."""
    return [(row.number, one["column"], one["kind"]) for row in source.rows.all() for one in row.faults]


def notes(source: Import) -> list[tuple[int, str]]:
    """Row and kind of each note."""
    return [(row.number, one["kind"]) for row in source.rows.all() for one in row.notes]


def saved(content: bytes, folder: Path, name: str = "a.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
