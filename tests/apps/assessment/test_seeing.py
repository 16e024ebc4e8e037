"""Who sees which sheets, and for whom they wait."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.assessment.models import PeriodSheet, Round
from congminh.ledger.files import waiting_for
from congminh.org.actions import appoint, end_post
from congminh.org.models import Person, Post, Unit
from tests.apps.assessment.month import Month
from tests.apps.org.commune import position, post

TODAY = timezone.localdate()
ALL = {"AN", "MINH", "HOA", "LAN", "THUONG", "THU"}


def seen(who: Person) -> set[str]:
    return set(PeriodSheet.objects.visible_to(who).values_list("person__code", flat=True))


def waiting(who: Person) -> set[str]:
    return set(PeriodSheet.objects.waiting_for(who).values_list("person__code", flat=True))


def test_one_sees_ones_own_leaders_and_personnel_those_beneath_inspectors_all(month: Month) -> None:
    here = month.here
    assert seen(here.lan) == {"LAN"}
    assert seen(here.minh) == seen(here.hoa) == {"LAN", "HOA", "MINH"}
    assert seen(here.an) == seen(here.thu) == seen(here.dung) == seen(here.chair) == ALL
    assert seen(here.far) == seen(here.son) == set()


def test_the_months_of_whoever_is_transferred_follow(month: Month) -> None:
    here = month.here
    end_post(Post.objects.get(person=here.lan), TODAY - timedelta(days=1))
    appoint(Post(person=here.lan, unit=here.other_commune, position=position("Vị trí staff"), first=TODAY))
    assert seen(here.far) == {"LAN"}
    assert "LAN" in seen(here.minh)


def test_a_sheet_waits_for_whoever_takes_its_next_step(month: Month) -> None:
    here = month.here
    Round.objects.update(self_by=TODAY, confirm_by=TODAY, publish_by=TODAY)
    assert (waiting(here.lan), waiting(here.minh), waiting(here.thu)) == ({"LAN"}, {"MINH"}, {"THU"})
    month.sent(here.lan)
    month.sent(here.minh)
    assert (waiting(here.lan), waiting(here.minh), waiting(here.an)) == (set(), {"LAN"}, {"AN", "MINH"})
    assert waiting(here.hoa) == {"HOA"}
    assert [file.title() for file in waiting_for(here.lan)] == []


def test_an_unsent_sheet_waits_for_the_assessor_once_its_day_is_over(month: Month) -> None:
    Round.objects.update(self_by=TODAY - timedelta(days=1), confirm_by=TODAY, publish_by=TODAY)
    assert waiting(month.here.minh) == {"MINH", "LAN", "HOA"}
    assert waiting(month.here.an) == {"AN", "MINH", "THUONG"}
    assert waiting(month.here.chair) == {"AN"}


def test_the_head_of_a_unit_that_went_on_in_another_scores_its_sheets(month: Month) -> None:
    here = month.here
    month.sent(here.lan)
    new = Unit.objects.create(code="KTM", kind="direct", begun=TODAY)
    new.states.create(first=TODAY, name="Phòng Kinh tế mới", parent=here.commune)
    Unit.objects.filter(pk=here.economy.pk).update(ended=TODAY - timedelta(days=1), succeeded_by=new)
    Post.objects.filter(unit=here.economy).update(last=TODAY - timedelta(days=1))
    post(here.minh, new, "head", first=TODAY)
    assert waiting(here.minh) == {"LAN", "MINH", "HOA"}
    assert "LAN" in seen(here.minh)
    assert [step.name for step in month.sheet(here.lan).open_to(here.minh)] == ["return", "score"]


def test_who_waits_is_asked_in_as_many_queries_for_many_as_for_few(month: Month) -> None:
    here = month.here
    month.sent(here.lan)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(PeriodSheet.objects.waiting_for(here.minh).described(TODAY))
        return len(queries)

    before = asked()
    from congminh.assessment.actions import settle_round

    people = [Person.objects.create(code=f"N{n}", name=f"Người {n}", begun=here.lan.begun) for n in range(20)]
    for who in people:
        post(who, here.economy)
    settle_round(month.round, here.thu)
    for who in people:
        month.sent(who)
    assert len(waiting(here.minh)) == 23
    assert asked() == before <= 15
