"""Reading a catalogue's workbook as its own reader does, with the doubts of reading; rows as an import keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congminh.catalogue.reading import records
from congminh.catalogue.reading.checks import all_doubts
from congminh.catalogue.reading.kinds import doubt
from congminh.catalogue.reading.records import Doubt, Reading, UnreadableWorkbook
from congminh.catalogue.reading.workbook import read_workbook
from congminh.exchange.excel import child
from congminh.exchange.excel.form import Layout, Place, Row
from congminh.exchange.kinds.catalogue.form import FORM, SENTENCE

PLACED = re.compile(r"([A-Z]+) «(.*)»")
FIGURES = ("points", "coefficient")


@dataclass
class Found:
    """The rows of a workbook, where their columns stood, and what is in doubt that no row would show again."""

    rows: list[Row]
    layouts: dict[str, Layout]
    notes: list[dict[str, Any]] = field(default_factory=list)


def read(path: Path) -> Found:
    """Every product of the workbook; raises UnreadableWorkbook for no workbook, an unsafe one, one without products.

    A child process with limits reads the file first: only one it got through whole is read here.
    """
    with child.read(path):
        reading = read_workbook(path)
    if not reading.products:
        raise UnreadableWorkbook(
            "Tệp không có sản phẩm/công việc nào dưới hàng tiêu đề. Điền mỗi sản phẩm một dòng, hoặc chọn tệp khác.",
            "The file has no product beneath the headings. Write a row for each product, or choose another file.",
        )
    layouts = _layouts(reading)
    rows = [_row(product, layouts[product.sheet]) for product in reading.products]
    seen_again = set(all_doubts(Reading(reading.products, tables=reading.tables)))
    notes = [note(one) for one in all_doubts(reading) if one not in seen_again]
    return Found(rows, layouts, notes)


def note(one: Doubt) -> dict[str, Any]:
    """A doubt as an import keeps it: what is so in both languages, its kind, and its place."""
    what = one.what._asdict()
    place = {"doubt": one.kind, "column": one.column, "sheet": one.sheet, "row": one.row}
    return {"kind": SENTENCE, "said": {**what, **place}}


def a_doubt(kind: str, row: Row, key: str, vi: str, en: str) -> dict[str, Any]:
    """A doubt of our own about a cell of a row."""
    return note(doubt(kind, row.sheet, row.number, _label(row.layout[key]), vi, en))


def reading_of(rows: Sequence[Row]) -> Reading:
    """The rows, as they were kept, as the catalogue's own checks read them."""
    tables = {
        row.sheet: records.TablePlace(row.sheet, 0, {key: _label(p) for key, p in row.layout.items() if p.letter})
        for row in rows
    }
    return Reading([_product(row) for row in rows], tables=list(tables.values()), sheets=list(tables))


def _label(place: Place) -> str:
    return f"{place.letter} «{place.heading}»" if place.letter else f"«{place.heading}»"


def _layouts(reading: Reading) -> dict[str, Layout]:
    """By sheet where each column was found; a sheet's later table of products counts."""
    found: dict[str, Layout] = {}
    for product in reading.products:
        columns = reading.columns_at(product.sheet, product.row)
        places = {key: Place(*match.groups()) for key, label in columns.items() if (match := PLACED.fullmatch(label))}
        found[product.sheet] = FORM.places() | {key: places[key] for key in FORM.places() if key in places}
    return found


def _row(product: records.Product, layout: Layout) -> Row:
    """A product as texts by column, empty cells left out; figures as they are written in Vietnamese."""
    words = {key: getattr(product, key) for key in ("code", "unit", "task", "work", "output", "group", "note")}
    figures = {key: getattr(product, f"{key}_m") for key in FIGURES}
    texts = {key: records.plain(value).vi for key, value in figures.items() if value is not None}
    cells = {**words, **texts, "ceiling": _frame(product)}
    return Row(product.sheet, product.row, {key: text for key, text in cells.items() if text}, layout)


def _frame(product: records.Product) -> str:
    floor, ceiling = (records.plain(each or 0).vi for each in (product.floor_m, product.ceiling_m))
    if product.ceiling_m is None:
        return ""
    return ceiling if product.floor_m is None else f"{floor}-{ceiling}"


def _product(row: Row) -> records.Product:
    said = row.values
    floor_m, ceiling_m = said.get("ceiling", (None, None))
    return records.Product(
        sheet=row.sheet,
        row=row.number,
        number="",
        **{key: said.get(key, "") for key in ("code", "unit", "task", "work", "output", "group", "note")},
        ceiling_m=ceiling_m,
        points_m=said.get("points"),
        coefficient_m=said.get("coefficient"),
        floor_m=floor_m,
    )
