"""Closing a period: all or nothing, once, by personnel, also as long work; and nothing moves afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.assessment.actions import close_rounds, notify, open_round
from congminh.assessment.closing import begin_closing, close
from congminh.assessment.facts import differences
from congminh.assessment.models import PeriodSheet, Result, Round
from congminh.jobs.models import Job
from congminh.ledger.actions import take
from congminh.ledger.models import Entry
from congminh.org.models import Person, Post
from congminh.work.actions import assign, undo
from congminh.work.models import Task
from congminh.work.openness import closed
from tests.apps.assessment.month import Month, given
from tests.apps.assessment.test_opening import alone
from tests.apps.org.commune import Commune, person, position
from tests.apps.work.desk import MONTH, Desk, day

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


def over() -> None:
    """The days of every period have passed."""
    Round.objects.update(self_by=day(2), confirm_by=day(3), publish_by=min(YESTERDAY, MONTH.last))


def test_a_period_is_closed_when_every_result_was_told(month: Month) -> None:
    month.done(month.here.lan)
    month.all_told()
    found = close_rounds([month.round], month.here.thu)
    assert (found.told, found.closed) == (0, 6)
    month.round.refresh_from_db()
    assert (month.round.is_closed, month.round.closed_by) == (True, month.here.thu)
    assert set(PeriodSheet.objects.values_list("state", flat=True)) == {"closed"}
    entries = Entry.objects.filter(step="close")
    assert {(entry.who, entry.cite, entry.data["batch"]["files"]) for entry in entries} == {
        (month.here.thu, "Điều 17.3", 6)
    }
    assert all(differences(sheet.result) == [] for sheet in PeriodSheet.objects.all())


def test_the_month_of_an_agency_that_has_the_system_to_itself_is_closed_without_its_head(desk: Desk) -> None:
    alone(desk)
    here = desk.here
    month = Month(desk, open_round(here.commune, MONTH, here.thu).round)
    pairs = ((here.lan, here.minh), (here.thu, here.thuong), (here.hoa, here.minh))
    for who, by in (*pairs, (here.minh, here.an), (here.thuong, here.an)):
        month.told(who, by)
    assert close_rounds([month.round], here.thu).closed == 5


def test_whoever_is_not_scored_yet_is_named_and_nothing_is_closed(month: Month) -> None:
    month.told(month.here.lan, month.here.minh)
    with pytest.raises(ValidationError, match="5") as caught:
        close_rounds([month.round], month.here.thu)
    assert month.here.minh.name in caught.value.params["why"]
    assert month.sheet(month.here.lan).state == "notified"


@pytest.mark.parametrize("who", ["an", "minh", "lan", "dung"])
def test_only_personnel_close(month: Month, who: str) -> None:
    month.all_told()
    with pytest.raises(PermissionDenied):
        close_rounds([month.round], getattr(month.here, who))


def test_results_nobody_told_in_time_are_told_with_a_reason_from_below_upward(month: Month) -> None:
    here = month.here
    month.done(here.lan)
    pairs = ((here.lan, here.minh), (here.thu, here.thuong), (here.hoa, here.minh))
    for who, by in (*pairs, (here.minh, here.an), (here.thuong, here.an), (here.an, here.chair)):
        month.scored(who, by)
    Round.objects.update(publish_by=TODAY)
    with pytest.raises(ValidationError) as caught:
        close_rounds([month.round], here.thu)
    assert set(caught.value.message_dict) == {"reason"}
    with pytest.raises(ValidationError):
        close_rounds([month.round], here.thu, "Quá hạn")
    over()
    with pytest.raises(ValidationError):  # her own result is among them
        close_rounds([month.round], here.thu, "Quá hạn")
    assert not Result.objects.exists()
    own = month.sheet(here.thu)
    notify(own, here.thuong, own.version)
    found = close_rounds([month.round], here.thu, "Quá hạn thông báo")
    assert (found.told, found.closed) == (5, 6)
    told = Entry.objects.filter(step="notify_late")
    assert {entry.data["reason"] for entry in told} == {"Quá hạn thông báo"}
    assert all(differences(sheet.result) == [] for sheet in PeriodSheet.objects.all())
    head: Any = month.sheet(here.an).result
    assert (head.tasks, len(head.charge_facts)) == (1, 5)


def test_a_closing_begun_again_goes_on_and_changes_nothing_twice(month: Month) -> None:
    month.all_told()
    close_rounds([month.round], month.here.thu)
    first = Round.objects.get().closed_at
    found = close_rounds([month.round], month.here.thu)
    assert (found.told, found.closed) == (0, 0)
    assert Round.objects.get().closed_at == first and Entry.objects.filter(step="close").count() == 6


def test_one_left_out_does_not_stand_in_the_way(month: Month) -> None:
    here = month.here
    take("leave_out", month.sheet(here.thu), other_adviser(month.here), 0, {"reason": "nghỉ thai sản"})
    pairs = ((here.lan, here.minh), (here.hoa, here.minh), (here.minh, here.an), (here.thuong, here.an))
    for who, by in (*pairs, (here.an, here.chair)):
        month.told(who, by)
    assert close_rounds([month.round], here.thu).closed == 5
    assert month.sheet(here.thu).state == "left_out"


def other_adviser(here: Commune) -> Person:
    """Nobody settles their own: the adviser of the agency above."""
    who = person("NGA", "Vũ Thị Nga")
    held = position("Tổ chức – cán bộ cấp tỉnh", is_personnel=True)
    Post.objects.create(person=who, unit=here.province, first=who.begun, position=held)
    return who


def test_closing_is_long_work_that_shows_how_far_it_is(month: Month) -> None:
    month.all_told()
    job = begin_closing([month.round], month.here.thu)
    close.func(job.pk, rounds=[month.round.pk], reason="")
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.problem) == ("done", "")
    assert job.total == 6
    assert Round.objects.get().is_closed


def test_a_closing_that_cannot_be_says_why_and_closes_nothing(month: Month) -> None:
    job = begin_closing([month.round], month.here.thu)
    close.func(job.pk, rounds=[month.round.pk], reason="")
    job = Job.objects.get(pk=job.pk)
    assert job.state == "failed" and month.here.minh.name in job.problem
    assert not Round.objects.get().is_closed


def test_several_agencies_are_closed_together_or_not_at_all(desk: Desk) -> None:
    here = desk.here
    rounds = [open_round(agency, MONTH, None).round for agency in (here.other_commune, here.province)]
    adviser = other_adviser(here)
    far = Month(desk, rounds[0])
    far.told(here.far, here.chair)
    with pytest.raises(ValidationError):
        close_rounds(rounds, adviser)
    assert not Round.objects.exclude(closed_at=None).exists()
    take("leave_out", PeriodSheet.objects.get(round=rounds[1]), adviser, 0, {"reason": "nghỉ ốm"})
    assert close_rounds(rounds, adviser).closed == 1
    assert not Round.objects.filter(closed_at=None).exists()


def test_once_told_nothing_of_the_persons_tasks_moves(month: Month) -> None:
    here = month.here
    task = month.done(here.lan)
    pair = (here.lan.pk, MONTH.code)
    assert closed([pair]) == set()
    month.told(here.lan, here.minh)
    assert closed([pair, (here.hoa.pk, MONTH.code), (here.lan.pk, MONTH.code - 1)]) == {pair}
    with pytest.raises(ValidationError):
        undo(Task.objects.get(pk=task.pk), here.minh)
    with pytest.raises(ValidationError):
        assign([month.desk.row(here.lan, "DC.02")], here.minh)
    assert Task.objects.get(pk=task.pk).state == "confirmed" and Task.objects.count() == 1
    assert given(month.desk, here.hoa, here.minh).pk


def test_a_quarters_sheet_closes_the_tasks_of_its_months(month: Month) -> None:
    sheet = month.told(month.here.lan, month.here.minh)
    year = sheet.period // 100 * 100
    PeriodSheet.objects.filter(pk=sheet.pk).update(span=3, period=year + 12)
    pairs = [(month.here.lan.pk, year + number) for number in (9, 10, 11, 12)]
    assert closed(pairs) == set(pairs[1:])
