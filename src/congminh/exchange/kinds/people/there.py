"""The people, posts, positions and groups there are, as far as the rows of a file are about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from congminh.exchange.excel.form import Row, fold
from congminh.exchange.journal import batches
from congminh.exchange.kinds.decisions import Decisions, Key
from congminh.exchange.kinds.units.there import Codes, There, units_there
from congminh.exchange.scope import Scope
from congminh.org.models import Change, PeerGroup, Person, Position, Post

LATE = date.max


@dataclass(slots=True)
class PersonThere:
    """A person there is; `is_mine` when the importer's agency has or had them, or nobody has."""

    pk: int
    code: str
    name: str
    begun: date
    ended: date | None
    is_mine: bool = True


@dataclass(slots=True, eq=False)
class Holding:
    """A post as it is held, or as it would be: `pk` of one there is, `line` the row that is about it.

    `closed_by` is the row whose new main post ends it; `is_first_run` one entered when the system began, which a
    row replaces, or keeps beside as a concurrent post (`kept_by`).
    """

    person: str
    unit: int
    title: str
    rank: str
    kind: str
    first: date
    last: date | None
    pk: int | None = None
    position: int | None = None
    decision: Key | None = None
    units: frozenset[int] = frozenset()
    persons: frozenset[str] = frozenset()
    line: Line | None = None
    closed_by: Line | None = None
    is_first_run: bool = False
    kept_by: Line | None = None

    def meets(self, first: date, last: date | None) -> bool:
        """Whether it is held on any day from `first` to `last`, or to no end."""
        return self.first <= (last or LATE) and first <= (self.last or LATE)


@dataclass(slots=True, eq=False)
class Line:
    """A row with what its codes stand for; `match` is the post there is that it is about, or that it `replaces`."""

    row: Row
    person: str
    unit: There | None = None
    decision: Key | None = None
    units: frozenset[int] | None = None
    persons: frozenset[str] | None = None
    match: Holding | None = None
    position: Any = None
    replaces: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it so far."""
        return not self.row.faults

    @property
    def first(self) -> date:
        """The first day of its post."""
        return self.match.first if self.match and not self.replaces else self.row.values["first"]

    @property
    def title(self) -> str:
        """The title of its position."""
        return self.row.values.get("position") or (self.match.title if self.match else "")

    @property
    def kind(self) -> str:
        """How its post is held."""
        return self.row.values.get("kind") or (self.match.kind if self.match else Post.Kind.MAIN)

    @property
    def rank(self) -> str:
        """The rank of its post."""
        usual = Post.Rank.HEAD if self.kind == Post.Kind.DELEGATION else Post.Rank.STAFF
        return self.row.values.get("rank") or (self.match.rank if self.match and not self.replaces else usual)


@dataclass
class Board:
    """All that the rows of people are compared with."""

    scope: Scope
    day: date
    decisions: Decisions
    units: Codes
    people: dict[str, PersonThere] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    posts: dict[str, list[Holding]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))

    def key(self, code: str) -> str:
        """How a person's code is compared: as it stands there, else without capitals."""
        return code if code in self.people else self.loose.get(code.casefold(), code.casefold())


def board_of(rows: Sequence[Row], scope: Scope, day: date) -> Board:
    """What there is about the people the rows name, in as many queries as there are thousands of them."""
    board = Board(scope, day, Decisions(rows, day), units_there())
    codes = {row.values["person"] for row in rows if "person" in row.values}
    codes |= {code for row in rows for code in row.values.get("persons", ())}
    _people(sorted(codes), board)
    _posts(board)
    return board


def _people(codes: Iterable[str], board: Board) -> None:
    columns = ("pk", "code", "name", "begun", "ended")
    for batch in batches(codes):
        for row in Person.objects.filter(code__in=batch).order_by().values_list(*columns):
            board.people[row[1]] = PersonThere(*row)
    missing = sorted({code.lower() for code in codes if code not in board.people})
    for batch in batches(missing):
        alike = Person.objects.annotate(low=Lower("code")).filter(low__in=batch).order_by()
        for row in alike.values_list(*columns):
            board.people[row[1]] = PersonThere(*row)
    for code in board.people:
        # Two who differ by capitals alone are only found as they are written.
        board.loose[code.casefold()] = "" if code.casefold() in board.loose else code
    board.loose = {low: code for low, code in board.loose.items() if code}


def _posts(board: Board) -> None:
    """Every post of the people found, with what each has in charge."""
    columns = (
        "person__code", "unit_id", "position__title", "rank", "kind", "first", "last", "pk", "position_id",
        "decision__number", "decision__signed_on",
    )  # fmt: skip
    by_pk: dict[int, Holding] = {}
    for people in batches(board.people.values()):
        mine = Post.objects.filter(person__in=[person.pk for person in people]).order_by("person", "first", "pk")
        for *row, number, signed in mine.values_list(*columns):
            row[2] = row[2] or ""
            post = Holding(*row)
            post.decision = (number, signed) if number else None
            board.posts[post.person].append(post)
            by_pk[post.pk or 0] = post
        _charges(mine, by_pk)
    _mark_first_run(board)
    for code, posts in board.posts.items():
        # Who works elsewhere by now, or will, is theirs; who works nowhere is of wherever they did.
        now = [post for post in posts if post.meets(board.day, None)] or posts
        board.people[code].is_mine = any(post.unit in board.scope.units for post in now)


def _mark_first_run(board: Board) -> None:
    """The post of whoever began the system, while it is still their only one and stands as it was entered.

    Its trace names nobody, since a command entered it: one query.
    """
    traces = Change.objects.filter(action=Change.Action.APPOINT, who=None, person__posts__position__is_personnel=True)
    for person, code, data in traces.order_by().values_list("person__code", "unit__code", "data"):
        posts, after = board.posts.get(person, ()), data["after"]
        for post in posts if len(posts) == 1 else ():
            as_entered = (code, after.get("first")) == (board.units.by_pk[post.unit].code, post.first.isoformat())
            post.is_first_run = as_entered and post.kind == Post.Kind.MAIN and not post.last and not post.decision


def _charges(posts: Any, by_pk: dict[int, Holding]) -> None:
    for name, column in (("units", "units_in_charge"), ("persons", "persons_in_charge__code")):
        rows = posts.filter(**{f"{column}__isnull": False}).order_by().values_list("pk", column)
        found: dict[int, set[Any]] = defaultdict(set)
        for pk, other in rows:
            found[pk].add(other)
        for pk, others in found.items():
            setattr(by_pk[pk], name, frozenset(others))


@dataclass(slots=True, eq=False)
class Place:
    """A position of a unit, or common to all: there already, or new where it has no number."""

    title: str
    unit: int | None
    pk: int | None = None
    complexity: int | None = None
    group: str = ""
    is_personnel: bool = False
    is_inspector: bool = False
    changes: dict[str, Any] = field(default_factory=dict)

    def shown(self, key: str) -> str:
        """What is there now of an attribute, as a cell says it."""
        value = getattr(self, "group" if key == "peer_group" else key)
        return str(value) if not isinstance(value, bool) else "x" if value else ""


def places(units: Iterable[int], matched: Iterable[int]) -> list[Place]:
    """The positions of some units, those common to all, and those of some posts."""
    columns = ("title", "unit_id", "pk", "complexity", "peer_group__name", "is_personnel", "is_inspector")
    found: dict[int, Place] = {}
    wanted = [Q(unit=None), *(Q(unit__in=some) for some in batches(units))]
    for some in [*wanted, *(Q(pk__in=some) for some in batches(matched))]:
        for row in Position.objects.filter(some).order_by("pk").values_list(*columns):
            found[row[2]] = Place(*row)
    return list(found.values())


def groups() -> dict[str, tuple[str, int]]:
    """Name and number of each peer group, by its code and its name as people type them."""
    rows = list(PeerGroup.objects.order_by("-pk").values_list("pk", "code", "name"))
    by_code = {fold(code): (name, pk) for pk, code, name in rows}
    return by_code | {fold(name): (name, pk) for pk, code, name in rows}
