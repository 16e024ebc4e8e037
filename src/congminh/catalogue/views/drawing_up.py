"""Drawing up a version: its products one by one, the standard product, its groups, all coefficients anew."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congminh.catalogue.actions import choose_standard, reckon_coefficients, remove_product
from congminh.catalogue.actions.drafting import CHANGEABLE
from congminh.catalogue.forms.drawing_up import GroupsForm
from congminh.catalogue.forms.fields import sentence
from congminh.catalogue.forms.product import ProductForm, lists_to_change
from congminh.catalogue.models import Catalogue, Product
from congminh.catalogue.views.listing import named_line
from congminh.catalogue.views.version import seen
from congminh.org.doors import SIGNED_IN, Visit, door


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def product(request: Visit, pk: int) -> HttpResponse:
    """A product: all that is said of it, and the form that changes it where that may be done and by me."""
    visible = Product.objects.visible_to(request.person, request.day).described(request.day)
    found = get_object_or_404(visible.select_related("catalogue", "group", "decision", "reported_by"), pk=pk)
    catalogue = found.catalogue
    lists = _lists(catalogue, request) if catalogue.state in CHANGEABLE else []
    if found.unit_id in lists:
        return _product_form(request, found, lists)
    if request.method == "POST":
        raise PermissionDenied(_not_yours())
    shown = {"file": catalogue, **named_line(found)}
    return render(request, "catalogue/version/product.html", shown)


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def add(request: Visit, pk: int) -> HttpResponse:
    """A further product of a version; 403 for whoever keeps none of its lists."""
    catalogue = seen(request, pk)
    lists = _lists(catalogue, request)
    if not lists:
        raise PermissionDenied(_not_yours())
    return _product_form(request, Product(catalogue=catalogue), lists)


def _lists(catalogue: Catalogue, request: Visit) -> list[int | None]:
    return lists_to_change(catalogue, request.person)


def _not_yours() -> str:
    return _("This list is not yours to change: only personnel and its own head may.")


def _product_form(request: Visit, found: Product, lists: list[int | None]) -> HttpResponse:
    """The form of a product; by POST the change, then back to the list."""
    form = ProductForm(found, lists, request.day, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (kept := form.save(request.person)):
        messages.success(request, _("%(code)s was saved.") % {"code": kept.code})
        return HttpResponseRedirect(_list_of(found.catalogue))
    shown = {"file": found.catalogue, "form": form, "product": found if found.pk else None}
    shown |= {"back": _list_of(found.catalogue), "may_choose": None in lists}
    return render(request, "catalogue/version/product_form.html", shown, status=422 if form.errors else 200)


def _list_of(catalogue: Catalogue) -> str:
    return reverse("catalogue_products", args=[catalogue.pk])


@door(SIGNED_IN)
@require_POST
def remove(request: Visit, pk: int) -> HttpResponse:
    """«Loại bỏ»: take a product out of a version that may be changed."""
    found = get_object_or_404(Product.objects.visible_to(request.person, request.day), pk=pk)
    typed = request.POST.get("version", "")

    def act() -> str:
        remove_product(found, request.person, int(typed) if typed.isdecimal() else -1)
        return _("%(code)s was removed.") % {"code": found.code}

    return _done(request, found.catalogue, act)


@door(SIGNED_IN)
@require_POST
def standard(request: Visit, pk: int) -> HttpResponse:
    """«Chọn làm sản phẩm chuẩn»: this product has the coefficient 1 (Điều 13.1.b)."""
    found = get_object_or_404(Product.objects.visible_to(request.person, request.day), pk=pk)

    def act() -> str:
        choose_standard(found, request.person)
        return _("%(code)s is the standard product now.") % {"code": found.code}

    return _done(request, found.catalogue, act)


@door(SIGNED_IN)
@require_POST
def reckon(request: Visit, pk: int) -> HttpResponse:
    """«Tính lại hệ số»: every coefficient anew from its points (Điều 13.1.c)."""
    catalogue = seen(request, pk)

    def act() -> str:
        changed = reckon_coefficients(catalogue, request.person)
        return _("%(number)s coefficients changed.") % {"number": changed}

    return _done(request, catalogue, act)


def _done(request: Visit, catalogue: Catalogue, act: Callable[[], str]) -> HttpResponse:
    """Do it and go back to the list of products, saying what was done or what stood in the way."""
    try:
        messages.success(request, act())
    except ValidationError as fault:
        messages.error(request, sentence(fault))
    return HttpResponseRedirect(_list_of(catalogue))


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def groups(request: Visit, pk: int) -> HttpResponse:
    """«Nhóm và khung điểm»: at most five groups, their ceilings rising (Điều 13.1.a; Sổ tay II.III.4)."""
    catalogue = seen(request, pk)
    if not (catalogue.state in CHANGEABLE and catalogue.may_change(request.person, None)):
        raise PermissionDenied(_not_yours())
    form = GroupsForm(catalogue, request.POST if request.method == "POST" else None)
    back = catalogue.get_absolute_url()
    if request.method == "POST" and form.is_valid() and form.save(request.person):
        messages.success(request, _("The groups were saved."))
        return HttpResponseRedirect(back)
    shown = {"file": catalogue, "form": form, "lines": form.lines(), "back": back}
    return render(request, "catalogue/version/groups.html", shown, status=422 if form.errors else 200)
