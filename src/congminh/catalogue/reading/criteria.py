"""The sheet of general criteria «tiêu chí chung» (Điều 12.2, Phụ lục I, Mẫu 01): rows, groups, totals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .cells import fold, number_of, text_of
from .grid import Grid, letters
from .kinds import doubt
from .records import Criterion, Doubt, plain

CRITERIA = re.compile(r"(noi dung |cac )?tieu chi( chung| cham diem| danh gia)*")
POINTS = ("diem toi da", "thang diem", "muc diem", "so diem", "diem")
CODES = ("tt", "stt", "so tt", "so thu tu", "ma", "ky hieu")
GROUP = re.compile(r"[IVX]+|[A-ZĐ]")
TOTAL = re.compile(r"(tong )?cong( diem)?|tong( so| diem| so diem)?")


@dataclass(frozen=True, slots=True)
class Place:
    """The row of headings and the columns of code, text and points; all from 0."""

    header: int
    code: int | None
    text: int
    points: int


@dataclass(slots=True)
class CriteriaTable:
    """What a criteria sheet holds: scored criteria, the groups above them, and doubts about their points."""

    criteria: list[Criterion]
    groups: list[Criterion]
    doubts: list[Doubt]
    columns: dict[str, str]
    first: int


def read_criteria(grid: Grid, end: int) -> CriteriaTable | None:
    """The criteria under the headings «Tiêu chí …» and «Điểm tối đa», above row `end`; None without such."""
    place = next((found for row in range(end) if (found := place_in(grid, row))), None)
    if place is None:
        return None
    rows = [row for row in (row_of(grid, place, at) for at in range(place.header + 1, end)) if row]
    return sort_out(grid, place, rows)


def place_in(grid: Grid, row: int) -> Place | None:
    heads = {index: fold(text_of(value)) for index, value in enumerate(grid.rows[row])}
    text = next((index for index, head in heads.items() if CRITERIA.fullmatch(head)), None)
    points = next((index for key in POINTS for index, head in heads.items() if head == key), None)
    if text is None or points is None:
        return None
    return Place(row, next((index for index, head in heads.items() if head in CODES), None), text, points)


def row_of(grid: Grid, place: Place, row: int) -> Criterion | None:
    """A row with words, whatever it is; a row of column numbers or without words is None."""
    code = text_of(grid.rows[row][place.code]) if place.code is not None else ""
    text = text_of(grid.rows[row][place.text])
    if TOTAL.fullmatch(fold(code)):
        code, text = "", code
    if not any(letter.isalpha() for letter in text):
        return None
    return Criterion(grid.name, row + 1, code.rstrip(".)"), text, number_of(grid.rows[row][place.points]).value_m)


def sort_out(grid: Grid, place: Place, rows: list[Criterion]) -> CriteriaTable:
    """Tell groups, criteria and the total apart; a group without criteria under it is itself a criterion."""
    names = {"points": column(place.points, "Điểm tối đa"), "text": column(place.text, "Tiêu chí chấm điểm")}
    table = CriteriaTable([], [], [], names, place.header + 1)
    totals = [row for row in rows if TOTAL.fullmatch(fold(row.text))]
    scored = [row for row in rows if row not in totals]
    for at, row in enumerate(scored):
        if is_group(row, scored[at + 1 :]):
            table.groups.append(row)
        elif row.points_m is not None:
            table.criteria.append(under(row, table.groups))
        elif row.code:
            table.doubts.append(unread(grid, place, row, names))
    table.doubts += [part for group in table.groups for part in group_sum(group, table)]
    table.doubts += [part for total in totals for part in total_sum(total, table)]
    return table


def is_group(row: Criterion, later: list[Criterion]) -> bool:
    """Whether the row heads others: I, II, A … followed by another code, or 1 followed by 1.1."""
    if not later or not row.code:
        return False
    if GROUP.fullmatch(row.code):
        follows = next((other.code for other in later if other.code), "")
        return bool(follows) and not GROUP.fullmatch(follows)
    return any(other.code.startswith(f"{row.code}.") for other in later)


def under(row: Criterion, groups: list[Criterion]) -> Criterion:
    """The criterion with its group in its code: 2 under I is I.2."""
    head = groups[-1].code if groups else ""
    if not head or not row.code or row.code.startswith(f"{head}.") or GROUP.fullmatch(row.code):
        return row
    return replace(row, code=f"{head}.{row.code}")


def members(group: Criterion, table: CriteriaTable) -> list[Criterion]:
    later = [other.row for other in table.groups if other.row > group.row]
    end = min(later, default=None)
    return [row for row in table.criteria if row.row > group.row and (end is None or row.row < end)]


def group_sum(group: Criterion, table: CriteriaTable) -> list[Doubt]:
    found = sum(row.points_m or 0 for row in members(group, table))
    return mismatch(group, found, f"nhóm {group.code}", f"group {group.code}", table)


def total_sum(total: Criterion, table: CriteriaTable) -> list[Doubt]:
    found = sum(row.points_m or 0 for row in table.criteria)
    return mismatch(total, found, "dòng cộng", "the total", table)


def mismatch(row: Criterion, found_m: int, name_vi: str, name_en: str, table: CriteriaTable) -> list[Doubt]:
    if row.points_m is None or row.points_m == found_m:
        return []
    said, found = plain(row.points_m), plain(found_m)
    vi = f"{name_vi} ghi {said.vi} điểm, các tiêu chí cộng lại là {found.vi}"
    en = f"{name_en} says {said.en} points, its criteria sum to {found.en}"
    return [doubt("criteria_parts", row.sheet, row.row, table.columns["points"], vi, en)]


def unread(grid: Grid, place: Place, row: Criterion, names: dict[str, str]) -> Doubt:
    shown = text_of(grid.rows[row.row - 1][place.points])
    if not shown:
        return doubt("missing", row.sheet, row.row, names["points"], "tiêu chí chưa có điểm", "no points given")
    return doubt(
        "not_a_number",
        row.sheet,
        row.row,
        names["points"],
        f"«{shown}» không phải là số",
        f"“{shown}” is no number",
    )


def column(index: int, title: str) -> str:
    return f"{letters(index)} «{title}»"
