"""What a person has to settle in a catalogue: codes, groups, frames, duplicates, general criteria."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from congminh import law as laws

from .cells import same
from .coefficients import coefficient_doubts
from .headings import FIELDS
from .kinds import KINDS, doubt
from .records import Doubt, Product, Reading, plain

_NUMBERS = laws.named("nd335").parameters
REQUIRED: dict[str, Callable[[Product], object]] = {
    "code": lambda product: product.code,
    "output": lambda product: product.output,
    "group": lambda product: product.group,
    "points": lambda product: product.points_m is not None,
    "coefficient": lambda product: product.coefficient_m is not None,
}


def most_groups() -> int:
    """Into how many groups products are sorted at most (Điều 13.1.a), as in force today: a server sees many days."""
    return _NUMBERS["most_groups"].on(date.today())


def groups() -> tuple[str, ...]:
    """N1 and so on, as many as there may be."""
    return tuple(f"N{number}" for number in range(1, most_groups() + 1))


def all_doubts(reading: Reading, coefficient_decimals: int = 1) -> list[Doubt]:
    """The doubts of reading and of checking, in the order of `KINDS`, then of the workbook.

    `coefficient_decimals` are the decimals a coefficient is rounded to, half-up (handbook: 1).
    """
    found = [
        *reading.doubts,
        *missing(reading),
        *code_twice(reading),
        *listed_twice(reading),
        *group_doubts(reading),
        *frame_doubts(reading),
        *coefficient_doubts(reading, coefficient_decimals),
        *criteria_sums(reading),
    ]
    kinds, sheets = list(KINDS), reading.sheets or [product.sheet for product in reading.products]
    order = {name: at for at, name in reversed(list(enumerate(sheets)))}
    return sorted(found, key=lambda one: (kinds.index(one.kind), order.get(one.sheet, -1), one.row, one.column))


def column(reading: Reading, product: Product, name: str) -> str:
    """The field's column in the product's sheet, as a person looks it up."""
    return reading.columns_at(product.sheet, product.row).get(name, f"«{FIELDS[name]}»")


def at(reading: Reading, product: Product, kind: str, name: str, vi: str, en: str) -> Doubt:
    return doubt(kind, product.sheet, product.row, column(reading, product, name), vi, en)


def missing(reading: Reading) -> list[Doubt]:
    """Empty required cells of columns the sheet has; a cell that could not be read is not also missing."""
    doubted = {(one.sheet, one.row, one.column) for one in reading.doubts}
    found = []
    for product in reading.products:
        present = reading.columns_at(product.sheet, product.row) or FIELDS
        for name, filled in REQUIRED.items():
            place = (product.sheet, product.row, column(reading, product, name))
            if name in present and not filled(product) and place not in doubted:
                vi, en = f"thiếu «{FIELDS[name]}»", f"«{FIELDS[name]}» is missing"
                found.append(at(reading, product, "missing", name, vi, en))
    return found


def repeats(products: Iterable[Product], key: Callable[[Product], object]) -> list[tuple[Product, Product]]:
    """Each product whose key came before, with the first one of that key; empty keys do not count."""
    first: dict[object, Product] = {}
    found = []
    for product in products:
        if value := key(product):
            earlier = first.setdefault(value, product)
            if earlier is not product:
                found.append((product, earlier))
    return found


def code_twice(reading: Reading) -> list[Doubt]:
    return [
        at(
            reading,
            product,
            "code_twice",
            "code",
            f"mã {product.code} đã dùng ở {earlier.place().vi}",
            f"the code {product.code} already stands in {earlier.place().en}",
        )
        for product, earlier in repeats(reading.products, lambda product: same(product.code))
    ]


def whole(product: Product) -> tuple[str, ...]:
    """What makes two products one: the same unit, task, work and output."""
    return tuple(same(text) for text in (product.unit, product.task, product.work, product.output))


def listed_twice(reading: Reading) -> list[Doubt]:
    """Products listed twice (Điều 13.1.a), and outputs of one name under codes that differ."""
    products = [product for product in reading.products if product.output]
    doubles = {id(product): earlier for product, earlier in repeats(products, whole)}
    found = [repeated(reading, product, doubles[id(product)]) for product in products if id(product) in doubles]
    for product, earlier in repeats(products, lambda product: same(product.output)):
        if id(product) not in doubles and same(product.code) != same(earlier.code):
            found.append(output_again(reading, product, earlier))
    return found


def repeated(reading: Reading, product: Product, earlier: Product) -> Doubt:
    vi = f"trùng toàn bộ nhiệm vụ, công việc, sản phẩm với {earlier.place().vi} ({earlier.code or 'không mã'})"
    en = f"same task, work and output as {earlier.place().en} ({earlier.code or 'no code'})"
    return at(reading, product, "product_twice", "output", vi, en)


def output_again(reading: Reading, product: Product, earlier: Product) -> Doubt:
    code, other = product.code or "—", earlier.code or "—"
    vi = f"«{product.output}» của {code} cũng là của {other}, {earlier.place().vi}"
    en = f"“{product.output}” of {code} is also that of {other}, {earlier.place().en}"
    return at(reading, product, "output_twice", "output", vi, en)


def group_doubts(reading: Reading) -> list[Doubt]:
    """Groups other than N1 to N5, and the first product of every group beyond the fifth (Điều 13.1.a)."""
    known = groups()
    found = [
        at(reading, product, "group_unknown", "group", f"nhóm «{product.group}»", f"group “{product.group}”")
        for product in reading.products
        if product.group and product.group not in known
    ]
    first: dict[str, Product] = {}
    for product in reading.products:
        if product.group:
            first.setdefault(product.group, product)
    for number, (group, product) in enumerate(first.items(), start=1):
        if number > len(known):
            vi = f"«{group}» là nhóm thứ {number} trong tệp: {', '.join(first)}"
            en = f"“{group}” is group number {number} of the workbook: {', '.join(first)}"
            found.append(at(reading, product, "groups_too_many", "group", vi, en))
    return found


def usual_ceilings(products: list[Product]) -> dict[str, int]:
    """Each group's most frequent ceiling in thousandths; of equally frequent ones the first."""
    seen: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for product in products:
        if product.group and product.ceiling_m is not None:
            seen[product.group][product.ceiling_m] += 1
    return {group: ceilings.most_common(1)[0][0] for group, ceilings in seen.items()}


def frame_doubts(reading: Reading) -> list[Doubt]:
    """Frames that differ within a group and points outside the frame; a row without frame has its group's."""
    usual = usual_ceilings(reading.products)
    found = []
    for product in reading.products:
        ceiling_m = product.ceiling_m if product.ceiling_m is not None else usual.get(product.group)
        if product.group and ceiling_m is not None and ceiling_m != usual[product.group]:
            found.append(other_ceiling(reading, product, ceiling_m, usual[product.group]))
        if product.points_m is not None:
            found += points_outside(reading, product, ceiling_m, product.points_m)
    return found


def other_ceiling(reading: Reading, product: Product, ceiling_m: int, usual_m: int) -> Doubt:
    this, usual = plain(ceiling_m), plain(usual_m)
    vi = f"{product.group} có khung tối đa {this.vi}, các dòng khác của nhóm là {usual.vi}"
    en = f"{product.group} has the ceiling {this.en}, most rows of the group have {usual.en}"
    return at(reading, product, "ceiling_differs", "ceiling", vi, en)


def points_outside(reading: Reading, product: Product, ceiling_m: int | None, points_m: int) -> list[Doubt]:
    points = plain(points_m)
    if ceiling_m is not None and points_m > ceiling_m:
        vi = f"{points.vi} điểm, khung của nhóm {product.group} tối đa {plain(ceiling_m).vi}"
        en = f"{points.en} points, the ceiling of group {product.group} is {plain(ceiling_m).en}"
        return [at(reading, product, "points_above_ceiling", "points", vi, en)]
    floor_m = product.floor_m or 0
    if points_m < floor_m or points_m <= 0:
        vi = f"{points.vi} điểm, khung của nhóm {product.group} từ {plain(floor_m).vi}"
        en = f"{points.en} points, the frame of group {product.group} starts at {plain(floor_m).en}"
        return [at(reading, product, "points_below_floor", "points", vi, en)]
    return []


def criteria_sums(reading: Reading) -> list[Doubt]:
    """General criteria of a sheet that do not sum to 30 points (Điều 12.2)."""
    found, due_m = [], 1000 * _NUMBERS["general_points"].on(date.today())
    for sheet in dict.fromkeys(one.sheet for one in reading.criteria):
        total = sum(one.points_m or 0 for one in reading.criteria if one.sheet == sheet)
        if total != due_m:
            last = max(one.row for one in reading.criteria if one.sheet == sheet)
            place = reading.columns_at(sheet, last).get("points", "«Điểm tối đa»")
            vi, en = f"cộng được {plain(total).vi} điểm", f"they sum to {plain(total).en} points"
            found.append(doubt("criteria_sum", sheet, last, place, vi, en))
    return found
