"""The year's level before the cap (Điều 17.3, 20): the law's own query on months, time worked, grounds, the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple

from congminh import law as laws
from congminh.assessment.models import Basis
from congminh.law.decree import Law
from congminh.law.facts import YEAR
from congminh.law.in_memory import reckon_rows
from congminh.law.nd335.authority import recognises
from congminh.law.reckon import Values, reckon
from congminh.org import facts
from congminh.unit_year.facts import grades_of
from congminh.year.facts.grounds import Counting, grounds_of
from congminh.year.facts.months import Month, months_and_untold
from congminh.year.models import YearRound, YearSheet
from congminh.year.models.result import FLAGS, GROUNDS

COLUMNS = (
    "pk",
    "person_id",
    "round_id",
    "agency_id",
    "unit_id",
    "unit__tier",
    "rank",
    "peer_group",
    "state",
    "months_worked",
    *FLAGS,
    "result__grade",
)


class Place(NamedTuple):
    """What a reckoning needs of one year sheet."""

    pk: int
    person: int
    round: int
    agency: int
    unit: int
    tier: str
    rank: str
    peer_group: str
    state: str
    months_worked: int
    maternity: bool
    sick: bool
    unpaid: bool
    decided: str | None

    @classmethod
    def of(cls, sheet: YearSheet) -> Place:
        """Of a sheet that was read with its unit and result."""
        *own, _grade = COLUMNS
        read = attrgetter(*(name.replace("__", ".") for name in own))
        row: Any = (*read(sheet), sheet.result.grade if sheet.result else None)
        return cls(*row)


@dataclass(frozen=True)
class Level:
    """One person's level by the law before the cap: one of GRADES, not_rated or insufficient_data; and what it is of.

    `points` are those of the months in hundredths, over `months_counted` of them; `grounded` whether a ground for not
    fulfilled holds, `grounds` those that count. `untold` are the months whose sheets were not told yet, where they
    were asked for; `unit_grade` the level of the organisation of a head.
    """

    place: Place
    grade: str
    points: int
    months_counted: int | None
    grounded: int
    unit_grade: str | None
    grounds: tuple[Counting, ...] = ()
    untold: tuple[int, ...] = ()

    @property
    def mean(self) -> Fraction:
        """The exact mean of the year, in points; 0 where there is none."""
        return Fraction(self.points, 100 * self.months_counted) if self.months_counted else Fraction(0)

    @property
    def lacks_unit(self) -> bool:
        """Whether a head's organisation is one that is rated (Điều 5) and has no level yet: 20.6 cannot be held."""
        return self.place.rank == "head" and self.unit_grade is None and recognises(self.place.tier) is not None

    @property
    def unit_in_doubt(self) -> bool:
        """Whether nobody can tell if a head's organisation is one that is rated: its tier (Điều 5) is not entered."""
        return self.place.rank == "head" and self.unit_grade is None and not self.place.tier


@dataclass(frozen=True)
class Reckoned(Level):
    """A level with all it rests on: the law's whole row, the months one by one."""

    row: Mapping[str, Any] = field(default_factory=dict)
    months: tuple[Month, ...] = ()


def law_of(round: YearRound) -> Law:
    """The law of the year."""
    return laws.at(round.of.last)


def values_of(round: YearRound) -> Values:
    """The numbers and readings of the year; December as it was read when the year was opened."""
    last: date = round.of.last
    return law_of(round).values(last, {**facts.choices(last), "december": round.december})


def reckoned(round: YearRound, sheets: Collection[int] | None = None) -> dict[int, Reckoned]:
    """By sheet the year of these, or of all of an agency's round; a constant number of queries, however many."""
    rows: Any = YearSheet.objects.filter(round=round)
    rows = rows if sheets is None else rows.filter(pk__in=sheets)
    return reckoned_of(round, [Place(*row) for row in rows.order_by("pk").values_list(*COLUMNS)])


def reckoned_of(round: YearRound, places: Sequence[Place]) -> dict[int, Reckoned]:
    """As `reckoned`, of sheets that were read already."""
    if not places:
        return {}
    people = {place.person for place in places}
    months, waiting = months_and_untold(people, round.year, round.december)
    grounds = grounds_of({place.person: place.agency for place in places}, round.year)
    grades = grades_of(sorted({place.unit for place in places if place.rank == "head"}), round.year)
    years = [_year(place, round.year, grounds.get(place.person, ()), grades) for place in places]
    scored = [_month(place.pk, round.year, each) for place in places for each in months.get(place.person, ())]
    told = reckon_rows(law_of(round), YEAR, {"year": years, "month": scored}, values_of(round))
    by_sheet = {row["person_id"]: row for row in told}
    found = {}
    for place in places:
        row, grade = by_sheet[place.pk], grades.get(place.unit) if place.rank == "head" else None
        held, late, whole = (tuple(each.get(place.person, ())) for each in (grounds, waiting, months))
        figures = (row["grade"], row["points"], row["months_counted"], row["grounded"])
        found[place.pk] = Reckoned(place, *figures, grade, held, late, row, whole)  # type: ignore[arg-type]
    return found


def basis_of(round: YearRound) -> Basis:
    """The law, its numbers, the readings and the query, as kept with every decision reckoned alike."""
    law, values = law_of(round), values_of(round)
    query = reckon(law, YEAR, {"year": "year", "month": "month"}, "sqlite", values)
    kept = {"law": law.key, "values": dict(values), "sql": query.sql}
    return Basis.objects.get_or_create(digest=query.digest, defaults=kept)[0]


def _year(place: Place, year: int, grounds: Collection[Counting], grades: Mapping[int, str]) -> dict[str, Any]:
    """The law's facts of a year; keyed by the sheet, since somebody may have two in one year."""
    held = defaultdict(int, {each.name: 1 for each in grounds})
    return {
        "person_id": place.pk,
        "year": year,
        "unit_id": place.agency,
        "peer_group": place.peer_group,
        "post": place.rank,
        "months_worked": place.months_worked,
        **{name: int(getattr(place, name)) for name in FLAGS},
        **{name: held[name] for name in GROUNDS},
        "any_discipline": int(any(each.ground.is_discipline for each in grounds)),
        "unit_grade": grades.get(place.unit) if place.rank == "head" else None,
    }


def _month(sheet: int, year: int, month: Month) -> dict[str, Any]:
    return {
        "person_id": sheet,
        "year": year,
        "month": month.month,
        "span": month.span,
        "total_cp": month.total_cp,
    }
