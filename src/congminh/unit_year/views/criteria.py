"""«Bộ tiêu chí đánh giá tổ chức»: those in force and drafts; one with its criteria and indicators; its decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh.assessment.asking.acting import advised
from congminh.ledger.words import said
from congminh.org.doors import FILES, PERSONNEL, Visit, asks_again, door
from congminh.org.models import Unit
from congminh.org.views.listing import columns
from congminh.unit_year.actions import begin_set, decide_set, drop_set, put_criteria, put_indicators
from congminh.unit_year.asking.acting import DecideSetForm
from congminh.unit_year.asking.criteria import are_sound, criterion_forms, filled, indicator_forms, put_row_faults
from congminh.unit_year.headings import CODES, PART_CITES, PARTS, headings
from congminh.unit_year.models import CriteriaSet
from congminh.unit_year.views.showing import Words, points
from congminh.work.asking.fields import put_faults

SHOWN = 50


@door(FILES)
@require_GET
def sets(request: Visit) -> HttpResponse:
    """The sets one may see, drafts first, the newest first."""
    found = CriteriaSet.objects.visible_to(request.person, request.day).described(request.day)
    rows = sorted(found.order_by("-first", "-pk")[:SHOWN], key=lambda each: not each.is_draft)
    shown = {
        "number": len(rows),
        "columns": columns(_("Set of criteria"), _("Agency"), _("In force from"), _("Decision")),
        "groups": [{"rows": [_set_row(each) for each in rows]}],
        "agencies": advised(request) if PERSONNEL.needs(request) else [],
    }
    return render(request, "unit_year/sets.html", shown)


def _set_row(each: CriteriaSet) -> Words:
    state = {"word": _("Draft"), "tone": "warn"} if each.is_draft else {"word": _("Decided"), "tone": "good"}
    return {"set": each, "url": reverse("criteria_set", args=[each.pk]), "state": state}


@door(PERSONNEL)
@require_POST
def begin(request: Visit) -> HttpResponse:
    """A new draft: empty for an agency, or with what another set holds."""
    like, agency = request.POST.get("like", ""), request.POST.get("agency", "")
    visible = CriteriaSet.objects.visible_to(request.person, request.day)
    old = get_object_or_404(visible, pk=like) if like.isdecimal() else None
    mine = {unit.pk: unit for unit in advised(request)}
    wanted = int(agency) if agency.isdecimal() else (old.agency_id if old else 0)
    place: Unit = mine[wanted] if wanted in mine else get_object_or_404(Unit, pk=next(iter(mine), 0))
    name = _("Criteria of organisations, year %(year)s") % {"year": request.day.year}
    found = begin_set(place, request.person, name, old)
    return HttpResponseRedirect(reverse("criteria_set", args=[found.pk]))


def _seen(request: Visit, pk: int) -> CriteriaSet:
    visible = CriteriaSet.objects.visible_to(request.person, request.day).described(request.day)
    return get_object_or_404(visible, pk=pk)


def _may_write(request: Visit, found: CriteriaSet) -> bool:
    return found.is_draft and PERSONNEL.needs(request) and found.agency_id in {unit.pk for unit in advised(request)}


@door(FILES)
@require_http_methods(["GET", "POST"])
def one(request: Visit, pk: int) -> HttpResponse:
    """One set; a draft is written on by personnel, all rows at once."""
    found = _seen(request, pk)
    writes = _may_write(request, found)
    if request.method == "GET":
        return _page(request, found, writes)
    if not writes:
        raise PermissionDenied(
            _("A set in force stays as it was decided; a draft is for the agency's personnel advisers.")
        )
    return _write(request, found)


def _write(request: Visit, found: CriteriaSet) -> HttpResponse:
    criteria, indicators = criterion_forms(found, request.POST), indicator_forms(found, request.POST)
    name = request.POST.get("name", "").strip()
    if are_sound(criteria) and are_sound(indicators) and name:
        written = [form for form in criteria if not form.is_empty], [form for form in indicators if not form.is_empty]
        if _put(request, found, *written, name):
            messages.success(request, _("The draft is saved."))
            return HttpResponseRedirect(reverse("criteria_set", args=[found.pk]))
    return _page(request, found, True, criteria, indicators, None, 422)


def _put(request: Visit, found: CriteriaSet, criteria: list[Any], indicators: list[Any], name: str) -> bool:
    """Whether all of it was kept; faults stand beside their fields."""
    from django.db import transaction

    try:
        with transaction.atomic():
            CriteriaSet.objects.filter(pk=found.pk).update(name=name[:200])
            put_criteria(found, request.person, [form.row() for form in filled(criteria)])
            rows = filled(indicators)
            try:
                put_indicators(found, request.person, [form.row() for form in rows])
            except ValidationError as fault:
                put_row_faults(rows, fault)
                transaction.set_rollback(True)
                return False
    except ValidationError as fault:
        put_row_faults(criteria, fault)
        return False
    return True


@door(PERSONNEL)
@asks_again()
@require_http_methods(["GET", "POST"])
def decide(request: Visit, pk: int) -> HttpResponse:
    """«Ban hành»: the decision that puts a draft in force, and from when."""
    found = _seen(request, pk)
    if not _may_write(request, found):
        raise PermissionDenied(
            _("A set in force stays as it was decided; a draft is for the agency's personnel advisers.")
        )
    form = DecideSetForm(request, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            decide_set(found, request.person, form.decision(found.name), form.cleaned_data["first"])
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(
                request, _("The set holds from %(day)s.") % {"day": f"{form.cleaned_data['first']:%d/%m/%Y}"}
            )
            return HttpResponseRedirect(reverse("criteria_set", args=[found.pk]))
    shown = {
        "title": _("Put in force"),
        "above": found.name,
        "lead": _("After this nothing in the set changes; a new one can be drawn up from it."),
        "form": form,
        "back": reverse("criteria_set", args=[found.pk]),
    }
    return render(request, "act.html", shown, status=422 if form.errors else 200)


@door(PERSONNEL)
@require_POST
def drop(request: Visit, pk: int) -> HttpResponse:
    """Throw a draft away."""
    drop_set(_seen(request, pk), request.person)
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("criteria_sets"))


def _page(
    request: Visit,
    found: CriteriaSet,
    writes: bool,
    criteria: list[Any] | None = None,
    indicators: list[Any] | None = None,
    name: str | None = None,
    status: int = 200,
) -> HttpResponse:
    sums = found.sums()
    shown = {
        "set": found,
        "writes": writes,
        "criteria": criteria or criterion_forms(found),
        "indicators": indicators or indicator_forms(found),
        "name": found.name if name is None else name,
        "sums": [_sum(part, sums) for part in PARTS],
        "is_whole": sums == PARTS,
        "groups": _groups(found),
        "listed": list(found.indicators.all()),
        "advises": PERSONNEL.needs(request),
    }
    return render(request, "unit_year/set.html", shown, status=status)


def _sum(part: str, sums: dict[str, int]) -> Words:
    is_right = sums[part] == PARTS[part]
    word = _("right") if is_right else _("must be %(most)s") % {"most": points(PARTS[part])}
    label = _("General criteria") if part == "general" else _("Results of tasks")
    badge = {"word": word, "tone": "good" if is_right else "warn"}
    return {
        "label": label,
        "cite": PART_CITES[part],
        "value": f"{points(sums[part])} / {points(PARTS[part])}",
        "badge": badge,
    }


def _groups(found: CriteriaSet) -> list[Words]:
    """The criteria under the headings; a heading with none is shown, so that nothing is overlooked."""
    rows: dict[str, list[Any]] = {code: [] for code in CODES}
    for each in found.criteria.all():
        rows[each.heading].append({"label": each.label, "most": points(each.max_cp)})
    return [
        {"code": code, "label": said(heading.label), "cite": heading.cite, "rows": rows[code]}
        for code, heading in headings().items()
    ]
