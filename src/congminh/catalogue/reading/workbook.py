"""Read a catalogue workbook (.xlsx): products (Điều 13) and general criteria (Điều 12.2), with doubts."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum, load_workbook

from .cells import Value
from .container import Marks, damaged, inspect, refuse_too_many
from .criteria import read_criteria
from .grid import Grid, anchors_of
from .headings import FIELDS, OPTIONAL, Table, find_tables
from .kinds import doubt
from .layout import label, settle
from .records import Criterion, Doubt, Product, Reading, TablePlace, Text, UnreadableWorkbook
from .rows import read_rows

__all__ = ["Criterion", "Doubt", "Product", "Reading", "Text", "UnreadableWorkbook", "read_workbook"]

SMALL_SHEET = 5
SMALL_ROW = 4


def read_workbook(path: str | Path) -> Reading:
    """All products and criteria of every sheet, and the doubts of reading them (numbers in thousandths).

    Raises UnreadableWorkbook when the file is not an .xlsx, is empty, damaged or too big, or has no table.
    """
    path = Path(path)
    marks = inspect(path)
    grids = grids_of(path, marks)
    reading = Reading(sheets=[grid.name for grid in grids])
    for grid in grids:
        read_sheet(grid, reading)
    if not reading.tables:
        raise no_table(any(grid.height for grid in grids))
    return reading


def grids_of(path: Path, marks: dict[str, Marks]) -> list[Grid]:
    try:
        book = load_workbook(str(path))
        return [grid_of(book, sheet, marks) for sheet in book.sheets_metadata if is_worksheet(sheet)]
    except (KeyboardInterrupt, SystemExit, UnreadableWorkbook):
        raise
    # The reader is written in Rust, whose panics are not Exceptions.
    except BaseException as fault:
        raise damaged(str(fault)) from fault


def is_worksheet(sheet: SheetMetadata) -> bool:
    return sheet.typ == SheetTypeEnum.WorkSheet


def grid_of(book: CalamineWorkbook, sheet: SheetMetadata, marks: dict[str, Marks]) -> Grid:
    found = book.get_sheet_by_name(sheet.name)
    rows: list[list[Value]] = [list(row) for row in found.to_python(skip_empty_area=False)]
    height, width = len(rows), len(rows[0]) if rows else 0
    refuse_too_many(height * width)
    anchors = anchors_of(found.merged_cell_ranges or [], height, width)
    hidden = sheet.visible != SheetVisibleEnum.Visible
    return Grid(sheet.name, rows, marks.get(sheet.name, {}), anchors, hidden)


def read_sheet(grid: Grid, reading: Reading) -> None:
    tables = find_tables(grid)
    criteria = add_criteria(grid, tables[0].top if tables else grid.height, reading)
    for table in tables:
        read_table(grid, table, reading)
    if not tables and not criteria and is_worth_a_look(grid):
        vi, en = (
            "không thấy hàng tiêu đề theo mẫu; trang tính không được đọc",
            "no headings found; sheet not read",
        )
        reading.doubts.append(doubt("sheet_skipped", grid.name, 1, "A", vi, en))
    if grid.hidden and (tables or criteria):
        vi, en = "trang tính ẩn vẫn được đọc", "the hidden sheet was read"
        reading.doubts.append(doubt("hidden_sheet", grid.name, 1, "A", vi, en))


def read_table(grid: Grid, table: Table, reading: Reading) -> None:
    reading.doubts += settle(grid, table)
    products, doubts = read_rows(grid, table)
    reading.products += products
    reading.doubts += doubts
    columns = {name: label(table, name) for name in table.columns}
    reading.tables.append(TablePlace(grid.name, table.first + 1, columns))


def add_criteria(grid: Grid, end: int, reading: Reading) -> bool:
    found = read_criteria(grid, end)
    if found is None:
        return False
    reading.criteria += found.criteria
    reading.criterion_groups += found.groups
    reading.doubts += found.doubts
    reading.tables.append(TablePlace(grid.name, found.first + 1, found.columns))
    return True


def is_worth_a_look(grid: Grid) -> bool:
    return sum(grid.filled(row) >= SMALL_ROW for row in range(grid.height)) >= SMALL_SHEET


def no_table(filled: bool) -> UnreadableWorkbook:
    if not filled:
        return UnreadableWorkbook(
            "Tệp Excel không có ô nào có dữ liệu. Kiểm tra lại có chọn đúng tệp không.",
            "The workbook has no filled cell. Check that it is the right file.",
        )
    headings = ", ".join(title for name, title in FIELDS.items() if name not in OPTIONAL)
    return UnreadableWorkbook(
        f"Không trang tính nào có bảng danh mục với các tiêu đề {headings} (Sổ tay, Phụ lục III). "
        "Ghi lại hàng tiêu đề rồi thử lại.",
        f"No sheet has a table with the headings {headings} (handbook, Phụ lục III). "
        "Restore the row of headings and try again.",
    )
