"""«Chương trình, kế hoạch»: the goals units set themselves, and how far the tasks that serve them are."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh.catalogue.forms.fields import sentence
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Unit
from congminh.org.models.unit import UnitQuerySet, seen_by
from congminh.org.views.listing import columns
from congminh.work.actions import remove_goal
from congminh.work.asking.fields import put_faults
from congminh.work.asking.planning import GoalForm
from congminh.work.doors import PLANNERS
from congminh.work.models import Goal
from congminh.work.periods import label, period_on

A_PAGE = 50


@door(SIGNED_IN)
@require_GET
def programme(request: Visit) -> HttpResponse:
    """The goals one's work serves, unit by unit, those of this period or all of the year."""
    period = period_on(request.day).code
    whole_year = "nam" in request.GET
    first, last = (period // 100 * 100 + 1, period // 100 * 100 + 12) if whole_year else (period, period)
    wanted = Goal.objects.visible_to(request.person, request.day).filter(first__lte=last, last__gte=first).counted()
    wanted = wanted.prefetch_related(Prefetch("unit", Unit.objects.named(request.day)))
    page = Paginator(wanted.order_by("unit__code", "programme", "first", "pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    led = _led(request)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for goal in page:
        groups[str(goal.unit)].append(_row(goal, goal.unit_id in led))
    url = reverse("programme")
    shown = {
        "page": page,
        "columns": columns(_("Goal"), _("Period"), (_("Tasks confirmed"), "number"), (_("Progress"), "quiet")),
        "groups": [{"label": name, "rows": rows} for name, rows in groups.items()],
        "actions": [{"label": _("Add a goal"), "url": reverse("add_goal"), "icon": "plus"}] if led else [],
        "tabs": [
            {"label": label(period), "url": url, "current": not whole_year},
            {"label": _("The whole year"), "url": f"{url}?nam=1", "current": whole_year},
        ],
    }
    return render(request, "work/programme.html", shown)


@door(PLANNERS)
@require_http_methods(["GET", "POST"])
def add_goal(request: Visit) -> HttpResponse:
    """A new goal of a unit one leads or advises."""
    period = period_on(request.day).code
    first = next((post.unit for post in request.posts if post.rank != "staff"), None)
    return _goal_page(request, Goal(unit=first, first=period, last=period // 100 * 100 + 12))


@door(PLANNERS)
@require_http_methods(["GET", "POST"])
def change_goal(request: Visit, pk: int) -> HttpResponse:
    """A goal changed, by whoever leads or advises its unit."""
    return _goal_page(request, _mine(request, pk))


@door(PLANNERS)
@require_POST
def drop_goal(request: Visit, pk: int) -> HttpResponse:
    """A goal taken out, while no task serves it."""
    goal = _mine(request, pk)
    try:
        remove_goal(goal, request.person)
    except ValidationError as fault:
        return _goal_page(request, goal, sentence(fault))
    messages.success(request, _("The goal is taken out."))
    return HttpResponseRedirect(reverse("programme"))


def _mine(request: Visit, pk: int) -> Goal:
    return get_object_or_404(Goal.objects.filter(unit__in=_led(request)), pk=pk)


def _led(request: Visit) -> set[int]:
    """The units one leads or advises."""
    return set(seen_by(request.person, request.day).files)


def _units(request: Visit) -> UnitQuerySet:
    return Unit.objects.on(request.day).filter(pk__in=_led(request))


def _goal_page(request: Visit, goal: Goal, trouble: str = "") -> HttpResponse:
    sent = request.method == "POST" and not trouble
    form = GoalForm(request, goal, _units(request), request.POST if sent else None)
    if sent and form.is_valid():
        try:
            form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("The goal is saved."))
            return HttpResponseRedirect(reverse("programme"))
    shown = {"form": form, "goal": goal, "trouble": trouble, "back": reverse("programme")}
    return render(request, "work/goal.html", shown, status=422 if form.errors or trouble else 200)


def _row(goal: Goal, is_mine: bool) -> dict[str, Any]:
    months = [f"{code % 100:02d}/{code // 100}" for code in dict.fromkeys((goal.first, goal.last))]
    span = " – ".join(months)
    return {"goal": goal, "span": span, "url": reverse("change_goal", args=[goal.pk]) if is_mine else ""}
