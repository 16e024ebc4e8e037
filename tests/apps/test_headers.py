"""What a browser is told with every answer, on every route for each of the cast; and that looking changes nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from congminh.accounts.sitting import clock
from tests.apps import places
from tests.apps.test_access import CAST, TABLE, clients  # noqa: F401 - a fixture

SECURE = {
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
}
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DEVICES = ("camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()")
NONCE = re.compile(r"'nonce-([^']{16,})'")
ELSEWHERE = re.compile(rb"""(?:src|href|action)=["'](?:https?:)?//""")
# Sessions and looks tell of the visit itself; what was looked at stays as it was.
ASIDE = {"django_session", "looks_look", "looks_seen"}


@pytest.fixture(autouse=True)
def secure(settings: Any) -> None:
    for name, value in SECURE.items():
        setattr(settings, name, value)


def asked(rows: dict[str, Any], found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every row of access.yaml that is looked at: its name, address and question."""
    for key, row in rows.items():
        if "post" not in row:
            at = {name: found.get(value, value) for name, value in row.get("at", {}).items()}
            yield key, reverse(key.partition(" ")[0], kwargs=at), row.get("get", {})


def closed(answer: Any) -> bytes:
    """The body; files are closed without telling Django that the request is over."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    return body


def faults(answer: HttpResponse, body: bytes, is_signed_in: bool) -> list[str]:
    """What is wrong with an answer."""
    wrong = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    wrong += [device for device in DEVICES if device not in answer.headers.get("Permissions-Policy", "")]
    policy = answer.headers.get("Content-Security-Policy", "")
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    wrong += ["a policy that lets inline code in"] if "unsafe" in policy or "*" in policy else []
    strict = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'"}
    wrong += [name for name, value in strict.items() if parts.get(name) != value]
    if is_signed_in and answer.headers.get("Cache-Control") != "no-store":
        wrong.append("a page of somebody's that is kept")
    ours = [cookie for cookie in answer.cookies.values() if cookie.key.startswith("__Host-")]
    wrong += [each.key for each in ours if not each["secure"] or each["path"] != "/" or each["domain"]]
    shown = "attachment" not in answer.headers.get("Content-Disposition", "")
    is_page = shown and answer.headers["Content-Type"].startswith("text/html")
    return wrong + (page_faults(body, policy) if is_page else [])


def page_faults(body: bytes, policy: str) -> list[str]:
    """What is wrong with a page: code without its nonce, styles inside, anything from elsewhere."""
    nonce = NONCE.search(policy)
    scripts = re.findall(rb"<script[^>]*>", body)
    wrong = [script.decode() for script in scripts if not nonce or f'nonce="{nonce[1]}"'.encode() not in script]
    wrong += ["an inline style"] if re.search(rb"<[^>]+\sstyle=", body) else []
    wrong += ["an inline handler"] if re.search(rb"<[^>]+\son[a-z]+=", body) else []
    return wrong + (["something from elsewhere"] if ELSEWHERE.search(body) else [])


def counts() -> dict[str, int]:
    """How many rows each table has, sessions aside."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - ASIDE
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables & set(connection.introspection.table_names(cursor))):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def test_every_answer_carries_its_headers_and_looking_changes_nothing(clients: dict[str, Client]) -> None:  # noqa: F811
    found = places.of_the_demonstration()
    before, wrong, cells = counts(), {}, 0
    for key, address, question in asked(TABLE["routes"], found):
        for one in CAST:
            answer = clients[one].get(address, question, secure=True)
            if bad := faults(answer, closed(answer), one != "nobody"):
                wrong[f"{key} as {one}"] = bad
            if (after := counts()) != before:
                wrong[f"{key} as {one} changes"] = [name for name in after if after[name] != before[name]]
                before = after
            cells += 1
    assert cells > 1000
    assert wrong == {}


def test_the_sessions_cookie_is_bound_to_this_host(clients: dict[str, Client], settings: Any) -> None:  # noqa: F811
    settings.DEMO = True
    answer = clients["nobody"].post("/vao-vai/lan/", secure=True)
    cookie = answer.cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert cookie["max-age"] == cookie["expires"] == ""  # it ends with the browser
    assert answer.headers["Cache-Control"] == "no-store"


def test_two_pages_never_share_a_nonce(clients: dict[str, Client]) -> None:  # noqa: F811
    said = [clients["lan"].get("/", secure=True).headers["Content-Security-Policy"] for _ in range(2)]
    first, second = (NONCE.search(policy) for policy in said)
    assert first
    assert second
    assert first[1] != second[1]


def test_a_page_that_asks_by_itself_keeps_no_session_alive(clients: dict[str, Client]) -> None:  # noqa: F811
    session = clients["lan"].session
    session[clock.SEEN] -= 600
    session.save()
    for headers, is_touched in (({"X-By-Itself": "1"}, False), ({}, True)):
        with transaction.atomic():
            clients["lan"].get("/", headers=headers, secure=True)
        assert (clients["lan"].session[clock.SEEN] > session[clock.SEEN]) == is_touched


def test_the_settings_of_a_real_site_are_those_and_pass_djangos_own_check(tmp_path: Path) -> None:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("CONGMINH_", "DJANGO_", "DATABASE_"))
    }
    ours |= {"CONGMINH_HOME": str(tmp_path), "CONGMINH_SECRET_KEY": "k" * 30 + "0123456789abcdefghijklmnopqrstuvwxyz"}
    ours["DJANGO_SETTINGS_MODULE"] = "congminh.site.settings"
    said = f"from django.conf import settings; print({{name: getattr(settings, name) for name in {list(SECURE)}}})"
    found = subprocess.run([sys.executable, "-c", said], env=ours, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == repr(SECURE)
    check = [sys.executable, "-W", "ignore", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    checked = subprocess.run(check, env=ours, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout + checked.stderr
