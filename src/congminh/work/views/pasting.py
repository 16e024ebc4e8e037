"""«Dán từ Excel»: rows looked at with their faults first, then assigned; what is at fault stays to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.org.doors import Visit, door
from congminh.org.views.listing import columns
from congminh.sendings.keys import done, was_done
from congminh.work.actions import assign
from congminh.work.asking.assigning import Place, place_of
from congminh.work.asking.fields import put_faults
from congminh.work.asking.pasting import PasteForm
from congminh.work.doors import HEADS
from congminh.work.pasting import COLUMNS, Pasted, paste
from congminh.work.views.assigning import address, periods, tabs, units
from congminh.work.views.telling import load

SHOWN = 100


@door(HEADS)
@require_http_methods(["GET", "POST"])
def paste_page(request: Visit) -> HttpResponse:
    """The text, its rows and their faults; «giao» assigns the rows without any."""
    place = place_of(request)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, place, form)
    lines = _read(request, place, form)
    if lines is None:
        return _page(request, place, form, status=422)
    if "giao" not in request.POST:
        return _page(request, place, form, lines)
    good = [line for line in lines if line.row and not line.faults]
    left = [line for line in lines if line.faults]
    try:
        fresh = [line.row for line in good if line.row and not was_done(request)]
        tasks = assign(fresh, request.person) if fresh else []
    except ValidationError as fault:
        put_faults(form, fault, {})
        return _page(request, place, form, lines, 422)
    if tasks:
        done(request)
        messages.success(request, _("Assigned: %(number)s tasks.") % {"number": len(tasks)})
    if not left:
        return HttpResponseRedirect(address("paste_tasks", place))
    return _page(request, place, PasteForm({"text": "\n".join("\t".join(line.cells) for line in left)}), left, 422)


def _read(request: Visit, place: Place, form: PasteForm) -> list[Pasted] | None:
    """The rows pasted; None where there are none, and the form says why."""
    if not form.is_valid():
        return None
    try:
        lines = paste(form.cleaned_data["text"], place.unit, place.period.code, request.person)
    except ValidationError as fault:
        put_faults(form, fault, {})
        return None
    if not lines:
        form.add_error("text", _("There is no row in what was pasted."))
        return None
    return lines


def _page(
    request: Visit, place: Place, form: PasteForm, lines: Sequence[Pasted] = (), status: int = 200
) -> HttpResponse:
    wrong = [line for line in lines if line.faults]
    ordered = [*wrong, *(line for line in lines if not line.faults)]
    shown = {
        "title": _("Assign work: %(unit)s") % {"unit": place.unit},
        "tabs": tabs("paste_tasks", place),
        "periods": periods("paste_tasks", place),
        "units": units("paste_tasks", place),
        "action": address("paste_tasks", place),
        "form": form,
        "good": len(lines) - len(wrong),
        "wrong": len(wrong),
        "hidden": max(0, len(lines) - SHOWN),
        "columns": _columns(),
        "groups": [{"rows": [_row(line) for line in ordered[:SHOWN]]}] if lines else [],
    }
    return render(request, "work/paste.html", shown, status=status)


def _columns() -> list[dict[str, Any]]:
    figures = ((_("Quantity"), "number"), (_("Due"), "number"))
    return columns(
        (_("Row"), "number"), _("Civil servant"), _("Product"), *figures, _("Called"), (_("Converted"), "number")
    )


def _row(line: Pasted) -> dict[str, Any]:
    """A line with each cell, what it means, and what is wrong with it."""
    row = line.row
    meant = {"person": str(row.person) if row else "", "product": row.product.output if row and row.product else ""}
    cells = [
        {
            "column": name,
            "typed": cell,
            "meant": meant.get(name, ""),
            "fault": _told(line, name),
            "is_figure": name in FIGURES,
        }
        for name, cell in zip(COLUMNS, line.cells, strict=True)
    ]
    others = [_told(line, name) for name in line.faults if name not in COLUMNS]
    converted = load((row.product.coefficient_m or 0) * row.quantity_m) if row and row.product else ""
    return {
        "number": line.number,
        "cells": cells,
        "others": others,
        "converted": converted,
        "is_wrong": bool(line.faults),
    }


FIGURES = ("quantity", "due")


def _told(line: Pasted, column: str) -> dict[str, str]:
    fault = line.faults.get(column)
    if fault is None:
        return {}
    more = fault.params or {}
    return {"what": " ".join(fault.messages), "next": str(more.get("next", ""))}
