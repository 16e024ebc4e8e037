"""Workbooks written for the tests with XlsxWriter: real .xlsx files, read back as an agency's would be."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from congminh.catalogue.reading.checks import all_doubts
from congminh.catalogue.reading.records import Doubt
from congminh.catalogue.reading.workbook import read_workbook

HEADINGS = (
    "Stt",
    "Mã CV",
    "Nhiệm vụ",
    "Công việc chi tiết",
    "Sản phẩm đầu ra",
    "Phân nhóm",
    "Khung điểm tối đa",
    "Điểm chấm",
    "Hệ số quy đổi",
    "Ghi chú",
)
STANDARD = (
    1,
    "VP.01",
    "Văn thư",
    "Soạn văn bản hành chính đơn giản",
    "Văn bản hành chính",
    "N1",
    10,
    5,
    1,
    "",
)
REPORT = (2, "VP.02", "Tổng hợp", "Tổng hợp số liệu tháng", "Báo cáo tháng", "N2", "11-50", 40, 8, "")
PLAN = (3, "VP.03", "Tổng hợp", "Xây dựng kế hoạch năm", "Kế hoạch năm", "N3", "51-100", 60, 12, "")
ROWS = (STANDARD, REPORT, PLAN)

Row = Sequence[object]


def changed(row: Row, **cells: object) -> list[object]:
    """The row with some of its cells replaced, by field."""
    fields = ("number", "code", "task", "work", "output", "group", "ceiling", "points", "coefficient", "note")
    assert set(cells) <= set(fields)
    return [cells.get(name, value) for name, value in zip(fields, row, strict=True)]


def put(sheet: Worksheet, rows: Sequence[Row], top: int = 0, left: int = 0) -> None:
    for at, row in enumerate(rows):
        sheet.write_row(top + at, left, row)


def write(path: Path, *fill: Callable[[Worksheet], object], name: str = "Danh mục") -> Path:
    """A workbook with a sheet for each function, which fills it; the later ones are named with a number."""
    with xlsxwriter.Workbook(str(path)) as book:
        for number, function in enumerate(fill, start=1):
            function(book.add_worksheet(name if number == 1 else f"{name} {number}"))
    return path


def table(path: Path, rows: Sequence[Row], headings: Row = HEADINGS) -> Path:
    """A workbook with one plain table from cell A1: row 1 holds the headings, row 2 the first product."""
    return write(path, lambda sheet: put(sheet, [headings, *rows]))


def with_changed_sheet(path: Path, old: bytes, new: bytes) -> Path:
    """The same workbook with a piece of its first sheet's XML replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def doubts_in(path: Path) -> list[Doubt]:
    found = all_doubts(read_workbook(path))
    assert all(one.sheet and one.row >= 1 and one.column and one.what.vi and one.what.en for one in found)
    return found


def places(path: Path, kind: str) -> list[tuple[int, str]]:
    """Row and column of each doubt of one kind."""
    return [(one.row, one.column) for one in doubts_in(path) if one.kind == kind]


def kinds(path: Path) -> set[str]:
    return {one.kind for one in doubts_in(path)}
