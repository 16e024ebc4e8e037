"""What-if: the same digits where nothing differs, other levels where a reading does, and nothing else written."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.assessment.models import PeriodSheet, Result
from congminh.catalogue.models import Product
from congminh.insight import actions
from congminh.insight.facts.replay import Supposed, moves_of, replay_readings
from congminh.insight.facts.replay.months import FIGURES, replay_months
from congminh.insight.facts.replay.taking import Kept, take_coefficients, take_period
from congminh.insight.models import Move, WhatIf
from congminh.jobs.models import Job
from congminh.law.calendar import Period
from congminh.org.actions import choose_reading
from congminh.org.models import Person, Post
from congminh.work.models import Task
from congminh.year.models import YearSheet
from tests.apps.assessment.month import Month
from tests.apps.insight.closed import rated
from tests.apps.org.commune import found, position
from tests.apps.year.autumn import YEAR, Autumn, begun, opened, put_months

# By days both worked 180 or more; six calendar months the second alone.
SUMMER, JULY = date(YEAR, 7, 2), date(YEAR, 7, 1)


@pytest.mark.parametrize(
    "supposed",
    [
        # Nothing; sums as they were kept; every task read again, since a catalogue without products changes nothing.
        Supposed(),
        Supposed(readings={"band_on": "printed"}),
        Supposed(catalogue=-1),
    ],
)
def test_months_come_out_as_they_were_signed_where_nothing_differs(month: Month, supposed: Supposed) -> None:
    with Kept() as kept:
        take_period(kept, [month.round.pk])
        take_coefficients(kept, None)
        replay_months(kept, supposed, lambda *_each: None)
        told = {
            row[0]: dict(zip(FIGURES, row[1:], strict=True))
            for row in kept.rows(f"SELECT pk, {', '.join(FIGURES)} FROM told")
        }
    results = Result.objects.filter(sheet__round=month.round)
    assert results.count() == 6 == len(told)
    for result in results:
        assert told[result.pk] == {name: getattr(result, name) for name in FIGURES}


def test_a_reading_that_forgives_lateness_moves_figures_and_says_so(month: Month) -> None:
    found = moves_of("month", [month.round.pk], Supposed(readings={"leader_abc_scope": "own"}))
    assert found.people == 6 and found.changed >= 1
    assert sum(found.before.values()) == sum(found.after.values()) == 6


def test_nothing_assigned_is_nought_under_that_reading_and_the_level_falls(month: Month) -> None:
    found = moves_of("month", [month.round.pk], Supposed(readings={"empty_assignment": "zero"}))
    moved = {each.who.person: each for each in found.moved}
    thuong = moved.get(month.here.thuong.pk)
    empty = PeriodSheet.objects.filter(round=month.round, result__grade="insufficient_data")
    assert {each.person_id for each in empty} <= set(moved)
    assert all(each.moved_by == ["empty_assignment"] for each in found.moved)
    assert thuong is None or thuong.after == "not_fulfilled"


def test_the_draft_takes_all_of_a_late_product_away(month: Month) -> None:
    found = moves_of("month", [month.round.pk], Supposed(law="duthao2025", party_percent=20))
    assert found.people == 6 and found.changed >= 1


def test_a_year_stands_as_the_law_said_where_nothing_is_supposed(db: None) -> None:
    autumn = rated()
    found = moves_of("year", [autumn.opened.round.pk], Supposed())
    assert (found.moved, found.changed) == ([], 0) and found.people == 6


def test_another_base_of_the_cap_puts_out_who_was_within_it(db: None) -> None:
    autumn = rated()
    found = moves_of("year", [autumn.opened.round.pk], Supposed(readings={"cap_base": "original_good"}))
    (moved,) = found.moved
    assert moved.who.person == autumn.here.lan.pk
    assert (moved.before, moved.after, moved.place) == ("excellent", "good", "beyond")
    assert ("place", "within", "beyond") in moved.figures and moved.moved_by == ["cap_base"]


def test_of_several_changes_the_one_that_moves_alone_is_named(db: None) -> None:
    autumn = rated()
    supposed = Supposed(readings={"cap_base": "original_good", "december": "eleven_months"})
    (moved,) = moves_of("year", [autumn.opened.round.pk], supposed).moved
    assert moved.moved_by == ["cap_base"]


def test_what_came_of_it_is_kept_and_nothing_else_is_written(db: None) -> None:
    autumn = rated()
    here = autumn.here
    before = list(YearSheet.objects.order_by("pk").values_list("pk", "state", "result__grade", "version"))
    supposed = Supposed(readings={"cap_base": "original_good"})
    job = actions.begin_what_if(Period.parse(2026), [here.commune], supposed, here.thu)
    actions.replay.func(job.pk, **job.arguments)
    job = Job.objects.get(pk=job.pk)
    what_if = WhatIf.objects.get()
    assert (job.state, job.result_url) == ("done", f"/gia-dinh/{what_if.pk}/")
    assert (what_if.counts["before"], what_if.counts["after"]) == ({"excellent": 1, "good": 5}, {"good": 6})
    assert Move.objects.get().person == here.lan
    assert list(YearSheet.objects.order_by("pk").values_list("pk", "state", "result__grade", "version")) == before


def test_only_who_advises_there_or_inspects_may_suppose_and_only_something(db: None) -> None:
    autumn = rated()
    here, some = autumn.here, Supposed(readings={"cap_base": "all"})
    for stranger in (here.an, here.lan, here.minh):
        with pytest.raises(PermissionDenied):
            actions.begin_what_if(Period.parse(2026), [here.commune], some, stranger)
    with pytest.raises(PermissionDenied):
        actions.begin_what_if(Period.parse(2026), [here.other_commune], some, here.thu)
    with pytest.raises(ValidationError):
        actions.begin_what_if(Period.parse(2026), [here.commune], Supposed(), here.thu)
    with pytest.raises(ValidationError):
        actions.begin_what_if(Period.parse(2025), [here.commune], some, here.thu)
    with pytest.raises(ValidationError):
        actions.begin_what_if(
            Period.parse(2026), [here.commune], Supposed(readings={"retention": "ten_years"}), here.thu
        )
    assert actions.begin_what_if(Period.parse(2026), [here.commune], some, here.dung).owner == here.dung
    assert set(WhatIf.objects.visible_to(here.dung)) == set(WhatIf.objects.visible_to(here.thu)) != set()
    assert not WhatIf.objects.visible_to(here.an).exists()


def test_the_readings_offered_are_those_that_bear_on_a_figure() -> None:
    offered = replay_readings()
    assert {"december", "cap_base", "leader_abc_scope", "deduction_scope", "band_on"} <= set(offered)
    assert "six_months" in offered and not {"retention", "publication", "tie_break"} & set(offered)


def test_a_year_in_which_somebody_is_not_decided_is_not_closed(db: None) -> None:
    autumn = begun()
    supposed = Supposed(readings={"cap_base": "all"})
    with pytest.raises(ValidationError, match="6"):
        actions.begin_what_if(Period.parse(2026), [autumn.here.commune], supposed, autumn.here.thu)


def test_other_coefficients_move_the_shares_of_what_was_done(month: Month) -> None:
    task = Task.objects.filter(person=month.here.thu).first()
    assert task is not None and task.product is not None
    catalogue = task.product.catalogue
    Product.objects.filter(catalogue=catalogue, code=task.code).update(coefficient_m=task.coefficient_m * 3)
    found = moves_of("month", [month.round.pk], Supposed(catalogue=catalogue.pk))
    assert found.people == 6 and sum(found.after.values()) == 6


def test_time_counted_in_calendar_months_puts_out_who_was_rated_by_days(db: None) -> None:
    here = found()
    choose_reading("six_months", "days_180", date(YEAR, 1, 1), here.decision)
    late, long_here = (
        Person.objects.create(code=f"M{n}", name=f"Người mới {n}", begun=begun)
        for n, begun in enumerate((SUMMER, JULY))
    )
    for who in (late, long_here):
        Post.objects.create(person=who, unit=here.economy, first=who.begun, position=position("Vị trí staff"))
        put_months(who, dict.fromkeys(range(8, 13), 8500))
    autumn = Autumn(here, opened(here))
    for who in (late, long_here):
        autumn.decided(who, "good")
    rounds = [autumn.opened.round.pk]
    (moved,) = moves_of("year", rounds, Supposed(readings={"six_months": "calendar_months"})).moved
    assert (moved.who.person, moved.before, moved.after) == (late.pk, "good", "not_rated")
    assert moved.moved_by == ["six_months"]
    assert moves_of("year", rounds, Supposed(readings={"six_months": "days_180"})).changed == 0
