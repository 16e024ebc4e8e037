"""A commune's real catalogue, decision 283/QĐ-UBND of 31 May 2026: four sheets, 371 products."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest

from congminh.catalogue.reading.checks import all_doubts
from congminh.catalogue.reading.records import Doubt, Reading
from congminh.catalogue.reading.report import check, lines
from congminh.catalogue.reading.workbook import read_workbook

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "catalogue-qd283.xlsx"

pytestmark = pytest.mark.skipif(
    not REAL.is_file(), reason="the commune's catalogue is not part of this repository and not beside it"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_workbook(REAL)


@pytest.fixture(scope="module")
def doubts(reading: Reading) -> list[Doubt]:
    return all_doubts(reading)


def test_all_371_products_are_read_from_the_three_sheets_that_hold_them(reading: Reading) -> None:
    assert Counter(product.sheet for product in reading.products) == {
        "PL II - Lanh dao QL": 18,
        "PL III - Dung chung": 62,
        "PL IV - Rieng phong": 291,
    }


def test_the_ten_general_criteria_sum_to_thirty_points(reading: Reading) -> None:
    points = {one.code: one.points_m for one in reading.criteria}
    two_and_a_half = [f"{group}.{number}" for group in ("II", "III") for number in (1, 2, 3, 4)]
    assert points == {"I.1": 5000, "I.2": 5000} | dict.fromkeys(two_and_a_half, 2500)
    assert sum(points.values()) == 30_000
    assert [group.code for group in reading.criterion_groups] == ["I", "II", "III"]


def test_a_product_is_read_whole_and_in_exact_thousandths(reading: Reading) -> None:
    by_code = {product.code: product for product in reading.products}
    seal = by_code["VP.06"]
    assert (seal.sheet, seal.row, seal.number) == ("PL IV - Rieng phong", 11, "6")
    assert seal.unit == "Văn phòng HĐND-UBND"
    assert seal.task == "Quản lý con dấu, chứng thư số, ký số văn bản"
    assert seal.work == "Thực hiện đóng dấu/ký số theo quy trình và thẩm quyền"
    assert seal.output == "Văn bản đã đóng dấu/ký số"
    assert (seal.group, seal.floor_m, seal.ceiling_m) == ("N1", 1000, 10_000)
    assert (seal.points_m, seal.coefficient_m) == (8000, 1600)
    assert by_code["DC.16"].coefficient_m == 600
    assert by_code["QL.11"].note == "Bổ sung nhóm nhiệm vụ điều hành"


def test_no_product_is_left_half_read(reading: Reading) -> None:
    for product in reading.products:
        assert product.code and product.task and product.work and product.output and product.group
        assert product.points_m and product.coefficient_m and product.ceiling_m and product.floor_m


def test_only_the_lost_note_heading_and_repeated_outputs_are_in_doubt(doubts: list[Doubt]) -> None:
    assert Counter(doubt.kind for doubt in doubts) == {"headings": 1, "output_twice": 41}


def test_the_note_heading_of_the_third_annex_was_overwritten_by_a_note(doubts: list[Doubt]) -> None:
    heading = doubts[0]
    assert (heading.sheet, heading.row, heading.column) == ("PL III - Dung chung", 4, "J «Ghi chú»")
    assert "Sản phẩm chuẩn = 5 điểm = hệ số 1,00" in heading.what.vi


def test_an_output_of_two_offices_names_both_places(doubts: list[Doubt]) -> None:
    found = {(doubt.sheet, doubt.row): doubt for doubt in doubts}
    rota = found["PL IV - Rieng phong", 164]
    assert rota.column == "F «Sản phẩm đầu ra»"
    for part in ("Lịch trực/bảng phân công", "HCC.30", "DC.39", "«PL III - Dung chung» dòng 60"):
        assert part in rota.what.vi
    dossier = [one.row for one in doubts if "«Hồ sơ thanh toán»" in one.what.vi]
    assert dossier == [26, 132]


def test_the_report_says_what_the_workbook_holds_and_ends_on_the_count(reading: Reading) -> None:
    printed = lines(reading)
    assert printed[:5] == [
        "«PL I - Tieu chi chung»: 10 tiêu chí chung",
        "«PL II - Lanh dao QL»: 18 sản phẩm/công việc",
        "«PL III - Dung chung»: 62 sản phẩm/công việc",
        "«PL IV - Rieng phong»: 291 sản phẩm/công việc",
        "Cộng: 371 sản phẩm/công việc; 10 tiêu chí chung, 30 điểm",
    ]
    assert printed[-1] == "371 sản phẩm/công việc, 42 điểm cần người có trách nhiệm làm rõ."
    assert sum("dòng" in line and "cột" in line for line in printed) >= 42


def test_checking_it_ends_on_one_since_there_are_doubts() -> None:
    out = io.StringIO()
    assert check(REAL, "en", out) == 1
    assert out.getvalue().rstrip().endswith("371 products, 42 doubts for a person to settle.")
