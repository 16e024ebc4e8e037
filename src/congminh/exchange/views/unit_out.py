"""Sheets of organisations to print or to go on working in: one, or all one sees in one file; above 200 by a worker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.exchange.unit_papers.filling import Filled, file_name, ready_units, unit_sheets_of
from congminh.exchange.unit_papers.making import unit_sheet_docx, unit_sheets_pdf
from congminh.exchange.views.forms_out import AT_ONCE, DOCX, PDF, _kept, _owner, _sent
from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org.doors import FILES, Visit, door
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
    return _sent(unit_sheets_pdf([filled]), f"{file_name(sheet)}.pdf", PDF, inline=True)


@door(FILES)
@require_GET
def one_docx(request: Visit, pk: int) -> HttpResponse:
    """One organisation's sheet as DOCX."""
    sheet, filled = _one(request, pk)
    return _sent(unit_sheet_docx(filled), f"{file_name(sheet)}.docx", DOCX)


@door(FILES)
@require_GET
def many_pdf(request: Visit) -> HttpResponse:
    """The sheets of a year («nam») one sees, of all or beneath a unit («don_vi»); above 200 by a worker."""
    asked = _asked(request)
    number = asked.count()
    if not number:
        messages.warning(request, _("There is no sheet to print: choose another year."))
        return HttpResponseRedirect(reverse("unit_years"))
    if number > AT_ONCE:
        label = _("Printing the sheets of organisations: %(number)s") % {"number": number}
        keys = list(asked.values_list("pk", flat=True))
        return HttpResponseRedirect(begin(print_units, request.person, label, sheets=keys).get_absolute_url())
    filled = unit_sheets_of(ready_units(asked, request.day), request.person)
    return _sent(unit_sheets_pdf(filled), "phieu-to-chuc.pdf", PDF, inline=True)


def _asked(request: Visit) -> Any:
    year, unit = request.GET.get("nam", ""), request.GET.get("don_vi", "")
    if not (year.isdecimal() and len(year) == 4):
        raise Http404
    found = UnitSheet.objects.visible_to(request.person, request.day).filter(year=int(year)).order_by("pk")
    if not unit:
        return found
    root = get_object_or_404(Unit, code=unit)
    return found.filter(unit__in=Unit.objects.tree(request.day).beneath([root.pk]))


@job
def print_units(task: Job, sheets: list[int]) -> str:
    """Print many sheets into one file, kept for whoever asked; their one before is thrown away."""
    owner, day = _owner(task), task.asked_at.date()
    visible = UnitSheet.objects.visible_to(owner, day).filter(pk__in=sheets)
    task.progress(0, len(sheets), _("Forms are being filled in"))
    filled = unit_sheets_of(ready_units(visible, day), owner)
    task.progress(len(filled), len(sheets), _("Pages are being set"))
    place = _kept(task.pk)
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in Job.objects.visible_to(owner).filter(task=task.task).exclude(pk=task.pk).values_list("pk", flat=True):
        _kept(old).unlink(missing_ok=True)
    place.write_bytes(unit_sheets_pdf(filled))
    return reverse("printed", args=[task.pk])
