"""What the form in a row of «Việc của tôi» says: all of it, a part, or progress; and back with nothing typed lost."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congminh.catalogue.forms.fields import put_faults
from congminh.ledger.actions import Stale
from congminh.ledger.telling import late_words
from congminh.org import facts
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Person
from congminh.org.views.acting import way_back
from congminh.work.asking.row import RowForm
from congminh.work.models import Task
from congminh.work.views.month import row, task_columns


@door(SIGNED_IN)
@require_POST
def report_row(request: Visit, pk: int) -> HttpResponse:
    """What a row's form says: all, a part, or progress; then back, or the row again with what is wrong."""
    task = get_object_or_404(Task.objects.visible_to(request.person, request.day), pk=pk)
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Http404
    form = RowForm(task, request.person, request.day > task.due, request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, task, form, 422)
    try:
        form.act(seen_by_me(task, request.person, int(version)))
    except ValidationError as fault:
        put_faults(form, fault)
        return _again(request, task, form, 422)
    except Stale as late:
        task.refresh_from_db()
        return _again(request, task, form, 409, late)
    if form.keeps:
        return _kept(request, task)
    messages.success(request, _("Reported: %(task)s.") % {"task": task.name})
    return HttpResponseRedirect(way_back(request, reverse("home")))


def seen_by_me(task: Task, person: Person, version: int) -> int:
    """The version to act on: the one seen, or today's where since then I alone noted my own progress."""
    since = task.entries.filter(number__gt=version).values_list("who_id", "step") if version < task.version else ()
    mine = bool(since) and all(each == (person.pk, "update") for each in since)
    return task.version if mine else version


def _kept(request: Visit, task: Task) -> HttpResponse:
    """Back to the list; to a script the row, whose version it takes over."""
    if not request.headers.get("HX-Request"):
        messages.success(request, _("Progress kept: %(task)s.") % {"task": task.name})
        return HttpResponseRedirect(way_back(request, reverse("home")))
    return _row_page(request, task, None, 200, kept=True)


def _again(request: Visit, task: Task, form: RowForm, status: int, late: Stale | None = None) -> HttpResponse:
    """The row with its form as it was filled in; a script puts it where the row was."""
    answer = _row_page(request, task, form, status, late)
    place = f"#viec-{task.pk}"
    for name in ("Retarget", "Reselect"):
        answer.headers[f"HX-{name}"] = place
    answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _row_page(
    request: Visit, task: Task, form: RowForm | None, status: int, late: Stale | None = None, kept: bool = False
) -> HttpResponse:
    values = facts.values(request.day)
    item = row(request, task, values, True, form) | {"late": late and late_words(late, task), "kept": kept}
    shown = {"task": task, "columns": task_columns(), "groups": [{"rows": [item]}]}
    return render(request, "work/report.html", shown, status=status)
