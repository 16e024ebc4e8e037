"""The coefficient calculator («tính hệ số quy đổi»): points over standard points, the arithmetic, the frame."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from congminh.catalogue.reading.coefficients import HIGHEST_M, expected_m
from congminh.catalogue.reading.records import plain
from congminh.law.text import Text, scaled


class Frame(Protocol):
    """A group of products with its frame of points in thousandths."""

    name: str
    floor_m: int | None
    ceiling_m: int | None


@dataclass(frozen=True)
class Conversion:
    """A coefficient in thousandths («hệ số quy đổi», Điều 13.1.c), how it came about, what is to settle.

    `doubts` are empty when there is nothing to settle; a coefficient outside its bounds is None, with a doubt.
    """

    coefficient_m: int | None
    arithmetic: Text
    doubts: tuple[Text, ...] = ()


def calculator(points_m: int, standard_m: int, decimals: int = 1, group: Frame | None = None) -> Conversion:
    """What a product of `points_m` is worth where the standard product has `standard_m`; both above 0, in thousandths.

    The formula is `reading.coefficients.expected_m`, half-up to `decimals` (1 to 3).

    >>> calculator(8_000, 5_000).arithmetic.vi
    '8 ÷ 5 = 1,6'
    """
    if points_m <= 0 or standard_m <= 0 or decimals not in (1, 2, 3):
        raise ValueError("points and standard points are above 0, decimals 1 to 3")
    found = expected_m(points_m, standard_m, decimals)
    doubts = [*_bounds(found, decimals), *_frame(points_m, group)]
    coefficient_m = found if 0 < found <= HIGHEST_M else None
    return Conversion(coefficient_m, _arithmetic(points_m, standard_m, found, decimals), tuple(doubts))


def _arithmetic(points_m: int, standard_m: int, found: int, decimals: int) -> Text:
    points, standard, result = plain(points_m), plain(standard_m), plain(found)
    exact = Fraction(points_m, standard_m)
    if exact * 1000 == found:
        return Text(f"{points.vi} ÷ {standard.vi} = {result.vi}", f"{points.en} ÷ {standard.en} = {result.en}")
    quotient = _digits(exact, decimals + 2)
    vi = f"{points.vi} ÷ {standard.vi} = {quotient.vi} ≈ {result.vi} (làm tròn đến {decimals} chữ số thập phân)"
    en = f"{points.en} ÷ {standard.en} = {quotient.en} ≈ {result.en} (rounded to {decimals} decimals)"
    return Text(vi, en)


def _digits(exact: Fraction, places: int) -> Text:
    """The first digits, cut and not rounded, so that they never contradict the rounding that follows."""
    cut = exact.numerator * 10**places // exact.denominator
    rest = "" if exact * 10**places == cut else "…"
    return Text(*(f"{scaled(cut, places, language)}{rest}" for language in ("vi", "en")))


def _bounds(found: int, decimals: int) -> list[Text]:
    if found == 0:
        vi = f"hệ số làm tròn thành 0 khi lấy {decimals} chữ số thập phân: chọn nhiều chữ số hơn hoặc chấm lại điểm"
        return [Text(vi, f"the coefficient rounds to 0 at {decimals} decimals: take more, or score it anew")]
    if found > HIGHEST_M:
        vi = "hệ số lớn hơn 1000: chia nhỏ công việc, hoặc chọn sản phẩm chuẩn có điểm cao hơn"
        return [Text(vi, "the coefficient is above 1000: divide the work, or choose a standard of more points")]
    return []


def _frame(points_m: int, group: Frame | None) -> list[Text]:
    points = plain(points_m)
    if group and group.ceiling_m is not None and points_m > group.ceiling_m:
        most = plain(group.ceiling_m)
        vi = f"{points.vi} điểm vượt khung tối đa {most.vi} của nhóm {group.name}"
        return [Text(vi, f"{points.en} points are above {most.en}, the ceiling of group {group.name}")]
    if group and group.floor_m is not None and points_m < group.floor_m:
        least = plain(group.floor_m)
        vi = f"{points.vi} điểm dưới khung của nhóm {group.name}, từ {least.vi} điểm"
        return [Text(vi, f"{points.en} points are below the frame of group {group.name}, from {least.en}")]
    return []
