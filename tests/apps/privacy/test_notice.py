"""What is recorded is said to everybody who signs in, once a version; nothing is kept from who has not read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.privacy import notifying, views
from congminh.privacy.models import Acknowledgement
from congminh.privacy.register import notice
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, words

pytestmark = pytest.mark.django_db
PAGE, RIGHTS = "/du-lieu-ca-nhan/thong-bao/", "/du-lieu-ca-nhan/"
STRIP = "Đọc phần mềm ghi gì"


def whole(answer: Any) -> str:
    """A page with what stands above it."""
    said: str = answer.content.decode()
    return said


def test_the_strip_stands_above_every_page_until_it_was_read(month: Month, enter: Entering) -> None:
    client = enter(month.here.lan)
    assert STRIP in whole(client.get("/")) and STRIP in whole(client.get("/phieu/"))
    assert client.post(PAGE).status_code == 302
    assert STRIP not in whole(client.get("/")) and STRIP not in whole(client.get("/phieu/"))
    assert STRIP in whole(enter(month.here.hoa).get("/")), "each account reads for itself"


def test_it_says_plainly_what_is_recorded_why_how_long_and_which_rights(month: Month, enter: Entering) -> None:
    said = words(enter(month.here.lan).get(PAGE))
    for part, points in notice().parts:
        assert part.vi in said and all(point.vi in said for point in points)
    assert "24 tháng" in said and "không phải là đồng ý" in said


def test_reading_twice_is_recorded_once_with_its_moment(month: Month, enter: Entering) -> None:
    client = enter(month.here.lan)
    client.post(PAGE)
    (first,) = Acknowledgement.objects.all()
    client.post(PAGE)
    assert [each.at for each in Acknowledgement.objects.all()] == [first.at]
    assert (first.user.person, first.version) == (month.here.lan, notice().version)
    assert (
        "Bạn đã đọc bản này" in words(client.get(PAGE)) and 'name="csrf' not in client.get(PAGE).content.decode()[-400:]
    )


def test_a_new_version_is_to_be_read_anew(month: Month, enter: Entering, monkeypatch: Any) -> None:
    client = enter(month.here.lan)
    client.post(PAGE)
    later = replace(notice(), version=notice().version + 1)
    for module in (notifying, views):
        monkeypatch.setattr(module, "notice", lambda: later)
    assert STRIP in whole(client.get("/"))
    client.post(PAGE)
    assert STRIP not in whole(client.get("/"))
    assert sorted(Acknowledgement.objects.values_list("version", flat=True)) == [1, 2]


def test_who_has_not_read_it_reads_their_rights_and_takes_their_copy(month: Month, enter: Entering) -> None:
    client = enter(month.here.lan)
    assert client.get(RIGHTS).status_code == 200 and STRIP not in whole(client.get(RIGHTS))
    assert client.post("/du-lieu-ca-nhan/ban-cua-toi/").status_code == 200
    assert not Acknowledgement.objects.exists(), "looking is not reading"


def test_a_page_asks_no_query_more_to_know_it(month: Month, enter: Entering) -> None:
    client, counts = enter(month.here.lan), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/phieu/")
        counts.append(len(queries))
        client.post(PAGE)
    assert counts[0] == counts[1]
    assert not any("privacy_acknowledgement" in q["sql"] and "auth_user" not in q["sql"] for q in queries)
