"""What the page of any file says of a sheet and of a petition; what a sheet's page says of its petitions."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.assessment.actions import Line, stops
from congminh.assessment.models import PeriodSheet, Petition, Result
from congminh.assessment.models.petition import OPEN, RECEIVED, UPHELD
from congminh.assessment.models.sheet import PROCEDURE
from congminh.assessment.views.showing import sheet_url, vn
from congminh.law.calendar import working_days_between
from congminh.law.nd335.procedure import PETITION
from congminh.law.procedure import Role
from congminh.law.text import scaled
from congminh.ledger.files import about
from congminh.ledger.words import said
from congminh.org.doors import Visit
from congminh.org.models import Person

Words = dict[str, Any]
# On a badge; the others are as calm as the state itself.
TONES = {"received": "warn", "upheld": "good", "refused": "off"}


@about(PROCEDURE, "assessment/about.html")
def of_sheet(sheet: PeriodSheet, person: Person) -> Words:
    """Where the sheet's own page is."""
    return {"url": sheet_url(sheet), "title": sheet.title()}


@about(PETITION.name, "assessment/petition/about.html")
def of_petition(petition: Petition, reader: Person) -> Words:
    """The line as it was told, who settles it and by when, both results, and for who scores the way to a new one."""
    day = timezone.localdate()
    sheet = petition.sheet
    return {
        "petition": petition,
        "line": Line(petition.line, petition.label, petition.shown, petition.how, petition.cite, petition.of_task),
        "due": vn(petition.due),
        "clock": _clock(petition, day),
        "settled": settler(petition),
        "results": _results(petition),
        "why": reverse("sheet_why", args=[sheet.pk]) if sheet else "",
        "task": reverse("case", args=[petition.of_task]) if petition.of_task else "",
        "next": _next(petition, reader),
    }


def _clock(petition: Petition, day: date) -> Words | None:
    """How many working days are left to settle it; nothing once it was settled."""
    if petition.state != RECEIVED:
        return None
    if petition.due < day:
        return {"word": _("late"), "tone": "seal"}
    left = working_days_between(day, petition.due)
    return {"word": _("%(left)s working days left") % {"left": left}, "tone": "warn" if left <= 2 else "calm"}


def settler(petition: Petition) -> Words:
    """Who settles it, by which article, and whether that is somebody else than who gave the score."""
    found = petition.settled_by()
    if found is None:
        missing = _("Nobody heads the unit now. Personnel enter its head; the petition waits for them.")
        return {"name": "", "why": missing}
    names = petition.seats().names([int(found.person)])
    if petition.is_settled_by_another:
        why = _("The next in the line of Điều 10 after who gave the score: nobody weighs their own score alone.")
    else:
        why = _(
            "Who gave the score: the line of Điều 10 names nobody else, and Điều 22 has whoever is competent settle."
        )
    return {"name": ", ".join(names), "article": found.article, "why": why}


def _results(petition: Petition) -> list[Words]:
    """The result complained of, and the newer one where there is one."""
    old, new = petition.result, petition.sheet.result if petition.sheet else None
    found = [(_("Result complained of"), old)]
    if petition.is_told_anew:
        found.append((_("New result"), new))
    return [{"label": label, "value": _total(result), "at": result.at} for label, result in found if result]


def _total(result: Result) -> str:
    return "–" if result.total_cp is None else scaled(result.total_cp, 2, at_least=2)


def _next(petition: Petition, reader: Person) -> Words | None:
    """For who scores an upheld one: have the sheet reopened, score it, tell it; each on its own page."""
    sheet = petition.sheet
    if petition.state != UPHELD or sheet is None or not petition.roles_of(reader) & {Role.ASSESSOR, Role.PERSONNEL}:
        return None
    if petition.is_told_anew:
        return None
    if sheet.reopening_is_asked or not sheet.is_signed:
        text = _("The sheet is being opened again: agree to it, score it and tell the result on its page.")
        return {"text": text, "url": sheet_url(sheet), "label": _("Open the sheet")}
    step = next((step for step in sheet.open_to(reader) if step.name == "ask_reopen"), None)
    text = _("Now the sheet is opened again by two people, scored anew and told; the result told before is kept.")
    if step is None:
        return None
    return {"text": text, "url": reverse("step", args=[sheet.pk, step.name]), "label": said(step.label)}


def on_sheet(sheet: PeriodSheet, request: Visit) -> Words:
    """What a sheet's page and its tree say of petitions: those one may see, and the way to send one."""
    if not (sheet.result_id or sheet.is_signed):
        return {"rows": [], "url": "", "open": {}}
    found = _of_sheet(sheet, request)
    may = sheet.person_id == request.person.pk and stops(sheet, request.day) is None
    return {
        "rows": [row_of(each, request) for each in found],
        "url": lodge_url(sheet) if may else "",
        "open": {(each.line, each.of_task): each.get_absolute_url() for each in found if each.state in OPEN},
    }


def _of_sheet(sheet: PeriodSheet, request: Visit) -> list[Petition]:
    """Those on the sheet that one may see; of most sheets there is none, which is asked first."""
    if not Petition.objects.filter(sheet=sheet).exists():
        return []
    return list(Petition.objects.visible_to(request.person, request.day).filter(sheet=sheet).order_by("-pk"))


def row_of(petition: Petition, request: Visit) -> Words:
    """A petition in a list."""
    return {
        "label": petition.label,
        "url": petition.get_absolute_url(),
        "person": petition.person.name,
        "period": petition.sheet.round.label if petition.sheet else "",
        "sent": timezone.localdate(petition.opened_at),
        "due": petition.due if petition.state not in PETITION.finals else None,
        "late": petition.state == RECEIVED and petition.due < request.day,
        "state": {"word": petition.state_label, "tone": TONES.get(petition.state, "calm")},
    }


def lodge_url(sheet: PeriodSheet, name: str = "", task: int | None = None) -> str:
    """The page that sends a petition on a line of a sheet's tree; on the whole result where none is named."""
    asked = {**({"dong": name} if name else {}), **({"viec": task} if task else {})}
    return reverse("lodge_petition", args=[sheet.pk]) + (f"?{urlencode(asked)}" if asked else "")
