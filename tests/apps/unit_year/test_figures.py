"""The year's figures: tasks counted where they are, or entered with a source; indicators until they close."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.law import named
from congminh.law.facts import ORGANISATION
from congminh.law.in_memory import reckon_rows
from congminh.org.models import Unit
from congminh.unit_year.actions import count_anew, enter_counts, enter_values, open_year
from congminh.unit_year.facts.reckoning import law_of, reckoned
from congminh.unit_year.facts.tasks import Counts, count_tasks, share_bp
from congminh.unit_year.models import IndicatorValue, UnitSheet
from congminh.work.actions import confirm, report
from tests.apps import clock
from tests.apps.unit_year.indicators import with_indicators
from tests.apps.unit_year.year import SOUND, TIERS, YEAR, Year, in_force
from tests.apps.work.desk import MONTH, THIS, Desk, day, opened

TODAY = timezone.localdate


@pytest.fixture
def desk(db: None) -> Desk:
    found = opened()
    for code, tier in TIERS.items():
        Unit.objects.filter(code=code).update(tier=tier)
    return found


def done(desk: Desk, finished: int = 18, quantity_m: int = 2000) -> None:
    task = desk.given()
    report(task, desk.here.lan, quantity_m, day(finished))
    confirm(task, desk.here.minh)


def test_tasks_are_counted_done_on_time_and_beyond(desk: Desk) -> None:
    done(desk)
    done(desk, finished=28)
    done(desk, quantity_m=3000)
    desk.given()
    desk.given(period=THIS.code, due=THIS.last, assigned_on=THIS.first)
    units = {desk.here.economy.pk}
    assert count_tasks(units, MONTH.year, TODAY()) == Counts(given=4, done=3, on_time=2, exceeded=1)
    assert count_tasks({desk.here.culture.pk}, MONTH.year, TODAY()) == Counts(0, 0, 0, 0)
    assert count_tasks(units, MONTH.year - 1, TODAY()) == Counts(0, 0, 0, 0)


def test_an_upper_unit_counts_the_tasks_of_all_beneath_it(desk: Desk) -> None:
    here = desk.here
    in_force(here)
    open_year(YEAR, here.thu)
    done(desk)
    sheet = UnitSheet.objects.get(unit=here.commune)
    count_anew(sheet, here.an)
    sheet.refresh_from_db()
    assert (sheet.tasks_given, sheet.tasks_done, sheet.tasks_from, sheet.tasks_as_of) == (1, 1, "tasks", TODAY())
    with pytest.raises(ValidationError):
        count_anew(UnitSheet.objects.get(unit=here.culture), here.thuong)


@pytest.mark.parametrize(
    ("part", "whole"), [(69_999, 100_000), (7, 10), (2, 3), (4, 5), (799, 1000), (29, 97), (3, 10)]
)
def test_a_share_rounded_down_meets_a_threshold_exactly_when_the_fraction_does(part: int, whole: int) -> None:
    for percent in (20, 30, 70, 80, 100):
        assert (share_bp(part, whole) >= percent * 100) == (part * 100 >= percent * whole)


def test_entered_numbers_need_a_source_and_must_fit_together(year: Year) -> None:
    sheet, minh = year.sheet(year.here.economy), year.here.minh
    with pytest.raises(ValidationError) as refused:
        enter_counts(sheet, minh, Counts(10, 11, 12, 13), " ", TODAY() + timedelta(days=1))
    found = {"tasks_done", "tasks_on_time", "tasks_exceeded", "tasks_source", "tasks_as_of"}
    assert set(refused.value.message_dict) == found and year.sheet(year.here.economy).tasks_given is None
    enter_counts(sheet, minh, SOUND, "Báo cáo 12/BC", TODAY())
    sheet = year.sheet(year.here.economy)
    assert (sheet.tasks_given, sheet.tasks_from, sheet.tasks_source) == (20, "entered", "Báo cáo 12/BC")
    assert sheet.tasks_by == minh


def test_figures_are_put_right_until_the_level_is_decided_by_those_whose_turn_it_is(year: Year) -> None:
    here = year.here
    with pytest.raises(PermissionDenied):
        enter_counts(year.sheet(here.economy), here.hoa, SOUND, "Báo cáo", TODAY())
    sheet = year.sent(here.economy, here.minh, SOUND)
    with pytest.raises(PermissionDenied):
        enter_counts(sheet, here.minh, SOUND, "Báo cáo", TODAY())
    enter_counts(sheet, here.thu, SOUND, "Báo cáo của Văn phòng", TODAY())
    year.decided(here.economy, here.an, "good", 8000)
    with pytest.raises(PermissionDenied):
        enter_counts(year.sheet(here.economy), here.thu, SOUND, "Báo cáo", TODAY())


def test_of_several_entries_of_an_indicator_the_last_counts_until_it_closes(year: Year) -> None:
    sheet, minh = with_indicators(year), year.here.minh
    entered, taken = sheet.criteria.indicators.all()
    enter_values(sheet, minh, {entered.pk: 97_500})
    enter_values(sheet, minh, {entered.pk: 98_250})
    kept = IndicatorValue.objects.filter(unit=sheet.unit, year=YEAR)
    assert [row.value_m for row in kept] == [97_500, 98_250] and {row.by for row in kept} == {minh}
    with clock.at(date(2026, 12, 1)), pytest.raises(ValidationError) as refused:
        enter_values(sheet, minh, {entered.pk: 99_000})
    assert set(refused.value.message_dict) == {entered.field}
    with pytest.raises(PermissionDenied):
        enter_values(sheet, minh, {taken.pk: 1000})


def test_the_law_is_asked_with_the_shares_of_the_counts(year: Year) -> None:
    sheet = year.sent(year.here.economy, year.here.minh, Counts(30, 30, 25, 9), 6000)
    found = reckoned([sheet], YEAR, sheet.bench())
    row = found.every[sheet.pk].row
    assert row and (row["done_bp"], row["on_time_bp"], row["exceeded_bp"]) == (10_000, 8333, 3000)
    law, values = law_of(YEAR, sheet.bench())
    facts = {fact.name: row[fact.name] for fact in ORGANISATION.facts}
    assert reckon_rows(law, ORGANISATION, {"organisation": [facts]}, values)[0]["grade"] == row["grade"] == "fulfilled"
    assert law is named("nd335")
