"""One task in full, as the head's queue and the page of the file show it; and what a head may do with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from congminh.law.nd335.task_procedure import TASK
from congminh.law.procedure import Role
from congminh.ledger.files import about
from congminh.ledger.forms import StepForm, step_form
from congminh.ledger.models import Entry
from congminh.ledger.words import said
from congminh.org import facts
from congminh.org.models import Person, Post
from congminh.work.models import Task
from congminh.work.views.splitting import may_split
from congminh.work.views.telling import Values, arithmetic, badges, product, quantities, reading_of_delays

# What a head has to know of what happened before.
TOLD = (
    "return",
    "send_back",
    "ask_cause",
    "accept_cause",
    "refuse_cause",
    "hand_over",
    "adjust",
    "propose",
    "undo",
    "record",
    "unrecord",
)


@dataclass
class Act:
    """A step as a button: its key, its form, whether it opens before it is taken, other steps by the same form."""

    step: str
    label: Any
    key: str
    article: str
    form: StepForm
    others: list[tuple[str, Any]] = field(default_factory=list)
    is_primary: bool = False
    asks: bool = True
    is_open: bool = False


def detail(day: date, task: Task, values: Values, title: str | None = None) -> dict[str, Any]:
    """All that is known of a task, as work/detail.html draws it; two queries where the person's `title` is known."""
    entries = list(task.entries.select_related("who").order_by("number"))
    return {
        "task": task,
        "post": _title(task.person_id, day) if title is None else title,
        "badges": badges(task, day, values),
        "product": product(task),
        "quantities": quantities(task),
        "arithmetic": arithmetic(task, values),
        "reading": reading_of_delays(values) if task.finished_on and task.finished_on > task.due else None,
        "papers": list(task.attachments.order_by("pk")),
        "before": [_told(entry, task) for entry in entries if entry.step in TOLD],
        "page": task.get_absolute_url(),
    }


def _title(person: int, day: date) -> str:
    post = Post.objects.held_on(day).filter(person=person).select_related("position").first()
    return post.position.title if post and post.position else ""


@about(TASK.name, "work/about.html")
def about_task(task: Task, person: Person) -> dict[str, Any]:
    """What the page of a task says of it."""
    day = timezone.localdate()
    split = reverse("split_task", args=[task.pk]) if may_split(task, person) else ""
    return {"detail": detail(day, task, facts.values(day)), "split": split}


def _told(entry: Entry, task: Task) -> dict[str, Any]:
    return {
        "what": said(task.rules.step(entry.step).label),
        "who": entry.who.name,
        "at": entry.at,
        "reason": entry.data.get("reason", "") or entry.data.get("note", ""),
    }


def acts_of(task: Task, person: Person, values: Values, filled: StepForm | None = None) -> list[Act]:
    """What this head may do with a task that waits, by its state; `filled` is a form that was refused."""
    acts = [_act(task, person, *row) for row in WAITING.get(task.state, ()) if _assesses(task, person, values)]
    if task.cause == Task.Cause.ASKED and _judges(task, person, values):
        acts.append(_act(task, person, "accept_cause", "o", ("refuse_cause",)))
    for act in acts:
        if filled and filled.step.name in (act.step, *(name for name, _label in act.others)):
            act.form, act.is_open = filled, True
    if acts:
        acts[0].is_primary = True
    return acts


# By state: the step, its key, further steps that take the same form.
WAITING: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "reported": (("confirm", "a", ()), ("return", "r", ("send_back",))),
    "proposed": (("approve", "a", ()), ("decline", "r", ())),
    "handing_over": (("give_to", "a", ()), ("take_back", "r", ())),
}


def _act(task: Task, person: Person, step: str, key: str, others: tuple[str, ...] = ()) -> Act:
    step = "approve_done" if step == "approve" and task.finished_on else step
    form = step_form(task, step, person)
    form.auto_id = f"{step}-%s"
    rules = task.rules
    row = rules.step(step)
    act = Act(step, said(row.label), key, row.cite, form, [(name, said(rules.step(name).label)) for name in others])
    act.asks = step not in ("confirm", "take_back") and bool(form.visible_fields())
    return act


def _assesses(task: Task, person: Person, values: Values) -> bool:
    """Whether the work is this person's to confirm: who judges causes alone sees it for them."""
    return values["objective_cause_by"] == "assessor" or Role.ASSESSOR in task.roles_of(person)


def _judges(task: Task, person: Person, values: Values) -> bool:
    """Whether causes are this person's to judge: by default whoever confirms, and then no seats are asked for."""
    if values["objective_cause_by"] == "assessor":
        return True
    return task.seats().judge_of_causes(task.person_id, task.unit_id) == person.pk
