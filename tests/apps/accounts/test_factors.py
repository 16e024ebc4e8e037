"""Second factors: an application's codes, recovery codes, passkeys; set up, used once, taken away."""

from __future__ import annotations

import json
import re
import time
import uuid
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth import get_user_model
from django.test import Client

from congminh.accounts.factors.checking import is_right_code
from congminh.accounts.factors.setting import set_application
from congminh.accounts.handing_out import renew
from congminh.accounts.sitting import clock
from congminh.org.models import Change
from tests.apps.accounts.conftest import WORD, passed, sign_in
from tests.apps.accounts.soft_key import SoftKey
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import Commune

__all__ = ["committed"]
WRONG = "Chưa đúng: xem lại mã và nhập lần nữa."


def code(secret: str, steps: int = 1) -> str:
    """What an application shows so many half minutes from now: a step ahead is taken too, however slow the machine."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def options(page: Any) -> dict[str, Any]:
    """What a page has the browser ask a passkey."""
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found
    return json.loads(unescape(found[1]))


@pytest.fixture
def lan(here: Commune, client: Client) -> Client:
    sign_in(client)
    return client


def set_up(lan: Client) -> tuple[str, list[str]]:
    """Lan's application: its secret, and her recovery codes."""
    page = lan.get("/bao-mat/ung-dung/").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    secret = found[1].replace(" ", "")
    done = lan.post("/bao-mat/ung-dung/", {"code": code(secret, 0)}).content.decode()
    return secret, re.findall(r"<code>(\d{4} \d{4})</code>", done)


def with_key(lan: Client, key: SoftKey) -> SoftKey:
    """Lan's passkey."""
    made = key.make(options(lan.get("/bao-mat/khoa-truy-cap/")))
    assert lan.post("/bao-mat/khoa-truy-cap/", {"name": "Điện thoại", "credential": made}).status_code == 200
    return key


def test_the_secret_is_shown_as_an_inline_picture_and_as_text(lan: Client) -> None:
    page = lan.get("/bao-mat/ung-dung/").content.decode()
    assert '<svg class="qr"' in page
    assert page.count("h1v1h-1z") > 300
    assert "style=" not in page
    assert lan.get("/bao-mat/ung-dung/").content.decode().count("<code>") == 1


def test_a_wrong_first_code_sets_nothing_up(lan: Client) -> None:
    lan.get("/bao-mat/ung-dung/")
    page = lan.post("/bao-mat/ung-dung/", {"code": "000000"})
    assert page.status_code == 422
    assert "đúng giờ" in page.content.decode()
    assert not Authenticator.objects.exists()


def test_from_then_on_the_password_alone_lets_nobody_in(lan: Client) -> None:
    secret, _codes = set_up(lan)
    other = Client(headers={"host": "localhost"})
    assert sign_in(other, next="/hop-thu/").headers["Location"] == "/dang-nhap/buoc-hai/"
    assert other.get("/hop-thu/").status_code == 302
    assert WRONG in other.post("/dang-nhap/buoc-hai/", {"code": "000000"}).content.decode()
    assert other.post("/dang-nhap/buoc-hai/", {"code": code(secret)}).headers["Location"] == "/hop-thu/"
    assert other.get("/hop-thu/").status_code == 200


def test_a_code_that_was_used_is_used_up(lan: Client) -> None:
    secret, _codes = set_up(lan)
    used = code(secret)
    for status in (302, 422):
        other = Client(headers={"host": "localhost"})
        sign_in(other)
        assert other.post("/dang-nhap/buoc-hai/", {"code": used}).status_code == status


def test_a_recovery_code_lets_in_a_single_time(lan: Client) -> None:
    _secret, codes = set_up(lan)
    assert len(set(codes)) == 10
    for status in (302, 422):
        other = Client(headers={"host": "localhost"})
        sign_in(other)
        assert other.post("/dang-nhap/buoc-hai/", {"code": codes[3]}).status_code == status
    assert "còn 9 mã" in lan.get("/bao-mat/").content.decode()


def test_new_recovery_codes_make_the_old_ones_worthless(lan: Client) -> None:
    _secret, codes = set_up(lan)
    anew = re.findall(r"<code>(\d{4} \d{4})</code>", lan.post("/bao-mat/ma-du-phong/").content.decode())
    user = get_user_model().objects.get(username="lan")
    assert not set(codes) & set(anew)
    assert (is_right_code(user, codes[0]), is_right_code(user, anew[0])) == (False, True)


def test_the_second_step_is_locked_after_five_wrong_codes(lan: Client) -> None:
    secret, _codes = set_up(lan)
    other = Client(headers={"host": "localhost"})
    sign_in(other)
    pages = [other.post("/dang-nhap/buoc-hai/", {"code": f"00000{each}"}).content.decode() for each in range(5)]
    assert all(WRONG in page for page in pages)
    assert "quá nhiều lần" in other.post("/dang-nhap/buoc-hai/", {"code": code(secret)}).content.decode()


def test_the_second_step_waits_five_minutes_and_no_longer(lan: Client) -> None:
    secret, _codes = set_up(lan)
    other = Client(headers={"host": "localhost"})
    sign_in(other)
    session = other.session
    session["half_signed_in"] = {**session["half_signed_in"], "at": int(time.time()) - 301}
    session.save()
    assert other.post("/dang-nhap/buoc-hai/", {"code": code(secret)}).headers["Location"] == "/dang-nhap/"
    assert other.get("/hop-thu/").status_code == 302


def test_nobody_comes_to_the_second_step_without_the_first(here: Commune, client: Client) -> None:
    assert client.get("/dang-nhap/buoc-hai/").headers["Location"] == "/dang-nhap/"


def test_the_database_alone_gives_no_secret_away(lan: Client) -> None:
    secret, _codes = set_up(lan)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert '"secret": "gAAAA' in kept


def test_a_passkey_is_a_second_step(lan: Client) -> None:
    key = with_key(lan, SoftKey())
    other = Client(headers={"host": "localhost"})
    assert sign_in(other).headers["Location"] == "/dang-nhap/buoc-hai/"
    answer = key.answer(options(other.get("/dang-nhap/buoc-hai/")))
    assert other.post("/dang-nhap/buoc-hai/", {"credential": answer}).status_code == 302
    assert other.get("/hop-thu/").status_code == 200


def test_a_passkey_that_asked_its_owner_lets_in_without_name_or_password(lan: Client) -> None:
    key, other = with_key(lan, SoftKey()), Client(headers={"host": "localhost"})
    answer = key.answer(options(other.get("/dang-nhap/khoa-truy-cap/")))
    sent = {"credential": answer, "next": "/hop-thu/"}
    assert other.post("/dang-nhap/khoa-truy-cap/", sent).headers["Location"] == "/hop-thu/"
    assert other.get("/hop-thu/").status_code == 200
    assert Client(headers={"host": "localhost"}).post("/dang-nhap/khoa-truy-cap/", sent).status_code == 422


def test_a_passkey_that_asks_nobody_is_not_taken(lan: Client) -> None:
    made = SoftKey(asks_owner=False).make(options(lan.get("/bao-mat/khoa-truy-cap/")))
    assert lan.post("/bao-mat/khoa-truy-cap/", {"name": "X", "credential": made}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_answering_another_site_opens_nothing_here(lan: Client) -> None:
    key, other = with_key(lan, SoftKey()), Client(headers={"host": "localhost"})
    key.origin = "https://congminh.example.org"
    answer = key.answer(options(other.get("/dang-nhap/khoa-truy-cap/")))
    assert other.post("/dang-nhap/khoa-truy-cap/", {"credential": answer}).status_code == 422


def test_another_key_with_the_same_name_opens_nothing(lan: Client) -> None:
    mine, stolen, other = with_key(lan, SoftKey()), SoftKey(), Client(headers={"host": "localhost"})
    stolen.handle = mine.handle
    answer = stolen.answer(options(other.get("/dang-nhap/khoa-truy-cap/")))
    assert other.post("/dang-nhap/khoa-truy-cap/", {"credential": answer}).status_code == 422


@pytest.mark.parametrize("sent", ["", "x", "[]", "{}", "null", '{"response": 7}', '{"id": "x", "response": {}}', "7"])
def test_nonsense_for_a_passkey_is_refused_and_breaks_nothing(lan: Client, sent: str) -> None:
    with_key(lan, SoftKey())
    other = Client(headers={"host": "localhost"})
    other.get("/dang-nhap/khoa-truy-cap/")
    assert other.post("/dang-nhap/khoa-truy-cap/", {"credential": sent}).status_code == 422
    lan.get("/bao-mat/khoa-truy-cap/")
    assert lan.post("/bao-mat/khoa-truy-cap/", {"name": "X", "credential": sent}).status_code == 422


def test_a_second_factor_stands_for_the_password_when_one_is_asked_again(lan: Client) -> None:
    secret, _codes = set_up(lan)
    passed(lan, clock.PROVED, 601)
    assert lan.get("/bao-mat/ung-dung/").headers["Location"].startswith("/xac-nhan-lai/")
    sent = {"next": "/bao-mat/", "again-code": code(secret)}
    assert "Đã xác nhận" in lan.post("/xac-nhan-lai/", sent).content.decode()
    assert lan.get("/bao-mat/ung-dung/").status_code == 200


def test_taking_the_last_one_away_takes_the_recovery_codes_too(lan: Client) -> None:
    set_up(lan)
    with_passkey = SoftKey().make(options(lan.get("/bao-mat/khoa-truy-cap/")))
    lan.post("/bao-mat/khoa-truy-cap/", {"name": "Khóa", "credential": with_passkey})
    first, second = Authenticator.objects.exclude(type="recovery_codes").order_by("pk")
    lan.post(f"/bao-mat/{first.pk}/bo/")
    assert Authenticator.objects.filter(type="recovery_codes").exists()
    lan.post(f"/bao-mat/{second.pk}/bo/")
    assert not Authenticator.objects.exists()


def test_nobody_takes_away_the_factor_of_another(lan: Client) -> None:
    set_up(lan)
    minh = Client(headers={"host": "localhost"})
    minh.force_login(get_user_model().objects.create_user("minh", password=WORD))
    assert minh.post(f"/bao-mat/{Authenticator.objects.get(type='totp').pk}/bo/").status_code == 404


def test_whoever_lost_them_begins_anew_with_a_new_password_and_it_is_traced(here: Commune, lan: Client) -> None:
    set_up(lan)
    renew(here.lan, here.thu)
    assert not Authenticator.objects.exists()
    assert Change.objects.get(action=Change.Action.RENEW_PASSWORD).data["after"]["factors_taken"] == 2


def test_of_ten_who_type_the_same_code_at_once_one_gets_in(committed: None) -> None:
    user = get_user_model().objects.create_user(f"cung-ma-{uuid.uuid4()}")
    secret = generate_totp_secret()
    session: dict[str, Any] = {"totp_to_be": secret}
    codes = set_application(user, session, code(secret, 0))
    assert codes
    now = code(secret)
    assert sorted(map(str, together(*[lambda: is_right_code(user, now)] * 10))) == ["False"] * 9 + ["True"]
    spent = together(*[lambda: is_right_code(user, codes[0])] * 10)
    assert sorted(map(str, spent)) == ["False"] * 9 + ["True"]
