"""«Thời gian công tác trong năm» (Điều 11.1, 11.2): months worked without leave, and which leave bears on the year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from congminh import law as laws
from congminh.law.calendar import Period, months_worked
from congminh.law.facts import YEAR
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values
from congminh.org.models import Leave
from congminh.year.models import MonthBrought, YearSheet
from congminh.year.models.result import FLAGS

Days = tuple[date, date]
ONE = timedelta(days=1)
Away = dict[int, dict[str, list[Days]]]


class Working(NamedTuple):
    """Whole months worked in a year, and the kinds of leave that bear on it."""

    months_worked: int
    maternity: bool
    sick: bool
    unpaid: bool


def away_in(people: Collection[int], year: int) -> Away:
    """By person and kind the days of leave for illness, maternity and of unpaid leave in a year; one query."""
    found: Away = {}
    rows: Any = Leave.objects.within(date(year, 1, 1), date(year, 12, 31)).filter(person__in=people, kind__in=FLAGS)
    for person, kind, first, last in rows.order_by("first").values_list("person_id", "kind", "first", "last"):
        found.setdefault(person, {}).setdefault(kind, []).append((first, last))
    return found


def served_outside(people: Collection[int], year: int) -> dict[int, list[Days]]:
    """By person the months of a year worked in an agency outside, as it signed them (Điều 19.1); one query."""
    found: dict[int, list[Days]] = {}
    rows: Any = MonthBrought.objects.filter(person__in=people, year=year, withdrawn_at=None).order_by("month")
    for person, month, span in rows.values_list("person_id", "month", "span"):
        days = (Period(year, "month", month - span + 1).first, Period(year, "month", month).last)
        found.setdefault(person, []).append(days)
    return found


def working(segments: Sequence[Days], away: dict[str, list[Days]], year: int, values: Values) -> Working:
    """How long somebody worked, of the stretches of service and the leave taken.

    Leave for illness or maternity takes the place of months only from whoever served the six months with it: a day's
    illness makes nobody rateable who came in November.
    """
    rule, least = str(values["six_months"]), int(values["rating_months"])
    served = months_worked(segments, year, rule)
    within = {kind: bool(list(_common(segments, days))) for kind, days in away.items()}
    left = list(_without(segments, [each for days in away.values() for each in days]))
    excused = served >= least
    return Working(
        months_worked(left, year, rule),
        excused and within.get("maternity", False),
        excused and within.get("sick", False),
        within.get("unpaid", False),
    )


def is_rateable(months: Working, values: Values) -> bool:
    """Whether the law rates somebody who worked so long (Điều 11.1, 11.2)."""
    return bool(_rateable([months], values)[0])


def can_be_rated(sheet: YearSheet) -> bool:
    """As `is_rateable`, of a sheet as it stands; only by the agency where the person works (Điều 19.1)."""
    from congminh.year.facts.reckoning import values_of

    months = Working(sheet.months_worked, sheet.maternity, sheet.sick, sheet.unpaid)
    seats = sheet.seats()
    values = seats.once("values", sheet.round_id, lambda: values_of(sheet.round))
    return seats.works_in(sheet.person_id, sheet.agency_id) and is_rateable(months, values)


def _rateable(every: Sequence[Working], values: Values) -> list[int]:
    law = laws.named("nd335")
    none = {fact.name: 0 for fact in YEAR.facts if not fact.is_text}
    rows = [
        {**none, "person_id": place, "year": 2026, "peer_group": "", "post": "staff", **_numbers(months)}
        for place, months in enumerate(every, start=1)
    ]
    return [row["rateable"] for row in reckon_rows(law, YEAR, {"year": rows, "month": []}, values)]


def _numbers(months: Working) -> dict[str, int]:
    return {name: int(value) for name, value in months._asdict().items()}


def _common(segments: Iterable[Days], days: Iterable[Days]) -> Iterator[Days]:
    for first, last in segments:
        for begun, ended in days:
            if begun <= last and first <= ended:
                yield max(first, begun), min(last, ended)


def _without(segments: Iterable[Days], days: Sequence[Days]) -> Iterator[Days]:
    """The stretches with these days cut out."""
    for first, last in segments:
        here = first
        for begun, ended in sorted(_common([(first, last)], days)):
            if here < begun:
                yield here, begun - ONE
            here = max(here, ended + ONE)
        if here <= last:
            yield here, last
