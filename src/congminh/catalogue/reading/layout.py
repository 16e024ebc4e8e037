"""Where each field really stands under its heading: slipped or merged headings, a note without a heading."""

from __future__ import annotations

from itertools import takewhile

from .cells import is_number, text_of
from .grid import Grid, letters
from .headings import FIELDS, OPTIONAL, Column, Table
from .kinds import doubt
from .records import Doubt


def settle(grid: Grid, table: Table) -> list[Doubt]:
    """Move the table's columns to where their cells are, and say of each heading what had to be guessed."""
    found = slipped(grid, table) or widened(grid, table)
    found += untitled_note(grid, table)
    found += [guessed(grid, table, column) for column in table.columns.values() if column.guessed]
    found += [missing(grid, table, name) for name in FIELDS if name not in table.columns | dict.fromkeys(OPTIONAL)]
    return found + unread(grid, table)


def label(table: Table, name: str) -> str:
    """The column of a field as a person looks it up: its letter and heading, or the heading alone."""
    column = table.columns.get(name)
    title = f"«{FIELDS[name]}»"
    return f"{letters(column.index)} {title}" if column else title


def heading_doubt(grid: Grid, table: Table, column: str, vi: str, en: str) -> Doubt:
    return doubt("headings", grid.name, table.bottom + 1, column, vi, en)


def slipped(grid: Grid, table: Table) -> list[Doubt]:
    """Read all columns one to the right or left of their headings when only there the numbers are numbers."""
    offset = next((step for step in (0, 1, -1) if fits(grid, table, step)), 0)
    if not offset:
        return []
    for column in table.columns.values():
        column.index += offset
    table.columns = {name: at for name, at in table.columns.items() if 0 <= at.index < grid.width}
    table.unknown.clear()
    side_vi, side_en = ("phải", "right") if offset > 0 else ("trái", "left")
    vi = f"tiêu đề lệch một cột so với số liệu; đã đọc số liệu ở cột bên {side_vi}"
    en = f"headings stand one column off their cells; the column to the {side_en} was read"
    return [heading_doubt(grid, table, label(table, next(iter(table.columns))), vi, en)]


def fits(grid: Grid, table: Table, offset: int) -> bool:
    """Whether, `offset` columns beside the headings, points and coefficients are numbers, outputs text."""
    numeric = [name for name in ("points", "coefficient") if name in table.columns]
    if not numeric or not all(mostly(grid, table, name, offset, numbers=True) for name in numeric):
        return False
    return "output" not in table.columns or mostly(grid, table, "output", offset, numbers=False)


def mostly(grid: Grid, table: Table, name: str, offset: int, *, numbers: bool) -> bool:
    index = table.columns[name].index + offset
    if not 0 <= index < grid.width:
        return False
    cells = [grid.rows[row][index] for row in table.body()]
    right = [is_number(value) == numbers for value in cells if text_of(value)]
    return bool(right) and 2 * sum(right) > len(right)


def widened(grid: Grid, table: Table) -> list[Doubt]:
    """A heading merged over several columns is read from the fullest of them."""
    found = []
    for column in table.columns.values():
        under = {index: fill(grid, table, index) for index in columns_under(grid, table, column)}
        fullest = max(under, key=lambda index: (under[index], index == column.index))
        if fullest == column.index and sum(map(bool, under.values())) < 2:
            continue
        column.index, column.guessed = fullest, False
        span = f"{letters(min(under))}:{letters(max(under))}"
        vi = f"tiêu đề «{column.heading}» gộp các cột {span}; chỉ đọc cột {letters(fullest)}, đầy nhất"
        en = f"the heading “{column.heading}” is merged over {span}; {letters(fullest)}, the fullest, was read"
        found.append(heading_doubt(grid, table, label(table, column.field), vi, en))
        table.unknown = {index: text for index, text in table.unknown.items() if index not in under}
    return found


def columns_under(grid: Grid, table: Table, column: Column) -> list[int]:
    """The column itself and those its heading is merged over that have no heading of their own."""
    headings = range(table.top, table.bottom + 1)
    anchor = next((row for row in reversed(headings) if text_of(grid.rows[row][column.index])), table.bottom)
    wide = takewhile(
        lambda at: grid.anchors.get((anchor, at)) == (anchor, column.index), range(column.index, grid.width)
    )
    bare = [at for at in wide if not any(text_of(grid.rows[row][at]) for row in headings)]
    return sorted({column.index, *bare})


def fill(grid: Grid, table: Table, index: int) -> int:
    return sum(bool(text_of(grid.rows[row][index])) for row in table.body())


def untitled_note(grid: Grid, table: Table) -> list[Doubt]:
    """The column just right of the figures without a known heading is taken for «Ghi chú»."""
    index = max((column.index for column in table.columns.values()), default=0) + 1
    if "note" in table.columns or index >= grid.width or not fill(grid, table, index):
        return []
    heading = table.unknown.pop(index, "")
    table.columns["note"] = Column("note", index, heading, guessed=False)
    vi = f"tiêu đề là «{heading}», không phải «Ghi chú»; đã đọc là ghi chú, có thể cả cột bị lệch lên một dòng"
    en = f"the heading reads “{heading}”, not «Ghi chú»; read as notes, which may have slipped up by one row"
    if not heading:
        vi = "cột không có tiêu đề; đã đọc là ghi chú"
        en = "the column has no heading; read as notes"
    return [heading_doubt(grid, table, label(table, "note"), vi, en)]


def guessed(grid: Grid, table: Table, column: Column) -> Doubt:
    vi = f"tiêu đề «{column.heading}» được hiểu là «{FIELDS[column.field]}»"
    en = f"the heading “{column.heading}” was taken for «{FIELDS[column.field]}»"
    return heading_doubt(grid, table, label(table, column.field), vi, en)


def missing(grid: Grid, table: Table, name: str) -> Doubt:
    vi = f"không có cột «{FIELDS[name]}»"
    en = f"there is no column «{FIELDS[name]}»"
    return heading_doubt(grid, table, label(table, name), vi, en)


def unread(grid: Grid, table: Table) -> list[Doubt]:
    """Filled columns inside the table that belong to no field."""
    taken = {column.index for column in table.columns.values()}
    return [
        heading_doubt(
            grid,
            table,
            letters(index),
            f"cột «{heading}» không có trong mẫu; không đọc",
            f"the column “{heading}” is not in the form; it was not read",
        )
        for index, heading in sorted(table.unknown.items())
        if index not in taken and fill(grid, table, index)
    ]
