"""«Kiến nghị»: sent from a line of «Vì sao điểm này?», listed for whoever may see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.assessment.actions import Line, stops
from congminh.assessment.actions.petitioning import scored_by
from congminh.assessment.asking.petition import LodgeForm
from congminh.assessment.facts import why as tree_of
from congminh.assessment.models import PeriodSheet, Petition
from congminh.assessment.views.about import row_of, settler
from congminh.assessment.views.sheet import seen
from congminh.assessment.views.showing import sheet_url, vn
from congminh.law.nd335.procedure import PETITION, PETITION_DEADLINE
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.views.listing import columns
from congminh.work.asking.fields import put_faults

A_PAGE = 25
Words = dict[str, Any]


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def lodge(request: Visit, pk: int) -> HttpResponse:
    """The line with its figures and article; grounds and papers; by POST it is sent. One's own sheet alone."""
    sheet = seen(request, pk)
    if sheet.person_id != request.person.pk:
        raise Http404
    stopped = stops(sheet, request.day)
    line = None if stopped else _line(sheet, request)
    form = LodgeForm(request.POST, request.FILES) if request.method == "POST" and line else LodgeForm()
    if line and form.is_bound and form.is_valid():
        try:
            petition = form.act(sheet, line, request.person)
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            due = {"due": vn(petition.due)}
            messages.success(request, _("The petition is sent; it is to be settled by %(due)s.") % due)
            return HttpResponseRedirect(petition.get_absolute_url())
    return _lodge_page(request, sheet, line, form, stopped)


def _lodge_page(
    request: Visit, sheet: PeriodSheet, line: Line | None, form: LodgeForm, stopped: ValidationError | None
) -> HttpResponse:
    place = {"label": f"{sheet.round.label}, {sheet.person.name}", "url": sheet_url(sheet)}
    shown = {
        "title": _("Send a petition"),
        "lead": _("It is settled within 7 working days of the day it is received (Điều 22)."),
        "trail": [place, {"label": _("Why this score?"), "url": reverse("sheet_why", args=[sheet.pk])}],
        "line": line,
        "form": form,
        "stopped": stopped and _parts(stopped),
        "settled": settler(_unsent(sheet)),
        "due": vn(PETITION_DEADLINE.due(request.day)),
        "already": _already(sheet, line),
        "back": reverse("sheet_why", args=[sheet.pk]),
    }
    status = 422 if form.errors or (stopped and request.method == "POST") else 200
    return render(request, "assessment/petition/lodge.html", shown, status=status)


def _unsent(sheet: PeriodSheet) -> Petition:
    """The petition as it would be sent: who would settle it."""
    return Petition(procedure=PETITION.name, person=sheet.person, sheet=sheet, decided_by_id=scored_by(sheet))


def _already(sheet: PeriodSheet, line: Line | None) -> str:
    """The page of an open petition on the same line; empty where there is none."""
    same = Petition.objects.open().filter(sheet=sheet, line=line.name, of_task=line.task) if line else ()
    return next((petition.get_absolute_url() for petition in same), "")


def _parts(fault: ValidationError) -> Words:
    more: Words = fault.params or {}
    return {"title": " ".join(fault.messages), "text": " ".join(filter(None, (more.get("why"), more.get("next"))))}


def _line(sheet: PeriodSheet, request: Visit) -> Line:
    """The line the address names, as the signed tree says it; the level itself where none is named; else 404."""
    name, task = request.GET.get("dong", "grade"), request.GET.get("viec", "")
    if task and not task.isdecimal():
        raise Http404
    wanted = int(task) if task else None
    for node in _nodes(tree_of(sheet)["tree"]):
        if node["name"] == name and (node["task"]["pk"] if node["task"] else None) == wanted:
            return line_of(node)
    raise Http404


def line_of(node: Words) -> Line:
    """A node of the tree as a petition keeps it."""
    label = node["label"][:1].upper() + node["label"][1:]
    named = f"{node['letter']} · {label}" if node["letter"] else label
    about = f"{named} – {node['task']['name']}" if node["task"] else named
    return Line(
        node["name"], about, node["value"], node["arithmetic"], node["cite"], node["task"] and node["task"]["pk"]
    )


def _nodes(node: Words) -> Iterator[Words]:
    """The lines of one's own tree; those of people in charge are theirs."""
    if node.get("sheet"):
        return
    yield node
    for part in node["parts"]:
        yield from _nodes(part)


@door(SIGNED_IN)
@require_GET
def petitions(request: Visit) -> HttpResponse:
    """The petitions one may see: one's own, those one settles or corrects, those of the agencies one advises."""
    asked = request.GET.get("tinh_trang", "")
    visible = Petition.objects.visible_to(request.person, request.day)
    found = visible.open() if asked == "dang-mo" else visible
    page = Paginator(found.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    here = reverse("petitions")
    tabs = ((_("All"), "", here), (_("Open petitions"), "dang-mo", f"{here}?tinh_trang=dang-mo"))
    shown = {
        "page": page,
        "tabs": [{"label": label, "url": url, "current": key == asked} for label, key, url in tabs],
        "columns": columns(
            _("Line complained of"), _("Civil servant"), _("Sent on"), _("To be settled by"), _("State")
        ),
        "groups": [{"rows": [row_of(petition, request) for petition in page]}],
    }
    return render(request, "assessment/petition/petitions.html", shown)
