"""What stands in the way of deciding a catalogue, and what is only worth a look (Điều 13; Sổ tay, Chương II).

The decree stops a decision: products listed twice, without an output or a group, without one standard product,
without a coefficient. A coefficient that is not points ÷ standard points stops it until somebody writes why,
since a result must be verifiable (Điều 4.4). The handbook's frames of points only advise. A catalogue already
decided on paper is entered as it was signed, so only what nothing can be reckoned with stops that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.catalogue.reading.cells import same
from congminh.catalogue.reading.coefficients import HIGHEST_M, expected_m
from congminh.law.text import scaled

if TYPE_CHECKING:
    from congminh.catalogue.models import Group, Product

Stops = Literal["use", "decision", ""]
LISTED, STANDARD, CONVERTED, FRAME = "Điều 13.1.a", "Điều 13.1.b", "Điều 13.1.c", "Sổ tay II.III.4"


@dataclass(frozen=True)
class Problem:
    """One thing to settle: its kind, what is so, what to do, by which article, about which product or group.

    `stops` is use (nothing can be reckoned, not even a decision on paper entered), decision, or empty: advice.
    """

    kind: str
    stops: Stops
    cite: str
    what: str
    mend: str
    product: Product | None = None
    group: Group | None = None

    def sentence(self) -> str:
        """The problem in a line, the product's code first."""
        return " ".join([*([f"{self.product.code}:"] if self.product else []), self.what, self.mend])


@dataclass(frozen=True)
class Board:
    """All that is looked at."""

    groups: Sequence[Group]
    products: Sequence[Product]
    decimals: int

    @property
    def standard(self) -> Product | None:
        """The standard product («đơn vị sản phẩm/công việc chuẩn», Điều 13.1.b)."""
        return next((product for product in self.products if product.is_standard), None)

    def right_m(self, product: Product) -> int | None:
        """Points ÷ standard points in thousandths, whatever the bounds; None while one of the two is missing."""
        standard = self.standard
        if standard is None or not standard.points_m or not product.points_m:
            return None
        return expected_m(product.points_m, standard.points_m, self.decimals)


def problems(groups: Sequence[Group], products: Sequence[Product], decimals: int) -> list[Problem]:
    """All that is to settle, what stops most first; `products` with their groups."""
    board = Board(groups, [each for each in products if each.standing != "declined"], decimals)
    found = [problem for check in CHECKS for problem in check(board)]
    return sorted(found, key=lambda problem: ("use", "decision", "").index(problem.stops))


def plain(thousandths: int) -> str:
    """Thousandths as the reader writes them: «2,5» or 2.5."""
    return scaled(thousandths, 3, get_language() or "vi")


def _empty(board: Board) -> Iterator[Problem]:
    if not board.products:
        mend = _("Enter products, or bring them in from Excel.")
        yield Problem("empty", "use", LISTED, _("The catalogue holds no product."), mend)


def _without_coefficient(board: Board) -> Iterator[Problem]:
    for product in board.products:
        if product.coefficient_m is None:
            yield Problem("without_coefficient", "use", CONVERTED, *_why_none(board.right_m(product), board), product)


def _why_none(right_m: int | None, board: Board) -> tuple[str, str]:
    if right_m == 0:
        what = _("The coefficient rounds to 0 at %(decimals)s decimals.") % {"decimals": board.decimals}
        return what, _("Begin a version with more decimals, or give the product more points.")
    if right_m and right_m > HIGHEST_M:
        mend = _("Divide the work into smaller products, or choose a standard product of more points.")
        return _("The coefficient would be above 1,000."), mend
    return _("The product has no coefficient."), _("Enter its points and reckon, or enter the coefficient.")


def _without_standard(board: Board) -> Iterator[Problem]:
    if board.products and board.standard is None:
        mend = _("Mark the product by which all others are measured.")
        yield Problem("without_standard", "use", STANDARD, _("No standard product has been chosen."), mend)


def _without_words(board: Board) -> Iterator[Problem]:
    for product in board.products:
        if not product.output:
            what, mend = _("The product has no clear output."), _("Enter the output, or remove the product.")
            yield Problem("without_output", "decision", LISTED, what, mend, product)
        if product.group is None:
            what, mend = _("The product is in no group."), _("Choose one of the groups.")
            yield Problem("without_group", "decision", LISTED, what, mend, product)


def _twice(board: Board) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Product] = {}
    for product in board.products:
        key = (product.unit_id, same(product.task), same(product.work), same(product.output))
        earlier = first.setdefault(key, product)
        if earlier is not product:
            what = _("The same task, work and output stand under %(code)s too.") % {"code": earlier.code}
            yield Problem("twice", "decision", LISTED, what, _("Remove one, or name them apart."), product)


def _unlike(board: Board) -> Iterator[Problem]:
    standard = board.standard
    for product in board.products:
        right_m = board.right_m(product)
        if standard is None or product.coefficient_m is None or product.reason:
            continue
        if right_m not in (None, product.coefficient_m):
            said = {"coefficient": plain(product.coefficient_m), "right": plain(right_m or 0)}
            said |= {"points": plain(product.points_m or 0), "standard": plain(standard.points_m or 0)}
            what = _("The coefficient is %(coefficient)s, but %(points)s ÷ %(standard)s = %(right)s.") % said
            mend = _("Reckon it anew, or write why it differs.")
            yield Problem("unlike", "decision", CONVERTED, what, mend, product)


def _frames(board: Board) -> Iterator[Problem]:
    for product in board.products:
        group, points_m = product.group, product.points_m
        if group and points_m and (kind := _outside(points_m, group)):
            said = {"points": plain(points_m), "group": group}
            said |= {"floor": plain(group.floor_m or 0), "ceiling": plain(group.ceiling_m or 0)}
            below = _("%(points)s points, while group %(group)s begins at %(floor)s.")
            above = _("%(points)s points, while group %(group)s has at most %(ceiling)s.")
            what = (below if kind == "below_floor" else above) % said
            yield Problem(kind, "", FRAME, what, _("Score it anew, or choose another group."), product)


def _outside(points_m: int, group: Group) -> str:
    if group.ceiling_m and points_m > group.ceiling_m:
        return "above_ceiling"
    return "below_floor" if group.floor_m and points_m < group.floor_m else ""


def _without_points(board: Board) -> Iterator[Problem]:
    for product in board.products:
        if product.coefficient_m is not None and not product.points_m and not product.reason:
            what = _("The coefficient cannot be checked: the product has no points.")
            mend = _("Enter the points, or write what the coefficient rests on.")
            yield Problem("without_points", "", CONVERTED, what, mend, product)


def _ceilings(board: Board) -> Iterator[Problem]:
    with_ceiling = sorted((group for group in board.groups if group.ceiling_m), key=lambda group: group.number)
    for lower, upper in pairwise(with_ceiling):
        if (upper.ceiling_m or 0) <= (lower.ceiling_m or 0):
            what = _("Group %(upper)s has no higher ceiling than group %(lower)s.") % {"upper": upper, "lower": lower}
            mend = _("Give each group a higher ceiling than the one before.")
            yield Problem("ceilings", "", FRAME, what, mend, group=upper)


CHECKS = (
    _empty,
    _without_coefficient,
    _without_standard,
    _without_words,
    _twice,
    _unlike,
    _frames,
    _without_points,
    _ceilings,
)
