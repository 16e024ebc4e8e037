"""The demonstration catalogue as an Excel file in the layout of the handbook's Phụ lục III."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from congminh.demo.agency import load as load_agency
from congminh.demo.catalogue import COLUMNS, Product
from congminh.demo.catalogue import load as load_products
from congminh.law.nd335.general import groups

DECIDED = datetime(2026, 6, 30)  # a fixed date, so that the same catalogue gives the same file
WIDTHS = (6, 9, 24, 38, 52, 36, 8, 11, 9, 10, 26)
LAST = len(COLUMNS) - 1
PRODUCT_TITLES = ("PHỤ LỤC III", "DANH MỤC SẢN PHẨM/CÔNG VIỆC VÀ HỆ SỐ QUY ĐỔI VỀ SẢN PHẨM CHUẨN")
CRITERIA_TITLES = ("PHỤ LỤC I", "TIÊU CHÍ CHUNG ĐÁNH GIÁ CÔNG CHỨC")
CRITERIA_HEADINGS = ("TT", "Tiêu chí chấm điểm", "Điểm tối đa")


def write_workbook(path: str | Path) -> None:
    """Writes the catalogue «Phụ lục III»: a sheet of general criteria (Mẫu 01), and one for each list."""
    lists: dict[str, list[Product]] = {}
    for product in load_products().values():
        lists.setdefault(product.listed_under, []).append(product)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": PRODUCT_TITLES[1].capitalize(), "created": DECIDED})
        looks = _looks(book)
        _criteria_sheet(book.add_worksheet("Tiêu chí chung"), looks)
        for name, products in lists.items():
            _product_sheet(book.add_worksheet(name[:31]), name, products, looks)


def _looks(book: Workbook) -> dict[str, Format]:
    face = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = face | {"border": 1, "text_wrap": True}
    return {
        "title": book.add_format(face | {"bold": True, "align": "center", "text_wrap": True}),
        "reference": book.add_format(face | {"italic": True, "align": "center"}),
        "heading": book.add_format(boxed | {"bold": True, "align": "center"}),
        "section": book.add_format(boxed | {"bold": True}),
        "cell": book.add_format(boxed),
    }


def _titles(sheet: Worksheet, lines: tuple[str, str], last: int, looks: dict[str, Format]) -> None:
    for row, text in enumerate(lines):
        sheet.merge_range(row, 0, row, last, text, looks["title"])
    reference = f"(Kèm theo {load_agency().decision} của {load_agency().name})"
    sheet.merge_range(len(lines), 0, len(lines), last, reference, looks["reference"])


def _product_sheet(sheet: Worksheet, name: str, products: list[Product], looks: dict[str, Format]) -> None:
    _titles(sheet, PRODUCT_TITLES, LAST, looks)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_row(4, 0, COLUMNS, looks["heading"])
    sheet.merge_range(5, 0, 5, LAST, name.upper(), looks["section"])
    sheet.freeze_panes(5, 2)
    for row, product in enumerate(products, start=6):
        sheet.write_row(row, 0, _cells(product), looks["cell"])


def _cells(product: Product) -> list[int | str | Decimal]:
    words = [product.code, product.listed_under, product.duty, product.work, product.output, product.group]
    points = [Decimal(product.ceiling_cp) / 100, Decimal(product.points_cp) / 100]
    return [product.number, *words, *points, Decimal(product.coefficient_m) / 1000, product.note]


def _criteria_sheet(sheet: Worksheet, looks: dict[str, Format]) -> None:
    _titles(sheet, CRITERIA_TITLES, 2, looks)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 110)
    sheet.set_column(2, 2, 11)
    sheet.write_row(4, 0, CRITERIA_HEADINGS, looks["heading"])
    for row, (number, text, points_cp, look) in enumerate(_criteria_rows(), start=5):
        sheet.write_row(row, 0, (number, text, Decimal(points_cp) / 100), looks[look])


def _criteria_rows() -> list[tuple[str | int, str, int, str]]:
    rows: list[tuple[str | int, str, int, str]] = []
    for group in groups():
        rows.append((group.code, group.label.vi, group.max_cp, "section"))
        rows += [(n, one.label.vi, one.max_cp, "cell") for n, one in enumerate(group.criteria, start=1)]
    return [*rows, ("", "Tổng cộng", sum(group.max_cp for group in groups()), "section")]
