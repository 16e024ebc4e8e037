"""What is in force for whoever looks, the versions they see, the first one begun."""

from datetime import date

import pytest
from django.test import Client

from congminh.catalogue.actions import begin_catalogue
from congminh.catalogue.models import Catalogue, Product
from tests.apps.catalogue.office import Office, after
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import Entering, rows, words


def test_lan_sees_by_what_she_works_today(decided: Office, lan: Client) -> None:
    page = words(lan.get("/danh-muc/"))
    assert "Danh mục xã Thanh Bình Minh, bản 1" in page
    assert "283/QĐ-UBND, 31/12/2025, Chủ tịch UBND xã" in page
    assert "Hiệu lực từ 01/01/2026" in page
    assert "DC.01 Văn bản hành chính" in page


def test_a_line_says_output_task_work_unit_group_points_and_coefficient(decided: Office, lan: Client) -> None:
    lines = list(rows(lan.get("/danh-muc/")))
    assert lines[0] == (
        "DC.01 Văn bản hành chính sản phẩm chuẩn Soạn thảo văn bản Soạn công văn theo mẫu "
        "Dùng chung toàn cơ quan N1 5 1"
    )
    assert lines[2] == "KT.01 Phiếu thẩm định đất Quản lý đất đai Thẩm định hồ sơ Phòng Kinh tế N2 30 6"


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("q=phieu+tham+dinh+dat", ["KT.01"]),
        ("q=dc", ["DC.01", "DC.02"]),
        ("nhom={n2}", ["DC.02", "KT.01"]),
        ("don_vi=chung", ["DC.01", "DC.02"]),
        ("don_vi={culture}", ["VX.01"]),
        ("q=bao&nhom={n3}", ["VX.01"]),
        ("q=khong-co-gi", []),
        ("nhom=khong-co", ["DC.01", "DC.02", "KT.01", "VX.01"]),
    ],
)
def test_products_are_found_without_diacritics_by_group_and_by_unit(
    decided: Office, lan: Client, asked: str, codes: list[str]
) -> None:
    groups = {f"n{group.number}": group.pk for group in decided.catalogue.groups.all()}
    answer = lan.get("/danh-muc/?" + asked.format(**groups, culture=decided.here.culture.pk))
    assert answer.status_code == 200
    assert (
        [line.split()[0] for line in rows(answer)] == codes if codes else "Không tìm thấy sản phẩm nào" in words(answer)
    )


def test_a_long_list_is_paged_and_keeps_what_was_asked(decided: Office, lan: Client) -> None:
    Product.objects.bulk_create(
        Product(catalogue=decided.catalogue, code=f"G.{n:03}", output="Hồ sơ") for n in range(60)
    )
    page = lan.get("/danh-muc/?q=ho+so")
    assert len(list(rows(page))) == 50
    assert 'href="?q=ho+so&amp;page=2"' in page.content.decode()


def test_a_product_that_was_not_added_is_not_offered(decided: Office, lan: Client) -> None:
    Product.objects.create(catalogue=decided.catalogue, code="M.1", output="Bị loại", standing="declined")
    assert "Bị loại" not in words(lan.get("/danh-muc/"))


def test_a_version_yet_to_begin_is_not_in_force(decided: Office, lan: Client) -> None:
    following = after(decided, date(2026, 12, 1), DC_02=9000)
    assert "bản 1" in words(lan.get("/danh-muc/"))
    listed = {line.split(", bản ")[1][:1]: line for line in rows(lan.get("/danh-muc/phien-ban/"))}
    assert "Đang áp dụng 283/QĐ-UBND 01/01/2026" in listed["1"]
    assert "Sẽ áp dụng 300/QĐ-UBND 01/12/2026" in listed["2"]
    assert following.catalogue.number == 2


def test_a_version_that_was_replaced_says_so(decided: Office, lan: Client) -> None:
    after(decided, date(2026, 6, 1), DC_02=9000)
    assert "bản 2" in words(lan.get("/danh-muc/"))
    assert any("bản 1" in line and "Hết áp dụng" in line for line in rows(lan.get("/danh-muc/phien-ban/")))


def test_where_nothing_is_in_force_the_next_step_is_said(here: Commune, lan: Client, thu: Client) -> None:
    assert "Công chức tham mưu tổ chức, cán bộ của cơ quan nhập danh mục" in words(lan.get("/danh-muc/"))
    assert "/danh-muc/bat-dau/" not in lan.get("/danh-muc/").content.decode()
    assert "/danh-muc/bat-dau/" in thu.get("/danh-muc/").content.decode()
    assert lan.get("/danh-muc/bat-dau/").status_code == 403


def test_personnel_begin_the_first_version(here: Commune, thu: Client) -> None:
    assert "UBND xã Thanh Bình Minh" in thu.get("/danh-muc/bat-dau/").content.decode()
    answer = thu.post("/danh-muc/bat-dau/", {"name": "Danh mục của xã"})
    begun = Catalogue.objects.get()
    assert answer.headers["Location"] == f"/danh-muc/{begun.pk}/"
    assert (begun.name, begun.agency_id, begun.begun_by) == ("Danh mục của xã", here.commune.pk, here.thu)


def test_a_second_draft_is_refused_and_what_was_typed_stays(here: Commune, thu: Client) -> None:
    begin_catalogue(here.commune, "Bản đang soạn")
    answer = thu.post("/danh-muc/bat-dau/", {"name": "Tên gõ dở"})
    assert answer.status_code == 422
    assert "Tên gõ dở" in answer.content.decode()
    assert "Bản đang soạn, bản 1" in words(answer)
    assert Catalogue.objects.count() == 1


def test_who_holds_posts_in_two_agencies_is_led_to_the_other_catalogue(decided: Office, enter: Entering) -> None:
    from tests.apps.org.commune import post

    other = begin_catalogue(decided.here.other_commune, "Danh mục xã Bên")
    Catalogue.objects.filter(pk=other.pk).update(
        state="decided", first=date(2026, 1, 1), decision=decided.here.decision
    )
    post(decided.here.lan, decided.here.other_commune, kind="concurrent", title="Vị trí kiêm")
    page = enter(decided.here.lan).get("/danh-muc/")
    assert f'href="/danh-muc/{other.pk}/"' in page.content.decode()


def test_of_another_agency_one_sees_nothing(decided: Office, enter: Entering) -> None:
    far = enter(decided.here.far)
    assert "Hôm nay chưa có danh mục nào" in words(far.get("/danh-muc/"))
    assert "Chưa có bản nào" in words(far.get("/danh-muc/phien-ban/"))
    pk, product = decided.catalogue.pk, decided.product("KT.01").pk
    addresses = ("", "san-pham/", "can-lam-ro/", "trung-lap/", "them/", "nhom/")
    assert {far.get(f"/danh-muc/{pk}/{each}").status_code for each in addresses} == {404}
    assert far.get(f"/san-pham/{product}/").status_code == 404
    assert far.get(f"/danh-muc/so-sanh/?cu={pk}&moi={pk}").status_code == 404


def test_looking_changes_nothing(draft: Office, thu: Client) -> None:
    pk = draft.catalogue.pk
    before = list(Product.objects.order_by("pk").values())
    for address in ("", "san-pham/", "can-lam-ro/", "trung-lap/", "them/", "nhom/"):
        assert thu.get(f"/danh-muc/{pk}/{address}").status_code == 200
    for address in (
        f"/danh-muc/{pk}/tinh-lai/",
        f"/san-pham/{before[0]['id']}/bo/",
        f"/danh-muc/{pk}/trung-lap/xu-ly/",
    ):
        assert thu.get(address).status_code == 405
    assert list(Product.objects.order_by("pk").values()) == before
