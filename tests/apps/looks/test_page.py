"""«Ai đã xem hồ sơ của tôi»: one's own, the newest first, by month, page by page, in a number of queries that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.assessment.models import PeriodSheet
from congminh.looks.recording import Looked, write
from congminh.looks.subjects import Subject
from congminh.org.models import Person
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import words

pytestmark = pytest.mark.django_db
PAGE = "/ai-da-xem/"
Entering = Callable[..., Client]


def looks_at(month: Month, number: int, days: int = 0) -> None:
    """So many looks of Minh's at Lan's sheet, each an hour before the next."""
    here, sheet = month.here, PeriodSheet.objects.get(person=month.here.lan)
    for at in range(number):
        when = timezone.now() - timedelta(days=days, hours=at)
        subjects = (Subject(here.lan.pk, sheet.pk, sheet.unit_id),)
        write(Looked(here.minh.pk, list(here.minh.posts.all()), "page", "sheet", when, subjects))


def test_the_person_reads_within_the_minute_who_looked_as_what_at_which_file(month: Month, enter: Entering) -> None:
    here, sheet = month.here, PeriodSheet.objects.get(person=month.here.lan)
    enter(here.minh).get(f"/phieu/{sheet.pk}/")
    said = words(enter(here.lan).get(PAGE))
    for word in (
        here.minh.name,
        "lãnh đạo, quản lý đơn vị",
        sheet.title(),
        "trên trang",
        f"{timezone.localtime():%d/%m/%Y}",
    ):
        assert word in said
    assert "Chưa có ai xem" in words(enter(here.hoa).get(PAGE))


def test_the_newest_stand_first_and_twenty_five_on_a_page(month: Month, enter: Entering) -> None:
    looks_at(month, 30)
    first, second = (enter(month.here.lan).get(PAGE, {"page": page}).context["page"].object_list for page in (1, 2))
    times = [row.at for row in (*first, *second)]
    assert (len(first), len(second), times) == (25, 5, sorted(times, reverse=True))


def test_a_month_can_be_chosen(month: Month, enter: Entering) -> None:
    looks_at(month, 2)
    looks_at(month, 3, days=62)
    before = timezone.localdate() - timedelta(days=62)
    client = enter(month.here.lan)
    assert client.get(PAGE).context["page"].paginator.count == 5
    assert client.get(PAGE, {"thang": f"{before:%Y-%m}"}).context["page"].paginator.count == 3
    assert client.get(PAGE, {"thang": "không phải tháng"}).context["page"].paginator.count == 5


def test_the_page_takes_as_many_queries_for_many_looks_as_for_one(month: Month, enter: Entering) -> None:
    client, counts = enter(month.here.lan), []
    for number in (1, 20):
        looks_at(month, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_nobody_sees_who_looked_at_others(month: Month, enter: Entering) -> None:
    looks_at(month, 1)
    for who in (month.here.minh, month.here.thu, month.here.an):
        assert enter(who).get(PAGE).context["page"].paginator.count == 0


def test_of_several_posts_the_one_above_the_person_is_the_basis(month: Month) -> None:
    here = month.here
    person = Person.objects.get(pk=here.minh.pk)
    (post,) = person.posts.all()
    elsewhere = type(post)(unit=here.culture, rank="head", person=person)
    from congminh.looks.recording import basis

    role, found = basis([elsewhere, post], here.economy.pk, timezone.now())
    assert (role, found) == ("leads", post)
