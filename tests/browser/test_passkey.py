"""A passkey in a real browser, whose own software stands for the key; and what was typed when a session had ended."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Demonstration, demonstrated
from tests.browser.looking import wrong

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """A demonstration whose accounts this file alone changes, by a name: no passkey is of a bare number."""
    with demonstrated(tmp_path_factory.mktemp("demo")) as found:
        yield Demonstration(f"http://localhost:{urlsplit(found.address).port}", Path(found.database))


@pytest.fixture
def hoa(ours: Demonstration, chromium: Any) -> Iterator[Any]:
    page = ours.enter(chromium, "hoa")
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    page.context.close()


def test_a_passkey_is_made_signs_in_and_stands_for_a_password(ours: Demonstration, hoa: Any) -> None:
    hoa.goto(ours.url("/bao-mat/khoa-truy-cap/"))
    hoa.fill("[name=name]", "Máy ở cơ quan")
    hoa.click("button[data-passkey=create]")
    hoa.wait_for_selector("ol.codes")
    assert hoa.locator("ol.codes li").count() == 10
    assert wrong(hoa) == {}
    hoa.context.clear_cookies()
    hoa.goto(ours.url("/dang-nhap/?next=/bao-mat/"))
    hoa.click("a[href*='khoa-truy-cap']")
    hoa.click("button[data-passkey=get]")
    hoa.wait_for_url(re.compile(r"^[^?]*/bao-mat/$"))
    assert "Máy ở cơ quan" in hoa.inner_text("main")
    hoa.goto(ours.url("/xac-nhan-lai/?next=/bao-mat/"))
    hoa.click("button[data-passkey=get]")
    hoa.wait_for_selector("h1:has-text('Đã xác nhận')")
    assert hoa.complaints == []


def test_what_was_typed_when_the_session_had_ended_is_sent_after_signing_in(ours: Demonstration, chromium: Any) -> None:
    page = ours.enter(chromium, "lan")
    page.goto(ours.url("/thu-dien-tu/"))
    page.fill("[name=email]", "lan@thanhbinhminh.example")
    lay_idle(ours.database)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/dang-nhap/?next=**")
    assert "vẫn được giữ" in page.inner_text("main")
    page.click("form[action='/vao-vai/lan/'] button")
    page.wait_for_url("**/gui-lai/")
    assert "lan@thanhbinhminh.example" in page.inner_text("main")
    page.click("button:has-text('Gửi ngay')")
    page.wait_for_url("**/thu-dien-tu/")
    assert page.input_value("[name=email]") == "lan@thanhbinhminh.example"
    page.context.close()


def lay_idle(database: Path) -> None:
    """Let every session be as one that nobody touched for an hour."""
    from django.contrib.sessions.serializers import JSONSerializer
    from django.core import signing

    salt = "django.contrib.sessions.SessionStore"
    with closing(sqlite3.connect(database)) as rows, rows:
        for key, data in rows.execute("SELECT session_key, session_data FROM django_session").fetchall():
            said = signing.loads(data, key="for tests " * 6, salt=salt, serializer=JSONSerializer)
            if "seen_at" in said:
                said["seen_at"] -= 3600
            anew = signing.dumps(said, key="for tests " * 6, salt=salt, serializer=JSONSerializer, compress=True)
            rows.execute("UPDATE django_session SET session_data = ? WHERE session_key = ?", (anew, key))
