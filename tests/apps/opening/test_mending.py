"""Each finding leads to the page that mends it: every kind of fault is made, and every button followed."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client

from congminh.opening.mending import MENDS, mends
from congminh.org import precheck
from congminh.org.models import CheckFinding, Person, Unit, UnitState
from tests.apps.catalogue.office import in_force
from tests.apps.org.commune import TODAY, Commune, person, post, unit
from tests.apps.org_pages.conftest import words


def without_post(here: Commune) -> None:
    person("MOI", "Hồ Thị Mới")


def two_main_posts(here: Commune) -> None:
    post(here.lan, here.culture)


def ended_unit(here: Commune) -> None:
    old = unit("CU", "Phòng cũ", "direct", here.commune)
    post(person("O", "Lê Ở Lại"), old)
    Unit.objects.filter(pk=old.pk).update(ended=date(2026, 9, 30))


def left_service(here: Commune) -> None:
    Person.objects.filter(pk=here.lan.pk).update(ended=date(2026, 9, 30))


def unit_without_head(here: Commune) -> None:
    here.minh.posts.update(last=date(2026, 9, 30))


def two_heads(here: Commune) -> None:
    post(here.hoa, here.economy, "head", "concurrent")


def circular(here: Commune) -> None:
    first, second = unit("A", "Tổ A", "direct", here.commune), unit("B", "Tổ B", "direct", here.commune)
    UnitState.objects.filter(unit=first).update(parent=second)
    UnitState.objects.filter(unit=second).update(parent=first)


def deputy_without_field(here: Commune) -> None:
    here.hoa.posts.get().persons_in_charge.clear()


def without_account(here: Commune) -> None:
    """Most have none."""


def without_catalogue(here: Commune) -> None:
    """None is there."""


FAULTS: tuple[Callable[[Commune], None], ...] = (
    without_post,
    two_main_posts,
    ended_unit,
    left_service,
    unit_without_head,
    two_heads,
    deputy_without_field,
    without_account,
    without_catalogue,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_found_and_its_button_leads_to_a_page_that_mends_it(
    here: Commune, thu: Client, fault: Callable[[Commune], None]
) -> None:
    fault(here)
    check = precheck.run_check(TODAY, here.thu, here.commune)
    page = thu.get(f"/kiem-tra/?lan={check.pk}&loai={fault.__name__}")
    buttons = re.findall(r'class="act">\s*<a class="button small" href="([^"]+)"', page.content.decode())
    assert buttons
    for button in buttons:
        opened = thu.get(unescape(button))
        assert opened.status_code == 200, button
        assert f"lan={check.pk}" in opened.content.decode() or "/cong-chuc/" in button or "/don-vi/" in button


def test_a_circle_is_out_of_every_reach_but_is_found_from_the_top(here: Commune) -> None:
    circular(here)
    found = precheck.run_check(TODAY, here.thu)
    assert found.counts["circular"] == 2
    assert {str(each.unit.code) for each in CheckFinding.objects.filter(kind="circular")} == {"A", "B"}


def test_the_head_of_a_unit_is_entered_from_the_finding_and_one_is_back_at_the_check(
    here: Commune, thu: Client
) -> None:
    unit_without_head(here)
    check = precheck.run_check(TODAY, here.thu, here.commune)
    page = thu.get(f"/kiem-tra/?lan={check.pk}&loai=unit_without_head")
    (button,) = re.findall(r'href="(/don-vi/KT/bo-nhiem/[^"]+)"', page.content.decode())
    form = thu.get(unescape(button)).content.decode()
    assert '<option value="head" selected>' in form
    back = unescape(re.findall(r'name="next" value="(/kiem-tra[^"]+)"', form)[0])
    assert back == f"/kiem-tra/?lan={check.pk}&loai=unit_without_head"
    said = {"person": "MINH", "position": here.minh.posts.get().position_id, "rank": "head", "kind": "main"}
    answer = thu.post("/don-vi/KT/bo-nhiem/", {**said, "first": "2026-10-15", "last": "", "next": back})
    assert answer.headers["Location"] == back
    assert "vừa thay đổi: hãy kiểm tra lại" in words(thu.get(back))


def test_what_is_beyond_ones_reach_has_no_button(here: Commune, thu: Client) -> None:
    post(here.thu, here.other_commune, "deputy", "concurrent")
    check = precheck.run_check(TODAY, here.chair)
    page = thu.get(f"/kiem-tra/?lan={check.pk}").content.decode()
    assert "Lò Văn Xa" in page
    assert "q=FAR" not in page
    assert "q=LAN" in page


def test_the_catalogue_is_brought_in_from_excel_and_one_finds_the_way_back(here: Commune, thu: Client) -> None:
    check = precheck.run_check(TODAY, here.thu, here.commune)
    page = thu.get(f"/kiem-tra/?lan={check.pk}&loai=without_catalogue")
    assert "Phòng Kinh tế chưa có danh mục đang áp dụng" in words(page)
    button = unescape(re.findall(r'href="(/danh-muc/\?[^"]+)"', page.content.decode())[0])
    opened = thu.get(button).content.decode()
    assert 'href="/nhap-excel/"' in opened
    assert f"lan={check.pk}" in opened
    in_force(here)
    again = precheck.run_check(TODAY, here.thu, here.commune)
    assert "without_catalogue" not in again.counts


def test_an_app_adds_the_way_to_its_own_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congminh.opening.mending.MENDS", dict(MENDS))
    from congminh.opening import mending

    mends("decide_catalogue", "Quyết định danh mục")(lambda finding, posts: "/danh-muc/")
    assert mending.MENDS["decide_catalogue"].way(CheckFinding(), {}) == "/danh-muc/"
