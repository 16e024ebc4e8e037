"""The page of an import: counts, rows by verdict, what is wrong where; writing it, taking it back."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from congminh.exchange.models import Import
from congminh.org.actions import rename_unit
from congminh.org.models import Person, Unit
from tests.apps.exchange_pages.sending import last, page, send, sheet
from tests.apps.org.commune import Commune
from tests.apps.org_pages.conftest import Entering, rows, words

MARCH = date(2026, 3, 1)
TEAM = {
    "code": "KT1",
    "name": "Tổ Địa chính",
    "parent": "KT",
    "kind": "đơn vị trực tiếp sử dụng công chức",
    "first": MARCH,
}
RENAMED = {"code": "VX", "name": "Phòng Văn hóa – Xã hội", "first": MARCH}
THERE = {"code": "KT", "name": "Phòng Kinh tế"}
WRONG = {"code": "N1", "name": "Tổ lạ", "parent": "ZZ", "kind": "câu lạc bộ", "first": "31/02/2026"}


def sent(client: Client, *given: dict[str, Any]) -> Import:
    send(client, "units", sheet("units", given))
    return last()


def test_the_summary_counts_and_the_tabs_lead_to_the_rows(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM, RENAMED, THERE, WRONG)
    said = words(thu.get(page(source)))
    assert "1 thêm mới 1 thay đổi 1 giữ nguyên 1 có lỗi" in said
    assert "Lỗi 1 Thêm 1 Sửa 1 Giữ nguyên 1" in said


def test_what_changes_is_shown_from_what_to_what(here: Commune, thu: Client) -> None:
    source = sent(thu, RENAMED)
    line = next(rows(thu.get(page(source, "?loai=changed"))))
    assert line.startswith("2 Phòng Văn hóa – Xã hội VX")
    assert "Tên đơn vị: Phòng Văn hóa → Phòng Văn hóa – Xã hội" in line
    assert "từ ngày 01/03/2026" in line


def test_a_choice_is_shown_as_it_is_called(here: Commune, thu: Client) -> None:
    source = sent(thu, {**THERE, "kind": "cơ quan sử dụng công chức"})
    line = next(rows(thu.get(page(source, "?loai=changed"))))
    assert "đơn vị trực tiếp sử dụng công chức → cơ quan sử dụng công chức" in line


def test_what_is_wrong_comes_first_with_column_heading_and_what_to_do(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM, WRONG)
    line = next(rows(thu.get(page(source))))
    assert line.startswith("3 Tổ lạ N1")
    assert "Cột C “Mã đơn vị cấp trên”: Không có đơn vị mang mã “ZZ”." in line
    assert "Cột E “Từ ngày”: “31/02/2026” không phải là ngày." in line
    assert "Hãy" in line


def test_the_file_of_errors_is_the_file_with_a_last_column(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM, WRONG)
    answer = thu.get(page(source, "tep-loi/"))
    found = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert found[1][0] == "N1"
    assert "ZZ" in str(found[1][-1])
    assert "loi-danh-sach.xlsx" in answer.headers["Content-Disposition"]


def test_without_errors_there_is_no_such_file(here: Commune, thu: Client) -> None:
    assert thu.get(page(sent(thu, TEAM), "tep-loi/")).status_code == 404


def test_rows_are_paged_by_fifty_within_their_tab(here: Commune, thu: Client) -> None:
    source = sent(thu, *({**TEAM, "code": f"T{n}", "name": f"Tổ {n}"} for n in range(60)))
    first = thu.get(page(source))
    assert len(list(rows(first))) == 50
    assert "1–50 trong 60" in words(first)
    assert len(list(rows(thu.get(page(source, "?loai=added&page=2"))))) == 10
    assert "Không có dòng nào thuộc loại này" in words(thu.get(page(source, "?loai=left")))
    assert thu.get(page(source, "?loai=anything")).status_code == 200


def test_looking_writes_nothing_and_writing_writes_all(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM, RENAMED)
    thu.get(page(source))
    assert not Unit.objects.filter(code="KT1").exists()
    answer = thu.post(page(source, "ghi/"), follow=True)
    assert "Đã ghi vào hệ thống." in words(answer)
    assert "đã nhập" in words(answer)
    assert Unit.objects.on(MARCH).get(code="KT1").parent_id == here.economy.pk
    assert "ghi bởi Đỗ Thị Minh Thu" in words(answer)


def test_faulty_rows_stop_the_writing_until_the_good_ones_alone_are_asked_for(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM, WRONG)
    refused = thu.post(page(source, "ghi/"))
    assert refused.status_code == 422
    assert "Có 1 dòng sai nên chưa nhập gì." in words(refused)
    assert not Unit.objects.filter(code="KT1").exists()
    assert thu.post(page(source, "ghi/"), {"only_good": "on"}).status_code == 302
    assert Unit.objects.filter(code="KT1").exists()
    assert not Unit.objects.filter(code="N1").exists()


def test_what_was_written_is_taken_back(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM, RENAMED)
    thu.post(page(source, "ghi/"))
    answer = thu.post(page(source, "hoan-tac/"), follow=True)
    assert "Đã hoàn tác" in words(answer)
    assert not Unit.objects.filter(code="KT1").exists()
    assert Unit.objects.on(MARCH).get(code="VX").name == "Phòng Văn hóa"
    assert "hoàn tác bởi Đỗ Thị Minh Thu" in words(answer)


def test_what_stands_in_the_way_of_taking_back_is_said_and_nothing_is_undone(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM)
    thu.post(page(source, "ghi/"))
    rename_unit(Unit.objects.get(code="KT1"), "Tổ Quản lý đất đai", date(2026, 9, 1), None)
    answer = thu.post(page(source, "hoan-tac/"), follow=True)
    assert 'class="notice seal"' in answer.content.decode()
    assert "Không hoàn tác được" in words(answer) or "không thể hoàn tác" in words(answer).lower()
    assert Unit.objects.filter(code="KT1").exists()


def test_an_organisation_changed_meanwhile_makes_a_new_preview(here: Commune, thu: Client) -> None:
    source = sent(thu, RENAMED)
    rename_unit(here.culture, "Phòng Văn hóa – Xã hội", MARCH, None)
    answer = thu.post(page(source, "ghi/"), follow=True)
    assert Import.objects.get().state == "ready"
    assert 'class="notice seal"' in answer.content.decode()


def test_the_second_to_write_is_told_who_was_first(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM)
    thu.post(page(source, "ghi/"))
    answer = thu.post(page(source, "ghi/"))
    assert answer.status_code == 422
    assert "Có người" in words(answer) or "đã nhập" in words(answer)
    assert Unit.objects.filter(code="KT1").count() == 1


def test_a_reading_that_stopped_halfway_is_begun_again(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM)
    Import.objects.update(state="reading")
    assert "Đọc lại tệp" in words(thu.get(page(source)))
    answer = thu.post(page(source, "doc-lai/"), follow=True)
    assert "1 thêm mới" in words(answer)
    assert Import.objects.get().state == "ready"


def test_an_import_written_already_is_not_read_again(here: Commune, thu: Client) -> None:
    source = sent(thu, TEAM)
    thu.post(page(source, "ghi/"))
    answer = thu.post(page(source, "doc-lai/"), follow=True)
    assert 'class="notice seal"' in answer.content.decode()
    assert Import.objects.get().state == "applied"


def test_people_are_shown_by_name_and_code(here: Commune, thu: Client) -> None:
    new = {
        "person": "MOI", "name": "Mạc Thị Mới", "unit": "KT", "position": "Vị trí staff", "first": MARCH,
        "complexity": 3, "peer_group": "Công chức",
    }  # fmt: skip
    send(thu, "people", sheet("people", [new]))
    source = last()
    line = next(rows(thu.get(page(source))))
    assert line.startswith("2 Mạc Thị Mới MOI")
    assert "Mã đơn vị: KT" in line
    thu.post(page(source, "ghi/"))
    assert Person.objects.get(code="MOI").posts.get().unit == here.economy


def test_a_name_is_written_as_text_whatever_it_holds(here: Commune, thu: Client) -> None:
    source = sent(thu, {**TEAM, "name": "<script>alert(1)</script>"})
    body = thu.get(page(source)).content.decode()
    assert "&lt;script&gt;alert(1)" in body
    assert "<script>alert" not in body


@pytest.mark.parametrize("address", ["ghi/", "hoan-tac/", "doc-lai/", "don-vi/"])
def test_looking_at_what_acts_does_nothing(here: Commune, thu: Client, address: str) -> None:
    assert thu.get(page(sent(thu, TEAM), address)).status_code == 405


def test_the_units_of_a_file_without_unknown_ones_are_not_asked(here: Commune, thu: Client, enter: Entering) -> None:
    assert thu.post(page(sent(thu, TEAM), "don-vi/"), {"unit_0": "KT"}).status_code == 404
