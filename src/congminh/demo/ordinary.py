"""Ordinary months: what a job position is given and how far it gets done, by small deterministic draws."""

from typing import NamedTuple

from congminh.demo.agency import Person
from congminh.demo.catalogue import Product
from congminh.demo.catalogue import load as load_products
from congminh.demo.lines import Line, chance, draw
from congminh.demo.reasons import why_late, why_returned, why_short


class Temper(NamedTuple):
    """How a person works: percent of lines short, late, returned; the general points to start from."""

    short: int
    late: int
    returned: int
    general_cp: int


STRONG, STEADY, UNEVEN, WEAK = (
    Temper(10, 36, 26, 2450),
    Temper(24, 52, 38, 2350),
    Temper(44, 66, 50, 2200),
    Temper(60, 78, 60, 2050),
)
EXTRA = (
    ("DC-07", "Báo cáo đột xuất theo công văn hỏa tốc của Sở."),
    ("DC-15", "Phản ánh của người dân chuyển đến sau khi đã giao việc tháng."),
    ("DC-22", "Tham gia tổ công tác theo điều động của Chủ tịch UBND xã."),
    ("DC-13", "Quyết định cần ban hành gấp, ngoài kế hoạch tháng."),
)
# How often a product falls due in a month, read from the words of its output.
RHYTHM = {"hằng ngày": 21, "phí ngày": 21, "tuần": 4, "10 ngày": 3, "nửa tháng": 2, "tháng": 1, "quý": 1}
MIDDLING, LARGE = 12_000, 25_000
INBOX = "DC-02"


def temper(person: Person) -> Temper:
    """The temper drawn for a person; leaders are strong or steady."""
    lot = draw(100, "temper", person.id)
    if person.leads:
        return STRONG if lot < 55 else STEADY
    return next(kind for edge, kind in ((28, STRONG), (72, STEADY), (93, UNEVEN), (100, WEAK)) if lot < edge)


def general_cp(person: Person, period: int) -> int:
    """The general criteria «tiêu chí chung» (Điều 12.2) of an ordinary month, hundredths of a point."""
    return temper(person).general_cp + 50 * draw(5, "general", person.id, period)


def lines(person: Person, period: int, besides: frozenset[str] = frozenset()) -> list[Line]:
    """The lines of an ordinary month; `besides` are products written by hand for it and not drawn again."""
    codes = [code for code in _plan(person, period) if code not in besides]
    drawn = [line for code in codes for line in _done(person, period, load_products()[code])]
    return drawn + _extra(person, period)


def _plan(person: Person, period: int) -> list[str]:
    codes = [code for code in person.work if _is_due(load_products()[code], period)]
    if len(codes) > 5:
        codes.pop(draw(len(codes), "rest", person.id, period))
    return [*codes, INBOX] if person.leads else [*codes, "DC-01", INBOX]


def _is_due(product: Product, period: int) -> bool:
    return "quý" not in product.output or period % 100 in (1, 4, 7, 10)


def _extra(person: Person, period: int) -> list[Line]:
    if not chance(18, "extra", person.id, period):
        return []
    code, note = EXTRA[draw(len(EXTRA), "which extra", person.id, period)]
    return [] if code in person.work else [Line(code, 1000, 1000, "ad_hoc", note=note)]


def _done(person: Person, period: int, product: Product) -> list[Line]:
    key = (person.id, period, product.code)
    kind = temper(person)
    assigned_m, note = _quantity(person, product, key)
    missing_m = _missing(assigned_m, key) if chance(kind.short, "short", *key) else 0
    late = chance(kind.late, "late", *key)
    returned = chance(kind.returned, "returned", *key) and product.code != INBOX
    faulty_m = _faulty(assigned_m, missing_m, key) if late or returned else 0
    rest_m = assigned_m - faulty_m
    done_m = rest_m - missing_m
    rest = Line(product.code, rest_m, done_m, note=_said(note, why_short(rest_m, done_m)))
    faulty = Line(
        product.code, faulty_m, faulty_m,
        quality_failures=_events(returned, "failures", key),
        delays=_events(late, "delays", key),
        note=_said(note, late and why_late(product, *key), returned and why_returned(product, *key)),
    )  # fmt: skip
    return [line for line in (rest, faulty) if line.assigned_m]


def _quantity(person: Person, product: Product, key: tuple[object, ...]) -> tuple[int, str]:
    k_m = product.coefficient_m
    if k_m >= LARGE:
        percent = _share(person)[draw(2, "share", *key)]
        return percent * 10, f"Phần việc trong tháng: {percent}% của sản phẩm."
    return 1000 * (rhythm(product) or _pieces(person, product, key)), ""


def rhythm(product: Product) -> int:
    """How often in a month the product falls due, by the words of its output; 0 for what does not recur."""
    return next((times for words, times in RHYTHM.items() if words in product.output), 0)


def _pieces(person: Person, product: Product, key: tuple[object, ...]) -> int:
    if product.coefficient_m >= MIDDLING:
        return 1 + draw(2, "pieces", *key)
    if product.code == INBOX:
        return 8 + draw(13, "pieces", *key)
    load_m = (18_000 if person.peer_group == "one_stop" else 9_000) + draw(9_001, "load", *key)
    return max(1, (2 * load_m + product.coefficient_m) // (2 * product.coefficient_m))


def _share(person: Person) -> tuple[int, int]:
    """Percent of a large product in one month: small, so that the shares of a year stay within the whole."""
    return (5, 10) if person.leads else (15, 20)


def _missing(assigned_m: int, key: tuple[object, ...]) -> int:
    """What stays undone: whole pieces of a count, or a part of a single piece or of a share."""
    if assigned_m > 1000:
        return 1000 * (1 + draw(max(1, assigned_m // 3000), "missing", *key))
    return assigned_m * (20, 40, 100)[draw(3, "missing", *key)] // 100


def _faulty(assigned_m: int, missing_m: int, key: tuple[object, ...]) -> int:
    """The part of what was done that ran late or came back: some of a count, or the whole single piece."""
    if assigned_m <= 1000:
        return 0 if missing_m else assigned_m
    pieces = (assigned_m - missing_m) // 1000
    return 1000 * min(pieces, 1 + draw(max(1, pieces * 2 // 3), "faulty", *key))


def _events(happened: bool, which: str, key: tuple[object, ...]) -> int:
    return 1 + chance(30, which, *key) if happened else 0


def _said(*notes: str | bool) -> str:
    return " ".join(note for note in notes if isinstance(note, str) and note)
