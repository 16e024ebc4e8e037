"""Many forms in one file: at once where they are few; else a button asks a worker, who keeps it for whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from congminh.assessment.models import PeriodSheet
from congminh.exchange.forms.printing import form_01_pdf
from congminh.exchange.forms.sheets import forms_of, ready
from congminh.exchange.unit_papers.filling import ready_units, unit_sheets_of
from congminh.exchange.unit_papers.making import unit_sheets_pdf
from congminh.exchange.views.sending import PDF, sent
from congminh.exchange.year_papers.filling import forms_02_of, ready_years
from congminh.exchange.year_papers.making import form_02_pdf
from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.looks.models import Look
from congminh.looks.recording import looking_for
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Person
from congminh.unit_year.models import UnitSheet
from congminh.year.models import YearSheet

# More forms than this take longer than anybody waits for a page.
AT_ONCE = 200


@dataclass(frozen=True)
class Printing:
    """One kind of form as printed in bulk: whose sheets, filled in for a reader on a day, set as one PDF."""

    title: Promise | str
    file: str
    sheets: Any
    filled: Callable[[QuerySet[Any], date, Person], list[Any]]
    set: Callable[[list[Any]], bytes]


PRINTINGS = {
    "form_01": Printing(
        gettext_lazy("Form 01"),
        "mau-01.pdf",
        PeriodSheet,
        lambda asked, day, reader: forms_of(ready(asked, day), reader),
        form_01_pdf,
    ),
    "form_02": Printing(
        gettext_lazy("Form 02"),
        "mau-02.pdf",
        YearSheet,
        lambda asked, day, reader: forms_02_of(ready_years(asked, day), reader),
        form_02_pdf,
    ),
    "unit_sheet": Printing(
        gettext_lazy("Sheets of organisations"),
        "phieu-to-chuc.pdf",
        UnitSheet,
        lambda asked, day, reader: unit_sheets_of(ready_units(asked, day), reader),
        unit_sheets_pdf,
    ),
}


def many(request: Visit, name: str, asked: QuerySet[Any], back: str, nothing: str) -> HttpResponse:
    """The sheets asked for in one file; of too many first a button, and behind it a worker.

    `nothing` is said on the page `back` where there is none.
    """
    printing, number = PRINTINGS[name], asked.count()
    if not number:
        messages.warning(request, nothing)
        return HttpResponseRedirect(back)
    if number <= AT_ONCE:
        return sent(printing.set(printing.filled(asked, request.day, request.person)), printing.file, PDF, inline=True)
    title = _("Print %(forms)s") % {"forms": printing.title}
    if request.method == "POST":
        keys = list(asked.values_list("pk", flat=True))
        begun = begin(print_many, request.person, f"{title}: {number}", name=name, sheets=keys)
        return HttpResponseRedirect(begun.get_absolute_url())
    lead = _("%(number)s forms are set in the background.") % {"number": number}
    return render(request, "act.html", {"title": title, "lead": lead, "back": back})


@job
def print_many(task: Job, name: str, sheets: list[int]) -> str:
    """Print many forms into one file, kept for whoever asked; their one before is thrown away."""
    if task.owner is None:
        raise LookupError("forms are printed for somebody")
    printing, day = PRINTINGS[name], task.asked_at.date()
    task.progress(0, len(sheets), _("Forms are being filled in"))
    visible = printing.sheets.objects.visible_to(task.owner, day).filter(pk__in=sheets)
    with looking_for(task.owner, Look.How.PDF, "printed"):
        filled = printing.filled(visible, day, task.owner)
    task.progress(len(filled), len(sheets), _("Pages are being set"))
    place = _kept(task)
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in Job.objects.visible_to(task.owner).filter(task=task.task).exclude(pk=task.pk):
        _kept(old).unlink(missing_ok=True)
    place.write_bytes(printing.set(filled))
    return reverse("printed", args=[task.pk])


def _kept(task: Job) -> Path:
    return Path(settings.MEDIA_ROOT) / "in-an" / f"{task.pk}.pdf"


@door(SIGNED_IN)
@require_GET
def printed(request: Visit, pk: int) -> HttpResponseBase:
    """What a worker printed, to whoever asked for it."""
    found = Job.objects.visible_to(request.person).filter(pk=pk).first()
    if found is None or not _kept(found).is_file():
        raise Http404
    file = PRINTINGS[found.arguments["name"]].file
    return FileResponse(_kept(found).open("rb"), as_attachment=True, filename=file, content_type=PDF)
