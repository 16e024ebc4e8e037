"""«Biên nhận» of a month or quarter: what proves, without us, what was signed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.facts.vouching import SIGNING
from congminh.assessment.views.sheet import seen
from congminh.assessment.views.showing import sheet_url
from congminh.ledger.receipts.showing import receipts
from congminh.org.doors import SIGNED_IN, Visit, door


@door(SIGNED_IN)
@require_GET
def receipt(request: Visit, pk: int) -> HttpResponse:
    """One's own receipts of a sheet; with `lan`, the file of one result."""
    found = seen(request, pk)
    if found.person_id != request.person.pk:
        raise Http404
    entries = list(found.entries.filter(step__in=SIGNING).order_by("number"))
    form = _("Form 01, %(period)s") % {"period": found.round.label}
    name = f"{found.person.code}-{found.round.of}"
    return receipts(request, entries, found.round.label, (form, sheet_url(found)), name)
