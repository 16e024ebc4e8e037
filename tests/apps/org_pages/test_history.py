"""Posts over time on a person's page, what may still be done with each, the account, the trace."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from congminh.org.actions import appoint, choose_reading, correct_person, delegate, end_post, rename_unit
from congminh.org.models import Post
from tests.apps.org.commune import SINCE, TODAY, Commune, position, post
from tests.apps.org_pages.conftest import Entering, rows, words

EVE, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)


def history(client: Client, code: str = "LAN") -> list[str]:
    return list(rows(client.get(f"/cong-chuc/{code}/")))


def moved(here: Commune) -> Post:
    """Lan transferred to Culture on 1 October."""
    end_post(here.lan.posts.get(), EVE)
    new = Post(person=here.lan, unit=here.culture, position=position("Chuyên viên"), first=OCTOBER)
    new.decision = here.decision
    return appoint(new, by=here.thu)


def test_the_newest_post_comes_first_with_its_decision(here: Commune, thu: Client) -> None:
    moved(here)
    assert history(thu) == [
        "Chuyên viên 12/QĐ-UBND Phòng Văn hóa 01/10/2026 – Kết thúc Sửa",
        "Vị trí staff Phòng Kinh tế 01/07/2025 30/09/2026 Sửa",
    ]


def test_a_unit_is_named_as_it_was_called_then(here: Commune, thu: Client) -> None:
    moved(here)
    rename_unit(here.economy, "Phòng Kinh tế – Hạ tầng", date(2026, 10, 10))
    assert "Phòng Kinh tế 01/07/2025" in history(thu)[1]


def test_a_deputy_may_be_given_a_field_and_nobody_else(here: Commune, thu: Client) -> None:
    assert history(thu, "HOA")[0].endswith("Lĩnh vực Kết thúc Sửa")
    assert "Lĩnh vực" not in history(thu)[0]


def test_a_delegation_is_named_by_what_it_is(here: Commune, thu: Client) -> None:
    delegate(here.economy, here.hoa, TODAY, date(2026, 10, 31))
    assert history(thu, "HOA")[0].startswith("theo ủy quyền Phòng Kinh tế 15/10/2026 31/10/2026")
    assert "theo ủy quyền Phòng Kinh tế từ ngày 15/10/2026" in words(thu.get("/cong-chuc/HOA/"))


def test_the_person_reads_the_history_without_the_buttons(here: Commune, lan: Client) -> None:
    moved(here)
    assert history(lan)[0] == "Chuyên viên 12/QĐ-UBND Phòng Văn hóa 01/10/2026 –"


def test_by_a_reading_that_knows_no_delegation_the_head_scores(here: Commune, lan: Client) -> None:
    delegate(here.economy, here.hoa, TODAY, date(2026, 10, 31))
    assert "Lê Thị Quỳnh Hoa người đứng đầu đơn vị nơi công chức công tác" in words(lan.get("/cong-chuc/LAN/"))
    choose_reading("delegation", "none", SINCE, here.decision)
    assert "Trần Khải Minh người đứng đầu đơn vị nơi công chức công tác" in words(lan.get("/cong-chuc/LAN/"))


def test_two_posts_at_once_are_told_with_the_units(here: Commune, lan: Client) -> None:
    post(here.lan, here.culture)
    told = words(lan.get("/cong-chuc/LAN/"))
    assert "chưa xác định được Công chức Nguyễn Thị Ngọc Lan có vị trí ở nhiều đơn vị" in told


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ({}, "chưa đăng nhập lần nào"),
        ({"last_login": timezone.make_aware(timezone.datetime(2026, 10, 2, 8))}, "đăng nhập gần nhất ngày 02/10/2026"),
        ({"is_active": False}, "đã khóa"),
    ],
)
def test_the_account_says_whether_one_can_sign_in(
    here: Commune, thu: Client, account: dict[str, object], told: str
) -> None:
    here.lan.user = get_user_model().objects.create_user("lan", **account)
    here.lan.save()
    assert told in words(thu.get("/cong-chuc/LAN/"))
    assert "chưa có tài khoản" in words(thu.get("/cong-chuc/HOA/"))


def test_the_trace_says_who_did_what_and_what_stood_there(here: Commune, thu: Client) -> None:
    correct_person(here.lan, name="Nguyễn Thị Ngọc Lan Anh", by=here.thu)
    page = thu.get("/cong-chuc/LAN/").content.decode()
    assert "<del>Nguyễn Thị Ngọc Lan</del><ins>Nguyễn Thị Ngọc Lan Anh</ins>" in page
    assert "Đỗ Thị Minh Thu" in words(thu.get("/cong-chuc/LAN/"))


def test_a_unit_names_whom_its_changes_are_about(here: Commune, thu: Client) -> None:
    moved(here)
    assert "Nguyễn Thị Ngọc Lan · Đỗ Thị Minh Thu · 12/QĐ-UBND" in words(thu.get("/don-vi/VX/"))


def test_only_the_latest_changes_are_shown(here: Commune, thu: Client) -> None:
    for number in range(12):
        correct_person(here.lan, name=f"Lan {number}", by=here.thu)
    page = thu.get("/cong-chuc/LAN/").content.decode()
    assert page.count("<ins>Lan ") == 8
    assert "<ins>Lan 11</ins>" in page


def test_ones_own_page_is_a_click_away(here: Commune, enter: Entering) -> None:
    for who in (here.lan, here.minh, here.thu):
        page = enter(who).get("/cach-hieu/").content.decode()
        assert f'href="/cong-chuc/{who.code}/">Trang của tôi' in page
