"""Writing the people of an import: new ones, their positions and posts, and what is changed of those there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import slugify

from congminh.exchange.excel.form import fold
from congminh.exchange.journal import Journal
from congminh.exchange.kinds.decisions import Key
from congminh.exchange.kinds.kind import Tell
from congminh.exchange.kinds.people.lines import differences
from congminh.exchange.kinds.people.replay import Finals
from congminh.exchange.kinds.people.there import Board, Holding, Line, Place, groups
from congminh.law.text import unaccented
from congminh.org.models import PeerGroup, Person, Position, Post

ABOUT = "Tuyển dụng, bổ nhiệm, điều động, bố trí công chức"
STEPS = 5


@dataclass
class PeoplePlan:
    """What the rows without faults do, and everybody's posts as they would be."""

    board: Board
    finals: Finals

    def write(self, journal: Journal, tell: Tell) -> None:
        """Who and what others rest on first."""
        lines = [line for found in self.board.lines.values() for line in found if line.is_good]
        decided = self.board.decisions.write(journal, {line.decision for line in lines if _writes(line)}, ABOUT)
        people = self._write_people(journal, lines)
        tell(1, STEPS, "")
        places = _write_places(journal, lines)
        tell(2, STEPS, "")
        journal.change(Post, dict(self._changed_posts(decided, places)))
        tell(3, STEPS, "")
        found = [post for posts in self.finals.values() for post in posts]
        new = [(post, post.line) for post in found if post.line and not post.pk]
        added = journal.add([_post(post, line, people, places, decided) for post, line in new])
        tell(4, STEPS, "")
        self._link(journal, people, {id(line): row.pk for (_post, line), row in zip(new, added, strict=True)}, lines)
        tell(STEPS, STEPS, "")

    def _write_people(self, journal: Journal, lines: Iterable[Line]) -> dict[str, int]:
        """Numbers by person; names and first days of service as the rows have them."""
        good: dict[str, list[Line]] = {}
        for line in lines:
            good.setdefault(line.person, []).append(line)
        there = self.board.people
        new = [_person(self.board.lines[key], good[key]) for key in good if key not in there]
        changes = {there[key].pk: found for key in good if key in there and (found := _about(good[key]))}
        journal.change(Person, changes)
        added = {self.board.key(person.code): person.pk for person in journal.add(new)}
        return {code: person.pk for code, person in there.items()} | added

    def _changed_posts(
        self, decided: Mapping[Key | None, int | None], places: Mapping[int, int | None]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        for posts in self.finals.values():
            for post in posts:
                if post.pk and (found := _changes(post, decided, places)):
                    yield post.pk, found

    def _link(
        self, journal: Journal, people: Mapping[str, int], added: Mapping[int, int], lines: Iterable[Line]
    ) -> None:
        """The units and people in charge of the posts whose rows say so."""
        units: dict[int, list[int]] = {}
        persons: dict[int, list[int]] = {}
        for line in lines:
            post = line.match.pk if line.match else added.get(id(line))
            changed = {"units", "persons"} if not line.match else dict(differences(line)).keys()
            if post and line.units is not None and "units" in changed:
                units[post] = sorted(line.units)
            if post and line.persons is not None and "persons" in changed:
                persons[post] = sorted(people[key] for key in line.persons)
        journal.link(Post, "units_in_charge", units)
        journal.link(Post, "persons_in_charge", persons)


def _writes(line: Line) -> bool:
    """Whether the row writes a decision: with a new post, or in place of another."""
    return bool(line.decision) and (not line.match or "decision" in dict(differences(line)))


def _person(lines: Sequence[Line], good: Sequence[Line]) -> Person:
    said: dict[str, Any] = {}
    for line in lines:
        said = {**line.row.values, **said}
    firsts = [line.first for line in good if line.unit] or [line.first for line in lines if "first" in line.row.values]
    first: date = said.get("begun") or min(firsts)
    return Person(code=said["person"], name=said["name"], begun=first)


def _about(lines: Iterable[Line]) -> dict[str, Any]:
    """Name and first day of service, where the rows change them."""
    return {key: line.row.values[key] for line in lines for key in ("name", "begun") if key in line.row.before}


def _write_places(journal: Journal, lines: Iterable[Line]) -> dict[int, int | None]:
    """Positions and groups the rows begin or change; the number of each position."""
    said: dict[int, tuple[Place, set[str]]] = {}
    for line in lines:
        if line.position:
            said.setdefault(id(line.position), (line.position, set()))[1].update(line.row.values)
    changes = [(place, {key: v for key, v in place.changes.items() if not place.pk or key in keys})
               for place, keys in said.values()]  # fmt: skip
    known = _write_groups(journal, [found["peer_group"] for _place, found in changes if "peer_group" in found])
    columns = [(place, _columns(found, known)) for place, found in changes]
    journal.change(Position, {place.pk: found for place, found in columns if place.pk and found})
    new = [place for place, _found in columns if not place.pk]
    rows = [Position(title=place.title, unit_id=place.unit, **found) for place, found in columns if not place.pk]
    numbers: dict[int, int | None] = {id(place): row.pk for place, row in zip(new, journal.add(rows), strict=True)}
    return {id(place): place.pk for place, _found in columns if place.pk} | numbers


def _columns(changes: Mapping[str, Any], known: Mapping[str, int]) -> dict[str, Any]:
    found = {key: value for key, value in changes.items() if key != "peer_group"}
    return found | ({"peer_group_id": known[fold(changes["peer_group"])]} if "peer_group" in changes else {})


def _write_groups(journal: Journal, names: Iterable[str]) -> dict[str, int]:
    known = {key: pk for key, (_name, pk) in groups().items()}
    new = {fold(name): name for name in names if fold(name) not in known}
    codes = _codes(new)
    for key, group in zip(new, journal.add([PeerGroup(code=codes[key], name=new[key]) for key in new]), strict=True):
        known[key] = group.pk
    return known


def _codes(names: Mapping[str, str]) -> dict[str, str]:
    """A code for each new group: its name without diacritics, numbered where that is taken."""
    taken = set(PeerGroup.objects.values_list("code", flat=True))
    found = {}
    for key, name in names.items():
        code = start = slugify(unaccented(name)).replace("-", "_")[:36] or "nhom"
        number = 1
        while code in taken:
            number += 1
            code = f"{start}_{number}"
        taken.add(code)
        found[key] = code
    return found


def _post(
    post: Holding,
    line: Line,
    people: Mapping[str, int],
    places: Mapping[int, int | None],
    decided: Mapping[Key | None, int | None],
) -> Post:
    return Post(
        person_id=people[post.person],
        unit_id=post.unit,
        position_id=places[id(line.position)] if line.position else None,
        rank=post.rank,
        kind=post.kind,
        first=post.first,
        last=post.last,
        decision_id=decided[line.decision],
    )


def _changes(
    post: Holding, decided: Mapping[Key | None, int | None], places: Mapping[int, int | None]
) -> dict[str, Any]:
    """The columns of a post there is that its row changes, or that a new main post ends or leaves beside itself."""
    found: dict[str, Any] = {"kind": post.kind} if post.kept_by else {}
    if post.line:
        changed = dict(differences(post.line))
        found = {key: getattr(post, key) for key in ("kind", "last") if key in changed}
        if "decision" in changed:
            found["decision_id"] = decided[post.line.decision]
        if post.line.replaces:
            place = {"unit_id": post.unit, "position_id": places[id(post.line.position)]}
            found |= {**place, "rank": post.rank, "first": post.first}
    return found | ({"last": post.last} if post.closed_by else {})
