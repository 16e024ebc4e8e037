"""The cookies, nonces and settings of a real site; the headers of every answer are looked at in test_access.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from congminh.accounts.sitting import clock
from congminh.demo.accounts import give_accounts
from congminh.demo.organisation import load_organisation
from tests.apps.headers import NONCE, SECURE, faults
from tests.apps.worlds import world


def people() -> None:
    """The demonstration's people with their accounts."""
    load_organisation()
    give_accounts()


here = world(people)


@pytest.fixture(autouse=True)
def secure(settings: Any) -> None:
    for name, value in SECURE.items():
        setattr(settings, name, value)


@pytest.fixture
def clients(here: None, settings: Any) -> dict[str, Client]:
    """Browsers of Lan and of somebody unknown."""
    settings.DEMO = False
    made = {one: Client(headers={"host": "localhost"}) for one in ("nobody", "lan")}
    made["lan"].force_login(get_user_model().objects.get(username="lan"))
    return made


def test_an_answer_that_lacks_something_is_found(clients: dict[str, Client]) -> None:
    answer = clients["lan"].get("/", secure=True)
    assert faults(answer, answer.content, True) == []
    del answer.headers["X-Frame-Options"]
    answer.headers["Cache-Control"] = "public"
    wrong = faults(answer, answer.content + b'<script>1</script><p style="x" onclick="y">', True)
    assert len(wrong) == 5, wrong


def test_the_sessions_cookie_is_bound_to_this_host(clients: dict[str, Client], settings: Any) -> None:
    settings.DEMO = True
    answer = clients["nobody"].post("/vao-vai/lan/", secure=True)
    cookie = answer.cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert cookie["max-age"] == cookie["expires"] == ""  # it ends with the browser
    assert answer.headers["Cache-Control"] == "no-store"


def test_two_pages_never_share_a_nonce(clients: dict[str, Client]) -> None:
    said = [clients["lan"].get("/", secure=True).headers["Content-Security-Policy"] for _ in range(2)]
    first, second = (NONCE.search(policy) for policy in said)
    assert first
    assert second
    assert first[1] != second[1]


def test_a_page_that_asks_by_itself_keeps_no_session_alive(clients: dict[str, Client]) -> None:
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
