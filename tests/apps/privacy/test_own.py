"""The copy of one's own data: whole, one's own alone, read by people and by machines."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.privacy.models import DataRequest
from congminh.privacy.own import own_data
from congminh.work.actions.reporting import keep_note
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering
from tests.apps.work.desk import day
from tests.apps.year.autumn import Autumn

pytestmark = pytest.mark.django_db
COPY = "/du-lieu-ca-nhan/ban-cua-toi/"


def data(text: str) -> dict[str, Any]:
    """What a machine reads in the file."""
    found = re.search(r'<script id="du-lieu" type="application/json">(.*?)</script>', text, re.S)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_all_of_a_months_work_marks_and_result_is_in_it(month: Month) -> None:
    here = month.here
    month.done(here.lan)
    month.told(here.lan, here.minh, {"I.1": 450})
    keep_note(here.lan, day(3), "Soạn kế hoạch")
    text = own_data(here.lan)
    held = data(text)["purposes"]
    assert [row["total_cp"] for row in held["evaluation"]["assessment.Result"]] == [
        month.sheet(here.lan).result.total_cp
    ]
    assert {row["code"]: row["self_cp"] for row in held["character"]["assessment.Mark"]}["I.1"] == 450
    assert held["work"]["work.Task"][0]["person"] == here.lan.name
    assert held["notes"]["work.DailyNote"][0]["text"] == "Soạn kế hoạch"
    steps = [(row["who"], row["article"]) for row in data(text)["steps"]]
    assert (here.minh.name, "Điều 17.3") in steps or (here.minh.name, "Điều 17.2") in steps
    seen = html.unescape(re.sub(r"<[^>]+>", " ", text.split("<script")[0]))
    assert here.lan.name in seen and "Soạn kế hoạch" in seen and "Điều 12.2.a" in seen


def test_nothing_of_anybody_elses_is_in_it(month: Month) -> None:
    here = month.here
    for who, by in ((here.lan, here.minh), (here.hoa, here.minh)):
        month.done(who)
        month.told(who, by, {"I.1": 400 if who == here.hoa else 450})
    held = data(own_data(here.lan))["purposes"]
    assert {row["person"] for row in held["evaluation"]["assessment.PeriodSheet"]} == {here.lan.name}
    assert {row["self_cp"] for row in held["character"]["assessment.Mark"]} >= {450}
    assert 400 not in {row["self_cp"] for row in held["character"]["assessment.Mark"]}


def test_no_secret_is_in_it(month: Month, enter: Entering) -> None:
    here = month.here
    enter(here.lan)
    here.lan.refresh_from_db()
    here.lan.user.set_password("mat-khau-rat-dai")
    here.lan.user.save()
    text = own_data(here.lan)
    assert "auth.User" in data(text)["purposes"]["account"]
    assert here.lan.user.password not in text and "session_key" not in text


def test_a_level_that_was_not_told_yet_is_not_in_it(autumn: Autumn) -> None:
    here = autumn.here
    autumn.ready(here.lan)
    (row,) = data(own_data(here.lan))["purposes"]["year"]["year.YearSheet"]
    assert (row["proposed_grade"], row["result"]) == (None, None)
    autumn.told(here.hoa, "good")
    (told,) = data(own_data(here.hoa))["purposes"]["year"]["year.YearSheet"]
    assert told["result"] and data(own_data(here.hoa))["purposes"]["year"]["year.YearResult"][0]["grade"] == "good"


def test_it_is_downloaded_by_a_button_and_that_it_was_is_kept(month: Month, enter: Entering) -> None:
    client = enter(month.here.lan)
    assert client.get(COPY).status_code == 405
    answer = client.post(COPY)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"] and ".html" in answer.headers["Content-Disposition"]
    assert data(answer.content.decode())["person"] == "LAN"
    assert DataRequest.objects.get(person=month.here.lan).state == "carried_out"


def test_words_somebody_wrote_cannot_break_out_of_the_file(month: Month) -> None:
    keep_note(month.here.lan, day(3), "</script><script>alert(1)</script><!--")
    text = own_data(month.here.lan)
    assert "<script>alert" not in text
    assert data(text)["purposes"]["notes"]["work.DailyNote"][0]["text"].startswith("</script>")


def test_it_takes_as_many_queries_for_many_tasks_as_for_few(month: Month) -> None:
    counts = []
    for number in (1, 4):
        for _ in range(number):
            month.done(month.here.lan)
        with CaptureQueriesContext(connection) as queries:
            own_data(month.here.lan)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 60
