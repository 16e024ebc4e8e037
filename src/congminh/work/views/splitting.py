"""«Chia nhiệm vụ»: a large product in parts over time, within its total."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.law.nd335.task_procedure import UNDER_WAY
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale
from congminh.ledger.telling import late_words
from congminh.org.doors import Visit, door
from congminh.org.models import Person
from congminh.work.asking.splitting import SplitForm
from congminh.work.doors import HEADS
from congminh.work.models import Task
from congminh.work.views.telling import number


def may_split(task: Task, person: Person) -> bool:
    """Whether a person may split the task as it stands: who assigned it, while it is under way."""
    return task.state in UNDER_WAY and Role.ASSESSOR in task.roles_of(person)


@door(HEADS)
@require_http_methods(["GET", "POST"])
def split_task(request: Visit, pk: int) -> HttpResponse:
    """The parts; by POST the task becomes its first, the others are assigned to the same person."""
    task = get_object_or_404(Task.objects.visible_to(request.person, request.day).select_related("person"), pk=pk)
    if Role.ASSESSOR not in task.roles_of(request.person):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    form = SplitForm(task, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, task, form)
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Http404
    if form.is_valid():
        try:
            parts = form.act(request.person, int(version))
        except ValidationError as fault:
            form.refuse(fault)
        except Stale as late:
            task.refresh_from_db()
            return _page(request, task, form, 409, late_words(late, task))
        else:
            messages.success(request, _("Split into %(number)s parts.") % {"number": len(parts)})
            return HttpResponseRedirect(task.get_absolute_url())
    return _page(request, task, form, 422)


def _page(request: Visit, task: Task, form: SplitForm, status: int = 200, late: str = "") -> HttpResponse:
    shown = {"task": task, "form": form, "given": number(task.assigned_m), "late": late}
    return render(request, "work/split.html", shown, status=status)
