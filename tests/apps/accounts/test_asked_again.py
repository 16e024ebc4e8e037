"""Before what cannot be taken back a password or second factor is asked for anew; what was sent goes on with it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path

from congminh.accounts.sitting import clock
from congminh.accounts.sitting.keeping import KEPT
from congminh.org.doors import ACCOUNT, always, asks_again, door
from congminh.site import urls as site
from tests.apps.accounts.conftest import WORD, passed, sign_in
from tests.apps.org.commune import Commune
from tests.apps.test_access import routes

# What the brief of security names: confirming in a batch, closing, exporting, opening again.
GRAVE = {
    "confirm_many", "close_period", "export", "export_months", "forms_01_pdf", "forms_02_pdf", "month_xlsx",
    "year_file", "table_xlsx", "step",
}  # fmt: skip


@door(ACCOUNT)
@asks_again()
def act(request: HttpRequest) -> HttpResponse:
    """Says what reached it."""
    return HttpResponse(repr(sorted(request.POST.lists())), content_type="text/plain")


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


def test_the_grave_acts_of_the_site_are_marked() -> None:
    marked = {route.name for route in routes(get_resolver()) if hasattr(route.callback, "asks_again")}
    assert marked >= GRAVE


@pytest.mark.parametrize(
    ("method", "step", "asks"),
    [("POST", "reopen", True), ("POST", "annul", True), ("GET", "reopen", False), ("POST", "self_assess", False)],
)
def test_of_the_steps_of_a_file_those_that_open_again_ask(method: str, step: str, asks: bool) -> None:
    view = next(route.callback for route in routes(get_resolver()) if route.name == "step")
    assert view.asks_again(RequestFactory().generic(method, "/"), {"step": step}) == asks


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
