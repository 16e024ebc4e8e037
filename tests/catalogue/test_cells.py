"""Numbers are read exactly, from numbers, text and formulas; what is no number is doubted, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from congminh.catalogue.reading.workbook import read_workbook

from .workbooks import (
    HEADINGS,
    PLAN,
    REPORT,
    ROWS,
    STANDARD,
    changed,
    doubts_in,
    kinds,
    places,
    put,
    table,
    with_changed_sheet,
    write,
)


def figures(path: Path) -> list[tuple[int | None, int | None]]:
    return [(one.points_m, one.coefficient_m) for one in read_workbook(path).products]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "danh-muc.xlsx"


def test_numbers_written_as_vietnamese_text_are_exact(file: Path) -> None:
    tenth = changed(REPORT, points="12,5", coefficient=" 2,5 ")
    table(file, [STANDARD, tenth, changed(PLAN, points="61 điểm", coefficient="12,2")])
    assert figures(file) == [(5000, 1000), (12_500, 2500), (61_000, 12_200)]
    assert doubts_in(file) == []


def test_a_number_with_a_binary_tail_is_the_number_that_was_meant(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, points=18.5, coefficient=3.7)])
    with_changed_sheet(file, b"<v>3.7</v>", b"<v>3.7000000000000002</v>")
    with_changed_sheet(file, b"<v>18.5</v>", b"<v>18.500000000000004</v>")
    assert figures(file)[1] == (18_500, 3700)
    assert doubts_in(file) == []


def test_a_thousands_mark_that_could_be_a_decimal_mark_is_not_guessed(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, points="1.000", coefficient="1.234,5")])
    assert figures(file)[1] == (None, 1_234_500)
    assert places(file, "not_a_number") == [(3, "H «Điểm chấm»")]
    assert places(file, "missing") == []


def test_more_than_three_decimals_are_rounded_half_up_with_a_doubt(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, coefficient=8.0005)])
    assert figures(file)[1] == (40_000, 8001)
    assert places(file, "decimals") == [(3, "I «Hệ số quy đổi»")]


def test_a_frame_that_excel_turned_into_a_date_is_doubted(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, *ROWS])
        sheet.write_number(1, 6, 46032, day)

    with xlsxwriter.Workbook(str(file)) as book:
        day = book.add_format({"num_format": "d-mmm"})
        fill(book.add_worksheet("Danh mục"))
    assert places(file, "not_a_number") == [(2, "G «Khung điểm»")]


def test_words_in_a_number_cell_are_doubted_once(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, points="bốn mươi")])
    assert figures(file)[1] == (None, 8000)
    assert [(one.kind, one.row) for one in doubts_in(file)] == [("not_a_number", 3)]


def test_excel_errors_are_named_and_not_read_as_empty(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, *ROWS])
        sheet.write_formula(2, 8, "=NA()", None, "#N/A")
        sheet.write_formula(3, 7, "=1/0", None, "#DIV/0!")

    write(file, fill)
    found = [one for one in doubts_in(file) if one.kind == "excel_error"]
    assert [(one.row, one.column) for one in found] == [(3, "I «Hệ số quy đổi»"), (4, "H «Điểm chấm»")]
    assert "#N/A" in found[0].what.vi and "#DIV/0!" in found[1].what.en
    assert kinds(file) == {"excel_error"}


def test_a_formula_gives_the_value_excel_stored(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, *ROWS])
        sheet.write_formula(2, 8, "=ROUND(H3/5,2)", None, 8)

    write(file, fill)
    assert figures(file)[1] == (40_000, 8000)
    assert doubts_in(file) == []


def test_a_formula_that_was_never_calculated_is_doubted(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, *ROWS])
        sheet.write_formula(2, 8, "=ROUND(H3/5,2)", None, 8)

    write(file, fill)
    with_changed_sheet(file, b"</f><v>8</v>", b"</f>")
    assert figures(file)[1] == (40_000, None)
    assert places(file, "excel_error") == [(3, "I «Hệ số quy đổi»")]
