"""«Phiếu tháng, quý» (Mẫu 01): the form to the left, the figures to the right, the steps, the history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congminh.assessment.actions import Overtaken, marks_of
from congminh.assessment.forms import MarksForm
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.assessment.views import writing
from congminh.assessment.views.about import on_sheet
from congminh.assessment.views.criteria import criteria_table, general_of, step_words, sums
from congminh.assessment.views.figures import OF_LEADERS, Figures, card, figures_of
from congminh.assessment.views.showing import clock, facts, history, open_steps, sheet_url, state_badge
from congminh.assessment.withheld import reads_marks
from congminh.law.facts import SHEET
from congminh.ledger.actions import Stale
from congminh.ledger.twice import Trouble
from congminh.ledger.twice import trouble as trouble_of
from congminh.ledger.words import said
from congminh.looks.subjects import looked_at
from congminh.org import facts as org_facts
from congminh.org.doors import OWN_AND_LEADERS, SIGNED_IN, Visit, door
from congminh.work.asking.fields import put_faults

Words = dict[str, Any]


def seen(request: Visit, pk: int, *ahead: str) -> PeriodSheet:
    """The sheet, if it may be seen; else 404. What is only looked at may be read `ahead`: what is written, anew."""
    visible = PeriodSheet.objects.visible_to(request.person, request.day).described(request.day)
    rows = visible.select_related("person", "round", "result__basis", "result__by", "draft_by")
    looks = request.method == "GET"
    found: PeriodSheet = get_object_or_404(rows.prefetch_related(*ahead) if looks and ahead else rows, pk=pk)
    looked_at([found])
    return found


@door(OWN_AND_LEADERS)
@require_http_methods(["GET", "POST"])
def sheet(request: Visit, pk: int) -> HttpResponse:
    """One person's form of one period; by POST the step its form belongs to."""
    found = seen(request, pk, "marks")
    if request.method == "GET":
        form = writing.form_open_to(found, request.person, rescoring="sua" in request.GET)
        return _page(request, found, form)
    return _act(request, found, request.POST.get("step", ""))


def _act(request: Visit, found: PeriodSheet, step: str) -> HttpResponse:
    """Take the step and come back; or the form again with what was typed and what is wrong."""
    version = request.POST.get("version", "")
    if step not in writing.WRITTEN_STEPS or not version.isdecimal():
        raise Http404
    if not set(found.rules.step(step).by) & found.roles_of(request.person):
        raise PermissionDenied(_("This step of the file is not yours to take."))
    form = writing.bound(found, step, request.person, request.POST)
    if not form.is_valid():
        return _page(request, found, form, Trouble(422))
    try:
        form.act(int(version))
    except ValidationError as fault:
        put_faults(form, fault, {})
        return _page(request, _again(found, form), form, Trouble(422))
    except Stale as late:
        return _page(request, _again(found, form), form, trouble_of(form, late, writing.conflict))
    messages.success(request, _("Done: %(step)s.") % {"step": said(form.step.label)})
    return HttpResponseRedirect(sheet_url(found))


def _again(found: PeriodSheet, form: MarksForm) -> PeriodSheet:
    """The sheet as it is stored: what a refused step wrote was undone with it."""
    stored = PeriodSheet.objects.described(timezone.localdate()).select_related("result__basis", "draft_by")
    form.file = stored.get(pk=found.pk)
    return form.file


@door(SIGNED_IN)
@require_POST
def save(request: Visit, pk: int) -> HttpResponse:
    """Keep what is typed so far («lưu nháp»); a script gets the pieces that change, others the page again."""
    found, draft = seen(request, pk), request.POST.get("over") or request.POST.get("draft", "")
    form = writing.form_open_to(found, request.person)
    if not draft.isdecimal():
        raise Http404
    if form is None or not writing.is_saved_while_typing(found, request.person):
        raise PermissionDenied(_("This sheet is not yours to write on as it stands now."))
    form = writing.bound(found, form.step.name, request.person, request.POST)
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
    return HttpResponseRedirect(sheet_url(found))


def _pieces(request: Visit, found: PeriodSheet, form: MarksForm, trouble: Trouble | None) -> HttpResponse:
    """What changes on the page when something was saved: that it was, the sums, the figures, what is wrong where."""
    marks, by_scorer = marks_of(found), writing.writes_as_scorer(form)
    shown = {
        "file": found,
        "form": form,
        "conflict": trouble and trouble.conflict,
        "saved": "" if trouble else _("Saved by itself at %(time)s") % {"time": f"{localtime():%H:%M:%S}"},
        "sums": sums(marks, by_scorer),
        "figure": _card(_figures(found, form)),
        "save_url": reverse("save_sheet", args=[found.pk]),
    }
    return render(request, "assessment/pieces.html", shown, status=trouble.status if trouble else 200)


def _figures(found: PeriodSheet, form: MarksForm | None) -> Figures | str | None:
    """The figures as they stand with what is typed; what stands in the way, said; None where there are none."""
    marks = marks_of(found) if form else {}
    general = general_of(marks, writing.writes_as_scorer(form)) if form else None
    try:
        return figures_of([found], {found.pk: {"general_cp": general}} if general is not None else None).get(found.pk)
    except ValidationError as fault:
        return " ".join(fault.messages)


def _card(figures: Figures | str | None) -> Words | None:
    return card(figures, reverse("sheet_why", args=[figures.sheet.pk])) if isinstance(figures, Figures) else None


def _page(request: Visit, found: PeriodSheet, form: MarksForm | None, trouble: Trouble | None = None) -> HttpResponse:
    person, marks = request.person, marks_of(found)
    is_mine = found.person_id == person.pk
    by_scorer = writing.writes_as_scorer(form)
    was_scored = found.state in ("scored", *SIGNED)
    was_sent = found.state != "in_progress"
    petitions = on_sheet(found, request)
    figures, whole = _figures(found, form), form is not None or reads_marks(found, person)
    values = figures.values if isinstance(figures, Figures) else org_facts.values(found.round.last)
    shown = {
        "file": found,
        "title": _("Form 01, %(period)s") % {"period": found.round.label},
        "above": _above(found, is_mine),
        "lead": clock(found, request.day),
        "actions": _actions(found, petitions["url"], is_mine and found.result_id is not None),
        "petitions": petitions["rows"],
        "state": state_badge(found.state),
        "form": form,
        "step_label": form and said(form.step.label),
        "by_scorer": by_scorer,
        "saves": form is not None and writing.is_saved_while_typing(found, person),
        "save_url": reverse("save_sheet", args=[found.pk]),
        "groups": criteria_table(marks, form, is_mine or was_sent, was_scored or by_scorer) if whole else [],
        "sums": sums(marks, by_scorer or was_scored)[0 if whole else -1 :],
        "withheld": not whole,
        "shows_sums": is_mine or was_sent,
        "shows_given": was_scored,
        "step_words": step_words(values),
        "figure": _card(figures),
        "no_figure": figures if isinstance(figures, str) else "",
        "readings": figures.readings if isinstance(figures, Figures) else [],
        "leading": leading(found, figures) if found.leads else None,
        "facts": facts(found, request.day),
        "steps": _steps(found, request, form),
        "history": history(found),
        "trouble": trouble,
    }
    return render(request, "assessment/sheet.html", shown, status=trouble.status if trouble else 200)


def _above(found: PeriodSheet, is_mine: bool) -> str:
    place = f"{found.position}, {found.unit}" if found.position else str(found.unit)
    return place if is_mine else f"{found.person.name} · {place}"


def _actions(found: PeriodSheet, petition: str, has_receipt: bool) -> list[Words]:
    pdf, docx = reverse("form_01_pdf", args=[found.pk]), reverse("form_01_docx", args=[found.pk])
    return [
        {"label": _("Print Form 01"), "url": pdf, "icon": "file-text"},
        {"label": _("DOCX"), "url": docx},
        *([{"label": _("Receipt"), "url": reverse("receipt", args=[found.pk])}] if has_receipt else []),
        *([{"label": _("Send a petition"), "url": petition}] if petition else []),
    ]


def _steps(found: PeriodSheet, request: Visit, form: MarksForm | None) -> list[Words]:
    """The other steps; the one of the form stands beneath it. A score may be put right on this page."""
    besides = (form.step.name,) if form else ()
    steps = open_steps(found, request.person, besides)
    for step in steps:
        if step["name"] in writing.WRITTEN_STEPS:
            step.update(url=f"{sheet_url(found)}?sua=1", asks=True, primary=False)
    for place, step in enumerate(sorted(steps, key=lambda step: step["name"] in writing.WRITTEN_STEPS)):
        step["primary"] = form is None and place == 0 and not step["blocked"]
    return sorted(steps, key=lambda step: not step["primary"])


def leading(found: PeriodSheet, figures: Figures | str | None) -> Words:
    """d as it is reckoned and from whom, đ and e with their reasons (Điều 15.3)."""
    cites = {name: SHEET.fact(name).cite for name in OF_LEADERS}
    told: Words = {"d": "–", "below": 0, "failed": [], "awaited": 0}
    if isinstance(figures, Figures):
        failed = [pk for pk, level in figures.led.items() if level == "not_fulfilled"]
        names = (
            PeriodSheet.objects.filter(pk__in=failed).order_by("person__name").values_list("person__name", flat=True)
        )
        told = {
            "d": figures.written("unit_results"),
            "below": len(figures.led),
            "failed": list(names) if failed else [],
            "awaited": figures.awaited,
        }
    return {**told, "cite": cites["unit_results"], "cites": cites}
