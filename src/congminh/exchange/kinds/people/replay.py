"""The posts of each person as they would be with the rows of the file, and what would clash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import timedelta

from congminh.exchange.journal import batches
from congminh.exchange.kinds.people.lines import DELEGATION, MAIN, day, differences
from congminh.exchange.kinds.people.there import LATE, Board, Holding, Line
from congminh.org.models import Post

DAY = timedelta(days=1)
Finals = dict[str, list[Holding]]


def settle(board: Board) -> Finals:
    """Everybody's posts with the rows that clash with nothing; the others have their faults said.

    A row that is left out may make another clash, so people and units are gone through until nothing more does;
    each is gone through again only when a row of theirs was left out.
    """
    finals: Finals = {}
    heads = _Heads(board)
    asking = _asking(board)
    open_people = set(board.lines)
    while open_people:
        touched: set[int] = set()
        for person in sorted(open_people):
            touched |= heads.replace(person, finals.get(person, ()), _replayed(person, board, finals))
        again = {line.person for unit in touched for line in heads.clashes(unit)}
        again |= {line.person for person in open_people for line in _without(person, asking, board)}
        open_people = again
    return finals


def _replayed(person: str, board: Board, finals: Finals) -> list[Holding]:
    """The person's posts, once no row of theirs clashes with another."""
    while True:
        lines = [line for line in board.lines[person] if line.unit and line.is_good]
        finals[person] = _replay(person, lines, board)
        if all(line.is_good for line in lines):
            return finals[person]


def _replay(person: str, lines: Sequence[Line], board: Board) -> list[Holding]:
    posts = {id(post): copy(post) for post in board.posts.get(person, ())}
    for line in lines:
        if line.match:
            _apply(posts[id(line.match)], line)
    held = list(posts.values())
    new = [_new(line, line.unit.pk) for line in lines if line.unit and not line.match]
    for post in sorted(new, key=lambda post: (post.first, post.line.row.number if post.line else 0)):
        if post.kind == MAIN:
            _make_way(post, held, board)
        held.append(post)
    for post in held:
        if post.line and post.line.is_good:
            _check(post, post.line, held)
    return held


def _apply(post: Holding, line: Line) -> None:
    said = line.row.values
    post.line = line
    post.kind, post.last = said.get("kind", post.kind), said.get("last", post.last)
    if line.replaces and line.unit:
        post.unit, post.title, post.rank, post.first = line.unit.pk, line.title, line.rank, line.first


def _new(line: Line, unit: int) -> Holding:
    said = line.row.values
    return Holding(line.person, unit, line.title, line.rank, line.kind, said["first"], said.get("last"), line=line)


def _make_way(post: Holding, held: Sequence[Holding], board: Board) -> None:
    """The main post before a new one ends the day before it, if it has no end; else they clash."""
    for other in held:
        if other.kind == MAIN and other.meets(post.first, post.last) and post.line:
            if other.is_first_run and not other.line and not post.line.row.values.get("is_personnel"):
                other.kind, other.kept_by = Post.Kind.CONCURRENT, post.line
            elif other.last is not None or other.first >= post.first:
                _clash(post, other, board)
            elif other.pk and other.unit not in board.scope.units:
                post.line.row.fault("first", "main_elsewhere", day=day(other.first))
            else:
                other.last, other.closed_by = post.first - DAY, post.line


def _clash(post: Holding, other: Holding, board: Board) -> None:
    if post.line:
        where = board.units.by_pk[other.unit].last.name
        until = day(other.last) if other.last else "…"
        post.line.row.fault("first", "two_mains", unit=where, first=day(other.first), last=until)


def _check(post: Holding, line: Line, held: Sequence[Holding]) -> None:
    """What the kind of a post asks of the person's others; `line` is the row that changes it or brings it."""
    others = [other for other in held if other is not post]
    if post.kind == MAIN and post.pk:
        _check_main(post, line, others)
    elif post.kind == Post.Kind.SECONDED and not post.pk:
        _check_seconded(post, line, others)
    elif post.kind == DELEGATION and not post.pk:
        _check_delegated(post, line, others)


def _check_main(post: Holding, line: Line, others: Sequence[Holding]) -> None:
    mains = [other for other in others if other.kind == MAIN]
    if _is_touched(post) and any(other.meets(post.first, post.last) for other in mains):
        line.row.fault("kind", "main_already")


def _check_seconded(post: Holding, line: Line, others: Sequence[Holding]) -> None:
    mains = [other for other in others if other.kind == MAIN and other.meets(post.first, post.first)]
    if not mains:
        line.row.fault("kind", "seconded_from_nowhere", day=day(post.first))
    elif any(other.unit == post.unit for other in mains):
        line.row.fault("unit", "seconded_at_home")


def _check_delegated(post: Holding, line: Line, others: Sequence[Holding]) -> None:
    serving = [other for other in others if other.kind != DELEGATION and other.meets(post.first, post.last)]
    if not serving:
        line.row.fault("person", "delegated_to_nobody")
    elif any(other.unit == post.unit and other.rank == Post.Rank.HEAD for other in serving):
        line.row.fault("unit", "delegated_to_the_head")


class _Heads:
    """The heads of each unit, of everybody: for two at once."""

    def __init__(self, board: Board) -> None:
        self.of_unit: dict[int, dict[int, Holding]] = defaultdict(dict)
        units = {line.unit.pk for lines in board.lines.values() for line in lines if line.unit}
        for some in batches(units):
            rows = Post.objects.filter(unit__in=some, rank=Post.Rank.HEAD).exclude(kind=DELEGATION)
            columns = ("person__code", "unit_id", "person__name", "rank", "kind", "first", "last", "pk")
            for row in rows.values_list(*columns):
                if row[0] not in board.lines:
                    self._add(Holding(*row))
        self.people = board.people

    def replace(self, person: str, old: Iterable[Holding], new: Iterable[Holding]) -> set[int]:
        """A person's posts are these now; the units whose heads they are or were."""
        units = set()
        for post in old:
            if self.of_unit[post.unit].pop(id(post), None):
                units.add(post.unit)
        for post in new:
            if post.rank == Post.Rank.HEAD and post.kind != DELEGATION:
                self._add(post)
                units.add(post.unit)
        return units

    def _add(self, post: Holding) -> None:
        self.of_unit[post.unit][id(post)] = post

    def clashes(self, unit: int) -> list[Line]:
        """Rows that bring a second head, or a second acting head, at the same time; each has its fault said."""
        found = []
        for acting in (True, False):
            posts = [post for post in self.of_unit[unit].values() if (post.kind == Post.Kind.ACTING) == acting]
            for post, other in _meetings(posts):
                for one, two in ((post, other), (other, post)):
                    if one.line and one.line.is_good and _is_touched(one):
                        one.line.row.fault("rank", "two_heads", **self._said(two))
                        found.append(one.line)
        return found

    def _said(self, post: Holding) -> dict[str, str]:
        there = self.people.get(post.person)
        name = post.line.row.values.get("name", "") if post.line else post.title
        return {"person": (there.name if there else name) or post.person, "day": day(post.first)}


def _is_touched(post: Holding) -> bool:
    """Whether the row brings the post, or changes when and how it is held."""
    when_and_how = {"kind", "last", "first", "unit", "rank"}
    return not post.pk or bool(post.line and when_and_how & dict(differences(post.line)).keys())


def _meetings(posts: Iterable[Holding]) -> Iterable[tuple[Holding, Holding]]:
    """Posts of two people held at once: each with the one that lasts longest of those begun before it."""
    longest: Holding | None = None
    for post in sorted(posts, key=lambda post: (post.first, post.pk or 0)):
        if longest and longest.person != post.person and longest.meets(post.first, post.last):
            yield longest, post
        if not longest or (post.last or LATE) > (longest.last or LATE):
            longest = post


def _asking(board: Board) -> dict[str, list[Line]]:
    """By new person the rows that have them in charge."""
    found: dict[str, list[Line]] = defaultdict(list)
    for lines in board.lines.values():
        for line in lines:
            for person in line.persons or ():
                if person not in board.people:
                    found[person].append(line)
    return found


def _without(person: str, asking: dict[str, list[Line]], board: Board) -> list[Line]:
    """Rows that have a new person in charge whose own rows are all wrong; each has its fault said."""
    lines = board.lines.get(person, ())
    if person in board.people or any(line.is_good for line in lines):
        return []
    found = [line for line in asking.get(person, ()) if line.is_good]
    for line in found:
        line.row.fault("persons", "depends", row=lines[0].row.place if lines else "")
    return found
