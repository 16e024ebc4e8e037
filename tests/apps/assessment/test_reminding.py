"""«Nhắc việc»: who still has to act, two working days before and on the last day, once each."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from congminh.assessment.actions import Line, lodge
from congminh.assessment.models import Petition, Round
from congminh.law.calendar import add_working_days, is_working_day
from congminh.ledger.actions import take
from congminh.ledger.models import CaseFile, Notice
from congminh.ledger.reminding import is_near, remind
from congminh.org.actions import ask_line
from congminh.org.models import Person
from tests.apps.assessment.month import Month
from tests.apps.assessment.test_forms import enter

FAR = date(2027, 6, 30)


def on(month: Month, **days: date) -> None:
    """The days of the round, in order."""
    names = ("self_by", "confirm_by", "publish_by")
    last = max((names.index(name) for name in days), default=-1)
    by = {name: month.round.first if place < last else FAR for place, name in enumerate(names)} | days
    Round.objects.filter(pk=month.round.pk).update(**by)
    month.round.refresh_from_db()


def reminded(who: Person) -> list[tuple[str, date, bool, int]]:
    rows = Notice.objects.filter(entry=None, to=who).order_by("pk")
    return [(each.step, each.due, each.over, each.files) for each in rows]


DUE = date(2027, 6, 16)  # a Wednesday
BEFORE, EARLIER = date(2027, 6, 14), date(2027, 6, 11)


def test_the_days_are_as_the_calendar_has_them() -> None:
    assert all(is_working_day(day) for day in (DUE, BEFORE, EARLIER))
    assert [is_near(DUE, day) for day in (EARLIER, BEFORE, DUE, DUE + timedelta(7), DUE + timedelta(8))] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_tet_is_no_time_to_act_so_the_reminder_comes_before_it() -> None:
    after = add_working_days(date(2026, 2, 13), 1)
    assert after - date(2026, 2, 13) > timedelta(days=8)
    assert is_near(after, date(2026, 2, 13))


def test_whoever_has_not_sent_the_sheet_is_reminded_before_and_on_the_last_day_once_each(month: Month) -> None:
    here = month.here
    on(month, self_by=DUE)
    month.sent(here.minh)
    assert remind(EARLIER) == 0
    number = remind(BEFORE)
    assert number == 5 and reminded(here.lan) == [("self_assess", DUE, False, 1)] and reminded(here.minh) == []
    assert remind(BEFORE) == remind(BEFORE + timedelta(days=1)) == 0
    assert remind(DUE) == number
    assert remind(DUE) == 0
    assert reminded(here.lan) == [("self_assess", DUE, False, 1), ("self_assess", DUE, True, 1)]


def test_who_scores_is_reminded_once_for_all_sheets(month: Month) -> None:
    here = month.here
    for who in (here.lan, here.hoa, here.minh):
        month.sent(who)
    on(month, self_by=DUE - timedelta(days=60), confirm_by=DUE)
    Notice.objects.filter(entry=None).delete()
    remind(BEFORE)
    assert reminded(here.minh) == [("score", DUE, False, 2)]
    assert reminded(here.an) == [("score", DUE, False, 1)]


def test_who_scored_and_did_not_tell_is_reminded_to_tell(month: Month) -> None:
    month.scored(month.here.lan, month.here.minh)
    on(month, publish_by=DUE)
    remind(DUE)
    assert reminded(month.here.minh) == [("notify", DUE, True, 1)]


def test_a_day_the_worker_missed_is_made_up_for_and_an_old_one_is_not(month: Month) -> None:
    on(month, self_by=DUE)
    assert remind(DUE + timedelta(days=3)) > 0
    assert reminded(month.here.lan) == [("self_assess", DUE, True, 1)]
    Notice.objects.filter(entry=None).delete()
    assert remind(DUE + timedelta(days=20)) == 0


def test_a_petition_is_called_to_mind_by_its_own_deadline(month: Month) -> None:
    here = month.here
    month.done(quantity_m=1000)
    sheet = month.told(here.lan, here.minh)
    petition = lodge(sheet, here.lan, Line("quantity", "a"), "Đã nộp đủ")
    Round.objects.update(self_by=FAR, confirm_by=FAR, publish_by=FAR)
    assert remind(timezone.localdate()) == 0
    remind(petition.due)
    assert reminded(here.an) == [("uphold", petition.due, True, 1)], "one thing to do, though two steps are open"
    assert reminded(here.minh) == []
    petition = Petition.objects.get()
    take("refuse", petition, here.an, petition.version, {"reason": "Không có căn cứ"})
    assert remind(petition.due + timedelta(days=1)) == 0


def test_a_request_about_ones_head_is_called_to_mind_as_well(month: Month) -> None:
    here = month.here
    ask_line(here.lan, "Tôi đã chuyển đơn vị")
    on(month)
    due = add_working_days(timezone.localdate(), 1)
    remind(due)
    assert ("settle", due, True, 1) in reminded(here.thu)


def test_two_files_due_alike_are_one_reminder(month: Month) -> None:
    here = month.here
    sheet = month.told(here.lan, here.minh)
    first = lodge(sheet, here.lan, Line("quantity", "a"), "Một")
    lodge(sheet, here.lan, Line("quality", "b"), "Hai")
    on(month)
    remind(first.due)
    assert reminded(here.an) == [("uphold", first.due, True, 2)]
    assert Notice.objects.get(entry=None, to=here.an).file_id == first.pk


def test_the_inbox_shows_it_and_leads_to_the_file(month: Month) -> None:
    here = month.here
    on(month, self_by=DUE)
    remind(BEFORE)
    lan: Client = enter(here.lan)
    page = lan.get("/hop-thu/").content.decode()
    assert "Hạn ngày 16/06/2027" in page and "Tự đánh giá và gửi Mẫu 01" in page
    assert f'href="/ho-so/{month.sheet(here.lan).pk}/"' in page
    assert '<a class="count" href="/hop-thu/">' in page


def test_the_database_holds_each_once_and_none_about_nothing(month: Month) -> None:
    on(month, self_by=DUE)
    remind(BEFORE)
    kept = Notice.objects.filter(entry=None).first()
    assert kept is not None
    same: dict[str, Any] = {"to": kept.to, "file": kept.file, "procedure": kept.procedure, "step": kept.step}
    for wrong in ({**same, "due": kept.due}, {"to": kept.to, "role": "owner"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(**wrong)


def test_reminders_ask_no_more_for_many_sheets_than_for_few(month: Month, django_assert_max_num_queries: Any) -> None:
    on(month, self_by=DUE)
    with django_assert_max_num_queries(30):
        remind(BEFORE)
    assert CaseFile.objects.count() > 3
