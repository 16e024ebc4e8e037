"""Tasks in words, for every page that shows them: quantities, states, delays with their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh import law
from congminh.law.calendar import working_days_between
from congminh.law.text import scaled
from congminh.ledger.words import said
from congminh.work.models import Task

Values = Mapping[str, int | str]
Badge = dict[str, str]
MILLIONTHS = 1000


def number(thousandths: int | None) -> str:
    """A quantity or coefficient as the reader writes it: 800 → «0,8»."""
    return "" if thousandths is None else scaled(thousandths, 3, get_language() or "vi")


def typed(thousandths: int) -> str:
    """A quantity as a number field takes it, with a point."""
    return scaled(thousandths, 3, "en")


def load(millionths: int) -> str:
    """A converted load («khối lượng quy đổi») in standard products, to a tenth, half up."""
    tenths = (2 * millionths + 100_000) // 200_000
    return scaled(tenths, 1, get_language() or "vi", 1)


def badges(task: Task, day: date, values: Values) -> list[Badge]:
    """How a task stands, in words with their tones: where it is, then what counts against it."""
    return [*_standing(task, day), *_counted(task, values), *_cause(task)]


def badges_to_settle(task: Task, day: date, values: Values) -> list[Badge]:
    """What a head looks at first: whether it was on time, what counts against it, what is asked."""
    if task.state != "reported":
        return [*_standing(task, day), *_cause(task)]
    on_time = [] if task.delays else [{"word": _("On time"), "tone": "good"}]
    return [*_urgent(task), *on_time, *_counted(task, values), *_cause(task)]


def about(task: Task) -> str:
    """What a task is for, in a line: the goal it serves, or how it came."""
    if task.goal:
        return _("Goal: %(goal)s") % {"goal": task.goal}
    if task.origin == Task.Origin.TAKEN_OVER:
        return _("Taken over, counted on top of the plan")
    if task.origin == Task.Origin.AD_HOC:
        return _("Ad hoc, counted on top of the plan")
    return _("Recurring") if task.template_id else ""


def arithmetic(task: Task, values: Values) -> str:
    """How the delays of a task were counted from its days, by the agency's reading (Điều 14.2.c)."""
    if task.finished_on is None:
        return ""
    days = {"due": f"{task.due:%d/%m/%Y}", "finished": f"{task.finished_on:%d/%m/%Y}"}
    if task.finished_on <= task.due:
        return _("Due %(due)s, finished %(finished)s: on time.") % days
    late = (task.finished_on - task.due).days
    counted = {"late": late, "working": working_days_between(task.due, task.finished_on), "delays": task.delays}
    told = _(
        "Due %(due)s, finished %(finished)s: %(late)s days past it, %(working)s of them working days. "
        "Delays counted: %(delays)s."
    )
    return told % {**days, **counted}


def reading_of_delays(values: Values) -> dict[str, Any]:
    """The agency's reading of what one delay is, in words, with its article."""
    reading = law.named("nd335").readings["delay_unit"]
    option = str(values["delay_unit"])
    return {"said": said(reading.options[option]), "cite": reading.cite}


def product(task: Task) -> str:
    """The product a task keeps: its code, its output, its coefficient, the version it stands in."""
    parts = [f"{task.code} {task.output}".strip() or _("New item, in no catalogue yet")]
    if task.coefficient_m:
        parts.append(_("coefficient %(coefficient)s") % {"coefficient": number(task.coefficient_m)})
    if task.provisional:
        parts.append(_("provisional"))
    if task.catalogue_number:
        parts.append(_("catalogue, version %(number)s") % {"number": task.catalogue_number})
    return " · ".join(parts)


def quantities(task: Task) -> str:
    """What was assigned, reported and confirmed, and what that is in standard products."""
    said_of = [_("%(quantity)s assigned") % {"quantity": number(task.assigned_m)}]
    done_m = task.confirmed_m if task.state == "confirmed" else task.reported_m
    if done_m or task.finished_on:
        word = _("%(quantity)s confirmed") if task.state == "confirmed" else _("%(quantity)s reported")
        said_of.append(word % {"quantity": number(done_m)})
    if task.coefficient_m:
        converted = load((done_m or task.assigned_m) * task.coefficient_m)
        said_of.append(_("= %(load)s standard products") % {"load": converted})
    return ", ".join(said_of[:-1]) + " " + said_of[-1] if task.coefficient_m else ", ".join(said_of)


def days_past(task: Task, day: date) -> int:
    """How many days a task not yet reported is past its day."""
    return max(0, (day - task.due).days) if task.state in ("assigned", "returned") else 0


def _urgent(task: Task) -> Iterable[Badge]:
    if task.urgent and task.state != "confirmed":
        yield {"word": _("Urgent"), "tone": "seal", "picture": "zap"}


def _standing(task: Task, day: date) -> Iterable[Badge]:
    yield from _urgent(task)
    if task.state in ("assigned", "returned"):
        yield from _under_way(task, day)
    elif task.state in STATES:
        word, tone = STATES[task.state]
        yield {"word": str(word()), "tone": tone}


def _under_way(task: Task, day: date) -> Iterable[Badge]:
    if task.state == "returned":
        yield {"word": _("Returned, to be done again"), "tone": "seal"}
    if past := days_past(task, day):
        yield {"word": _("Days past its day: %(days)s") % {"days": past}, "tone": "seal", "picture": "clock"}
    elif task.state == "assigned":
        yield {"word": _("In progress"), "tone": "off"}


# What a state is called on a badge, shorter than in the procedure; said in the page's language.
STATES = {
    "proposed": (lambda: _("Awaiting approval"), "warn"),
    "reported": (lambda: _("Awaiting confirmation"), "warn"),
    "confirmed": (lambda: _("Confirmed"), "good"),
    "handing_over": (lambda: _("To be given to another"), "warn"),
    "handed_over": (lambda: _("Given to another"), "off"),
    "declined": (lambda: _("Not approved"), "off"),
    "cancelled": (lambda: _("Cancelled"), "off"),
}


def _counted(task: Task, values: Values) -> Iterable[Badge]:
    if late := task.counting_delays:
        yield _taken_off(_("Delays: %(n)s"), late, values["delay_deduction"])
    if failures := task.counting_failures:
        yield _taken_off(_("Failed reviews: %(n)s"), failures, values["quality_deduction"])


def _taken_off(said_of: str, times: int, percent: int | str) -> Badge:
    """Each takes off so much of the product, down to nothing (Điều 14.2.b, c)."""
    off = min(100, times * int(percent))
    return {"word": f"{said_of % {'n': times}} · −{off} %", "tone": "seal"}


def _cause(task: Task) -> Iterable[Badge]:
    if task.cause == Task.Cause.ASKED:
        yield {"word": _("Objective cause asked for"), "tone": "calm"}
    elif task.cause == Task.Cause.ACCEPTED:
        yield {"word": _("Objective cause confirmed"), "tone": "good"}
    elif task.cause == Task.Cause.REFUSED:
        yield {"word": _("Objective cause not confirmed"), "tone": "off"}
