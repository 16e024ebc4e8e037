"""«Cách hiểu» and «Thiết lập»: what the decree leaves open, what the agency chose, since when, by which decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.law.parameters import Reading
from congminh.law.text import unaccented
from congminh.ledger.words import said
from congminh.org.doors import PERSONNEL, SIGNED_IN, Visit, asks_again, door
from congminh.org.forms.asking import ReadingsAsked
from congminh.org.forms.settings import ChooseReading, all_readings
from congminh.org.models import Choice, Decision
from congminh.org.reach import reach_of
from congminh.org.search import fold
from congminh.org.views.acting import Place, act_page
from congminh.org.views.listing import columns

LATEST = 10


def names() -> dict[str, Reading]:
    """Every reading by its name in addresses: «don-vi-tinh-lan-cham»."""
    return {slugify(unaccented(reading.title.vi)): reading for reading in all_readings().values()}


@door(SIGNED_IN)
@require_GET
def readings(request: Visit) -> HttpResponse:
    """«Tra cứu cách hiểu»: every open question, what holds today, by which decision."""
    asked, choices = ReadingsAsked(request), _choices()
    rows = [_line(name, reading, choices[reading.key], request.day) for name, reading in names().items()]
    rows = [row for row in rows if _matches(row["reading"], asked.text)]
    if asked.value("da_chon"):
        rows = [row for row in rows if row["choice"]]
    heads = columns(_("Question"), _("Reading that holds"), _("Silent in"))
    shown = {"asked": asked, "columns": heads, "groups": [{"rows": rows}], "found": len(rows), "number": len(names())}
    return render(request, "org/setting/readings.html", shown)


@door(SIGNED_IN)
@require_GET
def reading(request: Visit, name: str) -> HttpResponse:
    """One open question: its options, our source, what was chosen when; personnel choose from here."""
    found = _found(name)
    history = _choices(found.key)[found.key]
    line = _line(name, found, history, request.day)
    options = [{"said": said(words), "holds": key == line["option"]} for key, words in found.options.items()]
    past = [{"choice": choice, "said": said(found.options[choice.option])} for choice in history]
    chooses = {"label": ChooseReading.offer, "url": reverse("choose_reading", args=[name])}
    actions = [chooses] if PERSONNEL.needs(request) else []
    shown = {"line": line, "options": options, "history": past, "actions": actions}
    return render(request, "org/setting/reading.html", {**shown, "reading": found, "source": said(found.source)})


@door(PERSONNEL)
@asks_again()
@require_http_methods(["GET", "POST"])
def choose(request: Visit, name: str) -> HttpResponse:
    """Another option from a day on, by decision."""
    found = _found(name)
    return act_page(
        request, ChooseReading, found, reach_of(request), Place(reverse("reading", args=[name]), said(found.title))
    )


@door(PERSONNEL)
@require_GET
def settings(request: Visit) -> HttpResponse:
    """«Thiết lập»: what the agency set for itself by decision, and the ways to set it."""
    choices = _choices()
    lines = [_line(name, each, choices[each.key], request.day) for name, each in names().items()]
    seen = request.person, request.day
    shown = {"chosen": [line for line in lines if line["choice"] or line["coming"]], "number": len(lines)}
    decisions = Decision.objects.visible_to(*seen)[:LATEST]
    return render(request, "org/setting/page.html", {**shown, "decisions": decisions, "links": _ways()})


def _ways() -> list[dict[str, Any]]:
    """The pages where an agency sets something."""
    ways = (
        (_("Job positions"), "positions"),
        (_("Peer groups"), "peer_groups"),
        (_("Readings of the decree"), "readings"),
        (_("Accounts"), "accounts"),
    )
    return [{"label": label, "url": reverse(route)} for label, route in ways]


def _found(name: str) -> Reading:
    found = names().get(name)
    if found is None:
        raise Http404
    return found


def _choices(key: str = "") -> Mapping[str, list[Choice]]:
    """Every choice by reading, or those of one, the newest first."""
    found: dict[str, list[Choice]] = defaultdict(list)
    rows = Choice.objects.filter(reading=key) if key else Choice.objects.all()
    for choice in rows.select_related("decision").order_by("-first"):
        found[choice.reading].append(choice)
    return found


def _line(name: str, reading: Reading, choices: Iterable[Choice], day: date) -> dict[str, Any]:
    """What holds on `day` and what will; the default where nothing was chosen."""
    begun = next((choice for choice in choices if choice.first <= day), None)
    coming = [choice for choice in choices if choice.first > day]
    option = begun.option if begun else reading.default
    return {
        "url": reverse("reading", args=[name]),
        "reading": reading,
        "title": said(reading.title),
        "ask": said(reading.ask),
        "option": option,
        "said": said(reading.options[option]),
        "choice": begun,
        "coming": [{"choice": choice, "said": said(reading.options[choice.option])} for choice in coming],
    }


def _matches(reading: Reading, text: str) -> bool:
    """Whether each word typed begins a word of its title, its question or its article."""
    words = fold(" ".join((reading.title.vi, reading.ask.vi, reading.title.en, reading.cite, reading.question)))
    return all(f" {word}" in f" {words}" for word in fold(text).split())
