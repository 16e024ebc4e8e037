"""«Máy tính hệ số»: points over standard points, with the arithmetic; the answer alone when htmx asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from congminh.catalogue.calculator import calculator
from congminh.catalogue.checking import plain
from congminh.catalogue.forms.asking import CalculatorForm
from congminh.catalogue.models import Catalogue
from congminh.catalogue.views.in_force import tabs
from congminh.ledger.words import said
from congminh.org import facts
from congminh.org.doors import SIGNED_IN, Visit, door


@door(SIGNED_IN)
@require_GET
def calculate(request: Visit) -> HttpResponse:
    """The coefficient of so many points, by the standard product and the decimals of my agency unless typed."""
    asked = any(name in request.GET for name in CalculatorForm.base_fields)
    asked_by_htmx = request.headers.get("HX-Request") == "true"
    form = CalculatorForm(request.GET if asked else None, initial={} if asked_by_htmx else _given(request))
    shown = {"form": form, "conversion": _conversion(form), "tabs": tabs("calculator")}
    template = "catalogue/conversion.html" if asked_by_htmx else "catalogue/calculator.html"
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _given(request: Visit) -> dict[str, Any]:
    """The points of the standard product in force for me, and the decimals my agency chose."""
    held = Catalogue.objects.in_force(request.posts[0].unit, request.day)
    standard = held and held.products.filter(is_standard=True).first()
    decimals = held.decimals if held else int(facts.values(request.day)["coefficient_decimals"])
    return {"chuan": standard and standard.points_m, "le": decimals}


def _conversion(form: CalculatorForm) -> dict[str, Any] | None:
    """The coefficient with its arithmetic and doubts in words; None while the form is not whole."""
    if not form.is_bound or not form.is_valid():
        return None
    found = calculator(form.cleaned_data["diem"], form.cleaned_data["chuan"], form.cleaned_data["le"])
    return {
        "coefficient": "" if found.coefficient_m is None else plain(found.coefficient_m),
        "arithmetic": said(found.arithmetic),
        "doubts": [said(doubt) for doubt in found.doubts],
    }
