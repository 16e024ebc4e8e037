"""The post the system began with («lần chạy đầu»): the list of people knows better where the adviser works.

`congminh manage begin` puts the first personnel adviser in a post of the agency itself. Her own row takes its place
where it begins on that day or before and advises on personnel; else the post stays beside hers, concurrently, so
that nobody loses the only one who may import.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from congminh.exchange.kinds.people.there import LATE, Board, Holding, Line
from congminh.org.models import Post


def replace_first_run(lines: Sequence[Line], board: Board) -> None:
    """Match the row that takes the place of the first run's post; the first day of service moves with it."""
    posts = board.posts.get(lines[0].person, ())
    first_run = next((post for post in posts if post.is_first_run and post.unit in board.scope.units), None)
    if not first_run:
        return
    for line in lines:
        if line.is_good and _takes_its_place(line, first_run):
            line.match, line.replaces = first_run, True
            line.row.note("first_run_replaced")
    _move_begun(lines, board)


def _takes_its_place(line: Line, post: Holding) -> bool:
    """Whether the row is a main post of that day which advises on personnel, by its mark or by being that seat."""
    said = line.row.values
    if not line.unit or "first" not in said or line.kind != Post.Kind.MAIN:
        return False
    same = (line.unit.pk, line.title.casefold()) == (post.unit, post.title.casefold())
    return said["first"] <= post.first <= said.get("last", LATE) and bool(said.get("is_personnel") or same)


def _move_begun(lines: Sequence[Line], board: Board) -> None:
    """The command wrote its own day as the first of service: the first post of the file is earlier, unless one says."""
    dated = [line for line in lines if line.unit and "first" in line.row.values]
    said = any("begun" in line.row.values for line in lines)
    earliest = min(dated, key=lambda line: line.row.values["first"], default=None)
    if earliest and not said and earliest.row.values["first"] < board.people[earliest.person].begun:
        earliest.row.values["begun"] = earliest.row.values["first"]


def replaced(line: Line) -> Iterator[tuple[str, Any]]:
    """By column what the row that takes a post's place says otherwise."""
    there, unit = line.match, line.unit
    if not there or not unit:
        return
    new = {"unit": unit.pk, "position": line.title, "rank": line.rank, "first": line.first}
    old = {"unit": there.unit, "position": there.title, "rank": there.rank, "first": there.first}
    yield from ((key, old[key]) for key in new if new[key] != old[key])
