"""One version of a catalogue: how it stands and the steps open to me, its products, what is to settle."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.catalogue.actions.drafting import CHANGEABLE
from congminh.catalogue.checking import Problem
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.models.catalogue import LISTING
from congminh.catalogue.views.listing import A_PAGE, facets, figure, named_line, products_list
from congminh.ledger.telling import history, steps_of
from congminh.org.doors import PERSONNEL, SIGNED_IN, Visit, door

WORTH_A_LOOK = 5
SHOWN_NEW = 50
# How an entry keeps a day.
ISO_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")


def seen(request: Visit, pk: int) -> Catalogue:
    """The version, if I may see it; else 404."""
    return get_object_or_404(Catalogue.objects.visible_to(request.person, request.day), pk=pk)


def tabs(catalogue: Catalogue, here: str) -> list[dict[str, Any]]:
    """The pages of a version, the one we stand on marked."""
    ways = (
        ("catalogue", _("Standing and steps")),
        ("catalogue_products", _("Products")),
        ("catalogue_problems", _("To settle")),
        ("catalogue_duplicates", _("Near-duplicates")),
    )
    urls = {name: reverse(name, args=[catalogue.pk]) for name, _label in ways}
    return [{"label": label, "url": urls[name], "current": name == here} for name, label in ways]


def may_draw_up(request: Visit, catalogue: Catalogue) -> bool:
    """Whether buttons that change rows are worth showing; the actions have the last word, product by product."""
    if catalogue.state not in CHANGEABLE:
        return False
    leads = any(post.rank == "head" for post in request.posts)
    return PERSONNEL.needs(request) or (leads and catalogue.state in LISTING)


@door(SIGNED_IN)
@require_GET
def overview(request: Visit, pk: int) -> HttpResponse:
    """«Danh mục»: where a version stands, what is to settle before the decision, its groups, its history."""
    visible = Catalogue.objects.visible_to(request.person, request.day).described(request.day)
    catalogue = get_object_or_404(visible, pk=pk)
    found = catalogue.problems()
    shown = {
        "file": catalogue,
        "tabs": tabs(catalogue, "catalogue"),
        "steps": steps_of(catalogue, request.person),
        "history": [_dated(entry) for entry in history(catalogue)],
        "facets": facets(catalogue, request.day),
        "problems": _told(found[:WORTH_A_LOOK]),
        "stopping": sum(problem.stops != "" for problem in found),
        "more": max(0, len(found) - WORTH_A_LOOK),
        "frames": _frames(catalogue),
        "new": _new(catalogue, request),
        "may_draw_up": may_draw_up(request, catalogue),
        "next": _next(catalogue, request),
        "ways": _ways(catalogue, request),
    }
    return render(request, "catalogue/version/version.html", shown)


def _dated(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with its days as people write them."""
    data = [(label, ISO_DAY.sub(r"\3/\2/\1", str(value))) for label, value in entry["data"]]
    return {**entry, "data": data}


def _frames(catalogue: Catalogue) -> list[dict[str, str]]:
    """The groups with their frames of points in words."""
    rows = catalogue.groups.order_by("number")
    return [{"name": each.name, "floor": figure(each.floor_m), "ceiling": figure(each.ceiling_m)} for each in rows]


def _new(catalogue: Catalogue, request: Visit) -> list[dict[str, Any]]:
    """New products that wait for a decision (Điều 13.3)."""
    if catalogue.state != "adding":
        return []
    waiting = Product.objects.filter(catalogue=catalogue).waiting().described(request.day)
    rows = waiting.select_related("group", "reported_by").order_by("code")[:SHOWN_NEW]
    return [{**named_line(product), "by": product.reported_by} for product in rows]


def _ways(catalogue: Catalogue, request: Visit) -> list[dict[str, str]]:
    """Ways from a version: to what it changes of the one before, and to Excel for whoever brings rows in by it."""
    earlier = catalogue.based_on_id
    compared = f"{reverse('compare_catalogues')}?cu={earlier}&moi={catalogue.pk}"
    found = [{"label": _("Compare with the version before"), "url": compared}] if earlier else []
    return [*found, *excel(request)]


def excel(request: Visit) -> list[dict[str, str]]:
    """The way to import and export by Excel, for personnel."""
    return [{"label": _("Excel import"), "url": reverse("imports")}] if PERSONNEL.needs(request) else []


def _next(catalogue: Catalogue, request: Visit) -> dict[str, str] | None:
    """The way to the version being drawn up after this one, if I see it."""
    if not catalogue.is_decided:
        return None
    drafts = Catalogue.objects.visible_to(request.person, request.day).drafts()
    draft = drafts.filter(agency=catalogue.agency_id).first()
    return {"label": draft.title(), "url": draft.get_absolute_url()} if draft else None


@door(SIGNED_IN)
@require_GET
def products(request: Visit, pk: int) -> HttpResponse:
    """The products of a version."""
    catalogue = seen(request, pk)
    facet = facets(catalogue, request.day)
    found = Product.objects.filter(catalogue=catalogue)
    shown = {"file": catalogue, "tabs": tabs(catalogue, "catalogue_products"), "facets": facet}
    shown["may_draw_up"] = may_draw_up(request, catalogue)
    return render(request, "catalogue/version/products.html", {**shown, **products_list(request, found, facet)})


@door(SIGNED_IN)
@require_GET
def problems(request: Visit, pk: int) -> HttpResponse:
    """«Điểm cần làm rõ»: all that stands in the way of a decision, then what is worth a look."""
    catalogue = seen(request, pk)
    found = catalogue.problems()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {"file": catalogue, "tabs": tabs(catalogue, "catalogue_problems"), "page": page}
    shown |= {"problems": _told(list(page)), "stopping": sum(problem.stops != "" for problem in found)}
    return render(request, "catalogue/version/problems.html", shown)


def _told(found: list[Problem]) -> list[dict[str, Any]]:
    """Problems as catalogue/version/problem_lines.html draws them."""
    words = {
        "use": {"word": _("stops entering and deciding"), "tone": "seal"},
        "decision": {"word": _("stops the decision"), "tone": "warn"},
        "": {"word": _("worth a look"), "tone": "calm"},
    }
    return [{"problem": problem, "weight": words[problem.stops]} for problem in found]
