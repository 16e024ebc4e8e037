"""«Số liệu của năm»: numbers of tasks, counted or entered with their source; indicators still open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.law.text import scaled
from congminh.org.doors import FILES, Visit, door
from congminh.unit_year.actions import count_anew
from congminh.unit_year.actions.figures import may_enter
from congminh.unit_year.asking.figures import CountsForm, ValuesForm
from congminh.unit_year.facts.indicators import with_values
from congminh.unit_year.models import Indicator, UnitSheet
from congminh.unit_year.views.counting import SMALL, begin_count
from congminh.unit_year.views.showing import Words, counts, language, percent
from congminh.work.asking.fields import put_faults


@door(FILES)
@require_http_methods(["GET", "POST"])
def figures(request: Visit, pk: int) -> HttpResponse:
    """Count the tasks, enter their numbers, or enter indicators: which of them the button says."""
    sheet = get_object_or_404(UnitSheet.objects.visible_to(request.person, request.day).described(request.day), pk=pk)
    if not may_enter(sheet, request.person):
        raise PermissionDenied(_("The figures of this sheet are not yours to enter as it stands now."))
    posted = request.POST if request.method == "POST" else None
    entered = CountsForm(request, sheet, posted if posted and "counts" in posted else None)
    known = {each.pk: each.value_m for each in with_values(sheet) if each.value_m is not None}
    values = ValuesForm(request, sheet, known, posted if posted and "values" in posted else None)
    if posted is not None:
        if "count" in posted:
            return _count(request, sheet, entered, values)
        for form in (entered, values):
            if form.is_bound and form.is_valid() and _done(request, form, sheet):
                return HttpResponseRedirect(_url(sheet))
    return _page(request, sheet, entered, values, 422 if posted is not None else 200)


def _count(request: Visit, sheet: UnitSheet, entered: CountsForm, values: ValuesForm) -> HttpResponse:
    if len(sheet.bench().advisers.tree.beneath([sheet.unit_id])) > SMALL:
        return HttpResponseRedirect(begin_count(request, sheet).get_absolute_url())
    try:
        found = count_anew(sheet, request.person)
    except ValidationError as fault:
        messages.warning(request, " ".join(fault.messages))
        return _page(request, sheet, entered, values, 422)
    messages.success(request, _("Counted: %(number)s tasks.") % {"number": found.given})
    return HttpResponseRedirect(_url(sheet))


def _done(request: Visit, form: Any, sheet: UnitSheet) -> bool:
    try:
        form.act(sheet)
    except ValidationError as fault:
        put_faults(form, fault, {})
        return False
    messages.success(request, _("Recorded."))
    return True


def _url(sheet: UnitSheet) -> str:
    return reverse("unit_figures", args=[sheet.pk])


def _page(request: Visit, sheet: UnitSheet, entered: CountsForm, values: ValuesForm, status: int) -> HttpResponse:
    shown = {
        "sheet": sheet,
        "counts": counts(sheet),
        "entered": entered,
        "values": values,
        "indicators": indicators(sheet),
    }
    return render(request, "unit_year/figures.html", shown, status=status)


def indicators(sheet: UnitSheet) -> list[Words]:
    """Every indicator of the set with its value, its one source and the day it closes."""
    return [_indicator(each, sheet) for each in with_values(sheet)]


def _indicator(each: Any, sheet: UnitSheet) -> Words:
    if each.takes == Indicator.Takes.ENTERED:
        shown = "–" if each.value_m is None else f"{scaled(each.value_m, 3, language())} {each.measure}"
    else:
        shown = percent(getattr(sheet, f"tasks_{each.takes}"), sheet.tasks_given)
    return {
        "code": each.code,
        "label": each.name,
        "value": shown,
        "source": each.source,
        "closes": each.closes(sheet.year),
    }
