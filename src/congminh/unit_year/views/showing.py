"""Organisations in words, for every page that shows them: states, levels, conditions, figures, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from congminh.assessment.views.showing import vn
from congminh.law.calendar import working_days_between
from congminh.law.explain import WORDS, Teller
from congminh.law.facts import ORGANISATION
from congminh.law.figures import Unit as Measure
from congminh.law.nd335.posts import Gap
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.forms import NEEDS
from congminh.ledger.models import Entry
from congminh.ledger.words import said
from congminh.unit_year.facts.conditions import Level, levels_of
from congminh.unit_year.facts.reckoning import Reckoned, Reckoning
from congminh.unit_year.facts.tasks import share_bp
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED

Words = dict[str, Any]
STATES = {
    "drafting": (lambda: _("Self-evaluation under way"), "off"),
    "submitted": (lambda: _("Awaiting recognition"), "warn"),
    "verifying": (lambda: _("Being verified"), "warn"),
    "verified": (lambda: _("Verified"), "calm"),
    "decided": (lambda: _("Decided, to be notified"), "calm"),
    "notified": (lambda: _("Notified"), "good"),
}
TONES = {"excellent": "good", "good": "good", "fulfilled": "calm", "not_fulfilled": "seal"}
# What a missing piece is called, where the level cannot be told yet.
MISSING = {
    "points": lambda: _("points of every criterion"),
    "counts": lambda: _("the numbers of the year's tasks"),
    "remedied": lambda: _("whether all shortcomings were remedied"),
}
NOT_TOLD = ("seal", "result", "evidence", "batch")


def language() -> str:
    """Of the page."""
    return get_language() or "vi"


def state_badge(state: str) -> Words:
    """Where a sheet stands, as components/badge.html draws it."""
    word, tone = STATES[state]
    return {"word": str(word()), "tone": tone}


def level_badge(grade: str) -> Words:
    """A level in the law's words."""
    return {"word": level_word(grade), "tone": TONES.get(grade, "off")}


def level_word(grade: str) -> str:
    """A level in the law's words, with a capital."""
    word = WORDS[grade](language()) if grade in WORDS else grade
    return word[:1].upper() + word[1:]


def points(value_cp: int | None) -> str:
    """Points as people write them."""
    return "–" if value_cp is None else scaled(value_cp, 2, language())


def percent(part: int | None, whole: int | None) -> str:
    """A share of tasks as people write it, rounded down as the law is asked."""
    return "–" if not whole or part is None else f"{scaled(share_bp(part, whole), 2, language())} %"


def missing_words(each: Reckoned) -> str:
    """What is missing before the level can be told, in a line."""
    return ", ".join(MISSING[name]() for name in MISSING if name in each.missing)


def clock(sheet: UnitSheet, day: date) -> str:
    """By when the level is to be decided and how many working days are left; empty once it was."""
    if sheet.state in DECIDED:
        return ""
    what = _("To be decided by %(day)s") % {"day": vn(sheet.due)}
    if sheet.due < day:
        return _("%(what)s: late.") % {"what": what}
    left = working_days_between(day, sheet.due)
    return _("%(what)s: %(left)s working days left.") % {"what": what, "left": left}


def levels(each: Reckoned, reckoning: Reckoning) -> list[Words]:
    """The four levels with their conditions, as unit_year/levels.html draws them; none while the level is not told."""
    if each.row is None:
        return []
    teller = Teller(reckoning.law, reckoning.values, language())
    row = each.row
    return [_level(level, row, teller) for level in levels_of(row, reckoning.law, reckoning.values)]


def _level(level: Level, row: Mapping[str, Any], teller: Teller) -> Words:
    fails = level.grade == "not_fulfilled"
    return {
        "label": level_word(level.grade),
        "cite": level.cite,
        "badge": _verdict(level.holds, fails),
        "is_reached": row["grade"] == level.grade,
        "any": fails,
        "lines": [
            {
                "label": said(ORGANISATION.fact(each.fact).label),
                "cite": ORGANISATION.fact(each.fact).cite,
                "value": _value(each.fact, row, teller),
                "wanted": _wanted(level.grade, each.fact, teller.values),
                "badge": _met(each.met, fails),
            }
            for each in level.conditions
        ],
    }


def _verdict(holds: bool, fails: bool) -> Words:
    if fails:
        return {"word": _("Is the case") if holds else _("Is not the case"), "tone": "seal" if holds else "off"}
    return {"word": _("Conditions hold") if holds else _("Does not hold"), "tone": "good" if holds else "off"}


def _met(met: bool, fails: bool) -> Words:
    if fails:
        return {"word": _("yes") if met else _("no"), "tone": "seal" if met else "off"}
    return {"word": _("met") if met else _("not met"), "tone": "good" if met else "warn"}


def _value(fact: str, row: Mapping[str, Any], teller: Teller) -> str:
    item = ORGANISATION.fact(fact)
    if item.unit is Measure.FLAG:
        if row[fact] is None:
            return _("taken as so")
        return _("Yes") if row[fact] else _("No")
    return teller.written(item, row)


def _wanted(grade: str, fact: str, values: Mapping[str, Any]) -> str:
    """What the level asks of a fact, with the law's numbers."""
    if fact == "score_cp":
        edge = "fulfilled" if grade == "not_fulfilled" else grade
        number = values[f"organisation_{edge}_from"]
        return (_("below %(number)s") if grade == "not_fulfilled" else _("from %(number)s")) % {"number": number}
    if fact == "done_bp" and grade == "not_fulfilled":
        return _("below %(number)s") % {"number": f"{values['done_from']} %"}
    if fact == "on_time_bp" and grade == "fulfilled":
        return _("late at most %(number)s") % {"number": f"{values['late_at_most']} %"}
    if fact == "exceeded_bp":
        return _("from %(number)s") % {"number": f"{values['exceeded_from']} %"}
    return {"done_bp": "100 %", "on_time_bp": "100 %", "subordinate_failed": _("No")}.get(fact, _("Yes"))


def counts(sheet: UnitSheet) -> Words | None:
    """The numbers of tasks with their shares and where they come from; None while there are none."""
    whole = sheet.tasks_given
    if not whole:
        return None
    rows = (
        (_("Tasks of the year"), whole, ""),
        (_("Done"), sheet.tasks_done, percent(sheet.tasks_done, whole)),
        (_("Done on time"), sheet.tasks_on_time, percent(sheet.tasks_on_time, whole)),
        (_("Beyond what was required"), sheet.tasks_exceeded, percent(sheet.tasks_exceeded, whole)),
    )
    source = _("Counted from tasks recorded in the system") if sheet.tasks_from == "tasks" else sheet.tasks_source
    return {
        "rows": [{"label": label, "number": number, "share": share} for label, number, share in rows],
        "source": source,
        "as_of": sheet.tasks_as_of,
        "is_counted": sheet.tasks_from == "tasks",
    }


def facts(sheet: UnitSheet) -> list[Words]:
    """What the sheet stands on: who heads, who recognises by which article, by when, which criteria."""
    bench = sheet.bench()
    found = bench.recogniser(sheet.unit_id)
    head = bench.names([bench.head(sheet.unit_id)])
    if isinstance(found, Gap):
        recogniser = (_("Recognised by"), _("Nobody yet"), str(said(found.why)))
    else:
        recogniser = (_("Recognised by"), ", ".join(bench.names([int(found.person)])), found.article)
    decision = sheet.criteria.decision
    rows = (
        (_("Head"), ", ".join(head) or _("Nobody yet"), "Điều 9.2.a"),
        recogniser,
        (_("To be decided by"), vn(sheet.due), "Điều 9.1"),
        (_("Criteria"), str(sheet.criteria), str(decision or "")),
    )
    return [{"label": label, "value": value, "sub": sub} for label, value, sub in rows]


def history(sheet: UnitSheet) -> list[Words]:
    """What was done, the newest first, as desk/history.html draws it."""
    entries = sheet.entries.select_related("who").prefetch_related("attachments").order_by("-number")
    return [_told(entry, sheet) for entry in entries]


def _told(entry: Entry, sheet: UnitSheet) -> Words:
    return {
        "at": entry.at,
        "who": entry.who.name,
        "role": said(Role(entry.role).label),
        "what": said(sheet.rules.step(entry.step).label),
        "article": entry.cite,
        "data": list(_written(entry.data)),
        "papers": list(entry.attachments.all()),
    }


def _written(data: Mapping[str, Any]) -> Iterable[tuple[Any, str]]:
    for name, value in data.items():
        if name in NOT_TOLD or value in ("", None, []):
            continue
        yield NEEDS.get(name, name), level_word(value) if name in ("grade", "proposed_grade") else str(value)


def cap_url(authority: int, year: int) -> str:
    """The page of the cap of one authority's range."""
    return f"{reverse('unit_cap', args=[authority])}?nam={year}"
