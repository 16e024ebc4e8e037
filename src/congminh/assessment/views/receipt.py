"""«Biên nhận» of a month or quarter: what proves, without us, what was signed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.facts.vouching import SIGNING
from congminh.assessment.views.sheet import seen
from congminh.assessment.views.showing import sheet_url
from congminh.ledger.receipts.showing import rows, sent, tools
from congminh.org.doors import SIGNED_IN, Visit, door


@door(SIGNED_IN)
@require_GET
def receipt(request: Visit, pk: int) -> HttpResponse:
    """One's own receipts of a sheet; with `lan`, the file of one result."""
    found = seen(request, pk)
    if found.person_id != request.person.pk:
        raise Http404
    entries = list(found.entries.filter(step__in=SIGNING).order_by("number"))
    if "lan" in request.GET:
        return sent(entries, request.GET["lan"], f"{found.person.code}-{found.round.of}")
    shown = {
        "title": _("Receipt, %(period)s") % {"period": found.round.label},
        "trail": [{"label": _("Form 01, %(period)s") % {"period": found.round.label}, "url": sheet_url(found)}],
        "tools": tools(),
        "rows": rows(entries, reverse("receipt", args=[pk])),
    }
    return render(request, "receipt.html", shown)
