"""«Vì sao điểm này?»: the figure tree of a sheet, line by line, down to who confirmed which task when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.assessment.facts import why as tree_of
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.result import SUMS
from congminh.assessment.views.about import lodge_url, on_sheet
from congminh.assessment.views.figures import card, figures_of
from congminh.assessment.views.sheet import seen
from congminh.assessment.views.showing import sheet_url, vn
from congminh.assessment.withheld import reads_marks
from congminh.law import named as law_named
from congminh.law.text import unaccented
from congminh.org.doors import OWN_AND_LEADERS, Visit, door

Words = dict[str, Any]
# Open when the page comes: from the level down to a, b and c.
OPEN = ("grade", "total", "result_score", "results", "quantity", "quality", "timeliness")
# So are the tasks of each, where they are few.
SUMS_OPEN, FEW = ("delivered_load", "well_made_load", "on_time_load"), 12
# One thing under two names: the line is drawn once.
WRAPPED = {"general": "general_cp"}
FLAGS = ("in_plan", "performed")
MISSING = {
    "general": lambda: _("the general criteria"),
    "execution": lambda: _("đ, organising of the work"),
    "cohesion": lambda: _("e, unity"),
}


@door(OWN_AND_LEADERS)
@require_GET
def why(request: Visit, pk: int) -> HttpResponse:
    """The tree below the level of a sheet: as it was told, else as it stands."""
    found = seen(request, pk)
    place = {"label": f"{found.round.label}, {found.person.name}", "url": sheet_url(found)}
    shown: Words = {"file": found, "title": _("Why this score?"), "trail": [place]}
    shows_marks = reads_marks(found, request.person)
    try:
        told = tree_of(found, marks=shows_marks) if found.state != "left_out" else None
    except ValidationError as fault:
        return render(request, "assessment/why.html", {**shown, "problem": " ".join(fault.messages)})
    if told is None:
        return render(request, "assessment/why.html", shown)
    shown |= {
        "title": _title(found, told),
        "lead": _lead(found, told),
        "line": _line(told["tree"], set(), Asking.of(found, request)),
        "figure": card(figures_of([found])[found.pk]) if found.is_signed else None,
        "readings": list(_readings(told["tree"]).values()),
        "withheld": not shows_marks,
        "missing": [MISSING[name]() for name in told["missing"]],
        "actions": [{"label": _("Print Form 01"), "url": reverse("form_01_pdf", args=[found.pk]), "icon": "file-text"}],
    }
    return render(request, "assessment/why.html", shown)


def _title(found: PeriodSheet, told: Words) -> str:
    total = next((part["value"] for part in told["tree"]["parts"] if part["name"] == "total"), "")
    if not total or told["missing"]:
        return _("Why this score?")
    asked = _("Why %(total)s?") if found.is_signed else _("Why %(total)s, as of today?")
    return asked % {"total": total}


def _lead(found: PeriodSheet, told: Words) -> str:
    """By which law and catalogue, told by whom and when."""
    law = law_named(told["law"]).title(get_language() or "vi")
    if not told["signed"] or not found.result:
        return _("As tasks and scores stand now, by %(law)s.") % {"law": law}
    versions = ", ".join(str(number) for number in found.result.catalogues) or "–"
    said = {"by": found.result.by or "–", "day": vn(found.result.at.date()), "law": law, "versions": versions}
    return _("Told by %(by)s on %(day)s. By %(law)s; catalogue, version %(versions)s.") % said


@dataclass(frozen=True)
class Asking:
    """Which lines a petition can start on, and the open ones already there («kiến nghị về dòng này», Điều 22)."""

    sheet: PeriodSheet
    may: bool
    already: Mapping[tuple[str, int | None], str]

    @classmethod
    def of(cls, sheet: PeriodSheet, request: Visit) -> Asking:
        """Of one's own told sheet."""
        said = on_sheet(sheet, request)
        return cls(sheet, bool(said["url"]), said["open"])

    def about(self, node: Words) -> Words:
        """The page of the petition on a line, else the page that sends one; a line of somebody in charge has none."""
        task = node["task"]["pk"] if node["task"] else None
        if found := self.already.get((node["name"], task)):
            return {"petition": found}
        if not self.may or node.get("sheet") or node["again"]:
            return {}
        return {"lodge": lodge_url(self.sheet, node["name"], task)}


def _line(node: Words, drawn: set[str], asking: Asking) -> Words:
    """A node as assessment/tree/line.html draws it; a sum drawn above already is named and not drawn again."""
    name, first = node["name"], node["name"] not in drawn
    again = name in SUMS and not first and not node.get("sheet")
    drawn.add(name)
    task, mark = node["task"], node.get("mark")
    parts = [] if again else [_line(part, drawn, asking) for part in _parts(node)]
    return {
        "id": f"dong-{slugify(unaccented(name))}" if first and not node["about"] and not task else "",
        "again": f"#dong-{slugify(unaccented(name))}" if again else "",
        "label": _label(node),
        "sub": _sub(node),
        "how": node["arithmetic"],
        "value": _value(node),
        "cite": node["cite"],
        "settled": list(_settled(task["settled"])) if task else [],
        "url": _url(node),
        "readings": [reading_line(each) for each in node["readings"]],
        "mark": mark,
        "reason": node.get("reason", ""),
        "open": name in OPEN or (name in SUMS_OPEN and len(parts) <= FEW),
        "in_words": name == "grade",
        "strong": name in ("grade", "total"),
        "parts": parts,
        **({} if again else asking.about(node)),
    }


def _parts(node: Words) -> Iterable[Words]:
    parts: list[Words] = node["parts"]
    wrapped = WRAPPED.get(node["name"])
    return parts[0]["parts"] if wrapped and len(parts) == 1 and parts[0]["name"] == wrapped else parts


def _label(node: Words) -> str:
    if node["task"]:
        return str(node["task"]["name"])
    label = node["label"][:1].upper() + node["label"][1:]
    return f"{node['letter']} · {label}" if node["letter"] else label


def _sub(node: Words) -> str:
    """Of a task, which figure of it this is and its product."""
    task = node["task"]
    if not task:
        return ""
    return " · ".join(part for part in (task["code"], node["about"].partition(", ")[2]) if part)


def _value(node: Words) -> str:
    if node["name"] in FLAGS:
        return _("yes") if node["value"] == "1" else _("no")
    return str(node["value"])


def _url(node: Words) -> str:
    """The page of what a line is about: a task, or the sheet of somebody in charge."""
    if node["task"]:
        return reverse("case", args=[node["task"]["pk"]])
    return reverse("sheet_why", args=[node["sheet"]]) if node.get("sheet") else ""


def _settled(entries: Iterable[Words]) -> Iterator[Words]:
    """Who settled what counts of a task, and when; the last one first."""
    for entry in reversed(list(entries)):
        yield {"who": entry["who"], "label": entry["label"], "cite": entry["cite"], "at": entry["at"]}


def _readings(node: Words) -> dict[str, Words]:
    """The readings a tree rests on, each once, in the order they are met."""
    found = {each["key"]: reading_line(each) for each in node["readings"]}
    for part in node["parts"]:
        found |= {key: line for key, line in _readings(part).items() if key not in found}
    return found


def reading_line(reading: Words) -> Words:
    """A reading under a line, with the name of its page."""
    title = law_named("nd335").readings[reading["key"]].title
    return {**reading, "name": slugify(unaccented(title.vi))}
