"""The board of a year: counts, what blocks, who is late, whom it shows; bulk notice and publication; what is public."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from congminh.org.models import Person
from congminh.year.actions import adopt_minutes, decide
from congminh.year.models import YearRound, YearSheet
from tests.apps.year.autumn import YEAR, Autumn, rate_unit

Entering = Callable[[Person], Client]


def page_of(autumn: Autumn, more: str = "") -> str:
    return f"/xep-loai/{autumn.opened.round.pk}/{more}"


def test_the_board_counts_states_and_names_heads_that_wait_for_their_organisation(
    autumn: Autumn, enter: Entering
) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    page = enter(here.an).get(page_of(autumn))
    assert page.status_code == 200
    assert {each["label"]: each["number"] for each in page.context["states"]}["Chờ họp nhận xét"] == 1
    said = page.content.decode()
    assert "Điều 20.6" in said and "Phòng Kinh tế" in said
    for unit in (here.economy, here.culture, here.commune):
        rate_unit(here, unit, "good")
    assert all("20.6" not in each["title"] for each in enter(here.an).get(page_of(autumn)).context["blocks"])


def test_a_late_sheet_has_a_badge_and_the_filter_finds_it(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    YearRound.objects.update(file_by=date(YEAR, 1, 5), meet_by=date(YEAR, 1, 10), decide_by=date(YEAR, 1, 15))
    browser = enter(here.an)
    page = browser.get(page_of(autumn, "?tre=on"))
    found = [row for group in page.context["groups"] for row in group["rows"]]
    assert found and all(row["due"]["tone"] == "seal" for row in found)
    YearRound.objects.update(
        file_by=date(YEAR + 1, 1, 5), meet_by=date(YEAR + 1, 1, 10), decide_by=date(YEAR + 1, 1, 15)
    )
    assert browser.get(page_of(autumn, "?tre=on")).context["page"].paginator.count == 0


def test_the_list_is_filtered_by_name_unit_and_state_and_shows_the_law_s_level(autumn: Autumn, enter: Entering) -> None:
    here, browser = autumn.here, enter(autumn.here.an)
    autumn.filed(here.lan)

    def names(more: str) -> set[str]:
        groups = browser.get(page_of(autumn, more)).context["groups"]
        return {row["name"] for group in groups for row in group["rows"]}

    assert names("?q=ngoc+lan") == {here.lan.name} == names("?trang_thai=filed")
    assert names("?don_vi=VX") == {here.thu.name, here.thuong.name}
    assert names("?q=khong-ai") == set()
    row = browser.get(page_of(autumn, "?q=LAN")).context["groups"][0]["rows"][0]
    assert row["mean"] == "85" and row["level"]["word"] == "Hoàn thành tốt nhiệm vụ" and row["expected"]


def test_a_deputy_sees_no_mean_of_people_they_have_no_part_in(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    page = enter(here.hoa).get(page_of(autumn))
    rows = [row for group in page.context["groups"] for row in group["rows"]]
    assert {row["name"] for row in rows} >= {here.lan.name}
    assert all(row["mean"] == "–" and row["level"] is None for row in rows)
    assert enter(here.far).get(page_of(autumn)).status_code == 404
    assert enter(here.lan).get(page_of(autumn)).status_code == 403


def decided(autumn: Autumn, *people: Person) -> None:
    for who in people:
        autumn.filed(who)
        adopt_minutes(autumn.convened(who, by=autumn.here.an), autumn.here.an, "Cuộc họp thống nhất nhận xét.")
        sheet = autumn.sheet(who)
        decide(sheet, autumn.here.an, sheet.version, "good")


def boxes(autumn: Autumn, *people: Person) -> list[str]:
    return [f"{sheet.pk}:{sheet.version}" for sheet in map(autumn.sheet, people)]


def test_many_are_notified_and_published_at_once_by_who_decided(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    decided(autumn, here.lan, here.thu)
    browser, page = enter(here.an), page_of(autumn, "thong-bao/")
    assert browser.get(page).status_code == 200
    ticked = boxes(autumn, here.lan, here.thu)
    assert browser.post(page, {"sheet": ticked, "text": ""}).status_code == 422
    assert browser.post(page, {"text": "01/TB"}).status_code == 422
    assert browser.post(page, {"sheet": ticked, "text": "Thông báo 01/TB-UBND"}).status_code == 302
    assert {autumn.sheet(who).state for who in (here.lan, here.thu)} == {"notified"}
    page = page_of(autumn, "cong-khai/")
    ticked = boxes(autumn, here.lan, here.thu)
    assert browser.post(page, {"sheet": ticked, "text": "electronic"}).status_code == 302
    assert {autumn.sheet(who).state for who in (here.lan, here.thu)} == {"published"}


def test_a_second_click_is_told_and_changes_nothing(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    decided(autumn, here.lan, here.thu)
    browser, page = enter(here.an), page_of(autumn, "thong-bao/")
    ticked = boxes(autumn, here.lan)
    assert browser.post(page, {"sheet": ticked, "text": "01/TB"}).status_code == 302
    again = browser.post(page, {"sheet": ticked, "text": "01/TB"})
    assert again.status_code == 409 and autumn.sheet(here.thu).state == "decided"


def test_nobody_but_the_decider_finds_anything_to_notify(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    decided(autumn, here.lan)
    ticked = boxes(autumn, here.lan)
    for other in (here.minh, here.thu, here.dung):
        assert enter(other).get(page_of(autumn, "thong-bao/")).status_code == 404
        assert enter(other).post(page_of(autumn, "thong-bao/"), {"sheet": ticked, "text": "x"}).status_code == 409
    assert autumn.sheet(here.lan).state == "decided"


def test_what_is_public_is_names_and_levels_for_those_of_the_agency(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    browser = enter(here.thuong)
    assert here.lan.name not in browser.get(page_of(autumn, "ket-qua/")).content.decode()
    autumn.published(here.lan, "good")
    said = browser.get(page_of(autumn, "ket-qua/")).content.decode()
    assert here.lan.name in said and "Hoàn thành tốt nhiệm vụ" in said
    page = browser.get(page_of(autumn, "ket-qua/"))
    assert [row["mean"] for group in page.context["groups"] for row in group["rows"]] == [""]
    assert enter(here.far).get(page_of(autumn, "ket-qua/")).status_code == 404
    assert YearSheet.objects.filter(state="published").count() == 1


@pytest.mark.parametrize("more", ["", "?page=2", "?trang_thai=filed"])
def test_looking_changes_nothing(autumn: Autumn, enter: Entering, more: str) -> None:
    before = list(YearSheet.objects.order_by("pk").values_list("pk", "version"))
    enter(autumn.here.an).get(page_of(autumn, more))
    assert list(YearSheet.objects.order_by("pk").values_list("pk", "version")) == before
