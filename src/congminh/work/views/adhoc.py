"""«Việc đột xuất»: from the catalogue, found by a few words, or a new item; approved by who scores, also afterwards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.catalogue.models import Product
from congminh.catalogue.models.product import ProductQuerySet
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.forms.asking import TextAsked
from congminh.work.asking.adhoc import PLACES, ProposeForm
from congminh.work.asking.fields import found, own_unit, products_in, put_faults
from congminh.work.views.telling import number


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def propose_task(request: Visit) -> HttpResponse:
    """Search, choose, say how much and when; by POST propose it."""
    products = products_in(own_unit(request), request.day)
    chosen = _chosen(request, products)
    is_new = "moi" in request.GET or "moi" in request.POST
    if request.method == "POST":
        form = ProposeForm(request, chosen, request.POST, request.FILES)
        return _proposed(request, form) or _page(request, products, chosen, form, 422)
    return _page(request, products, chosen, ProposeForm(request, chosen) if chosen or is_new else None)


def _chosen(request: Visit, products: ProductQuerySet) -> Product | None:
    """The product chosen; 404 for one that is not in force here."""
    asked = request.POST.get("sp") or request.GET.get("sp", "")
    return get_object_or_404(products, pk=int(asked)) if asked.isdecimal() else None


def _proposed(request: Visit, form: ProposeForm) -> HttpResponse | None:
    """On to my work once it is proposed; None where it was refused, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        task = form.act()
    except ValidationError as fault:
        put_faults(form, fault, PLACES)
        return None
    messages.success(request, _("Proposed: %(task)s. Who scores you approves it.") % {"task": task.name})
    return HttpResponseRedirect(reverse("home"))


def _page(
    request: Visit, products: ProductQuerySet, chosen: Product | None, form: ProposeForm | None, status: int = 200
) -> HttpResponse:
    asked = TextAsked(request)
    shown = {
        "asked": asked,
        "found": [_line(each, asked.text) for each in found(products, asked.text)],
        "chosen": chosen and {"product": chosen, "coefficient": number(chosen.coefficient_m)},
        "form": form,
        "new": f"{reverse('propose_task')}?{urlencode({'moi': 1, 'q': asked.text})}",
    }
    return render(request, "work/propose.html", shown, status=status)


def _line(product: Product, text: str) -> dict[str, Any]:
    url = f"{reverse('propose_task')}?{urlencode({'q': text, 'sp': product.pk})}"
    return {"product": product, "coefficient": number(product.coefficient_m), "url": url}
