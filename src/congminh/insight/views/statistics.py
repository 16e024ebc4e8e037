"""«Thống kê»: levels by unit and beside another period, month by month, self against assessor, what is sent upward."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.insight.asking import StatisticsAsked
from congminh.insight.facts.counting import COLUMNS, counts
from congminh.insight.tables import Table
from congminh.insight.tables.statistics import (
    by_unit,
    compared,
    months,
    of_agency,
    self_and_assessor,
    summed,
    upward,
)
from congminh.insight.tables.table import SHORT
from congminh.insight.views.showing import Words, drawn, files_of, paged, tabs
from congminh.org.doors import FILES, Visit, door


@door(FILES)
@require_GET
def statistics(request: Visit) -> HttpResponse:
    """How many of each unit stand at each level, and beside another period."""
    asked = StatisticsAsked(request, compares=True)
    table = by_unit(asked)
    found = summed(counts(asked.period, asked.sight)) if asked.period else {}
    beside = [each for each in (compared(asked, found), of_agency(asked, found)) if each]
    shown = _shown(request, asked, table, "statistics", "muc")
    return render(request, "insight/statistics.html", {**shown, "beside": [drawn(each) for each in beside]})


@door(FILES)
@require_GET
def by_month(request: Visit) -> HttpResponse:
    """The months of a year, drawn and as a table."""
    asked = StatisticsAsked(request, kinds=("year",))
    table = months(asked)
    shown = _shown(request, asked, table, "statistics_months", "theo-thang")
    return render(request, "insight/months.html", {**shown, "chart": _chart(table)})


@door(FILES)
@require_GET
def selves(request: Visit) -> HttpResponse:
    """How people scored themselves beside how they were scored."""
    asked = StatisticsAsked(request)
    table = self_and_assessor(asked)
    return render(request, "insight/statistics.html", _shown(request, asked, table, "statistics_selves", "tu-cham"))


@door(FILES)
@require_GET
def sent_upward(request: Visit) -> HttpResponse:
    """The statistics a head of personnel sends to the level above."""
    asked = StatisticsAsked(request)
    table = upward(asked)
    return render(request, "insight/statistics.html", _shown(request, asked, table, "statistics_upward", "bao-cao"))


def _shown(request: Visit, asked: StatisticsAsked, table: Table, here: str, name: str) -> Words:
    return {
        "title": table.title,
        "lead": table.about or _("Nothing was signed yet."),
        "tabs": tabs(request, here),
        "form": asked,
        "actions": files_of(request, name) if table.rows else [],
        "is_empty": not table.rows,
        **paged(request, table),
    }


def _chart(table: Table) -> dict[str, Any]:
    """What the drawing is made of: the same numbers as the table."""
    levels = [
        {"name": level, "label": SHORT[level](), "data": [row[place] for row in table.rows]}
        for place, level in enumerate(COLUMNS, start=1)
    ]
    return {"labels": [row[0] for row in table.rows], "levels": levels}
