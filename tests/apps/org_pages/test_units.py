"""«Đơn vị»: the tree on any day, and the page of a unit."""

from datetime import date

from django.test import Client

from congminh.org.actions import merge_units, rename_unit
from congminh.org.models import Unit
from tests.apps.org.commune import SINCE, Commune, unit
from tests.apps.org_pages.conftest import Entering, rows, words


def test_the_tree_says_who_heads_each_unit_and_how_many_work_there(thu: Client) -> None:
    assert list(rows(thu.get("/don-vi/"))) == [
        "UBND xã Thanh Bình Minh cơ quan sử dụng công chức · X Phạm Quốc An 1 6",
        "Phòng Kinh tế đơn vị trực tiếp sử dụng công chức · KT Trần Khải Minh 3 3",
        "Phòng Văn hóa đơn vị trực tiếp sử dụng công chức · VX Nguyễn Phan Hoài Thương 2 2",
    ]


def test_a_unit_is_found_without_diacritics_and_says_what_it_stands_beneath(thu: Client) -> None:
    (found,) = rows(thu.get("/don-vi/?q=van hoa"))
    assert found.startswith("Phòng Văn hóa")
    assert "VX · UBND xã Thanh Bình Minh" in found
    assert "Không tìm thấy đơn vị nào" in words(thu.get("/don-vi/?q=xyz"))


def test_the_tree_of_a_day_before_a_merger_and_a_new_name_shows_both_as_they_were(here: Commune, thu: Client) -> None:
    merge_units([here.culture], here.economy, date(2026, 4, 1))
    rename_unit(here.economy, "Phòng Kinh tế – Văn hóa", date(2026, 4, 1))
    before, after = (" ".join(rows(thu.get(f"/don-vi/?ngay={day}"))) for day in ("2026-03-31", "2026-04-01"))
    assert "Phòng Văn hóa" in before
    assert "Phòng Kinh tế – Văn hóa" not in before
    assert "Phòng Kinh tế – Văn hóa" in after
    assert "· VX" not in after
    assert "Trần Khải Minh" in before


def test_a_unit_established_for_a_day_to_come_is_in_the_tree_of_that_day(here: Commune, thu: Client) -> None:
    unit("MT", "Phòng Môi trường", "direct", here.commune, date(2027, 1, 1))
    assert "Phòng Môi trường" not in words(thu.get("/don-vi/"))
    assert "Phòng Môi trường" in words(thu.get("/don-vi/?ngay=2027-01-01"))
    assert thu.get("/don-vi/MT/").status_code == 200


def test_a_day_that_is_none_says_so_beside_its_field_and_counts_as_today(thu: Client) -> None:
    page = thu.get("/don-vi/?ngay=31-02-2026")
    assert 'id="id_ngay_error"' in page.content.decode()
    assert len(list(rows(page))) == 3


def test_the_page_of_a_unit_lists_leaders_first_with_what_is_in_their_charge(thu: Client) -> None:
    told = list(rows(thu.get("/don-vi/KT/")))
    assert told[0] == "Người đứng đầu, cấp phó · 2"
    assert told[1].startswith("Trần Khải Minh")
    assert "Phụ trách: Nguyễn Thị Ngọc Lan" in told[2]
    assert told[3:] == ["Công chức · 1", "Nguyễn Thị Ngọc Lan LAN Vị trí staff 01/07/2025"]


def test_a_unit_of_old_says_when_it_ended_and_where_it_goes_on(here: Commune, thu: Client) -> None:
    merge_units([here.culture], here.economy, date(2026, 4, 1))
    page = thu.get("/don-vi/VX/")
    assert "Đơn vị này đã kết thúc ngày 31/03/2026" in words(page)
    assert 'href="/don-vi/KT/"' in page.content.decode()
    assert "Nguyễn Phan Hoài Thương" in words(thu.get("/don-vi/VX/?ngay=2026-03-31"))


def test_names_over_time_are_listed_with_their_decision(here: Commune, thu: Client) -> None:
    rename_unit(here.economy, "Phòng Kinh tế – Hạ tầng", date(2026, 3, 1), here.decision, by=here.thu)
    told = words(thu.get("/don-vi/KT/"))
    assert "Phòng Kinh tế – Hạ tầng trực thuộc UBND xã Thanh Bình Minh 12/QĐ-UBND 01/03/2026" in told
    assert "Đỗ Thị Minh Thu · 12/QĐ-UBND" in told


def test_a_colleague_sees_the_unit_but_no_acts_and_no_trace(lan: Client) -> None:
    page = lan.get("/don-vi/KT/")
    assert page.status_code == 200
    assert "Thao tác" not in words(page)
    assert "Thay đổi gần đây" not in words(page)


def test_a_stranger_and_another_agency_get_nothing(here: Commune, enter: Entering) -> None:
    assert enter(here.son).get("/don-vi/").status_code == 404
    assert enter(here.far).get("/don-vi/KT/").status_code == 404
    assert [row.split()[0] for row in rows(enter(here.far).get("/don-vi/"))] == ["UBND"]


def test_a_code_with_a_slash_or_a_percent_has_a_page_of_its_own(here: Commune, thu: Client) -> None:
    unit("P.KT/01 50%", "Tổ địa chính", "direct", here.economy)
    page = thu.get("/don-vi/")
    address = next(part for part in page.content.decode().split('"') if part.startswith("/don-vi/P.KT"))
    assert "Tổ địa chính" in words(thu.get(address))


def test_a_long_tree_comes_in_pages(here: Commune, thu: Client) -> None:
    for number in range(60):
        unit(f"T{number:02}", f"Tổ {number:02}", "direct", here.economy, SINCE)
    assert len(list(rows(thu.get("/don-vi/")))) == 50
    assert len(list(rows(thu.get("/don-vi/?page=2")))) == 13
    assert Unit.objects.count() == 65


def test_suggestions_are_units_one_sees(here: Commune, lan: Client) -> None:
    said = lan.get("/don-vi/goi-y/?don_vi=van hoa").content.decode()
    assert 'value="VX · Phòng Văn hóa"' in said
    assert "KT" not in said
    assert "option" not in lan.get("/don-vi/goi-y/?don_vi=").content.decode()
    assert "option" not in lan.get("/don-vi/goi-y/?don_vi=xa ben").content.decode()
