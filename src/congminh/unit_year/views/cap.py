"""«Tỷ lệ xuất sắc» of a range (Điều 8.5): its denominator in plain sight, people choose among the tied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh import law
from congminh.assessment.views.figures import reading_words
from congminh.org.doors import FILES, Visit, door
from congminh.org.models import Unit
from congminh.org.models.unit import seen_by
from congminh.org.views.listing import columns
from congminh.unit_year.actions.capping import advises_there, recognises_there
from congminh.unit_year.asking.acting import MoreForm, TieForm
from congminh.unit_year.facts.caps import Range, range_of
from congminh.unit_year.models.queries import DECIDED, WEIGHED
from congminh.unit_year.seats import Bench, bench_on
from congminh.unit_year.views.showing import Words, cap_url, level_badge, points, state_badge
from congminh.work.asking.fields import put_faults

PLACES = {
    "within": (lambda: _("within the share"), "good"),
    "tied": (lambda: _("tied at the line"), "warn"),
    "beyond": (lambda: _("beyond the share"), "off"),
}
READINGS = ("cap_base", "cap_rounding", "cap_small")


def may_see(authority: int, request: Visit, bench: Bench) -> bool:
    """Who recognises there, advises there, or inspects: points of one organisation are not for the others."""
    return (
        recognises_there(bench, authority, request.person)
        or advises_there(bench, authority, request.person)
        or seen_by(request.person, request.day).everything
    )


@door(FILES)
@require_http_methods(["GET", "POST"])
def cap(request: Visit, unit: int) -> HttpResponse:
    """The range of one authority in a year; by POST a choice among the tied, or a higher share."""
    bench = bench_on(request.day)
    authority = get_object_or_404(Unit.objects.named(request.day), pk=unit)
    asked = request.GET.get("nam", "")
    if not may_see(unit, request, bench):
        raise Http404
    seen = range_of(unit, int(asked) if asked.isdecimal() and len(asked) == 4 else request.day.year, bench)
    chooses = recognises_there(bench, unit, request.person)
    more = chooses or advises_there(bench, unit, request.person)
    posted = request.POST if request.method == "POST" else None
    tie = TieForm(request, seen, posted if posted and "tie" in posted else None) if seen.tied and chooses else None
    raising = MoreForm(request, posted if posted and "more" in posted else None) if more else None
    if posted is not None:
        if tie is None and raising is None:
            raise PermissionDenied(_("This is for who recognises the organisations of this range."))
        if done := _act(request, tie, seen) or _act(request, raising, seen):
            return done
    shown = {**_shown(seen, authority, tie, raising), "actions": _actions(seen)}
    return render(request, "unit_year/cap.html", shown, status=422 if posted is not None else 200)


def _act(request: Visit, form: Any, seen: Range) -> HttpResponse | None:
    """Back to the page when it was done; None where it was refused, or another form was sent."""
    if form is None or not form.is_bound or not form.is_valid():
        return None
    try:
        form.act(seen)
    except ValidationError as fault:
        put_faults(form, fault, {})
        return None
    messages.success(request, _("Recorded."))
    return HttpResponseRedirect(cap_url(seen.authority, seen.year))


def _shown(seen: Range, authority: Unit, tie: TieForm | None, raising: MoreForm | None) -> Words:
    readings = law.named("nd335").readings
    return {
        "authority": authority,
        "seen": seen,
        "year": seen.year,
        "figures": _figures(seen),
        "columns": columns(
            _("Organisation"), (_("Score"), "number"), _("Level by points and conditions"), _("Place"), _("State")
        ),
        "groups": [{"rows": _rows(seen)}],
        "number": len(seen.sheets),
        "awaited": [str(seen.sheets[pk].unit) for pk in seen.awaited],
        "tie": tie,
        "tied": len(seen.tied),
        "room": seen.room,
        "choice": _choice(seen),
        "raising": raising,
        "exception": seen.exception,
        "readings": [reading_words(readings[name], str(seen.values[name])) for name in READINGS],
    }


def _actions(seen: Range) -> list[Words]:
    """The ways to the whole list, while there is anything on it."""
    ways = (
        (_("Decide the whole list"), "decide_units", WEIGHED),
        (_("Notify the whole list"), "notify_units", ("decided",)),
    )
    states = {sheet.state for sheet in seen.sheets.values()}
    return [
        {"label": label, "url": f"{reverse(name, args=[seen.authority])}?nam={seen.year}"}
        for label, name, wanted in ways
        if states & {*wanted}
    ]


def _figures(seen: Range) -> list[Words]:
    """The cap as it is reckoned, its denominator first."""
    standing = seen.standing
    if standing is None:
        return []
    cite = "Điều 8.5.b" if seen.exception else "Điều 8.5.a"
    rows = (
        (_("With the points and conditions of excellent"), standing.eligible, "Điều 8.1"),
        (_("Good by points and conditions"), standing.good, "Điều 8.2"),
        (_("Denominator: organisations the share is taken of"), standing.base, "Điều 8.5.a"),
        (_("Share"), f"{standing.percent} %", cite),
        (_("Excellent at most"), standing.excellent_max, cite),
    )
    return [{"label": label, "value": value, "sub": sub} for label, value, sub in rows]


def _rows(seen: Range) -> list[Words]:
    every = seen.reckoning.every
    order = sorted(seen.sheets, key=lambda pk: (-(every[pk].score_cp or 0), seen.sheets[pk].unit.code))
    return [_row(pk, seen) for pk in order]


def _row(pk: int, seen: Range) -> Words:
    sheet, each, place, level = seen.sheets[pk], seen.reckoning.every[pk], seen.place(pk), seen.level(pk)
    word = PLACES[place] if place else None
    decided = sheet.result if sheet.state in DECIDED else None
    return {
        "url": sheet.get_absolute_url(),
        "name": str(sheet.unit),
        "score": points(None if each.by_self else each.score_cp),
        "level": level_badge(level) if level else None,
        "place": {"word": word[0](), "tone": word[1]} if word else None,
        "state": level_badge(decided.grade) if decided else state_badge(sheet.state),
    }


def _choice(seen: Range) -> Words | None:
    """The last choice among the tied, and whether it holds."""
    choice = seen.choice
    if choice is None:
        return None
    names = [str(seen.sheets[pk].unit) for pk in choice.chosen if pk in seen.sheets]
    return {
        "names": ", ".join(names) or "–",
        "reason": choice.reason,
        "by": choice.by.name,
        "at": choice.at,
        "holds": not seen.tied,
    }
