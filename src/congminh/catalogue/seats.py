"""Who is who in the catalogues of a day (Điều 13): heads, personnel advisers, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from congminh.law.nd335.posts import Chart, Gap
from congminh.law.procedure import Role
from congminh.org import facts
from congminh.org.models import Post
from congminh.org.sight import Advisers
from congminh.org.tree import Tree

Ids = frozenset[int]


@dataclass(frozen=True)
class Seats:
    """The seats of one day, read once for any number of catalogues; units and people as ids."""

    chart: Chart
    advisers: Advisers
    devolved: Mapping[int, int]

    @property
    def tree(self) -> Tree:
        """Who stands beneath whom."""
        return self.advisers.tree

    def head(self, unit: int) -> int | None:
        """Who heads a unit («người đứng đầu»): a delegate, the holder or one acting; None for none, or for two."""
        seat = self.chart.head_of(unit)
        return None if isinstance(seat, Gap) else int(seat.person)

    def managing(self, agency: int) -> int:
        """The agency that manages the people of this one («cơ quan quản lý công chức»): itself, or the nearest above.

        The agency itself where the installation holds none above it.
        """
        above = self.tree.upward(agency)
        return next((unit for unit in above if self.tree.kinds[unit] == "managing"), agency)

    def deciding(self, agency: int) -> int:
        """The unit whose head decides the agency's catalogue (Điều 13.2): where that was devolved to, else managing."""
        return self.devolved.get(agency, self.managing(agency))

    def units(self, agency: int) -> set[int]:
        """The agency and the units within it."""
        return self.tree.beneath([agency], within_agency=True)

    def personnel(self, agency: int) -> Ids:
        """Who advises on personnel («tham mưu về tổ chức, cán bộ») in the agency and in the one that manages it.

        Where neither has anybody, in the nearest agency above that has.
        """
        return self.advise(agency) | self.advise(self.managing(agency)) or self.advisers.of([agency], besides=0)

    def advise(self, agency: int) -> Ids:
        """Who advises on personnel in this very agency."""
        return self.advisers.by_agency.get(agency, frozenset())

    def heads(self, agency: int) -> Ids:
        """The heads of the agency and of its direct units («cơ quan trực tiếp sử dụng công chức», Điều 13.1)."""
        return frozenset(head for unit in self.units(agency) if (head := self.head(unit)) is not None)

    def people_in(self, role: Role, agency: int) -> Ids:
        """Who is told when a step tells this role: every head of the agency, its personnel, who decides."""
        if role == Role.HEAD:
            return self.heads(agency)
        if role == Role.PERSONNEL:
            return self.personnel(agency)
        decider = self.head(self.deciding(agency)) if role == Role.MANAGING_HEAD else None
        return frozenset() if decider is None else frozenset({decider})

    def roles_of(self, person: int, agency: int, is_decided: bool) -> frozenset[Role]:
        """A person's roles in a catalogue of the agency.

        Its list is handed on by the head of the agency alone; a new product of a decided one is reported by the
        head of any of its units as well (Điều 13.3).
        """
        heads = self.heads(agency) if is_decided else {self.head(agency)}
        held = {Role.HEAD: person in heads}
        for role in (Role.PERSONNEL, Role.MANAGING_HEAD):
            held[role] = person in self.people_in(role, agency)
        return frozenset(role for role, holds in held.items() if holds)

    def lists_of(self, person: int, agency: int) -> Ids:
        """The units of the agency whose own lists a person keeps: those the person heads, and those beneath them."""
        units = self.units(agency)
        led = {unit for unit in units if self.head(unit) == person}
        return frozenset(self.tree.beneath(led, within_agency=True) & units)


def seats_on(day: date, devolved: Mapping[int, int]) -> Seats:
    """The seats of `day`, in seven queries however many agencies; `devolved` as `Devolution.objects.in_force`."""
    return Seats(facts.chart(day, people=()), Post.objects.advisers(day), devolved)
