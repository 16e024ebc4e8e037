"""The year in words, for every page that shows it: states, levels, means, days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.assessment.views.showing import vn
from congminh.law.calendar import working_days_between
from congminh.law.explain import WORDS
from congminh.law.procedure import Role
from congminh.law.text import decimal
from congminh.org.models import Person
from congminh.year.facts.reckoning import Level
from congminh.year.models import YearSheet
from congminh.year.models.queries import DECIDED

Words = dict[str, Any]
# A state on a badge, shorter than in the procedure; said in the page's language.
STATES = {
    "drafting": (lambda: _("Form 02 to be drawn up"), "off"),
    "filed": (lambda: _("Awaiting the meeting"), "warn"),
    "convened": (lambda: _("Meeting called"), "warn"),
    "discussed": (lambda: _("Minutes adopted"), "calm"),
    "heard": (lambda: _("Party committee heard"), "calm"),
    "proposed": (lambda: _("Level proposed"), "calm"),
    "decided": (lambda: _("Decided, to be notified"), "calm"),
    "notified": (lambda: _("Notified, to be published"), "good"),
    "published": (lambda: _("Published"), "good"),
    "synchronised": (lambda: _("In the national database"), "good"),
    "not_rated": (lambda: _("Not rated"), "off"),
}
TONES = {"excellent": "good", "good": "good", "fulfilled": "calm", "not_fulfilled": "seal"}
# By when of the year a sheet must have left these states.
DUE = {
    "file_by": ("drafting",),
    "meet_by": ("filed", "convened"),
    "decide_by": ("discussed", "heard", "proposed"),
}
DUE_OF = {state: name for name, states in DUE.items() for state in states}
SOON = 5
# Who of those who see a sheet sees its mean and level before the person was told.
JUDGES = {Role.DECIDER, Role.HEAD, Role.PERSONNEL, Role.INSPECTOR}


def language() -> str:
    """Of the page."""
    return get_language() or "vi"


def state_badge(state: str) -> Words:
    """Where a sheet stands, as components/badge.html draws it."""
    word, tone = STATES[state]
    return {"word": str(word()), "tone": tone}


def level_word(grade: str) -> str:
    """A level in the law's words, with a capital."""
    word = WORDS[grade](language()) if grade in WORDS else grade
    return word[:1].upper() + word[1:]


def level_badge(grade: str) -> Words:
    """A level in the law's words."""
    return {"word": level_word(grade), "tone": TONES.get(grade, "off")}


def mean_word(mean: Fraction) -> str:
    """The year's mean as people write it."""
    return decimal(mean, 2, language())


def mean_of(each: Level) -> str:
    """The mean of a year; a dash where no month counts."""
    return mean_word(each.mean) if each.months_counted else "–"


def exact_mean(each: Level) -> str:
    """The mean as a sum over its months, which no rounding blurs: «1.100 ÷ 12»."""
    counted = each.months_counted
    if not counted:
        return ""
    points = decimal(Fraction(each.points, 100), 2, language())
    return _("%(points)s points over %(months)s months") % {"points": points, "months": counted}


def late_on(day: date) -> Q:
    """Sheets whose step should have been taken before `day`, by the days of their year."""
    found = Q(pk__in=[])
    for name, states in DUE.items():
        found |= Q(state__in=states, **{f"round__{name}__lt": day})
    return found


def due_badge(sheet: YearSheet, day: date) -> Words | None:
    """That a sheet is late, or due within a few working days; nothing while there is time."""
    name = DUE_OF.get(sheet.state)
    if name is None:
        return None
    due: date = getattr(sheet.round, name)
    if due < day:
        return {"word": _("Late: was due %(day)s") % {"day": vn(due)}, "tone": "seal", "picture": "clock"}
    left = working_days_between(day, due)
    if left > SOON:
        return None
    said = {"day": vn(due), "left": left}
    return {"word": _("Due %(day)s: %(left)s working days left") % said, "tone": "warn", "picture": "clock"}


def shows_figures(sheet: YearSheet, person: Person) -> bool:
    """Whether this person sees the mean and level: who rates, leads, advises or inspects; the owner once told."""
    if person.pk == sheet.person_id:
        return sheet.is_told
    return bool(sheet.seats().roles(person.pk, sheet.person_id, sheet.place, sheet.agency_id) & JUDGES)


def share_seats(sheets: Iterable[YearSheet]) -> None:
    """Give the sheets of a page the seats of today, read once for all."""
    rows = list(sheets)
    for sheet in rows[1:]:
        sheet.use(rows[0].seats())


def grade_shown(sheet: YearSheet, each: Level | None) -> tuple[str, bool]:
    """The level to show, and whether it is decided; empty where none can be told yet."""
    if sheet.state in DECIDED and sheet.result is not None:
        return sheet.result.grade, True
    return (each.grade if each else "", False)
