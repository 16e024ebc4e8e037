"""Working days («ngày làm việc») of Vietnam: public holidays, exchanged days, and an agency's own table.

Public holidays (Bộ luật Lao động 2019 Điều 112) come from the `holidays` library, Tết by the lunar
calendar included; it is imported at the first question, because loading it takes longer than a reckoning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from congminh.law.text import Text

WEEKEND = {5: Text("Thứ Bảy", "Saturday"), 6: Text("Chủ nhật", "Sunday")}
ONE_DAY = timedelta(days=1)
OFF, WORKING = "off", "working"


class CalendarError(ValueError):
    """What a person wrote is no day, no period or no span: said in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.vi} / {text.en}")
        self.text = text


@dataclass(frozen=True)
class SpecialDay:
    """One day that differs from the ordinary calendar («nghỉ thêm, nghỉ bù, làm bù») and by what decision."""

    day: date
    kind: str
    reason: str

    @property
    def working(self) -> bool:
        """Whether people work on that day («làm bù») although the calendar says otherwise."""
        return self.kind == WORKING


# The library lacks this exchange, which the Government made for every State agency.
_NEW_YEAR_2026 = "Hoán đổi ngày làm việc dịp Tết Dương lịch 2026 (12729/VPCP-KGVX, 25/12/2025)"
EXCHANGED = (
    SpecialDay(date(2026, 1, 2), OFF, _NEW_YEAR_2026),
    SpecialDay(date(2026, 1, 10), WORKING, _NEW_YEAR_2026),
)


@dataclass(frozen=True)
class HolidayTable:
    """«Lịch nghỉ của cơ quan»: the days an agency adds to, or takes back from, the public holidays.

    What stands here prevails over the public calendar, so a table can also correct a holiday that was
    only expected. `HolidayTable()` adds nothing. `read_holidays` makes one from a file.
    """

    days: Mapping[date, SpecialDay] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @classmethod
    def of(cls, days: Iterable[SpecialDay]) -> HolidayTable:
        """The table holding these days; the later entry for a day stands."""
        return cls(MappingProxyType({special.day: special for special in days}))


NATIONAL = HolidayTable()


@cache
def public_days(year: int) -> Mapping[date, SpecialDay]:
    """Public holidays and days worked in exchange that fall in `year`, each with its Vietnamese name."""
    import holidays

    calendar = holidays.country_holidays("VN", years=year, language="vi", expand=False)
    off = [SpecialDay(day, OFF, name) for day, name in calendar.items()]
    worked = [SpecialDay(day, WORKING, "Làm bù ngày nghỉ hoán đổi") for day in calendar.weekend_workdays]
    return {special.day: special for special in (*off, *worked, *EXCHANGED) if special.day.year == year}


def _special(day: date, table: HolidayTable) -> SpecialDay | None:
    if isinstance(day, datetime):
        raise TypeError(f"{day!r} is a moment: give the day it falls on in Vietnam (datetime.date)")
    return table.days.get(day) or public_days(day.year).get(day)


def is_working_day(day: date, table: HolidayTable = NATIONAL) -> bool:
    """Whether `day` is a «ngày làm việc»: by the agency's table, else public holidays, else weekday."""
    special = _special(day, table)
    return special.working if special else day.weekday() not in WEEKEND


def why_off(day: date, table: HolidayTable = NATIONAL) -> Text | None:
    """Why nobody works on `day` («Tết Nguyên Đán», «Thứ Bảy», the agency's reason); None on a working day."""
    special = _special(day, table)
    if special:
        return None if special.working else Text(special.reason, special.reason)
    return WEEKEND.get(day.weekday())


def add_working_days(day: date, n: int, table: HolidayTable = NATIONAL) -> date:
    """The n-th working day after `day`; `day` itself is not counted (Bộ luật Dân sự 2015 Điều 147.2).

    n = 0 gives `day` back. Raises CalendarError for a negative n.
    """
    if n < 0:
        raise CalendarError(Text(f"Số ngày làm việc không được âm: {n}", f"Working days cannot be negative: {n}"))
    while n:
        day += ONE_DAY
        n -= is_working_day(day, table)
    return day


def working_days_between(a: date, b: date, table: HolidayTable = NATIONAL) -> int:
    """Working days after `a` up to and including `b`: 0 when b is not after a."""
    span = (a + timedelta(days=n) for n in range(1, (b - a).days + 1))
    return sum(is_working_day(day, table) for day in span)
