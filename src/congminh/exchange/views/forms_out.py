"""Mẫu 01 to print or to go on working in: one, a unit's in one file, a province's by a worker; a month as Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.people import chosen
from congminh.exchange.forms.document import form_01_docx
from congminh.exchange.forms.month_book import month_book
from congminh.exchange.forms.printing import form_01_pdf
from congminh.exchange.forms.sheets import file_name, forms_of, ready
from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org.doors import SIGNED_IN, Visit, always, asks_again, door
from congminh.org.models import Person

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More forms than this take longer than anybody waits for a page.
AT_ONCE = 200


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
    return _sent(form_01_pdf([form]), f"{file_name(sheet)}.pdf", PDF, inline=True)


@door(SIGNED_IN)
@require_GET
def one_docx(request: Visit, pk: int) -> HttpResponse:
    """Mẫu 01 of one sheet as DOCX."""
    sheet, form = _one(request, pk)
    return _sent(form_01_docx(form), f"{file_name(sheet)}.docx", DOCX)


@door(SIGNED_IN)
@asks_again(always)
@require_GET
def many_pdf(request: Visit) -> HttpResponse:
    """Mẫu 01 of all sheets asked for, in one file; above 200 a worker prints them."""
    asked = chosen(request)
    number = asked.count()
    if not number:
        messages.warning(request, _("There is no form to print: choose another period or unit."))
        return HttpResponseRedirect(f"{reverse('period_people')}?{request.GET.urlencode()}")
    if number > AT_ONCE:
        label = _("Printing Form 01: %(number)s people") % {"number": number}
        keys = list(asked.values_list("pk", flat=True))
        return HttpResponseRedirect(begin(print_many, request.person, label, sheets=keys).get_absolute_url())
    forms = forms_of(ready(asked, request.day), request.person)
    return _sent(form_01_pdf(forms), "mau-01.pdf", PDF, inline=True)


@job
def print_many(task: Job, sheets: list[int]) -> str:
    """Print many forms into one file, kept for whoever asked; their one before is thrown away."""
    owner, day = _owner(task), task.asked_at.date()
    visible = PeriodSheet.objects.visible_to(owner, day).filter(pk__in=sheets)
    task.progress(0, len(sheets), _("Forms are being filled in"))
    forms = forms_of(ready(visible, day), owner)
    task.progress(len(forms), len(sheets), _("Pages are being set"))
    place = _kept(task.pk)
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in Job.objects.visible_to(owner).filter(task=task.task).exclude(pk=task.pk).values_list("pk", flat=True):
        _kept(old).unlink(missing_ok=True)
    place.write_bytes(form_01_pdf(forms))
    return reverse("printed", args=[task.pk])


def _owner(task: Job) -> Person:
    if task.owner is None:
        raise LookupError("forms are printed for somebody")
    return task.owner


def _kept(job: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "in-an" / f"{job}.pdf"


@door(SIGNED_IN)
@require_GET
def printed(request: Visit, pk: int) -> HttpResponseBase:
    """What a worker printed, to whoever asked for it."""
    found = Job.objects.visible_to(request.person).filter(pk=pk).first()
    if found is None or not _kept(pk).is_file():
        raise Http404
    return FileResponse(_kept(pk).open("rb"), as_attachment=True, filename="mau-01.pdf", content_type=PDF)


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


def _sent(content: bytes, name: str, kind: str, inline: bool = False) -> HttpResponse:
    """A file under its name: shown by the browser, or saved."""
    how = "inline" if inline else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})
