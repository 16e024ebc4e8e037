"""Coefficients against the points of the standard product (Điều 13.1.b and c; handbook, chapter II)."""

from __future__ import annotations

from .headings import FIELDS
from .kinds import doubt
from .records import Doubt, Product, Reading, plain

STANDARD_M = 1000
HIGHEST_M = 1_000_000


def coefficient_doubts(reading: Reading, decimals: int = 1) -> list[Doubt]:
    """Coefficients out of bounds or unlike points ÷ standard points, and doubts about the standard."""
    standards = [one for one in reading.products if one.coefficient_m == STANDARD_M and one.points_m]
    standard_m = standard_points(reading.products, decimals)
    found = unclear(reading, standards, standard_m)
    for product in reading.products:
        if product.coefficient_m is None:
            continue
        if not 0 < product.coefficient_m <= HIGHEST_M:
            found.append(out_of_bounds(reading, product, product.coefficient_m))
        elif standard_m and product.points_m is not None:
            found += mismatch(reading, product, standard_m, decimals)
    return found


def standard_points(products: list[Product], decimals: int = 1) -> int | None:
    """The standard product's points in thousandths; None when no product, or more than one alike, can be it.

    They are the points of the products of coefficient 1; of several different points, those by which
    most coefficients of the workbook come out right.
    """
    candidates = dict.fromkeys(
        one.points_m for one in products if one.coefficient_m == STANDARD_M and one.points_m and one.points_m > 0
    )
    right = {points_m: agreeing(products, points_m, decimals) for points_m in candidates if points_m}
    best = [points_m for points_m, hits in right.items() if hits == max(right.values())]
    return best[0] if len(best) == 1 else None


def agreeing(products: list[Product], standard_m: int, decimals: int) -> int:
    known = [one for one in products if one.points_m is not None and one.coefficient_m is not None]
    return sum(one.coefficient_m == expected_m(one.points_m or 0, standard_m, decimals) for one in known)


def expected_m(points_m: int, standard_m: int, decimals: int = 1) -> int:
    """The coefficient in thousandths: points ÷ standard points, half-up to `decimals` (0 to 3) decimals.

    >>> expected_m(8_000, 5_000)
    1600
    """
    steps: int = 10**decimals
    return (2 * points_m * steps + standard_m) // (2 * standard_m) * (1000 // steps)


def unclear(reading: Reading, standards: list[Product], standard_m: int | None) -> list[Doubt]:
    """No product of coefficient 1, or products of coefficient 1 that have different points."""
    if not standards:
        return none_found(reading)
    different = dict.fromkeys(one.points_m for one in standards)
    if len(different) == 1:
        return []
    return [one_of_several(reading, one, standard_m) for one in standards if one.points_m != standard_m]


def none_found(reading: Reading) -> list[Doubt]:
    scored = [one for one in reading.products if one.coefficient_m is not None]
    if not scored:
        return []
    vi = "không có sản phẩm nào hệ số 1 có điểm chấm; chưa kiểm tra được các hệ số"
    en = "no product with points has coefficient 1; the coefficients could not be checked"
    return [at_coefficient(reading, scored[0], "standard", vi, en)]


def one_of_several(reading: Reading, product: Product, standard_m: int | None) -> Doubt:
    points = plain(product.points_m or 0)
    if standard_m is None:
        vi = f"hệ số 1 ứng với {points.vi} điểm, dòng hệ số 1 khác lại có điểm khác; chưa kiểm tra các hệ số"
        en = f"coefficient 1 at {points.en} points, others have other points; coefficients were not checked"
    else:
        vi = f"hệ số 1 ứng với {points.vi} điểm, trong khi sản phẩm chuẩn là {plain(standard_m).vi} điểm"
        en = f"coefficient 1 at {points.en} points, while the standard product has {plain(standard_m).en}"
    return at_coefficient(reading, product, "standard", vi, en)


def out_of_bounds(reading: Reading, product: Product, coefficient_m: int) -> Doubt:
    said = plain(coefficient_m)
    return at_coefficient(reading, product, "coefficient_bounds", f"hệ số {said.vi}", f"coefficient {said.en}")


def mismatch(reading: Reading, product: Product, standard_m: int, decimals: int) -> list[Doubt]:
    points_m = product.points_m or 0
    expected = expected_m(points_m, standard_m, decimals)
    if product.coefficient_m == expected:
        return []
    said, right = plain(product.coefficient_m or 0), plain(expected)
    points, standard = plain(points_m), plain(standard_m)
    vi = f"hệ số {said.vi}, nhưng {points.vi} ÷ {standard.vi} = {right.vi}"
    en = f"coefficient {said.en}, but {points.en} ÷ {standard.en} = {right.en}"
    return [at_coefficient(reading, product, "coefficient_mismatch", vi, en)]


def at_coefficient(reading: Reading, product: Product, kind: str, vi: str, en: str) -> Doubt:
    columns = reading.columns_at(product.sheet, product.row)
    place = columns.get("coefficient", f"«{FIELDS['coefficient']}»")
    return doubt(kind, product.sheet, product.row, place, vi, en)
