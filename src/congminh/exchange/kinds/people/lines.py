"""What a row of people says by itself: whose it is, which unit, which post there is it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from congminh.exchange.excel.form import Row
from congminh.exchange.kinds.people.first_run import replace_first_run, replaced
from congminh.exchange.kinds.people.form import OF_POST
from congminh.exchange.kinds.people.there import Board, Holding, Line
from congminh.org.models import Post

DELEGATION, MAIN = Post.Kind.DELEGATION, Post.Kind.MAIN
MOST_LINES = 100
SHOWN = 6


def lines_of(rows: Sequence[Row], board: Board) -> None:
    """A line for each row with a person's code, in `board.lines`; what is wrong with a row is its fault."""
    for row in rows:
        if code := row.values.get("person"):
            line = Line(row, board.key(code))
            board.lines[line.person].append(line)
            line.decision = board.decisions.check(row)
        elif "person" not in row.cells:
            row.fault("person", "needed")
    for lines in board.lines.values():
        for line in lines:
            _place(line, board)
        _about_one_person(lines, board)
        replace_first_run(lines, board)
        _match_all(lines, board)


def _place(line: Line, board: Board) -> None:
    """The unit and what is in charge, by their codes."""
    row = line.row
    if "unit" not in row.cells and any(key in row.cells for key in OF_POST):
        row.fault("unit", "needed_for_post")
    if code := row.values.get("unit"):
        line.unit = board.units.get(code)
        if not line.unit:
            row.fault("unit", "unknown_unit", code=code)
    line.units = _units(row, board)
    line.persons = _persons(line, board)


def _units(row: Row, board: Board) -> frozenset[int] | None:
    if "units" not in row.values:
        return None
    found = [(code, board.units.get(code)) for code in row.values["units"]]
    for code, unit in found:
        if not unit:
            row.fault("units", "unknown_unit", code=code)
    return frozenset(unit.pk for _code, unit in found if unit)


def _persons(line: Line, board: Board) -> frozenset[str] | None:
    row = line.row
    if "persons" not in row.values:
        return None
    keys = frozenset(board.key(code) for code in row.values["persons"])
    for code in row.values["persons"]:
        there = board.people.get(board.key(code))
        if board.key(code) == line.person:
            row.fault("persons", "in_charge_of_oneself")
        elif not (there and there.is_mine) and board.key(code) not in board.lines:
            row.fault("persons", "unknown_person", code=code)
    return keys


def _about_one_person(lines: Sequence[Line], board: Board) -> None:
    """All rows of a person say one name and one first day; a new person has both."""
    person = board.people.get(lines[0].person)
    for key in ("name", "begun"):
        said = {line.row.values[key] for line in lines if key in line.row.values}
        if len(said) > 1:
            _all(lines, key, "two_of_a_person", code=lines[0].row.values["person"], rows=_places(lines))
        if not person and not said and (key == "name" or not any("first" in line.row.values for line in lines)):
            _all(lines, key, "needed_for_new_person")
        if person and not person.is_mine and said - {getattr(person, key)}:
            _all(lines, key if key == "name" else "person", "outside_person", code=person.code)
    if len(lines) > MOST_LINES:
        _all(lines, "person", "too_many_posts", most=str(MOST_LINES))
    _check_begun(lines, board)


def _check_begun(lines: Sequence[Line], board: Board) -> None:
    """A new first day of service is not after a post there is."""
    posts = board.posts.get(lines[0].person, ())
    earliest = min((post.first for post in posts), default=None)
    for line in lines:
        begun = line.row.values.get("begun")
        there = board.people.get(line.person)
        if begun and there and there.is_mine and begun != there.begun and earliest and earliest < begun:
            line.row.fault("begun", "begun_after_post", day=day(earliest))


def _match_all(lines: Sequence[Line], board: Board) -> None:
    """Which post there is each row is about; two rows about one are both wrong."""
    alike: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        if line.unit and line.is_good:
            if not line.replaces:
                _match(line, board)
            if line.is_good:
                _check(line, board)
            if line.match or "first" in line.row.values:
                new = (line.unit.pk, line.title.casefold(), line.rank, line.first)
                alike[line.match.pk if line.match else new].append(line)
    for group in alike.values():
        if len(group) > 1:
            _all(group, "person", "post_twice", rows=_places(group))


def _match(line: Line, board: Board) -> None:
    said = line.row.values
    found = [post for post in board.posts.get(line.person, ()) if _may_be(post, line)]
    if "first" in said:
        found, others = [post for post in found if post.first == said["first"]], found
        again = next((post for post in others if _is_held_already(post, line)), None)
        if not found and again:
            line.row.fault("first", "held_already", day=day(again.first))
    else:
        found = [post for post in found if post.meets(board.day, board.day)]
    if len(found) > 1:
        line.row.fault("position", "several_posts", days=", ".join(day(post.first) for post in found[:SHOWN]))
    line.match = found[0] if found else None


def _may_be(post: Holding, line: Line) -> bool:
    """Same unit, and the same in whatever the row says of position and rank."""
    said = line.row.values
    return (
        line.unit is not None
        and post.unit == line.unit.pk
        and (post.kind == DELEGATION) == (said.get("kind") == DELEGATION)
        and ("position" not in said or said["position"].casefold() == post.title.casefold())
        and ("rank" not in said or said["rank"] == post.rank)
    )


def _is_held_already(post: Holding, line: Line) -> bool:
    said = line.row.values
    return post.rank == line.rank and "position" in said and post.meets(said["first"], said.get("last"))


def _check(line: Line, board: Board) -> None:
    """What an appointment asks of the row alone."""
    row, said = line.row, line.row.values
    if not line.match or line.replaces:
        _check_new(line, board)
    if (line.match or "first" in said) and "last" in said and said["last"] < line.first:
        row.fault("last", "ends_before_it_begins", day=day(line.first))
    if line.kind == DELEGATION:
        _check_delegation(line)
    _check_charge(line, board)
    if line.unit and line.unit.pk not in board.scope.units and (not line.match or _differs(line)):
        row.fault("unit", "outside_unit", unit=line.unit.last.name)


def _check_charge(line: Line, board: Board) -> None:
    """Units of another agency are put in nobody's charge from here."""
    there = line.match.units if line.match else frozenset()
    for unit in (line.units or frozenset()) - there - board.scope.units:
        line.row.fault("units", "outside_unit", unit=board.units.by_pk[unit].last.name)


def _check_new(line: Line, board: Board) -> None:
    row, said = line.row, line.row.values
    if "first" not in row.cells:
        row.fault("first", "needed_for_new_post")
    if "position" not in row.cells and line.kind != DELEGATION:
        row.fault("position", "needed_for_new_post")
    first, unit, person = said.get("first"), line.unit, board.people.get(line.person)
    if not first or not unit:
        return
    if not unit.is_alive(first):
        row.fault("unit", "unit_not_there", unit=unit.last.name, day=day(first))
    begun = _begun(line, board)
    if (begun and first < begun) or (person and person.ended and person.ended < first):
        row.fault("first", "not_serving", day=day(first))


def _begun(line: Line, board: Board) -> date | None:
    """The person's first day of service: as a row says it, else as it is there; None for somebody new."""
    said = (other.row.values.get("begun") for other in board.lines[line.person])
    person = board.people.get(line.person)
    return next((begun for begun in said if begun), person.begun if person else None)


def _check_delegation(line: Line) -> None:
    if line.rank != Post.Rank.HEAD:
        line.row.fault("rank", "delegation_of_head")
    if not line.match and "last" not in line.row.cells:
        line.row.fault("last", "delegation_ends")
    if "position" in line.row.cells:
        line.row.fault("position", "delegation_without_position")


def _differs(line: Line) -> bool:
    """Whether the row would change the post it is about."""
    return any(True for _ in differences(line))


def differences(line: Line) -> Iterator[tuple[str, Any]]:
    """By column what is there now, where the row says something else of the post it is about."""
    there = line.match
    if not there:
        return
    if line.replaces:
        yield from replaced(line)
    for key in ("kind", "last"):
        if line.row.values.get(key, getattr(there, key)) != getattr(there, key):
            yield key, getattr(there, key)
    for key in ("units", "persons", "decision"):
        if getattr(line, key) not in (None, getattr(there, key)):
            yield key, getattr(there, key)


def _all(lines: Iterable[Line], column: str, kind: str, **said: str) -> None:
    for line in lines:
        line.row.fault(column, kind, **said)


def _places(lines: Sequence[Line]) -> str:
    return ", ".join(line.row.place for line in lines[:SHOWN])


def day(found: date) -> str:
    """A day as a sentence says it."""
    return f"{found:%d/%m/%Y}"
