"""Who sees which tasks, and for whom they wait: each of the cast, through posts as they are held today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from congminh.ledger.files import waiting_for
from congminh.org.actions import appoint, delegate, end_post, merge_units
from congminh.org.models import Post
from congminh.work.actions import approve, ask_cause, assign, confirm, hand_over, propose, report, return_work
from congminh.work.models import Task
from tests.apps.org.commune import post
from tests.apps.work.desk import Desk, again, day, extra

CAST = ("lan", "minh", "hoa", "an", "thu", "thuong", "chair", "dung", "son", "far")


def seeing(desk: Desk) -> list[str]:
    """Who sees the tasks there are."""
    return [who for who in CAST if Task.objects.visible_to(getattr(desk.here, who)).exists()]


def waiting(desk: Desk) -> dict[str, int]:
    """For whom how many tasks wait."""
    counts = {who: Task.objects.waiting_for(getattr(desk.here, who)).count() for who in CAST}
    return {who: number for who, number in counts.items() if number}


def test_a_task_is_seen_by_its_owner_those_who_lead_or_advise_and_the_inspector(desk: Desk) -> None:
    desk.given()
    assert seeing(desk) == ["lan", "minh", "hoa", "an", "thu", "chair", "dung"]


def test_an_outsider_sees_and_waits_for_nothing(desk: Desk) -> None:
    desk.reported()
    assert not Task.objects.visible_to(None).exists() and not Task.objects.waiting_for(None).exists()
    assert not Task.objects.visible_to(desk.here.son).exists() and waiting_for(desk.here.son) == []


def test_what_one_sees_ends_with_the_post(desk: Desk) -> None:
    desk.given()
    end_post(desk.here.hoa.posts.get(), timezone.localdate() - timedelta(days=1))
    assert "hoa" not in seeing(desk)


def test_a_merged_units_tasks_are_seen_where_it_went_on(desk: Desk) -> None:
    task, today = desk.reported(), timezone.localdate()
    end_post(desk.here.minh.posts.get(), today - timedelta(days=1))
    merge_units([desk.here.economy], desk.here.culture, today)
    assert "thuong" in seeing(desk) and waiting(desk) == {"thuong": 1}
    confirm(again(task), desk.here.thuong)


def test_the_next_step_waits_for_whoever_takes_it(desk: Desk) -> None:
    desk.given()
    assert waiting(desk) == {}
    reported = desk.reported()
    propose(extra(desk))
    hand_over(desk.given(code="DC.01"), desk.here.lan, "bận")
    assert waiting(desk) == {"minh": 3}
    return_work(again(reported), desk.here.minh, "Sai")
    assert waiting(desk) == {"lan": 1, "minh": 2}


def test_a_cause_waits_for_who_judges_it(desk: Desk) -> None:
    task = desk.reported(finished=25)
    confirm(again(task), desk.here.minh)
    ask_cause(again(task), desk.here.lan, "delay", "Mất điện")
    assert waiting(desk) == {"minh": 1}
    desk.reads("objective_cause_by", "decider")
    assert waiting(desk) == {"an": 1}


def test_leaders_tasks_wait_one_level_up(desk: Desk) -> None:
    here = desk.here
    for who, by in ((here.minh, here.an), (here.hoa, here.minh), (here.an, here.chair), (here.thu, here.thuong)):
        report(assign([desk.row(who, "DC.01")], by)[0], who, 2000, day(18))
    assert waiting(desk) == {"minh": 1, "an": 1, "thuong": 1, "chair": 1}


def test_a_delegate_confirms_for_the_head_and_what_is_their_own_stays_the_heads(desk: Desk) -> None:
    here, today = desk.here, timezone.localdate()
    lans = desk.reported()
    hoas = assign([desk.row(here.hoa)], here.minh)[0]
    report(hoas, here.hoa, 2000, day(18))
    delegate(here.economy, here.hoa, today, today)
    assert list(Task.objects.to_confirm(here.hoa)) == [lans]
    assert list(Task.objects.to_confirm(here.minh)) == [hoas]
    tomorrow = today + timedelta(days=1)
    assert set(Task.objects.to_confirm(here.minh, tomorrow)) == {lans, hoas}
    assert not Task.objects.to_confirm(here.hoa, tomorrow).exists()


def test_work_of_one_who_left_waits_for_the_head_of_the_unit_it_was_done_in(desk: Desk) -> None:
    here, today = desk.here, timezone.localdate()
    task, held = desk.reported(), here.lan.posts.get()
    end_post(held, today - timedelta(days=1))
    assert waiting(desk) == {"minh": 1}
    appoint(Post(person=here.lan, unit=here.culture, first=today, position=held.position))
    assert waiting(desk) == {"minh": 1}
    confirm(again(task), here.minh)


def test_work_in_a_second_post_waits_for_who_scores(desk: Desk) -> None:
    here = desk.here
    post(here.lan, here.culture, kind="concurrent")
    task = assign([desk.row(code="VX.01", unit=here.culture)], here.minh)[0]
    report(task, here.lan, 2000, day(18))
    assert waiting(desk) == {"minh": 1}


def test_one_who_leaves_service_confirms_nothing(desk: Desk) -> None:
    desk.reported()
    desk.here.minh.ended = timezone.localdate() - timedelta(days=1)
    desk.here.minh.save()
    assert not Task.objects.to_confirm(desk.here.minh).exists()


def test_to_confirm_holds_what_is_reported_alone(desk: Desk) -> None:
    task = desk.reported()
    propose(extra(desk))
    approve(again(propose(extra(desk), done_m=1000, finished_on=day(9))), desk.here.minh)
    desk.given()
    assert Task.objects.to_confirm(desk.here.minh).count() == 2
    assert task in Task.objects.to_confirm(desk.here.minh)


@pytest.mark.parametrize("who", CAST)
def test_whoever_may_confirm_has_it_waiting_and_nobody_else(desk: Desk, who: str) -> None:
    task = again(desk.reported())
    person = getattr(desk.here, who)
    may = "confirm" in {step.name for step in task.open_to(person)}
    assert may == Task.objects.to_confirm(person).filter(pk=task.pk).exists() == (who == "minh")


def test_what_a_head_settles_is_what_waits_but_ones_own_each_once(desk: Desk) -> None:
    here, today = desk.here, timezone.localdate()
    late = desk.reported(finished=25)
    ask_cause(late, here.lan, "delay", "Chờ ý kiến của sở")
    own = assign([desk.row(here.minh, code="DC.02")], here.an)[0]
    report(own, here.minh, 2000, day(18))
    return_work(own, here.an, "Thiếu phụ lục")
    other = desk.reported(name="Đúng hạn")
    rows = Task.objects.to_settle(here.minh, today, "name")
    assert sorted(row[0] for row in rows) == sorted([late.pk, other.pk])
    assert {row[-1] for row in rows} == {late.name, "Đúng hạn"}
    assert set(Task.objects.waiting_for(here.minh, today)) == {late, other, own}
    assert Task.objects.to_settle(here.lan, today) == []
