"""Rows of a file against the version they go into: what each would add or change, and what is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from congminh.catalogue.comparing import Change, Difference
from congminh.catalogue.loading import Loading
from congminh.catalogue.models import Product
from congminh.catalogue.reading.cells import same
from congminh.catalogue.reading.records import plain
from congminh.exchange.excel.form import Row
from congminh.exchange.kinds.catalogue.form import SENTENCE
from congminh.exchange.kinds.catalogue.reading import note
from congminh.exchange.kinds.catalogue.target import matched, target_of
from congminh.exchange.kinds.catalogue.write import CataloguePlan
from congminh.exchange.scope import Scope

SHOWN = 10
COLUMN_OF = {"points_m": "points", "coefficient_m": "coefficient"}
HEADLINES = ("task", "work", "output")


@dataclass(frozen=True)
class Placed:
    """A row with the product it becomes, and how that changes what is there (None: it is new, or alike)."""

    row: Row
    product: Product
    change: Change | None


def compare(rows: Sequence[Row], scope: Scope, day: date) -> CataloguePlan:
    """The plan of the rows; verdicts, what is there now, and doubts are set on them.

    A version that would be begun is begun, compared with, and taken back.
    """
    target, units = target_of(scope.agency, day), matched(rows, scope.agency, day)
    good = [row for row in rows if not row.faults]
    plan = CataloguePlan(good, target, units, day)
    with transaction.atomic():
        loading, left_out = plan.load(None)
        _tell(good, loading, left_out)
        transaction.set_rollback(True)
    for row in rows:
        row.settle()
    return plan


def _tell(rows: Sequence[Row], loading: Loading, left_out: Sequence[str]) -> None:
    """On each row its verdict and its doubts."""
    added = {id(product) for product in loading.added}
    for each in _placed(rows, loading):
        _verdict(each, id(each.product) in added)
    at = {(row.sheet, row.number): row for row in rows}
    for one in loading.doubts:
        if row := at.get((one.sheet, one.row)):
            row.note(SENTENCE, **note(one)["said"])
    if left_out and rows:
        _say_left_out(rows[0], left_out)


def _placed(rows: Sequence[Row], loading: Loading) -> list[Placed]:
    """Each row with its product: by its code; without one of its own, by its words."""
    changes = {id(change.new): change for change in loading.changed}
    products = [*loading.added, *(change.new for change in loading.changed), *loading.alike]
    by_code = {product.code.casefold(): product for product in products}
    first = {row.values["code"].casefold(): row for row in reversed(rows) if row.values.get("code")}
    taken = {code: by_code[code] for code in first}
    left = [product for product in products if all(product is not each for each in taken.values())]
    found = []
    for row in rows:
        code = row.values.get("code", "").casefold()
        product = taken[code] if code and first[code] is row else _like(row, left)
        found.append(Placed(row, product, changes.get(id(product))))
    return found


def _like(row: Row, left: list[Product]) -> Product:
    """The product made of a row that has no code of its own, taken from those left."""
    said = [(key, same(row.values[key])) for key in HEADLINES if row.values.get(key)]
    at = next((n for n, each in enumerate(left) if all(same(getattr(each, key)) == text for key, text in said)), 0)
    return left.pop(at)


def _verdict(placed: Placed, is_new: bool) -> None:
    row, change = placed.row, placed.change
    row.verdict = "added" if is_new else "left"
    code = row.values.get("code", "")
    if is_new and placed.product.code != code:
        _say(row, f"Được cấp mã {placed.product.code}.", f"It gets the code {placed.product.code}.")
    fields = change.fields if change else ()
    for each in fields:
        key = COLUMN_OF.get(each.field, each.field)
        if key in row.layout:
            row.differs(key, _said(each))
        else:
            row.verdict = "changed"
    if placed.product.is_standard and (is_new or any(each.field == "is_standard" for each in fields)):
        _say(row, "Là sản phẩm chuẩn, hệ số 1.", "It becomes the standard product, coefficient 1.")


def _said(each: Difference) -> str:
    """What is there now, as the file would write it."""
    if each.field.endswith("_m") and isinstance(each.old, int):
        return plain(each.old).vi
    return str(each.old or "")


def _say(row: Row, vi: str, en: str) -> None:
    row.note(SENTENCE, vi=vi, en=en)


def _say_left_out(row: Row, codes: Sequence[str]) -> None:
    """A new version holds what the file holds: what it leaves out of the last one."""
    number, listed = len(codes), ", ".join(codes[:SHOWN]) + (", …" if len(codes) > SHOWN else "")
    vi = f"Bản mới chỉ gồm sản phẩm có trong tệp: {number} sản phẩm của bản trước không có trong tệp ({listed})."
    _say(row, vi, f"The new version holds what the file holds: {number} products of the last are left out ({listed}).")
