"""A sheet described as a table («biểu mẫu»): its columns, and its rows as they were read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import override

from congminh.law.text import unaccented

LANGUAGES = ("vi", "en")
# A choice's value, what it is called, and other ways to write it.
Choice = tuple[str, Any, tuple[str, ...]]
Reader = Callable[[str], Any]


class Wrong(Exception):
    """A cell does not hold what its column asks for; `kind` names a row of `words.SAID`."""

    def __init__(self, kind: str, **said: Any) -> None:
        super().__init__(kind)
        self.kind, self.said = kind, said


@dataclass(frozen=True)
class Column:
    """A column: how it is headed, what is written in it, how that is read (`read` raises Wrong).

    `look` is how the column is written: text, day or whole; `needed` columns must be there, a cell of a
    needed column may still be blank.
    """

    key: str
    heading: Any
    note: Any
    read: Reader
    look: str = "text"
    needed: bool = False
    choices: tuple[Choice, ...] = ()
    also: tuple[str, ...] = ()
    examples: tuple[str, str] = ("", "")
    width: int = 16

    def names(self) -> frozenset[str]:
        """The headings it is known by, folded, in both languages."""
        return frozenset({*in_languages(self.heading), *self.also})


class Place(NamedTuple):
    """Where a column was found: its letter, and the heading as it stands in the file."""

    letter: str
    heading: str


@dataclass(frozen=True)
class Form:
    """The columns of a kind of sheet, in the order of its template."""

    title: Any
    columns: tuple[Column, ...]

    def places(self) -> dict[str, Place]:
        """For columns a file has not: no letter, and the heading it would have."""
        with override("vi"):
            return {column.key: Place("", str(column.heading)) for column in self.columns}

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(each for each in self.columns if each.key == key)


@dataclass(frozen=True)
class Codes:
    """The codes that rows are matched by, for whoever fills in a form: lists beside each other, each with headings."""

    title: str
    lists: tuple[tuple[tuple[str, ...], Sequence[Sequence[str]]], ...]


Layout = Mapping[str, Place]


@dataclass(slots=True)
class Row:
    """A row of the sheet: what its filled cells say, what that means, and what came of comparing it.

    `place` is how another row's fault names it: the number, with the sheet's name where there are several.
    `verdict` is added, changed, left or faulty. `before` says what is there now in the cells it changes; faults
    and notes are rows of `words.SAID` filled in, faults with their cells.
    """

    sheet: str
    number: int
    cells: dict[str, str]
    layout: Layout
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    verdict: str = "left"
    before: dict[str, str] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, key: str, kind: str, **said: Any) -> None:
        """What is wrong in the cell of a column; the same is said once."""
        place = self.layout[key]
        one = {"column": place.letter, "heading": place.heading, "kind": kind, "said": said}
        if one not in self.faults:
            self.faults.append(one)

    def note(self, kind: str, **said: Any) -> None:
        """What a person should know of the row before it is applied."""
        one = {"kind": kind, "said": said}
        if one not in self.notes:
            self.notes.append(one)

    def differs(self, key: str, there: str) -> None:
        """The cell says something else than is `there` now: the row changes it, if it does not add already."""
        self.verdict = "added" if self.verdict == "added" else "changed"
        self.before[key] = there

    def settle(self) -> None:
        """A row with faults is faulty, whatever else it is."""
        if self.faults:
            self.verdict, self.before = "faulty", {}


def parse(row: Row, form: Form) -> None:
    """Read the cells of a row; what cannot be read is a fault of it."""
    for column in form.columns:
        if text := row.cells.get(column.key, ""):
            try:
                value = column.read(text)
            except Wrong as wrong:
                row.fault(column.key, wrong.kind, value=text, **wrong.said)
                continue
            if value is not None:
                row.values[column.key] = value


def name_places(rows: Sequence[Row]) -> None:
    """Give each row the name others call it by."""
    many = len({row.sheet for row in rows}) > 1
    for row in rows:
        row.place = f"{row.sheet}!{row.number}" if many else str(row.number)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Letters and digits alone, lower case, without diacritics: how headings and choices are compared."""
    bare = "".join(letter if letter.isalnum() else " " for letter in unaccented(text))
    return " ".join(bare.split())


def in_languages(text: Any) -> Iterable[str]:
    """A text folded, as it is in each language of the system."""
    for language in LANGUAGES:
        with override(language):
            yield fold(str(text))
