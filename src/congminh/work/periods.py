"""Periods of scoring («kỳ theo dõi, đánh giá», Điều 3.4) as an agency has chosen them: months or quarters."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.law.calendar import CalendarError, Period
from congminh.org import facts
from congminh.work.refusing import refuse


def kind_on(day: date) -> str:
    """month or quarter, by the reading `scoring_period` in force on `day`."""
    return str(facts.values(day)["scoring_period"])


def period_of(code: int, kind: str) -> Period:
    """The period with this code; ValidationError at `period` for one the agency does not score by."""
    try:
        return Period.of_code(code, kind)
    except CalendarError as error:
        said = error.text(get_language() or "vi")
        return refuse("period", _("This is no period the agency scores by."), _("Choose another period."), said)


def period_on(day: date) -> Period:
    """The period in which `day` falls."""
    return Period.of_day(day, kind_on(day))


def label(code: int) -> str:
    """A period's name in the page's language; a quarter is named by its last month where only the code is known."""
    return Period.of_code(code).label(get_language() or "vi")


def day_of(month: Period, number: int) -> date:
    """The day of a month with this number, or its last where it has none so high."""
    return date(month.year, month.last_month, min(number, monthrange(month.year, month.last_month)[1]))


def moved(day: date, source: Period, target: Period) -> date:
    """The day of `target` that is where `day` was in `source`: the same month of it, the same number."""
    months = target.months()
    place = (day.year - source.first.year) * 12 + day.month - source.first.month
    return day_of(months[min(max(place, 0), len(months) - 1)], day.day)
