"""«Xác nhận nhiều việc»: recurring work on time and with evidence, ticked in a list and confirmed as one batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.catalogue.forms.fields import sentence
from congminh.ledger.actions import Stale
from congminh.org import facts
from congminh.org.doors import Visit, asks_again, door
from congminh.org.views.listing import columns
from congminh.work.actions import confirm_all
from congminh.work.doors import HEADS
from congminh.work.models import Task
from congminh.work.views.queue import routine, waiting
from congminh.work.views.telling import badges_to_settle, load, number

MOST = 200


@door(HEADS)
@asks_again()
@require_http_methods(["GET", "POST"])
def confirm_many(request: Visit) -> HttpResponse:
    """The tasks fit for it, all ticked; by POST those still ticked are confirmed together, or none."""
    if request.method != "POST":
        return _page(request, None)
    seen = _seen(request)
    chosen = list(waiting(request).filter(pk__in=seen, state="reported"))
    for task in chosen:
        task.version = seen[task.pk]
    try:
        if len(chosen) < len(seen):
            raise Stale(None, sorted(seen.keys() - {task.pk for task in chosen}))
        confirm_all(chosen, request.person)
    except ValidationError as fault:
        return _page(request, seen, sentence(fault), 422)
    except Stale as late:
        return _page(request, seen, _moved(late), 409)
    messages.success(request, _("Confirmed as one batch: %(number)s tasks.") % {"number": len(chosen)})
    return HttpResponseRedirect(reverse("queue"))


def _seen(request: Visit) -> dict[int, int]:
    """The tasks ticked, each at the version it was seen at."""
    pairs = [each.partition(":") for each in request.POST.getlist("task")]
    if not all(pk.isdecimal() and version.isdecimal() for pk, _colon, version in pairs):
        raise Http404
    return {int(pk): int(version) for pk, _colon, version in pairs}


def _moved(late: Stale) -> str:
    names = Task.objects.filter(pk__in=late.files).values_list("name", flat=True)
    said = _("Someone was first: %(tasks)s. Nothing was confirmed; look again and confirm the others.")
    return said % {"tasks": "; ".join(names) or "–"}


def _page(request: Visit, seen: Mapping[int, int] | None, trouble: str = "", status: int = 200) -> HttpResponse:
    values = facts.values(request.day)
    tasks = list(waiting(request).filter(routine()).select_related("person", "goal")[:MOST])
    figures = ((_("Due"), "number"), (_("Finished"), "number"), (_("Done"), "number"), (_("Converted"), "number"))
    shown = {
        "columns": columns((_("Choose"), "quiet"), _("Product, work"), _("Civil servant"), *figures, _("State")),
        "groups": [{"rows": [_row(request, task, values, seen) for task in tasks]}] if tasks else [],
        "number": len(tasks),
        "trouble": trouble,
    }
    return render(request, "work/batch.html", shown, status=status)


def _row(request: Visit, task: Task, values: Any, seen: Mapping[int, int] | None) -> dict[str, Any]:
    return {
        "task": task,
        "is_chosen": seen is None or task.pk in seen,
        "done": number(task.reported_m),
        "converted": load(task.reported_m * (task.coefficient_m or 0)),
        "badges": badges_to_settle(task, request.day, values),
    }
