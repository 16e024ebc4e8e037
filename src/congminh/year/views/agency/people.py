"""The board of an agency's year: where it stands, what blocks it, everyone in it; and its results as made public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.asking.acting import advised
from congminh.assessment.views.showing import vn
from congminh.law.calendar import working_days_between
from congminh.law.nd335.authority import recognises
from congminh.looks.subjects import looked_at, looked_at_people
from congminh.org.doors import FILES, PERSONNEL, SIGNED_IN, Visit, door
from congminh.org.models import Unit
from congminh.org.models.unit import units_on
from congminh.org.once import once
from congminh.org.views.listing import columns
from congminh.year.asking.people import Asking, SheetsAsked
from congminh.year.facts import published, untold
from congminh.year.facts.levels import heads_graded, levels
from congminh.year.facts.publishing import PUBLIC
from congminh.year.facts.reckoning import Level
from congminh.year.models import YearRound, YearSheet
from congminh.year.models.queries import DECIDED
from congminh.year.views.agency.rounds import readings
from congminh.year.views.showing import (
    DUE,
    STATES,
    Words,
    due_badge,
    grade_shown,
    level_badge,
    mean_of,
    mean_word,
    share_seats,
    shows_figures,
    state_badge,
)

A_PAGE, SHOWN = 25, 5
BEFORE_DECIDED = tuple(state for states in DUE.values() for state in states)


def round_seen(request: Visit, pk: int) -> YearRound:
    """A year of an agency one sees by name."""
    rounds = YearRound.objects.visible_to(request.person, request.day).described(request.day)
    found: YearRound = get_object_or_404(rounds.select_related("exception__decision"), pk=pk)
    once(("exception", pk), lambda: getattr(found, "exception", None))
    return found


@door(FILES)
@require_GET
def board(request: Visit, pk: int) -> HttpResponse:
    """The year of an agency for those who see files in it; 404 for whoever sees none."""
    round = round_seen(request, pk)
    asked = SheetsAsked(request, round)
    counts = asked.states
    keeps = PERSONNEL.needs(request) and round.agency_id in {unit.pk for unit in advised(request)}
    if not counts and not keeps:
        raise Http404
    rows: Any = Asking(asked)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    sheets: list[YearSheet] = list(page.object_list)
    rated = sum(number for state, number in counts.items() if state != "not_rated")
    shown = {
        "round": round,
        "asked": asked,
        "page": page,
        "columns": columns(_("Civil servant"), (_("Mean of the year"), "number"), _("Level"), _("State")),
        "groups": _groups(sheets, request, {unit.pk: str(unit) for unit in asked.units}),
        "states": _states(counts, reverse("year_board", args=[pk])),
        "rated": rated,
        "decided": sum(counts.get(state, 0) for state in DECIDED),
        "blocks": _blocks(round, asked, request),
        "facts": _facts(round, request),
        "readings": readings(round.year, round.december),
        "actions": [{"label": _("Share of excellent"), "url": reverse("year_cap", args=[pk]), "icon": "scale"},
                    {"label": _("Decide"), "url": reverse("year_deciding", args=[pk])}],
        "acts": _acts(round, counts, keeps),
        "keeps": keeps,
    }  # fmt: skip
    return render(request, "year/rounds/board.html", shown)


def _groups(sheets: Sequence[YearSheet], request: Visit, names: dict[int, str]) -> list[Words]:
    """The rows of a page, unit by unit; only these are reckoned."""
    share_seats(sheets)
    shown = {sheet.pk for sheet in sheets if shows_figures(sheet, request.person)}
    looked_at(sheet for sheet in sheets if sheet.pk in shown)
    every = levels(sheets[0].round, sorted(shown)) if shown else {}
    found: dict[int, Words] = {}
    for sheet in sheets:
        group = found.setdefault(sheet.unit_id, {"label": names.get(sheet.unit_id, ""), "rows": []})
        group["rows"].append(_row(sheet, every.get(sheet.pk), request))
    return list(found.values())


def _row(sheet: YearSheet, each: Level | None, request: Visit) -> Words:
    grade, is_decided = grade_shown(sheet, each) if each else ("", False)
    levels = grade and grade not in ("not_rated", "insufficient_data")
    return {
        "url": sheet.get_absolute_url(),
        "name": sheet.person.name,
        "position": sheet.position,
        "mean": mean_of(each) if each else "–",
        "level": level_badge(grade) if levels else None,
        "expected": not is_decided,
        "state": state_badge(sheet.state),
        "due": due_badge(sheet, request.day),
    }


def _states(counts: Mapping[str, int], url: str) -> list[Words]:
    """How many sheets stand in each state, each leading to them."""
    return [
        {"label": str(word()), "number": counts[state], "url": f"{url}?trang_thai={state}"}
        for state, (word, _tone) in STATES.items()
        if counts.get(state)
    ]


def _blocks(round: YearRound, asked: SheetsAsked, request: Visit) -> list[Words]:
    """What stands in the way of decisions: heads without their organisation's level, months not told."""
    waiting = asked.seen.filter(state__in=BEFORE_DECIDED).order_by()
    return [*_heads(round, asked.headed(BEFORE_DECIDED)), *_months(round, waiting)]


def _heads(round: YearRound, headed: Sequence[Unit]) -> list[Words]:
    """Heads whose organisation has no level yet: they are decided after it (Điều 20.6)."""
    grades = heads_graded(round) if headed else {}
    names = [str(unit) for unit in headed if unit.pk not in grades and (recognises(unit.tier) or not unit.tier)]
    if not names:
        return []
    more = len(names) - SHOWN
    said = "; ".join(names[:SHOWN]) + (f"; +{more}" if more > 0 else "")
    url = f"{reverse('unit_years')}?nam={round.year}"
    title = _("%(number)s heads wait for the level of their organisation (Điều 20.6)") % {"number": len(names)}
    return [{"title": title, "text": said, "action": {"label": _("Rating of organisations"), "url": url}}]


def _months(round: YearRound, waiting: Any) -> list[Words]:
    late = untold(waiting.values("person"), round.year, round.december)
    if not late:
        return []
    title = _("Months of %(number)s people are not told yet, so their level cannot be decided") % {"number": len(late)}
    action = {"label": _("Evaluation periods"), "url": reverse("period_units")}
    return [{"title": title, "text": _("The year's mean is of all of them (Điều 17.3)."), "action": action}]


def _facts(round: YearRound, request: Visit) -> list[Words]:
    """The days of the year and how far they are, the Party committee."""
    days = ((_("Form 02 by"), "file_by"), (_("Meeting by"), "meet_by"), (_("Decision by"), "decide_by"))
    found = [
        {"label": label, "value": vn(getattr(round, name)), "sub": _left(round, name, request)} for label, name in days
    ]
    party = ", ".join(person.name for person in YearRound.objects.committee(round.pk))
    found.append({"label": _("Last day of the law"), "value": vn(round.deadline), "sub": "Điều 19.2"})
    found.append(
        {"label": _("For the Party committee"), "value": party or _("Nobody yet"), "sub": "Điều 21.1.c, 21.2.c"}
    )
    return found


def _left(round: YearRound, name: str, request: Visit) -> str:
    day = getattr(round, name)
    if day < request.day:
        return _("passed")
    return _("%(left)s working days left") % {"left": working_days_between(request.day, day)}


def _acts(round: YearRound, counts: Mapping[str, int], keeps: bool) -> list[Words]:
    """What is done for many at once, and what personnel keep."""
    found = []
    if counts.get("decided"):
        found.append({"label": _("Notify many"), "url": reverse("notify_year", args=[round.pk])})
    if counts.get("notified"):
        found.append({"label": _("Publish many"), "url": reverse("publish_year", args=[round.pk])})
    found.append({"label": _("Results made public"), "url": reverse("year_results", args=[round.pk])})
    if keeps:
        found.append({"label": _("Party committee"), "url": reverse("year_party", args=[round.pk])})
        found.append({"label": _("Grounds"), "url": reverse("grounds")})
        found.append({"label": _("Results from other agencies"), "url": reverse("months_brought")})
    return found


@door(SIGNED_IN)
@require_GET
def results(request: Visit, pk: int) -> HttpResponse:
    """«Công khai kết quả» (Điều 21.1.đ): names and levels, for everyone rated there and whoever sees files there."""
    round = round_seen(request, pk)
    if not YearSheet.objects.visible_to(request.person, request.day).filter(round=round).exists():
        raise Http404
    page = Paginator(published(round), A_PAGE * 2).get_page(request.GET.get("page"))
    names = dict.fromkeys(each.unit for each in page)
    units = {pk: str(units_on(request.day)[pk]) for pk in names}
    looked_at_people(each.person for each in page)
    rows: dict[int, Words] = {}
    for each in page:
        group = rows.setdefault(each.unit, {"label": units.get(each.unit, ""), "rows": []})
        mean = "" if each.year_mean_cp is None else mean_word(Fraction(each.year_mean_cp, 100))
        group["rows"].append({"name": each.name, "level": level_badge(each.grade), "mean": mean})
    shown = {
        "round": round,
        "page": page,
        "columns": columns(_("Civil servant"), _("Level"), (_("Mean of the year"), "number")),
        "groups": list(rows.values()),
        "waiting": YearSheet.objects.filter(round=round).exclude(state__in=(*PUBLIC, "not_rated")).count(),
    }
    return render(request, "year/rounds/results.html", shown)
