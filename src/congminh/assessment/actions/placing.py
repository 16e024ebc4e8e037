"""Who served where in a period («các vị trí trong kỳ»): stretches of days by dated posts, leave, days worked.

A person is evaluated where the law places them on each day (seconded, else the main post, else the only other); the
agency of the last day of a stretch scores it. Days of leave of any kind are not days worked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from congminh.law.calendar import ONE_DAY, Period, is_working_day
from congminh.law.nd335.posts import Gap, chart_on
from congminh.law.nd335.posts import Post as Seat
from congminh.org import facts
from congminh.org.models import Leave, Person, Post, Unit
from congminh.org.tree import Tree

Days = tuple[date, date]


@dataclass(frozen=True)
class Stretch:
    """Days in one post; both included."""

    post: Post
    first: date
    last: date

    def kept(self) -> dict[str, Any]:
        """As a sheet keeps it."""
        post = self.post
        said = {"unit": post.unit_id, "post": post.pk, "rank": post.rank}
        return {**said, "first": self.first.isoformat(), "last": self.last.isoformat()}


@dataclass(frozen=True)
class Stay:
    """One person in one agency in a period: the stretches in its units, and the working days worked of those due."""

    person: int
    agency: int
    stretches: tuple[Stretch, ...]
    days_worked: int
    days_due: int

    @property
    def post(self) -> Post:
        """The post of the last stretch: the one the sheet is about."""
        return self.stretches[-1].post

    def columns(self) -> dict[str, Any]:
        """The columns of the sheet."""
        position = self.post.position
        return {
            "unit_id": self.post.unit_id,
            "rank": self.post.rank,
            "position": position.title if position else "",
            "peer_group": position.peer_group.code if position else "",
            "segments": [stretch.kept() for stretch in self.stretches],
            "days_worked": self.days_worked,
            "days_due": self.days_due,
        }


@dataclass(frozen=True)
class Ground:
    """The organisation of a period: the trees of its first and last day, and how a post is read."""

    period: Period
    first: Tree
    last: Tree
    delegation: str
    placed: dict[int, list[Post]] = field(default_factory=dict)
    away: dict[int, list[Days]] = field(default_factory=dict)

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """The working days of the period («ngày làm việc»)."""
        days = (self.period.first + ONE_DAY * n for n in range((self.period.last - self.period.first).days + 1))
        return tuple(day for day in days if is_working_day(day))

    def agency(self, unit: int) -> int:
        """The agency that uses the people of a unit, also of one that ended within the period."""
        tree = self.last if unit in self.last.parents else self.first
        return tree.agency(unit)

    def units(self, agency: int) -> set[int]:
        """The agency and the units within it, on the first or the last day."""
        return {unit for tree in (self.first, self.last) for unit in tree.beneath([agency], within_agency=True)}

    def heads_the_top(self, post: Post) -> bool:
        """Whoever heads what nobody in the system stands above: nobody inside scores them."""
        return post.rank == "head" and self.last.is_the_top(post.unit_id)

    def is_managing(self, unit: int) -> bool:
        """Whether a unit is an agency that manages civil servants («cơ quan quản lý công chức»)."""
        return self.last.kinds.get(unit) == "managing"

    def worked(self, stretches: Iterable[Stretch], person: int) -> int:
        """How many working days of these stretches the person was not on leave."""
        spans, away = [(each.first, each.last) for each in stretches], self.away.get(person, ())
        days = (day for day in self.working_days if _within(day, spans))
        return sum(not _within(day, away) for day in days)


def _within(day: date, spans: Iterable[Days]) -> bool:
    return any(first <= day <= last for first, last in spans)


def ground_of(period: Period, people: Collection[int] | None = None, agency: int | None = None) -> Ground:
    """What stays are read from, of these people or of everyone who had a post in an agency: six queries."""
    first, last = Unit.objects.tree(period.first), Unit.objects.tree(period.last)
    ground = Ground(period, first, last, str(facts.values(period.last)["delegation"]))
    held = Post.objects.held_within(period.first, period.last).exclude(kind="delegation")
    if people is not None:
        chosen: Any = list(people)
    else:
        chosen = held.filter(unit__in=ground.units(agency)).order_by().values("person") if agency else None
    mine = held if chosen is None else held.filter(person__in=chosen)
    for post in mine.select_related("person", "position__peer_group").order_by("person", "first", "pk"):
        ground.placed.setdefault(post.person_id, []).append(post)
    leaves = Leave.objects.filter(first__lte=period.last, last__gte=period.first, person__in=list(ground.placed))
    for person, begun, ended in leaves.values_list("person_id", "first", "last"):
        ground.away.setdefault(person, []).append((begun, ended))
    return ground


def stays(ground: Ground) -> dict[tuple[int, int], Stay]:
    """By person and agency, who served there in the period; a person in doubt is nowhere (see `in_doubt`)."""
    found: dict[tuple[int, int], list[Stretch]] = defaultdict(list)
    for person, posts in ground.placed.items():
        for stretch in _stretches(ground, person, posts):
            if isinstance(stretch, Stretch):
                found[person, ground.agency(stretch.post.unit_id)].append(stretch)
    due = len(ground.working_days)
    return {
        (person, agency): Stay(person, agency, tuple(each), ground.worked(each, person), due)
        for (person, agency), each in found.items()
    }


def in_doubt(ground: Ground) -> dict[int, Gap]:
    """By person, why the law places them nowhere in some days of the period though they hold posts."""
    return {
        person: stretch
        for person, posts in ground.placed.items()
        for stretch in _stretches(ground, person, posts)
        if isinstance(stretch, Gap)
    }


def _stretches(ground: Ground, person: int, posts: list[Post]) -> Iterator[Stretch | Gap]:
    """The days of service in the period, cut where a post begins or ends, each with the post that counts."""
    span = _served(posts[0].person, ground.period)
    if span is None:
        return
    seats = {_seat(post): post for post in posts}
    open_stretch: Stretch | None = None
    for first, last in _cut(span, posts):
        place = chart_on(first, seats, (), ground.delegation).post_of(person)
        if isinstance(place, Seat) and open_stretch and open_stretch.post == seats[place]:
            open_stretch = Stretch(open_stretch.post, open_stretch.first, last)
            continue
        if open_stretch:
            yield open_stretch
        open_stretch = Stretch(seats[place], first, last) if isinstance(place, Seat) else None
        if isinstance(place, Gap) and place.kind != "nobody":
            yield place
    if open_stretch:
        yield open_stretch


def _served(person: Person, period: Period) -> Days | None:
    first = max(period.first, person.begun)
    last = min(period.last, person.ended or period.last)
    return (first, last) if first <= last else None


def _cut(span: Days, posts: Iterable[Post]) -> Iterator[Days]:
    first, last = span
    edges = {first} | {post.first for post in posts} | {post.last + ONE_DAY for post in posts if post.last}
    starts = sorted(edge for edge in edges if first <= edge <= last)
    for place, start in enumerate(starts):
        yield start, starts[place + 1] - ONE_DAY if place + 1 < len(starts) else last


def _seat(post: Post) -> Seat:
    rank: Any = post.rank
    kind: Any = post.kind
    return Seat(post.person_id, post.unit_id, rank, kind, post.first, post.last)


def left_out(ground: Ground, stay: Stay, partial_month: str) -> str:
    """Why the law or the reading `partial_month` leaves somebody out of the period; empty for everybody else.

    top: heads the agency at the top (Điều 2.3); outside: heads an agency that has the system to itself, scored by
    one who is not in it; absent: no day worked; half, full: fewer days than are asked.
    """
    if ground.heads_the_top(stay.post):
        return "top" if ground.is_managing(stay.post.unit_id) else "outside"
    if stay.days_worked == 0:
        return "absent"
    if partial_month == "half_month" and 2 * stay.days_worked < stay.days_due:
        return "half"
    return "full" if partial_month == "full_month" and stay.days_worked < stay.days_due else ""
