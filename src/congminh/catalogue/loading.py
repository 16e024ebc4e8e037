"""From a workbook to the rows of a version: what it would add and change, then, in one transaction, the doing of it.

Products are matched by code; one without a code by its own words, in this version and the one it is based on, so
that its code stays. Nothing is left out and nothing merged: a code given twice gets a number, a unit nobody
knows leaves the product common, and each of these is a doubt for a person to settle. An empty cell keeps what is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.actions.drafting import CHANGEABLE
from congminh.catalogue.codes import apart, free_codes
from congminh.catalogue.comparing import Change, differences
from congminh.catalogue.models import Catalogue, Group, Product
from congminh.catalogue.models.group import MOST_POINTS_M
from congminh.catalogue.reading.cells import fold, same
from congminh.catalogue.reading.checks import all_doubts, at, groups, usual_ceilings
from congminh.catalogue.reading.coefficients import HIGHEST_M, STANDARD_M, standard_points
from congminh.catalogue.reading.records import Doubt, Reading
from congminh.catalogue.reading.records import Product as Row
from congminh.catalogue.refusing import hold
from congminh.org.models import Person, Unit

# What stands in the column of units for products of the whole agency.
COMMON = frozenset({"dung chung", "chung", "danh muc dung chung", "toan co quan", "lanh dao", "lanh dao quan ly"})
STANDARD_WORDS = ("san pham chuan", "don vi chuan", "cong viec chuan")
COLUMNS = ("code", "unit", "task", "work", "output", "group", "points_m", "coefficient_m", "is_standard", "note")
Key = tuple[int | None, str, str, str]
MOST_LETTERS = 40


@dataclass
class Loading:
    """What a workbook makes of a version: groups, products to add, to change (before and after), alike; doubts."""

    catalogue: Catalogue
    groups: list[Group] = field(default_factory=list)
    added: list[Product] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    alike: list[Product] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def prepare(
    reading: Reading, catalogue: Catalogue, units: Mapping[str, Unit | None] | None = None, day: date | None = None
) -> Loading:
    """What loading would do; nothing is written. `units` settles names of the «Phòng, ban» column that nobody knows.

    Units are those of the agency on `day` (today), by name or code.
    """
    day = day or timezone.localdate()
    known = {**_known_units(catalogue, day), **{_key(name): unit for name, unit in (units or {}).items()}}
    loading = Loading(catalogue, doubts=all_doubts(reading, catalogue.decimals))
    loading.groups = list(_groups(reading, catalogue))
    _place(reading, loading, known, day)
    return loading


@transaction.atomic
def apply(loading: Loading, by: Person | None = None) -> Loading:
    """Write what was prepared, while the version may be changed and by whom it may be; all of it or nothing."""
    catalogue = loading.catalogue
    hold(catalogue.pk, CHANGEABLE)
    if by and not catalogue.may_change(by, None):
        raise PermissionDenied(_("This list is not yours to change: only personnel and its own head may."))
    for group in loading.groups:
        group.save()
    if any(product.is_standard for product in _written(loading)):
        catalogue.products.filter(is_standard=True).update(is_standard=False)
    Product.objects.bulk_create(loading.added, batch_size=500)
    _update([change.new for change in loading.changed])
    return loading


def load(
    reading: Reading, catalogue: Catalogue, by: Person | None = None, units: Mapping[str, Unit | None] | None = None
) -> Loading:
    """`prepare` and `apply` at once: the rows of a workbook become those of a version, in bulk."""
    return apply(prepare(reading, catalogue, units), by)


def _written(loading: Loading) -> Iterator[Product]:
    yield from loading.added
    yield from (change.new for change in loading.changed)


def _update(products: list[Product]) -> None:
    """In bulk, with the search text, which bulk_update would pass by."""
    folded: Any = Product._meta.get_field("folded")
    for product in products:
        product.version += 1
        folded.pre_save(product, add=False)
    Product.objects.bulk_update(products, [*COLUMNS, "folded", "version"], batch_size=200)


def _key(name: str) -> str:
    """How names of units are compared: letters and digits, «và» as good as a dash."""
    return " ".join(word for word in fold(name).split() if word != "va")


def _known_units(catalogue: Catalogue, day: date) -> dict[str, Unit | None]:
    """The units of the agency by name and by code; None for what means the whole agency."""
    within = Unit.objects.tree(day).beneath([catalogue.agency_id], within_agency=True)
    found: dict[str, Unit | None] = {"": None, **dict.fromkeys(COMMON)}
    for unit in Unit.objects.on(day).filter(pk__in=within):
        whole = None if unit.pk == catalogue.agency_id else unit
        found |= {_key(unit.name): whole, _key(unit.code): whole}
    return found


def _groups(reading: Reading, catalogue: Catalogue) -> Iterator[Group]:
    """The groups of the version and those the workbook adds, with its frames of points."""
    there = {group.number: group for group in catalogue.groups.all()}
    ceilings = usual_ceilings(reading.products)
    floors = {row.group: row.floor_m for row in reversed(reading.products) if row.ceiling_m == ceilings.get(row.group)}
    for number, name in enumerate(groups(), start=1):
        if number in there or any(row.group == name for row in reading.products):
            group = there.get(number) or Group(catalogue=catalogue, number=number, name=name)
            ceiling_m = ceilings.get(name)
            if ceiling_m is not None and 0 < ceiling_m <= MOST_POINTS_M:
                group.floor_m, group.ceiling_m = floors.get(name), ceiling_m
            yield group


def _place(reading: Reading, loading: Loading, units: Mapping[str, Unit | None], day: date) -> None:
    """Each row of the workbook to the product it is, or to a new one."""
    catalogue = loading.catalogue
    there = {product.code.casefold(): product for product in catalogue.products.described(day)}
    named = groups()
    by_name = {named[group.number - 1]: group for group in loading.groups}
    loading.doubts += _unknown_units(reading, units)
    codes, standard = _Codes(reading, catalogue, there), _standard(reading, loading, there)
    for row in reading.products:
        unit = units.get(_key(row.unit))
        code = codes.of(row, unit.pk if unit else None)
        if row.code and code != row.code:
            loading.doubts.append(_again(reading, row, code))
        values = {**_values(row), "group": by_name.get(row.group), "is_standard": row is standard}
        said = {name: value for name, value in values.items() if value is not None}
        said |= {"unit": unit} if row.unit and _key(row.unit) in units else {}
        _put(loading, code, there.get(code.casefold()), said)


class _Codes:
    """The codes of the rows: the row's own, that of the product it reads like, or the next one free."""

    def __init__(self, reading: Reading, catalogue: Catalogue, there: Mapping[str, Product]) -> None:
        earlier = catalogue.based_on.products.all() if catalogue.based_on else ()
        self.by_words = {_words_of(product): product.code for product in (*earlier, *there.values())}
        written = [row.code for row in reading.products]
        every = Product.objects.filter(catalogue__agency=catalogue.agency_id).values_list("code", flat=True)
        self.free = free_codes([*every, *written])
        self.reserved = {code.casefold() for code in written}
        self.given: set[str] = set()

    def of(self, row: Row, unit: int | None) -> str:
        """The code of a row; two rows never get the same one."""
        code = apart(row.code[:MOST_LETTERS] or self._known(row, unit) or next(self.free), self.given)
        self.given.add(code.casefold())
        return code

    def _known(self, row: Row, unit: int | None) -> str:
        code = self.by_words.get((unit, same(row.task), same(row.work), same(row.output)), "")
        return "" if code.casefold() in self.given | self.reserved else code


def _words_of(product: Product) -> Key:
    return product.unit_id, same(product.task), same(product.work), same(product.output)


def _standard(reading: Reading, loading: Loading, there: Mapping[str, Product]) -> Row | None:
    """The standard product (Điều 13.1.b): the one whose note says so, the one it is, the first of coefficient 1.

    None where no row can be it, and where a product stays it that the workbook does not hold.
    """
    standard_m = standard_points(reading.products, loading.catalogue.decimals)
    ones = [row for row in reading.products if row.coefficient_m == STANDARD_M and row.points_m == standard_m]
    now = next((code for code, product in there.items() if product.is_standard), None)
    told = [row for row in ones if any(words in fold(row.note) for words in STANDARD_WORDS)]
    told += [row for row in ones if row.code and row.code.casefold() == now]
    if told or not ones:
        return told[0] if told else None
    if now and all(row.code.casefold() != now for row in reading.products):
        return None
    if len(ones) > 1:
        loading.doubts.append(_several(reading, ones))
    return ones[0]


def _unknown_units(reading: Reading, units: Mapping[str, Unit | None]) -> Iterator[Doubt]:
    """One doubt for each name nobody knows, at its first row."""
    unknown = [row for row in reading.products if _key(row.unit) not in units]
    for name, number in Counter(_key(row.unit) for row in unknown).items():
        first = next(row for row in unknown if _key(row.unit) == name)
        vi = f"không có đơn vị “{first.unit}” trong cơ quan ({number} dòng); đã để ở danh mục dùng chung"
        en = f"the agency has no unit “{first.unit}” ({number} rows); put in the common list"
        yield at(reading, first, "unit_unknown", "unit", vi, en)


def _again(reading: Reading, row: Row, code: str) -> Doubt:
    vi, en = f"mã {row.code} đã dùng; nhập với mã {code}", f"the code {row.code} is taken; entered as {code}"
    return at(reading, row, "code_again", "code", vi, en)


def _several(reading: Reading, rows: list[Row]) -> Doubt:
    codes = ", ".join(row.code or "—" for row in rows[:5])
    vi = f"{len(rows)} sản phẩm có hệ số 1 ({codes}); đã lấy sản phẩm đầu tiên làm chuẩn"
    en = f"{len(rows)} products have the coefficient 1 ({codes}); the first was taken as the standard"
    return at(reading, rows[0], "standard_several", "coefficient", vi, en)


def _values(row: Row) -> dict[str, Any]:
    """What a row says, None for its empty cells and for numbers outside their bounds (those are doubts)."""
    words = {name: getattr(row, name) or None for name in ("task", "work", "output", "note")}
    points_m = row.points_m if 0 < (row.points_m or 0) <= MOST_POINTS_M else None
    coefficient_m = row.coefficient_m if 0 < (row.coefficient_m or 0) <= HIGHEST_M else None
    return {**words, "points_m": points_m, "coefficient_m": coefficient_m}


def _put(loading: Loading, code: str, old: Product | None, values: dict[str, Any]) -> None:
    """Among those to add, to change, or alike."""
    if old is None:
        loading.added.append(Product(catalogue=loading.catalogue, code=code, **values))
        return
    new = copy(old)
    for name, value in values.items():
        setattr(new, name, value)
    fields = differences(old, new)
    if fields:
        loading.changed.append(Change(old, new, fields))
    else:
        loading.alike.append(old)
