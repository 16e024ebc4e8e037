"""«Phiếu của tôi»: my sheets month by month with their totals and levels, and the mean of the quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.facts import means
from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.figures import Figures, figures_of
from congminh.assessment.views.people import is_worth
from congminh.assessment.views.showing import clock, sheet_url, state_badge
from congminh.law.calendar import Period
from congminh.law.text import scaled
from congminh.org.doors import FILES, SIGNED_IN, Visit, door
from congminh.org.views.listing import columns

A_PAGE = MONTHS = 12
Words = dict[str, Any]


@door(SIGNED_IN)
@require_GET
def sheets(request: Visit) -> HttpResponse:
    """My sheets, the newest first, a strip of the last months, the mean of the last quarter."""
    mine = PeriodSheet.objects.filter(person=request.person).order_by("-period", "-span", "-pk")
    page = Paginator(mine.described(request.day).select_related("result__basis"), A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = list(page.object_list)
    try:
        figures, problem = figures_of([sheet for sheet in rows if is_worth(sheet)]), ""
    except ValidationError as fault:
        figures, problem = {}, " ".join(fault.messages)
    shown = {
        "page": page,
        "strip": _strip(rows, figures, request) if page.number == 1 else [],
        "mean": _mean(request, rows),
        "columns": columns(_("Period"), _("Post"), (_("Score"), "number"), _("Level"), _("Sheet"), (_("See"), "quiet")),
        "groups": [{"rows": [_row(sheet, figures.get(sheet.pk), request) for sheet in rows]}],
        "actions": [*([_to_score()] if FILES.needs(request) else []), to_years(), to_petitions()],
        "problem": problem,
    }
    return render(request, "assessment/sheets.html", shown)


def _row(sheet: PeriodSheet, figures: Figures | None, request: Visit) -> Words:
    return {
        "sheet": sheet,
        "url": sheet_url(sheet),
        "why": reverse("sheet_why", args=[sheet.pk]) if sheet.state != "left_out" else "",
        "label": sheet.round.label,
        "clock": clock(sheet, request.day),
        "place": f"{sheet.position}, {sheet.unit}" if sheet.position else str(sheet.unit),
        "total": figures.total if figures else "",
        "provisional": bool(figures and figures.total and not figures.is_signed),
        "level": figures.level() if figures and (figures.is_whole or not figures.has_tasks) else None,
        "state": state_badge(sheet.state),
    }


def _strip(rows: list[PeriodSheet], figures: Mapping[int, Figures], request: Visit) -> list[Words]:
    """The last periods in a strip; one without a sheet stands empty, so that a gap is seen."""
    if not rows:
        return []
    of_period = {(sheet.period, sheet.span): sheet for sheet in reversed(rows)}
    return [
        _cell(period, of_period.get((period.code, len(period.months()))), figures) for period in _last(rows[0].round.of)
    ]


def _last(newest: Period) -> list[Period]:
    """The periods of about a year up to the newest, the oldest first."""
    found = [newest]
    while len(found) < MONTHS // len(newest.months()):
        found.append(Period.of_day(found[-1].first - timedelta(days=1), newest.kind))
    return found[::-1]


def _cell(period: Period, sheet: PeriodSheet | None, figures: Mapping[int, Figures]) -> Words:
    told = figures.get(sheet.pk) if sheet else None
    when = f"{period.last_month}/{period.year % 100}"
    if sheet is None or told is None:
        return {"when": when, "shown": "–", "word": _("no sheet"), "tone": "off"}
    level = (
        told.level()
        if told.is_whole or not told.has_tasks
        else {"word": str(state_badge(sheet.state)["word"]), "tone": "off"}
    )
    word = (
        level["word"] if told.is_signed or not told.is_whole else _("%(level)s, provisional") % {"level": level["word"]}
    )
    tone = level["tone"] if told.is_signed else "calm" if told.is_whole else "off"
    return {"when": when, "shown": told.total or "–", "word": word, "tone": tone, "url": sheet_url(sheet)}


def _mean(request: Visit, rows: list[PeriodSheet]) -> Words | None:
    """The mean of the last quarter with a signed month (Điều 17.3), of those on the page."""
    told = next((sheet for sheet in rows if sheet.result), None)
    if told is None:
        return None
    quarter, language = Period.of_day(told.round.last, "quarter"), get_language() or "vi"
    found = means([request.person.pk], quarter).get(request.person.pk)
    if found is None or found.mean_cp is None:
        return None
    value = scaled(found.mean_cp, 2, language, 2)
    return {"label": quarter.label(language), "value": value, "months": found.months_scored}


def to_petitions() -> Words:
    """The way to the petitions one may see."""
    return {"label": _("Petitions"), "url": reverse("petitions")}


def to_years() -> Words:
    """The way to one's years, the mean of the months and the level decided on it."""
    return {"label": _("My years"), "url": reverse("my_years")}


def _to_score() -> Words:
    """The way of a head to the sheets that wait for a score."""
    return {"label": _("Sheets to be scored"), "url": f"{reverse('period_people')}?trang_thai=submitted"}
