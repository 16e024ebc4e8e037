"""«So sánh hai phiên bản»: what came, what went, what changed field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.catalogue.checking import plain
from congminh.catalogue.comparing import Change, Comparison, Difference, compare
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.views.listing import A_PAGE, named_line
from congminh.org.doors import SIGNED_IN, Visit, door


@door(SIGNED_IN)
@require_GET
def comparison(request: Visit) -> HttpResponse:
    """«So sánh hai phiên bản»: what came, what went, what changed field by field."""
    old, new = _asked(request)
    found = compare(old, new)
    kinds = _kinds(found)
    asked = request.GET.get("loai", "")
    here = asked if asked in kinds else next((name for name, (_label, rows) in kinds.items() if rows), "doi")
    ways = [
        {"label": label, "count": len(rows), "current": name == here, "url": f"?cu={old.pk}&moi={new.pk}&loai={name}"}
        for name, (label, rows) in kinds.items()
    ]
    page = Paginator(kinds[here][1], A_PAGE).get_page(request.GET.get("page"))
    shown = {"old": old, "new": new, "tabs": ways, "page": page, "alike": found.alike}
    return render(request, "catalogue/compare.html", {**shown, "items": [_item(each) for each in page]})


def _kinds(found: Comparison) -> dict[str, tuple[str, Sequence[Any]]]:
    """What came of products between two versions: by its name in the address what it is called, and which."""
    return {
        "doi": (_("Changed"), found.changed),
        "them": (_("Added"), found.added),
        "bo": (_("Removed"), found.removed),
    }


def _asked(request: Visit) -> tuple[Catalogue, Catalogue]:
    """The two versions of the address; 404 unless I see both."""
    typed = [request.GET.get(name, "") for name in ("cu", "moi")]
    keys = [int(each) for each in typed if each.isdecimal()]
    seen = Catalogue.objects.visible_to(request.person, request.day)
    found = {each.pk: each for each in seen.filter(pk__in=keys)}
    if len(keys) < 2 or not found.keys() >= set(keys):
        raise Http404
    return found[keys[0]], found[keys[1]]


def _item(each: Change | Product) -> dict[str, Any]:
    """A product that came or went, or a change of one, as catalogue/change.html draws it."""
    if isinstance(each, Change):
        return {"product": each.new, "moves": each.moves_the_score, "fields": list(told(each.fields))}
    return named_line(each)


def told(fields: Iterable[Difference]) -> Iterable[dict[str, str]]:
    """What differs in words: label, before, after."""
    figures = {"points_m": _("Points"), "coefficient_m": _("Coefficient")}
    for each in fields:
        before, after = _said(each.field, each.old), _said(each.field, each.new)
        yield {"label": figures.get(each.field, each.label), "before": before, "after": after}


def _said(field: str, value: Any) -> str:
    if field == "unit":
        return str(value or _("Common to the agency"))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.endswith("_m") and value is not None:
        return plain(value)
    return str(value or "")
