"""«Giả định»: what is supposed of a closed period, and who would move. Nothing signed is touched."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh import law as laws
from congminh.catalogue.models import Catalogue
from congminh.insight.asking import StatisticsAsked
from congminh.insight.doors import WATCHERS
from congminh.insight.facts.counting import LEVELS
from congminh.insight.forms import WhatIfForm
from congminh.insight.models import Move, WhatIf
from congminh.insight.tables.table import language, level_word, points
from congminh.insight.views.showing import A_PAGE, Words, tabs
from congminh.law.explain import WORDS
from congminh.law.facts import SHEET, YEAR
from congminh.law.text import scaled
from congminh.looks.subjects import looked_at_people
from congminh.org.doors import Visit, door
from congminh.org.models import Unit
from congminh.org.views.listing import columns
from congminh.work.asking.fields import put_faults

PLACES = {
    "within": lambda: _("within the share"),
    "tied": lambda: _("tied at the line"),
    "beyond": lambda: _("beyond the share"),
    "": lambda: "–",
}
SHOWN = 10


@door(WATCHERS)
@require_http_methods(["GET", "POST"])
def what_ifs(request: Visit) -> HttpResponse:
    """What was supposed before, and the form of another."""
    asked = StatisticsAsked(request)
    agencies, above = _agencies(request, asked)
    catalogues = Catalogue.objects.filter(agency__in=above, state="decided")
    periods = [
        each for each in asked.periods if each in asked.opened and (each.kind == "year" or each.last < request.day)
    ]
    form = WhatIfForm(request, periods, (agencies, catalogues), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return HttpResponseRedirect(form.act().get_absolute_url())
        except ValidationError as fault:
            put_faults(form, fault, {})
    found = WhatIf.objects.visible_to(request.person, request.day).select_related("by", "catalogue")[:SHOWN]
    shown = {
        "tabs": tabs(request, "what_ifs"),
        "form": form,
        "has_periods": bool(periods),
        "columns": columns(_("Supposed"), _("Period"), (_("People"), "number"), _("By")),
        "groups": [{"rows": [_said(each) for each in found]}],
        "number": len(found),
    }
    return render(request, "insight/what_ifs.html", shown, status=422 if form.errors else 200)


def _agencies(request: Visit, asked: StatisticsAsked) -> tuple[list[Unit], set[int]]:
    """The agencies one advises (all for an inspector), and with them those above whose catalogues they use."""
    sight, tree = asked.sight, Unit.objects.tree(request.day)
    wanted = {tree.agency(unit) for unit in (tree.parents if sight.everything else sight.files)}
    mine = {unit for unit in wanted if sight.everything or unit in sight.files}
    above = {unit for each in mine for unit in tree.upward(each)}
    return list(Unit.objects.named(request.day).filter(pk__in=mine).order_by("code")), above


@door(WATCHERS)
@require_GET
def what_if(request: Visit, pk: int) -> HttpResponse:
    """Who would move and why, side by side."""
    visible = WhatIf.objects.visible_to(request.person, request.day).select_related("by", "catalogue")
    found = get_object_or_404(visible, pk=pk)
    moves = found.moves.select_related("person").order_by("unit__code", "person__code")
    page = Paginator(moves, A_PAGE).get_page(request.GET.get("page"))
    units = Unit.objects.named(found.of.last).in_bulk({move.unit_id for move in page})
    words = _words(found)
    looked_at_people(move.person_id for move in page)
    shown = {
        "found": found,
        "title": _("What if: %(period)s") % {"period": found},
        "tabs": tabs(request, "what_ifs"),
        "words": list(words.values()),
        "number": page.paginator.count,
        "levels": _levels(found),
        "level_columns": columns(
            _("Level"), (_("As signed"), "number"), (_("Supposed"), "number"), (_("Difference"), "number")
        ),
        "page": page,
        "columns": columns(_("Civil servant"), _("Now"), _("Would be"), _("Figures"), _("Moved by")),
        "groups": [{"rows": [_row(move, units, words, found) for move in page]}],
    }
    return render(request, "insight/what_if.html", shown)


def _said(found: WhatIf) -> Words:
    return {"found": found, "words": list(_words(found).values())}


def _words(found: WhatIf) -> dict[str, str]:
    """Each thing supposed, in words."""
    tongue, readings = language(), laws.named("nd335").readings
    told: dict[str, str] = {}
    for change in found.changes():
        if change == "law":
            told[change] = laws.named(found.law).title(tongue)
        elif change == "catalogue":
            told[change] = _("Coefficients of %(catalogue)s") % {"catalogue": found.catalogue}
        else:
            reading = readings[change]
            told[change] = f"{reading.title(tongue)}: {reading.options[found.readings[change]](tongue)}"
    return told


def _levels(found: WhatIf) -> list[Words]:
    before, after = found.counts.get("before", {}), found.counts.get("after", {})
    names = [*LEVELS, *sorted({*before, *after} - set(LEVELS))]
    rows = []
    for name in names:
        was, now = before.get(name, 0), after.get(name, 0)
        gap = now - was
        cells = [level_word(name), str(was), str(now), f"+{gap}" if gap > 0 else str(gap).replace("-", "−")]
        heads = (_("Level"), _("As signed"), _("Supposed"), _("Difference"))
        rows.append(
            {
                "cells": [
                    {"label": head, "text": text, "number": place > 0}
                    for place, (head, text) in enumerate(zip(heads, cells, strict=True))
                ]
            }
        )
    return [{"rows": rows}]


def _row(move: Move, units: dict[int, Unit], words: dict[str, str], found: WhatIf) -> Words:
    return {
        "code": move.person.code,
        "name": move.person.name,
        "unit": str(units.get(move.unit_id, "")),
        "before": level_word(move.before),
        "decided": level_word(move.decided) if move.decided != move.before else "",
        "after": level_word(move.after),
        "up": _rank(move.after) > _rank(move.before),
        "tied": move.place == "tied",
        "figures": [_figure(line, found) for line in move.lines()],
        "moved_by": [words[change] for change in move.moved_by if change in words],
    }


def _rank(grade: str) -> int:
    return -LEVELS.index(grade) if grade in LEVELS else -len(LEVELS)


def _figure(line: Words, found: WhatIf) -> Words:
    """One figure before and after, as people write it, by the law's own name."""
    name = line["name"]
    return {
        "label": _label(name, found.kind),
        "before": _written(name, line["before"]),
        "after": _written(name, line["after"]),
    }


def _label(name: str, kind: str) -> str:
    if name == "place":
        return _("share of excellent")
    grain = YEAR if kind == "year" else SHEET
    column = "grade" if name == "law_grade" else name
    law = laws.named("nd335")
    base = column.removesuffix("_bp").removesuffix("_cp")
    for each in (column, base):
        try:
            return law.find(grain, each).label(language())
        except KeyError:
            continue
    return name


def _written(name: str, value: Any) -> str:
    if name == "place":
        return PLACES[value or ""]()
    if value is None:
        return "–"
    if name.endswith("_bp"):
        return f"{scaled(value, 2, language())} %"
    if name.endswith("_cp"):
        return points(value)
    if name == "unit_results":
        return f"{value} %"
    return WORDS[value](language()) if value in WORDS else str(value)
