"""Getting in: by password, by a password handed out, and in a trial as one of the cast."""

from django.contrib.auth import get_user_model
from django.test import Client

from congminh.accounts.models import Account
from tests.apps.accounts.conftest import WORD, sign_in
from tests.apps.org.commune import Commune


def test_the_unknown_are_asked_to_sign_in_and_brought_back(here: Commune, client: Client) -> None:
    answer = client.get("/hop-thu/?page=2")
    assert answer.headers["Location"] == "/dang-nhap/?next=%2Fhop-thu%2F%3Fpage%3D2"
    assert sign_in(client, next="/hop-thu/?page=2").headers["Location"] == "/hop-thu/?page=2"


def test_a_fragment_asked_for_by_the_unknown_makes_the_whole_page_go(here: Commune, client: Client) -> None:
    answer = client.get("/hop-thu/", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/dang-nhap/")


def test_nobody_is_led_to_another_site(here: Commune, client: Client) -> None:
    assert sign_in(client, next="https://example.org/").headers["Location"] == "/"


def test_a_wrong_password_says_so_and_lets_nobody_in(here: Commune, client: Client) -> None:
    page = sign_in(client, "sai-mat-khau")
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert client.get("/hop-thu/").status_code == 302


def test_a_password_handed_out_is_changed_before_anything_else(here: Commune, client: Client) -> None:
    Account.objects.create(user=here.lan.user, must_change_password=True)
    sign_in(client)
    assert client.get("/hop-thu/").headers["Location"] == "/mat-khau/"
    own = "lua-chin-vang-dong-9"
    said = {"old_password": WORD, "new_password1": own, "new_password2": own}
    assert client.post("/mat-khau/", said).status_code == 302
    assert client.get("/hop-thu/").status_code == 200
    assert not Account.objects.get(user=here.lan.user).must_change_password


def test_a_weak_password_is_refused(here: Commune, client: Client) -> None:
    sign_in(client)
    said = {"old_password": WORD, "new_password1": "12345678", "new_password2": "12345678"}
    page = client.post("/mat-khau/", said)
    assert page.status_code == 200
    assert "new_password2_error" in page.content.decode()


def test_the_cast_may_be_played_in_a_trial_alone(here: Commune, client: Client, settings: object) -> None:
    get_user_model().objects.create_user("minh", password=None)
    assert client.post("/vao-vai/minh/").status_code == 404
    assert "/vao-vai/minh/" not in client.get("/dang-nhap/").content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "/vao-vai/minh/" in client.get("/dang-nhap/").content.decode()
    assert client.post("/vao-vai/minh/").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_even_in_a_trial_an_account_with_a_password_is_nobodys_to_play(
    here: Commune, client: Client, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert client.post("/vao-vai/lan/").status_code == 404


def test_playing_needs_a_click_and_not_a_link(here: Commune, client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    get_user_model().objects.create_user("minh", password=None)
    assert client.get("/vao-vai/minh/").status_code == 405
