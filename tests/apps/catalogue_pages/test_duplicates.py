"""Products that read alike: a person settles each pair, nothing is merged by itself."""

from typing import Any

import pytest
from django.test import Client

from congminh.catalogue.actions import put_product
from congminh.catalogue.models import Product
from tests.apps.catalogue.office import Office
from tests.apps.org_pages.conftest import Entering, words


@pytest.fixture
def pair(draft: Office) -> tuple[Product, Product]:
    """Two offices list what reads alike."""
    words = {"task": "Tiếp nhận hồ sơ chứng thực", "work": "Kiểm tra giấy tờ chứng thực"}
    here = draft.here
    first = put_product(draft.new(code="KT.09", unit=here.economy, output="Sổ chứng thực bản sao", **words))
    second = put_product(draft.new(code="VX.09", unit=here.culture, output="Sổ chứng thực bản sao mới", **words))
    return first, second


def address(office: Office) -> str:
    return f"/danh-muc/{office.catalogue.pk}/trung-lap/"


def settled(client: Client, office: Office, pair: tuple[Product, Product], how: str, **said: Any) -> Any:
    first, second = pair
    sent = {"first": first.pk, "first_version": first.version, "second": second.pk, "second_version": second.version}
    return client.post(address(office) + "xu-ly/", {**sent, "settle": how, **said}, follow=True)


def test_a_pair_is_shown_side_by_side_with_the_words_it_shares(
    draft: Office, pair: tuple[Product, Product], thu: Client
) -> None:
    page = words(thu.get(address(draft)))
    assert "KT.09 và VX.09: giống nhau" in page
    assert "Phòng Kinh tế" in page and "Phòng Văn hóa" in page
    assert "chứng" in page[page.index("từ chung") :][:80]
    assert draft.catalogue.products.count() == 6


def test_both_stay_with_a_reason_that_stands_in_the_note_and_are_not_asked_again(
    draft: Office, pair: tuple[Product, Product], thu: Client
) -> None:
    page = settled(thu, draft, pair, "both", reason="Khác với KT.09: bản sao điện tử")
    assert "Đã giữ cả KT.09 và VX.09." in words(page)
    assert draft.product("VX.09").note == "Khác với KT.09: bản sao điện tử"
    assert "KT.09 và VX.09: giống nhau" not in words(page)
    assert "Số cặp đã xem và giữ cả hai, lý do ghi ở ghi chú: 1." in words(page)


@pytest.mark.parametrize("reason", ["", "Khác với KT.09: ", "   "])
def test_without_a_reason_nothing_is_settled(
    draft: Office, pair: tuple[Product, Product], thu: Client, reason: str
) -> None:
    page = settled(thu, draft, pair, "both", reason=reason)
    assert "VX.09 khác KT.09 ở điểm nào" in words(page)
    assert draft.product("VX.09").note == ""


@pytest.mark.parametrize(("how", "kept", "gone"), [("first", "KT.09", "VX.09"), ("second", "VX.09", "KT.09")])
def test_one_stays_and_is_common_from_now_on(
    draft: Office, pair: tuple[Product, Product], thu: Client, how: str, kept: str, gone: str
) -> None:
    settled(thu, draft, pair, how)
    assert draft.product(kept).unit is None
    assert not draft.catalogue.products.filter(code=gone).exists()


def test_within_one_list_the_one_kept_stays_in_it(draft: Office, thu: Client) -> None:
    words = {"task": "Tiếp nhận hồ sơ", "output": "Sổ chứng thực", "unit": draft.here.economy}
    first, second = (put_product(draft.new(code=code, **words)) for code in ("KT.08", "KT.09"))
    settled(thu, draft, (first, second), "first")
    assert draft.product("KT.08").unit == draft.here.economy


def test_the_standard_product_hands_its_place_on(draft: Office, pair: tuple[Product, Product], thu: Client) -> None:
    standard, other = draft.product("DC.01"), pair[0]
    settled(thu, draft, (standard, other), "second")
    kept = draft.product("KT.09")
    assert (kept.is_standard, kept.coefficient_m) == (True, 1000)


def test_a_pair_changed_meanwhile_is_left_as_it_is(draft: Office, pair: tuple[Product, Product], thu: Client) -> None:
    put_product(draft.product("VX.09"))
    settled(thu, draft, pair, "first")
    assert draft.catalogue.products.filter(code="VX.09").exists()
    assert draft.product("KT.09").unit == draft.here.economy


def test_the_head_of_one_unit_settles_nothing_of_another(
    draft: Office, pair: tuple[Product, Product], enter: Entering
) -> None:
    answer = settled(enter(draft.here.minh), draft, pair, "first")
    assert answer.status_code == 403
    assert draft.catalogue.products.count() == 6


def test_a_decided_version_shows_pairs_and_no_way_to_settle_them(decided: Office, thu: Client) -> None:
    group = decided.catalogue.groups.get(number=1)
    said = {"catalogue": decided.catalogue, "task": "Tiếp nhận hồ sơ", "output": "Sổ chứng thực", "group": group}
    for code in ("A.1", "A.2"):
        Product.objects.create(code=code, **said)
    page = thu.get(address(decided))
    assert "A.1 và A.2" in words(page)
    assert "xu-ly" not in page.content.decode()


@pytest.mark.parametrize("said", [{"settle": "merge"}, {"first": "x"}, {"second": "0"}, {"first_version": ""}])
def test_a_form_of_ones_own_making_settles_nothing(
    draft: Office, pair: tuple[Product, Product], thu: Client, said: dict[str, str]
) -> None:
    assert settled(thu, draft, pair, said.pop("settle", "first"), **said).status_code == 404
    assert draft.catalogue.products.count() == 6
