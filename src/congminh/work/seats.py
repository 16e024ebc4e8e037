"""Who is who in the tasks of one day: who assigns and confirms (Điều 10.1, 18.1.a), who advises on personnel.

Whoever scores a person assigns and confirms their work. Work done in a unit the person has left since is confirmed by
that unit's head, who saw it done. Nobody confirms their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from congminh.law.nd335.authority import rated_by, scored_by
from congminh.law.nd335.posts import Chart, Gap
from congminh.org import facts
from congminh.org.models import Person, Post
from congminh.org.sight import Advisers

Ids = frozenset[int]
# A person and the unit in which the work is done.
Place = tuple[int, int]
SECOND = ("acting", "concurrent")


@dataclass(frozen=True)
class Seats:
    """The seats of one day, read once for any number of tasks; `places` are those they are asked about."""

    day: date
    chart: Chart
    places: frozenset[Place]

    def unit_of(self, person: int) -> int | None:
        """The unit in which a person is evaluated; None while that is in doubt."""
        post = self.chart.post_of(person)
        return None if isinstance(post, Gap) else int(post.unit)

    def stands_in(self, person: int, unit: int) -> bool:
        """Whether the person is evaluated in the unit, or has a second post there."""
        posts = self.chart.by_person.get(person, ())
        return self.unit_of(person) == unit or any(post.unit == unit and post.kind in SECOND for post in posts)

    def assessor(self, person: int, unit: int) -> int | None:
        """Who assigns and confirms the work of a person in a unit; None where the law names nobody."""
        if not self.stands_in(person, unit) and unit in self.chart.units:
            head = self.chart.head_of(unit, for_person=person)
            if not isinstance(head, Gap) and head.person != person:
                return int(head.person)
        answer = scored_by(person, self.chart)
        return None if isinstance(answer, Gap) else int(answer.person)

    def scored_by(self, head: int) -> Ids:
        """Whom a head scores: of the people asked about, and of all heads."""
        beneath = self.chart.below(post.unit for post in self.chart.by_person.get(head, ()) if post.rank == "head")
        near = {post.person for unit in beneath for post in self.chart.by_unit.get(unit, ())}
        answers = ((person, scored_by(person, self.chart)) for person in near)
        return frozenset(int(person) for person, who in answers if not isinstance(who, Gap) and who.person == head)

    def decider(self, person: int) -> int | None:
        """Who rates the person's year (Điều 10.2)."""
        answer = rated_by(person, self.chart)
        return None if isinstance(answer, Gap) else int(answer.person)

    def judge_of_causes(self, person: int, unit: int) -> int | None:
        """Who confirms an objective cause, by the reading `objective_cause_by` (Điều 14.2.b)."""
        return self.decider(person) if self.causes_by_decider else self.assessor(person, unit)

    def personnel(self, person: int, unit: int) -> Ids:
        """Who advises on personnel for work in a unit; never on their own."""
        return self.advisers.of([unit], besides=person)

    def people(self, pks: Iterable[int | None]) -> list[Person]:
        """These as rows: in one query for all who are asked about."""
        return [self._known[pk] for pk in dict.fromkeys(pks) if pk in self._known]

    @cached_property
    def advisers(self) -> Advisers:
        """Who advises on personnel in which agency; two queries."""
        return Post.objects.advisers(self.day)

    @cached_property
    def causes_by_decider(self) -> bool:
        """Whether the agency has who rates confirm objective causes, and not who scores."""
        return facts.values(self.day)["objective_cause_by"] == "decider"

    @cached_property
    def _known(self) -> dict[int, Person]:
        judges = {self.assessor(*place) for place in self.places} | {self.decider(who) for who, _unit in self.places}
        return Person.objects.in_bulk({*judges, *(who for who, _unit in self.places)} - {None})


def seats_on(day: date, places: Iterable[Place]) -> Seats:
    """The seats of `day` for work of these people in these units, in three queries however many."""
    asked = frozenset(places)
    return Seats(day, facts.chart(day, people={person for person, _unit in asked}, fields=False), asked)


def seats_of_posts(day: date, posts: Q) -> Seats:
    """As `seats_on`, for work of whoever holds one of these posts on `day`; their rows are not asked for."""
    people = Post.objects.held_on(day).filter(posts).order_by().values("person")
    return Seats(day, facts.chart(day, people, fields=False), frozenset())
