"""Of whom a second step is asked: administrators always, others by the settings; nothing else opens before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from congminh.accounts.factors.needing import OPEN
from congminh.org.doors import ANYONE
from congminh.site.guarding import roles, scanner, tries
from tests.apps.accounts.conftest import WORD, sign_in
from tests.apps.accounts.test_factors import set_up
from tests.apps.org.commune import Commune
from tests.apps.test_access import routes

PAGES = ("/", "/thu-dien-tu/", "/khoa-so-vet/", "/gui-lai/")


@pytest.fixture
def admin(here: Commune, client: Client) -> Client:
    """The machine's administrator, after a first sign-in by password."""
    get_user_model().objects.create_superuser("quan-tri", password=WORD)
    assert client.post("/dang-nhap/", {"username": "quan-tri", "password": WORD}).status_code == 302
    return client


def person(here: Commune, who: str) -> Client:
    """One of the cast, signed in."""
    found = getattr(here, who)
    found.user = get_user_model().objects.create_user(who, password=WORD)
    found.save(update_fields=["user"])
    client = Client(headers={"host": "localhost"})
    client.post("/dang-nhap/", {"username": who, "password": WORD})
    return client


def led(client: Client, path: str) -> bool:
    """Whether a page leads to where a second step is set up."""
    answer = client.get(path)
    return answer.status_code == 302 and answer.headers["Location"] == "/bao-mat/"


def test_an_administrator_without_one_reaches_nothing_else(admin: Client) -> None:
    assert [led(admin, path) for path in PAGES] == [True] * len(PAGES)
    page = admin.get("/bao-mat/")
    assert page.status_code == 200
    assert "Cần thiết lập bước thứ hai trước" in page.content.decode()
    assert admin.post("/khoa-so-vet/", {"act": "ask", "why": "x"}).headers["Location"] == "/bao-mat/"


def test_every_route_but_those_on_the_way_is_shut_until_then() -> None:
    known = {route.name: route.callback.door for route in routes()}
    assert set(OPEN) <= set(known)
    open_to_all = {name for name, door in known.items() if door is ANYONE}
    assert {"sign_out", "set_language", "sign_in", "second_step"} <= open_to_all
    assert not open_to_all & {"home", "accounts", "signing_key", "sheets", "settings"}


def test_a_fragment_asked_for_by_htmx_leads_there_too(admin: Client) -> None:
    answer = admin.get("/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, "/bao-mat/")


def test_once_it_is_set_up_with_recovery_codes_everything_of_theirs_opens(admin: Client) -> None:
    _secret, codes = set_up(admin)
    assert len(codes) == 10
    assert admin.get("/").status_code == 200
    assert admin.get("/khoa-so-vet/").status_code == 200
    assert "Cần thiết lập" not in admin.get("/bao-mat/").content.decode()


def test_taking_the_last_one_away_shuts_everything_again(admin: Client) -> None:
    set_up(admin)
    admin.post(f"/bao-mat/{Authenticator.objects.get(type='totp').pk}/bo/")
    assert led(admin, "/")


def test_a_password_handed_out_is_changed_first(here: Commune, client: Client) -> None:
    from congminh.accounts.models import Account

    user = get_user_model().objects.create_superuser("quan-tri", password=WORD)
    Account.objects.create(user=user, must_change_password=True)
    client.post("/dang-nhap/", {"username": "quan-tri", "password": WORD})
    assert client.get("/").headers["Location"] == "/mat-khau/"
    own = "lua-chin-vang-dong-9"
    client.post("/mat-khau/", {"old_password": WORD, "new_password1": own, "new_password2": own})
    assert led(client, "/")


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ((), set()),
        (("heads",), {"minh", "an"}),
        (("personnel",), {"thu"}),
        (("everybody",), {"minh", "an", "thu", "far"}),
    ],
)
def test_others_are_asked_as_the_settings_say(
    here: Commune, settings: Any, asked: tuple[str, ...], who: set[str]
) -> None:
    settings.SECOND_FACTOR = asked
    here.far.posts.update(rank="staff")
    assert {name for name in ("minh", "an", "thu", "far") if led(person(here, name), "/hop-thu/")} == who


def test_in_the_demonstration_nobody_is_led_there_and_it_says_so(admin: Client, settings: Any) -> None:
    settings.DEMO = True
    assert admin.get("/").status_code == 200
    assert "Bản minh họa không bắt buộc" in admin.get("/bao-mat/").content.decode()
    admin.post("/dang-xuat/")
    get_user_model().objects.create_user("minh", password=None)
    assert "phải thiết lập bước thứ hai" in admin.get("/dang-nhap/").content.decode()


def test_on_a_real_site_the_sign_in_page_says_nothing_of_a_demonstration(here: Commune, client: Client) -> None:
    assert not re.search("minh họa", client.get("/dang-nhap/").content.decode())


def test_whoever_is_not_asked_for_one_sees_no_word_of_it(here: Commune, client: Client) -> None:
    sign_in(client)
    page = client.get("/bao-mat/").content.decode()
    assert "Cần thiết lập" not in page
    assert "không bắt buộc" not in page


@pytest.mark.parametrize(
    ("said", "found"), [("", ()), ("heads", ("heads",)), (" heads, personnel,", ("heads", "personnel"))]
)
def test_the_roles_are_read_from_the_environment(said: str, found: tuple[str, ...]) -> None:
    assert roles(said) == found


@pytest.mark.parametrize(
    ("read", "said"),
    [(roles, "chairs"), (tries, "9"), (tries, "many"), (scanner, "clamd"), (scanner, "tcp://host"), (scanner, "run: ")],
)
def test_what_would_not_guard_is_refused_when_the_site_starts(read: Any, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CONGMINH_"):
        read(said)


@pytest.mark.parametrize("said", ["", "/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "run:clamscan --no-summary"])
def test_a_scanner_is_taken_as_it_is_named(said: str) -> None:
    assert scanner(said) == said
