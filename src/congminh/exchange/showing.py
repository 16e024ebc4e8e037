"""A preview as a page shows it: the columns of the file, and what each row says beside what is there now."""

from __future__ import annotations

from typing import Any, NamedTuple

from congminh.exchange.excel.book import label
from congminh.exchange.excel.form import Column
from congminh.exchange.kinds import KINDS
from congminh.exchange.models import Import, ImportRow


class Cell(NamedTuple):
    """What a row says in a column, and what is there now: None where the row changes nothing."""

    heading: Any
    said: str
    before: str | None

    @property
    def changes(self) -> bool:
        """Whether the row puts something else in place of what is there."""
        return self.before is not None


def columns(source: Import) -> list[Column]:
    """The columns of the form that the file has, in the form's order; each with its `heading` and `key`."""
    found = {key for layout in source.layout.values() for key, (letter, _heading) in layout.items() if letter}
    return [column for column in KINDS[source.kind].form.columns if column.key in found]


def cells(row: ImportRow, shown: list[Column]) -> list[Cell]:
    """A row's cells in those columns; choices by what they are called."""
    return [Cell(each.heading, row.values.get(each.key, ""), _before(row, each)) for each in shown]


def _before(row: ImportRow, column: Column) -> str | None:
    there = row.before.get(column.key)
    return None if there is None else label(column, there)
