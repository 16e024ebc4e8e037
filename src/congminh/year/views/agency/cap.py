"""«Tỷ lệ xuất sắc» of an agency's year (Điều 20.5): its denominator in plain sight, tried out before it is decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congminh.assessment.asking.acting import advised
from congminh.org.doors import FILES, PERSONNEL, Visit, asks_again, door
from congminh.org.models import Person
from congminh.sendings.keys import only_tries
from congminh.work.asking.fields import put_faults
from congminh.year.asking.cap import MoreForm, TieForm, supposed
from congminh.year.facts.cap import Cap, cap_of
from congminh.year.facts.held import held_cap
from congminh.year.models import YearRound
from congminh.year.seats import YearSeats, year_seats_on
from congminh.year.views.agency import standing
from congminh.year.views.agency.people import round_seen
from congminh.year.views.showing import Words


@door(FILES)
@asks_again()
@require_http_methods(["GET", "POST"])
def cap(request: Visit, pk: int) -> HttpResponse:
    """The cap of an agency's year; by POST a choice among the tied, or a higher share."""
    round, found, seats = _seen(request, pk)
    posted = request.POST if request.method == "POST" else None
    page = standing.eligible(found, request.GET.get("page"))
    sheets = standing.sheets_shown(found, page)
    ties = _ties(request, found, seats, sheets)
    advises = PERSONNEL.needs(request) and round.agency_id in {unit.pk for unit in advised(request)}
    raising = MoreForm(request, posted if posted and "more" in posted else None) if advises else None
    if posted is not None:
        sent = [form for form in [*ties, raising] if form is not None and form.is_bound]
        if not sent:
            raise PermissionDenied(_("This is for who decides the levels, and for the agency's personnel advisers."))
        if _acted(sent[0], round):
            messages.success(request, _("Recorded."))
            return HttpResponseRedirect(reverse("year_cap", args=[pk]))
    extras = standing.extras_shown(found, sheets)
    shown = {
        **_shown(request, found, {}, page, sheets),
        **standing.beside(found, sheets),
        "ties": [{"form": form, **standing.tied(form.standing, found, sheets, extras, request.day)} for form in ties],
        "waits": _waits(found, ties),
        "raising": raising if raising and (found.percent is None or raising.is_bound) else None,
        "page_query": request.GET,
    }
    return render(request, "year/cap/cap.html", shown, status=422 if posted is not None else 200)


@door(FILES)
@only_tries()
@require_POST
def simulate(request: Visit, pk: int) -> HttpResponse:
    """The same figures under the levels ticked; nothing is kept. A piece of the page for htmx, else the whole."""
    _round, found, _seats = _seen(request, pk, held_cap)
    trial = supposed(request.POST, found)
    tried = found.simulated(trial)
    page = standing.eligible(tried, request.GET.get("page"))
    sheets = standing.sheets_shown(tried, page)
    shown = _shown(request, tried, trial, page, sheets)
    if request.headers.get("HX-Request"):
        return render(request, "year/cap/tried.html", shown)
    return render(request, "year/cap/cap.html", {**shown, **standing.beside(found, sheets), "page_query": request.GET})


def _seen(request: Visit, pk: int, read: Callable[[YearRound], Cap] = cap_of) -> tuple[YearRound, Cap, YearSeats]:
    """The year with its cap, for who decides, leads, advises or inspects there; 404 for anybody else."""
    round, seats = round_seen(request, pk), year_seats_on(request.day)
    found = read(round)
    if not may_see(request.person, found, seats):
        raise Http404
    return round, found, seats


def may_see(person: Person, found: Cap, seats: YearSeats) -> bool:
    """Whether a person has a part in the year's cap: means of one's colleagues are not for the others."""
    agency = found.round.agency_id
    if seats.inspects(person.pk) or person.pk in seats.advisers.of([agency], besides=0):
        return True
    places = {(each.place.unit, each.place.rank): each.place.person for each in found.every.values()}
    return any(seats.decider_id(owner, place) == person.pk for place, owner in places.items() if owner != person.pk)


def _ties(request: Visit, found: Cap, seats: YearSeats, sheets: standing.Sheets) -> list[TieForm]:
    """A form for each group with people tied whose levels are all this person's to decide."""
    names = {pk: sheet.person.name for pk, sheet in sheets.items()}
    posted = request.POST if request.method == "POST" else None
    forms = []
    for each in found.standings:
        tied = each.of("tied")
        if tied and all(_decides(request.person, found, pk, seats) for pk in tied):
            form = TieForm(request, each, names)
            forms.append(TieForm(request, each, names, posted) if posted and form.sent in posted else form)
    return forms


def _decides(person: Person, found: Cap, pk: int, seats: YearSeats) -> bool:
    place = found.every[pk].place
    return place.person != person.pk and seats.decider_id(place.person, (place.unit, place.rank)) == person.pk


def _waits(found: Cap, ties: list[TieForm]) -> list[str]:
    """The groups whose tied are for somebody else to choose among."""
    mine, names = {form.group for form in ties}, standing.group_names(found)
    waiting = (each for each in found.standings if each.of("tied") and each.group[1] not in mine)
    return [standing.group_word(each, names) for each in waiting]


def _acted(form: Any, round: YearRound) -> bool:
    """Whether it was done; what was refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            form.act(round)
    except ValidationError as fault:
        put_faults(form, fault, {"tied": ""})
        return False
    return True


def _shown(request: Visit, found: Cap, trial: dict[int, str], page: Page, sheets: standing.Sheets) -> Words:
    names = standing.group_names(found)
    people = standing.people_rows(found, [sheets[pk] for pk in page if pk in sheets], trial, request)
    return {
        "round": found.round,
        "groups": [{"rows": standing.group_rows(found)}],
        "beyond": [standing.over_word(each, taken, names) for each, taken in found.beyond()],
        "page": page,
        "people": people,
        "people_groups": [{"rows": people}],
        "group_columns": standing.group_columns(),
        "trying": bool(trial),
        "try_url": reverse("simulate_cap", args=[found.round.pk]),
    }
