"""Workbooks as agencies write them are read, wherever the table stands and however its headings are split."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from congminh.catalogue.reading.records import Product
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
    write,
)


def products(path: Path) -> list[Product]:
    return read_workbook(path).products


def figures(path: Path) -> list[tuple[int | None, int | None]]:
    return [(one.points_m, one.coefficient_m) for one in products(path)]


def codes(path: Path) -> list[str]:
    return [one.code for one in products(path)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "danh-muc.xlsx"


def test_a_plain_table_is_read_without_doubt(file: Path) -> None:
    table(file, ROWS)
    assert figures(file) == [(5000, 1000), (40_000, 8000), (60_000, 12_000)]
    assert [(one.floor_m, one.ceiling_m) for one in products(file)] == [
        (None, 10_000),
        (11_000, 50_000),
        (51_000, 100_000),
    ]
    assert doubts_in(file) == []


def test_a_table_that_starts_lower_and_further_right_is_found_with_its_true_rows(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.merge_range(0, 3, 0, 12, "DANH MỤC SẢN PHẨM/CÔNG VIỆC QUY ĐỔI - NHIỆM VỤ CHUYÊN MÔN")
        sheet.write(1, 3, "(Kèm theo Quyết định)")
        put(sheet, [HEADINGS, *ROWS], top=6, left=3)

    write(file, fill)
    assert [(one.row, one.code) for one in products(file)] == [(8, "VP.01"), (9, "VP.02"), (10, "VP.03")]
    assert doubts_in(file) == []


def test_headings_with_decomposed_accents_capitals_breaks_and_numbers_are_known(file: Path) -> None:
    headings = [unicodedata.normalize("NFD", f"{head.upper()}\n({at})") for at, head in enumerate(HEADINGS, 1)]
    headings[5], headings[6] = "(Phân) Nhóm", "Khung điểm\n(tối đa)"
    table(file, ROWS, headings)
    assert codes(file) == ["VP.01", "VP.02", "VP.03"]
    assert doubts_in(file) == []


def test_decomposed_codes_and_texts_are_composed(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, code=unicodedata.normalize("NFD", "Đổi.02"))])
    assert codes(file) == ["VP.01", "Đổi.02"]


def test_headings_merged_over_two_rows_are_read(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for column, heading in enumerate(HEADINGS):
            if column not in (6, 7):
                sheet.merge_range(0, column, 1, column, heading)
        sheet.merge_range(0, 6, 0, 7, "Điểm")
        sheet.write_row(1, 6, ["Khung điểm", "Điểm chấm"])
        put(sheet, ROWS, top=2)

    write(file, fill)
    assert figures(file) == [(5000, 1000), (40_000, 8000), (60_000, 12_000)]
    assert [one.row for one in products(file)] == [3, 4, 5]
    assert doubts_in(file) == []


def test_a_remark_under_one_heading_is_no_row_when_the_others_are_merged_over_it(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for column, heading in enumerate(HEADINGS):
            if column != 6:
                sheet.merge_range(0, column, 1, column, heading)
        sheet.write_column(0, 6, ["Khung điểm", "(theo nhóm)"])
        put(sheet, ROWS, top=2)

    write(file, fill)
    assert codes(file) == ["VP.01", "VP.02", "VP.03"]
    assert doubts_in(file) == []


def test_a_heading_merged_into_the_first_product_does_not_hide_it(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, *ROWS])
        sheet.merge_range(0, 9, 1, 9, "Ghi chú")

    write(file, fill)
    assert (products(file)[0].code, products(file)[0].note) == ("VP.01", "")


def test_headings_split_over_two_rows_are_joined_and_said_to_be_guessed(file: Path) -> None:
    above = [
        "Stt",
        "Mã CV",
        "Nhiệm vụ",
        "Công việc",
        "Sản phẩm",
        "Phân",
        "Khung điểm",
        "Điểm",
        "Hệ số",
        "Ghi chú",
    ]
    below = ["", "", "", "chi tiết", "đầu ra", "nhóm", "tối đa", "chấm", "quy đổi", ""]
    write(file, lambda sheet: put(sheet, [above, below, *ROWS]))
    assert figures(file) == [(5000, 1000), (40_000, 8000), (60_000, 12_000)]
    assert {"D «Công việc chi tiết»", "H «Điểm chấm»"} <= {column for _, column in places(file, "headings")}


def test_a_heading_merged_over_two_columns_is_read_from_the_fuller_and_doubted(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS[:4]])
        sheet.merge_range(0, 4, 0, 5, "Sản phẩm đầu ra")
        sheet.write_row(0, 6, HEADINGS[5:])
        put(sheet, [[*row[:4], "", *row[4:]] for row in ROWS], top=1)

    write(file, fill)
    assert [one.output for one in products(file)] == ["Văn bản hành chính", "Báo cáo tháng", "Kế hoạch năm"]
    assert places(file, "headings") == [(1, "F «Sản phẩm đầu ra»")]


def test_headings_that_slipped_one_column_are_read_where_the_numbers_are_and_doubted(file: Path) -> None:
    rows = [[*row, ""] for row in ROWS]
    table(file, rows, ["", *HEADINGS])
    assert codes(file) == ["VP.01", "VP.02", "VP.03"]
    assert figures(file) == [(5000, 1000), (40_000, 8000), (60_000, 12_000)]
    assert len(places(file, "headings")) == 1


def test_an_unusual_heading_is_understood_but_doubted(file: Path) -> None:
    headings = ["Điểm của hội đồng" if head == "Điểm chấm" else head for head in HEADINGS]
    table(file, ROWS, headings)
    assert figures(file)[1] == (40_000, 8000)
    assert places(file, "headings") == [(1, "H «Điểm chấm»")]


def test_a_missing_column_is_doubted_once_and_not_in_every_row(file: Path) -> None:
    table(file, [row[:8] + row[9:] for row in ROWS], HEADINGS[:8] + HEADINGS[9:])
    assert [one.coefficient_m for one in products(file)] == [None, None, None]
    assert places(file, "headings") == [(1, "«Hệ số quy đổi»")]
    assert kinds(file) == {"headings"}


def test_a_column_that_is_not_in_the_form_is_named_as_not_read(file: Path) -> None:
    table(file, [[*row[:5], 12, *row[5:]] for row in ROWS], [*HEADINGS[:5], "Tần suất", *HEADINGS[5:]])
    assert places(file, "headings") == [(1, "F")]
    assert figures(file)[2] == (60_000, 12_000)


def test_the_optional_columns_may_be_absent(file: Path) -> None:
    table(file, [row[2:9] for row in ROWS], HEADINGS[2:9])
    assert (products(file)[0].code, products(file)[0].output) == ("", "Văn bản hành chính")
    assert doubts_in(file) == []


def test_a_column_for_the_office_is_read(file: Path) -> None:
    headings = [*HEADINGS[:2], "Phòng, ban chuyên môn", *HEADINGS[2:]]
    table(file, [[*row[:2], "Phòng Kinh tế", *row[2:]] for row in ROWS], headings)
    assert {one.unit for one in products(file)} == {"Phòng Kinh tế"}
    assert doubts_in(file) == []


def test_numbering_headings_between_totals_and_blank_rows_are_not_products(file: Path) -> None:
    numbering = [f"({at})" for at in range(1, 11)]
    section = ["I", "Văn phòng HĐND-UBND", *[""] * 8]
    total = ["", "Tổng cộng", "", "", "", "", "", 105, "", ""]
    rows = [numbering, section, STANDARD, [""] * 10, REPORT, HEADINGS, PLAN, total]
    table(file, rows)
    assert [(one.row, one.code) for one in products(file)] == [(4, "VP.01"), (6, "VP.02"), (8, "VP.03")]
    assert {one.unit for one in products(file)} == {"Văn phòng HĐND-UBND"}
    assert doubts_in(file) == []


def test_a_heading_merged_across_the_table_is_the_task_of_the_rows_under_it(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, [""] * 10, changed(STANDARD, task=""), changed(REPORT, task="")])
        sheet.merge_range(1, 0, 1, 9, "A. Công tác văn thư, lưu trữ")

    write(file, fill)
    assert [one.task for one in products(file)] == ["Công tác văn thư, lưu trữ"] * 2


def test_a_task_merged_down_or_written_once_holds_for_the_rows_under_it(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, STANDARD, changed(REPORT, task=""), changed(PLAN, task="")])
        sheet.merge_range(1, 2, 2, 2, "Văn thư")

    write(file, fill)
    assert [one.task for one in products(file)] == ["Văn thư"] * 3
    assert doubts_in(file) == []


def test_points_merged_down_over_two_products_are_taken_with_a_doubt(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, STANDARD, REPORT, changed(REPORT, code="VP.04", output="Phụ lục", points="")])
        sheet.merge_range(2, 7, 3, 7, 40)

    write(file, fill)
    assert figures(file)[1:] == [(40_000, 8000), (40_000, 8000)]
    assert places(file, "merged_value") == [(4, "H «Điểm chấm»")]


def test_details_under_one_merged_output_belong_to_one_product(file: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, STANDARD, REPORT])
        sheet.write(3, 3, "Rà soát số liệu")
        for column in (0, 1, 2, 4, 5, 6, 7, 8):
            sheet.merge_range(2, column, 3, column, REPORT[column])

    write(file, fill)
    assert [one.work for one in products(file)][1] == "Tổng hợp số liệu tháng; Rà soát số liệu"
    assert len(products(file)) == 2
    assert doubts_in(file) == []


def test_nearly_empty_rows_are_left_out_and_named(file: Path) -> None:
    numbered_only = [4, *[""] * 9]
    stray = ["", "", "", "", "", "", "", "", "", "xem lại"]
    table(file, [*ROWS, numbered_only, stray])
    assert len(products(file)) == 3
    assert places(file, "near_empty") == [(5, "A «Stt»"), (6, "J «Ghi chú»")]


def test_a_table_in_the_second_sheet_only_is_found(file: Path) -> None:
    write(file, lambda sheet: sheet.write(0, 0, "Bìa"), lambda sheet: put(sheet, [HEADINGS, *ROWS]))
    assert {one.sheet for one in products(file)} == {"Danh mục 2"}
    assert doubts_in(file) == []


def test_a_sheet_full_of_rows_without_headings_is_not_passed_over_in_silence(file: Path) -> None:
    write(file, lambda sheet: put(sheet, [HEADINGS, *ROWS]), lambda sheet: put(sheet, ROWS * 2))
    assert places(file, "sheet_skipped") == [(1, "A")]


def test_a_hidden_sheet_is_read_and_doubted(file: Path) -> None:
    def hidden(sheet: Worksheet) -> None:
        put(sheet, [HEADINGS, changed(PLAN, code="VP.09", output="Kế hoạch cũ", work="Bản cũ")])
        sheet.hide()

    write(file, lambda sheet: put(sheet, [HEADINGS, *ROWS]), hidden)
    assert len(products(file)) == 4
    assert [(one.kind, one.sheet) for one in doubts_in(file)] == [("hidden_sheet", "Danh mục 2")]


def test_two_tables_in_one_sheet_are_read_each_by_its_own_headings(file: Path) -> None:
    lower = [HEADINGS[2:], changed(PLAN, points="sáu mươi")[2:]]
    above_ceiling = changed(REPORT, points=55, coefficient=11)
    write(file, lambda sheet: put(sheet, [HEADINGS, STANDARD, above_ceiling, [], *lower]))
    assert [(one.row, one.output) for one in products(file)][2] == (6, "Kế hoạch năm")
    assert places(file, "points_above_ceiling") == [(3, "H «Điểm chấm»")]
    assert places(file, "not_a_number") == [(6, "F «Điểm chấm»")]


def test_headings_without_a_single_product_are_doubted(file: Path) -> None:
    table(file, [])
    assert products(file) == []
    assert places(file, "near_empty") == [(1, "A «Stt»")]
