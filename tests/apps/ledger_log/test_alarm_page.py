"""While the alarm stands every page says so, and what is sent is answered with why it was not saved."""

from __future__ import annotations

import pytest
from django.test import Client

from congminh.ledger.log.folder import Folder
from tests.apps.assessment_pages.conftest import Entering, enter
from tests.apps.org.commune import Commune
from tests.apps.unit_year.conftest import here

__all__ = ["enter", "here"]
pytestmark = pytest.mark.django_db
NOTICE = "Chỉ xem được, không lưu được"


def test_every_page_says_that_it_is_only_read_and_none_does_once_all_is_well(folder: Folder, client: Client) -> None:
    assert NOTICE not in client.get("/dang-nhap/").content.decode()
    folder.write("alarm", "the database has 3 leaves, and 5 were signed: it is an older one\n")
    shown = client.get("/dang-nhap/").content.decode()
    assert NOTICE in shown and 'role="alert"' in shown
    assert "3 leaves" not in shown, "what is wrong is the administrator's to read, on the server"
    folder.calm()
    assert NOTICE not in client.get("/dang-nhap/").content.decode()


def test_what_is_sent_is_answered_with_the_two_ways_out(folder: Folder, here: Commune, enter: Entering) -> None:
    browser = enter(here.lan)
    folder.write("alarm", "an older database\n")
    answer = browser.post("/hop-thu/da-doc/", {"newest": 0})
    said = answer.content.decode()
    assert answer.status_code == 503
    assert "Hiện không lưu được gì" in said and "chưa được lưu" in said
    for way in ("congminh log status", "congminh restore", "congminh log epoch"):
        assert way in said
    assert NOTICE not in said, "it is said once"
