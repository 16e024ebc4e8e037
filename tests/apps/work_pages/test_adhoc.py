"""«Việc đột xuất»: found without diacritics, proposed before or after, a new item with a coefficient of one's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from congminh.ledger.models import Attachment
from congminh.work.models import Task
from tests.apps.desk.test_steps import PDF
from tests.apps.work.desk import THIS, Desk
from tests.apps.work_pages.conftest import Entering, text

TODAY = timezone.localdate()
PAGE = "/viec-dot-xuat/"


def said(**more: Any) -> dict[str, Any]:
    return {"origin": "ad_hoc", "quantity": "1", "given_on": THIS.first, "due": TODAY, "name": "", **more}


@pytest.mark.parametrize("typed", ["tham dinh dat", "Thẩm định đất", "kt.01"])
def test_a_product_is_found_by_words_without_diacritics_or_by_its_code(desk: Desk, enter: Entering, typed: str) -> None:
    page = enter(desk.here.lan).get(PAGE, {"q": typed}).content.decode()
    assert f"sp={desk.product().pk}" in page
    assert "Phiếu thẩm định đất" in text(page)
    assert "VX.01" not in page


def test_what_is_not_in_force_in_ones_unit_is_not_found(desk: Desk, enter: Entering) -> None:
    page = enter(desk.here.lan).get(PAGE, {"q": "chi tra"}).content.decode()
    assert "Không tìm thấy sản phẩm nào" in text(page)
    other = desk.product("VX.01").pk
    assert enter(desk.here.lan).get(PAGE, {"sp": other}).status_code == 404


def test_work_done_already_is_proposed_with_its_evidence(desk: Desk, enter: Entering) -> None:
    sent = said(sp=desk.product().pk, finished_on=TODAY, note="Theo điện của Chủ tịch.")
    sent["evidence"] = SimpleUploadedFile("a.pdf", PDF)
    answer = enter(desk.here.lan).post(PAGE, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    task = Task.objects.get()
    assert (task.state, task.origin, task.person) == ("proposed", "ad_hoc", desk.here.lan)
    assert (task.name, task.reported_m, task.finished_on) == ("Phiếu thẩm định đất", 1000, TODAY)
    assert (task.note, Attachment.objects.count()) == ("Theo điện của Chủ tịch.", 1)


def test_work_still_to_do_is_proposed_as_taken_over(desk: Desk, enter: Entering) -> None:
    sent = said(sp=desk.product().pk, origin="taken_over", due=THIS.last, name="Làm thay anh Khải")
    enter(desk.here.lan).post(PAGE, sent)
    task = Task.objects.get()
    assert (task.origin, task.name, task.finished_on, task.reported_m) == ("taken_over", "Làm thay anh Khải", None, 0)


def test_a_new_item_has_a_name_and_the_coefficient_one_holds_right(desk: Desk, enter: Entering) -> None:
    lan = enter(desk.here.lan)
    page = text(lan.get(PAGE, {"moi": 1, "q": "drone"}).content.decode())
    assert "Điều 13.3" in page
    refused = lan.post(PAGE, said(moi=1, coefficient="2,5"))
    assert refused.status_code == 422
    assert 'value="2,5"' in refused.content.decode()
    lan.post(PAGE, said(moi=1, name="Bay chụp hiện trạng đất", coefficient="2,5"))
    task = Task.objects.get()
    assert (task.name, task.coefficient_m, task.provisional, task.product) == (
        "Bay chụp hiện trạng đất", 2500, True, None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"quantity": "nhiều"}, "quantity", "không phải là số lượng"),
        ({"due": THIS.first - timedelta(days=3)}, "due", ""),
        ({"given_on": TODAY + timedelta(days=3), "due": TODAY + timedelta(days=3)}, "given_on", "là ngày chưa đến"),
        ({"finished_on": TODAY + timedelta(days=3)}, "finished_on", "là ngày chưa đến"),
        ({"origin": "planned"}, "origin", ""),
        ({"moi": 1, "sp": "", "name": "Việc", "coefficient": "99999"}, "coefficient", "Hệ số"),
        ({"link": "không có"}, "link", ""),
    ],
)
def test_each_fault_stands_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, enter: Entering, wrong: dict[str, Any], field: str, told: str
) -> None:
    sent = {**said(sp=desk.product().pk, note="Ghi chú rất dài"), **wrong}
    answer = enter(desk.here.lan).post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert told in text(page)
    assert "Ghi chú rất dài" in page
    assert not Task.objects.exists()


def test_whoever_holds_no_post_has_no_such_page(desk: Desk, enter: Entering) -> None:
    assert enter(desk.here.son).get(PAGE).status_code == 404
