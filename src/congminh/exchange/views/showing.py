"""An import: what its rows would do or did, by verdict; what is in doubt; the file with its errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.catalogue.models import Catalogue
from congminh.catalogue.reading.kinds import KINDS as DOUBTS
from congminh.exchange import files, showing
from congminh.exchange.asking import UnitsForm, WriteForm
from congminh.exchange.doors import SENDERS
from congminh.exchange.excel.form import Column
from congminh.exchange.kinds import CATALOGUE, KINDS
from congminh.exchange.kinds.catalogue.form import MATCHED
from congminh.exchange.kinds.catalogue.target import units_of
from congminh.exchange.models import Import, ImportRow
from congminh.exchange.views.start import EXCEL, TONES
from congminh.exchange.words import told
from congminh.jobs.models import Job
from congminh.org.doors import Visit, door
from congminh.org.views.listing import columns

A_PAGE = 50
LEAD = {
    "units": ("code", "name"),
    "people": ("person", "name"),
    "catalogue": ("code", "output"),
    "tasks": ("person", "full_name"),
    "results": ("person", "full_name"),
    "indicators": ("unit", "name"),
}
UNKNOWN = "unit_unknown"
Doubt = tuple[str, int, Mapping[str, Any]]


def seen(request: Visit, pk: int) -> Import:
    """The import, if I may see it; else 404."""
    visible = Import.objects.visible_to(request.person, request.day)
    return get_object_or_404(visible.select_related("who", "applied_by", "undone_by"), pk=pk)


@door(SENDERS)
@require_GET
def show(request: Visit, pk: int) -> HttpResponse:
    """«Xem trước»: counts, rows by verdict, doubts, and the button that writes them."""
    return page_of(request, seen(request, pk))


def page_of(request: Visit, source: Import, form: WriteForm | None = None, status: int = 200) -> HttpResponse:
    """The page of an import; with a form that was sent and what is wrong with it."""
    doubts = _doubts(source)
    kinds = _kinds(source, doubts)
    asked = request.GET.get("loai", "")
    here = asked if asked in kinds else next((name for name, (_word, number) in kinds.items() if number), "added")
    shown = {
        "source": source,
        "title": KINDS[source.kind].form.title,
        "tone": TONES[source.state],
        "tabs": _tabs(kinds, here),
        "form": (form or WriteForm(source)) if _does_something(source) else None,
        "units": units_form(request, source),
        "job": _job(request, source),
        "written": _written(source),
        "goes_into": _goes_into(source),
        **_rows(request, source, here, doubts),
    }
    return render(request, "exchange/import.html", shown, status=status)


def _does_something(source: Import) -> bool:
    return source.state == Import.State.READY and bool(source.added or source.changed or source.faulty)


def _kinds(source: Import, doubts: Sequence[Doubt]) -> dict[str, tuple[str, int]]:
    """What may be looked at: by its name in the address what it is called, and how many."""
    verdicts = ImportRow.Verdict
    faulty = {verdicts.FAULTY.value: (_("Faulty"), source.faulty)} if source.faulty else {}
    kinds = {
        verdicts.ADDED.value: (_("Added"), source.added),
        verdicts.CHANGED.value: (_("Changed"), source.changed),
        verdicts.LEFT.value: (_("Left as it is"), source.left),
    }
    doubtful = {"can-lam-ro": (_("To settle"), len(doubts))} if doubts else {}
    return {**faulty, **kinds, **doubtful}


def _tabs(kinds: Mapping[str, tuple[str, int]], here: str) -> list[dict[str, Any]]:
    return [
        {"label": word, "count": number, "url": f"?loai={name}", "current": name == here}
        for name, (word, number) in kinds.items()
    ]


def _rows(request: Visit, source: Import, here: str, doubts: Sequence[Doubt]) -> dict[str, Any]:
    """A page of the rows of a verdict, or of the doubts by kind."""
    asked = request.GET.get("page")
    if here == "can-lam-ro":
        page = Paginator(doubts, A_PAGE).get_page(asked)
        return {"page": page, "doubts": _grouped(page)}
    page_of_rows = Paginator(source.rows.filter(verdict=here).order_by("pk"), A_PAGE).get_page(asked)
    shown = [column for column in showing.columns(source) if column.key not in LEAD[source.kind]]
    lines = [_line(row, source, shown) for row in page_of_rows]
    heads = columns((_("Row"), "number"), _("What it is about"), _("What the row does"))
    return {"page": page_of_rows, "columns": heads, "groups": [{"rows": lines}] if lines else []}


def _line(row: ImportRow, source: Import, shown: list[Column]) -> dict[str, Any]:
    """A row as exchange/row.html draws it: what it is about, what changes from what to what, faults and notes."""
    code, name = (row.values.get(key, "") for key in LEAD[source.kind])
    cells = showing.cells(row, [*(KINDS[source.kind].form.column(key) for key in LEAD[source.kind]), *shown])
    is_new = row.verdict == ImportRow.Verdict.ADDED
    return {
        "number": row.number,
        "sheet": row.sheet if len(source.layout) > 1 else "",
        "code": code,
        "name": name,
        "changes": [cell for cell in cells if cell.changes],
        "cells": [cell for cell in cells[2:] if cell.said] if is_new else [],
        "faults": row.told_faults,
        "notes": row.told_notes,
    }


def _doubts(source: Import) -> list[Doubt]:
    """What a person has to settle in a catalogue's file, by sheet and row as the file has them; one query."""
    if source.kind != CATALOGUE.key:
        return []
    sheets = {sheet: at for at, sheet in enumerate(source.layout)}
    kept = source.rows.exclude(notes=[]).order_by("pk").values_list("notes", flat=True)
    notes = [*source.passed_over, *(note for notes in kept for note in notes)]
    found = [(one["said"]["sheet"], one["said"]["row"], one) for one in notes if "doubt" in one["said"]]
    order = list(DOUBTS)
    return sorted(found, key=lambda one: (order.index(one[2]["said"]["doubt"]), sheets.get(one[0], -1), one[1]))


def _grouped(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Doubts by kind: what it is called, what to do, and each with its place."""
    language = get_language() or "vi"
    found = []
    for kind, group in groupby(doubts, key=lambda one: one[2]["said"]["doubt"]):
        word, advice = DOUBTS[kind]
        lines = [{"sheet": sheet, "row": row, "what": told(one).what, **one["said"]} for sheet, row, one in group]
        found.append({"word": word.said(language), "advice": advice.said(language), "lines": lines})
    return found


def units_form(request: Visit, source: Import, data: Any = None) -> UnitsForm | None:
    """The names of units that nobody knows, to be settled; None where there are none, or it is too late."""
    if source.kind != CATALOGUE.key or source.state != Import.State.READY:
        return None
    names: dict[str, str] = {}
    for values, notes in source.rows.order_by("pk").values_list("values", "notes"):
        if MATCHED in values or any(one["said"].get("doubt") == UNKNOWN for one in notes):
            names.setdefault(values["unit"], values.get(MATCHED, ""))
    return UnitsForm(names, units_of(source.agency_id or 0, request.day), data) if names else None


def _job(request: Visit, source: Import) -> Job | None:
    """The work begun last for the import, while it has not come to its end."""
    found = Job.objects.visible_to(request.person).filter(task__startswith=f"{__package__}.work.")
    last = found.filter(arguments__source=source.pk).order_by("-pk").first()
    return last if last and last.state != Job.State.DONE else None


def _goes_into(source: Import) -> str:
    """Which version a catalogue's file would go into; empty for other files, and once that is over."""
    if source.kind != CATALOGUE.key or source.state != Import.State.READY:
        return ""
    draft = Catalogue.objects.filter(agency=source.agency_id).drafts().first()
    if draft:
        return _("The rows go into the version being drawn up: %(version)s.") % {"version": draft.title()}
    return _("The rows become a new version, which then holds what the file holds.")


def _written(source: Import) -> Catalogue | None:
    """The version a catalogue's file went into."""
    if source.kind != CATALOGUE.key or source.state != Import.State.APPLIED:
        return None
    key = source.changes.filter(table="catalogue.product").values_list("key", flat=True).first()
    return Catalogue.objects.filter(products=key).first() if key else None


@door(SENDERS)
@require_GET
def error_file(request: Visit, pk: int) -> HttpResponse:
    """«Tệp lỗi»: the file that was sent, with what is wrong in a last column; 404 where nothing is."""
    source = seen(request, pk)
    if not source.faulty:
        raise Http404
    sent = content_disposition_header(as_attachment=True, filename=f"loi-{source.file_name}")
    return HttpResponse(files.error_file(source), content_type=EXCEL, headers={"Content-Disposition": sent})
