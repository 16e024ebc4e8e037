"""Five wrong tries lock an account to where they came from, and to nobody else; however many come at once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import ScryptPasswordHasher, identify_hasher
from django.test import Client, RequestFactory
from django.utils import timezone

from congminh.accounts.entering import attempts
from congminh.accounts.models import Attempt
from tests.apps.accounts.conftest import WORD, sign_in
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import Commune

__all__ = ["committed"]
LOCKED = "Đã nhập sai quá nhiều lần từ nơi này."


def tried(client: Client, times: int, **where: Any) -> list[str]:
    return [
        client.post("/dang-nhap/", {"username": "lan", "password": f"sai-{each}"}, **where).content.decode()
        for each in range(times)
    ]


def test_after_five_wrong_tries_even_the_right_password_is_refused_from_there(here: Commune, client: Client) -> None:
    assert [LOCKED in page for page in tried(client, 6)] == [False] * 5 + [True]
    page = sign_in(client).content.decode()
    assert LOCKED in page
    assert "Chờ 15 phút" in page
    assert client.get("/hop-thu/").status_code == 302


def test_the_owner_gets_in_from_elsewhere_all_the_while(here: Commune, client: Client) -> None:
    tried(client, 7, REMOTE_ADDR="203.0.113.7")
    elsewhere = {"username": "lan", "password": WORD}
    assert client.post("/dang-nhap/", elsewhere, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_another_account_is_not_locked_from_the_same_place(here: Commune, client: Client) -> None:
    get_user_model().objects.create_user("minh", password=WORD)
    tried(client, 6)
    assert client.post("/dang-nhap/", {"username": "minh", "password": WORD}).status_code == 302


def test_the_lock_is_over_after_a_quarter_of_an_hour_and_is_not_drawn_out_by_knocking(
    here: Commune, client: Client
) -> None:
    tried(client, 9)
    Attempt.objects.update(last_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_signing_in_clears_the_count(here: Commune, client: Client) -> None:
    tried(client, 4)
    assert sign_in(client).status_code == 302
    assert not Attempt.objects.exists()


def test_a_name_nobody_has_is_locked_as_any_other(here: Commune, client: Client) -> None:
    sent = {"username": "khong-co-ai", "password": "x"}
    pages = [client.post("/dang-nhap/", sent).content.decode() for _ in range(6)]
    assert [LOCKED in page for page in pages] == [False] * 5 + [True]


def test_capitals_are_not_another_name(here: Commune, client: Client) -> None:
    assert all(attempts.may_try(name, "203.0.113.7") for name in ("lan", "LAN", "Lan", " lan ", "lAn"))
    assert not attempts.may_try("lan", "203.0.113.7")


def test_neither_name_nor_source_is_kept(here: Commune, client: Client) -> None:
    tried(client, 1, REMOTE_ADDR="203.0.113.7")
    row = Attempt.objects.get()
    assert "lan" not in row.key
    assert len(row.key) == 64


@pytest.mark.parametrize(
    ("said", "behind_proxy", "source"),
    [
        ({"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, False, "203.0.113.7"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 198.51.100.1"}, True, "198.51.100.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, False, "2001:db8:1:2::"),
        ({"REMOTE_ADDR": "::ffff:203.0.113.7"}, False, "203.0.113.7"),
        ({"REMOTE_ADDR": ""}, False, ""),
    ],
)
def test_the_source_is_what_cannot_be_made_up(
    settings: Any, said: dict[str, str], behind_proxy: bool, source: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    assert attempts.source_of(RequestFactory().get("/", **said)) == source


def test_of_thirty_tries_at_the_same_moment_five_are_looked_at(committed: None) -> None:
    name = f"cung-luc-{uuid.uuid4()}"
    found = together(*[lambda: attempts.may_try(name, "203.0.113.7")] * 30)
    assert sorted(map(str, found)) == ["False"] * 25 + ["True"] * 5


def test_passwords_are_hashed_by_argon2_and_an_old_hash_is_made_anew_at_sign_in(here: Commune, client: Client) -> None:
    users = get_user_model().objects
    assert identify_hasher(users.get(username="lan").password).algorithm == "argon2"
    old = ScryptPasswordHasher().encode(WORD, "muoi-cua-bien-dong")
    users.filter(username="lan").update(password=old)
    assert sign_in(client).status_code == 302
    anew = users.get(username="lan")
    assert "m=47104,t=2,p=1" in anew.password
    assert identify_hasher(anew.password).algorithm == "argon2"
    assert anew.check_password(WORD)
