"""The papers of the year: Mẫu 02 one and many, the minutes, the notice, the whole electronic file (Điều 24.2)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.exchange.views.bulk import many
from congminh.exchange.views.sending import DOCX, PDF, ZIP, sent
from congminh.exchange.year_papers.bundle import bundle, may_have
from congminh.exchange.year_papers.filling import file_name, forms_02_of, ready_years, shows_level
from congminh.exchange.year_papers.making import form_02_docx, form_02_pdf, paper_docx, paper_pdf
from congminh.exchange.year_papers.minutes import file_name_of, may_read, minutes_of
from congminh.exchange.year_papers.notice import notice_of
from congminh.org.doors import FILES, SIGNED_IN, Visit, always, asks_again, door
from congminh.org.models import Unit
from congminh.year.models import Meeting, YearSheet


def _one(request: Visit, pk: int) -> YearSheet:
    visible = YearSheet.objects.visible_to(request.person, request.day).filter(pk=pk)
    found = ready_years(visible, request.day)
    if not found:
        raise Http404
    return found[0]


@door(SIGNED_IN)
@require_GET
def one_pdf(request: Visit, pk: int) -> HttpResponse:
    """Mẫu 02 of one sheet as PDF."""
    sheet = _one(request, pk)
    return sent(form_02_pdf(forms_02_of([sheet], request.person)), f"{file_name(sheet)}.pdf", PDF, inline=True)


@door(SIGNED_IN)
@require_GET
def one_docx(request: Visit, pk: int) -> HttpResponse:
    """Mẫu 02 of one sheet as DOCX."""
    sheet = _one(request, pk)
    (form,) = forms_02_of([sheet], request.person)
    return sent(form_02_docx(form), f"{file_name(sheet)}.docx", DOCX)


@door(FILES)
@asks_again(always)
@require_http_methods(["GET", "POST"])
def many_pdf(request: Visit) -> HttpResponse:
    """Mẫu 02 of everyone one sees in an agency's year («dot»), or in a unit of it («don_vi»); above 200 by a worker."""
    asked, back = _asked(request), reverse("my_years")
    return many(request, "form_02", asked, back, _("There is no form to print: choose another year or unit."))


def _asked(request: Visit) -> Any:
    year, unit = request.GET.get("dot", ""), request.GET.get("don_vi", "")
    if not year.isdecimal():
        raise Http404
    found = YearSheet.objects.visible_to(request.person, request.day).filter(round=int(year)).exclude(state="not_rated")
    if not unit:
        return found
    root = get_object_or_404(Unit, code=unit)
    return found.filter(unit__in=Unit.objects.tree(request.day).beneath([root.pk]))


@door(SIGNED_IN)
@require_GET
def notice_pdf(request: Visit, pk: int) -> HttpResponse:
    """The written notice of the result as PDF; once decided for who judges, once told for others."""
    sheet = _decided(request, pk)
    return sent(paper_pdf("notice", notice_of(sheet, request.day)), f"{file_name(sheet, 'thong-bao')}.pdf", PDF, True)


@door(SIGNED_IN)
@require_GET
def notice_docx(request: Visit, pk: int) -> HttpResponse:
    """The written notice of the result as DOCX."""
    sheet = _decided(request, pk)
    return sent(paper_docx("notice", notice_of(sheet, request.day)), f"{file_name(sheet, 'thong-bao')}.docx", DOCX)


def _decided(request: Visit, pk: int) -> YearSheet:
    sheet = _one(request, pk)
    if not shows_level(sheet, request.person):
        raise Http404
    return sheet


@door(SIGNED_IN)
@require_GET
def minutes_pdf(request: Visit, pk: int) -> HttpResponse:
    """The minutes of a meeting as PDF."""
    meeting = _meeting(request, pk)
    return sent(paper_pdf("minutes", _told(meeting)), f"{file_name_of(meeting)}.pdf", PDF, inline=True)


@door(SIGNED_IN)
@require_GET
def minutes_docx(request: Visit, pk: int) -> HttpResponse:
    """The minutes of a meeting as DOCX, to be put right before they are signed."""
    meeting = _meeting(request, pk)
    return sent(paper_docx("minutes", _told(meeting)), f"{file_name_of(meeting)}.docx", DOCX)


def _meeting(request: Visit, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(request.person, request.day).described(request.day)
    meeting: Meeting = get_object_or_404(visible, pk=pk)
    if not may_read(meeting, request.person, request.day):
        raise Http404
    return meeting


def _told(meeting: Meeting) -> dict[str, Any]:
    rows = meeting.sheets.select_related("person", "round", "result__basis").order_by("person__code")  # type: ignore[attr-defined]
    return minutes_of(meeting, list(rows))


@door(SIGNED_IN)
@asks_again(always)
@require_GET
def whole_file(request: Visit, pk: int) -> HttpResponse:
    """The electronic file of one person's year; for the person, who decides, personnel and inspectors alone."""
    sheet = _one(request, pk)
    if not may_have(sheet, request.person):
        raise PermissionDenied(_("The whole file is for the person, who decides, personnel and inspectors."))
    content = bundle(sheet, request.person, request.day)
    return sent(content, f"{file_name(sheet, 'ho-so-xep-loai')}.zip", ZIP)
