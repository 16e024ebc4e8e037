"""What is there as a workbook in the columns of its form, row by row in little memory."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import IO, Any

from congminh.exchange.excel.book import add_sheet, workbook, write_cell, write_headings
from congminh.exchange.excel.form import Form


def export(form: Form, records: Generator[Mapping[str, Any]]) -> IO[bytes]:
    """The workbook in a temporary file, at its beginning; it is gone when closed."""
    file = tempfile.TemporaryFile(prefix="congminh-")  # noqa: SIM115 - the caller closes it
    with closing(records), workbook(file) as (book, looks):
        sheet = add_sheet(book, str(form.title))
        write_headings(sheet, form, looks)
        for row, record in enumerate(records, start=1):
            for index, column in enumerate(form.columns):
                write_cell(sheet, row, index, column, record.get(column.key), looks)
    return file
