"""The papers of a year, the petition on it (Điều 22), the opinions of the Party committee (Điều 21.1.c, 21.2.c)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.assessment.actions import Line
from congminh.assessment.views.about import of_petition, row_of, settler
from congminh.assessment.views.showing import vn
from congminh.law.nd335.procedure import PETITION_DEADLINE
from congminh.law.procedure import Role
from congminh.ledger.files import about
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.models import Person
from congminh.org.views.listing import columns
from congminh.work.asking.fields import put_faults
from congminh.year.asking.petition import LodgeForm
from congminh.year.facts.why import told_all
from congminh.year.models import YearPetition, YearRound, YearSheet
from congminh.year.models.queries import HEARD
from congminh.year.petitioning import open_on, petition_on, stops
from congminh.year.views.showing import level_word, share_seats, state_badge

A_PAGE = 25
# Who may have the whole electronic file of a person's year.
WHOLE = frozenset({Role.OWNER, Role.DECIDER, Role.PERSONNEL, Role.INSPECTOR})
Words = dict[str, Any]


def papers_of(sheet: YearSheet, shows_level: bool, roles: frozenset[Role], request: Visit) -> list[Words]:
    """The papers of a year that this reader may have, each as files; the meeting's page with them."""
    found = [_paper(_("Form 02"), "Điều 24.2.c", sheet.pk, "form_02_pdf", "form_02_docx")]
    if sheet.meeting_id:
        minutes = {"label": _("The meeting and its minutes"), "cite": "Điều 24.2.a"}
        found.append({**minutes, "files": [{"label": _("Open"), "url": reverse("meeting", args=[sheet.meeting_id])}]})
    if shows_level:
        found.append(
            _paper(_("Written notice of the result"), "Điều 21", sheet.pk, "year_notice_pdf", "year_notice_docx")
        )
    if roles & WHOLE:
        whole = {"label": _("The whole electronic file"), "cite": "Điều 24.2"}
        found.append({**whole, "files": [{"label": "ZIP", "url": reverse("year_file", args=[sheet.pk])}]})
    return found


def _paper(label: str, cite: str, pk: int, pdf: str, docx: str) -> Words:
    files = [{"label": "PDF", "url": reverse(pdf, args=[pk])}, {"label": "DOCX", "url": reverse(docx, args=[pk])}]
    return {"label": label, "cite": cite, "files": files}


def petitions_on(sheet: YearSheet, request: Visit) -> Words:
    """The petitions on a year one may see, and for the person the way to send one."""
    if not sheet.result_id:
        return {"rows": [], "url": ""}
    visible: Any = YearPetition.objects.visible_to(request.person, request.day)
    rows = visible.filter(year_sheet=sheet).order_by("-pk")
    may = sheet.person_id == request.person.pk and stops(sheet, request.day) is None
    url = reverse("lodge_year_petition", args=[sheet.pk]) if may else ""
    return {"rows": [row_of(each, request) for each in rows], "url": url}


@about(YearPetition, "assessment/petition/about.html")
def of_year_petition(petition: YearPetition, reader: Person) -> Words:
    """The decision complained of, who settles it by when, and the new decision where there is one."""
    results = [(_("Decision complained of"), petition.year_result), (_("New decision"), petition.made)]
    return {
        **of_petition(petition, reader),
        "line": Line(petition.line, petition.label, petition.shown, petition.how, petition.cite),
        "results": [{"label": label, "value": level_word(row.grade), "at": row.at} for label, row in results if row],
        "why": reverse("year_why", args=[petition.year_sheet_id]),
    }


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def lodge(request: Visit, pk: int) -> HttpResponse:
    """A petition on the level of one's own year; grounds and papers; by POST it is sent."""
    rows = YearSheet.objects.visible_to(request.person, request.day).described(request.day)
    sheet = get_object_or_404(rows.select_related("result__by"), pk=pk)
    if sheet.person_id != request.person.pk:
        raise Http404
    stopped = stops(sheet, request.day)
    form = LodgeForm(request.POST, request.FILES) if request.method == "POST" and not stopped else LodgeForm()
    if form.is_bound and form.is_valid():
        try:
            petition = form.act_on_year(sheet, request.person)
        except ValidationError as fault:
            put_faults(form, fault, {})
        else:
            due = {"due": vn(petition.due)}
            messages.success(request, _("The petition is sent; it is to be settled by %(due)s.") % due)
            return HttpResponseRedirect(petition.get_absolute_url())
    return _lodge_page(request, sheet, form, stopped)


def _lodge_page(request: Visit, sheet: YearSheet, form: LodgeForm, stopped: ValidationError | None) -> HttpResponse:
    unsent, already = petition_on(sheet), open_on(sheet)
    more: Words = (stopped.params or {}) if stopped else {}
    parts = (
        {"title": " ".join(stopped.messages), "text": f"{more.get('why', '')} {more.get('next', '')}"}
        if stopped
        else None
    )
    shown = {
        "title": _("Send a petition"),
        "lead": _("It is settled within 7 working days of the day it is received (Điều 22)."),
        "trail": [{"label": _("Form 02, %(year)s") % {"year": sheet.round.label}, "url": sheet.get_absolute_url()}],
        "line": None if stopped else Line(unsent.line, unsent.label, unsent.shown, unsent.how, unsent.cite),
        "form": form,
        "stopped": parts,
        "settled": settler(unsent),
        "due": vn(PETITION_DEADLINE.due(request.day)),
        "already": already.get_absolute_url() if already else "",
        "back": sheet.get_absolute_url(),
    }
    status = 422 if form.errors or (stopped and request.method == "POST") else 200
    return render(request, "assessment/petition/lodge.html", shown, status=status)


@door(SIGNED_IN)
@require_GET
def party(request: Visit) -> HttpResponse:
    """«Nhận xét của cấp ủy»: heads and deputies of the years in which one speaks for the Party committee."""
    rounds = YearRound.objects.filter(party=request.person)
    found = YearSheet.objects.filter(round__in=rounds, procedure__in=HEARD).exclude(person=request.person)
    rows = found.exclude(state="not_rated").order_by("-year", "state", "unit__code", "person__code")
    every = list(rows.described(request.day).select_related("result__basis"))
    page = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    sheets = list(page.object_list)
    if not sheets and not rounds.exists():
        raise Http404
    share_seats(sheets)
    told = told_all(sheets)
    shown = {
        "page": page,
        "columns": columns(_("Civil servant"), (_("Mean"), "number"), _("Own rating"), _("State"), _("Opinion")),
        "groups": [{"rows": [_heard(each, told[each.pk].written("year_mean")) for each in sheets]}],
    }
    return render(request, "year/sheet/party.html", shown)


def _heard(sheet: YearSheet, mean: str) -> Words:
    """A head or deputy in the list: what the committee said, or the way to say it once the minutes are adopted."""
    to_say = sheet.state == "discussed"
    return {
        "name": sheet.person.name,
        "url": sheet.get_absolute_url(),
        "place": f"{sheet.round.label} · {sheet.position}, {sheet.unit}",
        "mean": mean or "–",
        "own": level_word(sheet.self_grade) if sheet.self_grade and sheet.state != "drafting" else "–",
        "state": state_badge(sheet.state),
        "opinion": sheet.party_opinion,
        "say": reverse("step", args=[sheet.pk, "hear_party"]) if to_say else "",
    }
