"""The years of agencies: who sees which, opening one, naming who speaks for the Party, bringing it in line."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from congminh.org.actions import choose_reading
from congminh.org.models import Person, Post
from congminh.year.models import YearRound, YearSheet
from tests.apps.org.commune import Commune, found
from tests.apps.year.autumn import YEAR, Autumn
from tests.apps.year.test_cap import colleagues

Entering = Callable[[Person], Client]
OPENED = {"year": str(YEAR), "party_0": "HOA", "party_1": "MINH"}


def asked(here: Commune, **more: str) -> dict[str, str]:
    return {**OPENED, "agency": str(here.commune.pk), **more}


def test_personnel_open_a_year_with_the_law_s_days_and_the_party_committee_named(db: None, enter: Entering) -> None:
    here, browser = found(), None
    browser = enter(here.thu)
    page = browser.get("/xep-loai/mo-nam/")
    assert page.status_code == 200 and "14/12/2026" in page.content.decode()
    assert "Điểm tháng 12" in page.content.decode()
    answer = browser.post("/xep-loai/mo-nam/", asked(here))
    round = YearRound.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/xep-loai/{round.pk}/"
    assert (round.file_by, round.decide_by) == (date(YEAR, 12, 5), date(YEAR, 12, 14))
    assert {each.code for each in round.party.all()} == {"HOA", "MINH"}
    board = browser.get(answer["Location"]).content.decode()
    assert "Lê Thị Quỳnh Hoa" in board and "Nguyễn Thị Ngọc Lan" in board


def test_a_day_that_is_missing_too_late_or_out_of_order_is_told_at_its_field(db: None, enter: Entering) -> None:
    here = found()
    browser = enter(here.thu)
    page = browser.post("/xep-loai/mo-nam/", asked(here, file_by="2026-12-01"))
    assert page.status_code == 422 and set(page.context["form"].errors) == {"meet_by", "decide_by"}
    days = {"file_by": "2026-12-01", "meet_by": "2026-12-05", "decide_by": "2026-12-20"}
    page = browser.post("/xep-loai/mo-nam/", asked(here, **days))
    assert set(page.context["form"].errors) == {"decide_by"} and "2026-12-20" in page.content.decode()
    assert not YearRound.objects.exists()
    special = browser.post("/xep-loai/mo-nam/", asked(here, **{**days, "decide_by": "2027-01-10"}, special="on"))
    assert special.status_code == 302 and YearRound.objects.get().special


def test_an_open_year_is_not_opened_again_and_only_an_adviser_opens_one(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    page = enter(here.thu).post("/xep-loai/mo-nam/", asked(here))
    assert page.status_code == 422 and "year" in page.context["form"].errors
    for other in (here.an, here.lan, here.dung):
        assert enter(other).get("/xep-loai/mo-nam/").status_code == 403
        assert enter(other).post("/xep-loai/mo-nam/", asked(here)).status_code == 403


def test_the_list_shows_each_the_years_they_have_a_part_in(autumn: Autumn, enter: Entering) -> None:
    here, page = autumn.here, f"/xep-loai/{autumn.opened.round.pk}/"
    for who in (here.an, here.thu, here.minh, here.dung, here.chair):
        assert page in enter(who).get("/xep-loai/").content.decode(), who
    assert page not in enter(here.far).get("/xep-loai/").content.decode()
    assert enter(here.lan).get("/xep-loai/").status_code == 302
    assert enter(here.son).get("/xep-loai/").status_code == 404


def test_the_december_reading_the_year_was_opened_with_is_the_one_shown(db: None, enter: Entering) -> None:
    here = found()
    choose_reading("december", "eleven_months", date(YEAR, 1, 1), here.decision)
    browser = enter(here.thu)
    page = browser.post("/xep-loai/mo-nam/", asked(here), follow=True)
    assert "Không tính tháng 12" in page.content.decode()


def test_who_speaks_for_the_party_is_named_anew(autumn: Autumn, enter: Entering) -> None:
    here, page = autumn.here, f"/xep-loai/{autumn.opened.round.pk}/cap-uy/"
    browser = enter(here.thu)
    shown = browser.get(page).content.decode()
    assert "HOA · Lê Thị Quỳnh Hoa" in shown and "MINH · Trần Khải Minh" in shown
    wrong = browser.post(page, {"party_0": "không có ai"})
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"party_0"}
    assert browser.post(page, {"party_0": "THUONG"}).status_code == 302
    assert [each.code for each in autumn.opened.round.party.all()] == ["THUONG"]
    assert enter(here.an).get(page).status_code == 403


def test_the_year_is_brought_in_line_with_a_new_colleague(autumn: Autumn, enter: Entering) -> None:
    here, page = autumn.here, f"/xep-loai/{autumn.opened.round.pk}/cap-nhat/"
    (new,) = colleagues(here, [8000], "N")
    browser = enter(here.thu)
    assert browser.get(page).status_code == 405
    assert browser.post(page).status_code == 302
    assert YearSheet.objects.filter(person=new).exists()
    assert Post.objects.filter(person=new).exists()
    assert enter(here.an).post(page).status_code == 403
