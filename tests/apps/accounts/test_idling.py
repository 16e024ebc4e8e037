"""Accounts nobody uses are closed, those whose posts are over open to nobody; what is over is thrown away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from congminh.accounts.handing_out import set_open
from congminh.accounts.idling import close_daily, close_idle, throw_away
from congminh.accounts.models import Attempt, Sitting
from congminh.jobs.daily import DAILY
from congminh.org.models import Change
from tests.apps.accounts.conftest import sign_in
from tests.apps.org.commune import Commune, post


def used(name: str, days: int) -> None:
    """Let the account be as old as a year and last used so many days ago."""
    at = timezone.now() - timedelta(days=days)
    get_user_model().objects.filter(username=name).update(last_login=at, date_joined=at - timedelta(days=365))


def is_open(name: str) -> bool:
    return get_user_model().objects.get(username=name).is_active


@pytest.mark.parametrize(("days", "stays"), [(44, True), (45, True), (46, False), (400, False)])
def test_an_account_is_closed_after_45_idle_days(here: Commune, days: int, stays: bool) -> None:
    used("lan", days)
    assert close_idle(timezone.localdate()) == (not stays)
    assert is_open("lan") == stays


def test_it_is_closed_with_a_trace_that_names_nobody_as_who_did_it(here: Commune) -> None:
    used("lan", 50)
    close_idle(timezone.localdate())
    change = Change.objects.get(action=Change.Action.CLOSE_ACCOUNT)
    assert (change.who, change.person, change.data["after"]["idle_days"]) == (None, here.lan, 45)


def test_whoever_sits_there_is_out_at_once(here: Commune, client: Client) -> None:
    sign_in(client)
    used("lan", 50)
    close_idle(timezone.localdate())
    assert client.get("/hop-thu/").status_code == 302
    assert "Tài khoản này đang khóa" not in sign_in(client, "sai").content.decode()


def test_an_account_just_given_has_45_days_to_be_used_first(here: Commune) -> None:
    get_user_model().objects.update(date_joined=timezone.now())
    assert close_idle(timezone.localdate() + timedelta(days=44)) == 0
    assert close_idle(timezone.localdate() + timedelta(days=47)) == 1


def test_what_was_opened_again_has_its_time_anew(here: Commune) -> None:
    used("lan", 50)
    close_idle(timezone.localdate())
    set_open(here.lan, True, here.thu)
    assert close_idle(timezone.localdate()) == 0
    assert is_open("lan")


def test_the_last_administrator_is_never_locked_out(here: Commune) -> None:
    for name in ("quan-tri-1", "quan-tri-2"):
        get_user_model().objects.create_superuser(name)
    used("lan", 1)
    used("quan-tri-1", 90)
    used("quan-tri-2", 60)
    assert close_idle(timezone.localdate()) == 1
    assert (is_open("quan-tri-1"), is_open("quan-tri-2")) == (False, True)


def test_the_worker_does_it_each_night_but_not_in_the_demonstration(here: Commune, settings: Any) -> None:
    used("lan", 50)
    settings.DEMO = True
    DAILY["close_idle"].work(timezone.localdate())
    assert is_open("lan")
    settings.DEMO = False
    close_daily(timezone.localdate())
    assert not is_open("lan")


def test_an_account_opens_to_nobody_from_the_day_the_post_ends(here: Commune, client: Client) -> None:
    sign_in(client)
    assert client.get("/hop-thu/").status_code == 200
    here.lan.posts.update(last=timezone.localdate() - timedelta(days=1))
    assert client.get("/hop-thu/").headers["Location"] == "/dang-nhap/"
    page = sign_in(client).content.decode()
    assert "Vị trí công tác của anh/chị đã kết thúc" in page
    assert not Sitting.objects.exists()


def test_the_last_day_of_a_post_is_still_a_day_of_it(here: Commune, client: Client) -> None:
    here.lan.posts.update(last=timezone.localdate())
    assert sign_in(client).status_code == 302
    assert client.get("/hop-thu/").status_code == 200


def test_a_new_post_opens_it_again_by_itself(here: Commune, client: Client) -> None:
    here.lan.posts.update(last=timezone.localdate() - timedelta(days=1))
    post(here.lan, here.culture, first=timezone.localdate())
    assert sign_in(client).status_code == 302
    assert client.get("/hop-thu/").status_code == 200


def test_the_end_of_service_ends_it_whatever_the_posts_say(here: Commune, client: Client) -> None:
    here.lan.ended = timezone.localdate() - timedelta(days=1)
    here.lan.save(update_fields=["ended"])
    assert "đã kết thúc" in sign_in(client).content.decode()


def test_whoever_has_no_post_yet_may_sign_in(here: Commune, client: Client) -> None:
    here.lan.posts.all().delete()
    assert sign_in(client).status_code == 302
    assert client.get("/mat-khau/").status_code == 200


def test_what_sign_in_no_longer_needs_is_thrown_away(here: Commune, client: Client) -> None:
    sign_in(client)
    now = timezone.now()
    Session.objects.create(session_key="cu", session_data="", expire_date=now - timedelta(days=1))
    Sitting.objects.create(user=here.lan.user, session_key="cu")
    Attempt.objects.create(key="cu", last_at=now - timedelta(days=2))
    Attempt.objects.create(key="moi", last_at=now)
    throw_away()
    assert list(Sitting.objects.values_list("session_key", flat=True)) == [client.session.session_key]
    assert list(Attempt.objects.values_list("key", flat=True)) == ["moi"]
    assert client.get("/hop-thu/").status_code == 200
