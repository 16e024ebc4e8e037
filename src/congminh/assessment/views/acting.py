"""What personnel do with a period: open it, move on what is late, close it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.assessment.actions.closing import UNSCORED, standing
from congminh.assessment.asking.acting import CloseForm, MoveOnForm, OpenForm, RoundsForm, advised, go_on, late_of
from congminh.assessment.asking.listing import PeriodAsked
from congminh.assessment.models import Round
from congminh.assessment.views.showing import STATES, vn
from congminh.org.doors import PERSONNEL, Visit, asks_again, door
from congminh.org.models import Person
from congminh.work.asking.fields import put_faults

Words = dict[str, Any]
SHOWN = 10
# Why somebody of the agency gets no sheet.
PASSED = {
    "top": lambda: _("heads the agency at the top, outside the decree"),
    "outside": lambda: _("heads the agency, scored by one above who is not in the system"),
    "absent": lambda: _("no working day in the period"),
    "half": lambda: _("fewer than half of the working days"),
    "full": lambda: _("not all of the working days"),
}


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def open_period(request: Visit) -> HttpResponse:
    """«Mở kỳ»: the days of a period, and a sheet for everyone who serves in the agency."""
    agencies = advised(request)
    form = OpenForm(request, agencies, request.POST if request.method == "POST" else None)
    found: list[Any] = []
    if form.is_bound and form.is_valid():
        try:
            opened = form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
            found = list(getattr(fault, "findings", ()))
        else:
            said = {"period": opened.round.label, "number": len(opened.sheets)}
            messages.success(request, _("%(period)s is open: %(number)s sheets.") % said)
            if opened.passed:
                messages.warning(request, _passed(opened.passed))
            return HttpResponseRedirect(go_on(opened.round.of))
    days = form.suggested()
    shown = {
        "title": _("Open a period"),
        "lead": _("Everyone who serves in the agency in the period gets a sheet. Check first what is missing."),
        "form": form,
        "suggested": days and _days_said(days),
        "findings": [each.what for each in found[:SHOWN]],
        "more": max(0, len(found) - SHOWN),
        "check": reverse("check"),
        "back": go_on(None),
    }
    return render(request, "assessment/act.html", shown, status=422 if form.errors else 200)


def _days_said(days: Any) -> str:
    said = {"self_by": vn(days.self_by), "confirm_by": vn(days.confirm_by), "publish_by": vn(days.publish_by)}
    return _("Left empty, the days are %(self_by)s, %(confirm_by)s and %(publish_by)s.") % said


def _passed(passed: Any) -> str:
    """Who gets no sheet, and why, the first few by name."""
    names = dict(Person.objects.filter(pk__in=[each.person for each in passed[:SHOWN]]).values_list("pk", "name"))
    said = [
        f"{names.get(each.person, '')} ({PASSED[each.why]() if each.why in PASSED else each.why})"
        for each in passed[:SHOWN]
    ]
    more = len(passed) - SHOWN
    return _("Without a sheet: %(names)s.") % {"names": "; ".join(said) + (f"; +{more}" if more > 0 else "")}


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def move_on(request: Visit) -> HttpResponse:
    """«Chuyển tiếp khi quá hạn»: late sheets go on to their next step, each with the reason in its record."""
    rounds = _open_rounds(request)
    form = MoveOnForm(request, rounds, request.POST if request.method == "POST" else None)
    unsent, untold = late_of([round.pk for round in rounds], request)
    if form.is_bound and form.is_valid():
        try:
            moved, told = form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(
                request,
                _("Moved on: %(moved)s sheets sent to who scores, %(told)s results told.")
                % {"moved": moved, "told": told},
            )
            return HttpResponseRedirect(go_on(rounds[0].of))
    lines = [
        {"label": _("Not sent by their day, to go to who scores"), "value": len(unsent), "sub": _names(unsent)},
        {"label": _("Scored and not told by their day"), "value": len(untold), "sub": _names(untold)},
    ]
    lead = _("Nobody waits for whoever is late: each sheet keeps who moved it on, when and why.")
    return _rounds_page(request, form, _("Move on what is late"), lead, lines, bool(unsent or untold))


def _names(sheets: list[Any]) -> str:
    more = len(sheets) - SHOWN
    return ", ".join(sheet.person.name for sheet in sheets[:SHOWN]) + (f", +{more}" if more > 0 else "")


@door(PERSONNEL)
@asks_again()
@require_http_methods(["GET", "POST"])
def close_period(request: Visit) -> HttpResponse:
    """«Khóa kỳ»: results not told yet are told, then nothing moves; a worker does it and says how far it is."""
    rounds = _open_rounds(request)
    form = CloseForm(request, rounds, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(form.act().get_absolute_url())
    counts = standing([round.pk for round in rounds])
    lines = [
        {"label": str(words()), "value": counts[state], "sub": ""}
        for state, (words, _tone) in STATES.items()
        if state in counts
    ]
    lead = _("Every sheet must have been told, or left out. What was told stands still from then on.")
    left = sum(counts.get(state, 0) for state in UNSCORED)
    if not counts.get("scored"):
        form.fields.pop("reason", None)
    is_useful = not left or len(rounds) > 1
    stops = _unscored(left, rounds[0]) if left else None
    return _rounds_page(request, form, _("Close the period"), lead, lines, is_useful, stops)


def _open_rounds(request: Visit) -> list[Round]:
    """The rounds of the period asked for that are open and whose agencies this person advises; 404 for none."""
    mine = {unit.pk: unit for unit in advised(request)}
    found = [round for round in PeriodAsked(request).rounds if round.agency_id in mine and not round.is_closed]
    if not found:
        raise Http404
    for round in found:
        round.agency = mine[round.agency_id]
    return found


def _unscored(left: int, round: Round) -> Words:
    """What stands in the way of closing, and where to see it."""
    return {
        "title": _("%(number)s sheets are not scored yet: the period cannot be closed.") % {"number": left},
        "text": _("Have them scored, move on what is late, or leave out who is away."),
        "action": {"label": _("See who is late"), "url": f"{reverse('period_people')}?ky={round.of}&tre=on"},
    }


def _rounds_page(
    request: Visit,
    form: RoundsForm,
    title: str,
    lead: str,
    lines: list[Words],
    is_useful: bool,
    stops: Words | None = None,
) -> HttpResponse:
    period = form.found[0].of
    shown = {
        "title": title,
        "above": form.found[0].label,
        "lead": lead,
        "form": form,
        "lines": lines,
        "useless": not is_useful,
        "stops": stops,
        "back": go_on(period),
        "asks_one": len(form.found) == 1,
    }
    return render(request, "assessment/act.html", shown, status=422 if form.errors else 200)
