"""A table of statistics or of people as a workbook: every text is text, whole numbers are numbers."""

from __future__ import annotations

import tempfile
from typing import IO

from congminh.exchange.excel.book import add_root, add_sheet, workbook
from congminh.insight.tables import Table


def table_book(table: Table) -> IO[bytes]:
    """The workbook in a temporary file, at its beginning; it is gone when closed."""
    file = tempfile.TemporaryFile(prefix="congminh-")  # noqa: SIM115 - the caller closes it
    with workbook(file) as (book, looks):
        sheet = add_sheet(book, table.title)
        add_root(sheet)
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, column.width)
        sheet.write_string(0, 0, table.title, looks.title)
        sheet.write_string(1, 0, table.about, looks.plain["text"])
        for index, column in enumerate(table.columns):
            sheet.write_string(3, index, column.label, looks.heading)
        sheet.repeat_rows(3)
        sheet.freeze_panes(4, 1)
        for place, row in enumerate(table.rows, start=4):
            for index, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(place, index, value, looks.plain["whole"])
                elif value:
                    sheet.write_string(place, index, value, looks.plain["text"])
        for place, note in enumerate(table.notes, start=len(table.rows) + 5):
            sheet.write_string(place, 0, note, looks.plain["text"])
    return file
