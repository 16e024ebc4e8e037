"""How a post is held, who stands as head and who sees what: said on the tree, the unit and the list of people."""

from datetime import date

import pytest
from django.test import Client

from congminh.org.actions import delegate, end_post, move_unit, rename_unit
from congminh.org.models import UnitState
from tests.apps.org.commune import SINCE, TODAY, Commune, person, post, unit
from tests.apps.org_pages.conftest import Entering, rows, words

EVE = date(2026, 9, 30)


def line(client: Client, code: str, address: str = "/don-vi/") -> str:
    """The line of a unit in the tree."""
    return next(row for row in rows(client.get(address)) if f"· {code} " in f"{row} ")


def test_a_delegate_stands_before_the_head_and_is_named_as_one(here: Commune, thu: Client) -> None:
    delegate(here.economy, here.hoa, TODAY, date(2026, 10, 31))
    assert "Lê Thị Quỳnh Hoa (theo ủy quyền) Trần Khải Minh 3 3" in line(thu, "KT")
    assert "theo ủy quyền" not in line(thu, "KT", "/don-vi/?ngay=2026-11-01")


def test_someone_who_acts_for_a_head_is_named_as_acting(here: Commune, thu: Client) -> None:
    end_post(here.minh.posts.get(), EVE)
    assert "chưa có người đứng đầu" in line(thu, "KT")
    post(here.hoa, here.economy, "head", "acting", first=date(2026, 10, 1))
    assert "Lê Thị Quỳnh Hoa (" in line(thu, "KT")
    assert "chưa có người đứng đầu" not in line(thu, "KT")


def test_two_heads_at_once_are_both_named(here: Commune, thu: Client) -> None:
    post(here.hoa, here.economy, "head", "concurrent")
    assert "Trần Khải Minh" in line(thu, "KT")
    assert "Lê Thị Quỳnh Hoa (chức vụ kiêm nhiệm)" in line(thu, "KT")


def test_units_that_stand_above_each_other_are_listed_and_marked(here: Commune, thu: Client, enter: Entering) -> None:
    first, second = (unit(code, f"Tổ {code}", "direct", here.economy) for code in ("A", "B"))
    UnitState.objects.filter(unit=first).update(parent=second)
    UnitState.objects.filter(unit=second).update(parent=first)
    told = list(rows(enter(here.dung).get("/don-vi/")))
    assert sum("tự đứng trên chính mình" in row for row in told) == 2


def test_people_beneath_are_added_up_along_the_tree(here: Commune, thu: Client) -> None:
    team = unit("KT1", "Tổ địa chính", "direct", here.economy)
    post(person("A1", "Bế Văn A"), team)
    post(person("A2", "Bế Văn B"), team)
    assert line(thu, "KT1").endswith("2 2")
    assert line(thu, "KT").endswith("3 5")
    assert line(thu, "X").endswith("1 8")
    assert "4 đơn vị, 8 công chức tại ngày 15/10/2026" in words(thu.get("/don-vi/"))


def test_a_unit_moved_stands_in_its_new_place_from_the_day(here: Commune, thu: Client) -> None:
    unit("KT1", "Tổ địa chính", "direct", here.economy)
    move_unit(here.culture, here.economy, date(2026, 11, 1))
    before = thu.get("/don-vi/VX/").content.decode()
    after = thu.get("/don-vi/VX/?ngay=2026-11-01").content.decode()
    assert 'href="/don-vi/X/">UBND xã Thanh Bình Minh' in before
    assert 'href="/don-vi/KT/?ngay=2026-11-01">Phòng Kinh tế' in after


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("lan", {"X", "KT", "VX"}),
        ("far", {"Y"}),
        ("chair", {"T", "X", "Y", "KT", "VX"}),
        ("dung", {"T", "X", "Y", "KT", "VX"}),
    ],
)
def test_each_sees_the_tree_that_is_theirs(here: Commune, enter: Entering, who: str, units: set[str]) -> None:
    seen = {row.partition("· ")[2].split()[0] for row in rows(enter(getattr(here, who)).get("/don-vi/"))}
    assert seen == units


def test_the_way_from_the_top_leads_only_to_what_one_sees(here: Commune, enter: Entering) -> None:
    page = enter(here.lan).get("/don-vi/KT/").content.decode()
    assert "UBND tỉnh" in page
    assert 'href="/don-vi/T/"' not in page
    assert 'href="/don-vi/X/"' in page


def test_links_from_a_day_keep_the_day(here: Commune, thu: Client) -> None:
    rename_unit(here.economy, "Phòng Kinh tế – Hạ tầng", date(2026, 4, 1))
    page = thu.get("/don-vi/?ngay=2026-03-31").content.decode()
    assert 'href="/don-vi/KT/?ngay=2026-03-31"' in page
    then = words(thu.get("/don-vi/KT/?ngay=2026-03-31"))
    assert "3 vị trí có người giữ ngày 31/03/2026" in then
    assert 'href="/don-vi/KT/?ngay=2026-03-31"' in thu.get("/don-vi/X/?ngay=2026-03-31").content.decode()


def test_units_beneath_stand_on_the_page_of_the_unit_with_all_their_people(here: Commune, thu: Client) -> None:
    body = thu.get("/don-vi/X/").content.decode()
    told = words(thu.get("/don-vi/X/"))
    assert "Đơn vị trực thuộc" in told
    assert body.index("Phòng Kinh tế") > body.index("Phạm Quốc An")
    assert "Đơn vị trực thuộc" not in words(thu.get("/don-vi/KT/"))


def test_a_unit_nobody_works_in_says_what_to_do(here: Commune, thu: Client) -> None:
    unit("MT", "Phòng Môi trường", "direct", here.commune)
    assert "Ngày này chưa có ai giữ vị trí ở đơn vị" in words(thu.get("/don-vi/MT/"))


def test_several_posts_of_one_person_stand_in_one_line_of_the_list(here: Commune, thu: Client) -> None:
    post(here.lan, here.culture, kind="concurrent", title="Thủ quỹ")
    (told,) = rows(thu.get("/cong-chuc/?q=ngoc lan"))
    assert "Vị trí staff Thủ quỹ (chức vụ kiêm nhiệm) Phòng Kinh tế Phòng Văn hóa" in told
    assert len(list(rows(thu.get(f"/cong-chuc/?don_vi={here.culture.pk}")))) == 3


def test_someone_seconded_is_scored_where_seconded(here: Commune, thu: Client) -> None:
    post(here.lan, here.culture, kind="seconded", first=SINCE)
    (told,) = rows(thu.get("/cong-chuc/?q=ngoc lan"))
    assert told.endswith("Nguyễn Phan Hoài Thương Điều 10.1.c")


def test_the_filter_stays_in_the_pages_of_a_long_list(here: Commune, thu: Client) -> None:
    for number in range(60):
        post(person(f"N{number}", f"Bế Văn {number}"), here.economy)
    page = thu.get(f"/cong-chuc/?q=be van&don_vi={here.economy.pk}").content.decode()
    assert f'href="?q=be+van&amp;don_vi={here.economy.pk}&amp;page=2"' in page
    assert "60 người" in words(thu.get("/cong-chuc/?q=be van"))
