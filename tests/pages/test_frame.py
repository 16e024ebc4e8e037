"""What stands around every page: headers, language, theme, the pages of errors."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def policy(client: Client, path: str = "/kieu-dang/") -> dict[str, str]:
    """The content security policy of a page, by directive."""
    sent = client.get(path).headers["Content-Security-Policy"]
    return {words.split()[0]: " ".join(sorted(words.split()[1:])) for words in sent.split("; ")}


def test_a_page_trusts_itself_and_its_nonce_alone(client: Client) -> None:
    page = client.get("/kieu-dang/")
    nonces = set(re.findall(r'nonce="([^"]+)"', page.content.decode()))
    assert page.status_code == 200
    assert len(nonces) == 1
    assert f"script-src 'self' 'nonce-{nonces.pop()}'" in page.headers["Content-Security-Policy"]
    rules = policy(client)
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["form-action"] == rules["font-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert "unsafe" not in " ".join(rules.values())


def test_no_two_pages_share_a_nonce(client: Client) -> None:
    assert policy(client)["script-src"] != policy(client)["script-src"]


def test_a_page_carries_the_headers_of_the_house(client: Client) -> None:
    headers = client.get("/kieu-dang/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_page_of_someone_signed_in_is_not_kept(client: Client) -> None:
    assert "Cache-Control" not in client.get("/kieu-dang/").headers
    client.cookies[settings.SESSION_COOKIE_NAME] = "anything"
    assert client.get("/khong-co/").headers["Cache-Control"] == "no-store"


def test_the_language_is_vietnamese_until_someone_chooses(client: Client) -> None:
    page = client.get("/kieu-dang/", headers={"accept-language": "en-US"})
    assert '<html lang="vi"' in page.content.decode()
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/kieu-dang/"})
    assert answer.headers["Location"] == "/kieu-dang/"
    english = client.get("/kieu-dang/")
    assert '<html lang="en"' in english.content.decode()
    assert english.headers["Content-Language"] == "en"


def test_the_theme_is_kept_without_a_script(client: Client) -> None:
    assert 'data-theme="auto"' in client.get("/kieu-dang/").content.decode()
    client.post("/giao-dien/", {"theme": "dark", "next": "/kieu-dang/"})
    assert 'data-theme="dark"' in client.get("/kieu-dang/").content.decode()


def test_a_theme_unknown_is_refused_in_words(client: Client) -> None:
    answer = client.post("/giao-dien/", {"theme": "pink"})
    assert answer.status_code == 400
    assert "Hãy chọn sáng, tối" in answer.content.decode()
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in client.get("/kieu-dang/").content.decode()


@pytest.mark.parametrize("path", ["/giao-dien/", "/ngon-ngu/"])
def test_a_switch_never_leads_to_another_site(client: Client, path: str) -> None:
    answer = client.post(path, {"theme": "dark", "language": "vi", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_looking_changes_nothing(client: Client) -> None:
    assert client.get("/giao-dien/?theme=dark").status_code == 405
    assert not client.get("/ngon-ngu/?language=en").cookies


def test_a_form_from_elsewhere_is_refused_in_our_own_words() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = strict.post("/giao-dien/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Biểu mẫu chưa được gửi" in answer.content.decode()


def test_what_is_not_there_says_what_to_do(client: Client) -> None:
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Hãy kiểm tra lại địa chỉ." in answer.content.decode()


def test_what_is_not_allowed_says_whose_it_is() -> None:
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory
    from django.views.defaults import permission_denied

    request = RequestFactory().get("/")
    answer = permission_denied(request, PermissionDenied())
    assert "ở đó có các bước của bạn" in answer.content.decode()


def test_the_page_of_our_own_faults_needs_nothing_that_may_have_failed() -> None:
    assert "Không có nội dung nào bị lưu dở dang." in render_to_string("500.html")


def test_django_finds_nothing_to_mend_before_the_site_is_opened(tmp_path: Path) -> None:
    ours = {
        "CONGMINH_SECRET_KEY": "a long and random text 0123456789, for this test alone",
        "CONGMINH_HOME": str(tmp_path),
        "CONGMINH_DEBUG": "0",
    }
    check = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**os.environ, **ours, "DJANGO_SETTINGS_MODULE": "congminh.site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stderr
