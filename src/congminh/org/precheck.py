"""«Kiểm tra trước khi mở kỳ»: what is missing or in doubt on a day, and the action that mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from congminh.law.nd335.posts import Chart, Gap
from congminh.law.nd335.posts import Post as Seat
from congminh.org import facts
from congminh.org.models import Person, Unit
from congminh.org.tree import Tree

MENDS = {"nobody": "appoint", "two": "end_post", "circular": "move_unit", "outside": "move_unit"}


@dataclass(frozen=True)
class Finding:
    """One thing to mend before a period opens: about whom or which unit, what, and by which action."""

    kind: str
    who: Person | None
    unit: Unit | None
    what: str | Promise
    mend: str


@dataclass(frozen=True)
class Board:
    """All that is looked at, read once for every check."""

    day: date
    everyone: Mapping[int, Person]
    units: Mapping[int, Unit]
    chart: Chart

    @cached_property
    def people(self) -> Mapping[int, Person]:
        """Those in service on the day."""
        return {pk: person for pk, person in self.everyone.items() if person.serves(self.day)}

    @cached_property
    def posts(self) -> Sequence[Seat]:
        """The posts held on the day."""
        return [post for posts in self.chart.by_person.values() for post in posts]

    @cached_property
    def standing(self) -> Sequence[Unit]:
        """The units alive on the day."""
        return [unit for unit in self.units.values() if unit.pk in self.chart.units]

    def finding(self, kind: str, mend: str, what: Any, person: Any = None, unit: Any = None) -> Finding:
        """A finding about a person or a unit, by their ids; {person} and {unit} are filled into the words."""
        who, where = self.everyone.get(person), self.units.get(unit)
        return Finding(kind, who, where, format_lazy(what, person=who or "", unit=where or ""), mend)


def findings(day: date) -> list[Finding]:
    """All that is to mend on `day`, by kind, in seven queries however many people."""
    board = Board(
        day,
        {person.pk: person for person in Person.objects.all()},
        {unit.pk: unit for unit in Unit.objects.named(day)},
        facts.chart(day, named=True),
    )
    return [finding for check in CHECKS for finding in check(board)]


def _without_post(board: Board) -> Iterator[Finding]:
    what = _("{person} holds no post: enter the post with its first day.")
    for person in board.people:
        if all(post.kind == "delegation" for post in board.chart.by_person.get(person, ())):
            yield board.finding("without_post", "appoint", what, person)


def _without_account(board: Board) -> Iterator[Finding]:
    what = _("{person} has no account to sign in with: give one.")
    for person in board.people.values():
        if person.user_id is None:
            yield board.finding("without_account", "give_account", what, person.pk)


def _two_main_posts(board: Board) -> Iterator[Finding]:
    what = _("{person} holds two main posts at once: end the one that is over.")
    for person, posts in board.chart.by_person.items():
        mains = [post for post in posts if post.kind == "main"]
        if len(mains) > 1:
            yield board.finding("two_main_posts", "end_post", what, person, mains[0].unit)


def _ended_unit(board: Board) -> Iterator[Finding]:
    what = _("{person} holds a post in {unit}, which does not exist on this day: end the post or enter it anew.")
    for post in board.posts:
        if post.unit not in board.chart.units:
            yield board.finding("ended_unit", "end_post", what, post.person, post.unit)


def _left_service(board: Board) -> Iterator[Finding]:
    what = _("{person} is not in service on this day but holds a post in {unit}: end the post.")
    for post in board.posts:
        if post.person not in board.people:
            yield board.finding("left_service", "end_post", what, post.person, post.unit)


def _deputy_without_field(board: Board) -> Iterator[Finding]:
    what = _("{person}, deputy head of {unit}, has no field in charge: name the units or people of the field.")
    for post in board.posts:
        if post.rank == "deputy" and not post.units_in_charge and not post.persons_in_charge:
            yield board.finding("deputy_without_field", "give_field", what, post.person, post.unit)


def _unit_without_head(board: Board) -> Iterator[Finding]:
    what = _("{unit} has no head: enter a head, an acting head or a delegation.")
    for unit, gap in _headless(board):
        if gap.kind == "nobody":
            yield board.finding("unit_without_head", "appoint", what, unit=unit)


def _two_heads(board: Board) -> Iterator[Finding]:
    for unit, gap in _headless(board):
        if gap.kind == "two":
            yield Finding("two_heads", None, board.units[unit], facts.said(gap.why), "end_post")


def _headless(board: Board) -> Iterator[tuple[int, Gap]]:
    for unit in board.standing:
        head = board.chart.head_of(facts.Named(unit.pk, str(unit)))
        if isinstance(head, Gap):
            yield unit.pk, head


def _circular(board: Board) -> Iterator[Finding]:
    what = _("{unit} stands above itself in the tree: choose another unit above it.")
    tree = Tree({unit.pk: unit.parent_id for unit in board.standing}, {unit.pk: unit.kind for unit in board.standing})
    for unit in sorted(tree.circular()):
        yield board.finding("circular", "move_unit", what, unit=unit)


def _without_authority(board: Board) -> Iterator[Finding]:
    """Whoever has a post and still nobody to score or rate them, unless another check says why."""
    why = (_without_post, _two_main_posts, _ended_unit)
    known = {finding.who.pk for check in why for finding in check(board) if finding.who}
    placed = {pk: board.chart.post_of(facts.Named(pk, person.name)) for pk, person in board.people.items()}
    asked = [facts.Named(pk, board.people[pk].name) for pk in placed if pk in board.chart.by_person and pk not in known]
    for person, answer in facts.answers(board.chart, asked).items():
        gap = next((each for each in answer if isinstance(each, Gap)), None)
        place = placed[person]
        if gap and not _heads_the_top(place, board.chart):
            unit = board.units.get(int(place.unit)) if isinstance(place, Seat) else None
            yield Finding("without_authority", board.people[person], unit, facts.said(gap.why), MENDS[gap.kind])


def _heads_the_top(place: Seat | Gap, chart: Chart) -> bool:
    """Whoever heads the agency at the top of the tree is outside the decree (Điều 2.3)."""
    if isinstance(place, Gap):
        return False
    unit = chart.units[place.unit]
    return place.rank == "head" and unit.kind == "managing" and unit.parent is None


CHECKS = (
    _without_post,
    _two_main_posts,
    _ended_unit,
    _left_service,
    _unit_without_head,
    _two_heads,
    _circular,
    _without_authority,
    _deputy_without_field,
    _without_account,
)
