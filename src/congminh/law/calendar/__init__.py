"""Periods («kỳ theo dõi, đánh giá»), delays and time worked.

Working days and holidays are in `working_days`, an agency's own table in `holiday_table`; the names
others need from there are given again here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from congminh.law.calendar.holiday_table import FaultyTable, read_holidays
from congminh.law.calendar.working_days import (
    NATIONAL,
    ONE_DAY,
    CalendarError,
    HolidayTable,
    SpecialDay,
    add_working_days,
    is_working_day,
    why_off,
    working_days_between,
)
from congminh.law.text import Text

__all__ = [
    "NATIONAL",
    "CalendarError",
    "FaultyTable",
    "HolidayTable",
    "Period",
    "SpecialDay",
    "add_working_days",
    "delays",
    "is_working_day",
    "months_worked",
    "read_holidays",
    "why_off",
    "working_days_between",
    "working_days_in",
]

FIRST_YEAR, LAST_YEAR = 2000, 2100  # the bounds of `period` in the batch files; also catches slips of a digit
MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ROMAN = ("I", "II", "III", "IV")
# Not strftime: its names follow the locale of the machine.
_MONTHS = "January February March April May June July August September October November December"
ENGLISH_MONTHS = _MONTHS.split()
_LABELS = {
    "month": Text("Tháng {number} năm {year}", "{month} {year}"),
    "quarter": Text("Quý {roman} năm {year}", "Quarter {roman} of {year}"),
    "half_year": Text("6 tháng {half_vi} năm {year}", "{half_en} half of {year}"),
    "year": Text("Năm {year}", "Year {year}"),
}
_FORMS = (
    ("month", re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")),
    ("quarter", re.compile(r"([0-9]{4})-Q([1-4])")),
    ("half_year", re.compile(r"([0-9]{4})-H([12])")),
    ("year", re.compile(r"([0-9]{4})()")),
)


@dataclass(frozen=True)
class Period:
    """A period of evaluation («kỳ»: tháng, quý, 6 tháng, năm; Điều 3.4, 17.3).

    `kind` is month, quarter, half_year or year; `number` counts within the year (a year is number 1).
    """

    year: int
    kind: str
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // MONTHS_IN.get(self.kind, 13):
            wrong = f"{self.kind} {self.number}"
            raise CalendarError(Text(f"Trong một năm không có kỳ “{wrong}”", f"No year has a “{wrong}”"))

    @classmethod
    def parse(cls, written: str | int) -> Period:
        """The period written 2026-10, 2026-Q4, 2026-H2 or 2026; raises CalendarError for anything else."""
        for kind, form in _FORMS:
            match = form.fullmatch(str(written).strip().upper())
            if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
                return cls(int(match[1]), kind, int(match[2] or 1))
        raise CalendarError(
            Text(
                f"“{written}” không phải là kỳ đánh giá: hãy viết 2026-10 (tháng), 2026-Q4 (quý), "
                f"2026-H2 (6 tháng) hoặc 2026 (năm), từ năm {FIRST_YEAR} đến {LAST_YEAR}",
                f"“{written}” is no period: write 2026-10 (month), 2026-Q4 (quarter), 2026-H2 (half-year) "
                f"or 2026 (year), from {FIRST_YEAR} to {LAST_YEAR}",
            )
        )

    @classmethod
    def of_code(cls, code: int, kind: str = "month") -> Period:
        """The period of this kind whose `code` it is (202612 is December, Quarter IV, H2 and the year)."""
        month = cls.parse(f"{code // 100:04d}-{code % 100:02d}")
        period = cls.of_day(month.first, kind)
        if period.code != code:
            vi = f"{code} không phải là tháng cuối của kỳ: {period.label('vi')} có mã {period.code}"
            en = f"{code} is not the last month of its period: {period.label('en')} is coded {period.code}"
            raise CalendarError(Text(vi, en))
        return period

    @classmethod
    def of_day(cls, day: date, kind: str = "month") -> Period:
        """The period of this kind in which `day` falls."""
        return cls(day.year, kind, (day.month - 1) // MONTHS_IN[kind] + 1)

    @property
    def last_month(self) -> int:
        """The number (1–12) of its last month."""
        return self.number * MONTHS_IN[self.kind]

    @property
    def code(self) -> int:
        """Its last month as yyyymm: a quarter, half-year or year is coded by the month that closes it."""
        return self.year * 100 + self.last_month

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.last_month - MONTHS_IN[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    def months(self) -> tuple[Period, ...]:
        """The months it is made of, in order: a quarter has 03, a half-year 06, a year 12 (Điều 17.3)."""
        return tuple(Period(self.year, "month", n) for n in range(self.first.month, self.last_month + 1))

    def __contains__(self, other: date | Period) -> bool:
        if isinstance(other, Period):
            return self.first <= other.first and other.last <= self.last
        return self.first <= other <= self.last

    def __str__(self) -> str:
        mark = {
            "month": f"-{self.number:02d}",
            "quarter": f"-Q{self.number}",
            "half_year": f"-H{self.number}",
        }
        return f"{self.year}{mark.get(self.kind, '')}"

    def label(self, language: str = "vi") -> str:
        """Its name in words: «Quý IV năm 2026», or "Quarter IV of 2026" when `language` is en."""
        return _LABELS[self.kind](language).format(
            number=self.number,
            year=self.year,
            month=ENGLISH_MONTHS[self.last_month - 1],
            roman=ROMAN[(self.number - 1) % 4],
            half_vi=("cuối", "đầu")[self.number % 2],
            half_en=("Second", "First")[self.number % 2],
        )


def working_days_in(period: Period, table: HolidayTable = NATIONAL) -> int:
    """How many working days («ngày làm việc») a period holds."""
    return working_days_between(period.first - ONE_DAY, period.last, table)


def delays(due: date, finished: date, unit: str = "occurrence", table: HolidayTable = NATIONAL) -> int:
    """«Số lần chậm» of one task (Điều 14.2.c), by the reading `delay_unit`; 0 when finished by `due`.

    occurrence: late is once, the decree's word. calendar_day, working_day: each day after `due` up to
    the day it was finished; a due day that is itself a day off is not moved, as in Sổ tay VI.2 (due
    Saturday 15/11/2025, finished 19/11/2025: 4 calendar days, 3 working days).
    """
    if unit not in ("occurrence", "calendar_day", "working_day"):
        raise ValueError(f"delay_unit “{unit}”: choose occurrence, calendar_day or working_day")
    if finished <= due:
        return 0
    if unit == "working_day":
        return working_days_between(due, finished, table)
    return 1 if unit == "occurrence" else (finished - due).days


def months_worked(segments: Iterable[tuple[date, date]], year: int, rule: str = "calendar_months") -> int:
    """Whole months worked in `year` («thời gian công tác trong năm», Điều 11.1), by the reading `six_months`.

    `segments` are (first, last) worked days, both included; what lies outside the year is left out, what
    overlaps or touches is joined. calendar_months: a month is complete on the eve of the day it began
    (15/3 to 14/9 is 6 months; 31/1 to 28/2 is 1); days left over from separate stretches are put
    together, 30 to a month (Bộ luật Dân sự 2015 Điều 146.1.c). days_180: all days, 30 to a month, so
    that 6 months are 180 days. Raises CalendarError for a stretch that ends before it begins.
    """
    if rule not in ("calendar_months", "days_180"):
        raise ValueError(f"six_months “{rule}”: choose calendar_months or days_180")
    stretches = _joined(segments, year)
    if rule == "days_180":
        return sum((last - first).days + 1 for first, last in stretches) // 30
    counted = [_months_and_days(first, last) for first, last in stretches]
    left_over = sum(days for _, days in counted) if len(counted) > 1 else 0
    return sum(months for months, _ in counted) + left_over // 30


def _joined(segments: Iterable[tuple[date, date]], year: int) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for first, last in sorted(segments):
        if last < first:
            vi = f"Thời gian công tác kết thúc ({last:%d/%m/%Y}) trước khi bắt đầu ({first:%d/%m/%Y})"
            raise CalendarError(Text(vi, f"The time worked ends ({last}) before it begins ({first})"))
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        if joined and first <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        elif first <= last:
            joined.append((first, last))
    return joined


def _months_and_days(first: date, last: date) -> tuple[int, int]:
    """Whole months from `first` through `last`, and the days beyond them."""
    months = 0
    while _months_on(first, months + 1) <= last + ONE_DAY:
        months += 1
    return months, (last + ONE_DAY - _months_on(first, months)).days


def _months_on(first: date, months: int) -> date:
    """The same day `months` later; where that month has no such day, the first of the month after it."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first.day > monthrange(year, month + 1)[1]:
        return _months_on(first.replace(day=1), months + 1)
    return date(year, month + 1, first.day)
