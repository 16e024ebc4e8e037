"""«Quyết định mức xếp loại»: who waits for it, what the law, the person and the proposal say; one by one or many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.assessment.views.showing import vn
from congminh.ledger.actions import Stale
from congminh.ledger.telling import late_words
from congminh.looks.subjects import looked_at
from congminh.org.doors import FILES, Visit, asks_again, door
from congminh.org.views.listing import columns
from congminh.year.actions import Verdict, decide_all
from congminh.year.actions.deciding import stops
from congminh.year.asking.deciding import DecideManyForm
from congminh.year.asking.many import ticked, token
from congminh.year.facts import untold
from congminh.year.facts.cap import Cap, cap_of, level_of_law
from congminh.year.models import Opinion, YearRound, YearSheet
from congminh.year.views.agency.people import round_seen
from congminh.year.views.showing import Words, due_badge, exact_mean, level_badge, level_word, mean_of, share_seats

A_PAGE = 50
# Before the decision, by the procedure of the post (Điều 21).
AWAITED = (("year_head", "proposed"), ("year_deputy", "heard"), ("year_others", "discussed"))


@door(FILES)
@asks_again()
@require_http_methods(["GET", "POST"])
def deciding(request: Visit, pk: int) -> HttpResponse:
    """Those whose level this person decides now; by POST the ones ticked, each at the level of law and cap."""
    round = round_seen(request, pk)
    sheets = _awaited(request, round)
    posted = request.method == "POST"
    if not sheets and not _may_look(request, round):
        raise Http404
    cap = cap_of(round)
    form = DecideManyForm(request, request.POST if posted else None)
    faults: dict[int, list[str]] = {}
    late = ""
    if posted and form.is_valid():
        chosen = ticked(request.POST, sheets)
        try:
            number = _decide(request, chosen, cap, form)
        except Stale as first:
            late = late_words(first, sheets[0]) if sheets else str(first)
            sheets, cap = _awaited(request, round), cap_of(round)
        except ValidationError as fault:
            faults = _faults(form, fault, chosen)
        else:
            messages.success(request, _("Decided: %(number)s people.") % {"number": number})
            return HttpResponseRedirect(request.get_full_path())
    page = Paginator(sheets, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "round": round,
        "page": page,
        "columns": _columns(),
        "groups": [{"rows": _rows(list(page), cap, request, faults)}],
        "form": form,
        "late": late,
        "deadline": vn(round.decide_by),
        "cap_url": reverse("year_cap", args=[pk]),
    }
    return render(request, "year/deciding/list.html", shown, status=409 if late else 422 if posted else 200)


def _columns() -> list[Words]:
    heads = (_("Civil servant"), (_("Mean of the year"), "number"), _("Level by law and share"))
    said_of = (_("Own rating, proposal, opinions"), _("What differs, what is missing"))
    return columns((_("Tick"), "quiet"), *heads, *said_of, (_("Decide"), "quiet"))


def _awaited(request: Visit, round: YearRound) -> list[YearSheet]:
    """The sheets waiting for this person's decision; a constant number of queries."""
    states = [state for _name, state in AWAITED]
    visible = YearSheet.objects.visible_to(request.person, request.day).filter(round=round, state__in=states)
    rows: Any = visible.exclude(person=request.person).described(request.day)
    opinions = Opinion.objects.filter(sheet=OuterRef("pk")).order_by().values("sheet").annotate(many=Count("pk"))
    rows = rows.annotate(opinions_said=Coalesce(Subquery(opinions.values("many")), 0))
    rows = rows.order_by("unit__code", "person__code")
    sheets = [sheet for sheet in rows if (sheet.procedure, sheet.state) in AWAITED]
    share_seats(sheets)
    me = request.person.pk
    return [sheet for sheet in sheets if sheet.seats().decider_id(sheet.person_id, sheet.place) == me]


def _may_look(request: Visit, round: YearRound) -> bool:
    """Whether somebody sees other people's sheets of the year: an empty list is no secret to them."""
    visible = YearSheet.objects.visible_to(request.person, request.day).filter(round=round)
    return visible.exclude(person=request.person).exists()


def _decide(request: Visit, chosen: Sequence[YearSheet], cap: Cap, form: DecideManyForm) -> int:
    """Decide those ticked by the law; refused where nobody is ticked, Stale where some are no longer waiting."""
    sent = request.POST.getlist("sheet")
    if not sent:
        raise ValidationError(_("Nobody is ticked."), params={"next": _("Tick whom you decide."), "why": ""})
    if len(chosen) < len(sent):
        raise Stale(None)
    verdicts = [Verdict(sheet, level_of_law(cap, sheet.pk) or "") for sheet in chosen]
    return len(decide_all(verdicts, request.person, form.cleaned_data["decision"]))


def _faults(form: DecideManyForm, fault: ValidationError, chosen: Sequence[YearSheet]) -> dict[int, list[str]]:
    """What was refused, at its row; the rest above the list."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return {}
    found: dict[int, list[str]] = {}
    for place, errors in fault.error_dict.items():
        row = place.partition(".")[0]
        for error in errors:
            if row.isdecimal() and int(row) < len(chosen):
                found.setdefault(chosen[int(row)].pk, []).append(said(error))
            else:
                form.add_error(None, error)
    if found:
        form.add_error(None, _("Nothing was decided: see what stands at the rows below."))
    return found


def said(fault: ValidationError, parts: Sequence[str] = ("why", "next")) -> str:
    """A refusal in one line: what, and of why and what to do these parts."""
    params = fault.params or {}
    return " ".join(part for part in (fault.messages[0], *(params.get(name) for name in parts)) if part)


def _rows(sheets: Sequence[YearSheet], cap: Cap, request: Visit, faults: Mapping[int, list[str]]) -> list[Words]:
    looked_at(sheets)
    waiting = untold([sheet.person_id for sheet in sheets], cap.round.year, cap.round.december) if sheets else {}
    return [
        _row(sheet, cap, request, tuple(waiting.get(sheet.person_id, ())), faults.get(sheet.pk, [])) for sheet in sheets
    ]


def _row(sheet: Any, cap: Cap, request: Visit, waiting: tuple[int, ...], faults: list[str]) -> Words:
    each, level = replace(cap.every[sheet.pk], untold=waiting), level_of_law(cap, sheet.pk)
    blocks = stops(Verdict(sheet, level or each.grade), each) if level or each.grade != "excellent" else {}
    hindered = [said(error, ("why",)) for error in blocks.values()]
    is_tied = cap.places.get(sheet.pk) == "tied"
    if is_tied:
        hindered.append(_("Tied at the line of the share: choose among the tied first."))
    return {
        "token": token(sheet) if level and not hindered else "",
        "url": sheet.get_absolute_url(),
        "decide": reverse("step", args=[sheet.pk, "decide"]),
        "name": sheet.person.name,
        "unit": str(sheet.unit),
        "mean": mean_of(each),
        "exact": exact_mean(each),
        "law": level_badge(level) if level else None,
        "own": level_word(sheet.self_grade) if sheet.self_grade else "–",
        "proposed": level_word(sheet.proposed_grade) if sheet.proposed_grade else "",
        "opinions": sheet.opinions_said,
        "party": bool(sheet.party_opinion),
        "differs": differs(sheet, each.grade, level),
        "hindered": hindered,
        "faults": faults,
        "due": due_badge(sheet, request.day),
    }


def differs(sheet: YearSheet, by_score: str, level: str | None) -> list[str]:
    """Where what people say parts from the law, and what then is needed."""
    found = []
    if by_score == "excellent" and level == "good":
        found.append(_("Score for excellent, beyond the share: good by Điều 20.5."))
    if level and sheet.proposed_grade and sheet.proposed_grade != level:
        said_level = level_word(sheet.proposed_grade)
        found.append(_("Proposed: %(level)s. Deciding so needs a reason.") % {"level": said_level})
    if level and sheet.self_grade and sheet.self_grade != level:
        found.append(_("Own rating is another level."))
    return found
