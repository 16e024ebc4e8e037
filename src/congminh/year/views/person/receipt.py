"""«Biên nhận» of a year: what proves, without us, what was decided."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.ledger.models import Entry
from congminh.ledger.receipts.showing import receipts
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.year.models import YearSheet
from congminh.year.views.person.sheet import seen


@door(SIGNED_IN)
@require_GET
def receipt(request: Visit, pk: int) -> HttpResponse:
    """One's own receipts of a year, once told; with `lan`, the file of one decision."""
    found = seen(request, pk)
    if found.person_id != request.person.pk:
        raise Http404
    entries = signing(found)
    form = _("Form 02, %(year)s") % {"year": found.round.label}
    name = f"{found.person.code}-{found.year}"
    return receipts(request, entries, found.round.label, (form, found.get_absolute_url()), name)


def signing(sheet: YearSheet) -> list[Entry]:
    """The entries by which each decision on a sheet was signed, once the person was told; the first one first."""
    if not sheet.is_told:
        return []
    anew = Q(file__rerating__sheet=sheet) | Q(file__petition__yearpetition__year_sheet=sheet)
    entries = Entry.objects.filter(Q(file=sheet, step="decide") | anew & Q(step="replace"))
    return sorted(entries, key=lambda entry: entry.data.get("result", 0))
