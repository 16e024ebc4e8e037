"""The tables of statistics and of use of results as Excel and on paper, as the page was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import typst
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from congminh.exchange.forms.printing import FONTS
from congminh.exchange.forms.table_book import table_book
from congminh.exchange.views.sending import EXCEL, PDF
from congminh.insight.actions import tables_are_used
from congminh.insight.asking import LEVELLED, StatisticsAsked
from congminh.insight.doors import WATCHERS
from congminh.insight.facts.using import EVERY
from congminh.insight.tables import Table
from congminh.insight.tables.statistics import by_unit, months, self_and_assessor, upward
from congminh.insight.tables.uses import income, income_rows, listed, rows_of, tables_for
from congminh.ledger.receipts.square import foot
from congminh.org.doors import FILES, Visit, always, asks_again, door

TEMPLATE = Path(__file__).parent.parent / "forms" / "table.typ"
OF_COUNTS: dict[str, Callable[[StatisticsAsked], Table]] = {
    "muc": by_unit,
    "theo-thang": months,
    "tu-cham": self_and_assessor,
    "bao-cao": upward,
}
# More rows than this are no paper anybody reads.
MOST_ROWS = 2_000


@door(FILES)
@asks_again(always)
@require_GET
def table_xlsx(request: Visit, name: str) -> HttpResponseBase:
    """One table whole, with the numbers as numbers."""
    book = table_book(_table(request, name))
    return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=EXCEL)


@door(FILES)
@asks_again(always)
@require_GET
def table_pdf(request: Visit, name: str) -> HttpResponse:
    """One table as a paper in Vietnamese, whoever prints it."""
    with override("vi"):
        table = _table(request, name)
        if len(table.rows) > MOST_ROWS:
            raise Http404(_("Too many rows for a paper: take them as Excel."))
        made = _printed(table, request)
    held = f'inline; filename="{name}.pdf"'
    return HttpResponse(made, content_type=PDF, headers={"Content-Disposition": held})


def _table(request: Visit, name: str) -> Table:
    if name in OF_COUNTS:
        kinds = ("year",) if name == "theo-thang" else ()
        return OF_COUNTS[name](StatisticsAsked(request, kinds=kinds))
    if name == "thu-nhap":
        return _income(request)
    if name not in EVERY:
        raise Http404
    asked = StatisticsAsked(request, kinds=("year",))
    return listed(EVERY[name], asked, list(rows_of(EVERY[name], asked)), links=False)


def _income(request: Visit) -> Table:
    if not WATCHERS.needs(request):
        raise PermissionDenied(_("This page belongs to another role than yours."))
    asked = StatisticsAsked(request, kinds=LEVELLED)
    sheets = list(income_rows(asked))
    return income(asked, sheets, tables_for(asked, sheets) if tables_are_used(request.day) else {}, links=False)


def _printed(table: Table, request: Visit) -> bytes:
    posts = request.posts
    told = {
        "agency": str(posts[0].unit) if posts else "",
        "title": table.title,
        "about": table.about,
        "columns": [{"label": each.label, "number": each.number, "width": each.width} for each in table.columns],
        "rows": [["" if value is None else str(value) for value in row] for row in table.rows],
        "notes": list(table.notes),
        "root": foot(),
        "printed": f"Ngày {request.day:%d} tháng {request.day:%m} năm {request.day.year}",
    }
    said = {"table": json.dumps(told, ensure_ascii=False)}
    return typst.compile(str(TEMPLATE), sys_inputs=said, font_paths=[str(FONTS)], ignore_system_fonts=True)
