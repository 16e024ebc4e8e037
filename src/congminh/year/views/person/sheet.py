"""«Phiếu xếp loại chất lượng» (Mẫu 02): the form in its own words, the figures and why, the steps, the papers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.law.nd335.procedure import RE_RATING
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale
from congminh.ledger.forms import step_form
from congminh.ledger.telling import late_words, steps_of
from congminh.org.doors import OWN_AND_LEADERS, Visit, door
from congminh.work.asking.fields import put_faults
from congminh.year.facts.why import Told, told
from congminh.year.models import YearSheet
from congminh.year.views.person.papers import papers_of, petitions_on
from congminh.year.views.person.telling import card, facts, figure_line, grounds, history_of, lacks, months, readings
from congminh.year.views.showing import JUDGES, due_badge, level_badge, level_word, state_badge
from congminh.year.withheld import reads_grounds

Words = dict[str, Any]
FORM = "file_form"


def seen(request: Visit, pk: int) -> YearSheet:
    """The sheet, if it may be seen; else 404."""
    rows = YearSheet.objects.visible_to(request.person, request.day).described(request.day)
    found: YearSheet = get_object_or_404(rows.select_related("result__basis", "result__by", "result__decision"), pk=pk)
    return found


def shows_level(sheet: YearSheet, roles: frozenset[Role]) -> bool:
    """Whether a reader reads the decision: who judges at once, others once the person was told."""
    return sheet.is_decided and (sheet.is_told or bool(roles & JUDGES))


@door(OWN_AND_LEADERS)
@require_http_methods(["GET", "POST"])
def sheet(request: Visit, pk: int) -> HttpResponse:
    """One person's Form 02; by POST the person sends it."""
    found = seen(request, pk)
    if request.method == "GET":
        return _page(request, found, _form(found, request))
    return _send(request, found)


def _form(found: YearSheet, request: Visit, data: Any = None) -> Any:
    """Form 02 to be filled in, for the person while it is theirs to write; None otherwise."""
    if FORM not in {step.name for step in found.open_to(request.person)}:
        return None
    return step_form(found, FORM, request.person, data)


def _send(request: Visit, found: YearSheet) -> HttpResponse:
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise Http404
    if Role.OWNER not in found.roles_of(request.person):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    form = step_form(found, FORM, request.person, request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        form.act(int(version))
    except ValidationError as fault:
        put_faults(form, fault, {})
        return _page(request, seen(request, found.pk), form, 422)
    except Stale as late:
        return _page(request, seen(request, found.pk), form, 409, late_words(late, found))
    messages.success(request, _("Form 02 is sent; personnel call the meeting."))
    return HttpResponseRedirect(found.get_absolute_url())


def _page(request: Visit, found: YearSheet, form: Any, status: int = 200, late: str = "") -> HttpResponse:
    roles, year = found.roles_of(request.person), told(found)
    is_mine = Role.OWNER in roles
    decided = found.result if shows_level(found, roles) else None
    writes = form is not None and (found.state == "drafting" or status != 200)
    shown = {
        "file": found,
        "title": _("Form 02, %(year)s") % {"year": found.round.label},
        "above": above(found, is_mine),
        "state": state_badge(found.state),
        "due": due_badge(found, request.day),
        "actions": _actions(found, is_mine),
        "form": form if writes else None,
        "late": late,
        "months": months(year, is_mine, form if writes else None),
        "mean": year.written("year_mean"),
        "counted": year.row["months_counted"],
        "self_level": level_word(found.self_grade) if found.self_grade and found.state != "drafting" else "",
        "level": level_badge(decided.grade) if decided else None,
        "decided": decided,
        "differs": level_word(decided.law_grade) if decided and decided.law_grade != decided.grade else "",
        "figure": card(year, decided, reverse("year_why", args=[found.pk])),
        "lacks": lacks(year) if is_mine or roles & JUDGES else [],
        "grounds": grounds(found, year) if reads_grounds(roles) else [],
        "withheld": not reads_grounds(roles),
        "facts": facts(found),
        "steps": [s for s in steps_of(found, request.person) if not s["blocked"] and s["name"] != FORM],
        "papers": papers_of(found, decided is not None, roles, request),
        "petitions": petitions_on(found, request),
        "wrong_url": _wrong_url(found, roles),
        "history": history_of(found, request.person),
    }
    return render(request, "year/sheet/page.html", shown, status=status)


def _wrong_url(found: YearSheet, roles: Collection[Role]) -> str:
    """Where whoever may reports a told result as wrong (Điều 21.3)."""
    may = found.is_told and set(roles) & set(RE_RATING.step("raise").by)
    return reverse("raise_wrong", args=[found.pk]) if may else ""


def above(found: YearSheet, is_mine: bool) -> str:
    """Whose sheet it is, in which place."""
    place = f"{found.position}, {found.unit}" if found.position else str(found.unit)
    return place if is_mine else f"{found.person.name} · {place}"


def _actions(found: YearSheet, is_mine: bool) -> list[Words]:
    pdf, docx = (reverse(name, args=[found.pk]) for name in ("form_02_pdf", "form_02_docx"))
    own = [{"label": _("My years"), "url": reverse("my_years")}] if is_mine else []
    if is_mine and found.is_told:
        own.insert(0, {"label": _("Receipt"), "url": reverse("year_receipt", args=[found.pk])})
    return [{"label": _("Print Form 02"), "url": pdf, "icon": "file-text"}, {"label": _("DOCX"), "url": docx}, *own]


@door(OWN_AND_LEADERS)
@require_GET
def why(request: Visit, pk: int) -> HttpResponse:
    """The tree below the year's level: as it was decided, else as months and grounds stand now."""
    found = seen(request, pk)
    roles, year = found.roles_of(request.person), told(found)
    is_mine = Role.OWNER in roles
    decided = found.result if shows_level(found, roles) else None
    shown = {
        "title": _why_title(year),
        "lead": _why_lead(year, decided is not None),
        "trail": [{"label": _("Form 02, %(year)s") % {"year": found.title()}, "url": found.get_absolute_url()}],
        "line": figure_line(year.tree(), year, is_mine, reads_grounds(roles)),
        "withheld": not reads_grounds(roles),
        "figure": card(year, decided, ""),
        "readings": readings(year),
    }
    return render(request, "year/sheet/why.html", shown)


def _why_title(year: Told) -> str:
    mean = year.written("year_mean")
    return _("Why %(mean)s?") % {"mean": mean} if mean else _("Why this level?")


def _why_lead(year: Told, decided: bool) -> str:
    if decided:
        return _("As it was decided, by the law and readings kept with the decision.")
    return _("As months and grounds stand now; it is no decision. The share of excellent (Điều 20.5) comes after it.")
