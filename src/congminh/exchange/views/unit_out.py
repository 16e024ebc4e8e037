"""Sheets of organisations to print or to go on working in: one, or all one sees in one file; above 200 by a worker."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.exchange.unit_papers.filling import Filled, file_name, ready_units, unit_sheets_of
from congminh.exchange.unit_papers.making import unit_sheet_docx, unit_sheets_pdf
from congminh.exchange.views.bulk import many
from congminh.exchange.views.sending import DOCX, PDF, sent
from congminh.org.doors import FILES, Visit, always, asks_again, door
from congminh.org.models import Unit
from congminh.unit_year.models import UnitSheet


def _one(request: Visit, pk: int) -> tuple[UnitSheet, Filled]:
    found = ready_units(UnitSheet.objects.visible_to(request.person, request.day).filter(pk=pk), request.day)
    if not found:
        raise Http404
    return found[0], unit_sheets_of(found, request.person)[0]


@door(FILES)
@require_GET
def one_pdf(request: Visit, pk: int) -> HttpResponse:
    """One organisation's sheet as PDF."""
    sheet, filled = _one(request, pk)
    return sent(unit_sheets_pdf([filled]), f"{file_name(sheet)}.pdf", PDF, inline=True)


@door(FILES)
@require_GET
def one_docx(request: Visit, pk: int) -> HttpResponse:
    """One organisation's sheet as DOCX."""
    sheet, filled = _one(request, pk)
    return sent(unit_sheet_docx(filled), f"{file_name(sheet)}.docx", DOCX)


@door(FILES)
@asks_again(always)
@require_http_methods(["GET", "POST"])
def many_pdf(request: Visit) -> HttpResponse:
    """The sheets of a year («nam») one sees, of all or beneath a unit («don_vi»); above 200 by a worker."""
    asked, back = _asked(request), reverse("unit_years")
    return many(request, "unit_sheet", asked, back, _("There is no sheet to print: choose another year."))


def _asked(request: Visit) -> Any:
    year, unit = request.GET.get("nam", ""), request.GET.get("don_vi", "")
    if not (year.isdecimal() and len(year) == 4):
        raise Http404
    found = UnitSheet.objects.visible_to(request.person, request.day).filter(year=int(year)).order_by("pk")
    if not unit:
        return found
    root = get_object_or_404(Unit, code=unit)
    return found.filter(unit__in=Unit.objects.tree(request.day).beneath([root.pk]))
