"""Sheets in words, for every page that shows them: states, days, posts of the period, what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from congminh.assessment.models import PeriodSheet
from congminh.law.calendar import working_days_between
from congminh.law.explain import WORDS
from congminh.law.nd335.posts import Gap
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.forms import NEEDS
from congminh.ledger.models import Entry
from congminh.ledger.telling import steps_of
from congminh.ledger.words import said
from congminh.org.models import Person, Unit

Words = dict[str, Any]
ISO_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
# A state on a badge, shorter than in the procedure; said in the page's language.
STATES = {
    "in_progress": (lambda: _("Not sent yet"), "off"),
    "submitted": (lambda: _("To be scored"), "warn"),
    "scored": (lambda: _("Scored, to be told"), "calm"),
    "notified": (lambda: _("Result told"), "good"),
    "closed": (lambda: _("Period closed"), "off"),
    "left_out": (lambda: _("Not evaluated"), "off"),
    "synchronised": (lambda: _("In the national database"), "good"),
}
# What vouches for an entry is for machines; the result has a page of its own.
NOT_TOLD = ("seal", "digest", "evidence", "batch", "result", "restored")


def state_badge(state: str) -> Words:
    """Where a sheet stands, as components/badge.html draws it."""
    word, tone = STATES[state]
    return {"word": str(word()), "tone": tone}


def vn(day: date) -> str:
    """A day as people write it."""
    return f"{day:%d/%m/%Y}"


def clock(sheet: PeriodSheet, day: date) -> str:
    """What is due next and in how many working days, in a sentence; empty where nothing is due."""
    due = {
        "in_progress": (sheet.round.self_by, _("To be self-evaluated and sent by %(day)s")),
        "submitted": (sheet.round.confirm_by, _("To be scored by %(day)s")),
        "scored": (sheet.round.publish_by, _("Result to be told by %(day)s")),
    }.get(sheet.state)
    if due is None:
        return ""
    by, words = due
    if by < day:
        return _("%(what)s: late.") % {"what": words % {"day": vn(by)}}
    left = working_days_between(day, by)
    return _("%(what)s: %(left)s working days left.") % {"what": words % {"day": vn(by)}, "left": left}


def facts(sheet: PeriodSheet, day: date) -> list[Words]:
    """What the sheet stands on: its days, who scores it and by which article, the posts of the period."""
    round = sheet.round
    found = [
        (_("Self-evaluation by"), vn(round.self_by), ""),
        (_("Scoring by"), vn(round.confirm_by), ""),
        (_("Result told by"), vn(round.publish_by), ""),
        _assessor(sheet),
        *_posts(sheet, day),
        (_("Working days"), f"{sheet.days_worked} / {sheet.days_due}", ""),
    ]
    return [{"label": label, "value": value, "sub": sub} for label, value, sub in found]


def _assessor(sheet: PeriodSheet) -> tuple[str, str, str]:
    """Who scores the sheet today, by which article («ai chấm tôi»)."""
    seats = sheet.seats()
    found = seats.assessor(sheet.person_id, sheet.place)
    if isinstance(found, Gap):
        return _("Scored by"), _("Nobody yet"), _("Have personnel enter the head of the unit.")
    names = seats.names([int(found.person)])
    return _("Scored by"), ", ".join(names), found.article


def _posts(sheet: PeriodSheet, day: date) -> Iterable[tuple[str, str, str]]:
    """The stretches of the period where there was more than one, each with its unit and days."""
    if len(sheet.segments) < 2:
        return
    names = {unit.pk: unit.name for unit in Unit.objects.named(day).filter(pk__in={s["unit"] for s in sheet.segments})}
    for each in sheet.segments:
        first, last = (date.fromisoformat(each[name]) for name in ("first", "last"))
        yield _("Post in the period"), names.get(each["unit"], ""), f"{first:%d/%m} – {vn(last)}"


# Facts a step waits for that tell somebody something; a step that waits for another is not shown.
WAITS = {
    "charge_told": lambda sheet: _("after the results of those in charge are told"),
    "self_day_over": lambda sheet: _("after %(day)s") % {"day": vn(sheet.round.self_by)},
    "publish_day_over": lambda sheet: _("after %(day)s") % {"day": vn(sheet.round.publish_by)},
    "reopened_in_time": lambda sheet: _("the time to score anew is over"),
}


# Taken for a whole period at once, never sheet by sheet.
OF_PERIODS = ("close", "sync")


def open_steps(sheet: PeriodSheet, person: Person, besides: Iterable[str] = ()) -> list[Words]:
    """The steps open to a person, as components/steps.html draws them, with why not now in words."""
    found = []
    rules = sheet.rules
    for step in steps_of(sheet, person):
        waiting = [fact for fact in rules.step(step["name"]).when if step["blocked"] and not sheet.holds(fact)]
        if step["name"] in (*besides, *OF_PERIODS) or any(fact not in WAITS for fact in waiting):
            continue
        found.append({**step, "blocked": ", ".join(WAITS[fact](sheet) for fact in waiting)})
    for place, step in enumerate(found):
        step["primary"] = place == 0 and not besides
    return found


def history(sheet: PeriodSheet) -> list[Words]:
    """What was done, the newest first, as desk/history.html draws it; points and days as people write them."""
    entries = sheet.entries.select_related("who").prefetch_related("attachments").order_by("-number")
    return [_told(entry, sheet) for entry in entries]


def _told(entry: Entry, sheet: PeriodSheet) -> Words:
    step = sheet.rules.step(entry.step)
    data = {name: value for name, value in entry.data.items() if name not in NOT_TOLD and value not in ("", None, [])}
    return {
        "at": entry.at,
        "who": entry.who.name,
        "role": said(Role(entry.role).label),
        "what": said(step.label),
        "article": entry.cite,
        "data": [(NAMES.get(name) or NEEDS.get(name, name), written) for name, written in _written(data)],
        "papers": list(entry.attachments.all()),
    }


# What an entry keeps, where its page has a shorter word for it than the field.
NAMES: Mapping[str, Any] = {
    "general_cp": gettext_lazy("General criteria"),
    "total_cp": gettext_lazy("Total"),
    "grade": gettext_lazy("Level"),
    "asked_by": gettext_lazy("Asked by"),
    "leaders": gettext_lazy("Leaders whose results rest on it"),
}


def _written(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Values of an entry as people write them; tables have pages of their own."""
    language = get_language() or "vi"
    for name, value in data.items():
        if name.endswith("_cp") and isinstance(value, int):
            yield name, scaled(value, 2, language, 2)
        elif name in ("execution", "cohesion") and isinstance(value, int):
            yield name, f"{value} %"
        elif name == "grade" and value in WORDS:
            yield name, WORDS[value](language)
        elif isinstance(value, str):
            yield name, ISO_DAY.sub(r"\3/\2/\1", value)
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            yield name, ", ".join(value)


def sheet_url(sheet: PeriodSheet) -> str:
    """The page of a sheet."""
    return reverse("sheet", args=[sheet.pk])
