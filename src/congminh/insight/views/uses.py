"""«Sử dụng kết quả» (Điều 23): lists by a rule in plain sight, and the table of income by the agency's decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.assessment.asking.acting import advised
from congminh.insight.actions import tables_are_used
from congminh.insight.asking import LEVELLED, StatisticsAsked
from congminh.insight.doors import WATCHERS
from congminh.insight.facts.using import EVERY, PARTY, USES
from congminh.insight.forms import IncomeForm
from congminh.insight.tables.table import language
from congminh.insight.tables.uses import income, income_rows, listed, never_by_itself, rows_of, tables_for
from congminh.insight.views.showing import A_PAGE, Words, drawn, files_of, tabs
from congminh.org.doors import FILES, PERSONNEL, Visit, door
from congminh.work.asking.fields import put_faults


@door(FILES)
@require_GET
def uses(request: Visit) -> HttpResponse:
    """The lists there are, each with its rule and article."""
    tongue = language()
    rows = [
        {
            "label": use.label(tongue),
            "cite": use.cite,
            "rule": use.rule(tongue),
            "url": reverse("use", args=[use.name]),
        }
        for use in (*USES, PARTY)
    ]
    if WATCHERS.needs(request):
        rule = _("Level by level the coefficient the agency laid down by its own decision, for payroll.")
        more = {"cite": "Điều 23.1.d, 23.3.e", "rule": rule, "url": reverse("income")}
        rows.append({"label": _("Additional income and bonuses"), **more})
    shown = {"tabs": tabs(request, "uses"), "uses": rows, "never": never_by_itself()}
    return render(request, "insight/uses.html", shown)


@door(FILES)
@require_GET
def use(request: Visit, name: str) -> HttpResponse:
    """One list of one year."""
    if name not in EVERY:
        raise Http404
    found, asked = EVERY[name], StatisticsAsked(request, kinds=("year",))
    page = Paginator(rows_of(found, asked), A_PAGE).get_page(request.GET.get("page"))
    table = listed(found, asked, list(page))
    shown = {
        "title": table.title,
        "lead": table.about,
        "tabs": tabs(request, "uses"),
        "form": asked,
        "rule": {"cite": found.cite, "rule": found.rule(language()), "weigh": found.weigh(language())},
        "never": never_by_itself(),
        "actions": files_of(request, name) if table.rows else [],
        "page": page,
        "is_empty": not table.rows,
        **drawn(table),
    }
    return render(request, "insight/use.html", shown)


@door(WATCHERS)
@require_GET
def income_page(request: Visit) -> HttpResponse:
    """Who has which coefficient; without the agency's reading and table the levels alone."""
    asked = StatisticsAsked(request, kinds=LEVELLED)
    page = Paginator(income_rows(asked), A_PAGE).get_page(request.GET.get("page"))
    sheets = list(page)
    used = tables_are_used(request.day)
    tables = tables_for(asked, sheets) if used else {}
    table = income(asked, sheets, tables)
    shown = {
        "title": table.title,
        "lead": table.about,
        "tabs": tabs(request, "uses"),
        "form": asked,
        "never": never_by_itself(),
        "lacks": _lacks(used, bool(tables), bool(sheets)),
        "actions": [*_actions(request, used), *(files_of(request, "thu-nhap", paper=False) if table.rows else [])],
        "page": page,
        "is_empty": not table.rows,
        **drawn(table),
    }
    return render(request, "insight/use.html", shown)


def _lacks(used: bool, has_table: bool, has_sheets: bool) -> Words | None:
    if not used:
        return {
            "title": _("The agency has not chosen to keep a table of coefficients."),
            "text": _("Levels alone are shown. The reading is chosen by a decision of the agency (Điều 26.1.e)."),
            "action": {"label": _("Open questions and readings"), "url": reverse("readings")},
        }
    if has_sheets and not has_table:
        return {
            "title": _("No table of coefficients is in force for this period."),
            "text": _("Levels alone are shown until personnel enter one under its decision."),
        }
    return None


def _actions(request: Visit, used: bool) -> list[Words]:
    if not used or not PERSONNEL.needs(request):
        return []
    return [{"label": _("Enter a table"), "url": reverse("put_income"), "icon": "plus", "primary": True}]


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def put_income(request: Visit) -> HttpResponse:
    """A new table of coefficients under its decision."""
    form: Any = IncomeForm(request, advised(request), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            form.act()
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            messages.success(request, _("The table is entered."))
            return HttpResponseRedirect(reverse("income"))
    shown = {
        "title": _("Enter a table"),
        "above": _("Additional income and bonuses"),
        "lead": _("A table holds from its first day until the next one begins; what was entered stays."),
        "form": form,
        "back": reverse("income"),
    }
    return render(request, "act.html", shown, status=422 if form.errors else 200)
