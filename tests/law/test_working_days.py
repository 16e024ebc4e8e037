"""Working days with the real holidays of Vietnam, an agency's own days, and delays counted in them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congminh.law.calendar import (
    CalendarError,
    HolidayTable,
    Period,
    SpecialDay,
    add_working_days,
    delays,
    is_working_day,
    why_off,
    working_days_between,
    working_days_in,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
SATURDAY, WEDNESDAY = date(2025, 11, 15), date(2025, 11, 19)


def test_nobody_works_from_16_to_20_february_2026_for_tet() -> None:
    tet = [date(2026, 2, day) for day in range(16, 21)]
    assert not any(is_working_day(day) for day in tet)
    assert is_working_day(date(2026, 2, 13)) and is_working_day(date(2026, 2, 23))
    assert why_off(date(2026, 2, 17)) == ("Tết Nguyên Đán", "Tết Nguyên Đán")
    assert working_days_in(Period.parse("2026-02")) == 15


@pytest.mark.parametrize("day", [(1, 1), (4, 27), (4, 30), (5, 1), (9, 1), (9, 2), (11, 24)])
def test_the_public_holidays_of_2026_are_days_off(day: tuple[int, int]) -> None:
    assert not is_working_day(date(2026, *day))


def test_hung_kings_day_on_a_sunday_is_made_up_for_on_monday() -> None:
    assert why_off(date(2026, 4, 26)) == ("Ngày Giỗ Tổ Hùng Vương",) * 2
    assert is_working_day(date(2026, 4, 24)) and not is_working_day(date(2026, 4, 27))
    assert is_working_day(date(2026, 4, 28))


def test_the_days_the_government_exchanged_in_2026_are_known() -> None:
    assert not is_working_day(date(2026, 1, 2)) and is_working_day(date(2026, 1, 10))
    assert not is_working_day(date(2026, 8, 31)) and is_working_day(date(2026, 8, 22))
    assert is_working_day(date(2019, 1, 5)), "a Saturday that paid for 31/12/2018, in the year before"


def test_vietnam_culture_day_is_a_day_off_since_2026_only() -> None:
    assert is_working_day(date(2025, 11, 24)) and not is_working_day(date(2026, 11, 24))


def test_weekends_are_off_and_say_so() -> None:
    assert why_off(SATURDAY) == ("Thứ Bảy", "Saturday")
    assert why_off(SATURDAY + timedelta(days=1)) == ("Chủ nhật", "Sunday")
    assert why_off(WEDNESDAY) is None


def test_an_agencys_table_prevails_over_the_public_calendar() -> None:
    table = HolidayTable.of(
        [
            SpecialDay(date(2026, 10, 12), "off", "Quyết định 12/QĐ-UBND: nghỉ khắc phục bão"),
            SpecialDay(date(2026, 10, 17), "working", "Quyết định 12/QĐ-UBND: làm bù"),
            SpecialDay(date(2026, 9, 1), "working", "Trực dịp Quốc khánh"),
        ]
    )
    assert is_working_day(date(2026, 10, 12)) and not is_working_day(date(2026, 10, 12), table)
    assert not is_working_day(date(2026, 10, 17)) and is_working_day(date(2026, 10, 17), table)
    assert is_working_day(date(2026, 9, 1), table) and not is_working_day(date(2026, 9, 2), table)
    assert why_off(date(2026, 10, 12), table) == ("Quyết định 12/QĐ-UBND: nghỉ khắc phục bão",) * 2
    assert why_off(date(2026, 10, 17), table) is None


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError, match="is a moment"):
        is_working_day(datetime(2026, 2, 17, 8, 0))


def test_the_day_of_receipt_is_not_counted() -> None:
    assert add_working_days(date(2026, 10, 5), 1) == date(2026, 10, 6)
    assert add_working_days(date(2026, 10, 5), 0) == date(2026, 10, 5)
    assert add_working_days(date(2026, 10, 9), 1) == date(2026, 10, 12), "Friday, then Monday"
    with pytest.raises(CalendarError):
        add_working_days(date(2026, 10, 5), -1)


@settings(deadline=None)
@given(DAYS, st.integers(1, 40))
def test_the_nth_working_day_is_a_working_day_with_n_between(day: date, n: int) -> None:
    due = add_working_days(day, n)
    assert is_working_day(due)
    assert working_days_between(day, due) == n
    assert working_days_between(due, day) == 0


@settings(deadline=None)
@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up_over_adjoining_spans(day: date, m: int, n: int) -> None:
    middle, end = day + timedelta(days=m), day + timedelta(days=m + n)
    assert working_days_between(day, end) == working_days_between(day, middle) + working_days_between(middle, end)


def test_the_handbooks_task_is_late_once_or_four_days_or_three_working_days() -> None:
    counted = {unit: delays(SATURDAY, WEDNESDAY, unit) for unit in ("occurrence", "calendar_day", "working_day")}
    assert counted == {"occurrence": 1, "calendar_day": 4, "working_day": 3}
    assert delays(SATURDAY, WEDNESDAY) == 1, "the decree's own word is the default"


@pytest.mark.parametrize("unit", ["occurrence", "calendar_day", "working_day"])
def test_a_task_finished_on_its_day_or_before_is_not_late(unit: str) -> None:
    assert delays(WEDNESDAY, WEDNESDAY, unit) == 0
    assert delays(WEDNESDAY, WEDNESDAY - timedelta(days=9), unit) == 0
    assert delays(WEDNESDAY, WEDNESDAY + timedelta(days=1), unit) == 1


def test_only_working_days_of_delay_pass_over_tet() -> None:
    due, finished = date(2026, 2, 13), date(2026, 2, 23)
    assert delays(due, finished, "calendar_day") == 10
    assert delays(due, finished, "working_day") == 1
    assert delays(due, date(2026, 2, 22), "working_day") == 0


def test_an_unknown_unit_of_delay_is_refused() -> None:
    with pytest.raises(ValueError, match="choose occurrence, calendar_day or working_day"):
        delays(SATURDAY, WEDNESDAY, "hour")


def test_the_holidays_are_loaded_only_when_a_day_is_asked_about() -> None:
    program = (
        "import sys; from congminh.law import calendar; before = 'holidays' in sys.modules;"
        "calendar.add_working_days(calendar.date(2026, 10, 5), 7); print(before, 'holidays' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "True"]
