"""The clocks of the decree («thời hạn»): Điều 9.1, 19.2, 22, 26.1.d; and of Nghị định 27/2026."""

from datetime import date, timedelta
from pathlib import Path

from congminh.law.calendar.working_days import NATIONAL, ONE_DAY, HolidayTable, add_working_days, is_working_day
from congminh.law.parameters import load_parameters

NUMBERS = load_parameters(Path(__file__).with_name("parameters.yaml"))
SYNC_WORKING_DAYS_BY_DECREE_27 = 3
# Options of the reading `petition_window` that set an end, in days from the notice.
PETITION_WINDOWS = {"ten_days": 10}
DECREE_27_SINCE = date(2026, 7, 1)


def rating_deadline(year: int, special: bool = False) -> date:
    """The last day for the year's rating («trước ngày 15 tháng 12», Điều 9.1, 19.2): 14 December of `year`.

    `special`: bodies not closing their work at year's end finish before 15 January of the next year.
    """
    return date(year + 1, 1, 14) if special else date(year, 12, 14)


def petition_due(received: date, table: HolidayTable = NATIONAL) -> date:
    """The last day to settle a petition («07 ngày làm việc kể từ ngày nhận được», Điều 22).

    The day of receipt is not counted.
    """
    return add_working_days(received, NUMBERS["petition_days"].on(received), table)


def petition_open_until(told: date, window: str, table: HolidayTable = NATIONAL) -> date | None:
    """The last day to lodge a petition on a result told on `told` (reading `petition_window`); None for no end.

    A last day on which nobody works moves to the next working day (Bộ luật Dân sự 2015 Điều 148.5).
    """
    if window not in PETITION_WINDOWS:
        return None
    last = told + timedelta(days=PETITION_WINDOWS[window])
    while not is_working_day(last, table):
        last += ONE_DAY
    return last


def sync_due(result_day: date) -> date:
    """The last day to send a result to the national database («chậm nhất 05 ngày», Điều 26.1.d)."""
    return result_day + timedelta(days=NUMBERS["sync_days"].on(result_day))


def sync_due_by_decree_27(result_day: date, table: HolidayTable = NATIONAL) -> date:
    """The last day by Nghị định 27/2026/NĐ-CP (19/01/2026, in force 01/07/2026): 03 working days.

    Source: press reports of that decree; its text was not at hand, so an agency should check the article.
    """
    return add_working_days(result_day, SYNC_WORKING_DAYS_BY_DECREE_27, table)


def strictest_sync_due(result_day: date, table: HolidayTable = NATIONAL) -> date:
    """The earlier of both deadlines for the national database (Điều 26.1.d; NĐ 27/2026 from 01/07/2026).

    Three working days are usually the earlier; around Tết five plain days are.
    """
    if result_day < DECREE_27_SINCE:
        return sync_due(result_day)
    return min(sync_due(result_day), sync_due_by_decree_27(result_day, table))
