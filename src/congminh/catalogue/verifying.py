"""Catalogues against the log: codes and coefficients stay as they were decided («hệ số quy đổi», Điều 13.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.models.catalogue import DECIDED
from congminh.ledger.log.checks import Wrong, digest_of, unlike_vouched, verifies

KIND = "catalogue"
ROW = ("code", "is_standard", "points_m", "coefficient_m", "output")


def digests(catalogues: Collection[int]) -> dict[int, str]:
    """By key what the log keeps of catalogues: the products they were decided with, without those reported later."""
    rows: dict[int, list[list[Any]]] = defaultdict(list)
    listed: Any = Product.objects.filter(catalogue__in=catalogues, standing=Product.Standing.LISTED).order_by("pk")
    for catalogue, *row in listed.values_list("catalogue", "pk", *ROW).iterator():
        rows[catalogue].append(row)
    return {key: digest_of(rows[key]) for key in catalogues}


@verifies
def catalogues_wrong(start: int) -> Iterator[Wrong]:
    """Decided catalogues edited, removed, or put in past the log."""
    decided = list(Catalogue.objects.filter(state__in=DECIDED).values_list("pk", flat=True))
    yield from unlike_vouched(KIND, digests(decided), "danh mục {}", "catalogue {}")
