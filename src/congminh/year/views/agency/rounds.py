"""«Xếp loại năm»: the years of agencies; opening one, bringing it in line, naming who speaks for the Party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh import law
from congminh.assessment.asking.acting import advised
from congminh.assessment.views.acting import PASSED
from congminh.assessment.views.figures import reading_words
from congminh.assessment.views.showing import vn
from congminh.org import facts
from congminh.org.doors import FILES, PERSONNEL, SIGNED_IN, Visit, door
from congminh.org.models import Person
from congminh.org.views.listing import columns
from congminh.work.asking.fields import put_faults
from congminh.year.actions import Opened, settle_year
from congminh.year.actions.opening import suggested
from congminh.year.asking.rounds import OpenForm, PartyForm
from congminh.year.models import YearRound, YearSheet
from congminh.year.models.queries import DECIDED
from congminh.year.views.showing import Words

A_PAGE, SHOWN = 25, 10


@door(SIGNED_IN)
@require_GET
def years(request: Visit) -> HttpResponse:
    """The years of the agencies one rates, leads, advises or inspects; who does none of these goes to one's own."""
    if not FILES.needs(request):
        return HttpResponseRedirect(own_year_url())
    agencies = advised(request) if PERSONNEL.needs(request) else []
    sheets: Any = YearSheet.objects.visible_to(request.person, request.day).exclude(person=request.person).order_by()
    mine = Q(pk__in=sheets.values("round")) | Q(agency__in=[unit.pk for unit in agencies])
    rounds = YearRound.objects.visible_to(request.person, request.day).filter(mine).described(request.day)
    page = Paginator(rounds.order_by("-year", "agency__code"), A_PAGE).get_page(request.GET.get("page"))
    heads = (_("Agency"), _("Year"), (_("People"), "number"), (_("Decided"), "number"), _("Decision by"))
    shown = {
        "page": page,
        "columns": columns(*heads),
        "groups": [{"rows": _rows(list(page.object_list), sheets, request)}],
        "actions": _ways(bool(agencies)),
        "is_adviser": bool(agencies),
    }
    return render(request, "year/rounds/list.html", shown)


def own_year_url() -> str:
    """The page of one's own years."""
    return reverse("my_years")


def _ways(advises: bool) -> list[Words]:
    found: list[Words] = [{"label": _("My own year"), "url": own_year_url()}]
    if advises:
        found.append({"label": _("Grounds"), "url": reverse("grounds")})
        found.append({"label": _("Results from other agencies"), "url": reverse("months_brought")})
        found.append({"label": _("Open a year"), "url": reverse("open_year"), "primary": True})
    return found


def _rows(rounds: Sequence[YearRound], sheets: Any, request: Visit) -> list[Words]:
    """One row a year, with how many of the sheets one sees are decided."""
    counted = sheets.filter(round__in=[round.pk for round in rounds]).values("round").order_by("round")
    many, done = Count("pk", filter=~Q(state="not_rated")), Count("pk", filter=Q(state__in=DECIDED))
    rows = counted.annotate(many=many, done=done).values_list("round", "many", "done")
    numbers = {pk: (every, decided) for pk, every, decided in rows}
    return [_row(round, *numbers.get(round.pk, (0, 0)), request) for round in rounds]


def _row(round: YearRound, every: int, decided: int, request: Visit) -> Words:
    late = decided < every and round.decide_by < request.day
    return {
        "url": reverse("year_board", args=[round.pk]),
        "agency": str(round.agency),
        "year": round.year,
        "every": every,
        "decided": decided,
        "by": vn(round.decide_by),
        "late": late,
        "whole": bool(every) and decided == every,
    }


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def open_year(request: Visit) -> HttpResponse:
    """«Mở đợt xếp loại»: its days, December's reading, the Party committee; a sheet for everyone rated there."""
    form = OpenForm(request, advised(request), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opened = form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            tell(request, opened)
            return HttpResponseRedirect(reverse("year_board", args=[opened.round.pk]))
    days = suggested(request.day.year)
    said = {"file_by": vn(days.file_by), "meet_by": vn(days.meet_by), "decide_by": vn(days.decide_by)}
    told = _("Left empty: Form 02 by %(file_by)s, meetings by %(meet_by)s, the decision by %(decide_by)s (Điều 19.2).")
    shown = {
        "title": _("Open a year"),
        "lead": _("Everyone who works in the agency on the day of rating gets a sheet (Điều 19.1)."),
        "form": form,
        "hints": {"file_by": told % said},
        "readings": readings(request.day.year, str(facts.values(request.day)["december"])),
        "back": reverse("years"),
    }
    return render(request, "year/act.html", shown, status=422 if form.errors else 200)


def readings(year: int, december: str) -> list[Words]:
    """How December counts in a year, as the side of a page shows it."""
    return [reading_words(law.named("nd335").readings["december"], december)]


def tell(request: Visit, opened: Opened) -> None:
    """How many sheets there are, who of them is not rated, and whom the year passes by."""
    said = {"number": len(opened.sheets), "unrated": len(opened.unrated)}
    messages.success(request, _("%(number)s sheets were made; %(unrated)s of them not rated.") % said)
    if not opened.passed:
        return
    few = opened.passed[:SHOWN]
    names = dict(Person.objects.filter(pk__in=[each.person for each in few]).values_list("pk", "name"))
    lines = [f"{names.get(each.person, '')} ({PASSED[each.why]() if each.why in PASSED else each.why})" for each in few]
    more = len(opened.passed) - SHOWN
    said_names = "; ".join(lines) + (f"; +{more}" if more > 0 else "")
    messages.warning(request, _("Without a sheet, or left to another adviser: %(names)s.") % {"names": said_names})


def advised_round(request: Visit, pk: int) -> YearRound:
    """A year of an agency one advises; 404 for any other."""
    rounds = YearRound.objects.visible_to(request.person, request.day).described(request.day)
    round = get_object_or_404(rounds, pk=pk)
    if round.agency_id not in {unit.pk for unit in advised(request)}:
        raise Http404
    return round


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def party(request: Visit, pk: int) -> HttpResponse:
    """«Đại diện cấp ủy»: through whom the Party committee is heard on heads and deputies."""
    round = advised_round(request, pk)
    known = list(round.party.order_by("code"))
    form = PartyForm(request, request.POST if request.method == "POST" else None, known)
    back = reverse("year_board", args=[pk])
    if form.is_bound and form.is_valid():
        form.act(round)
        messages.success(request, _("Recorded."))
        return HttpResponseRedirect(back)
    shown = {
        "title": _("Through whom the Party committee is heard"),
        "above": f"{round.agency}, {round.label}",
        "lead": _("They enter its opinion on heads and deputies (Điều 21.1.c, 21.2.c)."),
        "form": form,
        "back": back,
        "does": _("Record"),
    }
    return render(request, "year/act.html", shown, status=422 if form.errors else 200)


@door(PERSONNEL)
@require_POST
def settle(request: Visit, pk: int) -> HttpResponse:
    """Bring the year in line with posts and leave as they stand now; decided sheets stay."""
    round = advised_round(request, pk)
    tell(request, settle_year(round, request.person))
    return HttpResponseRedirect(reverse("year_board", args=[pk]))
