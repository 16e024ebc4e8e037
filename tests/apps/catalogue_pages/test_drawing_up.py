"""Drawing a version up: its products, the standard product, its groups, all coefficients anew."""

from typing import Any

import pytest
from django.test import Client

from congminh.catalogue.actions import put_product
from congminh.catalogue.models import Product
from tests.apps.catalogue.office import Office
from tests.apps.org_pages.conftest import Entering, faulty, words

TYPED = {
    "code": "",
    "unit": "",
    "output": "Tờ trình đã ký",
    "task": "Trình ký",
    "work": "Soạn tờ trình",
    "group": "",
    "points_m": "7,5",
    "coefficient_m": "",
    "reason": "",
    "note": "",
}


def added(client: Client, office: Office, **said: Any) -> Any:
    return client.post(f"/danh-muc/{office.catalogue.pk}/them/", {**TYPED, "version": "0", **said})


def changed(client: Client, product: Product, **said: Any) -> Any:
    group = product.group_id or ""
    there = {**TYPED, "code": product.code, "unit": product.unit_id or "", "group": group, "version": product.version}
    return client.post(f"/san-pham/{product.pk}/", {**there, **said})


def test_a_product_is_added_with_the_next_code_and_its_figures_exact(draft: Office, thu: Client) -> None:
    group = draft.catalogue.groups.get(number=1)
    answer = added(thu, draft, group=group.pk, coefficient_m="1.5")
    assert answer.headers["Location"] == f"/danh-muc/{draft.catalogue.pk}/san-pham/"
    new = draft.product("SP.001")
    assert (new.output, new.points_m, new.coefficient_m, new.group, new.unit) == (
        "Tờ trình đã ký",
        7500,
        1500,
        group,
        None,
    )


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"output": ""}, {"output"}),
        ({"points_m": "bảy"}, {"points_m"}),
        ({"points_m": "1.000"}, {"points_m"}),
        ({"points_m": "-1"}, set()),
        ({"coefficient_m": "0"}, set()),
        ({"coefficient_m": "1001"}, set()),
        ({"code": "kt.01"}, set()),
        ({"unit": "999999"}, {"unit"}),
        ({"group": "999999"}, {"group"}),
        ({"note": "x" * 1001}, {"note"}),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    draft: Office, thu: Client, said: dict[str, str], wrong: set[str]
) -> None:
    answer = added(thu, draft, work="Gõ rất lâu", **said)
    assert answer.status_code == 422
    assert faulty(answer) >= wrong
    assert faulty(answer) or 'role="alert"' in answer.content.decode()
    assert "Gõ rất lâu" in answer.content.decode()
    assert draft.catalogue.products.count() == 4


def test_a_product_is_changed_and_a_comma_is_as_good_as_a_point(draft: Office, thu: Client) -> None:
    product = draft.product("DC.02")
    page = thu.get(f"/san-pham/{product.pk}/").content.decode()
    assert 'name="points_m" value="40"' in page
    assert changed(thu, product, output="Báo cáo tuần", points_m="12,5").status_code == 302
    product.refresh_from_db()
    assert (product.output, product.points_m, product.version) == ("Báo cáo tuần", 12_500, 1)


def test_the_second_to_change_a_product_is_told_and_loses_nothing(draft: Office, thu: Client) -> None:
    stale = draft.product("DC.02")
    meanwhile = draft.product("DC.02")
    meanwhile.output = "Người khác đã sửa"
    put_product(meanwhile)
    answer = changed(thu, stale, output="Tôi gõ dở")
    assert answer.status_code == 422
    assert "Tôi gõ dở" in answer.content.decode()
    assert draft.product("DC.02").output == "Người khác đã sửa"


def test_the_head_of_a_unit_changes_its_own_list_and_no_other(draft: Office, enter: Entering) -> None:
    minh = enter(draft.here.minh)
    page = minh.get(f"/danh-muc/{draft.catalogue.pk}/them/").content.decode()
    assert "Phòng Kinh tế" in page
    assert "Phòng Văn hóa" not in page
    assert added(minh, draft).status_code == 422
    assert added(minh, draft, unit=draft.here.economy.pk).status_code == 302
    assert changed(minh, draft.product("KT.01"), unit=draft.here.economy.pk).status_code == 302
    for code in ("VX.01", "DC.02"):
        assert changed(minh, draft.product(code)).status_code == 403
        assert minh.post(f"/san-pham/{draft.product(code).pk}/bo/", {"version": 1}).status_code == 403
    assert minh.get(f"/danh-muc/{draft.catalogue.pk}/nhom/").status_code == 403


def test_who_may_not_change_a_product_reads_it(draft: Office, enter: Entering) -> None:
    minh = enter(draft.here.minh)
    page = minh.get(f"/san-pham/{draft.product('VX.01').pk}/")
    assert "Danh sách chi trả" in words(page)
    assert 'method="post" novalidate' not in page.content.decode()


def test_a_decided_version_is_read_and_never_changed(decided: Office, thu: Client) -> None:
    product = decided.product("KT.01")
    assert "Thẩm định hồ sơ" in words(thu.get(f"/san-pham/{product.pk}/"))
    assert changed(thu, product).status_code == 403
    assert added(thu, decided).status_code == 403
    assert thu.get(f"/danh-muc/{decided.catalogue.pk}/nhom/").status_code == 403
    answer = thu.post(f"/san-pham/{product.pk}/bo/", {"version": product.version}, follow=True)
    assert "không sửa được nữa" in words(answer) or "đã chuyển bước" in words(answer)
    assert thu.post(f"/danh-muc/{decided.catalogue.pk}/tinh-lai/", follow=True).status_code == 200
    assert "Thêm sản phẩm" not in words(thu.get(f"/danh-muc/{decided.catalogue.pk}/san-pham/"))
    assert decided.product("KT.01").version == product.version


def test_a_product_is_removed_as_it_was_seen(draft: Office, thu: Client) -> None:
    product = draft.product("VX.01")
    stale = thu.post(f"/san-pham/{product.pk}/bo/", {"version": product.version + 1}, follow=True)
    assert "VX.01" in words(stale)
    assert draft.catalogue.products.filter(code="VX.01").exists()
    answer = thu.post(f"/san-pham/{product.pk}/bo/", {"version": product.version}, follow=True)
    assert "Đã bỏ VX.01." in words(answer)
    assert not draft.catalogue.products.filter(code="VX.01").exists()


def test_another_product_becomes_the_standard_one(draft: Office, thu: Client) -> None:
    answer = thu.post(f"/san-pham/{draft.product('DC.02').pk}/chuan/", follow=True)
    assert "DC.02 là sản phẩm chuẩn." in words(answer)
    assert list(draft.catalogue.products.filter(is_standard=True).values_list("code", "coefficient_m")) == [
        ("DC.02", 1000)
    ]


def test_all_coefficients_are_reckoned_anew(draft: Office, thu: Client) -> None:
    Product.objects.filter(code="KT.01").update(coefficient_m=1)
    answer = thu.post(f"/danh-muc/{draft.catalogue.pk}/tinh-lai/", follow=True)
    assert "Đã tính lại, 1 hệ số thay đổi." in words(answer)
    assert draft.product("KT.01").coefficient_m == 6000


def test_without_points_of_the_standard_product_nothing_is_reckoned(draft: Office, thu: Client) -> None:
    Product.objects.filter(is_standard=True).update(points_m=None)
    answer = thu.post(f"/danh-muc/{draft.catalogue.pk}/tinh-lai/", follow=True)
    assert 'class="notice seal"' in answer.content.decode()
    assert draft.product("KT.01").coefficient_m == 6000


def frames(*lines: tuple[str, str, str]) -> dict[str, str]:
    said = {}
    for number, (name, floor, ceiling) in enumerate(lines, start=1):
        said |= {f"name_{number}": name, f"floor_m_{number}": floor, f"ceiling_m_{number}": ceiling}
    return said


def test_groups_get_their_frames(draft: Office, thu: Client) -> None:
    address = f"/danh-muc/{draft.catalogue.pk}/nhom/"
    assert 'value="10"' in thu.get(address).content.decode()
    said = frames(("N1", "1", "12,5"), ("N2", "", "60"), ("N3", "61", "100"), ("N4", "", ""))
    assert thu.post(address, said).headers["Location"] == f"/danh-muc/{draft.catalogue.pk}/"
    kept = list(draft.catalogue.groups.order_by("number").values_list("name", "floor_m", "ceiling_m"))
    assert kept == [("N1", 1000, 12_500), ("N2", None, 60_000), ("N3", 61_000, 100_000), ("N4", None, None)]


@pytest.mark.parametrize(
    "lines",
    [
        (("N1", "", "50"), ("N2", "", "40"), ("N3", "", "60")),
        (("N1", "60", "50"), ("N2", "", "70"), ("N3", "", "80")),
        (("N1", "", "10"), ("", "", "20"), ("N3", "", "30")),
        (("N1", "", "10"), ("N2", "", "20")),
        (("N1", "", "mười"), ("N2", "", "20"), ("N3", "", "30")),
    ],
)
def test_groups_that_cannot_be_are_refused_whole(
    draft: Office, thu: Client, lines: tuple[tuple[str, str, str], ...]
) -> None:
    before = list(draft.catalogue.groups.order_by("number").values())
    answer = thu.post(f"/danh-muc/{draft.catalogue.pk}/nhom/", frames(*lines))
    assert answer.status_code == 422
    assert faulty(answer) or 'role="alert"' in answer.content.decode()
    assert list(draft.catalogue.groups.order_by("number").values()) == before


def test_a_civil_servant_finds_no_draft_to_change(draft: Office, lan: Client) -> None:
    assert added(lan, draft).status_code == 404
    assert changed(lan, draft.product("KT.01")).status_code == 404
    assert lan.post(f"/danh-muc/{draft.catalogue.pk}/tinh-lai/").status_code == 404
