"""A workbook into the rows of a version: nothing lost, nothing merged, codes that stay, doubts for a person."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.catalogue.actions import begin_catalogue, record_decided
from congminh.catalogue.loading import apply, load, prepare
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.reading.records import Product as Row
from congminh.catalogue.reading.records import Reading
from congminh.catalogue.reading.workbook import read_workbook
from tests.apps.catalogue.office import FIRST, Office, a_decision
from tests.apps.org.commune import Commune, unit
from tests.catalogue.test_real_workbook import REAL
from tests.catalogue.workbooks import PLAN, REPORT, STANDARD, changed, table

SOAN = Row("DM", 2, "1", "DC.01", "", "Văn thư", "Soạn", "Công văn", "N1", 10_000, 5000, 1000, "", 1000)
TONG_HOP = replace(SOAN, row=3, code="KT.01", unit="Phòng Kinh tế", task="Tổng hợp", output="Báo cáo", group="N2")
TONG_HOP = replace(TONG_HOP, floor_m=11_000, ceiling_m=50_000, points_m=40_000, coefficient_m=8000)


@pytest.fixture
def empty(here: Commune) -> Catalogue:
    return begin_catalogue(here.commune, "Danh mục")


def rows(*products: Row) -> Reading:
    return Reading(list(products), sheets=["DM"])


def kinds(found: Any) -> set[str]:
    return {doubt.kind for doubt in found.doubts}


def test_a_workbook_becomes_groups_and_products(empty: Catalogue, here: Commune, tmp_path: Path) -> None:
    table(tmp_path / "dm.xlsx", [STANDARD, REPORT, PLAN])
    found = load(read_workbook(tmp_path / "dm.xlsx"), empty, by=here.thu)
    assert (len(found.added), found.changed, found.alike, found.doubts) == (3, [], [], [])
    frames = [(group.number, group.name, group.floor_m, group.ceiling_m) for group in empty.groups.all()]
    assert frames == [(1, "N1", None, 10_000), (2, "N2", 11_000, 50_000), (3, "N3", 51_000, 100_000)]
    report = empty.products.get(code="VP.02")
    assert (report.task, report.output, report.group and report.group.number) == ("Tổng hợp", "Báo cáo tháng", 2)
    assert (report.points_m, report.coefficient_m, report.folded[:20]) == (40_000, 8000, "vp.02 bao cao thang ")
    assert empty.products.get(is_standard=True).code == "VP.01"
    assert empty.problems() == []


def test_preparing_writes_nothing(empty: Catalogue) -> None:
    found = prepare(rows(SOAN, TONG_HOP), empty)
    assert len(found.added) == 2
    assert not empty.products.exists() and not empty.groups.exists()
    apply(found)
    assert empty.products.count() == 2


@pytest.mark.parametrize("name", ["Phòng Kinh tế", "PHÒNG KINH TẾ ", "Phong kinh te", "KT", "kt"])
def test_a_unit_is_known_by_name_or_code(empty: Catalogue, here: Commune, name: str) -> None:
    load(rows(SOAN, replace(TONG_HOP, unit=name)), empty)
    assert empty.products.get(code="KT.01").unit == here.economy


def test_a_dash_is_as_good_as_an_and(empty: Catalogue, here: Commune) -> None:
    office = unit("VP", "Văn phòng HĐND và UBND", "direct", here.commune)
    load(rows(SOAN, replace(TONG_HOP, unit="Văn phòng HĐND-UBND")), empty)
    assert empty.products.get(code="KT.01").unit == office


@pytest.mark.parametrize("name", ["", "Dùng chung", "Lãnh đạo, quản lý", "UBND xã Thanh Bình Minh"])
def test_what_is_everyone_s_is_common_without_a_doubt(empty: Catalogue, name: str) -> None:
    found = load(rows(SOAN, replace(TONG_HOP, unit=name)), empty)
    assert empty.products.get(code="KT.01").unit is None
    assert "unit_unknown" not in kinds(found)


@pytest.mark.parametrize("name", ["Phòng Y tế", "UBND xã Bên"])
def test_a_unit_nobody_knows_leaves_the_product_common_with_one_doubt_a_name(empty: Catalogue, name: str) -> None:
    other = replace(TONG_HOP, row=4, code="KT.02", output="Báo cáo khác", unit=name)
    found = load(rows(SOAN, replace(TONG_HOP, unit=name), other), empty)
    (doubt,) = (each for each in found.doubts if each.kind == "unit_unknown")
    assert (doubt.row, name in doubt.what.vi, "2 dòng" in doubt.what.vi) == (3, True, True)
    assert empty.products.filter(unit=None).count() == 3


def test_a_person_settles_the_name_of_a_unit(empty: Catalogue, here: Commune) -> None:
    settled = {"Phòng Y tế": here.culture}
    found = load(rows(SOAN, replace(TONG_HOP, unit="Phòng Y tế")), empty, units=settled)
    assert empty.products.get(code="KT.01").unit == here.culture
    assert "unit_unknown" not in kinds(found)


def test_a_code_given_twice_gets_a_number_and_nothing_is_lost(empty: Catalogue) -> None:
    twice = [replace(TONG_HOP, row=n, code="kt.01 ".strip(), output=f"Báo cáo {n}") for n in (4, 5)]
    found = load(rows(SOAN, TONG_HOP, *twice), empty)
    assert set(empty.products.values_list("code", flat=True)) == {"DC.01", "KT.01", "kt.01-2", "kt.01-3"}
    assert [doubt.row for doubt in found.doubts if doubt.kind == "code_again"] == [4, 5]


def test_loading_the_same_file_again_changes_nothing(empty: Catalogue) -> None:
    reading = rows(
        SOAN, TONG_HOP, replace(TONG_HOP, row=4, output="Khác"), replace(TONG_HOP, row=5, code="", output="Ba")
    )
    load(reading, empty)
    before = list(empty.products.order_by("pk").values())
    again = load(reading, empty)
    assert (again.added, again.changed, len(again.alike)) == ([], [], 4)
    assert list(empty.products.order_by("pk").values()) == before


def test_a_product_without_a_code_gets_one_that_stays_from_version_to_version(empty: Catalogue, here: Commune) -> None:
    bare = replace(TONG_HOP, code="")
    load(rows(SOAN, bare), empty)
    assert empty.products.get(output="Báo cáo").code == "SP.001"
    record_decided(empty, here.thu, 0, a_decision(), FIRST)
    new = begin_catalogue(here.commune, "Danh mục 2027", empty)
    other = replace(bare, row=2, output="Việc mới")
    found = load(rows(other, SOAN, bare), new)
    assert [product.code for product in found.added] == ["SP.002"]
    assert new.products.get(output="Báo cáo").code == "SP.001"


def test_a_code_of_the_file_is_never_given_to_another_row(empty: Catalogue) -> None:
    load(rows(SOAN, replace(TONG_HOP, code=""), replace(TONG_HOP, row=4, code="SP.001", output="Có mã")), empty)
    assert empty.products.get(output="Có mã").code == "SP.001"
    assert empty.products.get(output="Báo cáo").code == "SP.002"


def test_what_differs_is_changed_and_an_empty_cell_keeps_what_is(draft: Office) -> None:
    row = replace(TONG_HOP, unit="", task="", work="", output="Phiếu mới", group="", points_m=None, coefficient_m=6500)
    found = load(rows(row), draft.catalogue)
    (change,) = found.changed
    assert {each.field: (each.old, each.new) for each in change.fields} == {
        "output": ("Phiếu thẩm định đất", "Phiếu mới"),
        "coefficient_m": (6000, 6500),
    }
    now = draft.product("KT.01")
    assert (now.unit, now.task, now.points_m, now.version) == (draft.here.economy, "Quản lý đất đai", 30_000, 1)
    assert Product.objects.search("phieu moi").get() == now
    assert draft.catalogue.products.count() == 4, "what the file does not hold is left"


def test_a_product_written_as_common_becomes_common(draft: Office) -> None:
    load(rows(replace(TONG_HOP, unit="Dùng chung")), draft.catalogue)
    assert draft.product("KT.01").unit is None


def test_the_standard_product_is_the_one_the_note_names(empty: Catalogue) -> None:
    other = replace(SOAN, row=4, code="DC.09", output="Giấy mời", note="Sản phẩm chuẩn, hệ số 1")
    found = load(rows(SOAN, TONG_HOP, other), empty)
    assert empty.products.get(is_standard=True).code == "DC.09"
    assert "standard_several" not in kinds(found)


def test_of_several_of_coefficient_1_the_first_is_taken_and_a_person_asked(empty: Catalogue) -> None:
    found = load(rows(SOAN, TONG_HOP, replace(SOAN, row=4, code="DC.09", output="Giấy mời")), empty)
    assert empty.products.get(is_standard=True).code == "DC.01"
    assert "standard_several" in kinds(found)


def test_the_standard_product_moves_with_the_file(draft: Office) -> None:
    lower = replace(SOAN, task="Soạn thảo văn bản", output="Văn bản hành chính", points_m=2500, coefficient_m=500)
    load(rows(lower, replace(SOAN, row=3, code="DC.09", output="Giấy mời")), draft.catalogue)
    assert [product.code for product in draft.catalogue.products.filter(is_standard=True)] == ["DC.09"]
    assert draft.product("DC.01").coefficient_m == 500


def test_a_file_without_it_leaves_the_standard_product(draft: Office) -> None:
    load(rows(replace(SOAN, code="DC.09", output="Giấy mời")), draft.catalogue)
    assert draft.catalogue.products.get(is_standard=True).code == "DC.01"


@pytest.mark.parametrize(("coefficient_m", "points_m"), [(0, 40_000), (-1, 40_000), (1_000_001, 40_000), (8000, 0)])
def test_numbers_out_of_bounds_are_left_out_with_a_doubt(empty: Catalogue, coefficient_m: int, points_m: int) -> None:
    found = load(rows(SOAN, replace(TONG_HOP, coefficient_m=coefficient_m, points_m=points_m)), empty)
    product = empty.products.get(code="KT.01")
    assert (product.coefficient_m is None) is (coefficient_m != 8000)
    assert (product.points_m is None) is (points_m == 0)
    assert kinds(found) & {"coefficient_bounds", "points_below_floor"}


def test_long_words_and_long_codes_fit(empty: Catalogue) -> None:
    long = replace(TONG_HOP, code="K" * 60, task="việc " * 2000, output="kết quả " * 500)
    load(rows(SOAN, long), empty)
    product = empty.products.exclude(code="DC.01").get()
    assert (len(product.code), len(product.task), len(product.folded)) == (40, 10_000, 2000)


@pytest.mark.parametrize("who", ["minh", "lan", "far"])
def test_only_personnel_and_the_head_of_the_agency_load(empty: Catalogue, here: Commune, who: str) -> None:
    with pytest.raises(PermissionDenied):
        load(rows(SOAN), empty, by=getattr(here, who))
    assert not empty.products.exists()


def test_what_was_decided_is_not_loaded_over(decided: Office) -> None:
    with pytest.raises(ValidationError):
        load(rows(TONG_HOP), decided.catalogue)


def test_a_load_that_fails_half_way_leaves_nothing(empty: Catalogue) -> None:
    found = prepare(rows(SOAN, TONG_HOP), empty)
    found.added[1].code = found.added[0].code
    with pytest.raises(Exception, match=r"(?i)unique"):
        apply(found)
    assert not empty.products.exists() and not empty.groups.exists()


def test_two_thousand_products_are_written_in_bulk(empty: Catalogue, django_assert_max_num_queries: Any) -> None:
    many = [replace(TONG_HOP, row=n, code=f"K.{n}", output=f"Báo cáo {n}") for n in range(3, 2003)]
    with django_assert_max_num_queries(60):
        load(rows(SOAN, *many), empty)
    assert empty.products.count() == 2001


@pytest.mark.skipif(not REAL.is_file(), reason="the commune's catalogue is not beside this repository")
def test_the_real_catalogue_of_a_commune_is_371_products(empty: Catalogue, here: Commune) -> None:
    for code, name in {"VP": "Văn phòng HĐND và UBND", "HCC": "Trung tâm Phục vụ hành chính công"}.items():
        unit(code, name, "direct", here.commune)
    units = {"Phòng Văn hóa - Xã hội": here.culture}
    reading = read_workbook(REAL)
    found = load(reading, empty, units=units)
    assert (len(found.added), empty.products.count()) == (371, 371)
    assert {doubt.kind for doubt in found.doubts} == {"headings", "output_twice", "standard_several"}
    words = {(row.code, row.task, row.work, row.output, row.points_m, row.coefficient_m) for row in reading.products}
    kept = empty.products.values_list("code", "task", "work", "output", "points_m", "coefficient_m")
    assert set(kept) == words, "every cell is kept as it was read"
    assert {str(p.unit) for p in empty.products.described(FIRST).filter(unit__isnull=False)} == {
        "Phòng Kinh tế",
        "Phòng Văn hóa",
        "Văn phòng HĐND và UBND",
        "Trung tâm Phục vụ hành chính công",
    }
    assert empty.products.get(is_standard=True).code == "DC.01"
    assert [problem.kind for problem in empty.problems() if problem.stops] == []
    record_decided(empty, here.thu, 0, a_decision(), FIRST)


def test_a_second_row_of_the_same_words_is_kept_and_named(empty: Catalogue) -> None:
    found = load(rows(SOAN, TONG_HOP, replace(TONG_HOP, row=4, code="KT.02")), empty)
    assert empty.products.count() == 3
    assert "product_twice" in kinds(found)
    assert [problem.kind for problem in empty.problems()] == ["twice"]


def test_a_file_s_words_for_groups_and_numbers_are_understood(empty: Catalogue, tmp_path: Path) -> None:
    table(tmp_path / "dm.xlsx", [STANDARD, changed(REPORT, code="", group="Nhóm 2", coefficient="8,0")])
    load(read_workbook(tmp_path / "dm.xlsx"), empty)
    assert empty.products.get(output="Báo cáo tháng").code == "SP.001"
