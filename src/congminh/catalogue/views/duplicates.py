"""«Trùng lặp»: products that read alike, pair by pair; a person settles each, nothing is merged by itself.

Kept both, the note of one names the other: so the reason is read in the catalogue, and the next version knows it.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congminh.catalogue.actions import put_product, remove_product
from congminh.catalogue.duplicates import Suggestion, near_duplicates
from congminh.catalogue.forms.fields import sentence
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.models.product import describe
from congminh.catalogue.reading.cells import fold
from congminh.catalogue.views.listing import named_line
from congminh.catalogue.views.version import may_draw_up, seen, tabs
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Person

PAIRS = 10


@door(SIGNED_IN)
@require_GET
def pairs(request: Visit, pk: int) -> HttpResponse:
    """Pairs of products that read alike, those of two units first, and the ways to settle each."""
    catalogue = seen(request, pk)
    found = near_duplicates(catalogue)
    open_pairs = [pair for pair in found if not is_kept(pair.first, pair.second)]
    open_pairs.sort(key=lambda pair: not pair.is_across)
    page = Paginator(open_pairs, PAIRS).get_page(request.GET.get("page"))
    describe([product for pair in page for product in (pair.first, pair.second)], catalogue)
    shown = {
        "file": catalogue,
        "tabs": tabs(catalogue, "catalogue_duplicates"),
        "page": page,
        "pairs": [_shown(pair) for pair in page],
        "kept": len(found) - len(open_pairs),
        "may_settle": may_draw_up(request, catalogue),
    }
    return render(request, "catalogue/version/duplicates.html", shown)


def _shown(pair: Suggestion) -> dict[str, Any]:
    """A pair as catalogue/version/pair.html draws it."""
    return {
        "pair": pair,
        "sides": [named_line(each) for each in (pair.first, pair.second)],
        "shared": ", ".join(_written(pair)),
        "reason": _apart(pair.first),
    }


def _written(pair: Suggestion) -> list[str]:
    """The words the two share, with the tone marks they are written with."""
    words = re.findall(r"\w+", f"{pair.first.output} {pair.first.task} {pair.first.work}".lower())
    marked = {fold(word): word for word in reversed(words)}
    return [marked.get(word, word) for word in pair.shared]


def is_kept(first: Product, second: Product) -> bool:
    """Whether somebody kept both: the note of one names the other."""
    return _names(first.note, second.code) or _names(second.note, first.code)


def _names(note: str, code: str) -> bool:
    return bool(note) and re.search(rf"(?<!\w){re.escape(code)}(?!\w)", note, re.IGNORECASE) is not None


def _apart(other: Product) -> str:
    """What the note begins with: the catalogue is Vietnamese, whatever the language of the page."""
    return f"Khác với {other.code}: "


@door(SIGNED_IN)
@require_POST
def settle(request: Visit, pk: int) -> HttpResponse:
    """Keep both, with the reason in a note; or one of them, in the common list where they stood in two."""
    catalogue = seen(request, pk)
    first, second = (_sent(catalogue, request, name) for name in ("first", "second"))
    try:
        messages.success(request, _settled(request, first, second))
    except ValidationError as fault:
        messages.error(request, sentence(fault))
    page = request.POST.get("page", "")
    way = f"?page={page}" if page.isdecimal() else ""
    return HttpResponseRedirect(reverse("catalogue_duplicates", args=[pk]) + way)


def _sent(catalogue: Catalogue, request: Visit, name: str) -> Product:
    """A product of the version, as it was when the page was shown."""
    key, seen_at = (request.POST.get(each, "") for each in (name, f"{name}_version"))
    found = catalogue.products.filter(pk=int(key)).first() if key.isdecimal() and seen_at.isdecimal() else None
    if found is None:
        raise Http404
    found.version = int(seen_at)
    return found


def _settled(request: Visit, first: Product, second: Product) -> str:
    chosen = request.POST.get("settle", "")
    if chosen == "both":
        return _keep_both(first, second, request.POST.get("reason", ""), request.person)
    if chosen == "first":
        return _keep_one(first, second, request.person)
    if chosen == "second":
        return _keep_one(second, first, request.person)
    raise Http404


def _keep_both(first: Product, second: Product, reason: str, person: Person) -> str:
    """Both stay; the second's note says how it differs from the first."""
    begins = _apart(first)
    told = reason.strip().removeprefix(begins.strip()).strip()
    if not told:
        said = _("Both stay only with a reason: say how %(second)s differs from %(first)s.")
        raise ValidationError(said % {"second": second.code, "first": first.code})
    second.note = " ".join([*([second.note] if second.note else []), f"{begins}{told}"])
    put_product(second, by=person)
    return _("%(first)s and %(second)s both stay.") % {"first": first.code, "second": second.code}


@transaction.atomic
def _keep_one(kept: Product, other: Product, person: Person) -> str:
    """One stays, common where the two stood in different lists; the other is removed."""
    if not kept.catalogue.may_change(person, other.unit_id):
        raise PermissionDenied(_("This list is not yours to change: only personnel and its own head may."))
    remove_product(other, by=person)
    kept.unit = None if kept.unit_id != other.unit_id else kept.unit
    if other.is_standard:
        kept.is_standard, kept.coefficient_m = True, other.coefficient_m
    put_product(kept, by=person)
    return _("%(kept)s stays; %(other)s was removed.") % {"kept": kept.code, "other": other.code}
