"""One organisation's sheet: the criteria with both points, the figures and their source, why a level holds or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congminh.law.procedure import Role
from congminh.ledger.actions import Stale
from congminh.ledger.telling import steps_of
from congminh.ledger.twice import Trouble
from congminh.ledger.twice import trouble as trouble_of
from congminh.ledger.words import said
from congminh.org.doors import FILES, Visit, asks_again, door
from congminh.unit_year.actions import Overtaken, marks_of
from congminh.unit_year.actions.complaining import SEE
from congminh.unit_year.actions.figures import may_enter
from congminh.unit_year.facts.lower import Levels, lower_of
from congminh.unit_year.facts.reckoning import Reckoned, reckoned
from congminh.unit_year.facts.standing import Standing
from congminh.unit_year.forms import MarksForm
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.models.queries import DECIDED
from congminh.unit_year.views import showing, writing
from congminh.unit_year.views.cap import may_see
from congminh.unit_year.views.figures import indicators
from congminh.unit_year.views.showing import Words
from congminh.work.asking.fields import put_faults

# Facts a step waits for, said on its button.
WAITS = {
    "lower_units_decided": lambda: _("after the lower units"),
    "complaints_verified": lambda: _("after the complaints are verified"),
}
WRITTEN = ("self_evaluate", "decide")


def seen(request: Visit, pk: int) -> UnitSheet:
    """The sheet, if it may be seen; else 404."""
    rows = UnitSheet.objects.visible_to(request.person, request.day).described(request.day)
    # What is written must be read anew, so points are read ahead only to be looked at.
    ahead = ("marks", "criteria__criteria") if request.method == "GET" else ()
    return get_object_or_404(rows.prefetch_related(*ahead), pk=pk)


def _decides(visit: Visit, args: dict[str, Any]) -> bool:
    return visit.POST.get("step") == "decide"


@door(FILES)
@asks_again(_decides)
@require_http_methods(["GET", "POST"])
def sheet(request: Visit, pk: int) -> HttpResponse:
    """The sheet of one organisation; by POST the step its form belongs to."""
    found = seen(request, pk)
    if request.method == "GET":
        return _page(request, found, writing.form_open_to(found, request.person))
    return _act(request, found, request.POST.get("step", ""))


def _act(request: Visit, found: UnitSheet, step: str) -> HttpResponse:
    version = request.POST.get("version", "")
    if step not in WRITTEN or not version.isdecimal():
        raise Http404
    form = writing.form_open_to(found, request.person, request.POST)
    if form is None or form.step.name != step or not writing.may_take(form):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    if not form.is_valid():
        return _page(request, found, form, Trouble(422))
    try:
        form.act(int(version))
    except ValidationError as fault:
        put_faults(form, fault, {})
        return _page(request, _again(request, form), form, Trouble(422))
    except Stale as late:
        return _page(request, _again(request, form), form, trouble_of(form, late, writing.conflict))
    messages.success(request, _("Done: %(step)s.") % {"step": said(form.step.label)})
    return HttpResponseRedirect(found.get_absolute_url())


def _again(request: Visit, form: MarksForm) -> UnitSheet:
    """The sheet as it is stored: what a refused step wrote was undone with it."""
    form.file = UnitSheet.objects.described(request.day).get(pk=form.file.pk)
    return form.file


@door(FILES)
@require_POST
def save(request: Visit, pk: int) -> HttpResponse:
    """Keep what is typed so far («lưu nháp»); a script gets the pieces that change, others the page again."""
    found, draft = seen(request, pk), request.POST.get("over") or request.POST.get("draft", "")
    form = writing.form_open_to(found, request.person, request.POST)
    if not draft.isdecimal():
        raise Http404
    if form is None:
        raise PermissionDenied(_("This sheet is not yours to write on as it stands now."))
    trouble = None
    try:
        writing.save(form, int(draft))
    except Overtaken as first:
        trouble = Trouble(409, conflict=writing.conflict(form, first))
    if request.headers.get("HX-Request") and "over" not in request.POST:
        return _pieces(request, found, form, trouble)
    if trouble or form.errors:
        return _page(request, found, form, trouble or Trouble(422))
    messages.success(request, _("The draft is saved; nothing was sent."))
    return HttpResponseRedirect(found.get_absolute_url())


def _pieces(request: Visit, found: UnitSheet, form: MarksForm, trouble: Trouble | None) -> HttpResponse:
    pairs = writing.read_pairs(found)
    shown = {
        "file": found,
        "form": form,
        "conflict": trouble and trouble.conflict,
        "saved": "" if trouble else _("Saved by itself at %(time)s") % {"time": f"{localtime():%H:%M:%S}"},
        "sums": writing.sums(pairs, form.by_recogniser),
        "level": _level(found, request, lower_of(found.year, found.bench())),
        "save_url": reverse("save_unit_sheet", args=[found.pk]),
    }
    return render(request, "unit_year/pieces.html", shown, status=trouble.status if trouble else 200)


def _level(found: UnitSheet, request: Visit, lower: Levels) -> Words:
    """The level as it stands: decided, or expected from what is there; with each condition of Điều 8."""
    reckoning = reckoned([found], found.year, found.bench(), lower)
    each = reckoning.every[found.pk]
    decided = found.result if found.state in DECIDED else None
    grade = decided.grade if decided else each.grade
    return {
        "score": showing.points(decided.score_cp if decided else each.score_cp),
        "badge": showing.level_badge(grade) if grade else None,
        "decided": decided,
        "expected": decided is None and grade is not None,
        "by_self": each.by_self and decided is None,
        "differs": decided is not None and decided.grade != decided.law_grade,
        "law_level": showing.level_word(decided.law_grade) if decided else "",
        "missing": showing.missing_words(each),
        "levels": showing.levels(_as_decided(each, found), reckoning),
    }


def _as_decided(each: Reckoned, found: UnitSheet) -> Reckoned:
    """Of a decided sheet the row it was decided on."""
    if found.state in DECIDED and found.result:
        return Reckoned(found.result.row, each.missing, found.result.score_cp, False)
    return each


def _page(request: Visit, found: UnitSheet, form: MarksForm | None, trouble: Trouble | None = None) -> HttpResponse:
    roles, lower = found.roles_of(request.person), lower_of(found.year, found.bench())
    complaints = list(found.complaints.select_related("by", "verified_by"))
    found.stand(Standing(lower, {found.pk for each in complaints if each.verified_on is None}).holds)
    was_weighed = found.state in DECIDED
    by_recogniser = form is not None and form.by_recogniser
    pairs = marks_of(found)
    shown = {
        "file": found,
        "title": str(found.unit),
        "above": _("Rating of organisations, year %(year)s") % {"year": found.year},
        "lead": showing.clock(found, request.day),
        "actions": _actions(found, request, bool(roles & SEE)),
        "state": showing.state_badge(found.state),
        "form": form,
        "may_take": form is not None and writing.may_take(form),
        "step_label": form and said(form.step.label),
        "by_recogniser": by_recogniser,
        "save_url": reverse("save_unit_sheet", args=[found.pk]),
        "groups": writing.groups(pairs, form, was_weighed),
        "sums": writing.sums(pairs, by_recogniser or was_weighed),
        "level": _level(found, request, lower),
        "counts": showing.counts(found),
        "figures_url": reverse("unit_figures", args=[found.pk]) if may_enter(found, request.person) else "",
        "indicators": indicators(found),
        "lower": _lower(found, lower),
        "facts": showing.facts(found),
        "complaints": complaints if roles & SEE else None,
        "steps": _steps(found, request),
        "proposed": showing.level_word(found.proposed_grade) if found.proposed_grade else "",
        "results": _earlier(found),
        "history": showing.history(found),
        "trouble": trouble,
    }
    return render(request, "unit_year/sheet.html", shown, status=trouble.status if trouble else 200)


def _actions(found: UnitSheet, request: Visit, may_complain: bool) -> list[Words]:
    bench = found.bench()
    authority = bench.authority(found.unit_id)
    actions = []
    if may_complain and found.state not in DECIDED:
        actions.append({"label": _("Record a complaint"), "url": reverse("complain_of_unit", args=[found.pk])})
    if authority is not None and may_see(authority, request, bench):
        actions.append({"label": _("Share of excellent"), "url": showing.cap_url(authority, found.year)})
    pdf, docx = (reverse(name, args=[found.pk]) for name in ("unit_sheet_pdf", "unit_sheet_docx"))
    if Role.HEAD in found.roles_of(request.person) and found.result_id:
        actions.append({"label": _("Receipt"), "url": reverse("unit_receipt", args=[found.pk])})
    printed = {"label": _("Print"), "url": pdf, "icon": "file-text"}
    return [*actions, printed, {"label": "DOCX", "url": docx, "icon": "download"}]


def _lower(found: UnitSheet, lower: Levels) -> list[Words]:
    """The organisations right beneath, as they stand (Điều 8.1.b, 9.1)."""
    below, bench = lower.of(found.unit_id), found.bench()
    return [
        {
            "name": bench.name(each.unit),
            "url": reverse("unit_sheet", args=[each.sheet]) if each.sheet else "",
            "badge": showing.level_badge(each.grade)
            if each.is_decided and each.grade
            else showing.state_badge(each.state)
            if each.state
            else {"word": _("Not opened"), "tone": "warn"},
        }
        for each in below
    ]


def _steps(found: UnitSheet, request: Visit) -> list[Words]:
    """The steps beside the form, with why not now in words."""
    steps = [step for step in steps_of(found, request.person) if step["name"] not in WRITTEN]
    for step in steps:
        facts = [fact for fact in found.rules.step(step["name"]).when if step["blocked"] and not found.holds(fact)]
        step["blocked"] = ", ".join(WAITS[fact]() for fact in facts)
        step["asks"] = step["asks"] or step["name"] == "order_verification"
        step["primary"] = step["name"] in ("notify", "report_verification")
    return steps


def _earlier(found: UnitSheet) -> list[Any]:
    """Levels decided before that stand no more: annulled and kept (Điều 4.4)."""
    if found.result_id is None:
        return []
    standing = found.result_id if found.state in DECIDED else None
    return [
        {
            "number": row.number,
            "at": row.at,
            "level": showing.level_word(row.grade),
            "score": showing.points(row.score_cp),
        }
        for row in found.results.exclude(pk__in=[standing] if standing else []).order_by("-number")
    ]
