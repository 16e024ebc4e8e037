"""One table as plain data: what its columns are called, its rows, what must be said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.insight.facts.counting import LEVELS, OTHER
from congminh.law.explain import WORDS
from congminh.law.text import scaled

Cell = str | int | None
# Shown in place of a number that could tell who it is.
HIDDEN = "‹3"
SHORT = {
    "excellent": lambda: _("Excellent"),
    "good": lambda: _("Good"),
    "fulfilled": lambda: _("Fulfilled"),
    "not_fulfilled": lambda: _("Not fulfilled"),
    OTHER: lambda: _("No level"),
}
RANKS = {"head": lambda: _("Heads"), "deputy": lambda: _("Deputies"), "staff": lambda: _("Staff")}


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether it holds numbers, its width in a workbook."""

    label: str
    number: bool = False
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A table of people or counts; text is text, whole numbers are numbers. `notes` say what it rests on."""

    name: str
    title: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    urls: Sequence[str] = ()
    total: bool = False

    def heads(self) -> list[dict[str, Any]]:
        """The columns as components/table.html takes them."""
        return [{"label": each.label, "number": each.number} for each in self.columns]

    def items(self, first: int = 0, last: int | None = None) -> list[dict[str, Any]]:
        """The rows as insight/cells.html draws them."""
        found = []
        for place, row in enumerate(self.rows):
            cells = [
                {"label": column.label, "number": column.number, "text": shown(value)}
                for column, value in zip(self.columns, row, strict=True)
            ]
            url = self.urls[place] if place < len(self.urls) else ""
            found.append({"cells": cells, "url": url, "is_total": self.total and place == len(self.rows) - 1})
        return found[first:last]


def shown(value: Cell) -> str:
    """A cell as people read it."""
    return "–" if value is None or value == "" else str(value)


def level_word(grade: str) -> str:
    """A level in the law's words, with a capital."""
    word = WORDS[grade](language()) if grade in WORDS else grade
    return word[:1].upper() + word[1:]


def level_columns() -> list[Column]:
    """A column a level, and one for what is none."""
    return [Column(SHORT[level](), True, 12) for level in (*LEVELS, OTHER)]


def points(value_cp: int | None) -> str:
    """Points as people write them."""
    return "" if value_cp is None else scaled(value_cp, 2, language(), 2)


def share(part: int, whole: int) -> str:
    """A part of a whole in percent, with one decimal, rounded half-up; empty of nothing."""
    return f"{scaled((2000 * part + whole) // (2 * whole), 1, language())} %" if whole else ""


def mean_cp(total: int, number: int) -> int:
    """The mean in hundredths, half-up; below nought away from it."""
    size = (2 * abs(total) + number) // (2 * number)
    return size if total >= 0 else -size


def language() -> str:
    """The page's."""
    return get_language() or "vi"
