"""Five wrong tries lock an account to where they came from, and to nobody else; however many come at once."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import ScryptPasswordHasher, identify_hasher
from django.test import Client, RequestFactory
from django.utils import timezone

from congminh.accounts.entering import attempts
from congminh.accounts.entering.attempts import Lock
from congminh.accounts.entering.measures import REFUSED
from congminh.accounts.models import Attempt
from congminh.accounts.sitting import clock
from tests.apps.accounts.conftest import WORD, passed, sign_in
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import Commune

__all__ = ["committed"]
LOCKED = "Đã nhập sai quá nhiều lần từ nơi này."
NETWORK = "Mạng này đã nhập sai quá nhiều lần"


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
    left = Attempt.objects.get()
    assert left.count == 4, "wrong tries count against the place, whoever signs in there"


def test_a_name_nobody_has_is_locked_as_any_other(here: Commune, client: Client) -> None:
    sent = {"username": "khong-co-ai", "password": "x"}
    pages = [client.post("/dang-nhap/", sent).content.decode() for _ in range(6)]
    assert [LOCKED in page for page in pages] == [False] * 5 + [True]


def test_capitals_are_not_another_name(here: Commune, client: Client) -> None:
    assert not any(attempts.locked(name, "203.0.113.7") for name in ("lan", "LAN", "Lan", " lan ", "lAn"))
    assert attempts.locked("lan", "203.0.113.7") is Lock.ACCOUNT


def test_neither_name_nor_source_is_kept(here: Commune, client: Client) -> None:
    tried(client, 1, REMOTE_ADDR="203.0.113.7")
    for row in Attempt.objects.all():
        assert re.fullmatch(r"[0-9a-f]{64}", row.key)
    assert Attempt.objects.count() == 2, "of the account from there, and of the place as a whole"


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
    found = together(*[lambda: attempts.locked(name, "203.0.113.7")] * 30)
    assert sorted(map(str, found)) == ["None"] * 5 + ["account"] * 25


def test_of_thirty_who_try_thirty_names_from_one_place_at_once_ten_are_looked_at(
    committed: None, settings: Any
) -> None:
    settings.SOURCE_TRIES, source = 10, f"203.0.113.{uuid.uuid4()}"
    found = together(*[lambda: attempts.locked(str(uuid.uuid4()), source)] * 30)
    assert sorted(map(str, found)) == ["None"] * 10 + ["source"] * 20


def test_a_place_that_goes_through_many_accounts_is_locked_as_a_whole_and_no_other_is(
    here: Commune, client: Client, settings: Any
) -> None:
    settings.SOURCE_TRIES = 12
    wrong = [
        client.post("/dang-nhap/", {"username": f"nguoi-{each // 3}", "password": "x"}, REMOTE_ADDR="203.0.113.7")
        for each in range(13)
    ]
    assert [NETWORK in page.content.decode() for page in wrong] == [False] * 12 + [True]
    right = {"username": "lan", "password": WORD}
    page = client.post("/dang-nhap/", right, REMOTE_ADDR="203.0.113.7").content.decode()
    assert NETWORK in page
    assert "Chờ 15 phút" in page
    assert client.post("/dang-nhap/", right, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_behind_our_proxy_the_place_is_what_the_proxy_says(here: Commune, client: Client, settings: Any) -> None:
    settings.SOURCE_TRIES, settings.BEHIND_PROXY = 10, True
    for each in range(10):
        sent = {"username": f"nguoi-{each}", "password": "x"}
        client.post("/dang-nhap/", sent, headers={"x-forwarded-for": f"10.0.0.{each}, 203.0.113.7"})
    right = {"username": "lan", "password": WORD}
    assert NETWORK in client.post("/dang-nhap/", right, headers={"x-forwarded-for": "203.0.113.7"}).content.decode()
    assert client.post("/dang-nhap/", right, headers={"x-forwarded-for": "203.0.113.7, 203.0.113.8"}).status_code == 302


def test_a_whole_office_behind_one_address_signs_in_without_being_counted(here: Commune, settings: Any) -> None:
    settings.SOURCE_TRIES = 10
    for _ in range(25):
        assert sign_in(Client(headers={"host": "localhost"})).status_code == 302
    assert not Attempt.objects.exists()


def test_knocking_at_an_account_that_is_locked_already_does_not_lock_the_office(
    here: Commune, client: Client, settings: Any
) -> None:
    settings.SOURCE_TRIES = 10
    tried(client, 40)
    get_user_model().objects.create_user("minh", password=WORD)
    assert client.post("/dang-nhap/", {"username": "minh", "password": WORD}).status_code == 302


def test_the_lock_of_a_place_is_over_a_quarter_of_an_hour_after_its_first_wrong_try(
    here: Commune, client: Client, settings: Any
) -> None:
    settings.SOURCE_TRIES = 10
    for each in range(11):
        client.post("/dang-nhap/", {"username": f"nguoi-{each}", "password": "x"})
    assert NETWORK in sign_in(client).content.decode()
    Attempt.objects.update(last_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_whoever_is_signed_in_answers_while_their_network_is_locked(
    here: Commune, client: Client, settings: Any
) -> None:
    settings.SOURCE_TRIES = 10
    sign_in(client)
    for each in range(11):
        Client(headers={"host": "localhost"}).post("/dang-nhap/", {"username": f"nguoi-{each}", "password": "x"})
    passed(client, clock.PROVED, 601)
    answer = client.post("/xac-nhan-lai/", {"next": "/bao-mat/", "again-password": WORD})
    assert "Đã xác nhận" in answer.content.decode()


def test_locks_are_counted_by_kind_for_whoever_watches_and_name_nobody(
    here: Commune, client: Client, settings: Any
) -> None:
    settings.SOURCE_TRIES = 10
    before = {lock: REFUSED.labels(lock)._value.get() for lock in ("account", "source")}
    tried(client, 7, REMOTE_ADDR="203.0.113.7")
    for each in range(12):
        sent = {"username": f"nguoi-{each}", "password": "x"}
        client.post("/dang-nhap/", sent, REMOTE_ADDR="203.0.113.9")
    after = {lock: REFUSED.labels(lock)._value.get() for lock in before}
    assert {lock: after[lock] - before[lock] for lock in before} == {"account": 2, "source": 2}
    shown = client.get("/do-luong/").content.decode()
    assert 'congminh_sign_in_locked_total{lock="source"}' in shown
    assert "203.0.113" not in shown


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
