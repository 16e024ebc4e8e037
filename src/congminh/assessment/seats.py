"""Who is who in the sheets of one day (Điều 10.1): who scores, who advises on personnel, who inspects.

A sheet is scored by the place it is about: the head of today for the unit and rank of the sheet, also where the
person has moved on since. Nobody scores themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from congminh.law.nd335.authority import Authority, rated_by, scored_by
from congminh.law.nd335.posts import Chart, Gap
from congminh.law.nd335.posts import Post as Seat
from congminh.law.procedure import Role
from congminh.org import facts
from congminh.org.models import Person
from congminh.org.models.post import seats_of
from congminh.org.models.unit import units_on
from congminh.org.once import looking
from congminh.org.seated import Seated

# The unit and rank a sheet is about.
Place = tuple[int, str]


@dataclass(frozen=True)
class Seats(Seated):
    """The seats of `day`, read once for any number of sheets; units and people as ids."""

    day: date
    chart: Chart
    successors: Mapping[int, int]
    known: dict[int, Person] = field(default_factory=dict, compare=False)

    def assessor(self, person: int, place: Place) -> Authority | Gap:
        """Who scores a person in this place today (Điều 10.1), or what is missing."""
        unit, rank = self._alive(place[0]), place[1]
        seat: Any = Seat(person, unit, rank, "main", self.day)  # type: ignore[arg-type]
        return scored_by(person, replace(self.chart, by_person={person: [seat]}))

    def assessor_id(self, person: int, place: Place) -> int | None:
        """As `assessor`, the id alone; None where the law names nobody."""
        found = self.assessor(person, place)
        return None if isinstance(found, Gap) else int(found.person)

    def decider(self, person: int, place: Place) -> Authority | Gap:
        """Who rates a person in this place today (Điều 10.2), or what is missing."""
        unit, rank = self._alive(place[0]), place[1]
        seat: Any = Seat(person, unit, rank, "main", self.day)  # type: ignore[arg-type]
        return rated_by(person, replace(self.chart, by_person={person: [seat]}))

    def decider_id(self, person: int, place: Place) -> int | None:
        """As `decider`, the id alone; None where the law names nobody."""
        found = self.decider(person, place)
        return None if isinstance(found, Gap) else int(found.person)

    def line(self, person: int, place: Place) -> Iterator[Authority]:
        """Who scores a person in this place, then who scores that one, and so on up (Điều 10.1)."""
        found, passed = self.assessor(person, place), {person}
        while not isinstance(found, Gap) and int(found.person) not in passed:
            yield found
            passed.add(int(found.person))
            found = self.assessor(int(found.person), (int(found.post.unit), "head"))

    def resolver(self, person: int, place: Place, decided_by: int | None) -> Authority | None:
        """Who settles a petition (Điều 22): the first in the line who did not give the score.

        Whoever gave it where there is nobody else; None where the law names nobody.
        """
        line = list(self.line(person, place))
        decided = decided_by or next((int(each.person) for each in line), None)
        return next((each for each in line if int(each.person) != decided), line[0] if line else None)

    def personnel(self, person: int, agency: int) -> frozenset[int]:
        """Who advises on personnel in the agency, else in the nearest above with anybody; never on their own file."""
        return self.advisers.of([self._alive(agency)], besides=person)

    def advises(self, person: int, agency: int) -> bool:
        """Whether a person advises on personnel for an agency."""
        return person in self.personnel(0, agency)

    def inspects(self, person: int) -> bool:
        """Whether a person is an inspector today."""
        return person in self._inspectors

    def roles_of(self, person: int, owner: int, place: Place, agency: int) -> frozenset[Role]:
        """A person's roles in a sheet; OWNER of one's own, and nothing else."""
        if person == owner:
            return frozenset({Role.OWNER})
        held = {
            Role.ASSESSOR: self.assessor_id(owner, place) == person,
            Role.PERSONNEL: person in self.personnel(owner, agency),
            Role.INSPECTOR: self.inspects(person),
        }
        return frozenset(role for role, holds in held.items() if holds)

    def headed_by(self, person: int) -> set[int]:
        """The units this person heads today, also as acting head or by delegation."""
        return {int(post.unit) for post in self.chart.by_person.get(person, ()) if post.rank == "head"}

    @cached_property
    def _inspectors(self) -> frozenset[int]:
        return frozenset(seat.person for seat in seats_of(self.day) if seat.is_inspector)

    def _alive(self, unit: int) -> int:
        """The unit, or what it went on in where it has ended since («sáp nhập, đổi tên»)."""
        passed: set[int] = set()
        while unit not in self.chart.units and unit in self.successors and unit not in passed:
            passed.add(unit)
            unit = self.successors[unit]
        return unit


def seats_on(day: date) -> Seats:
    """The seats of `day`, in three queries however many sheets; on a page shared with whatever else asks."""
    with looking():
        ended = (unit for unit in units_on(day).values() if unit.ended and unit.ended < day and unit.succeeded_by_id)
        after = {unit.pk: unit.succeeded_by_id or unit.pk for unit in ended}
        return Seats(day, facts.chart(day, (), fields=False), after)
