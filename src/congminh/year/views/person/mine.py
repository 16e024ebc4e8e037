"""«Năm của tôi»: my years, the months and the mean of one of them, what lacks, what is recorded, what comes next."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.views.listing import columns
from congminh.year.facts.why import Told, told_all
from congminh.year.models import YearSheet
from congminh.year.views.person.telling import arithmetic, card, facts, figure_line, grounds, lacks, months
from congminh.year.views.showing import due_badge, level_badge, state_badge

A_PAGE = 10
Words = dict[str, Any]


@door(SIGNED_IN)
@require_GET
def my_years(request: Visit) -> HttpResponse:
    """The newest year in full, or the one asked for («nam»); the others in a list."""
    mine = YearSheet.objects.filter(person=request.person).order_by("-year", "-pk").described(request.day)
    rows = mine.select_related("result__basis", "result__by", "result__decision")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    sheets = list(page.object_list)
    asked = request.GET.get("nam", "")
    chosen = next((each for each in sheets if str(each.year) == asked), sheets[0] if sheets else None)
    shown: Words = {
        "page": page,
        "columns": columns(_("Year"), _("Post"), (_("Mean"), "number"), _("Level"), _("State")),
        "actions": [{"label": _("Sheets"), "url": reverse("sheets")}],
    }
    if chosen is None:
        return render(request, "year/mine/page.html", shown)
    for each in sheets:
        each.use(chosen.seats())
    told = told_all(sheets)
    shown["groups"] = [{"rows": [_row(each, told[each.pk]) for each in sheets]}]
    return render(request, "year/mine/page.html", {**shown, **_year(chosen, told[chosen.pk], request)})


def _row(sheet: YearSheet, year: Told) -> Words:
    decided = sheet.result if sheet.is_told else None
    return {
        "label": sheet.round.label,
        "url": f"{reverse('my_years')}?nam={sheet.year}",
        "place": f"{sheet.position}, {sheet.unit}" if sheet.position else str(sheet.unit),
        "mean": year.written("year_mean") or "–",
        "level": level_badge(decided.grade) if decided else None,
        "state": state_badge(sheet.state),
    }


def _year(sheet: YearSheet, year: Told, request: Visit) -> Words:
    decided = sheet.result if sheet.is_told else None
    return {
        "sheet": sheet,
        "state": state_badge(sheet.state),
        "due": due_badge(sheet, request.day),
        "cells": _cells(year),
        "arithmetic": arithmetic(year),
        "figure": card(year, decided, reverse("year_why", args=[sheet.pk])),
        "line": figure_line(year.tree(), year, True),
        "lacks": lacks(year),
        "grounds": grounds(sheet, year),
        "facts": facts(sheet),
        "form": sheet.get_absolute_url(),
        "to_write": sheet.state == "drafting",
    }


def _cells(year: Told) -> list[Words]:
    """The twelve months as a strip, those without a score standing empty."""
    return [
        {
            "when": f"{row['number']}/{year.sheet.year % 100}",
            "shown": row["total"] or "–",
            "word": row["about"] or (_("told") if row["total"] else _("no score")),
            "tone": "calm" if row["total"] else "off",
            "url": row["url"],
        }
        for row in months(year, True)
    ]
