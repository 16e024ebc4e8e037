"""Who is who in the sheets of organisations on one day (Điều 5, 9): head, recogniser, inspector, agencies concerned.

Nobody recognises the organisation they head: then the level above does, as for people (Điều 10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from congminh.law.nd335.authority import Authority, recognised_by
from congminh.law.nd335.posts import Chart, Gap
from congminh.law.procedure import Role
from congminh.law.reckon import Values
from congminh.org import facts
from congminh.org.models import Person
from congminh.org.models.post import seats_of
from congminh.org.seated import Seated


@dataclass(frozen=True)
class Bench(Seated):
    """The seats of `day`, read once for any number of organisations; units and people as ids."""

    day: date
    values: Values
    chart: Chart
    known: dict[int, Person] = field(default_factory=dict, compare=False)

    def head(self, unit: int) -> int | None:
        """Who heads a unit today, a delegate or acting head included; None for nobody or several."""
        found = self.chart.head_of(unit)
        return None if isinstance(found, Gap) else int(found.person)

    def recogniser(self, unit: int) -> Authority | Gap:
        """Who recognises a unit's result («công nhận kết quả», Điều 5), or what is missing."""
        own, passed = self.head(unit), set()
        found = recognised_by(unit, self.chart)
        while not isinstance(found, Gap) and int(found.person) == own and found.post.unit not in passed:
            passed.add(found.post.unit)
            found = recognised_by(found.post.unit, self.chart)
        return found

    def recogniser_id(self, unit: int) -> int | None:
        """As `recogniser`, the person alone; None where the law names nobody."""
        found = self.recogniser(unit)
        return None if isinstance(found, Gap) else int(found.person)

    def authority(self, unit: int) -> int | None:
        """The unit whose head recognises; within its range the cap of Điều 8.5 holds."""
        found = self.recogniser(unit)
        return None if isinstance(found, Gap) else int(found.post.unit)

    def personnel(self, unit: int) -> frozenset[int]:
        """Who advises the recogniser on personnel, else whoever advises the unit itself; never who heads it."""
        return self.advisers.of([self.authority(unit) or unit], besides=self.head(unit) or 0)

    def inspectors(self, unit: int) -> frozenset[int]:
        """Who verifies (Điều 9.2.a): inspectors of the recogniser's range, else of the nearest above with any.

        Where there is no inspector at all, the personnel advisers: somebody must be able to report.
        """
        for above in self.advisers.tree.upward(self.authority(unit) or unit):
            beneath = self.advisers.tree.beneath([above])
            if found := frozenset().union(*(self._inspectors.get(each, frozenset()) for each in beneath)) - {
                self.head(unit)
            }:
                return found
        return self.personnel(unit)

    def related(self, unit: int) -> frozenset[int]:
        """The agencies concerned (Điều 9.2.b): their personnel advisers, and who heads the unit right above."""
        own = self.advisers.of([unit], besides=0)
        above = self.chart.units[unit].parent if unit in self.chart.units else None
        head = self.head(int(above)) if above is not None else None
        return (own | self.personnel(unit) | ({head} if head else frozenset())) - {self.head(unit)}

    def roles_of(self, person: int, unit: int) -> frozenset[Role]:
        """A person's roles in the sheet of a unit; of one's own organisation HEAD and nothing else."""
        if person == self.head(unit):
            return frozenset({Role.HEAD})
        held = {
            Role.RECOGNISER: person == self.recogniser_id(unit),
            Role.PERSONNEL: person in self.personnel(unit),
            Role.INSPECTOR: person in self.inspectors(unit),
            Role.RELATED: person in self.related(unit),
        }
        return frozenset(role for role, holds in held.items() if holds)

    def name(self, unit: int) -> str:
        """What a unit is called today; empty for one that is no more."""
        return self._names.get(unit, "")

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return {int(unit): str(unit) for unit in self.chart.units}

    @cached_property
    def _inspectors(self) -> Mapping[int, frozenset[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for seat in seats_of(self.day):
            if seat.is_inspector:
                found[seat.unit].add(seat.person)
        return {unit: frozenset(people) for unit, people in found.items()}


def bench_on(day: date) -> Bench:
    """The seats of `day`, in three queries however many organisations; two more for advisers, one for inspectors."""
    values = facts.values(day)
    return Bench(day, values, facts.chart(day, (), named=True, fields=False, delegation=str(values["delegation"])))
