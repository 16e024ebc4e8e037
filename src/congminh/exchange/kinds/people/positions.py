"""Which position each row means: one of the unit, one common to all, or a new one («vị trí việc làm»)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congminh.exchange.excel.form import fold
from congminh.exchange.journal import batches
from congminh.exchange.kinds.people.lines import SHOWN
from congminh.exchange.kinds.people.there import Board, Line, Place, groups, places
from congminh.org.models import Post

FLAGS = ("is_personnel", "is_inspector")
ATTRIBUTES = ("complexity", "peer_group", *FLAGS)
Groups = Mapping[str, str]


def place_lines(lines: Iterable[Line], board: Board) -> None:
    """Give each line its position, and each position what the rows change in it; contradictions are faults."""
    lines = [line for line in lines if line.unit and line.is_good and line.title]
    found = places(
        {line.unit.pk for line in lines if line.unit},
        {line.match.position for line in lines if line.match and line.match.position},
    )
    known = {key: name for key, (name, _pk) in groups().items()}
    for line in lines:
        if group := line.row.values.get("peer_group"):
            known.setdefault(fold(group), group)
    of_place: dict[int, list[Line]] = defaultdict(list)
    for line, place in _placed(lines, found):
        line.position = place
        of_place[id(place)].append(line)
    for group in of_place.values():
        _settle(group[0].position, group, known)
    _check_changes(list(of_place.values()), board)


def _placed(lines: Iterable[Line], found: Sequence[Place]) -> Iterable[tuple[Line, Place]]:
    by_pk = {place.pk: place for place in found}
    by_title = {(place.unit, place.title.casefold()): place for place in found}
    for line in lines:
        unit, title = line.unit.pk if line.unit else None, line.title.casefold()
        if line.match and not line.replaces:
            yield line, by_pk[line.match.position]
            continue
        place = by_title.get((unit, title)) or by_title.get((None, title))
        if not place:
            place = by_title[unit, title] = Place(line.title, unit)
        yield line, place


def _settle(place: Place, lines: Sequence[Line], known: Groups) -> None:
    """What the rows say of one position: all the same, and all that a new one needs."""
    for key in ATTRIBUTES:
        saying = [line for line in lines if key in line.row.values]
        said = {_said(line, key, known) for line in saying}
        if len(said) > 1:
            _all(saying, key, "two_of_a_position", title=place.title, rows=_rows(saying))
        elif not said and not place.pk and key not in FLAGS:
            _all(lines, key, "needed_for_new_position", title=place.title)
        elif said and said != {_there(place, key)}:
            place.changes[key] = said.pop()


def _there(place: Place, key: str) -> Any:
    """What is there now; of a new position nothing, and no mark."""
    if not place.pk:
        return False if key in FLAGS else None
    return getattr(place, "group" if key == "peer_group" else key)


def _said(line: Line, key: str, known: Groups) -> Any:
    """What the row says; of a group its name as it stands there, or as the first row writes it."""
    value = line.row.values[key]
    return known[fold(value)] if key == "peer_group" else value


def _check_changes(of_places: Sequence[Sequence[Line]], board: Board) -> None:
    """Whose positions these are to change, and who else would get a mark by it."""
    changed = [lines for lines in of_places if lines[0].position.changes]
    marked = [lines[0].position.pk for lines in changed if lines[0].position.changes.keys() & {*FLAGS}]
    holders = _holders([pk for pk in marked if pk], board)
    for lines in changed:
        place: Place = lines[0].position
        for key in list(place.changes):
            if found := _objection(place, key, lines, holders, board):
                kind, said = found
                del place.changes[key]
                _all([line for line in lines if key in line.row.values], key, kind, **said)


def _objection(
    place: Place, key: str, lines: Sequence[Line], holders: Mapping[int, set[int]], board: Board
) -> tuple[str, dict[str, str]] | None:
    """Why a position may not be changed so: a row of `words.SAID` and what it names."""
    saying = [line for line in lines if key in line.row.values]
    if place.pk and place.unit is None:
        return "common_position", {"title": place.title}
    if place.unit not in board.scope.units:
        return "outside_unit", {"unit": board.units.by_pk[place.unit].last.name if place.unit else ""}
    if key not in FLAGS:
        return None
    if key == "is_inspector" and not board.scope.is_top:
        return "inspector_from_top", {}
    if len(saying) < len(lines):
        return "marked_in_some", {"title": place.title, "rows": _rows(saying)}
    theirs = {board.people[line.person].pk for line in saying if line.person in board.people}
    if left := holders.get(place.pk or 0, set()) - theirs:
        return "held_by_others", {"title": place.title, "number": str(len(left))}
    return None


def _holders(positions: Sequence[int], board: Board) -> dict[int, set[int]]:
    """Who holds some positions now or later."""
    found: dict[int, set[int]] = defaultdict(set)
    for some in batches(positions):
        held = Post.objects.held_within(board.day, None).filter(position__in=some)
        for position, person in held.values_list("position_id", "person_id"):
            found[position or 0].add(person)
    return found


def _all(lines: Iterable[Line], column: str, kind: str, **said: str) -> None:
    for line in lines:
        line.row.fault(column, kind, **said)


def _rows(lines: Sequence[Line]) -> str:
    return ", ".join(line.row.place for line in lines[:SHOWN])
