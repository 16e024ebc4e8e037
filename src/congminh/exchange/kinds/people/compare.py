"""Rows of people against those there are: what each would add or change, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from congminh.exchange.excel.form import Row, fold
from congminh.exchange.kinds.decisions import said
from congminh.exchange.kinds.people.lines import day as written
from congminh.exchange.kinds.people.lines import differences, lines_of
from congminh.exchange.kinds.people.positions import place_lines
from congminh.exchange.kinds.people.replay import settle
from congminh.exchange.kinds.people.there import Board, Holding, Line, board_of, groups
from congminh.exchange.kinds.people.write import PeoplePlan
from congminh.exchange.scope import Scope
from congminh.org.models import Post


def compare(rows: Sequence[Row], scope: Scope, day: date) -> PeoplePlan:
    """The plan of the rows without faults; verdicts, faults and notes are set on the rows."""
    board = board_of(rows, scope, day)
    lines_of(rows, board)
    place_lines([line for lines in board.lines.values() for line in lines], board)
    finals = settle(board)
    known = groups()
    for person, lines in board.lines.items():
        good = [line for line in lines if line.is_good]
        for line in good:
            _judge(line, board)
            _note_group(line, known)
        _note_posts(good, finals.get(person, ()), board)
    for row in rows:
        row.settle()
    return PeoplePlan(board, finals)


def _judge(line: Line, board: Board) -> None:
    """Whether the row adds or changes, and what is there now in the cells it changes."""
    row, person = line.row, board.people.get(line.person)
    if not person or (line.unit and not line.match):
        row.verdict = "added"
    if person and row.values.get("name", person.name) != person.name:
        row.differs("name", person.name)
    if person and row.values.get("begun", person.begun) != person.begun:
        row.differs("begun", written(person.begun))
    for key, there in differences(line):
        row.differs(key, _shown(key, there, board))
    place = line.position
    for key in place.changes if place and place.pk else ():
        if key in row.values:
            row.differs(key, place.shown(key))


def _shown(key: str, there: Any, board: Board) -> str:
    """What is there now, as a cell says it."""
    if key in ("first", "last"):
        return written(there) if there else ""
    if key == "unit":
        return board.units.by_pk[there].code
    if key == "units":
        return "; ".join(sorted(board.units.by_pk[unit].code for unit in there))
    if key == "persons":
        return "; ".join(sorted(there))
    return said(there) if key == "decision" else str(there)


def _note_group(line: Line, known: dict[str, tuple[str, int]]) -> None:
    """A group or position that begins with this file, for a person to see a slip of the pen."""
    place = line.position
    if not place or place.pk:
        return
    line.row.note("new_position", title=place.title)
    group = place.changes.get("peer_group", "")
    if fold(group) not in known:
        line.row.note("new_group", name=group)


def _note_posts(good: Sequence[Line], posts: Iterable[Holding], board: Board) -> None:
    """What the rows do besides what their cells say, and what they leave open."""
    if not any(line.unit for line in good) and good and good[0].person not in board.people:
        good[0].row.note("without_post")
    for post in posts:
        if post.kept_by:
            post.kept_by.row.note("first_run_kept", title=post.title)
        if post.closed_by and post.last:
            where = board.units.by_pk[post.unit].last.name
            post.closed_by.row.note("ends_post", title=post.title, unit=where, last=written(post.last))
        if post.line and post.line.is_good:
            _note_charge(post.line)


def _note_charge(line: Line) -> None:
    units = line.units if line.units is not None else line.match.units if line.match else frozenset()
    persons = line.persons if line.persons is not None else line.match.persons if line.match else frozenset()
    if line.rank == Post.Rank.DEPUTY and not units and not persons:
        line.row.note("deputy_without_field")
    if line.rank != Post.Rank.DEPUTY and (line.units or line.persons):
        line.row.note("field_of_no_deputy")
