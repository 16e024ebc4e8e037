"""What is doubtful in a catalogue is named with its sheet, row and column, for a person to settle."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congminh.catalogue.reading.checks import all_doubts
from congminh.catalogue.reading.coefficients import expected_m
from congminh.catalogue.reading.report import check, lines
from congminh.catalogue.reading.workbook import read_workbook

from .workbooks import PLAN, REPORT, ROWS, STANDARD, changed, doubts_in, kinds, places, put, table, write

CRITERIA = (
    ["TT", "Tiêu chí chấm điểm", "Điểm tối đa"],
    ["I", "Phẩm chất", 10],
    [1, "Phẩm chất chính trị", 5],
    [2, "Kỷ luật, kỷ cương", 5],
    ["II", "Năng lực", 20],
    [1, "Chuyên môn", "12,5"],
    [2, "Phối hợp", 7.5],
    ["", "Tổng cộng", 30],
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "danh-muc.xlsx"


def test_a_code_used_twice_names_both_places(file: Path) -> None:
    table(file, [*ROWS, changed(PLAN, code="vp.02 ", work="Việc khác", output="Sổ")])
    (found,) = doubts_in(file)
    assert (found.kind, found.row, found.column) == ("code_twice", 5, "B «Mã CV»")
    assert "«Danh mục» dòng 3" in found.what.vi and "“Danh mục” row 3" in found.what.en


def test_a_code_used_in_two_sheets_names_the_other_sheet(file: Path) -> None:
    heads = [
        "Mã CV",
        "Công việc chi tiết",
        "Sản phẩm đầu ra",
        "Nhóm",
        "Khung điểm",
        "Điểm chấm",
        "Hệ số quy đổi",
    ]
    rows = [["VP.01", "Soạn", "Công văn", "N1", 10, 5, 1]]
    other = [["VP.01", "Trình", "Tờ trình", "N1", 10, 5, 1]]
    write(file, lambda sheet: put(sheet, [heads, *rows]), lambda sheet: put(sheet, [heads, *other]))
    found = [one for one in doubts_in(file) if one.kind == "code_twice"]
    assert [(one.sheet, one.row) for one in found] == [("Danh mục 2", 2)]
    assert "«Danh mục» dòng 2" in found[0].what.vi


def test_points_above_the_ceiling_and_below_the_frame(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, points=55, coefficient=11), changed(PLAN, points=50, coefficient=10)])
    assert places(file, "points_above_ceiling") == [(3, "H «Điểm chấm»")]
    assert places(file, "points_below_floor") == [(4, "H «Điểm chấm»")]


def test_points_at_the_ceiling_and_at_the_floor_are_in_order(file: Path) -> None:
    table(
        file,
        [STANDARD, changed(REPORT, points=50, coefficient=10), changed(PLAN, points=51, coefficient=10.2)],
    )
    assert doubts_in(file) == []


def test_a_row_without_a_frame_is_held_to_that_of_its_group(file: Path) -> None:
    table(file, [*ROWS, changed(REPORT, code="VP.04", output="Sổ", ceiling="", points=55, coefficient=11)])
    assert places(file, "points_above_ceiling") == [(5, "H «Điểm chấm»")]


def test_a_coefficient_unlike_points_over_standard_points(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, coefficient=8.1), PLAN])
    (found,) = doubts_in(file)
    assert (found.kind, found.row, found.column) == ("coefficient_mismatch", 3, "I «Hệ số quy đổi»")
    assert found.what.vi == "hệ số 8,1, nhưng 40 ÷ 5 = 8"
    assert found.what.en == "coefficient 8.1, but 40 ÷ 5 = 8"


def test_a_coefficient_is_rounded_half_up_to_one_decimal_unless_told_otherwise(file: Path) -> None:
    table(file, [changed(STANDARD, points=8), changed(REPORT, points=42, coefficient=5.3), PLAN])
    assert places(file, "coefficient_mismatch") == [(4, "I «Hệ số quy đổi»")]
    two_decimals = all_doubts(read_workbook(file), coefficient_decimals=2)
    assert [(one.kind, one.row) for one in two_decimals] == [
        ("coefficient_mismatch", 3),
        ("coefficient_mismatch", 4),
    ]


@given(st.integers(1, 500_000), st.integers(1, 500_000))
def test_the_expected_coefficient_is_within_half_a_tenth(points_m: int, standard_m: int) -> None:
    found = expected_m(points_m, standard_m)
    assert found % 100 == 0
    assert -50 * standard_m < found * standard_m - 1000 * points_m <= 50 * standard_m


def test_two_different_standards_are_said_and_the_one_that_fits_is_used(file: Path) -> None:
    other = changed(STANDARD, code="VP.09", work="Soạn giấy mời", output="Giấy mời", points=6)
    table(file, [*ROWS, other])
    assert places(file, "standard") == [(5, "I «Hệ số quy đổi»")]
    assert places(file, "coefficient_mismatch") == [(5, "I «Hệ số quy đổi»")]


def test_two_standards_that_fit_as_well_leave_the_coefficients_unchecked_and_say_so(file: Path) -> None:
    table(file, [STANDARD, changed(STANDARD, code="VP.09", work="Soạn", output="Giấy mời", points=10)])
    assert places(file, "standard") == [(2, "I «Hệ số quy đổi»"), (3, "I «Hệ số quy đổi»")]
    assert kinds(file) == {"standard"}


def test_no_standard_product_is_said(file: Path) -> None:
    table(file, [REPORT, PLAN])
    assert places(file, "standard") == [(2, "I «Hệ số quy đổi»")]


def test_missing_contents_are_named_cell_by_cell(file: Path) -> None:
    table(
        file,
        [STANDARD, changed(REPORT, code="", points=""), changed(PLAN, output="", group="", coefficient="")],
    )
    assert places(file, "missing") == [
        (3, "B «Mã CV»"),
        (3, "H «Điểm chấm»"),
        (4, "E «Sản phẩm đầu ra»"),
        (4, "F «Phân nhóm»"),
        (4, "I «Hệ số quy đổi»"),
    ]


def test_groups_are_known_by_number_however_they_are_written(file: Path) -> None:
    table(file, [changed(STANDARD, group="Nhóm 1"), changed(REPORT, group="ii"), changed(PLAN, group=3)])
    assert [one.group for one in read_workbook(file).products] == ["N1", "N2", "N3"]
    assert doubts_in(file) == []


def test_a_group_nobody_knows_is_doubted(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, group="Phức tạp"), PLAN])
    assert places(file, "group_unknown") == [(3, "F «Phân nhóm»")]


def test_a_sixth_group_is_against_the_decree(file: Path) -> None:
    rows = [
        changed(REPORT, code=f"VP.{at:02}", output=f"Báo cáo {at}", group=f"N{at}", ceiling=100) for at in range(1, 7)
    ]
    table(file, [STANDARD[:1] + STANDARD[1:6] + (100, *STANDARD[7:]), *rows[1:]])
    assert places(file, "groups_too_many") == [(7, "F «Phân nhóm»")]
    assert places(file, "group_unknown") == [(7, "F «Phân nhóm»")]
    assert "Điều 13.1.a" in next(one.advice.vi for one in doubts_in(file) if one.kind == "groups_too_many")


def test_one_group_with_two_frames_is_doubted_where_it_differs_from_most(file: Path) -> None:
    again = [changed(REPORT, code=f"VP.1{at}", output=f"Báo cáo {at}", work=f"Việc {at}") for at in range(2)]
    table(file, [STANDARD, changed(REPORT, ceiling=60), *again])
    assert places(file, "ceiling_differs") == [(3, "G «Khung điểm»")]


@pytest.mark.parametrize("coefficient", [0, -1, "1000,1"])
def test_coefficients_out_of_bounds(file: Path, coefficient: object) -> None:
    table(file, [STANDARD, changed(REPORT, coefficient=coefficient), PLAN])
    assert places(file, "coefficient_bounds") == [(3, "I «Hệ số quy đổi»")]


def test_a_product_listed_twice_under_two_codes_is_a_duplicate(file: Path) -> None:
    table(file, [*ROWS, changed(PLAN, code="VP.09", output="KẾ HOẠCH  năm")])
    assert [(one.kind, one.row) for one in doubts_in(file)] == [("product_twice", 5)]


def test_an_output_of_two_codes_with_different_work_is_doubted_as_such(file: Path) -> None:
    table(file, [*ROWS, changed(PLAN, code="VP.09", work="Xây dựng kế hoạch quý")])
    (found,) = doubts_in(file)
    assert (found.kind, found.row, found.column) == ("output_twice", 5, "E «Sản phẩm đầu ra»")
    assert "VP.03" in found.what.vi and "dòng 4" in found.what.vi


def test_outputs_that_are_only_alike_are_not_doubted(file: Path) -> None:
    table(file, [*ROWS, changed(PLAN, code="VP.09", work="Việc khác", output="Kế hoạch năm.")])
    assert doubts_in(file) == []


def test_criteria_of_thirty_points_are_read_without_their_groups_and_total(file: Path) -> None:
    write(file, lambda sheet: put(sheet, CRITERIA))
    reading = read_workbook(file)
    assert [(one.code, one.points_m) for one in reading.criteria] == [
        ("I.1", 5000),
        ("I.2", 5000),
        ("II.1", 12_500),
        ("II.2", 7500),
    ]
    assert all_doubts(reading) == []


def test_criteria_that_do_not_sum_to_thirty_are_doubted_with_their_group_and_total(file: Path) -> None:
    wrong = [*CRITERIA[:3], [2, "Kỷ luật, kỷ cương", 4], *CRITERIA[4:]]
    write(file, lambda sheet: put(sheet, wrong))
    assert places(file, "criteria_sum") == [(7, "C «Điểm tối đa»")]
    assert places(file, "criteria_parts") == [(2, "C «Điểm tối đa»"), (8, "C «Điểm tối đa»")]


def test_a_criterion_without_points_is_doubted(file: Path) -> None:
    write(file, lambda sheet: put(sheet, [*CRITERIA[:3], [2, "Kỷ luật, kỷ cương", ""], *CRITERIA[4:]]))
    assert places(file, "missing") == [(4, "C «Điểm tối đa»")]


def test_criteria_above_the_table_of_one_sheet_are_read_too(file: Path) -> None:
    heads = [
        "Stt",
        "Công việc chi tiết",
        "Sản phẩm đầu ra",
        "Nhóm",
        "Khung điểm",
        "Điểm chấm",
        "Hệ số quy đổi",
    ]
    rows = [[1, "Soạn", "Công văn", "N1", 10, 5, 1]]
    write(file, lambda sheet: put(sheet, [*CRITERIA, [], heads, *rows]))
    reading = read_workbook(file)
    assert (len(reading.criteria), len(reading.products)) == (4, 1)
    assert lines(reading)[0] == "«Danh mục»: 1 sản phẩm/công việc; 4 tiêu chí chung"


def test_the_report_groups_doubts_of_one_kind_and_says_the_advice_once(file: Path) -> None:
    table(file, [STANDARD, changed(REPORT, code=""), changed(PLAN, code="")])
    assert lines(read_workbook(file), "en") == [
        "“Danh mục”: 3 products",
        "Total: 3 products; 0 general criteria, 0 points",
        "",
        "Required contents missing: 2",
        "  “Danh mục”, row 3, column B «Mã CV»: «Mã CV» is missing",
        "  “Danh mục”, row 4, column B «Mã CV»: «Mã CV» is missing",
        "  → Complete it from the decision.",
        "",
        "3 products, 2 doubts for a person to settle.",
    ]


def test_checking_a_catalogue_without_doubts_ends_on_zero(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table(file, ROWS)
    assert check(file) == 0
    assert capsys.readouterr().out.endswith("3 sản phẩm/công việc, không có điểm nào cần làm rõ.\n")


def test_checking_a_catalogue_with_doubts_ends_on_one(file: Path) -> None:
    table(file, [REPORT])
    assert check(file, "vi", io.StringIO()) == 1
