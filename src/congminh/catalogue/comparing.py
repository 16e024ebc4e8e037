"""Two versions of a catalogue side by side («so sánh hai bản»): what came, what went, what changed, by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from congminh.catalogue.models import Catalogue, Product

# The fields compared, in the order of the handbook's Phụ lục III; `group` by its name, so that versions compare.
COMPARED = ("unit", "task", "work", "output", "group", "points_m", "coefficient_m", "is_standard", "reason", "note")
Value = object


class Difference(NamedTuple):
    """One field of a product and what it was and is; points and coefficients in thousandths, units as rows."""

    field: str
    old: Value
    new: Value

    @property
    def label(self) -> str:
        """What the field is called on the page."""
        field: Any = Product._meta.get_field(self.field)
        return str(field.verbose_name)


@dataclass(frozen=True)
class Change:
    """A product that both versions hold under one code, and where they differ."""

    old: Product
    new: Product
    fields: tuple[Difference, ...]

    @property
    def moves_the_score(self) -> bool:
        """Whether the coefficient differs: the same work counts otherwise from the new version on."""
        return any(each.field == "coefficient_m" for each in self.fields)


@dataclass(frozen=True)
class Comparison:
    """Products only in the new version, only in the old, in both and changed; how many are alike."""

    added: tuple[Product, ...]
    removed: tuple[Product, ...]
    changed: tuple[Change, ...]
    alike: int


def compare(old: Catalogue, new: Catalogue) -> Comparison:
    """What `new` changes of `old`, products matched by code, each list in the order of codes; four queries."""
    before, after = _by_code(old), _by_code(new)
    both = [
        Change(before[code], after[code], differences(before[code], after[code])) for code in after if code in before
    ]
    changed = tuple(change for change in both if change.fields)
    return Comparison(
        tuple(product for code, product in after.items() if code not in before),
        tuple(product for code, product in before.items() if code not in after),
        changed,
        len(both) - len(changed),
    )


def differences(old: Product, new: Product) -> tuple[Difference, ...]:
    """The fields in which two products differ."""
    pairs = ((name, _value(old, name), _value(new, name)) for name in COMPARED)
    return tuple(Difference(name, was, now) for name, was, now in pairs if was != now)


def _value(product: Product, name: str) -> Value:
    found = getattr(product, name)
    return found.name if name == "group" and found else found


def _by_code(catalogue: Catalogue) -> Mapping[str, Product]:
    """Those a version stands for, by code as codes are compared: what was declined never was in it."""
    rows = catalogue.products.exclude(standing__in=["proposed", "declined"]).order_by("code")
    day = catalogue.first or catalogue.opened_at.date()
    return {product.code.casefold(): product for product in rows.described(day)}
