"""Opening a year: who has a sheet, by which procedure, who is not rated and why."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.ledger.models import Notice
from congminh.org.models import Leave, Person, Post
from congminh.year.actions import Days, open_year, rate_after_all, settle_year
from congminh.year.facts.working import Working, working
from congminh.year.models import YearRound, YearSheet
from tests.apps.org.commune import found, person, position, post
from tests.apps.year.autumn import YEAR, Autumn, opened


def newcomer(here: Any, code: str = "MOI", first: date = date(YEAR, 8, 3)) -> Person:
    who = person(code, f"Người mới {code}", first)
    post(who, here.economy, first=first)
    return who


def test_everyone_of_the_agency_has_a_sheet_by_the_procedure_of_the_post(autumn: Autumn) -> None:
    here = autumn.here
    found = {sheet.person_id: (sheet.procedure, sheet.state, sheet.months_worked) for sheet in autumn.opened.sheets}
    assert found == {
        here.an.pk: ("year_head", "drafting", 12),
        here.minh.pk: ("year_head", "drafting", 12),
        here.thuong.pk: ("year_head", "drafting", 12),
        here.hoa.pk: ("year_deputy", "drafting", 12),
        here.lan.pk: ("year_others", "drafting", 12),
        here.thu.pk: ("year_others", "drafting", 12),
    }
    assert autumn.opened.round.december == "cut_off"
    assert autumn.opened.round.decide_by == date(YEAR, 12, 14)


def test_whoever_worked_under_six_months_is_kept_not_rated_with_the_reason_and_told(db: None) -> None:
    here = found()
    late = newcomer(here)
    result = opened(here)
    (sheet,) = result.unrated
    assert (sheet.person_id, sheet.state, sheet.months_worked) == (late.pk, "not_rated", 4)
    stored = YearSheet.objects.get(pk=sheet.pk)
    assert "Điều 11.1" in stored.unrated
    assert stored.entries.get().cite == "Điều 11.1" and stored.entries.get().data["reason"] == stored.unrated
    assert Notice.objects.filter(to=late, entry__step="leave_unrated").count() == 1


def test_six_months_to_the_day_are_enough(db: None) -> None:
    here = found()
    newcomer(here, "D", date(YEAR, 7, 1)), newcomer(here, "T", date(YEAR, 7, 2))
    opened(here)
    states = dict(YearSheet.objects.filter(person__code__in=("D", "T")).values_list("person__code", "state"))
    assert states == {"D": "drafting", "T": "not_rated"}


@pytest.mark.parametrize(("kind", "state"), [("maternity", "drafting"), ("sick", "drafting"), ("unpaid", "not_rated")])
def test_long_leave_for_a_child_or_illness_is_rated_by_actual_time_and_unpaid_leave_is_not(
    db: None, kind: str, state: str
) -> None:
    here = found()
    Leave.objects.create(person=here.lan, kind=kind, first=date(YEAR, 4, 1), last=date(YEAR, 11, 30))
    opened(here)
    sheet = YearSheet.objects.get(person=here.lan)
    assert (sheet.state, sheet.months_worked, getattr(sheet, kind)) == (state, 4, True)


def test_unpaid_leave_with_six_months_worked_is_rated(db: None) -> None:
    here = found()
    Leave.objects.create(person=here.lan, kind="unpaid", first=date(YEAR, 1, 1), last=date(YEAR, 6, 30))
    opened(here)
    sheet = YearSheet.objects.get(person=here.lan)
    assert (sheet.state, sheet.months_worked, sheet.unpaid) == ("drafting", 6, True)


def test_a_day_of_illness_makes_nobody_rateable_who_came_in_november(db: None) -> None:
    here = found()
    late = newcomer(here, first=date(YEAR, 11, 2))
    Leave.objects.create(person=late, kind="sick", first=date(YEAR, 11, 9), last=date(YEAR, 11, 9))
    opened(here)
    assert YearSheet.objects.get(person=late).state == "not_rated"


def test_days_left_over_between_leaves_are_put_together() -> None:
    values = {"six_months": "calendar_months", "rating_months": 6}
    away = {"sick": [(date(2026, 2, 10), date(2026, 2, 19)), (date(2026, 6, 1), date(2026, 6, 10))]}
    served = [(date(2026, 1, 1), date(2026, 12, 31))]
    assert working(served, away, 2026, values) == Working(11, False, True, False)


def test_the_new_agency_rates_whoever_moved_and_the_months_elsewhere_count_as_worked(db: None) -> None:
    here = found()
    moved = person("CHU", "Người Chuyển")
    post(moved, here.other_commune, last=date(YEAR, 8, 31))
    post(moved, here.economy, first=date(YEAR, 9, 1))
    opened(here)
    adviser = person("NGA", "Người Gác")
    held = position("Tổ chức xã Bên", is_personnel=True)
    Post.objects.create(person=adviser, unit=here.other_commune, first=date(2025, 7, 1), position=held)
    open_year(here.other_commune, YEAR, adviser)
    sheet = YearSheet.objects.get(person=moved)
    assert (sheet.agency_id, sheet.unit_id, sheet.months_worked) == (here.commune.pk, here.economy.pk, 12)


def test_who_heads_the_top_agency_has_no_sheet(db: None) -> None:
    here = found()
    adviser = person("NGA", "Người Gác")
    held = position("Tổ chức tỉnh", is_personnel=True)
    Post.objects.create(person=adviser, unit=here.province, first=date(2025, 7, 1), position=held)
    result = open_year(here.province, YEAR, adviser)
    assert (here.chair.pk, "top") in {(each.person, each.why) for each in result.passed}
    assert not YearSheet.objects.filter(person=here.chair).exists()


def test_only_a_personnel_adviser_opens_and_only_once(autumn: Autumn) -> None:
    here = autumn.here
    with pytest.raises(PermissionDenied):
        open_year(here.commune, YEAR, here.an)
    with pytest.raises(ValidationError) as caught:
        open_year(here.commune, YEAR, here.thu)
    assert set(caught.value.error_dict) == {"year"}
    assert YearRound.objects.count() == 1


def test_the_decision_is_due_by_the_law_and_special_bodies_have_until_january(db: None) -> None:
    here = found()
    late = Days(date(YEAR, 12, 1), date(YEAR, 12, 5), date(YEAR, 12, 15))
    with pytest.raises(ValidationError) as caught:
        open_year(here.commune, YEAR, here.thu, late)
    assert set(caught.value.error_dict) == {"decide_by"}
    result = open_year(here.commune, YEAR, here.thu, special=True)
    assert result.round.decide_by == date(YEAR + 1, 1, 14)


def test_a_unit_within_an_agency_and_a_year_before_the_law_open_no_year(db: None) -> None:
    here = found()
    for unit, year, field in (
        (here.economy, YEAR, "agency"),
        (here.commune, 2024, "year"),
        (here.commune, 2030, "year"),
    ):
        with pytest.raises(ValidationError) as caught:
            open_year(unit, year, here.thu)
        assert set(caught.value.error_dict) == {field}


def test_leave_put_right_brings_somebody_back_into_the_rating(db: None) -> None:
    here = found()
    leave = Leave.objects.create(person=here.lan, kind="unpaid", first=date(YEAR, 3, 1), last=date(YEAR, 11, 30))
    round = opened(here).round
    leave.delete()
    settle_year(round, here.thu)
    sheet = YearSheet.objects.get(person=here.lan)
    assert (sheet.state, sheet.months_worked) == ("not_rated", 12)
    rate_after_all(sheet, here.thu, sheet.version, "Ghi nhầm ngày nghỉ")
    assert YearSheet.objects.get(person=here.lan).state == "drafting"


def test_a_rated_person_is_not_left_unrated_by_a_click(autumn: Autumn) -> None:
    from congminh.year.actions import leave_unrated

    sheet = autumn.sheet(autumn.here.lan)
    with pytest.raises(ValidationError):
        leave_unrated(sheet, autumn.here.thu, sheet.version, "thử")
    assert autumn.sheet(autumn.here.lan).state == "drafting"


def test_whoever_moved_away_before_the_decision_is_left_to_the_new_agency(autumn: Autumn) -> None:
    from congminh.year.actions import leave_unrated

    here = autumn.here
    yesterday = date.today().replace(day=1)
    Post.objects.filter(person=here.lan).update(last=yesterday)
    post(here.lan, here.other_commune, first=yesterday.replace(day=2))
    sheet = autumn.sheet(here.lan)
    leave_unrated(sheet, here.thu, sheet.version, "Đã chuyển công tác (Điều 19.1)")
    assert autumn.sheet(here.lan).state == "not_rated"


def test_opening_takes_a_constant_number_of_queries(db: None) -> None:
    here = found()
    newcomer(here)
    with CaptureQueriesContext(connection) as first:
        round = opened(here).round
    assert len(first) <= 80
    counts = []
    for people in (3, 30):
        for number in range(people):
            newcomer(here, f"N{people}-{number}")
        with CaptureQueriesContext(connection) as caught:
            settle_year(round, here.thu)
        counts.append(len(caught))
    assert counts[0] == counts[1]
