"""Catalogues by Excel through the page: the decree's own workbook, drafts, decisions, units nobody knows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from congminh.catalogue.actions import begin_catalogue, hand_on, put_product
from congminh.catalogue.models import Catalogue, Product
from congminh.exchange.models import Import
from congminh.org.models import Decision
from tests.apps.catalogue.office import Office
from tests.apps.exchange_pages.sending import NEW, THERE, last, page, products, send
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import faulty, rows, words

REAL = Path(__file__).parents[4] / "shared" / "data" / "catalogue-qd283.xlsx"
SIGNED = {
    "number": "283/QĐ-UBND",
    "signed_on": "2026-05-31",
    "signer": "Chủ tịch UBND xã",
    "about": "",
    "first": "2026-06-01",
}


def sent(client: Client, *given: Any) -> Import:
    send(client, "catalogue", products(*given))
    return last()


def written(client: Client, source: Import, **said: str) -> Any:
    return client.post(page(source, "ghi/"), said, follow=True)


@pytest.mark.skipif(not REAL.exists(), reason="the decided catalogue of a commune is not at hand")
def test_the_real_workbook_comes_in_as_371_products(here: Commune, thu: Client) -> None:
    send(thu, "catalogue", REAL.read_bytes(), "QĐ 283.xlsx")
    source = last()
    assert (source.added, source.changed, source.left, source.faulty) == (371, 0, 0, 0)
    said = words(thu.get(page(source, "?loai=can-lam-ro")))
    assert "Cùng tên sản phẩm đầu ra ở các mã khác nhau" in said
    assert "PL III - Dung chung, dòng 16, cột E «Sản phẩm đầu ra»" in said
    answer = written(thu, source)
    draft = Catalogue.objects.get()
    assert (draft.state, draft.products.count(), draft.groups.count()) == ("listing", 371, 4)
    assert f'href="/danh-muc/{draft.pk}/"' in answer.content.decode()
    assert draft.products.get(is_standard=True).coefficient_m == 1000


def test_a_file_becomes_a_version_to_draw_up(here: Commune, thu: Client) -> None:
    written(thu, sent(thu, *THERE))
    draft = Catalogue.objects.get()
    assert (draft.state, draft.begun_by, draft.agency_id) == ("listing", here.thu, here.commune.pk)
    product = draft.products.get(code="KT.01")
    assert (product.unit, product.points_m, product.coefficient_m) == (here.economy, 30_000, 6000)
    assert [(group.name, group.floor_m, group.ceiling_m) for group in draft.groups.order_by("number")] == [
        ("N1", 1000, 10_000), ("N2", 11_000, 50_000), ("N3", 51_000, 100_000),
    ]  # fmt: skip


def test_with_its_decision_it_is_entered_as_decided(here: Commune, thu: Client) -> None:
    written(thu, sent(thu, *THERE), **SIGNED)
    entered = Catalogue.objects.get()
    assert (entered.state, entered.first, str(entered.decision)) == (
        "decided",
        date(2026, 6, 1),
        "283/QĐ-UBND, 31/05/2026",
    )
    assert [entry.step for entry in entered.entries.all()] == ["record"]
    assert "KT.01 Phiếu thẩm định đất" in words(thu.get("/danh-muc/"))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"number": "283/QĐ-UBND"}, {"signed_on", "signer", "first"}),
        ({**SIGNED, "signer": ""}, {"signer"}),
        ({**SIGNED, "signed_on": "hôm qua"}, {"signed_on"}),
        ({**SIGNED, "signed_on": "2027-01-01"}, {"signed_on"}),
    ],
)
def test_a_decision_half_typed_writes_nothing_and_stays(
    here: Commune, thu: Client, said: dict[str, str], wrong: set[str]
) -> None:
    source = sent(thu, *THERE)
    answer = written(thu, source, **said)
    assert (answer.status_code, faulty(answer)) == (422, wrong)
    assert 'value="283/QĐ-UBND"' in answer.content.decode()
    assert "<details" in answer.content.decode() and " open>" in answer.content.decode()
    assert (Catalogue.objects.count(), Decision.objects.count(), last().state) == (0, 1, "ready")


def test_what_nothing_can_be_reckoned_with_is_not_entered_as_decided(here: Commune, thu: Client) -> None:
    source = sent(thu, *THERE, ("X.01", "", "a", "b", "c", "N1", "1-10", "", "", ""))
    answer = written(thu, source, **SIGNED)
    assert answer.status_code == 422
    assert "X.01" in words(answer)
    assert (Catalogue.objects.count(), last().state) == (0, "ready")


def test_a_new_version_holds_what_the_file_holds_compared_with_the_one_in_force(decided: Office, thu: Client) -> None:
    changed = (*THERE[1][:4], "Báo cáo tuần", *THERE[1][5:])
    source = sent(thu, THERE[0], changed, THERE[2], NEW)
    assert (source.added, source.changed, source.left) == (1, 1, 2)
    line = next(rows(thu.get(page(source, "?loai=changed"))))
    assert "Sản phẩm đầu ra: Báo cáo nhanh → Báo cáo tuần" in line
    assert "1 sản phẩm của bản trước không có trong tệp (VX.01)" in words(thu.get(page(source, "?loai=left")))
    written(thu, source)
    draft = Catalogue.objects.drafts().get()
    assert sorted(draft.products.values_list("code", flat=True)) == ["DC.01", "DC.02", "KT.01", "KT.02"]
    assert (draft.based_on, draft.products.get(is_standard=True).code) == (decided.catalogue, "DC.01")
    assert decided.catalogue.products.count() == 4


def test_units_nobody_knows_are_asked_and_the_answer_is_kept(decided: Office, thu: Client) -> None:
    odd = (NEW[0], "Phòng Hạ tầng", *NEW[2:])
    source = sent(thu, *THERE, odd)
    shown = thu.get(page(source)).content.decode()
    assert "Phòng Hạ tầng" in shown and "Tên đơn vị trong tệp mà cơ quan không có" in shown
    answer = thu.post(page(source, "don-vi/"), {"unit_0": "KT"}, follow=True)
    assert "Đã đối chiếu đơn vị." in words(answer)
    assert '<option value="KT" selected>' in answer.content.decode()
    assert "Không nhận ra phòng, ban" not in words(thu.get(page(source, "?loai=can-lam-ro")))
    written(thu, source)
    assert Catalogue.objects.drafts().get().products.get(code="KT.02").unit == decided.here.economy


def test_left_unsettled_its_products_are_common(decided: Office, thu: Client) -> None:
    written(thu, sent(thu, *THERE, (NEW[0], "Phòng Hạ tầng", *NEW[2:])))
    assert Catalogue.objects.drafts().get().products.get(code="KT.02").unit is None


def test_a_unit_that_is_none_of_the_agency_s_is_not_taken(decided: Office, thu: Client) -> None:
    source = sent(thu, *THERE, (NEW[0], "Phòng Hạ tầng", *NEW[2:]))
    assert thu.post(page(source, "don-vi/"), {"unit_0": "Y"}).status_code == 404


def test_into_a_version_being_drawn_up_rows_go_and_nothing_is_left_out(decided: Office, thu: Client) -> None:
    draft = begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)
    source = sent(thu, NEW)
    assert (source.added, source.changed, source.left) == (1, 0, 0)
    assert "Các dòng ghi vào bản đang soạn: Danh mục 2027, bản 2." in words(thu.get(page(source)))
    written(thu, source)
    assert draft.products.count() == 5


def test_a_version_begun_by_a_file_is_taken_back_whole(decided: Office, thu: Client) -> None:
    source = sent(thu, *THERE, NEW)
    written(thu, source)
    answer = thu.post(page(source, "hoan-tac/"), follow=True)
    assert "Đã hoàn tác" in words(answer)
    assert list(Catalogue.objects.all()) == [decided.catalogue]
    assert decided.catalogue.products.count() == 4


def test_what_was_merged_into_a_draft_is_taken_back_to_the_last_figure(decided: Office, thu: Client) -> None:
    draft = begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)
    kept = (
        "code",
        "unit",
        "output",
        "group__name",
        "points_m",
        "coefficient_m",
        "is_standard",
        "note",
        "version",
        "folded",
    )
    before = list(draft.products.order_by("code").values(*kept))
    frames = list(draft.groups.order_by("number").values("name", "floor_m", "ceiling_m"))
    standard = (*THERE[1][:7], 5, 1, "Sản phẩm chuẩn")
    moved = ("KT.01", "Phòng Văn hóa", *THERE[2][2:5], "N3", "51-200", 150, 30, "")
    ordinary = (*THERE[0][:7], 10, 2, "")
    source = sent(thu, ordinary, standard, moved, NEW)
    written(thu, source)
    assert draft.products.get(is_standard=True).code == "DC.02"
    assert draft.products.get(code="KT.01").unit == decided.here.culture
    thu.post(page(source, "hoan-tac/"))
    assert last().state == "undone"
    assert list(draft.products.order_by("code").values(*kept)) == before
    assert list(draft.groups.order_by("number").values("name", "floor_m", "ceiling_m")) == frames


def test_a_product_changed_since_stands_in_the_way_of_taking_back(decided: Office, thu: Client) -> None:
    source = sent(thu, *THERE, NEW)
    written(thu, source)
    draft = Catalogue.objects.drafts().get()
    product = draft.products.get(code="KT.02")
    product.output = "Giấy phép đã sửa"
    put_product(product)
    answer = thu.post(page(source, "hoan-tac/"), follow=True)
    assert "Giấy phép đã sửa" in words(answer)
    assert (last().state, draft.products.count()) == ("applied", 5)


def test_a_version_handed_on_stands_in_the_way_too(decided: Office, thu: Client) -> None:
    source = sent(thu, *THERE, NEW)
    written(thu, source)
    draft = Catalogue.objects.drafts().get()
    hand_on("list", draft, decided.here.an, draft.version)
    answer = thu.post(page(source, "hoan-tac/"), follow=True)
    assert draft.title() in words(answer)
    assert Product.objects.filter(catalogue=draft).count() == 5


def test_a_version_entered_as_decided_is_never_taken_back(here: Commune, thu: Client) -> None:
    source = sent(thu, *THERE)
    written(thu, source, **SIGNED)
    thu.post(page(source, "hoan-tac/"))
    assert (Catalogue.objects.get().state, last().state) == ("decided", "applied")


def test_a_version_that_was_submitted_takes_no_file(decided: Office, thu: Client) -> None:
    draft = begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)
    Catalogue.objects.filter(pk=draft.pk).update(state="merged")
    answer = send(thu, "catalogue", products(NEW))
    assert answer.status_code == 422
    assert "đã trình" in words(answer)


def test_a_catalogue_changed_since_the_preview_makes_a_new_one(decided: Office, thu: Client) -> None:
    source = sent(thu, *THERE, NEW)
    begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)
    product = Product.objects.get(catalogue__number=2, code="DC.02")
    product.output = "Báo cáo tuần"
    put_product(product)
    answer = written(thu, source)
    assert last().state == "ready"
    assert last().changed == 1
    assert 'class="notice seal"' in answer.content.decode()


def test_codes_given_twice_or_not_at_all_are_told_on_their_rows(here: Commune, thu: Client) -> None:
    again = ("DC.01", "", "Việc khác", "Làm khác", "Kết quả khác", "N1", "1-10", 5, 1, "")
    bare = ("", "", "Việc nữa", "Làm nữa", "Kết quả nữa", "N1", "1-10", 5, 1, "")
    source = sent(thu, *THERE, again, bare)
    lines = list(rows(thu.get(page(source))))
    assert "Được cấp mã DC.01-2." in lines[4]
    assert "Được cấp mã SP.001." in lines[5]
    written(thu, source)
    assert Catalogue.objects.get().products.get(code="SP.001").output == "Kết quả nữa"
