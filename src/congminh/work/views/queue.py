"""«Chờ xác nhận»: what waits for a head, one list and one detail, settled by keys; and many at once, as a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congminh.catalogue.forms.fields import put_faults
from congminh.law.nd335.task_procedure import TASK
from congminh.ledger.actions import Stale
from congminh.ledger.forms import StepForm, step_form
from congminh.ledger.models import Attachment, Entry
from congminh.ledger.telling import late_words
from congminh.ledger.words import said
from congminh.org import facts
from congminh.org.doors import Visit, door
from congminh.org.models import Post
from congminh.work.doors import HEADS
from congminh.work.models import Task
from congminh.work.models.queries import Candidate
from congminh.work.views.detail import acts_of, detail
from congminh.work.views.telling import badges_to_settle

A_PAGE = 50
# What a head settles here, and how it is said when it is done.
SETTLING = (
    "confirm",
    "return",
    "send_back",
    "accept_cause",
    "refuse_cause",
    "approve",
    "approve_done",
    "decline",
    "give_to",
    "take_back",
    "undo",
)


@dataclass(frozen=True)
class Trouble:
    """A step that could not be taken: its task, its form with what was typed, what was said, the answer's status."""

    task: Task
    form: StepForm
    status: int
    late: Stale | None = None


@door(HEADS)
@require_GET
def queue(request: Visit) -> HttpResponse:
    """The queue; `viec` is the task shown beside it."""
    return _queue_page(request, request.GET.get("viec", ""))


@door(HEADS)
@require_POST
def settle(request: Visit, pk: int) -> HttpResponse:
    """Take one step of a task of the queue and go on to the next; or the same task with what is wrong."""
    task = get_object_or_404(Task.objects.visible_to(request.person, request.day), pk=pk)
    step, version = request.POST.get("step", ""), request.POST.get("version", "")
    if step not in SETTLING or not version.isdecimal():
        raise Http404
    form = step_form(task, step, request.person, request.POST, request.FILES)
    form.auto_id = f"{step}-%s"
    if trouble := _taken(task, form, int(version)):
        return _queue_page(request, str(pk), trouble)
    told = {"step": said(form.step.label), "task": task.name, "person": task.person}
    messages.success(request, _("%(step)s: %(task)s (%(person)s).") % told)
    after = str(pk) if step == "undo" else request.POST.get("after", "")
    return HttpResponseRedirect(_address(after))


def _taken(task: Task, form: StepForm, version: int) -> Trouble | None:
    """Take the step; what stood in its way, if something did."""
    if not form.is_valid():
        return Trouble(task, form, 422)
    try:
        form.act(version)
    except ValidationError as fault:
        put_faults(form, fault)
        return Trouble(task, form, 422)
    except Stale as late:
        task.refresh_from_db()
        return Trouble(task, form, 409, late)
    return None


def waiting(request: Visit) -> QuerySet[Task]:
    """The tasks whose next step is this head's, those reported first; one's own are on one's own page."""
    return _listed(row[0] for row in Task.objects.to_settle(request.person, request.day))


def _listed(keys: Iterable[int]) -> QuerySet[Task]:
    return Task.objects.filter(pk__in=list(keys)).order_by(F("finished_on").asc(nulls_last=True), "pk")


def routine() -> Q:
    """Recurring work reported in full, on time, with evidence, nothing asked for: fit to confirm many at once."""
    has_evidence = ~Q(link="") | Exists(Attachment.objects.filter(file=OuterRef("pk")))
    sound = Q(delays=0, quality_failures=0, reported_m__gte=F("assigned_m")) & ~Q(cause=Task.Cause.ASKED)
    return Q(has_evidence, sound, state="reported", template__isnull=False)


def _queue_page(request: Visit, asked: str, trouble: Trouble | None = None) -> HttpResponse:
    values = facts.values(request.day)
    marked = Task.objects.annotate(is_routine=ExpressionWrapper(routine(), BooleanField()))
    found = marked.to_settle(request.person, request.day, "is_routine")
    numbers = _numbers(found)
    titled: Any = _listed(row[0] for row in found).annotate(held_title=_title(request.day))
    tasks: QuerySet[Task] = titled.select_related("person", "goal")
    paginator = Paginator(tasks, A_PAGE)
    paginator.__dict__["count"] = numbers["number"]
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    chosen = trouble.task if trouble else _chosen(tasks, rows, asked)
    shown = {
        **numbers,
        "actions": _batch(numbers["routine"]),
        "page": page,
        "rows": [_line(task, request, chosen, values, page) for task in rows],
        "way": _way(rows, chosen, page),
        "last": _last(request),
        "detail": chosen and detail(request.day, chosen, values, getattr(chosen, "held_title", None)),
        "acts": chosen and acts_of(chosen, request.person, values, trouble.form if trouble else None),
        "late": trouble and trouble.late and late_words(trouble.late, trouble.task),
        "version": chosen and chosen.version,
    }
    return render(request, "work/queue.html", shown, status=trouble.status if trouble else 200)


def _numbers(found: Sequence[Candidate]) -> dict[str, int]:
    """How many tasks wait, of how many people, and how many of them may be confirmed at once."""
    routine_ones = sum(bool(row[-1]) for row in found)
    return {"number": len(found), "people": len({row[1] for row in found}), "routine": routine_ones}


def _title(day: date) -> Subquery:
    """The position the person of a task holds on `day`."""
    held = Post.objects.held_on(day).filter(person=OuterRef("person_id")).order_by("first", "pk")
    return Subquery(held.values("position__title")[:1])


def _chosen(tasks: QuerySet[Task], rows: list[Task], asked: str) -> Task | None:
    """The task asked for, if it still waits; else the first of the list."""
    if asked.isdecimal():
        found = next((task for task in rows if task.pk == int(asked)), None) or tasks.filter(pk=int(asked)).first()
        if found:
            return found
    return rows[0] if rows else None


def _line(task: Task, request: Visit, chosen: Task | None, values: Any, page: Page[Task]) -> dict[str, Any]:
    return {
        "task": task,
        "url": _address(str(task.pk), page.number),
        "current": chosen is not None and task.pk == chosen.pk,
        "badges": badges_to_settle(task, request.day, values),
    }


def _way(rows: list[Task], chosen: Task | None, page: Page[Task]) -> dict[str, str]:
    """Where the keys lead: the task before, the one after, and which one to go on to once this is settled."""
    keys = [task.pk for task in rows]
    at = keys.index(chosen.pk) if chosen and chosen.pk in keys else 0
    before = _address(str(keys[at - 1]), page.number) if at else ""
    after = keys[at + 1] if at + 1 < len(keys) else None
    following = _address(str(after), page.number) if after else ""
    if not after and page.has_next():
        following = _address("", page.next_page_number())
    if not before and page.has_previous():
        before = _address("", page.previous_page_number())
    return {"before": before, "following": following, "after": str(after or (keys[at - 1] if at else ""))}


def _last(request: Visit) -> dict[str, Any]:
    """What I settled last today and nothing has happened to since: it may be undone; and how many today. One query."""
    today = Entry.objects.filter(who=request.person, at__date=request.day, step__in=("confirm", "return", "send_back"))
    settled = list(today.filter(file__procedure="task").order_by("-pk").values_list(*SETTLED)[:MOST_TODAY])
    count = len({pk for pk, step, *_rest, state in settled if (step, state) == ("confirm", "confirmed")})
    for pk, step, number, version, name, person, _state in settled:
        if number == version:
            label = said(TASK.step(step).label)
            return {"count": count, "pk": pk, "version": version, "step": label, "name": name, "person": person}
    return {"count": count}


SETTLED = ("file_id", "step", "number", "file__version", "file__task__name", "file__task__person__name", "file__state")
MOST_TODAY = 1000


def _batch(number: int) -> list[dict[str, str]]:
    """The way to confirm many at once, where there are any fit for it."""
    if not number:
        return []
    label = _("Confirm %(number)s recurring tasks, on time, with evidence…") % {"number": number}
    return [{"label": label, "url": reverse("confirm_many"), "icon": "list-checks"}]


def _address(task: str, page: int = 1) -> str:
    asked = {**({"viec": task} if task else {}), **({"page": page} if page > 1 else {})}
    return reverse("queue") + (f"?{urlencode(asked)}" if asked else "")
