"""«Biên nhận» of an organisation's year: what proves, without us, the level that was decided."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from congminh.law.procedure import Role
from congminh.ledger.receipts.showing import receipts
from congminh.org.doors import FILES, Visit, door
from congminh.org.models import Person
from congminh.unit_year.facts.vouching import SIGNING
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.views.sheet import seen


@door(FILES)
@require_GET
def receipt(request: Visit, pk: int) -> HttpResponse:
    """The receipts of an organisation's levels, for its head; with `lan`, the file of one."""
    found = seen(request, pk)
    if not is_its_own(found, request.person):
        raise Http404
    entries = list(found.entries.filter(step__in=SIGNING).order_by("number"))
    title = found.title()
    return receipts(request, entries, title, (title, found.get_absolute_url()), f"{found.unit.code}-{found.year}")


def is_its_own(sheet: UnitSheet, person: Person) -> bool:
    """Whether the organisation is this person's to head."""
    return Role.HEAD in sheet.roles_of(person)
