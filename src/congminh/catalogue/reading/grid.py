"""A sheet's cells with their absolute places, merged ranges included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .cells import Value, text_of
from .container import Marks, refuse_too_many

Corner = tuple[int, int]


@dataclass(slots=True)
class Grid:
    """Rows of equal width from cell A1; `anchors` gives the top left cell of a merged one (all from 0)."""

    name: str
    rows: list[list[Value]]
    marks: Marks
    anchors: dict[Corner, Corner] = field(default_factory=dict)
    hidden: bool = False

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def spread(self, row: int, column: int) -> Value:
        """The cell's value or, in a merged range, that of the range."""
        top, left = self.anchors.get((row, column), (row, column))
        return self.rows[top][left]

    def inherited(self, row: int, column: int, first: int) -> Value:
        """The value a merged range hands down this column from a row not above `first`; '' outside such."""
        top, left = self.anchors.get((row, column), (row, column))
        return self.rows[top][left] if left == column and first <= top < row else ""

    def mark(self, row: int, column: int) -> str:
        """The Excel error of the cell, or 'formula' when its formula was never calculated, or ''."""
        return self.marks.get((row + 1, column + 1), "")

    def filled(self, row: int) -> int:
        return sum(bool(text_of(value)) for value in self.rows[row])


def anchors_of(ranges: Iterable[tuple[Corner, Corner]], height: int, width: int) -> dict[Corner, Corner]:
    """Each merged cell's top left cell, within the sheet; UnreadableWorkbook when the ranges are absurd."""
    anchors: dict[Corner, Corner] = {}
    seen = 0
    for (top, left), (bottom, right) in ranges:
        rows, columns = range(top, min(bottom + 1, height)), range(left, min(right + 1, width))
        seen += len(rows) * len(columns) + 1
        refuse_too_many(seen)
        anchors |= {(row, column): (top, left) for row in rows for column in columns}
    return anchors


def letters(index: int) -> str:
    """The column's letters as Excel shows them: 0 is A, 27 is AB."""
    head, last = divmod(index, 26)
    return (letters(head - 1) if head else "") + chr(65 + last)
