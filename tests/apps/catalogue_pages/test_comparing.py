"""Two versions side by side, field by field."""

from datetime import date

import pytest
from django.test import Client

from congminh.catalogue.actions import put_product, remove_product
from tests.apps.catalogue.office import Office, after
from tests.apps.org_pages.conftest import words


@pytest.fixture
def pair(decided: Office) -> tuple[Office, Office]:
    """The version in force, and the next with one coefficient changed, one product moved, one new and one gone."""
    from congminh.catalogue.actions import begin_catalogue

    following = Office(decided.here, begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue))
    changed = following.product("DC.02")
    changed.coefficient_m, changed.reason = 9500, "theo biên bản họp"
    put_product(changed)
    moved = following.product("VX.01")
    moved.unit = None
    put_product(moved)
    remove_product(following.product("KT.01"))
    put_product(following.new(code="MOI.1", output="Sản phẩm mới", unit=decided.here.economy, coefficient_m=2000))
    return decided, following


def address(pair: tuple[Office, Office], kind: str = "") -> str:
    old, new = (each.catalogue.pk for each in pair)
    return f"/danh-muc/so-sanh/?cu={old}&moi={new}" + (f"&loai={kind}" if kind else "")


def test_what_changed_is_said_field_by_field(pair: tuple[Office, Office], thu: Client) -> None:
    page = words(thu.get(address(pair)))
    assert "1 sản phẩm giống nhau ở cả hai bản" in page
    assert "DC.02 Báo cáo nhanh hệ số thay đổi Hệ số: 8 9,5" in page
    assert "VX.01 Danh sách chi trả Đơn vị: Phòng Văn hóa Dùng chung toàn cơ quan" in page


def test_what_came_and_what_went_have_lists_of_their_own(pair: tuple[Office, Office], thu: Client) -> None:
    came, went = (words(thu.get(address(pair, kind))) for kind in ("them", "bo"))
    assert "MOI.1 Sản phẩm mới Phòng Kinh tế · N1 · hệ số 2" in came
    assert "KT.01 Phiếu thẩm định đất Phòng Kinh tế · N2 · hệ số 6" in went
    assert "KT.01" not in came
    assert "Sửa 2 Thêm 1 Bỏ 1" in came


def test_the_other_way_round_what_came_has_gone(pair: tuple[Office, Office], thu: Client) -> None:
    assert "MOI.1" in words(thu.get(address(pair[::-1], "bo")))


def test_a_version_is_the_same_as_itself(decided: Office, thu: Client) -> None:
    page = words(thu.get(address((decided, decided))))
    assert "4 sản phẩm giống nhau" in page
    assert "Không có sản phẩm nào thuộc loại này" in page


def test_two_versions_are_chosen_from_the_list(decided: Office, thu: Client) -> None:
    following = after(decided, date(2026, 6, 1), DC_02=9000)
    page = thu.get("/danh-muc/phien-ban/").content.decode()
    assert f'<option value="{decided.catalogue.pk}" selected>' in page.split('name="moi"')[0]
    assert f'<option value="{following.catalogue.pk}" selected>' in page.split('name="moi"')[1]


@pytest.mark.parametrize("asked", ["", "?cu=1", "?cu=x&moi=y", "?cu=0&moi=0", "?cu=²&moi=1"])
def test_without_two_versions_there_is_nothing_to_compare(decided: Office, thu: Client, asked: str) -> None:
    assert thu.get("/danh-muc/so-sanh/" + asked).status_code == 404
