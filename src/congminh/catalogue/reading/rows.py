"""The rows of a catalogue table: products, headings between them, totals, and rows left half empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .cells import Value, fold, frame_of, number_of, text_of
from .container import NOT_CALCULATED
from .grid import Grid
from .headings import FIELDS, FIGURES, Table
from .kinds import doubt
from .layout import label
from .records import Doubt, Product

NUMBERING = re.compile(r"\(?(\d{1,2})\)?[-+x×*/=:.,()\d\s]*")
COLUMN_LETTER = re.compile(r"[A-Z]")
TOTAL = re.compile(r"(tong|cong)|(tong cong|tong so|tong diem)( .*)?")
WHOLE = re.compile(r"\d+[.)]?")
CODE = re.compile(r"\S*\d\S*")
UNIT = re.compile(r"(van phong|phong(?! chong)|trung tam|ban(?! hanh)|chi cuc)\b")
LEADING_NUMBER = re.compile(r"^(?:[IVXLC]+|[A-ZĐ]|\d+)\s*[.)/-]+\s*")
GROUP = re.compile(r"(?:phan nhom|nhom|n)? ?0*(\d{1,2}|[ivx]{1,4})")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
SUBSTANCE = ("code", "task", "work", "output", "group", "ceiling", "points", "coefficient")
FEWEST_CELLS = 3

WRONG = {
    "text": ("không phải là số", "is not a number"),
    "date": ("bị Excel đổi thành ngày tháng hoặc giờ", "was turned into a date or time by Excel"),
    "ambiguous": (
        "có thể là hàng nghìn hoặc phần thập phân, không tự chọn",
        "may be thousands or decimals, so neither was chosen",
    ),
    "decimals": ("có quá ba chữ số thập phân, đã làm tròn", "has more than three decimals and was rounded"),
}


@dataclass(slots=True)
class Carried:
    """The «nhiệm vụ» and «phòng, ban» written once above the rows they hold for."""

    task: str = ""
    unit: str = ""


@dataclass(slots=True)
class Line:
    """One row of the table: each field's own cell, and what merged cells hand down to it."""

    grid: Grid
    table: Table
    row: int
    own: dict[str, Value]
    handed: dict[str, Value]

    def text(self, name: str) -> str:
        return text_of(self.value(name))

    def value(self, name: str) -> Value:
        own = self.own.get(name, "")
        return own if text_of(own) else self.handed.get(name, "")

    def has(self, *names: str) -> bool:
        return any(text_of(self.own.get(name, "")) for name in names)

    def doubt(self, kind: str, name: str, vi: str, en: str) -> Doubt:
        return doubt(kind, self.grid.name, self.row + 1, label(self.table, name), vi, en)


def read_rows(grid: Grid, table: Table) -> tuple[list[Product], list[Doubt]]:
    """The products of one table in order, with the doubts of reading their cells."""
    products: list[Product] = []
    doubts: list[Doubt] = []
    carried = Carried()
    for line in lines(grid, table):
        if is_heading(line):
            carry(carried, line)
        elif products and goes_on(line):
            products[-1] = replace(products[-1], work=f"{products[-1].work}; {line.text('work')}")
        elif is_product(line):
            product, found = product_of(line, carried)
            products.append(product)
            doubts += found
        else:
            doubts.append(near_empty(line))
    if not products:
        doubts.append(no_rows(grid, table))
    return products, doubts


def lines(grid: Grid, table: Table) -> Iterator[Line]:
    """The rows under the headings that say something: not blank, no numbering (1)(2)(3), no totals."""
    for row in table.body():
        own = {name: grid.rows[row][column.index] for name, column in table.columns.items()}
        handed = {name: grid.inherited(row, column.index, table.first) for name, column in table.columns.items()}
        line = Line(grid, table, row, own, handed)
        texts = [text for value in own.values() if (text := text_of(value))]
        if texts and not is_numbering(texts) and not is_total(line):
            yield line


def is_numbering(texts: list[str]) -> bool:
    """Whether the cells only number the columns: (1), (2), (3) and so on, after perhaps A, B."""
    numbers = [text for text in texts if not COLUMN_LETTER.fullmatch(text)]
    found = [match and int(match[1]) for match in map(NUMBERING.fullmatch, numbers)]
    ordered = sorted(number for number in found if number is not None)
    consecutive = ordered == list(range(ordered[0], ordered[0] + len(ordered))) if ordered else False
    return None not in found and len(found) >= FEWEST_CELLS and consecutive


def is_total(line: Line) -> bool:
    texts = [text for value in line.grid.rows[line.row] if (text := text_of(value))]
    return not line.has("output", "work") and bool(TOTAL.fullmatch(fold(texts[0])))


def is_heading(line: Line) -> bool:
    """A heading between the products, such as «I. Văn phòng HĐND-UBND»: words, no product and no figures."""
    if line.has("work", "output", *FIGURES) or not line.has("number", "code", "unit", "task"):
        return False
    if text_of(line.handed.get("output", "")) or WHOLE.fullmatch(text_of(line.own.get("number", ""))):
        return False
    return not CODE.fullmatch(text_of(line.own.get("code", "")))


def carry(carried: Carried, line: Line) -> None:
    """Remember a heading for the rows under it that do not repeat it."""
    heading = max((text_of(value) for value in line.own.values()), key=len)
    heading = LEADING_NUMBER.sub("", heading)
    if UNIT.match(fold(heading)):
        carried.unit, carried.task = heading, ""
    else:
        carried.task = heading


def goes_on(line: Line) -> bool:
    """Whether the row only adds «công việc chi tiết» to the product whose output is merged over it."""
    merged = bool(text_of(line.handed.get("output", "")))
    return merged and line.has("work") and not line.has("code", "output", "points", "coefficient")


def is_product(line: Line) -> bool:
    cells = sum(line.has(name) for name in SUBSTANCE)
    return cells >= FEWEST_CELLS and line.has("task", "work", "output", "code")


def product_of(line: Line, carried: Carried) -> tuple[Product, list[Doubt]]:
    carried.task = line.text("task") or carried.task
    unit = line.text("unit") if "unit" in line.table.columns else carried.unit
    doubts = broken_cells(line)
    frame, found = frame_in(line)
    points_m, points_doubts = figure_in(line, "points")
    coefficient_m, coefficient_doubts = figure_in(line, "coefficient")
    product = Product(
        sheet=line.grid.name,
        row=line.row + 1,
        number=line.text("number"),
        code=line.text("code"),
        unit=unit,
        task=carried.task,
        work=line.text("work"),
        output=line.text("output"),
        group=group_label(line.text("group")),
        ceiling_m=frame[1],
        points_m=points_m,
        coefficient_m=coefficient_m,
        note=line.text("note"),
        floor_m=frame[0],
    )
    return product, doubts + found + points_doubts + coefficient_doubts


def group_label(text: str) -> str:
    """«Nhóm 3», «N3», «III» and 3 are all N3; anything else stays as written."""
    match = GROUP.fullmatch(fold(text))
    number = (int(match[1]) if match[1].isdigit() else ROMAN.get(match[1])) if match else None
    return text if number is None else f"N{number}"


def broken_cells(line: Line) -> list[Doubt]:
    found = []
    for name, column in line.table.columns.items():
        mark = line.grid.mark(line.row, column.index)
        if mark == NOT_CALCULATED:
            vi, en = "công thức chưa được tính, ô chưa có giá trị", "the formula was never calculated"
            found.append(line.doubt("excel_error", name, vi, en))
        elif mark:
            found.append(line.doubt("excel_error", name, f"ô mang lỗi {mark}", f"the cell holds the error {mark}"))
    return found


def frame_in(line: Line) -> tuple[tuple[int | None, int | None], list[Doubt]]:
    value = line.value("ceiling")
    frame = frame_of(value)
    return (frame.floor_m, frame.ceiling_m), wrong(line, "ceiling", value, frame.problem)


def figure_in(line: Line, name: str) -> tuple[int | None, list[Doubt]]:
    """The number of a cell in thousandths; a merged cell's number is taken, with a doubt."""
    value = line.value(name)
    number = number_of(value)
    doubts = wrong(line, name, value, number.problem)
    if number.value_m is not None and not line.has(name):
        vi = f"lấy số {text_of(value)} của ô gộp từ dòng trên"
        en = f"took {text_of(value)} from the cell merged with the row above"
        doubts.append(line.doubt("merged_value", name, vi, en))
    return number.value_m, doubts


def wrong(line: Line, name: str, value: Value, problem: str) -> list[Doubt]:
    if not problem:
        return []
    vi, en = WRONG[problem]
    kind = "decimals" if problem == "decimals" else "not_a_number"
    return [line.doubt(kind, name, f"«{text_of(value)}» {vi}", f"“{text_of(value)}” {en}")]


def near_empty(line: Line) -> Doubt:
    name = next(name for name in FIELDS if line.has(name))
    filled = sum(line.has(field) for field in FIELDS)
    vi = f"chỉ có {filled} ô có nội dung, bắt đầu bằng «{line.text(name)}»"
    en = f"only {filled} cells are filled, the first reads “{line.text(name)}”"
    return line.doubt("near_empty", name, vi, en)


def no_rows(grid: Grid, table: Table) -> Doubt:
    vi, en = "dưới hàng tiêu đề không có sản phẩm nào", "there is no product under the headings"
    name = next(name for name in FIELDS if name in table.columns)
    return doubt("near_empty", grid.name, table.bottom + 1, label(table, name), vi, en)
