"""«Nếu xác nhận»: what a month's score would be once a task is confirmed as reported, by the law's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.result import SUMS
from congminh.assessment.views.figures import OWN, Figures, figures_of
from congminh.law.facts import SHEET
from congminh.law.in_memory import reckon_rows, reckon_sums
from congminh.law.text import scaled
from congminh.org.doors import FILES, Visit, door
from congminh.work.models import Task

BP = 100


@door(FILES)
@require_GET
def foreseen(request: Visit, pk: int) -> HttpResponse:
    """The fragment beside a task that waits to be confirmed; empty where no score runs."""
    seen = Task.objects.visible_to(request.person, request.day).filter(state="reported", coefficient_m__isnull=False)
    task = get_object_or_404(seen.select_related("person"), pk=pk)
    return render(request, "desk/foreseen.html", {"task": task, "change": change_of(task)})


def change_of(task: Task) -> dict[str, Any] | None:
    """The total and a, b, c as they stand and as they would; None where no sheet of the person runs."""
    sheet = _sheet(task)
    try:
        now = figures_of([sheet]).get(sheet.pk) if sheet else None
    except ValidationError:
        return None
    if now is None or now.is_signed or not now.has_tasks:
        return None
    then = with_task(now, task)
    return {
        "now": now.total,
        "then": then.total,
        "parts": [_part(now, then, name) for name in OWN],
    }


def with_task(now: Figures, task: Task) -> Figures:
    """The figures with the task confirmed as reported: its share of each sum added, the rest reckoned anew."""
    before, after = _sums(now, task, 0), _sums(now, task, task.reported_m)
    moved = {name: now.row[name] + after[name] - before[name] for name in SUMS}
    (row,) = reckon_sums(now.law, SHEET, [{**now.row, **moved}], now.values)
    return replace(now, row=row)


def _sheet(task: Task) -> PeriodSheet | None:
    """The sheet in which the task counts."""
    sheets = PeriodSheet.objects.filter(person=task.person_id, period__range=(task.period, task.period + 2))
    rows = sheets.exclude(state="left_out").select_related("person", "round", "result__basis").order_by("pk")
    for sheet in rows:
        counts = not sheet.divided or sheet.counted_units.filter(pk=task.unit_id).exists()
        if counts and task.period > sheet.period - sheet.span:
            return sheet
    return None


def _sums(now: Figures, task: Task, done_m: int) -> Mapping[str, Any]:
    """What one task alone adds up to, with so much of it done."""
    key = {name: now.row[name] for name in ("person_id", "period")}
    facts = {name: now.row.get(name) for name in ("unit_id", "peer_group", "post", "general_cp")}
    leads = {name: now.row.get(name) for name in ("unit_results", "execution", "cohesion")}
    counted = {"quality_failures": task.counting_failures, "delays": task.counting_delays}
    given = {"origin": task.origin, "coefficient_m": task.coefficient_m, "assigned_m": task.assigned_m}
    rows = {"sheet": [{**key, **facts, **leads}], "task": [{**key, **given, **counted, "done_m": done_m}]}
    (row,) = reckon_rows(now.law, SHEET, rows, now.values)
    return row


def _part(now: Figures, then: Figures, name: str) -> dict[str, Any]:
    item = then.law.find(SHEET, name, then.values)
    label = item.label(get_language() or "vi")
    before, after = now.row[f"{name}_bp"] or 0, then.row[f"{name}_bp"] or 0
    sign = "+" if after >= before else ""
    return {
        "label": f"{label[:1].upper()}{label[1:]}",
        "value": after,
        "max": 100 * BP,
        "gain": f"{sign}{scaled(after - before, 2, get_language() or 'vi')} %",
    }
