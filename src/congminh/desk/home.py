"""«Việc của tôi»: the month with its clock, my tasks, beside them my score and what waits for me."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.figures import card, figures_of
from congminh.assessment.views.showing import clock as clock_of
from congminh.assessment.views.showing import sheet_url, state_badge
from congminh.law.calendar import ONE_DAY, Period, working_days_between
from congminh.ledger.files import under_way
from congminh.ledger.models import CaseFile
from congminh.org import facts
from congminh.org.doors import ACCOUNT, OWN_AND_LEADERS, Visit, door
from congminh.work.doors import HEADS
from congminh.work.models import Task
from congminh.work.views.month import CONFIRMED, Month, month_of, tasks_page
from congminh.year.models import YearSheet

LINES = 8
# Others' year sheets in a line each: what is to be done with them, and where.
OF_YEARS = {
    "meetings": gettext_lazy("Year sheets to hold a meeting on: %(number)s"),
    "party_opinions": gettext_lazy("Year sheets for the Party committee's opinion: %(number)s"),
    "years": gettext_lazy("Year sheets to propose, decide or tell: %(number)s"),
}


@door(ACCOUNT)
@require_GET
def home(request: Visit) -> HttpResponse:
    """The page everyone begins with; for an account without a post, why there is nothing on it."""
    if not request.posts:
        return render(request, "desk/home.html", {"posts": ()})
    values = facts.values(request.day)
    month = month_of(request.person, request.day, request.GET.get("ky", ""), values)
    shown = {
        "posts": request.posts,
        "title": month.period.label(get_language() or "vi"),
        "lead": clock(month, request.day),
        "actions": [{"label": _("Add ad hoc work"), "url": reverse("propose_task"), "icon": "plus"}],
        "month": tasks_page(request, month, values),
        "beside": f"{reverse('beside')}?ky={month.period.code}",
    }
    return render(request, "desk/home.html", shown)


@door(OWN_AND_LEADERS)
@require_GET
def beside(request: Visit) -> HttpResponse:
    """What stands beside the tasks: the sheet with its score, what waits for me; without a script a page of its own."""
    asked = request.GET.get("ky", "")
    sheets = PeriodSheet.objects.filter(person=request.person).select_related("round", "result__basis")
    found = sheets.filter(period=asked) if asked.isdecimal() else sheets
    sheet = found.order_by("-period", "-pk").first()
    shown = {"sheet": sheet and of_sheet(sheet, request.day), "lines": waiting(request)}
    whole = not request.headers.get("HX-Request")
    return render(request, "desk/beside_page.html" if whole else "desk/beside.html", shown)


def of_sheet(sheet: PeriodSheet, day: date) -> dict[str, Any]:
    """A sheet with its figures: signed, or as they stand; where they cannot be reckoned, why."""
    try:
        figures, problem = figures_of([sheet]).get(sheet.pk), ""
    except ValidationError as fault:
        figures, problem = None, " ".join(fault.messages)
    return {
        "url": sheet_url(sheet),
        "state": state_badge(sheet.state),
        "clock": clock_of(sheet, day),
        "is_mine": sheet.state == "in_progress",
        "figure": figures and card(figures, reverse("sheet_why", args=[sheet.pk])),
        "problem": problem,
    }


def clock(month: Month, day: date) -> str:
    """How long the period still runs, and how much of it is confirmed."""
    done = {"done": month.counts.get(CONFIRMED, 0), "number": month.number}
    told = _("Confirmed: %(done)s of %(number)s tasks.") % done if month.number else ""
    runs = _runs(month.period, day) if month.is_open else _("This period is closed for you.")
    return " ".join([runs, told]).strip()


def _runs(period: Period, day: date) -> str:
    if day > period.last:
        return _("The period ended on %(last)s.") % {"last": f"{period.last:%d/%m/%Y}"}
    if day < period.first:
        return _("The period begins on %(first)s.") % {"first": f"{period.first:%d/%m/%Y}"}
    left = working_days_between(day - ONE_DAY, period.last)
    return _("Working days left in the period: %(left)s.") % {"left": left}


def waiting(visit: Visit) -> dict[str, Any]:
    """What waits for my step («việc chờ tôi»): tasks and sheets of others in a line each, other files one by one."""
    others = under_way(visit.person, besides=(Task, PeriodSheet))
    every = [file for kind in others for file in kind.objects.waiting_for(visit.person)]
    years = [file for file in every if isinstance(file, YearSheet) and file.person_id != visit.person.pk]
    found = sorted((file for file in every if file not in years), key=lambda file: file.opened_at)
    lines = [_line(file) for file in found[:LINES]]
    return {"lines": [*_of_others(visit), *_of_years(years), *lines], "more": max(0, len(found) - LINES)}


def _of_others(visit: Visit) -> list[dict[str, Any]]:
    """A head's own two lines: the queue of tasks, the sheets to score."""
    if not HEADS.needs(visit):
        return []
    lines = [{"title": _("Tasks to confirm"), "about": "", "url": reverse("queue")}]
    number = PeriodSheet.objects.waiting_for(visit.person).exclude(person=visit.person).count()
    if number:
        said = _("Sheets for me to score or tell: %(number)s") % {"number": number}
        lines.append({"title": said, "about": "", "url": reverse("periods")})
    return lines


def _of_years(sheets: Iterable[YearSheet]) -> list[dict[str, Any]]:
    """Year sheets of others by what is to be done with them."""
    numbers = Counter(map(_where, sheets))
    lines = [(page, said % {"number": numbers[page]}) for page, said in OF_YEARS.items() if numbers[page]]
    return [{"title": title, "about": "", "url": reverse(page)} for page, title in lines]


def _where(sheet: YearSheet) -> str:
    """The page on which the next step of somebody's year is taken."""
    if sheet.state in ("filed", "convened"):
        return "meetings"
    return "party_opinions" if sheet.state == "discussed" and sheet.rank != "staff" else "years"


def _line(file: CaseFile) -> dict[str, Any]:
    return {"title": file.title(), "about": file.state_label, "url": file.get_absolute_url(), "since": file.opened_at}
