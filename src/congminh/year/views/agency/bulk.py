"""Telling many their decision, and making many levels public: for whoever decides them (Điều 21.1.đ, 21.2.đ)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.law.procedure import Role
from congminh.ledger.actions import Stale
from congminh.ledger.models import Entry
from congminh.ledger.telling import late_words
from congminh.looks.subjects import looked_at
from congminh.org.doors import FILES, Visit, asks_again, door
from congminh.unit_year.asking.acting import ActForm
from congminh.work.asking.fields import put_faults
from congminh.year.actions import notify_all, publish_all
from congminh.year.asking.many import NotifyForm, PublishForm, ticked, token
from congminh.year.models import YearRound, YearSheet
from congminh.year.views.agency.people import round_seen
from congminh.year.views.showing import level_badge, share_seats

Act = Callable[[Sequence[YearSheet], Any, str], list[Entry]]
# At once; the rest stand on the page after them.
MOST = 500


@door(FILES)
@asks_again()
@require_http_methods(["GET", "POST"])
def notify(request: Visit, pk: int) -> HttpResponse:
    """«Thông báo bằng văn bản» to many at once."""
    words = {
        "title": _("Notify in writing"),
        "lead": _("Each person is told their level, in writing and in their inbox (Điều 21.1.đ, 21.2.đ)."),
        "done": _("Notified: %(number)s people."),
    }
    return _page(request, pk, "decided", NotifyForm, notify_all, words)


@door(FILES)
@asks_again()
@require_http_methods(["GET", "POST"])
def publish(request: Visit, pk: int) -> HttpResponse:
    """«Công khai kết quả» of many at once: each colleague is told once."""
    words = {
        "title": _("Make results public"),
        "lead": _("Everyone in the agency sees the names and levels; never the details (Điều 21.1.đ)."),
        "done": _("Made public: %(number)s results."),
    }
    return _page(request, pk, "notified", PublishForm, publish_all, words)


def mine_to_decide(request: Visit, round: YearRound, states: Sequence[str]) -> list[YearSheet]:
    """The sheets in these states whose level this person decides, unit by unit; a constant number of queries."""
    found = YearSheet.objects.visible_to(request.person, request.day).filter(round=round, state__in=states)
    rows = found.exclude(person=request.person).described(request.day).order_by("unit__code", "person__code")
    sheets = list(rows)
    share_seats(sheets)
    return [sheet for sheet in sheets if Role.DECIDER in sheet.roles_of(request.person)]


def _page(request: Visit, pk: int, state: str, kind: type[ActForm], act: Act, words: dict[str, str]) -> HttpResponse:
    round = round_seen(request, pk)
    sheets = mine_to_decide(request, round, [state])[:MOST]
    posted = request.method == "POST"
    if not sheets and not posted:
        raise Http404
    form = kind(request, request.POST if posted else None)
    chosen = ticked(request.POST, sheets) if posted else sheets
    late = ""
    if posted and form.is_valid():
        try:
            number = len(_act(act, chosen, request, form))
        except ValidationError as fault:
            put_faults(form, fault, {"written_notice": "text", "form_of_publication": "text"})
        except Stale as first:
            late = late_words(first, sheets[0]) if sheets else str(first)
            sheets = mine_to_decide(request, round, [state])[:MOST]
        else:
            messages.success(request, words["done"] % {"number": number})
            return HttpResponseRedirect(reverse("year_board", args=[pk]))
    keys = {sheet.pk for sheet in chosen}
    looked_at(sheets)
    rows = [
        {
            "token": token(sheet),
            "name": sheet.person.name,
            "unit": str(sheet.unit),
            "level": level_badge(sheet.result.grade) if sheet.result else None,
            "ticked": sheet.pk in keys,
        }
        for sheet in sheets
    ]
    shown = {**words, "round": round, "rows": rows, "form": form, "late": late, "number": len(rows)}
    return render(request, "year/rounds/bulk.html", shown, status=409 if late else 422 if posted else 200)


def _act(act: Act, chosen: Sequence[YearSheet], request: Visit, form: ActForm) -> list[Entry]:
    """Take the step; refused where nobody is ticked, or all moved since."""
    if not request.POST.getlist("sheet"):
        params = {"next": _("Tick whom it is about."), "why": ""}
        raise ValidationError(_("Nobody is ticked."), params=params)
    if len(chosen) < len(request.POST.getlist("sheet")):
        raise Stale(None)
    return act(chosen, request.person, form.cleaned_data["text"])
