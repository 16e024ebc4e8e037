"""Before what cannot be taken back a password or second factor is asked for anew; what was sent goes on with it."""

from __future__ import annotations

import os
import re
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path

from congminh.accounts.sitting import clock
from congminh.accounts.sitting.keeping import KEPT
from congminh.accounts.sure import files as waiting_files
from congminh.desk.views import GRAVE as STEPS
from congminh.ledger.files import kinds
from congminh.ledger.procedures import named
from congminh.org.doors import ACCOUNT, always, asks_again, door
from congminh.site import urls as site
from tests.apps.accounts.conftest import WORD, passed, sign_in
from tests.apps.org.commune import Commune
from tests.apps.test_access import routes

# Decisions, closing, opening again, batches; exports of many; accounts, second factors and the log's key.
GRAVE = {
    "adopt_minutes", "application", "choose_reading", "close_account", "close_period", "confirm_many",
    "decide_criteria_set", "decide_units", "export", "export_months", "forms_01_pdf", "forms_02_pdf", "give_accounts",
    "month_xlsx", "new_password", "notify_units", "notify_year", "passkey", "publish_year", "recovery_codes",
    "remove_factor", "signing_key", "slips", "step", "table_pdf", "table_xlsx", "unit_sheet", "unit_sheets_pdf",
    "year_cap", "year_deciding", "year_file",
}  # fmt: skip
# What is called like one of those and is none: one's own paper, a form without rows, one unit's or person's sheet.
PLAIN = {
    "export": set(),
    "xlsx": set(),
    "decide": set(),
    "deciding": set(),
    "notify": set(),
    "publish": set(),
    "close": set(),
    "reopen": set(),
    "adopt": set(),
    "signing": set(),
    "zip": set(),
    "pdf": {"form_01_pdf", "form_02_pdf", "unit_sheet_pdf", "year_notice_pdf", "minutes_pdf"},
}


@door(ACCOUNT)
@asks_again()
def act(request: HttpRequest) -> HttpResponse:
    """Says what reached it."""
    files = [(name, file.name, file.read()) for name, found in request.FILES.lists() for file in found]
    return HttpResponse(repr([*sorted(request.POST.lists()), *files]), content_type="text/plain")


@door(ACCOUNT)
@asks_again(always)
def take_out(request: HttpRequest) -> HttpResponse:
    """A file of many."""
    return HttpResponse("tệp", content_type="text/plain")


urlpatterns = [*site.urlpatterns, path("viec-nang/", act), path("xuat-ra/", take_out)]


@pytest.fixture
def lan(here: Commune, client: Client, settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    sign_in(client)
    return client


def late(client: Client) -> Client:
    passed(client, clock.PROVED, 601)
    return client


def hidden(page: str) -> dict[str, list[str]]:
    """The fields the form of a page sends on unseen."""
    found: dict[str, list[str]] = {}
    form = page.partition('class="sheet pad form"')[2]
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def test_these_and_no_other_routes_ask() -> None:
    marked = {route.name for route in routes(get_resolver()) if hasattr(route.callback, "asks_again")}
    assert marked == GRAVE


@pytest.mark.parametrize("word", PLAIN)
def test_every_route_that_is_called_like_a_grave_one_asks(word: str) -> None:
    called = {route.name for route in routes(get_resolver()) if word in (route.name or "").split("_")}
    assert called - GRAVE == PLAIN[word]


@pytest.mark.parametrize(
    ("method", "step", "asks"),
    [
        ("POST", "reopen", True), ("POST", "annul", True), ("GET", "reopen", False), ("POST", "self_assess", False),
        ("POST", "decide", True), ("POST", "notify", True), ("POST", "publish", True), ("POST", "report", False),
    ],
)  # fmt: skip
def test_of_the_steps_of_a_file_those_that_decide_or_open_again_ask(method: str, step: str, asks: bool) -> None:
    view = next(route.callback for route in routes(get_resolver()) if route.name == "step")
    assert view.asks_again(RequestFactory().generic(method, "/"), {"step": step}) == asks


def test_every_step_of_every_procedure_that_decides_tells_or_closes_is_grave() -> None:
    final = {
        step.name
        for name in kinds()
        for step in named(name).steps
        if step.name.partition("_")[0] in ("decide", "notify", "publish", "close", "reopen", "annul", "replace", "sync")
    }
    assert final - STEPS == set()
    every = {step.name for name in kinds() for step in named(name).steps}
    assert STEPS - every == set(), "no step is asked for that there is not"


@pytest.mark.parametrize(("step", "asks"), [("decide", True), ("self_evaluate", False)])
def test_on_the_sheet_of_an_organisation_the_decision_asks(step: str, asks: bool) -> None:
    view = next(route.callback for route in routes(get_resolver()) if route.name == "unit_sheet")
    assert view.asks_again(RequestFactory().post("/", {"step": step}), {"pk": 1}) == asks


def test_who_signed_in_just_now_is_not_asked(lan: Client) -> None:
    assert lan.post("/viec-nang/", {"task": "1"}).content == b"[('task', ['1'])]"


def test_ten_minutes_later_one_is_asked_and_what_was_sent_goes_on_with_the_answer(lan: Client) -> None:
    asked = late(lan).post("/viec-nang/?ky=202610", {"task": ["1:3", "2:1"], "note": 'dòng "một"\ndòng hai'})
    page = asked.content.decode()
    assert asked.status_code == 403
    assert "Xác nhận lại" in page
    assert 'action="/viec-nang/?ky=202610"' in page
    sent = hidden(page)
    assert sent["task"] == ["1:3", "2:1"]
    assert sent["note"] == ['dòng "một"\ndòng hai']
    answer = {"asked-again": "1", "again-password": WORD, "task": ["1:3", "2:1"], "note": "x"}
    assert lan.post("/viec-nang/", answer).content == b"[('note', ['x']), ('task', ['1:3', '2:1'])]"
    assert lan.post("/viec-nang/", {"task": "3"}).content == b"[('task', ['3'])]"


def test_a_wrong_answer_asks_once_more_and_the_act_is_not_done(lan: Client) -> None:
    late(lan)
    sent = {"asked-again": "1", "again-password": "sai", "task": "1"}
    page = lan.post("/viec-nang/", sent)
    assert page.status_code == 422
    assert hidden(page.content.decode())["task"] == ["1"]
    assert "sai" not in page.content.decode()
    for _ in range(4):
        lan.post("/viec-nang/", sent)
    assert "quá nhiều lần" in lan.post("/viec-nang/", {**sent, "again-password": WORD}).content.decode()


def test_saying_that_one_was_asked_is_no_answer(lan: Client) -> None:
    assert late(lan).post("/viec-nang/", {"asked-again": "1"}).status_code == 422


def test_looking_is_not_acting(lan: Client) -> None:
    assert late(lan).get("/viec-nang/").status_code == 200


def test_a_download_is_asked_for_on_a_page_that_leads_to_it(lan: Client) -> None:
    page = late(lan).get("/xuat-ra/?ky=202610").headers["Location"]
    assert page == "/xac-nhan-lai/?next=%2Fxuat-ra%2F%3Fky%3D202610"
    assert hidden(lan.get(page).content.decode())["next"] == ["/xuat-ra/?ky=202610"]
    done = lan.post("/xac-nhan-lai/", {"next": "/xuat-ra/?ky=202610", "again-password": WORD})
    assert 'href="/xuat-ra/?ky=202610"' in done.content.decode()
    assert lan.get("/xuat-ra/?ky=202610").status_code == 200


def test_nobody_is_led_to_another_site_by_it(lan: Client) -> None:
    done = late(lan).post("/xac-nhan-lai/", {"next": "https://example.org/", "again-password": WORD})
    assert "example.org" not in done.content.decode()


def test_by_htmx_the_whole_page_goes_and_what_was_sent_is_kept(lan: Client) -> None:
    answer = late(lan).post("/viec-nang/", {"task": "1"}, headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/xac-nhan-lai/?next=%2Fgui-lai%2F"
    assert lan.session[KEPT]["pairs"] == [["task", "1"]]
    assert lan.post("/xac-nhan-lai/", {"next": "/gui-lai/", "again-password": WORD}).headers["Location"] == "/gui-lai/"


def test_in_the_demonstration_a_click_is_enough_and_only_there(here: Commune, client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF, settings.DEMO = __name__, True
    get_user_model().objects.create_user("minh", password=None)
    client.post("/vao-vai/minh/")
    assert "chỉ cần bấm" in late(client).post("/viec-nang/", {"task": "1"}).content.decode()
    settings.DEMO = False
    assert client.post("/viec-nang/", {"task": "1", "asked-again": "1"}).status_code == 422
    settings.DEMO = True
    assert client.post("/viec-nang/", {"task": "1", "asked-again": "1"}).content == b"[('task', ['1'])]"


def test_even_in_the_demonstration_a_click_is_no_password(lan: Client, settings: Any) -> None:
    settings.DEMO = True
    assert late(lan).post("/viec-nang/", {"task": "1", "asked-again": "1"}).status_code == 422


def chosen(*names: str, content: bytes = b"%PDF-1.7 bien ban") -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content, "application/pdf") for name in names]


def waiting(page: HttpResponse) -> list[str]:
    """The words of the files the page keeps."""
    return hidden(page.content.decode()).get("again-file", [])


def test_files_chosen_wait_in_quarantine_and_go_on_with_the_answer(lan: Client, settings: Any, tmp_path: Path) -> None:
    settings.QUARANTINE, settings.MEDIA_ROOT = tmp_path / "quarantine", tmp_path / "files"
    page = late(lan).post("/viec-nang/", {"task": "1", "papers": chosen("Biên bản 1.pdf", "Biên bản 2.pdf")})
    words = waiting(page)
    assert len(words) == 2
    assert "Biên bản 1.pdf, Biên bản 2.pdf" in page.content.decode()
    assert len(list((tmp_path / "quarantine").iterdir())) == 2
    assert not (tmp_path / "files").exists()
    answer = lan.post(
        "/viec-nang/", {"asked-again": "1", "again-password": WORD, "task": "1", "again-file": words}
    ).content.decode()
    expected = [("papers", f"Biên bản {each}.pdf", b"%PDF-1.7 bien ban") for each in (1, 2)]
    assert answer == repr([("task", ["1"]), *expected])
    assert list((tmp_path / "quarantine").iterdir()) == []


def test_files_outlive_a_wrong_answer(lan: Client, settings: Any, tmp_path: Path) -> None:
    settings.QUARANTINE = tmp_path
    words = waiting(late(lan).post("/viec-nang/", {"task": "1", "paper": chosen("a.pdf")}))
    sent = {"asked-again": "1", "again-password": "sai", "task": "1", "again-file": words}
    again = lan.post("/viec-nang/", sent)
    assert again.status_code == 422
    assert waiting(again) == words
    assert "('paper', 'a.pdf'" in lan.post("/viec-nang/", {**sent, "again-password": WORD}).content.decode()


def test_nobody_reaches_the_files_of_another_or_others_of_the_server(
    lan: Client, here: Commune, settings: Any, tmp_path: Path
) -> None:
    settings.QUARANTINE = tmp_path / "quarantine"
    (tmp_path / "secret-key").write_text("bi mat", encoding="ascii")
    words = waiting(late(lan).post("/viec-nang/", {"paper": chosen("a.pdf")}))
    minh = Client(headers={"host": "localhost"})
    minh.force_login(get_user_model().objects.create_user("minh", password=WORD))
    made_up = signing.dumps({"name": "x", "file": "x", "kind": "", "at": "../secret-key", "user": 1}, key="mine")
    for word in (*words, made_up, words[0][:-2], ""):
        assert minh.post("/viec-nang/", {"asked-again": "1", "again-file": [word]}).content == b"[]"
    assert len(list((tmp_path / "quarantine").iterdir())) == 1


def test_more_than_any_form_takes_is_not_kept_and_said_so(lan: Client, settings: Any, tmp_path: Path) -> None:
    settings.QUARANTINE = tmp_path
    page = late(lan).post("/viec-nang/", {"papers": chosen(*(f"{each}.pdf" for each in range(21)))})
    assert waiting(page) == []
    assert "Cần chọn lại tệp" in page.content.decode()
    assert list(tmp_path.iterdir()) == []


def test_whoever_sends_and_never_answers_fills_no_disk(
    lan: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.QUARANTINE = tmp_path
    monkeypatch.setattr(waiting_files, "MOST_WAITING", 100)
    late(lan)
    pages = [lan.post("/viec-nang/", {"paper": chosen("a.pdf", content=b"x" * 40)}) for _ in range(4)]
    assert [len(waiting(page)) for page in pages] == [1, 1, 0, 0]
    assert len(list(tmp_path.iterdir())) == 2


def test_files_nobody_came_back_for_are_gone_after_an_hour(lan: Client, settings: Any, tmp_path: Path) -> None:
    settings.QUARANTINE = tmp_path
    words = waiting(late(lan).post("/viec-nang/", {"paper": chosen("a.pdf")}))
    for left in tmp_path.iterdir():
        os.utime(left, (time.time() - 3700,) * 2)
    waiting(lan.post("/viec-nang/", {"paper": chosen("b.pdf")}))
    assert len(list(tmp_path.iterdir())) == 1
    sent = {"asked-again": "1", "again-password": WORD, "again-file": words}
    assert lan.post("/viec-nang/", sent).content == b"[]"
