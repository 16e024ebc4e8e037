"""Mẫu 01 to print or to go on working in: one, a unit's in one file, a province's by a worker; a month as Excel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.people import chosen
from congminh.exchange.forms.document import form_01_docx
from congminh.exchange.forms.month_book import month_book
from congminh.exchange.forms.printing import form_01_pdf
from congminh.exchange.forms.sheets import file_name, forms_of, ready
from congminh.exchange.views.bulk import many
from congminh.exchange.views.sending import DOCX, EXCEL, PDF, sent
from congminh.org.doors import SIGNED_IN, Visit, always, asks_again, door


def _one(request: Visit, pk: int) -> tuple[PeriodSheet, Any]:
    visible = PeriodSheet.objects.visible_to(request.person, request.day).filter(pk=pk)
    found = ready(visible, request.day)
    if not found:
        raise Http404
    return found[0], forms_of(found, request.person)[0]


@door(SIGNED_IN)
@require_GET
def one_pdf(request: Visit, pk: int) -> HttpResponse:
    """Mẫu 01 of one sheet as PDF."""
    sheet, form = _one(request, pk)
    return sent(form_01_pdf([form]), f"{file_name(sheet)}.pdf", PDF, inline=True)


@door(SIGNED_IN)
@require_GET
def one_docx(request: Visit, pk: int) -> HttpResponse:
    """Mẫu 01 of one sheet as DOCX."""
    sheet, form = _one(request, pk)
    return sent(form_01_docx(form), f"{file_name(sheet)}.docx", DOCX)


@door(SIGNED_IN)
@asks_again(always)
@require_http_methods(["GET", "POST"])
def many_pdf(request: Visit) -> HttpResponse:
    """Mẫu 01 of all sheets asked for, in one file; above 200 a worker prints them."""
    asked, back = chosen(request), f"{reverse('period_people')}?{request.GET.urlencode()}"
    return many(request, "form_01", asked, back, _("There is no form to print: choose another period or unit."))


@door(SIGNED_IN)
@asks_again(always)
@require_GET
def month_xlsx(request: Visit) -> HttpResponseBase:
    """The month of the sheets asked for, in the working columns of the Ministry's handbook."""
    try:
        book = month_book(ready(chosen(request), request.day))
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return HttpResponseRedirect(f"{reverse('period_people')}?{request.GET.urlencode()}")
    return FileResponse(book, as_attachment=True, filename="ket-qua-thang.xlsx", content_type=EXCEL)
