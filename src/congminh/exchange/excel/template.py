"""The empty form as a workbook («tệp mẫu»): headings with notes, lists to choose from, a sheet that says how.

The example rows stand in the sheet «Hướng dẫn», written downwards, where no reader can take them for rows.
"""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from congminh.exchange.excel.book import Looks, add_sheet, label, workbook, write_headings
from congminh.exchange.excel.form import Codes, Form

FILLED_ROWS = 20_000
COMMENT = {"x_scale": 1.8, "y_scale": 1.2, "font_size": 10}


def template(form: Form, codes: Codes | None = None) -> bytes:
    """The workbook, in the language in force; with `codes`, they are its second sheet."""
    file = BytesIO()
    with workbook(file, constant_memory=False) as (book, looks):
        sheet = add_sheet(book, str(form.title))
        write_headings(sheet, form, looks)
        for index, column in enumerate(form.columns):
            sheet.write_comment(0, index, str(column.note), COMMENT)
        if codes:
            _write_codes(add_sheet(book, codes.title), codes, looks)
        _write_guide(add_sheet(book, _("Guide")), form, looks)
        if any(column.choices for column in form.columns):
            _write_choices(book, sheet, form)
        sheet.activate()
    return file.getvalue()


def _write_codes(sheet: Worksheet, codes: Codes, looks: Looks) -> None:
    """The lists beside each other, a blank column between them."""
    left = 0
    for heads, rows in codes.lists:
        for index, head in enumerate(heads):
            sheet.set_column(left + index, left + index, 16 if index == 0 else 36)
            sheet.write_string(0, left + index, head, looks.heading)
        for number, row in enumerate(rows, start=1):
            for index, text in enumerate(row):
                sheet.write_string(number, left + index, text, looks.plain["text"])
        left += len(heads) + 1
    sheet.freeze_panes(1, 0)


def _write_choices(book: Workbook, sheet: Worksheet, form: Form) -> None:
    """A list to choose from in each column of choices; the lists themselves lie in a hidden sheet."""
    lists = add_sheet(book, _("Choices"))
    lists.hide()
    for index, column in enumerate(form.columns):
        for row, (_value, said, _also) in enumerate(column.choices):
            lists.write_string(row, index, str(said))
        if column.choices:
            cells = xl_range_abs(0, index, len(column.choices) - 1, index)
            rule = {
                "validate": "list",
                "source": f"='{lists.get_name()}'!{cells}",
                "error_title": str(column.heading)[:32],
                "error_message": _("Choose from the list."),
            }
            sheet.data_validation(1, index, FILLED_ROWS, index, rule)


def _write_guide(sheet: Worksheet, form: Form, looks: Looks) -> None:
    """What goes for every row; then each column: whether it must be there, what to write, two rows of examples."""
    sheet.write_string(0, 0, str(form.title), looks.title)
    row = 1
    for row, said in enumerate(_rules(), start=1):
        sheet.write_string(row, 0, said)
    heads = (_("Column"), _("Heading"), _("Needed"), _("What to write"), _("Example 1"), _("Example 2"))
    widths = (8, 28, 10, 70, 30, 30)
    for index, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(row + 2, index, head, looks.heading)
    for at, column in enumerate(form.columns):
        needed = _("yes") if column.needed else ""
        examples = [label(column, example) for example in column.examples]
        cells = (xl_col_to_name(at), str(column.heading), needed, str(column.note), *examples)
        for index, text in enumerate(cells):
            sheet.write_string(row + 3 + at, index, text, looks.wrapped)


def _rules() -> tuple[str, ...]:
    return (
        _("Write your rows in the first sheet, beneath the headings. The order of rows and columns does not matter."),
        _("An empty cell keeps what is in the system. Nothing is imported before you have seen what it would do."),
        _("Days are written dd/mm/yyyy. Codes are texts: 007 stays 007."),
        _("The examples below are invented; this sheet is never imported."),
    )
