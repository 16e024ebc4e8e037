"""«Kỳ đánh giá», unit by unit: how many sheets stand at which step, who is late; what personnel do with the period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.asking.listing import SheetsAsked
from congminh.assessment.board import Line, board
from congminh.assessment.models import Round
from congminh.assessment.views.people import views
from congminh.assessment.views.showing import STATES, vn
from congminh.org.doors import FILES, PERSONNEL, Visit, door
from congminh.org.views.listing import columns

A_PAGE = 50
Words = dict[str, Any]
# The states that stand as columns, in the order a sheet passes them; the rest count as done.
STEPS = ("in_progress", "submitted", "scored")
DONE = ("notified", "closed", "synchronised")


@door(FILES)
@require_GET
def periods(request: Visit) -> HttpResponse:
    """The way in: the units for whoever has many, their people for whoever has one."""
    asked = SheetsAsked(request)
    name = "period_units" if len(asked.units) != 1 or PERSONNEL.needs(request) else "period_people"
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse(name) + (f"?{query}" if query else ""))


@door(FILES)
@require_GET
def units(request: Visit) -> HttpResponse:
    """One row a unit of the period, with how many sheets stand at which step."""
    asked = SheetsAsked(request)
    lines = [line for line in board(asked.rounds, request.day) if _seen(line, asked)]
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    heads = [(str(STATES[state][0]()), "number") for state in STEPS]
    shown = {
        "asked": asked,
        "tabs": asked.tabs(reverse("period_units")),
        "views": views(asked, "period_units"),
        "page": page,
        "columns": columns(_("Unit"), (_("Sheets"), "number"), *heads, (_("Told"), "number"), (_("Late"), "number")),
        "groups": [{"rows": [_row(line, asked) for line in page]}],
        "days": days(asked.rounds),
        "sums": _sums(lines),
        **(_of_personnel(asked) if PERSONNEL.needs(request) else {}),
    }
    return render(request, "assessment/units.html", shown)


def _seen(line: Line, asked: SheetsAsked) -> bool:
    return asked.sight.everything or line.unit.pk in asked.sight.files


def _row(line: Line, asked: SheetsAsked) -> Words:
    """A unit with its counts; each leads to the sheets it counts."""
    kept = {"ky": str(asked.period), "don_vi": line.unit.code}
    people = reverse("period_people")
    cells = [
        {
            "number": line.counts[state],
            "url": f"{people}?{urlencode({**kept, 'trang_thai': state})}",
            "label": str(STATES[state][0]()),
        }
        for state in STEPS
    ]
    return {
        "name": str(line.unit),
        "url": f"{people}?{urlencode(kept)}",
        "sheets": line.sheets - line.counts["left_out"],
        "cells": cells,
        "done": sum(line.counts[state] for state in DONE),
        "left_out": line.counts["left_out"],
        "late": line.late,
        "late_url": f"{people}?{urlencode({**kept, 'tre': 'on'})}",
    }


def _sums(lines: Iterable[Line]) -> Words:
    """The period in a line: how many sheets, how many told, how many late."""
    rows = list(lines)
    return {
        "sheets": sum(line.sheets - line.counts["left_out"] for line in rows),
        "done": sum(line.counts[state] for line in rows for state in DONE),
        "late": sum(line.late for line in rows),
    }


def days(rounds: Iterable[Round]) -> list[Words]:
    """By when each step of the period is due, where all agencies shown have the same days; and whether it is closed."""
    rows = list(rounds)
    if not rows:
        return []
    found = []
    for name, label in (
        ("self_by", _("Self-evaluation by")),
        ("confirm_by", _("Scoring by")),
        ("publish_by", _("Result told by")),
    ):
        known = {getattr(round, name) for round in rows}
        value = vn(known.pop()) if len(known) == 1 else _("as each agency decided")
        found.append({"label": label, "value": value})
    closed = sum(round.is_closed for round in rows)
    standing = _("closed") if closed == len(rows) else _("open")
    if 0 < closed < len(rows):
        standing = _("%(closed)s of %(number)s agencies closed") % {"closed": closed, "number": len(rows)}
    found.append({"label": _("Period"), "value": standing})
    return found


def _of_personnel(asked: SheetsAsked) -> Words:
    """What personnel may do with the period."""
    kept = f"?ky={asked.period}" if asked.period else ""
    opens = {"label": _("Open a period"), "url": reverse("open_period"), "icon": "plus"}
    checks = {"label": _("Check before opening"), "url": reverse("check")}
    if not any(not round.is_closed for round in asked.rounds):
        return {"actions": [opens, checks]}
    moves = {"label": _("Move on what is late"), "url": reverse("move_on") + kept}
    closes = {"label": _("Close the period"), "url": reverse("close_period") + kept}
    return {"actions": [closes], "links": [moves, checks, opens]}
