"""The meeting (Điều 21.1.b, 21.2.b): whose is to be called, who takes part, what was said, its minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.law.nd335.yearly_rating import Participants, participants
from congminh.ledger.actions import Stale
from congminh.ledger.telling import late_words
from congminh.ledger.words import said
from congminh.org.doors import OWN_AND_LEADERS, SIGNED_IN, Visit, asks_again, door
from congminh.org.models import Person, Unit
from congminh.org.models.unit import units_on
from congminh.org.views.listing import columns
from congminh.work.asking.fields import put_faults
from congminh.year.actions.meeting import SECRETARY, may_host
from congminh.year.asking.meeting import MinutesForm, OpinionForm
from congminh.year.facts.attending import Company, taking_part
from congminh.year.facts.why import told_all
from congminh.year.models import Attendance, Meeting, YearRound, YearSheet
from congminh.year.views.showing import level_word, share_seats, state_badge

A_PAGE, SHOWN = 25, 200
Words = dict[str, Any]


@door(SIGNED_IN)
@require_GET
def meetings(request: Visit) -> HttpResponse:
    """The meetings one takes part in or sees the sheets of, and for who calls them those still to be called."""
    found = Meeting.objects.visible_to(request.person, request.day).described(request.day)
    page = Paginator(found.order_by("-held_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(each) for each in page]
    shown = {
        "page": page,
        "columns": columns(_("Time of the meeting"), _("Unit"), _("Year"), _("State")),
        "groups": [{"rows": rows}],
        "to_call": _to_call(request),
        "speaks_for_party": YearRound.objects.filter(party=request.person).exists(),
    }
    return render(request, "year/meeting/list.html", shown)


def _row(meeting: Meeting) -> Words:
    return {
        "url": reverse("meeting", args=[meeting.pk]),
        "held": str(meeting),
        "room": meeting.room,
        "body": str(meeting.body),
        "year": meeting.round.label,
        "state": _state(meeting),
    }


def _state(meeting: Meeting) -> Words:
    if meeting.is_adopted:
        return {"word": _("Minutes adopted"), "tone": "good"}
    coming = meeting.held_at > timezone.now()
    return {"word": _("Meeting called") if coming else _("Minutes to be adopted"), "tone": "calm" if coming else "warn"}


def _to_call(request: Visit) -> list[Words]:
    """Sheets whose form is sent, those of one company together: one meeting each, with whom the law calls to it."""
    visible = YearSheet.objects.visible_to(request.person, request.day).filter(state="filed")
    sheets = list(visible.described(request.day).order_by("-year", "unit__code", "person__code")[:SHOWN])
    share_seats(sheets)
    groups: dict[Any, list[YearSheet]] = {}
    companies: dict[Any, tuple[Company, YearSheet]] = {}
    for sheet in sheets:
        if may_host(sheet, request.person):
            company = taking_part(sheet)
            key = (sheet.round_id, company.called)
            groups.setdefault(key, []).append(sheet)
            companies[key] = company, sheet
    return [_meeting_to_call(groups[key], *companies[key], units_on(request.day)) for key in groups]


def _meeting_to_call(group: list[YearSheet], company: Company, first: YearSheet, bodies: Mapping[int, Unit]) -> Words:
    people = first.seats().people([part.person for part in company.parts])
    names = {person.pk: person.name for person in people}
    parts = [(part.group, names.get(part.person, ""), part.may_write, False) for part in company.parts]
    return {
        "body": str(bodies[company.body]),
        "year": first.round.label,
        "on": [sheet.person.name for sheet in group],
        "groups": _company(parts, first),
        "number": len(company.parts),
        "url": reverse("step", args=[group[0].pk, "convene"]),
    }


def _company(parts: Iterable[tuple[str, str, bool, bool]], first: YearSheet) -> list[Words]:
    """Who takes part, group by group in the law's words: names, who was away, who may write instead."""
    labels = _labels(first)
    found: dict[str, Words] = {}
    for group, name, may_write, absent in parts:
        row = found.setdefault(group, {"label": _label(group, labels), "cite": _cite(group, labels), "people": []})
        row["people"].append(_("%(name)s (absent)") % {"name": name} if absent else name)
        row["may_write"] = may_write
    return list(found.values())


def _labels(sheet: YearSheet) -> dict[str, Participants]:
    every = (participants(sheet.rank, has_units, sheet.round.is_large) for has_units in (False, True))
    return {group.name: group for groups in every for group in groups}


def _label(group: str, labels: Mapping[str, Participants]) -> str:
    word = said(labels[group].label) if group in labels else group
    return word[:1].upper() + word[1:]


def _cite(group: str, labels: Mapping[str, Participants]) -> str:
    return labels[group].cite if group in labels else ""


def seen(request: Visit, pk: int) -> tuple[Meeting, list[YearSheet]]:
    """A meeting and the sheets of it one sees; 404 for whoever sees none of them."""
    visible = Meeting.objects.visible_to(request.person, request.day).described(request.day)
    company = Prefetch("attendances", Attendance.objects.select_related("person"))
    found: Meeting = get_object_or_404(visible.annotate(number=Count("sheets")).prefetch_related(company), pk=pk)
    rows = YearSheet.objects.visible_to(request.person, request.day).filter(meeting=found)
    sheets = list(rows.described(request.day).select_related("result__basis").order_by("person__code"))
    share_seats(sheets)
    if sheets:
        sheets[0].seats().once("meeting", found.pk, lambda: frozenset(one.person_id for one in found.attendances.all()))
    return found, sheets


@door(OWN_AND_LEADERS)
@require_http_methods(["GET", "POST"])
def meeting(request: Visit, pk: int) -> HttpResponse:
    """One meeting: who takes part, the people it is on, every opinion; by POST an opinion is given or written down."""
    found, sheets = seen(request, pk)
    form = _opinion_form(found, sheets, request, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, found, sheets, form)
    if form is None:
        raise PermissionDenied(_("Only who takes part in the meeting gives an opinion."))
    if not form.is_valid():
        return _page(request, found, sheets, form, 422)
    try:
        form.act(_versions(request))
    except ValidationError as fault:
        put_faults(form, fault, {})
        return _page(request, found, sheets, form, 422)
    except Stale as late:
        return _page(request, *seen(request, pk), form, 409, late_words(late, sheets[0]))
    messages.success(request, _("The opinion stands in the minutes."))
    return HttpResponseRedirect(f"{reverse('meeting', args=[pk])}#sheet-{form.cleaned_data['sheet'].pk}")


def _opinion_form(found: Meeting, sheets: Sequence[YearSheet], request: Visit, data: Any = None) -> OpinionForm | None:
    """For whoever takes part, while the minutes are open and somebody else is spoken of."""
    if found.is_adopted or request.person.pk not in {each.person_id for each in found.attendances.all()}:
        return None
    others = [sheet for sheet in sheets if sheet.state == "convened" and sheet.person_id != request.person.pk]
    return OpinionForm(found, request.person, others, data) if others else None


def _versions(request: Visit) -> dict[int, int]:
    """The version at which the page showed each sheet: «sheet:version», one field each."""
    pairs = (each.partition(":") for each in request.POST.getlist("seen"))
    return {int(pk): int(at) for pk, _colon, at in pairs if pk.isdecimal() and at.isdecimal()}


def _page(
    request: Visit, found: Meeting, sheets: Sequence[YearSheet], form: Any, status: int = 200, late: str = ""
) -> HttpResponse:
    attendances = sorted(found.attendances.all(), key=lambda each: each.pk)
    whole = found.number == len(sheets)  # type: ignore[attr-defined]
    hosts = not found.is_adopted and any(may_host(sheet, request.person) for sheet in sheets)
    called = [each for each in attendances if each.group != SECRETARY]
    parts = [(each.group, each.person.name, each.may_write, each.absent) for each in called]
    files = [
        {"label": _("Minutes (PDF)"), "url": reverse("minutes_pdf", args=[found.pk]), "icon": "file-text"},
        {"label": _("DOCX"), "url": reverse("minutes_docx", args=[found.pk])},
    ]
    adopting = {"label": _("Adopt the minutes"), "url": reverse("adopt_minutes", args=[found.pk]), "primary": True}
    shown = {
        "meeting": found,
        "title": _("Meeting of %(unit)s") % {"unit": found.body},
        "above": _("Remarks and evaluation, %(year)s") % {"year": found.round.label},
        "lead": f"{found}{', ' if found.room else ''}{found.room}",
        "actions": [*([adopting] if hosts else []), *(files if whole else [])],
        "state": _state(found),
        "groups": _company(parts, sheets[0]),
        "people": _people(found, sheets, request.person),
        "seen": [f"{sheet.pk}:{sheet.version}" for sheet in sheets],
        "form": form,
        "late": late,
        "whole": whole,
    }
    return render(request, "year/meeting/page.html", shown, status=status)


def _people(found: Meeting, sheets: Sequence[YearSheet], reader: Person) -> list[Words]:
    """Those the meeting is on: mean, own rating, report, and every opinion in the order it was given."""
    told = told_all(list(sheets))
    opinions: dict[int, list[Words]] = {}
    rows = found.opinions.filter(sheet__in=[sheet.pk for sheet in sheets]).select_related("by", "written_by")
    for row in rows.order_by("pk"):
        by = row.written_by.name if row.written_by else ""
        one = {"by": row.by.name, "text": row.text, "at": row.at, "in_writing": row.in_writing, "written_by": by}
        opinions.setdefault(row.sheet_id, []).append(one)
    return [
        {
            "pk": sheet.pk,
            "name": sheet.person.name,
            "place": f"{sheet.position}, {sheet.unit}" if sheet.position else str(sheet.unit),
            "url": sheet.get_absolute_url(),
            "mean": told[sheet.pk].written("year_mean") or "–",
            "own": level_word(sheet.self_grade) if sheet.self_grade else "–",
            "state": state_badge(sheet.state),
            "report": sheet.self_report,
            "opinions": opinions.get(sheet.pk, []),
        }
        for sheet in sheets
    ]


@door(SIGNED_IN)
@asks_again()
@require_http_methods(["GET", "POST"])
def adopt(request: Visit, pk: int) -> HttpResponse:
    """«Thông qua biên bản»: for every sheet of the meeting at once; by who may call it."""
    found, sheets = seen(request, pk)
    mine = [sheet for sheet in sheets if sheet.state == "convened"]
    if not any(may_host(sheet, request.person) for sheet in sheets):
        raise PermissionDenied(_("The minutes are adopted under who called the meeting."))
    if not mine:
        messages.info(request, _("The minutes are adopted already."))
        return HttpResponseRedirect(reverse("meeting", args=[pk]))
    is_sent = request.method == "POST"
    form = MinutesForm(found, mine, request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        first, late = mine[0], ""
        try:
            form.act(request.person, first, _versions(request).get(first.pk, first.version))
        except ValidationError as fault:
            put_faults(form, fault, {})
        except Stale as stale:
            late = late_words(stale, first)
        else:
            messages.success(request, _("The minutes are adopted; every opinion stands in them."))
            return HttpResponseRedirect(reverse("meeting", args=[pk]))
        return _adopt_page(request, found, mine, form, late)
    return _adopt_page(request, found, mine, form)


def _adopt_page(
    request: Visit, found: Meeting, mine: Sequence[YearSheet], form: MinutesForm, late: str = ""
) -> HttpResponse:
    shown = {
        "title": _("Adopt the minutes"),
        "above": f"{found.body}, {found}",
        "lead": _("Điều 21: every opinion given stands in them; what is written here is what the meeting concluded."),
        "form": form,
        "late": late,
        "seen": [f"{sheet.pk}:{sheet.version}" for sheet in mine],
        "back": reverse("meeting", args=[found.pk]),
    }
    return render(request, "year/meeting/adopt.html", shown, status=409 if late else 422 if form.errors else 200)
