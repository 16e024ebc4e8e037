"""Find the tables of a sheet by their headings (handbook, Phụ lục III), wherever they start."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .cells import fold, is_number, text_of
from .grid import Grid

FIELDS = {
    "number": "Stt",
    "code": "Mã CV",
    "unit": "Phòng, ban",
    "task": "Nhiệm vụ",
    "work": "Công việc chi tiết",
    "output": "Sản phẩm đầu ra",
    "group": "Phân nhóm",
    "ceiling": "Khung điểm",
    "points": "Điểm chấm",
    "coefficient": "Hệ số quy đổi",
    "note": "Ghi chú",
}
OPTIONAL = frozenset({"number", "code", "unit", "note"})
CONTENT = frozenset({"task", "work", "output"})
FIGURES = frozenset({"group", "ceiling", "points", "coefficient"})

KNOWN = {
    "number": ("stt", "tt", "so tt", "so thu tu"),
    "code": ("ma cv", "ma cong viec", "ma san pham", "ma sp", "ma so", "ma"),
    "unit": (
        "phong ban",
        "phong ban chuyen mon",
        "phong don vi",
        "phong ban don vi",
        "don vi",
        "co quan don vi",
    ),
    "task": ("nhiem vu", "ten nhiem vu", "noi dung nhiem vu"),
    "work": ("cong viec chi tiet", "chi tiet cong viec"),
    "output": ("san pham dau ra",),
    "group": ("nhom", "phan nhom"),
    "ceiling": ("khung diem", "khung diem toi da"),
    "points": ("diem cham",),
    "coefficient": ("he so quy doi",),
    "note": ("ghi chu",),
}
EXACT = {heading: name for name, headings in KNOWN.items() for heading in headings}

# In the order they are tried: «Hệ số quy đổi về sản phẩm chuẩn» is a coefficient, not an output.
LOOSE = (
    ("note", re.compile(r"\bghi chu\b|\bluu y\b")),
    ("coefficient", re.compile(r"\bhe so\b|\bhs\b")),
    ("ceiling", re.compile(r"\bkhung\b|\bdiem toi da\b")),
    ("group", re.compile(r"\bnhom\b")),
    ("points", re.compile(r"\bdiem\b")),
    ("code", re.compile(r"^ma\b")),
    ("output", re.compile(r"\bsan pham\b|\bket qua\b|\bdau ra\b")),
    ("work", re.compile(r"\bcong viec\b")),
    ("task", re.compile(r"\bnhiem vu\b")),
    ("unit", re.compile(r"^(phong|don vi|bo phan|co quan)\b(?!.*\b(chuan|tinh)\b)")),
    ("number", re.compile(r"^s?tt\b")),
)
LONGEST_GUESS = 9
MOST_HEADER_ROWS = 3
FEWEST_FIELDS = 4


@dataclass(slots=True)
class Column:
    """A column of the table: the field it was taken for, its own heading, and whether that was a guess."""

    field: str
    index: int
    heading: str
    guessed: bool


@dataclass(slots=True)
class Table:
    """Headings (rows `top` to `bottom`) and their rows (`first` up to `end`); all count from 0."""

    top: int
    bottom: int
    first: int
    end: int
    columns: dict[str, Column]
    unknown: dict[int, str] = field(default_factory=dict)
    exact: int = 0
    repeated: set[int] = field(default_factory=set)

    def body(self) -> list[int]:
        """The rows under the headings, without headings repeated at the top of a printed page."""
        return [row for row in range(self.first, self.end) if row not in self.repeated]

    def places(self) -> dict[str, int]:
        """The column of each field."""
        return {name: column.index for name, column in self.columns.items()}


def find_tables(grid: Grid) -> list[Table]:
    """Every table of the sheet from top to bottom; other headings lower down open a further one."""
    found: list[Table] = []
    row = start = 0
    while row < grid.height:
        table = best_header(grid, row, start)
        if table is None:
            row += 1
            continue
        row = start = table.first
        if found and found[-1].places() == table.places():
            found[-1].repeated |= set(range(table.top, table.first))
            continue
        if found:
            found[-1].end = table.top
        found.append(table)
    return found


def best_header(grid: Grid, row: int, start: int) -> Table | None:
    """The headings ending in this row or, when that recognises more of them exactly, a row or two lower.

    Rows above `start` belong to an earlier table.
    """
    best = header_ending(grid, row, start)
    if best is None:
        return None
    for lower in range(row + 1, min(row + MOST_HEADER_ROWS, grid.height)):
        if not may_be_heading(grid, lower):
            break
        further = header_ending(grid, lower, start)
        if further is not None and further.exact > best.exact and further.top <= row:
            best = further
    return best


def header_ending(grid: Grid, last: int, start: int) -> Table | None:
    """The best of one, two or three rows of headings that end in row `last`; None when none is a header."""
    best: Table | None = None
    for first in range(last, max(last - MOST_HEADER_ROWS, start - 1), -1):
        if not may_be_heading(grid, first):
            break
        table = read_header(grid, first, last)
        if is_header(table) and (best is None or rank(table) > rank(best)):
            best = table
    return best


def rank(table: Table) -> tuple[int, int]:
    return table.exact, len(table.columns)


def is_header(table: Table) -> bool:
    names = set(table.columns)
    enough = len(names) >= FEWEST_FIELDS and table.exact >= 2
    return enough and bool(names & CONTENT) and bool(names & FIGURES)


def may_be_heading(grid: Grid, row: int) -> bool:
    cells = [value for value in grid.rows[row] if text_of(value)]
    return bool(cells) and not any(is_number(value) for value in cells)


def read_header(grid: Grid, first: int, last: int) -> Table:
    columns: dict[str, Column] = {}
    unknown: dict[int, str] = {}
    texts = {index: heading_texts(grid, index, first, last) for index in range(grid.width)}
    for index, options in texts.items():
        name = next((EXACT[key] for option in options for key in exact_keys(option) if key in EXACT), "")
        if name and name not in columns:
            columns[name] = Column(name, index, options[0], guessed=not own_is_exact(grid, index, first, last))
    exact = len(columns)
    claimed = {column.index for column in columns.values()}
    for index, options in texts.items():
        if options and index not in claimed and not take_loosely(columns, index, options):
            unknown[index] = options[-1]
    return Table(first, last, below(grid, first, last), grid.height, columns, unknown, exact)


def below(grid: Grid, first: int, last: int) -> int:
    """The first row under the headings, also under those merged further down."""
    row = last + 1
    while row < grid.height and any(hangs_over(grid, row, index, first) for index in range(grid.width)):
        if any(is_number(value) for value in grid.rows[row]):
            break
        row += 1
    return row


def hangs_over(grid: Grid, row: int, index: int, first: int) -> bool:
    """Whether the cell belongs to a range merged down from the headings, which start in row `first`."""
    top, _ = grid.anchors.get((row, index), (row, index))
    return first <= top < row and bool(text_of(grid.spread(row, index)))


def own_is_exact(grid: Grid, index: int, first: int, last: int) -> bool:
    """Whether a single cell of the column carries the whole heading, so that nothing had to be joined."""
    own = (text_of(grid.rows[row][index]) for row in range(first, last + 1))
    return any(key in EXACT for text in own if text for key in exact_keys(text))


def heading_texts(grid: Grid, index: int, first: int, last: int) -> list[str]:
    """What the column's heading may be: each of its own cells from the lowest up, then all of them joined."""
    own = [text for row in range(first, last + 1) if (text := text_of(grid.rows[row][index]))]
    if not own:
        return []
    above = [text_of(grid.spread(row, index)) for row in range(first, last + 1)]
    joined = " ".join(dict.fromkeys(text for text in above if text))
    return list(dict.fromkeys([*reversed(own), joined, " ".join(own)]))


def exact_keys(text: str) -> list[str]:
    """The heading with and without what stands in brackets: «Điểm chấm (7)», «Khung điểm (tối đa)»."""
    return [fold(text), fold(re.sub(r"\([^)]*\)", " ", text))]


def take_loosely(columns: dict[str, Column], index: int, options: list[str]) -> bool:
    for option in options:
        key = exact_keys(option)[1] or fold(option)
        if len(key.split()) > LONGEST_GUESS:
            continue
        name = next((name for name, rule in LOOSE if name not in columns and rule.search(key)), "")
        if name:
            columns[name] = Column(name, index, option, guessed=True)
            return True
    return False
