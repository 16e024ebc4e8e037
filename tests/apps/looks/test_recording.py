"""What is kept of a look: who, in what role, by which post, when, which file; once for a list, once in ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.assessment.models import PeriodSheet
from congminh.ledger.models import Unchangeable
from congminh.looks import recording
from congminh.looks.keeping import remove_old
from congminh.looks.models import Look, Seen
from congminh.looks.recording import AGAIN, Looked, looked, looking_for, write
from congminh.looks.subjects import Subject, looked_at
from congminh.org.models import Person
from tests.apps.assessment.month import Month

Entering = Callable[..., Client]
pytestmark = pytest.mark.django_db
SHEET = "/phieu/{}/"
LIST = "/ky-danh-gia/nguoi/"
BUDGET_SECONDS = 0.005


def sheet_of(person: Person) -> PeriodSheet:
    return PeriodSheet.objects.get(person=person)


def told(person: Person) -> list[tuple[str, str, str, str]]:
    """Who looked at a person, in what role, on which page, how; in order."""
    rows = Seen.objects.filter(person=person).order_by("pk").select_related("look__by")
    return [(row.look.by.name, row.look.role, row.look.route, row.look.how) for row in rows]


def test_a_head_who_opens_a_sheet_is_written_down_with_the_post_that_lets_them(month: Month, enter: Entering) -> None:
    here, sheet = month.here, sheet_of(month.here.lan)
    enter(here.minh).get(SHEET.format(sheet.pk))
    seen = Seen.objects.get(person=here.lan)
    assert told(here.lan) == [(here.minh.name, "leads", "sheet", "page")]
    assert (seen.file_id, seen.look.post) == (sheet.pk, here.minh.posts.get())
    assert abs(seen.at - timezone.now()) < timedelta(minutes=1)


def test_personnel_are_written_down_as_such_also_for_a_printed_form(month: Month, enter: Entering) -> None:
    here, sheet = month.here, sheet_of(month.here.lan)
    enter(here.thu).get(f"/phieu/{sheet.pk}/mau-01.docx")
    assert told(here.lan) == [(here.thu.name, "advises", "form_01_docx", "docx")]


def test_whoever_looks_at_their_own_is_not_written_down(month: Month, enter: Entering) -> None:
    lan = enter(month.here.lan)
    for address in (SHEET.format(sheet_of(month.here.lan).pk), "/phieu/", "/"):
        assert lan.get(address).status_code == 200
    assert Look.objects.count() == 0


def test_a_page_that_was_refused_is_no_look(month: Month, enter: Entering) -> None:
    assert enter(month.here.lan).get(SHEET.format(sheet_of(month.here.hoa).pk)).status_code == 404
    assert Look.objects.count() == 0


def test_the_same_again_within_ten_minutes_is_the_same_look_and_later_another(month: Month) -> None:
    here = month.here
    look = looked(here.minh.pk, list(here.minh.posts.all()), "page", "sheet", [Subject(here.lan.pk, None)])
    assert look
    for minutes in (0, 3, 9, 11):
        write(Looked(**{**look.__dict__, "at": look.at + timedelta(minutes=minutes)}))
    assert [row.at - look.at for row in Look.objects.order_by("at")] == [timedelta(0), timedelta(minutes=11)]
    assert timedelta(minutes=9) < AGAIN < timedelta(minutes=11)


def test_another_page_another_shape_or_other_people_are_another_look(month: Month, enter: Entering) -> None:
    here, client = month.here, enter(month.here.minh)
    lan, hoa = (sheet_of(who) for who in (here.lan, here.hoa))
    for address in (SHEET.format(lan.pk), SHEET.format(hoa.pk), f"/phieu/{lan.pk}/mau-01.pdf"):
        client.get(address)
    assert (len(told(here.lan)), len(told(here.hoa))) == (2, 1)


def test_a_list_is_one_look_with_everybody_on_it_in_four_statements(month: Month) -> None:
    people = list(Person.objects.all())
    look = looked(month.here.thu.pk, [], "excel", "month_xlsx", [Subject(each.pk, None) for each in people])
    assert look
    with CaptureQueriesContext(
        connection,
    ) as queries:
        write(look)
    writes = [each["sql"] for each in queries.captured_queries if each["sql"].startswith(("SELECT", "INSERT"))]
    assert len(writes) == 3
    assert (Look.objects.get().people, Seen.objects.count()) == (len(people) - 1, len(people) - 1)


def test_nothing_is_written_before_the_answer_is_out(month: Month, enter: Entering, monkeypatch: Any) -> None:
    """The answer comes whole while the look is still to be written."""
    from congminh.looks import middleware

    had: list[Looked] = []
    monkeypatch.setattr(middleware, "write", had.append)
    sheet = sheet_of(month.here.lan)
    answer = enter(month.here.minh).get(SHEET.format(sheet.pk))
    assert (answer.status_code, Look.objects.count(), len(had)) == (200, 0, 1)


def test_writing_a_look_at_fifty_people_takes_less_than_five_thousandths_of_a_second(month: Month) -> None:
    """Of the processor's time, whatever other work the machine has; the answer is out by then in any case."""
    some = [Person(code=f"X-{at}", name=f"Người {at}", begun=month.here.lan.begun) for at in range(50)]
    keys = [each.pk for each in Person.objects.bulk_create(some)]
    posts, took, waited = list(month.here.thu.posts.all()), [], []
    for at in range(30):
        look = looked(month.here.thu.pk, posts, "page", f"list-{at}", [Subject(key, None) for key in keys])
        began, here = thread_time(), perf_counter()
        assert look
        write(look)
        took.append(thread_time() - began)
        waited.append(perf_counter() - here)
    assert Seen.objects.count() == 30 * 50
    told = f"{median(took) * 1000:.2f} ms of the processor, {min(waited) * 1000:.2f} ms at best by the clock"
    print(f"a look at 50 people on {connection.vendor}: {told}")
    assert median(took) < BUDGET_SECONDS


def test_hearing_who_is_shown_costs_the_page_no_query_and_next_to_no_time(month: Month, enter: Entering) -> None:
    rows = list(PeriodSheet.objects.all()) * 10
    from congminh.looks.subjects import listening

    with CaptureQueriesContext(connection) as queries, listening():
        began = perf_counter()
        looked_at(rows)
        took = perf_counter() - began
    assert (len(queries.captured_queries), took < BUDGET_SECONDS) == (0, True)


def test_a_look_the_database_would_not_take_is_written_with_the_next(month: Month, monkeypatch: Any) -> None:
    here = month.here
    first, second = (
        looked(here.minh.pk, [], "page", route, [Subject(here.lan.pk, None)]) for route in ("sheet", "sheet_why")
    )
    kept = recording._insert

    def busy(look: Looked) -> None:
        raise DatabaseError("the database is locked")

    monkeypatch.setattr(recording, "_insert", busy)
    assert first and second
    write(first)
    assert Look.objects.count() == 0
    monkeypatch.setattr(recording, "_insert", kept)
    write(second)
    assert [row.route for row in Look.objects.order_by("pk")] == ["sheet", "sheet_why"]


def test_what_a_worker_makes_for_somebody_is_their_look(month: Month) -> None:
    here = month.here
    with looking_for(here.thu, Look.How.PDF, "printed"):
        looked_at(PeriodSheet.objects.filter(person__in=[here.lan, here.thu]))
    assert told(here.lan) == [(here.thu.name, "advises", "printed", "pdf")]
    assert told(here.thu) == []


def test_a_look_is_neither_changed_nor_removed_within_the_year(month: Month, enter: Entering) -> None:
    enter(month.here.minh).get(SHEET.format(sheet_of(month.here.lan).pk))
    look = Look.objects.get()
    for change in (look.save, look.delete):
        with pytest.raises(Unchangeable):
            change()
    for rows in (Look.objects.all(), Seen.objects.all()):
        for act in (lambda rows=rows: rows.update(at=timezone.now()), lambda rows=rows: rows._raw_delete(rows.db)):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_looks_are_removed_once_they_are_older_than_the_setting_says(month: Month, settings: Any) -> None:
    here, now = month.here, timezone.now()
    for days in (10, 400, 800):
        write(Looked(here.minh.pk, [], "page", "sheet", now - timedelta(days=days), (Subject(here.lan.pk, None),)))
    settings.LOOKS_KEPT_MONTHS = 24
    assert (remove_old(timezone.localdate()), Seen.objects.count()) == (1, 2)
    settings.LOOKS_KEPT_MONTHS = 12
    assert (remove_old(timezone.localdate()), Seen.objects.count()) == (1, 1)


def test_a_reader_is_told_that_the_look_is_recorded_and_the_owner_is_not(month: Month, enter: Entering) -> None:
    here, address = month.here, SHEET.format(sheet_of(month.here.lan).pk)
    told = "Lượt xem này được ghi lại"
    assert told in enter(here.minh).get(address).content.decode()
    assert told not in enter(here.lan).get(address).content.decode()
