"""«Kỳ đánh giá», person by person: where each sheet stands, its score and level, and who is late."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.asking.listing import SheetsAsked, in_order
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import DUE
from congminh.assessment.views.figures import Figures, figures_of, level_badge
from congminh.assessment.views.showing import sheet_url, state_badge
from congminh.law import at as law_at
from congminh.org.doors import FILES, Visit, door
from congminh.org.models.unit import units_on
from congminh.org.views.listing import columns

A_PAGE = 25
Words = dict[str, Any]


def chosen(visit: Visit) -> Any:
    """The sheets the address asks for, of those one may see: unit by unit, heads first."""
    return in_order(SheetsAsked(visit).sheets())


@door(FILES)
@require_GET
def people(request: Visit) -> HttpResponse:
    """One row a person of the period."""
    asked = SheetsAsked(request)
    listed: Any = asked.by_unit()
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    rows: Any = page.object_list
    sheets = list(rows.select_related("person", "round", "result__basis"))
    figures, problem = _figures([sheet for sheet in sheets if is_worth(sheet)])
    shown = {
        "asked": asked,
        "tabs": asked.tabs(reverse("period_people")),
        "views": views(asked, "period_people"),
        "page": page,
        "columns": columns(
            _("Civil servant"),
            (_("Task results"), "number"),
            (_("Score"), "number"),
            _("Level"),
            _("Sheet"),
            (_("See"), "quiet"),
        ),
        "groups": _groups(sheets, figures, asked),
        "problem": problem,
        "actions": _actions(asked) if page.paginator.count else [],
    }
    return render(request, "assessment/people.html", shown)


def views(asked: SheetsAsked, here: str) -> list[Words]:
    """The two ways to look at a period: unit by unit, person by person."""
    kept = f"?ky={asked.period}" if asked.period else ""
    ways = (("period_units", _("By unit")), ("period_people", _("By person")))
    return [{"label": label, "url": reverse(name) + kept, "current": name == here} for name, label in ways]


def _figures(sheets: list[PeriodSheet]) -> tuple[dict[int, Figures], str]:
    try:
        return figures_of(sheets), ""
    except ValidationError as fault:
        return {}, " ".join(fault.messages)


def _actions(asked: SheetsAsked) -> list[Words]:
    """The sheets shown as one file to print, and as a workbook."""
    kept = asked.visit.GET.copy()
    kept.pop("page", None)
    kept["ky"] = str(asked.period)
    ways = (("forms_01_pdf", _("Print the forms"), "file-text"), ("month_xlsx", _("Export to Excel"), ""))
    return [{"label": label, "url": f"{reverse(name)}?{kept.urlencode()}", "icon": icon} for name, label, icon in ways]


def is_worth(sheet: PeriodSheet) -> bool:
    """Whether a list reckons its figures: those of a leader nobody scored yet come to nothing and rest on many."""
    return not sheet.leads or sheet.execution is not None


def _groups(sheets: list[PeriodSheet], figures: dict[int, Figures], asked: SheetsAsked) -> list[Words]:
    """The rows of a page, unit by unit."""
    found: dict[int, Words] = {}
    names = units_on(asked.visit.day)
    for sheet in sheets:
        group = found.setdefault(sheet.unit_id, {"label": str(names[sheet.unit_id]), "rows": []})
        group["rows"].append(_row(sheet, figures.get(sheet.pk), asked.visit))
    return list(found.values())


def _row(sheet: PeriodSheet, figures: Figures | None, request: Visit) -> Words:
    late = sheet.state in DUE and getattr(sheet.round, DUE[sheet.state]) < request.day
    return {
        "sheet": sheet,
        "url": sheet_url(sheet),
        "why": reverse("sheet_why", args=[sheet.pk]) if sheet.state != "left_out" else "",
        "results": figures.written("results") if figures and figures.has_tasks else "",
        "total": figures.total if figures else "",
        "provisional": bool(figures and figures.total and not figures.is_signed),
        "level": _level(sheet, figures),
        "state": state_badge(sheet.state),
        "late": late,
    }


def _level(sheet: PeriodSheet, figures: Figures | None) -> Words | None:
    """The level of a total; of somebody without a task that there is not enough data."""
    if figures and figures.is_whole:
        return figures.level()
    if figures and not figures.has_tasks:
        return level_badge(law_at(sheet.round.last), "insufficient_data")
    return None
