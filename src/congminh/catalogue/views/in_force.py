"""«Danh mục»: what is in force for me today, the versions I see, the first one begun."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.catalogue.forms.asking import VersionsAsked
from congminh.catalogue.forms.drawing_up import BeginForm
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.views.listing import A_PAGE, facets, forces, products_list
from congminh.catalogue.views.version import excel
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Unit
from congminh.org.views.acting import way_back
from congminh.org.views.listing import columns


def tabs(here: str) -> list[dict[str, Any]]:
    """The pages of the catalogues, the one we stand on marked."""
    ways = (
        ("catalogues", _("In force for me")),
        ("catalogue_versions", _("Versions")),
        ("calculator", _("Coefficient calculator")),
    )
    return [{"label": label, "url": reverse(name), "current": name == here} for name, label in ways]


@door(SIGNED_IN)
@require_GET
def in_force(request: Visit) -> HttpResponse:
    """«Danh mục đang áp dụng»: the version by which I work today, and its products."""
    held = _held(request)
    shown: dict[str, Any] = {"tabs": tabs("catalogues"), "others": held[1:], "day": request.day, "ways": excel(request)}
    if not held:
        shown |= {"begin": _beginning(request), "back": way_back(request, "")}
        return render(request, "catalogue/none.html", shown)
    facet = facets(held[0], request.day)
    shown |= {"catalogue": held[0], "facets": facet}
    found = Product.objects.filter(catalogue=held[0]).usable(request.day)
    return render(request, "catalogue/in_force.html", {**shown, **products_list(request, found, facet)})


def _held(request: Visit) -> list[Catalogue]:
    """The versions in force in the units of my posts, that of the first post first."""
    tree = Unit.objects.tree(request.day)
    described = Catalogue.objects.described(request.day)
    agencies = dict.fromkeys(tree.agency(post.unit_id) for post in request.posts)
    units = {
        agency: next(post.unit for post in request.posts if tree.agency(post.unit_id) == agency) for agency in agencies
    }
    found = (described.nearest(units[agency], request.day, tree) for agency in agencies)
    return list(dict.fromkeys(each for each in found if each))


def _beginning(request: Visit) -> dict[str, str] | None:
    return {"label": _("Begin a catalogue"), "url": reverse("begin_catalogue")} if _may_begin(request) else None


def _may_begin(request: Visit) -> bool:
    """Whether the button that begins a catalogue is worth showing; `begin_catalogue` has the last word."""
    return any(post.rank == "head" or (post.position and post.position.is_personnel) for post in request.posts)


@door(SIGNED_IN)
@require_GET
def versions(request: Visit) -> HttpResponse:
    """«Các phiên bản»: those I see, the newest first, and the choice of two to compare."""
    seen = Catalogue.objects.visible_to(request.person, request.day)
    ordered = seen.described(request.day).order_by("agency__code", "-number")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    held = forces(page, request.day)
    rows: list[dict[str, Any]] = [{"catalogue": each, "force": held[each.pk]} for each in page]
    heads = columns(_("Version"), _("State"), _("Decision"), (_("In force from"), "number"))
    shown: dict[str, Any] = {
        "tabs": tabs("catalogue_versions"),
        "page": page,
        "columns": heads,
        "groups": [{"rows": rows}],
    }
    if len(rows) > 1:
        shown["asked"] = VersionsAsked(list(page))
    return render(request, "catalogue/versions.html", shown)


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def begin(request: Visit) -> HttpResponse:
    """«Bắt đầu danh mục»: the first version of my agency; 403 for whoever neither heads a unit nor advises."""
    if not _may_begin(request):
        raise PermissionDenied(_("The catalogue of an agency is begun by its heads or its personnel advisers."))
    tree = Unit.objects.tree(request.day)
    agency = Unit.objects.named(request.day).get(pk=tree.agency(request.posts[0].unit_id))
    form = BeginForm(agency, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (begun := form.save(request.person)):
        messages.success(request, _("The version was begun."))
        return HttpResponseRedirect(begun.get_absolute_url())
    shown = {"form": form, "title": _("Begin a catalogue"), "above": agency, "label": _("Begin a catalogue")}
    shown |= {
        "lead": _("It starts empty: enter its products, or bring them in from Excel."),
        "back": reverse("catalogues"),
    }
    return render(request, "act.html", shown, status=422 if form.errors else 200)
