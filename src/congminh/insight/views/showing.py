"""What the pages of this app share: tabs between them, the ways to the same table as Excel and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from congminh.insight.doors import WATCHERS
from congminh.insight.tables import Table
from congminh.org.doors import Visit

A_PAGE = 50
Words = dict[str, Any]


def tabs(visit: Visit, here: str) -> list[Words]:
    """The pages of statistics, one of them shown."""
    pages = [
        ("statistics", _("Levels by unit")),
        ("statistics_months", _("Month by month")),
        ("statistics_selves", _("Self against assessor")),
        ("statistics_upward", _("To send upward")),
        ("uses", _("Use of results")),
    ]
    if WATCHERS.needs(visit):
        pages.append(("what_ifs", _("What if")))
    return [{"label": label, "url": reverse(name), "current": name == here} for name, label in pages]


def files_of(visit: Visit, name: str, paper: bool = True) -> list[Words]:
    """The same table as Excel and as PDF."""
    query = visit.GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    kinds = (("table_xlsx", "Excel"), ("table_pdf", "PDF")) if paper else (("table_xlsx", "Excel"),)
    return [{"label": label, "url": reverse(route, args=[name]) + tail, "icon": "download"} for route, label in kinds]


def paged(visit: Visit, table: Table) -> Words:
    """A table a page at a time; its sum stands on the last page."""
    page: Page[Any] = Paginator(range(len(table.rows)), A_PAGE).get_page(visit.GET.get("page"))
    first = (page.number - 1) * A_PAGE
    return {"page": page, **drawn(table, table.items(first, first + A_PAGE))}


def drawn(table: Table, items: Sequence[Words] | None = None) -> Words:
    """A table as components/table.html draws it."""
    return {
        "table": table,
        "columns": table.heads(),
        "groups": [{"rows": table.items() if items is None else items}],
    }
