"""What a reckoning reads of one period: places of sheets and posts that lead, those beneath a leader in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, NamedTuple

from django.db.models import Q

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.law.calendar import Period
from congminh.law.nd335.posts import Chart
from congminh.org.models import Post


class Place(NamedTuple):
    """What a reckoning needs of one sheet."""

    pk: int
    person: int
    round: int
    unit: int
    rank: str
    peer_group: str
    state: str
    general_cp: int | None
    self_cp: int | None
    execution: int | None
    cohesion: int | None
    segments: list[dict[str, Any]]
    result: int | None
    grade: str | None

    @property
    def leads(self) -> bool:
        """Whether d, đ and e are scored (Điều 15)."""
        return self.rank != "staff"

    @property
    def is_signed(self) -> bool:
        """Whether its result was told and stands still."""
        return self.state in SIGNED


# The columns of a sheet that make a Place, in its order.
COLUMNS = (
    *("pk", "person_id", "round_id", "unit_id", "rank", "peer_group", "state"),
    *("general_cp", "self_cp", "execution", "cohesion", "segments", "result_id", "result__grade"),
)


def place_of(sheet: PeriodSheet) -> Place:
    """The place of a sheet as it was read; no query where its result was read with it."""
    columns: Any = (getattr(sheet, name) for name in COLUMNS[:-1])
    grade: Any = sheet.result.grade if sheet.result else None
    return Place(*(*columns, grade))


@dataclass
class Held:
    """A post that leads, held in the period, with the units and people in its charge («lĩnh vực», Điều 15.4)."""

    person: int
    unit: int
    rank: str
    kind: str
    first: date
    last: date | None
    units: set[int] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)

    COLUMNS: ClassVar = ("person_id", "unit_id", "rank", "kind", "first", "last")

    def is_held_on(self, day: date) -> bool:
        """Whether the post was held on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def field(self) -> Collection[int]:
        """The units at the head of what is in charge: a head's own, those named for a deputy."""
        return {self.unit} if self.rank == "head" else self.units


@dataclass
class Reading:
    """Posts and sheets of a period as leaders are followed downward: two queries where charge follows the tree.

    With the posts of a leader those of everyone who leads beneath are read, and with these the sheets of all that is
    in anybody's charge there. What lies outside the tree («giao phụ trách» elsewhere) is read when it is come upon.
    """

    of: Period
    span: int
    rounds: Collection[int]
    tree: Chart
    held: dict[int, list[Held]] = field(default_factory=dict)
    _units: set[int] = field(default_factory=set)
    _persons: set[int] = field(default_factory=set)
    _in_unit: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    _of_person: dict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def posts_of(self, leaders: Iterable[Place]) -> Mapping[int, list[Held]]:
        """By person the posts that lead; of these, and of whoever else was read already."""
        unread = [place for place in leaders if place.person not in self.held]
        if unread:
            self._read_posts({place.person for place in unread}, self._below({place.unit for place in unread}))
        return self.held

    def sheets(self, units: Iterable[int], persons: Iterable[int]) -> dict[int, Place]:
        """The sheets in these units and beneath, and of these persons, by key."""
        below, people = self._below(units), set(persons)
        if not (below <= self._units and people <= self._persons):
            self._read_sheets(*self._closure(below, people))
        found = [place for unit in below for place in self._in_unit.get(unit, ())]
        found += [place for person in people for place in self._of_person.get(person, ())]
        return {place.pk: place for place in found}

    def _below(self, units: Iterable[int]) -> set[int]:
        return {int(unit) for unit in self.tree.below(units)}

    def _read_posts(self, people: set[int], units: set[int]) -> None:
        """All leading posts of these people, and of whoever leads in these units; one query."""
        leading = Post.objects.held_within(self.of.first, self.of.last).exclude(rank="staff").exclude(kind="delegation")
        near = leading.filter(unit__in=units).order_by().values("person")
        wanted = leading.filter(Q(person__in=people) | Q(person__in=near)).order_by()
        rows: Any = wanted.values_list("pk", *Held.COLUMNS, "units_in_charge", "persons_in_charge")
        posts: dict[int, Held] = {}
        for pk, *row, unit, person in rows:
            post = posts.setdefault(pk, Held(*row))
            post.units |= {unit} - {None}
            post.persons |= {person} - {None}
        self.held |= {person: [] for person in people}
        self.held |= {post.person: [] for post in posts.values()}
        for post in posts.values():
            self.held[post.person].append(post)

    def _closure(self, units: set[int], persons: set[int]) -> tuple[set[int], set[int]]:
        """With all that is in charge of whoever leads there, as far as posts are known."""
        in_unit: dict[int, list[int]] = defaultdict(list)
        for person, posts in self.held.items():
            for post in posts:
                in_unit[post.unit].append(person)
        found, people, passed = set(units), set(persons), set[int]()
        while leaders := ({who for unit in found for who in in_unit[unit]} | (people & self.held.keys())) - passed:
            passed |= leaders
            posts = [post for who in leaders for post in self.held[who]]
            found |= self._below({unit for post in posts for unit in post.field})
            people |= {who for post in posts for who in post.persons}
        return found, people

    def _read_sheets(self, units: set[int], persons: set[int]) -> None:
        """Those not read yet; one query."""
        near = Q(unit__in=units - self._units) | Q(person__in=persons - self._persons)
        found = PeriodSheet.objects.filter(near, period=self.of.code, span=self.span).exclude(state="left_out")
        rows: Any = found.exclude(round__in=self.rounds).order_by().values_list(*COLUMNS)
        self._units |= units
        self._persons |= persons
        for row in rows:
            place = Place(*row)
            self._in_unit[place.unit].append(place)
            self._of_person[place.person].append(place)
