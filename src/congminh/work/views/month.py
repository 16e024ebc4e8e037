"""«Việc của tôi»: the tasks of a person's month, those that press first, each in a row with its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.law.calendar import Period
from congminh.ledger.models import Attachment
from congminh.org import facts
from congminh.org.doors import FILES, Visit, door
from congminh.org.models import Person
from congminh.org.models.unit import seen_by
from congminh.org.views.listing import columns
from congminh.work.asking.row import RowForm
from congminh.work.models import Task
from congminh.work.openness import is_open
from congminh.work.periods import period_of
from congminh.work.views.telling import Values, about, badges, number, typed

A_PAGE = 50
SHOWN_PERIODS = 4
# By the places of GROUPS.
LATE, WEEK, LATER, WAITING, CONFIRMED, ASIDE = range(6)
TO_DO = ("assigned", "returned")
WITH_OTHERS = ("reported", "proposed", "handing_over")
# The parts of a row that forms and scripts name.
IDS = {"row": "", "form": "-phieu", "field": "-quantity", "kept": "-ban"}


class Group(NamedTuple):
    """Rows that stand together, and how their heading is drawn."""

    label: str | Promise
    tone: str = ""


GROUPS = (
    Group(gettext_lazy("Past its day"), "late"),
    Group(gettext_lazy("This week")),
    Group(gettext_lazy("Later")),
    Group(gettext_lazy("Reported, with somebody else now")),
    Group(gettext_lazy("Confirmed")),
    Group(gettext_lazy("Not counted for me")),
)


class Month(NamedTuple):
    """One period of a person: which, how many tasks stand in each group, whether anything may still move."""

    period: Period
    counts: Mapping[int, int]
    others: Mapping[int, int]
    is_open: bool

    @property
    def number(self) -> int:
        """All tasks but those that are not counted for the person."""
        return sum(count for place, count in self.counts.items() if place != ASIDE)


def month_of(person: Person, day: date, asked: str, values: Values) -> Month:
    """The period asked for (yyyymm), else the one of `day`, with its numbers; Http404 for one that cannot be."""
    kind = str(values["scoring_period"])
    period = Period.of_day(day, kind)
    if asked:
        if not asked.isdecimal():
            raise Http404
        try:
            period = period_of(int(asked), kind)
        except ValidationError as wrong:
            raise Http404 from wrong
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for code, place, rows in _numbers(person, day, period):
        counts[code][place] = rows
    others = {code: sum(each.get(place, 0) for place in (LATE, WEEK, LATER)) for code, each in counts.items()}
    return Month(period, counts[period.code], others, is_open(person.pk, period.code))


def tasks_page(visit: Visit, month: Month, values: Values, of: Any = None) -> dict[str, Any]:
    """The context of work/month.html: one page of the period's tasks in their groups; one query.

    Of oneself; or of tasks of another (`of`), and then there is nothing to report.
    """
    tasks = Task.objects.filter(person=visit.person) if of is None else of
    wanted = _grouped(tasks.filter(period=month.period.code), visit.day)
    wanted = wanted.select_related("goal").annotate(has_papers=_papers()).order_by("place", "due", "pk")
    paginator = Paginator(wanted, A_PAGE)
    paginator.__dict__["count"] = sum(month.counts.values())
    page = paginator.get_page(visit.GET.get("page"))
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for task in page:
        rows[task.place].append(row(visit, task, values, month.is_open and of is None))
    groups = [_group(GROUPS[place], rows[place], month.counts[place]) for place in sorted(rows)]
    return {"page": page, "groups": groups, "columns": task_columns(), "periods": periods(month, visit)}


@door(FILES)
@require_GET
def person_tasks(request: Visit, code: str) -> HttpResponse:
    """The tasks of somebody whose work one leads, advises on or inspects, as they see them; each leads to its page."""
    sight = seen_by(request.person, request.day)
    seen = Person.objects.whose_file_is_in(sight, request.person, request.day)
    found = get_object_or_404(seen, code=code)
    values = facts.values(request.day)
    month = month_of(found, request.day, request.GET.get("ky", ""), values)
    shown = {
        "of": found,
        "title": month.period.label(get_language() or "vi"),
        "month": tasks_page(request, month, values, Task.objects.filter(person=found)),
    }
    return render(request, "work/person.html", shown)


def task_columns() -> list[dict[str, Any]]:
    """The columns of one's own tasks."""
    figures = ((_("Due"), "number"), (_("Coefficient"), "number"), (_("Done"), "number"))
    return columns(_("Product, work"), *figures, _("State"), (_("What to do"), "quiet"))


def row(visit: Visit, task: Task, values: Values, may_move: bool, form: RowForm | None = None) -> dict[str, Any]:
    """A task as work/task_row.html draws it; with a form where something may be reported."""
    reports = may_move and task.state in TO_DO
    late = visit.day > task.due
    form = form or (RowForm(task, visit.person, late) if reports else None)
    quantity = form["quantity"].value() if form and form.is_bound else typed(task.reported_m)
    return {
        "task": task,
        "ids": {part: f"viec-{task.pk}{end}" for part, end in IDS.items()},
        "about": about(task),
        "badges": badges(task, visit.day, values),
        "coefficient": number(task.coefficient_m),
        "quantity": quantity,
        "done": number(task.confirmed_m if task.state == "confirmed" else task.reported_m),
        "given": number(task.assigned_m),
        "most": typed(task.assigned_m),
        "form": form,
        "is_open": bool(form and form.errors),
        "ways": _ways(task) if may_move else [],
        "next": visit.get_full_path() if visit.method == "GET" else visit.POST.get("next", "/"),
        "csrf_token": get_token(visit),
    }


def periods(month: Month, visit: Visit) -> list[dict[str, Any]]:
    """The periods one may look at, as components/tabs.html draws them: the newest, each with what is still to do."""
    now, chosen = Period.of_day(visit.day, month.period.kind).code, month.period.code
    newest = sorted({*month.others, now, chosen}, reverse=True)[:SHOWN_PERIODS]
    return [
        {
            "label": _called(
                Period.of_code(code, month.period.kind), 0 if code == chosen else month.others.get(code, 0)
            ),
            "url": visit.path if code == now else f"{visit.path}?ky={code}",
            "current": code == chosen,
        }
        for code in sorted({*newest, chosen})
    ]


def _called(period: Period, left: int) -> str:
    name = period.label(get_language() or "vi")
    return _("%(period)s · %(left)s still to do") % {"period": name, "left": left} if left else name


def _ways(task: Task) -> list[dict[str, str]]:
    """The further steps of an owner, each a page of its own."""
    wanted = {
        "ask_cause": task.cause != Task.Cause.ASKED and task.waivable() and task.state != "proposed",
        "hand_over": task.state in TO_DO,
        "take_back": task.state == "handing_over",
        "withdraw": task.state == "proposed",
    }
    return [
        {"label": str(WAYS[step]), "url": reverse("step", args=[task.pk, step])}
        for step, is_so in wanted.items()
        if is_so
    ]


WAYS = {
    "ask_cause": gettext_lazy("Name an objective cause"),
    "hand_over": gettext_lazy("I cannot do it"),
    "take_back": gettext_lazy("Go on with it"),
    "withdraw": gettext_lazy("Withdraw"),
}


def _group(group: Group, rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
    return {"label": str(group.label), "tone": group.tone, "rows": rows, "number": number}


def _numbers(person: Person, day: date, period: Period) -> Iterable[tuple[int, int, int]]:
    """How many tasks of a person stand in each group, of the year before the period and after."""
    since = _grouped(Task.objects.filter(person=person, period__gt=period.code - 100), day).order_by()
    return since.values_list("period", "place").annotate(Count("pk"))


def _grouped(tasks: Any, day: date) -> Any:
    sunday = day + timedelta(days=6 - day.weekday())
    to_do = Q(state__in=TO_DO)
    return tasks.exclude(state__in=("drafting", "cancelled")).annotate(
        place=Case(
            When(to_do & Q(due__lt=day), then=Value(LATE)),
            When(to_do & Q(due__lte=sunday), then=Value(WEEK)),
            When(to_do, then=Value(LATER)),
            When(state__in=WITH_OTHERS, then=Value(WAITING)),
            When(state="confirmed", then=Value(CONFIRMED)),
            default=Value(ASIDE),
            output_field=IntegerField(),
        )
    )


def _papers() -> Exists:
    """Whether files were handed in with the task."""
    return Exists(Attachment.objects.filter(file=OuterRef("pk")))
