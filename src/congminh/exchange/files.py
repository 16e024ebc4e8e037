"""Workbooks for people: the template of a kind, what is there, and what was wrong with an import."""

from __future__ import annotations

from datetime import date
from typing import IO

from congminh.exchange import preview
from congminh.exchange.excel import error_file as errors
from congminh.exchange.excel import export as exports
from congminh.exchange.excel import template as templates
from congminh.exchange.excel.child import read
from congminh.exchange.kinds import KINDS
from congminh.exchange.models import Import, ImportRow
from congminh.org.models import Person


def template(kind: str, person: Person | None = None, day: date | None = None) -> bytes:
    """The empty form of a kind («tệp mẫu»), in the language in force, with the codes `person` may write in it."""
    codes = KINDS[kind].codes
    return templates.template(KINDS[kind].form, codes(person, day) if codes and person and day else None)


def export(kind: str, person: Person, day: date) -> IO[bytes]:
    """What `person` sees on `day` in the columns of the form («xuất Excel»): imported again, it changes nothing.

    A temporary file at its beginning, gone when closed (FileResponse closes it).
    """
    return exports.export(KINDS[kind].form, KINDS[kind].records(person, day))


def error_file(source: Import) -> bytes:
    """The imported file with what is wrong in a last column («tệp lỗi»), faulty rows first."""
    rows = source.rows.filter(verdict=ImportRow.Verdict.FAULTY).iterator(2000)
    faults = {(row.sheet, row.number): row.told_faults for row in rows}
    with read(source.file_path) as book:
        return errors.error_file(book, preview.layouts(source), faults)
