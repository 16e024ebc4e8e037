"""Counting the year's tasks where a page cannot wait for it: a large organisation, or all one may count."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.jobs.actions import begin
from congminh.jobs.models import Job
from congminh.jobs.work import job
from congminh.org.doors import FILES, Visit, door
from congminh.org.models import Person
from congminh.unit_year.actions.figures import Counted, counted, may_enter, put_counted
from congminh.unit_year.asking.acting import CountForm
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.unit_year.seats import bench_on

# An organisation with more units than this is counted by a worker.
SMALL = 20


@door(FILES)
@require_http_methods(["GET", "POST"])
def count_all(request: Visit) -> HttpResponse:
    """«Đếm nhiệm vụ cả danh sách»: of every organisation whose figures one may enter, as a job."""
    form = CountForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        year = form.cleaned_data["year"]
        keys = [sheet.pk for sheet in to_count(request, year)]
        if keys:
            label = _("Counting the tasks of %(number)s organisations, year %(year)s")
            said = label % {"number": len(keys), "year": year}
            task = begin(count_in_background, request.person, said, sheets=keys)
            return HttpResponseRedirect(task.get_absolute_url())
        messages.warning(request, _("No organisation's tasks are yours to count as the sheets stand now."))
    shown = {
        "title": _("Count the tasks of all"),
        "lead": _("Numbers entered with a source stay as they are; those counted before are counted anew."),
        "form": form,
        "back": reverse("unit_years"),
    }
    return render(request, "act.html", shown, status=422 if form.is_bound else 200)


def to_count(request: Visit, year: int) -> list[UnitSheet]:
    """The sheets of a year whose figures this person may enter now and that nobody entered by hand."""
    seen = UnitSheet.objects.visible_to(request.person, request.day).filter(year=year).exclude(state__in=DECIDED)
    return _theirs(list(seen.exclude(tasks_from=UnitSheet.From.ENTERED).order_by("pk")), request.person)


def begin_count(request: Visit, sheet: UnitSheet) -> Job:
    """Count one large organisation by a worker."""
    label = _("Counting the tasks of %(unit)s") % {"unit": sheet.unit}
    return begin(count_in_background, request.person, label, sheets=[sheet.pk])


def _counted(task: Job, sheets: list[int]) -> Counted | None:
    """Outside the job's transaction: nobody else could write while a province's tasks are counted."""
    rows = list(UnitSheet.objects.filter(pk__in=sheets).order_by("pk"))
    note = _("Units are being counted")
    return counted(rows, lambda done, total: task.progress(done, total, note)) if rows else None


@job(before=_counted)
def count_in_background(task: Job, found: Counted | None, sheets: list[int]) -> str:
    """Put what was counted on the sheets that are still this person's to put figures on."""
    owner = task.owner
    if owner is None or found is None:
        raise LookupError("tasks are counted for somebody, of something")
    rows = _theirs(list(UnitSheet.objects.filter(pk__in=sheets).order_by("pk")), owner)
    kept = put_counted(rows, owner, found) if rows else {}
    said = _("Counted for %(number)s organisations; %(rest)s have no task recorded, or were decided meanwhile.")
    task.progress(len(sheets), len(sheets), said % {"number": len(kept), "rest": len(sheets) - len(kept)})
    if len(rows) == 1:
        return reverse("unit_figures", args=[rows[0].pk])
    return reverse("unit_years")


def _theirs(sheets: list[UnitSheet], person: Person) -> list[UnitSheet]:
    bench = bench_on(timezone.localdate())
    for sheet in sheets:
        sheet.use(bench)
    return [sheet for sheet in sheets if may_enter(sheet, person)]
