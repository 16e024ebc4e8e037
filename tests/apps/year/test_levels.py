"""Levels of a whole year reckoned by the database are those reckoned person by person, whatever months there are."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.org.models import Person
from congminh.year.facts.levels import levels
from congminh.year.facts.reckoning import reckoned
from congminh.year.models import Ground, MonthBrought, YearSheet
from tests.apps.year.autumn import YEAR, Autumn, put_months, rate_unit
from tests.apps.year.test_cap import with_colleagues

FIGURES = ("place", "grade", "points", "months_counted", "grounded", "unit_grade", "grounds", "mean")


def alike(autumn: Autumn) -> dict[int, tuple[Any, ...]]:
    """What both ways agree on, by sheet."""
    ours, theirs = (
        {pk: tuple(getattr(each, name) for name in FIGURES) for pk, each in read(autumn.opened.round).items()}
        for read in (levels, reckoned)
    )
    assert ours == theirs and len(ours) == YearSheet.objects.filter(round=autumn.opened.round).count()
    return ours


def brought(who: Person, month: int, total_cp: int, span: int = 1, **more: Any) -> None:
    row = {"agency": "Sở cũ", "document": "1", "signed_on": date(YEAR, 1, 2), "entered_by": who, "year": YEAR}
    MonthBrought.objects.create(person=who, month=month, span=span, total_cp=total_cp, **row, **more)


def points_of(autumn: Autumn, who: Person) -> tuple[int, int | None]:
    each = levels(autumn.opened.round)[autumn.sheet(who).pk]
    return each.points, each.months_counted


def test_a_plain_year_comes_out_the_same(autumn: Autumn) -> None:
    found = alike(autumn)
    assert {row[1] for row in found.values()} == {"good"}
    some = sorted(found)[:2]
    assert levels(autumn.opened.round, some) == {pk: levels(autumn.opened.round)[pk] for pk in some}
    assert levels(autumn.opened.round, []) == {}


def test_a_month_with_two_sheets_counts_by_the_more_days_then_by_the_later(db: None) -> None:
    autumn, (first, second, *_rest) = with_colleagues([8000, 8000, 7000])
    here, there = autumn.here.commune, autumn.here.province
    put_months(first, {2: 9000}, here, days_worked=5)
    put_months(first, {2: 6000}, there, days_worked=15)
    put_months(second, {2: 9000}, here)
    put_months(second, {2: 6000}, there)
    alike(autumn)
    assert points_of(autumn, first)[0] == 8000 + 6000
    assert points_of(autumn, second)[0] == 8000 + 6000


def test_what_was_signed_here_comes_before_what_was_brought_and_what_was_taken_back_counts_nowhere(db: None) -> None:
    autumn, (first, second, *_rest) = with_colleagues([8000, 8000])
    brought(first, 12, 5000)
    brought(first, 2, 6000)
    brought(second, 3, 7000, withdrawn_at="2026-11-01T00:00:00+07:00")
    alike(autumn)
    assert points_of(autumn, first) == (8000 + 6000, 2)
    assert points_of(autumn, second)[0] == 8000


def test_a_quarter_counts_whole_or_not_at_all(db: None) -> None:
    autumn, (first, second, *_rest) = with_colleagues([8000, 8000])
    brought(first, 6, 9000, span=3)
    brought(second, 12, 9000, span=3)
    brought(second, 6, 9000, span=3)
    brought(second, 5, 4000)
    alike(autumn)
    assert points_of(autumn, first)[0] == 8000 + 3 * 9000
    assert points_of(autumn, second)[0] == 8000 + 4000, "December and May stand for themselves"


def test_leave_and_grounds_and_the_organisation_of_a_head_bear_on_the_level_alike(db: None) -> None:
    autumn, (first, second, third, *_rest) = with_colleagues([9500, 9500, 9500])
    YearSheet.objects.filter(person=first).update(maternity=True, months_worked=3)
    YearSheet.objects.filter(person=second).update(months_worked=2)
    act = {"act": "Vi phạm nêu gương", "act_day": date(YEAR, 3, 1), "document": "12/KL", "effective": date(YEAR, 4, 1)}
    where = {"happened_at": autumn.here.commune, "agency": autumn.here.commune, "entered_by": autumn.here.thu}
    Ground.objects.create(person=third, kind="setting_example", signer="Ủy ban Kiểm tra", **act, **where)
    head = YearSheet.objects.filter(round=autumn.opened.round, rank="head").first()
    assert head is not None
    put_months(head.person, dict.fromkeys(range(1, 13), 9500))
    rate_unit(autumn.here, head.unit, "fulfilled")
    found = alike(autumn)
    grade = {who: found[autumn.sheet(who).pk][1] for who in (first, second, third)}
    assert list(grade.values()) == ["excellent", "not_rated", "not_fulfilled"]
    assert found[head.pk][1] == "fulfilled"


def test_the_year_of_many_is_read_in_as_many_queries_as_that_of_few(autumn: Autumn) -> None:
    with CaptureQueriesContext(connection) as queries:
        levels(autumn.opened.round)
    assert len(queries) <= 4


@pytest.mark.parametrize("december", ["reuse", "eleven_months"])
def test_december_counts_by_the_reading_of_the_year(autumn: Autumn, december: str) -> None:
    autumn.opened.round.december = december
    autumn.opened.round.save()
    alike(autumn)
