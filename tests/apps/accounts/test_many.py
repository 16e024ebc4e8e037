"""Accounts given to many: long work, whose slips are shown a single time and only to whoever asked for them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from congminh.accounts.handing_out import AT_ONCE
from congminh.accounts.models import KEPT, Account, Slips
from congminh.jobs.models import Job
from congminh.org.models import Change, Person
from tests.apps.jobs.hands import run_waiting
from tests.apps.org.commune import Commune, person, position, post
from tests.apps.org_pages.conftest import Entering, enter, here, the_day, thu, words
from tests.apps.org_pages.test_accounts import of, passwords

__all__ = ["enter", "here", "the_day", "thu"]


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congminh.accounts.keeping.AT_ONCE", 2)


@pytest.fixture
def asked(here: Commune, thu: Client) -> Job:
    """Thu has asked for accounts for Lan, Minh and Hoa."""
    answer = thu.post("/tai-khoan/cap/", {"person": [here.lan.pk, here.minh.pk, here.hoa.pk]})
    job = Job.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    return job


@pytest.fixture
def page(asked: Job) -> str:
    """The page of the slips, once the work is done."""
    run_waiting()
    asked.refresh_from_db()
    assert asked.state == "done"
    return asked.result_url


def second_adviser(here: Commune, enter: Entering) -> Client:
    """Somebody else who advises on personnel in the same commune."""
    other = person("KHAC", "Bàn Thị Khác")
    held = post(other, here.culture, title="Khác")
    held.position = position("Tổ chức – cán bộ", is_personnel=True)
    held.save()
    return enter(other)


def test_as_many_as_a_page_can_wait_for_are_given_at_once(here: Commune, thu: Client) -> None:
    assert len(passwords(thu.post("/tai-khoan/cap/", {"person": [here.lan.pk, here.minh.pk]}))) == 2
    assert not Job.objects.exists() and not Slips.objects.exists()
    assert AT_ONCE == 20


def test_more_are_long_work_and_nobody_has_an_account_before_it_is_done(asked: Job) -> None:
    assert (asked.owner.code, asked.label) == ("THU", "Cấp tài khoản cho 3 người")
    assert get_user_model().objects.count() == 1
    run_waiting()
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total) == ("done", 3, 3)
    assert asked.result_url == f"/tai-khoan/phieu/{Slips.objects.get().pk}/"
    assert {each.user_id for each in Account.objects.filter(must_change_password=True)} == {
        of(code).pk for code in ("LAN", "MINH", "HOA")
    }
    assert {change.who.code for change in Change.objects.filter(action="give_account")} == {"THU"}


def test_all_who_have_none_are_many_too(here: Commune, thu: Client) -> None:
    assert "Trên 2 người một lần thì cấp trong nền" in words(thu.get("/tai-khoan/"))
    thu.post(f"/tai-khoan/cap/?don_vi={here.economy.pk}", {"all": "1"})
    run_waiting()
    assert {code for code in ("LAN", "MINH", "HOA", "AN", "THUONG") if of(code)} == {"LAN", "MINH", "HOA"}


def test_looking_at_the_page_shows_no_password_and_uses_nothing_up(thu: Client, page: str) -> None:
    for _time in range(2):
        answer = thu.get(page)
        assert passwords(answer) == []
        assert "Đã cấp 3 tài khoản" in words(answer)


def test_the_slips_are_shown_a_single_time_and_open_the_door(thu: Client, page: str) -> None:
    answer = thu.post(page)
    found = passwords(answer)
    assert len(set(found)) == 3
    assert answer.headers["Cache-Control"] == "no-store"
    assert words(answer).index("Lê Thị Quỳnh Hoa") < words(answer).index("Trần Khải Minh")
    lan = Client(headers={"host": "localhost"})
    (word,) = (each for each in found if of("LAN").check_password(each))
    assert lan.post("/dang-nhap/", {"username": "lan", "password": word}).status_code == 302
    assert lan.get("/cong-chuc/").headers["Location"] == "/mat-khau/"
    for again in (thu.post(page), thu.get(page)):
        assert passwords(again) == []
        assert "Các phiếu này đã được hiện lúc" in words(again)


def test_nobody_else_sees_them_not_even_another_adviser(here: Commune, enter: Entering, page: str) -> None:
    other = second_adviser(here, enter)
    assert other.get("/tai-khoan/").status_code == 200
    assert other.get(page).status_code == 404
    assert other.post(page).status_code == 404
    assert enter(here.an).post(page).status_code == 403
    root = get_user_model().objects.create_superuser("root")
    admin = Client(headers={"host": "localhost"})
    admin.force_login(root)
    assert admin.post(page).status_code == 404
    assert Client(headers={"host": "localhost"}).post(page).status_code == 302
    assert Slips.objects.get().is_ready


def test_whoever_advises_no_more_does_not_get_them(here: Commune, thu: Client, page: str) -> None:
    post_of = here.thu.posts.get()
    post_of.position = position("Chuyên viên")
    post_of.save()
    assert thu.post(page).status_code == 403


def test_no_password_is_kept_anywhere_before_or_after(thu: Client, page: str) -> None:
    slips, job = Slips.objects.get(), Job.objects.get()
    before = json.dumps([slips.given, slips.seed, job.arguments, job.note, job.label])
    found = passwords(thu.post(page))
    slips.refresh_from_db()
    assert (slips.seed, slips.given) == ("", {})
    assert [word for word in found if word in before] == []
    with pytest.raises(ValueError, match="passwords are gone"):
        slips.password(Person.objects.get(code="LAN"))


def test_without_the_secret_of_the_site_the_database_says_no_password(here: Commune, settings: Any) -> None:
    slips = Slips.objects.create(owner=here.thu)
    word = slips.password(here.lan)
    assert word == slips.password(here.lan) != slips.password(here.minh)
    settings.SECRET_KEY = "another"
    assert slips.password(here.lan) != word


def test_a_slip_whose_password_was_renewed_since_is_not_shown(here: Commune, thu: Client, page: str) -> None:
    thu.post("/tai-khoan/LAN/mat-khau/")
    answer = thu.post(page)
    assert len(passwords(answer)) == 2
    assert "Nguyễn Thị Ngọc Lan" not in words(answer)


def test_asked_twice_the_second_gives_nothing_and_says_so(here: Commune, thu: Client, asked: Job) -> None:
    thu.post("/tai-khoan/cap/", {"person": [here.lan.pk, here.minh.pk, here.hoa.pk]})
    run_waiting()
    second = Job.objects.order_by("-pk")[0]
    assert second.state == "failed"
    assert "Những người được chọn đều đã có tài khoản." in second.problem
    assert get_user_model().objects.count() == 4
    empty = Slips.objects.order_by("-pk")[0]
    assert "Không có phiếu nào để hiện" in words(thu.post(empty.get_absolute_url()))


def test_what_nobody_asked_to_see_for_a_week_is_worth_nothing(here: Commune, thu: Client, page: str) -> None:
    Slips.objects.update(made_at=timezone.now() - KEPT - timedelta(hours=1))
    assert passwords(thu.post(page)) == []
    assert Slips.objects.get().seed
    assert Slips.objects.forget_old() == 1
    assert (Slips.objects.get().seed, Slips.objects.get().given) == ("", {})


def test_the_page_costs_the_same_for_many(thu: Client, page: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        thu.post(page)
