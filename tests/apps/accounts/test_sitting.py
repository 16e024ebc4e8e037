"""How long a session lasts, what was typed when one ended, and who ends which."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.translation import override

from congminh.accounts.factors.views import browser
from congminh.accounts.models import Sitting
from congminh.accounts.sitting import clock
from congminh.accounts.sitting.keeping import KEPT
from tests.apps.accounts.conftest import WORD, passed, sign_in
from tests.apps.org.commune import Commune

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def lan(here: Commune, client: Client) -> Client:
    sign_in(client)
    return client


@pytest.mark.parametrize(("minutes", "is_over"), [(14, False), (16, True)])
def test_a_session_ends_after_a_quarter_of_an_hour_without_a_touch(lan: Client, minutes: int, is_over: bool) -> None:
    passed(lan, clock.SEEN, minutes * 60)
    assert (lan.get("/hop-thu/").status_code == 302) == is_over


@pytest.mark.parametrize(("minutes", "is_over"), [(4, False), (6, True)])
def test_an_administrators_ends_after_five_minutes(here: Commune, client: Client, minutes: int, is_over: bool) -> None:
    client.force_login(get_user_model().objects.create_superuser("quan-tri", password=WORD))
    passed(client, clock.SEEN, minutes * 60)
    assert (client.get("/bao-mat/").status_code == 302) == is_over


def test_each_touch_moves_the_end(lan: Client) -> None:
    for _ in range(3):
        passed(lan, clock.SEEN, 14 * 60)
        assert lan.get("/hop-thu/").status_code == 200


def test_no_session_outlives_a_working_day_however_often_it_is_touched(lan: Client) -> None:
    passed(lan, clock.BEGUN, 12 * 3600 + 1)
    assert lan.get("/hop-thu/").status_code == 302


def test_the_session_that_ended_is_gone_on_our_side_too(lan: Client) -> None:
    before = lan.session.session_key
    passed(lan, clock.SEEN, 16 * 60)
    lan.get("/hop-thu/")
    lan.cookies["session"] = before
    assert lan.get("/hop-thu/").status_code == 302
    assert not Sitting.objects.exists()


def test_what_was_sent_too_late_is_kept_and_sent_by_a_click_after_signing_in(lan: Client) -> None:
    passed(lan, clock.SEEN, 16 * 60)
    typed = {"email": "lan@example.com", "note": "Đã gửi công văn\nsố 12/CV", "many": ["a", "b"]}
    asked = lan.post("/thu-dien-tu/", typed, headers={"referer": "http://localhost/thu-dien-tu/"})
    assert asked.headers["Location"] == "/dang-nhap/?next=%2Fgui-lai%2F"
    assert "Nội dung vừa nhập vẫn được giữ" in lan.get("/dang-nhap/").content.decode()
    assert sign_in(lan, next="/gui-lai/").headers["Location"] == "/gui-lai/"
    page = lan.get("/gui-lai/").content.decode()
    assert "Đã gửi công văn\nsố 12/CV" in page
    assert 'action="/thu-dien-tu/"' in page
    assert all(f'name="many" value="{each}"' in page for each in "ab")
    assert lan.post("/thu-dien-tu/", typed).status_code == 302
    assert get_user_model().objects.get(username="lan").email == "lan@example.com"


def test_a_row_saved_by_htmx_too_late_makes_the_whole_page_go_and_comes_back_to_it(lan: Client) -> None:
    passed(lan, clock.SEEN, 16 * 60)
    by_htmx = {"hx-request": "true", "hx-current-url": "http://localhost/phieu/?ky=202610"}
    answer = lan.post("/thu-dien-tu/", {"email": "lan@example.com"}, headers=by_htmx)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/dang-nhap/?next=%2Fgui-lai%2F"
    sign_in(lan)
    assert 'hx-post="/thu-dien-tu/"' in lan.get("/gui-lai/").content.decode()
    sent = lan.post("/thu-dien-tu/", {"email": "lan@example.com"}, headers={"x-sent-again": "1", "hx-request": "true"})
    assert sent.headers["HX-Redirect"] == "/phieu/?ky=202610"
    assert KEPT not in lan.session


def test_what_is_kept_is_for_whoever_typed_it(lan: Client) -> None:
    passed(lan, clock.SEEN, 16 * 60)
    lan.post("/thu-dien-tu/", {"email": "bi-mat@example.com"})
    get_user_model().objects.create_user("minh", password=WORD)
    lan.post("/dang-nhap/", {"username": "minh", "password": WORD})
    assert "bi-mat@example.com" not in lan.get("/gui-lai/").content.decode()
    assert KEPT not in lan.session


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/mat-khau/", {"old_password": "x", "new_password1": "y"}), ("/thu-dien-tu/", {"note": "x" * 200_001})],
)
def test_secrets_and_what_nobody_types_are_not_kept(lan: Client, path: str, sent: dict[str, Any]) -> None:
    passed(lan, clock.SEEN, 16 * 60)
    assert lan.post(path, sent).status_code == 302
    assert KEPT not in lan.session


def test_a_stranger_leaves_nothing_behind(here: Commune, client: Client) -> None:
    client.post("/thu-dien-tu/", {"note": "x"})
    assert KEPT not in client.session


def test_kept_text_is_thrown_away_by_a_click(lan: Client) -> None:
    passed(lan, clock.SEEN, 16 * 60)
    lan.post("/thu-dien-tu/", {"note": "x"})
    sign_in(lan)
    lan.post("/gui-lai/")
    assert "Không có nội dung nào được giữ" in lan.get("/gui-lai/").content.decode()


def test_one_sees_where_one_is_signed_in_and_ends_it(lan: Client) -> None:
    elsewhere = Client(headers={"host": "localhost", "user-agent": FIREFOX})
    sign_in(elsewhere)
    assert "Firefox, Windows" in lan.get("/bao-mat/").content.decode()
    there = Sitting.objects.get(session_key=elsewhere.session.session_key)
    lan.post(f"/bao-mat/phien/{there.pk}/ket-thuc/")
    assert elsewhere.get("/hop-thu/").status_code == 302
    assert lan.get("/hop-thu/").status_code == 200


def test_all_the_others_end_at_once_and_this_one_stays(lan: Client) -> None:
    others = [Client(headers={"host": "localhost"}) for _ in range(3)]
    for each in others:
        sign_in(each)
    lan.post("/bao-mat/phien/khac/ket-thuc/")
    assert [each.get("/hop-thu/").status_code for each in (*others, lan)] == [302, 302, 302, 200]


@pytest.mark.parametrize(
    ("device", "said"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.0", "Trình duyệt"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(device: str, said: str) -> None:
    with override("vi"):
        assert browser(device) == said


def test_what_failed_when_sent_again_stays_kept(lan: Client) -> None:
    passed(lan, clock.SEEN, 16 * 60)
    lan.post("/thu-dien-tu/", {"email": "khong-phai-dia-chi"}, headers={"hx-request": "true"})
    sign_in(lan)
    answer = lan.post("/thu-dien-tu/", {"email": "khong-phai-dia-chi"}, headers={"x-sent-again": "1"})
    assert answer.status_code == 422
    assert "khong-phai-dia-chi" in lan.get("/gui-lai/").content.decode()


def test_nobody_ends_the_session_of_another(lan: Client) -> None:
    minh = Client(headers={"host": "localhost"})
    minh.force_login(get_user_model().objects.create_user("minh", password=WORD))
    assert minh.post(f"/bao-mat/phien/{Sitting.objects.get(user__username='lan').pk}/ket-thuc/").status_code == 404
    assert lan.get("/hop-thu/").status_code == 200


def test_ending_the_session_one_sits_in_is_signing_out(lan: Client) -> None:
    mine = Sitting.objects.get()
    assert lan.post(f"/bao-mat/phien/{mine.pk}/ket-thuc/").headers["Location"] == "/dang-nhap/"
    assert lan.get("/hop-thu/").status_code == 302
    assert not Sitting.objects.exists()
