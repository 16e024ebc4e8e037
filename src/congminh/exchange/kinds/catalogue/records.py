"""Products as they are exported: of the version being drawn up, else of the last one decided."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from typing import Any

from congminh.catalogue.models import Product
from congminh.catalogue.reading.records import plain
from congminh.exchange.kinds.catalogue.target import target_of
from congminh.exchange.scope import scope_of
from congminh.org.models import Person


def records(person: Person, day: date) -> Generator[Mapping[str, Any]]:
    """The products of the person's agency by code, as the form writes them; imported again, they change nothing."""
    target = target_of(scope_of(person, day).agency, day)
    catalogue = target.draft or target.decided
    if catalogue is None:
        return
    rows = catalogue.products.exclude(standing__in=["proposed", "declined"]).described(day).order_by("code")
    for product in rows:
        yield _record(product)


def _record(product: Product) -> dict[str, Any]:
    words = {key: getattr(product, key) for key in ("code", "task", "work", "output", "note")}
    figures = {"points": _figure(product.points_m), "coefficient": _figure(product.coefficient_m)}
    places = {"unit": str(product.unit or ""), "group": str(product.group or ""), "ceiling": _frame(product.group)}
    return {**words, **figures, **places}


def _figure(thousandths: int | None) -> str:
    return "" if thousandths is None else plain(thousandths).vi


def _frame(group: Any) -> str:
    if group is None or group.ceiling_m is None:
        return ""
    most = plain(group.ceiling_m).vi
    return most if group.floor_m is None else f"{plain(group.floor_m).vi}-{most}"
