"""Periods, time worked and deadlines, on either side of each edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congminh.law.calendar import (
    CalendarError,
    HolidayTable,
    Period,
    SpecialDay,
    months_worked,
)
from congminh.law.nd335.deadlines import (
    petition_due,
    rating_deadline,
    strictest_sync_due,
    sync_due,
    sync_due_by_decree_27,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NO_PERIODS = ["2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-H3", "2026-1", "10/2026", "26-10", ""]


@pytest.mark.parametrize(
    ("written", "code", "first", "last", "vi", "en"),
    [
        ("2026-10", 202610, (10, 1), (10, 31), "Tháng 10 năm 2026", "October 2026"),
        ("2026-02", 202602, (2, 1), (2, 28), "Tháng 2 năm 2026", "February 2026"),
        ("2026-Q1", 202603, (1, 1), (3, 31), "Quý I năm 2026", "Quarter I of 2026"),
        ("2026-Q4", 202612, (10, 1), (12, 31), "Quý IV năm 2026", "Quarter IV of 2026"),
        ("2026-H1", 202606, (1, 1), (6, 30), "6 tháng đầu năm 2026", "First half of 2026"),
        ("2026-H2", 202612, (7, 1), (12, 31), "6 tháng cuối năm 2026", "Second half of 2026"),
        ("2026", 202612, (1, 1), (12, 31), "Năm 2026", "Year 2026"),
    ],
)
def test_a_period_knows_its_code_its_days_and_its_name(
    written: str, code: int, first: tuple[int, int], last: tuple[int, int], vi: str, en: str
) -> None:
    period = Period.parse(written)
    assert (period.code, period.first, period.last) == (code, date(2026, *first), date(2026, *last))
    assert (period.label("vi"), period.label("en"), str(period)) == (vi, en, written)
    assert Period.of_code(code, period.kind) == period


@pytest.mark.parametrize("written", [*NO_PERIODS, "1999", "2101", "2026-10-01", "２０２６-10", "2026-Q", 202610])
def test_what_is_no_period_is_refused_in_both_languages(written: str | int) -> None:
    with pytest.raises(CalendarError) as refused:
        Period.parse(written)
    assert f"“{written}” không phải là kỳ đánh giá" in refused.value.text.vi
    assert f"“{written}” is no period" in refused.value.text.en
    assert isinstance(refused.value, ValueError)


def test_a_period_is_read_with_spaces_small_letters_or_as_a_number() -> None:
    assert Period.parse(" 2026-q4 ") == Period.parse("2026-Q4")
    assert Period.parse(2026) == Period.parse("2026")


def test_a_quarter_is_coded_by_its_last_month_and_by_no_other() -> None:
    assert Period.of_code(202609, "quarter") == Period.parse("2026-Q3")
    with pytest.raises(CalendarError, match="Quý III năm 2026 có mã 202609"):
        Period.of_code(202608, "quarter")
    with pytest.raises(CalendarError):
        Period.of_code(202613)


def test_no_year_has_a_fifth_quarter_or_a_fortnight() -> None:
    for kind, number in (("quarter", 5), ("month", 0), ("year", 2), ("fortnight", 1)):
        with pytest.raises(CalendarError):
            Period(2026, kind, number)


@pytest.mark.parametrize(("written", "count"), [("2026-10", 1), ("2026-Q4", 3), ("2026-H2", 6), ("2026", 12)])
def test_a_quarter_has_three_months_a_half_year_six_a_year_twelve(written: str, count: int) -> None:
    period = Period.parse(written)
    months = period.months()
    assert len(months) == count
    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert all(month in period for month in months)


def test_a_period_holds_its_own_days_and_periods_and_no_others() -> None:
    quarter = Period.parse("2026-Q4")
    assert date(2026, 10, 1) in quarter and date(2026, 12, 31) in quarter
    assert date(2026, 9, 30) not in quarter and date(2027, 1, 1) not in quarter
    assert Period.parse("2026-12") in quarter and Period.parse("2026-09") not in quarter
    assert quarter in Period.parse("2026-H2") and Period.parse("2026-H2") not in quarter


@given(DAYS, st.sampled_from(["month", "quarter", "half_year", "year"]))
def test_every_day_is_in_its_period_and_every_period_reads_back(day: date, kind: str) -> None:
    period = Period.of_day(day, kind)
    assert day in period
    assert Period.parse(str(period)) == period
    assert Period.of_day(period.last + timedelta(days=1), kind).first == period.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("segments", "months"),
    [
        ([((3, 15), (9, 14))], 6),
        ([((3, 15), (9, 13))], 5),
        ([((1, 1), (6, 30))], 6),
        ([((1, 1), (6, 29))], 5),
        ([((1, 31), (2, 28))], 1),
        ([((1, 31), (2, 27))], 0),
        ([((3, 30), (4, 29))], 1),
        ([((3, 30), (4, 28))], 0),
        ([((3, 15), (8, 14)), ((8, 15), (9, 13))], 5),
        ([((1, 1), (12, 31))], 12),
        ([((1, 1), (3, 31)), ((4, 1), (6, 30))], 6),
        ([((1, 1), (4, 30)), ((3, 1), (6, 30))], 6),
        ([((1, 1), (5, 15)), ((8, 1), (9, 15))], 6),
        ([((1, 1), (5, 14)), ((8, 1), (9, 15))], 5),
        ([], 0),
    ],
)
def test_a_month_is_whole_on_the_eve_of_the_day_it_began(
    segments: list[tuple[tuple[int, int], tuple[int, int]]], months: int
) -> None:
    worked = [(date(2026, *first), date(2026, *last)) for first, last in segments]
    assert months_worked(worked, 2026) == months


def test_only_the_year_asked_for_counts() -> None:
    worked = [(date(2025, 3, 1), date(2026, 6, 30)), (date(2026, 12, 1), date(2027, 5, 31))]
    assert [months_worked(worked, year) for year in (2024, 2025, 2026, 2027)] == [0, 10, 7, 5]


def test_by_days_six_months_are_180_days() -> None:
    first = date(2026, 1, 5)
    assert months_worked([(first, first + timedelta(days=179))], 2026, "days_180") == 6
    assert months_worked([(first, first + timedelta(days=178))], 2026, "days_180") == 5
    assert months_worked([(date(2026, 1, 1), date(2026, 6, 29))], 2026, "days_180") == 6
    assert months_worked([(date(2026, 1, 1), date(2026, 6, 29))], 2026, "calendar_months") == 5


def test_time_worked_cannot_end_before_it_begins() -> None:
    with pytest.raises(CalendarError, match=r"kết thúc \(01/03/2026\) trước khi bắt đầu \(02/03/2026\)"):
        months_worked([(date(2026, 3, 2), date(2026, 3, 1))], 2026)
    with pytest.raises(ValueError, match="choose calendar_months or days_180"):
        months_worked([], 2026, "weeks")


@given(
    st.lists(st.tuples(DAYS, st.integers(0, 200)), max_size=4),
    st.sampled_from(["calendar_months", "days_180"]),
)
def test_time_worked_in_a_year_is_between_none_and_twelve_months(spans: list[tuple[date, int]], rule: str) -> None:
    worked = [(first, first + timedelta(days=n)) for first, n in spans]
    assert 0 <= months_worked(worked, 2026, rule) <= 12


def test_ratings_are_done_before_15_december_or_for_special_bodies_15_january() -> None:
    assert rating_deadline(2026) == date(2026, 12, 14) < date(2026, 12, 15)
    assert rating_deadline(2026, special=True) == date(2027, 1, 14)


def test_a_petition_is_settled_within_seven_working_days_even_over_tet() -> None:
    assert petition_due(date(2026, 10, 5)) == date(2026, 10, 14)
    assert petition_due(date(2026, 2, 12)) == date(2026, 3, 2), "13, then 23–27 February, then 2 March"
    assert petition_due(date(2026, 10, 10)) == date(2026, 10, 20), "received on a Saturday"
    storm = HolidayTable.of([SpecialDay(date(2026, 10, 12), "off", "Quyết định 12/QĐ-UBND")])
    assert petition_due(date(2026, 10, 5), storm) == date(2026, 10, 15)


def test_results_reach_the_national_database_in_five_days_or_three_working_days() -> None:
    friday = date(2026, 10, 2)
    assert sync_due(friday) == date(2026, 10, 7)
    assert sync_due_by_decree_27(friday) == date(2026, 10, 7)
    assert strictest_sync_due(date(2026, 10, 5)) == date(2026, 10, 8)


def test_around_tet_the_five_plain_days_are_the_stricter() -> None:
    before_tet = date(2027, 2, 3)
    assert sync_due(before_tet) == date(2027, 2, 8) < sync_due_by_decree_27(before_tet)
    assert strictest_sync_due(before_tet) == sync_due(before_tet)


def test_decree_27_holds_from_1_july_2026() -> None:
    saturday = HolidayTable.of([SpecialDay(date(2026, 7, 4), "working", "Làm bù theo quyết định")])
    assert strictest_sync_due(date(2026, 6, 30), saturday) == date(2026, 7, 5), "five plain days"
    assert strictest_sync_due(date(2026, 7, 1), saturday) == date(2026, 7, 4), "three working days"
