"""«Căn cứ không hoàn thành nhiệm vụ» (Điều 11.3, 20.4): the list, entering from a document, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.assessment.views.showing import vn
from congminh.org.doors import FILES, PERSONNEL, Visit, door
from congminh.org.models.unit import units_on
from congminh.org.views.listing import columns
from congminh.work.asking.fields import put_faults
from congminh.year.actions import take_back_ground
from congminh.year.asking.grounds import GroundForm, GroundsAsked, ReasonForm
from congminh.year.facts.counting import Counts, where_counted
from congminh.year.models import Ground
from congminh.year.views.showing import Words

A_PAGE = 25


@door(FILES)
@require_GET
def grounds(request: Visit) -> HttpResponse:
    """The grounds of the people whose files one sees, the newest first, each with the year it counts in."""
    asked = GroundsAsked(request)
    seen = Ground.objects.visible_to(request.person, request.day).exclude(person=request.person)
    rows = asked.rows_of(seen).select_related("person").order_by("-effective", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    found = list(page)
    counts = where_counted({each.person_id for each in found})
    units = {each.agency_id for each in found} | {each.agency for each in counts.values()}
    units |= {each.happened_at_id for each in found}
    names = {pk: str(units_on(request.day)[pk]) for pk in units}
    may_keep = PERSONNEL.needs(request)
    shown = {
        "asked": asked,
        "page": page,
        "columns": columns(
            _("Civil servant"),
            _("Act"),
            _("Document"),
            _("Where it happened"),
            _("Counts in"),
            (_("Act on it"), "quiet"),
        ),
        "groups": [{"rows": [_row(each, counts.get((each.person_id, each.act)), names, may_keep) for each in found]}],
        "actions": [{"label": _("Enter a ground"), "url": reverse("enter_ground"), "primary": True}]
        if may_keep
        else [],
    }
    return render(request, "year/grounds/list.html", shown)


def _row(ground: Ground, counts: Counts | None, names: dict[int, str], may_keep: bool) -> Words:
    back = reverse("take_back_ground", args=[ground.pk])
    return {
        "ground": ground,
        "kind": capfirst(ground.get_kind_display()),
        "act_day": vn(ground.act_day),
        "effective": vn(ground.effective),
        "where": names.get(ground.happened_at_id, ""),
        "counts": _counts(ground, counts, names),
        "back": back if may_keep and ground.withdrawn_at is None else "",
    }


def _counts(ground: Ground, counts: Counts | None, names: dict[int, str]) -> Words:
    """The one year an act counts in; of another document on it, by which it counts."""
    if ground.withdrawn_at is not None:
        return {"badge": {"word": _("Taken back"), "tone": "off"}, "sub": ground.withdrawn_for}
    if counts is None:
        word = _("Counted in %(year)s already") % {"year": ground.used_in} if ground.used_in else _("Not counted")
        return {"badge": {"word": word, "tone": "off"}, "sub": "Điều 11.3.b"}
    if counts.ground.pk != ground.pk:
        said = {"year": counts.year, "document": counts.ground.document}
        return {"badge": {"word": _("Not counted again"), "tone": "off"},
                "sub": _("the act counts in %(year)s, by %(document)s") % said}  # fmt: skip
    where = names.get(counts.agency, "")
    return {
        "badge": {"word": _("Year %(year)s") % {"year": counts.year}, "tone": "seal"},
        "sub": f"{where}, {counts.cite}",
    }


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def enter(request: Visit) -> HttpResponse:
    """Enter a ground from its document: the act, its day, where it happened, whether it is of public duty."""
    form = GroundForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ground = form.act_on()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("Entered for %(person)s.") % {"person": ground.person})
            return HttpResponseRedirect(reverse("grounds"))
    shown = {
        "title": _("Enter a ground"),
        "lead": _(
            "From the document that disciplines or concludes; one act rates somebody not fulfilled in one year only."
        ),
        "form": form,
        "back": reverse("grounds"),
    }
    return render(request, "year/act.html", shown, status=422 if form.errors else 200)


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def take_back(request: Visit, pk: int) -> HttpResponse:
    """Take back a ground entered by mistake or annulled, with the reason."""
    seen: Any = Ground.objects.visible_to(request.person, request.day).exclude(person=request.person)
    ground = get_object_or_404(seen.select_related("person"), pk=pk)
    form = ReasonForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            take_back_ground(ground, request.person, form.cleaned_data["reason"])
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("Taken back; what was entered stays on record."))
            return HttpResponseRedirect(reverse("grounds"))
    shown = {
        "title": _("Take back a ground"),
        "above": str(ground.person),
        "lead": f"{ground}: {ground.act}",
        "form": form,
        "back": reverse("grounds"),
    }
    return render(request, "year/act.html", shown, status=422 if form.errors else 200)
