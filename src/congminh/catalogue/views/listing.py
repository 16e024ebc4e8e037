"""What the lists of products share: what may be asked for, a line of a product, how figures and states are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from congminh.catalogue.checking import plain
from congminh.catalogue.forms.asking import ProductsAsked
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.models.product import ProductQuerySet
from congminh.org.doors import Visit
from congminh.org.models import Unit
from congminh.org.views.listing import columns

A_PAGE = 50
Standing = Product.Standing
TONES: dict[str, str] = {
    Standing.PROPOSED: "warn",
    Standing.PROVISIONAL: "warn",
    Standing.ADDED: "calm",
    Standing.DECLINED: "off",
}


@dataclass(frozen=True)
class Facets:
    """What a version's products are sorted by: groups and units with their names, how many there are, the standard."""

    groups: list[tuple[int, str]]
    units: dict[int, str]
    number: int
    standard: str


def facets(catalogue: Catalogue, day: date) -> Facets:
    """The groups, units and standard product of a version, in two queries."""
    is_standard = Q(is_standard=True)
    rows = list(
        catalogue.products.order_by()
        .values("group_id", "group__name", "group__number", "unit_id")
        .annotate(number=Count("pk"), code=Max("code", filter=is_standard), output=Max("output", filter=is_standard))
    )
    groups = {(row["group__number"], row["group_id"], row["group__name"]) for row in rows if row["group_id"]}
    units = Unit.objects.named(day).filter(pk__in={row["unit_id"] for row in rows if row["unit_id"]})
    standard = next((f"{row['code']} {row['output']}".strip() for row in rows if row["code"]), "")
    return Facets(
        [(group, name) for _number, group, name in sorted(groups)],
        {unit.pk: str(unit) for unit in units},
        sum(row["number"] for row in rows),
        standard,
    )


def products_list(request: Visit, found: ProductQuerySet, facet: Facets) -> dict[str, Any]:
    """The context of a list of products: the search, a page of lines; two queries."""
    asked = ProductsAsked(request, facet.groups, facet.units.items())
    # Only what a line shows, so that a page of long texts stays light.
    wanted = asked.of(found.select_related("group").defer("folded", "reason", "note")).order_by("code")
    page = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    return {"asked": asked, "page": page, "columns": product_columns(), "groups": [{"rows": lines(page, facet.units)}]}


def product_columns() -> list[dict[str, Any]]:
    """The columns of a list of products."""
    figures = ((_("Points"), "number"), (_("Coefficient"), "number"))
    return columns(_("Code"), _("Output"), _("Unit"), _("Group"), *figures)


def lines(products: Iterable[Product] | Page[Product], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Products as catalogue/product_row.html draws them."""
    return [line(product, names) for product in products]


def line(product: Product, names: Mapping[int, str]) -> dict[str, Any]:
    """A product with its figures and standing in words."""
    is_new = product.standing != Standing.LISTED
    return {
        "product": product,
        "unit": names.get(product.unit_id or 0, ""),
        "points": figure(product.points_m),
        "coefficient": figure(product.coefficient_m),
        "standing": {"word": product.get_standing_display(), "tone": TONES[product.standing]} if is_new else None,
    }


def named_line(product: Product) -> dict[str, Any]:
    """As `line`, for a product that was read with its unit."""
    return line(product, {product.unit_id or 0: str(product.unit or "")})


def figure(thousandths: int | None) -> str:
    """Thousandths as the reader writes them; nothing for nothing."""
    return "" if thousandths is None else plain(thousandths)


@dataclass(frozen=True)
class Force:
    """Whether a version holds: a word and its tone."""

    word: str
    tone: str


def forces(versions: Iterable[Catalogue], day: date) -> dict[int, Force]:
    """By version whether it holds on `day`, will hold, held, or is still being drawn up; one query."""
    found = list(versions)
    begun = Catalogue.objects.begun(day).filter(agency__in={each.agency_id for each in found})
    holding = dict(begun.values_list("agency_id", "pk"))
    return {each.pk: _force(each, holding.get(each.agency_id), day) for each in found}


def _force(version: Catalogue, holding: int | None, day: date) -> Force:
    if version.first is None:
        return Force(str(version.state_label), "warn")
    if version.first > day:
        return Force(_("Will be in force"), "calm")
    if version.pk == holding:
        return Force(_("In force"), "good")
    return Force(_("No longer in force"), "off")
