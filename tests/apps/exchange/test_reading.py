"""Cells as people typed them, and tables wherever they start."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from congminh.exchange.excel import cells
from congminh.exchange.excel.child import read
from congminh.exchange.excel.form import Form, Row, Wrong, fold, parse
from congminh.exchange.excel.headings import Found, Unfit, rows_of
from congminh.exchange.excel.reader import clean, text_of
from congminh.exchange.kinds import KINDS
from tests.apps.exchange.books import book, saved

UNITS: Form = KINDS["units"].form
HEADS = ["Mã đơn vị", "Tên đơn vị", "Từ ngày"]
ROW = ["A1", "Phòng A", date(2026, 3, 1)]


def read_rows(content: bytes, folder: Path, form: Form = UNITS) -> tuple[list[Row], Found]:
    found = Found()
    with read(saved(content, folder)) as opened:
        return list(rows_of(opened, form, found)), found


def unfit(content: bytes, folder: Path) -> tuple[str, dict[str, str]]:
    with pytest.raises(Unfit) as refused:
        read_rows(content, folder)
    return refused.value.kind, refused.value.said


def cells_in(rows: list[list[Any]], folder: Path) -> list[dict[str, str]]:
    return [row.cells for row in read_rows(book({"Sheet1": rows}), folder)[0]]


def test_a_table_is_found_beneath_titles_and_beside_empty_columns(tmp_path: Path) -> None:
    rows = [[], ["", "DANH SÁCH ĐƠN VỊ"], [], [None, None, *HEADS], [None, None, *ROW]]
    found, where = read_rows(book({"Sheet1": rows}), tmp_path)
    assert [(row.number, row.cells) for row in found] == [(5, {"code": "A1", "name": "Phòng A", "first": "01/03/2026"})]
    assert where.layouts["Sheet1"]["name"] == ("D", "Tên đơn vị")


@pytest.mark.parametrize(
    "heads",
    [
        ["MÃ ĐƠN VỊ", "tên đơn vị", "Từ  ngày"],
        ["ma don vi", "Ten don vi (*)", "Từ ngày (1)"],
        ["Mã ĐV", "Tên\nđơn vị", "Ngày thành lập"],
        ["Unit code", "Unit name", "From"],
        ["Mã đơn vị", "Tên đơn vị", "Từ ngày"],
    ],
)
def test_headings_are_known_by_their_words(heads: list[str], tmp_path: Path) -> None:
    assert cells_in([heads, ROW], tmp_path) == [{"code": "A1", "name": "Phòng A", "first": "01/03/2026"}]


def test_columns_stand_in_any_order_and_those_of_no_form_are_said(tmp_path: Path) -> None:
    rows = [
        ["STT", "Từ ngày", "Điện thoại", "Tên đơn vị", "Mã đơn vị", "Lỗi"],
        [1, ROW[2], "0123", ROW[1], ROW[0], "x"],
    ]
    found, where = read_rows(book({"Sheet1": rows}), tmp_path)
    assert found[0].cells == {"code": "A1", "name": "Phòng A", "first": "01/03/2026"}
    assert where.notes == [
        {"kind": "unknown_column", "said": {"column": "C", "heading": "Điện thoại", "sheet": "Sheet1"}}
    ]


def test_rows_of_numbers_headings_again_and_empty_rows_are_no_rows(tmp_path: Path) -> None:
    rows = [
        HEADS,
        ["(1)", "(2)", "(3)"],
        ROW,
        [None, " ", None],
        HEADS,
        ["A2", "Phòng B"],
        ["", "", "", "Người lập biểu"],
    ]
    assert [row["code"] for row in cells_in(rows, tmp_path)] == ["A1", "A2"]


def test_all_sheets_with_the_table_are_read_and_hidden_ones_said(tmp_path: Path) -> None:
    sheets = {"Một": [HEADS, ROW], "Ghi chú": [["Xin chào"]], "Hai": [HEADS, ["A2", "B"]], "Ẩn": [HEADS, ROW]}
    found, where = read_rows(book(sheets, hidden=["Ẩn"]), tmp_path)
    assert [(row.sheet, row.number) for row in found] == [("Một", 2), ("Hai", 2)]
    assert where.notes == [{"kind": "hidden_sheet", "said": {"sheet": "Ẩn"}}]


def test_a_cell_merged_downwards_is_of_every_row_of_it(tmp_path: Path) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as out:
        sheet = out.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["A1", "", "01/03/2026"])
        sheet.write_row(2, 0, ["A2", "", "01/03/2026"])
        sheet.merge_range(1, 1, 2, 1, "Phòng chung")
    found, _ = read_rows(file.getvalue(), tmp_path)
    assert [row.cells["name"] for row in found] == ["Phòng chung", "Phòng chung"]


@pytest.mark.parametrize(
    ("rows", "kind", "said"),
    [
        ([["Xin chào", "các bạn"]], "no_table", "columns"),
        ([], "no_table", "columns"),
        ([["Mã đơn vị", "Từ ngày"], ["A1", "x"]], "missing_columns", "columns"),
        ([[*HEADS, "Tên ĐV"], [*ROW, "B"]], "column_twice", "columns"),
        ([HEADS], "no_rows", ""),
    ],
)
def test_a_workbook_without_the_table_is_refused_with_what_it_lacks(
    rows: list[list[Any]], kind: str, said: str, tmp_path: Path
) -> None:
    found = unfit(book({"Sheet1": rows}), tmp_path)
    assert found[0] == kind
    assert not said or found[1][said]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    kind, said = unfit(book({"Sheet1": [["Mã đơn vị", "Từ ngày"], ["A1", "x"]]}), tmp_path)
    assert (kind, said["columns"]) == ("missing_columns", "«Tên đơn vị»")


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_means_two_columns(kind: str) -> None:
    names = [name for column in KINDS[kind].form.columns for name in column.names()]
    assert len(names) == len(set(names))
    assert all(name == fold(name) for name in names)


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_a_form_can_be_read(kind: str) -> None:
    form = KINDS[kind].form
    for n in (0, 1):
        cells_of = {column.key: column.examples[n] for column in form.columns if column.examples[n]}
        row = Row("S", 2, cells_of, form.places())
        parse(row, form)
        assert row.faults == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (101.0, "101"),
        (1.5, "1.5"),
        (date(2026, 3, 1), "01/03/2026"),
        (datetime(2026, 3, 1, 8, 30), "01/03/2026 08:30"),
        (True, "True"),
        ("Nguyễn", "Nguyễn"),
        ("a​b\x00c\x07", "abc"),
        ("  hai \t chữ \r\n\n dòng ", "hai chữ\ndòng"),
    ],
)
def test_a_cell_is_read_as_people_see_it(value: object, said: str) -> None:
    assert text_of(value) == said


def test_a_text_without_end_is_cut() -> None:
    assert len(clean("ă" * 10**6)) == 1000


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("01/03/2026", date(2026, 3, 1)),
        ("1/3/2026", date(2026, 3, 1)),
        ("1-3-2026", date(2026, 3, 1)),
        ("01.03.2026", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("01/03/2026 00:00", date(2026, 3, 1)),
    ],
)
def test_a_day_may_be_written_so(said: str, day: date) -> None:
    assert cells.day(said) == day


@pytest.mark.parametrize(
    "said", ["31/02/2026", "3/2026", "46082", "01/03/26", "hôm qua", "01/03/2026 08:30", "01/01/0001"]
)
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(Wrong, match="not_a_day"):
        cells.day(said)


def test_an_excel_error_is_no_empty_cell(tmp_path: Path) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as out:
        sheet = out.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["A1", "Phòng A"])
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
    row = read_rows(file.getvalue(), tmp_path)[0][0]
    parse(row, UNITS)
    assert [(one["column"], one["kind"]) for one in row.faults] == [("C", "excel_error")]


@pytest.mark.parametrize(
    ("read_cell", "said", "value"),
    [
        (cells.whole(1, 5), "Nhóm 3", 3),
        (cells.whole(1, 5), "3", 3),
        (cells.codes, "A; B,C\nA", ("A", "B", "C")),
        (cells.mark, "X", True),
        (cells.mark, "Không", False),
        (cells.mark, "có", True),
        (cells.code, " TBM-1 ", "TBM-1"),
    ],
)
def test_other_cells_mean(read_cell: Any, said: str, value: object) -> None:
    assert read_cell(said) == value


@pytest.mark.parametrize(
    ("read_cell", "said", "kind"),
    [
        (cells.whole(1, 5), "6", "not_whole"),
        (cells.whole(1, 5), "3.5", "not_whole"),
        (cells.whole(1, 5), "-3", "not_whole"),
        (cells.code, "A;B", "one_code"),
        (cells.code, "x" * 41, "too_long"),
        (cells.mark, "?", "not_a_mark"),
        (cells.text(5), "#REF!", "excel_error"),
        (cells.text(5), "=?", "not_calculated"),
    ],
)
def test_other_cells_are_refused(read_cell: Any, said: str, kind: str) -> None:
    with pytest.raises(Wrong, match=kind):
        read_cell(said)
