"""«Nhập Excel»: three cards in their order, what was imported before, forms and exports as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congminh.exchange import actions, files
from congminh.exchange.asking import UploadForm
from congminh.exchange.doors import SENDERS
from congminh.exchange.kinds import KINDS, Kind
from congminh.exchange.models import Import
from congminh.exchange.views import work
from congminh.jobs.actions import begin
from congminh.law.calendar import ONE_DAY, Period
from congminh.org.doors import Visit, always, asks_again, door
from congminh.org.views.listing import columns
from congminh.work.periods import kind_on, period_of, period_on

A_PAGE = 25
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {"reading": "calm", "refused": "seal", "ready": "warn", "applied": "good", "undone": "off"}
# The work of a month, then in the order an agency sets itself up: people stand in units, products in their lists.
ABOUT = {
    "tasks": gettext_lazy("A row for each task: new ones are given, those with a number are put right."),
    "results": gettext_lazy("What was done in another system, for tasks that are there; it waits to be confirmed."),
    "units": gettext_lazy("Agencies and units, each beneath the one above it."),
    "people": gettext_lazy("Civil servants with their posts: a row for each post, in units that are there."),
    "indicators": gettext_lazy("A row for an indicator of an organisation: its one source, until the day it closes."),
    "catalogue": gettext_lazy("Products with group, points and coefficient; it becomes a version of the catalogue."),
}
NAMES = {
    "units": "don-vi",
    "people": "cong-chuc",
    "catalogue": "danh-muc",
    "tasks": "giao-viec",
    "results": "ket-qua",
    "indicators": "chi-so",
}


@door(SENDERS)
@require_GET
def start(request: Visit) -> HttpResponse:
    """The cards and the imports made before."""
    return _start(request)


def _start(request: Visit, failed: UploadForm | None = None, kind: str = "", status: int = 200) -> HttpResponse:
    cards = [
        {
            "kind": key,
            "title": KINDS[key].form.title,
            "text": text,
            "form": failed if failed and key == kind else UploadForm(key),
            "exports": _exports(request, key),
        }
        for key, text in ABOUT.items()
        if KINDS[key].door.needs(request)
    ]
    parts: dict[str, list[dict[str, Any]]] = {"of_month": [], "of_year": [], "setting_up": []}
    for card in cards:
        parts[_part(KINDS[card["kind"]])].append(card)
    seen = Import.objects.visible_to(request.person, request.day).select_related("who")
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    groups = [{"rows": [_line(each) for each in page]}]
    shown = {**parts, "page": page, "columns": _columns(), "groups": groups}
    return render(request, "exchange/start.html", shown, status=status)


def _part(kind: Kind) -> str:
    """The part of the page a kind stands in."""
    if kind.of_month:
        return "of_month"
    return "of_year" if kind.of_year else "setting_up"


def _exports(request: Visit, kind: str) -> list[dict[str, str]]:
    """What is there as files: of the organisation one, of work one for the period before and one for this."""
    url = reverse("export", args=[kind])
    if not KINDS[kind].of_month:
        return [{"label": _("What is there"), "url": url}]
    this = period_on(request.day)
    before = Period.of_day(this.first - ONE_DAY, this.kind)
    language = get_language() or "vi"
    return [
        {"label": _("Export: %(period)s") % {"period": each.label(language)}, "url": f"{url}?ky={each.code}"}
        for each in (before, this)
    ]


def _columns() -> list[dict[str, Any]]:
    return columns(_("File"), _("State"), _("Who"), (_("When"), "number"))


def _line(source: Import) -> dict[str, Any]:
    """An import in the history."""
    return {"source": source, "title": KINDS[source.kind].form.title, "tone": TONES[source.state]}


@door(SENDERS)
@require_POST
def upload(request: Visit, kind: str) -> HttpResponse:
    """Receive a file and read it, at once or by a worker; a refusal stands beside the field of its card."""
    form = UploadForm(_known(request, kind), request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, form, kind, 422)
    try:
        source = actions.receive(form.cleaned_data["file"], kind, request.person)
        if source.size > work.LARGE_BYTES:
            label = _("Reading %(file)s") % {"file": source.file_name}
            task = begin(work.read_in_background, request.person, label[:200], source=source.pk)
            return HttpResponseRedirect(task.get_absolute_url())
        source = work.prepare(source)
    except ValidationError as fault:
        form.add_error(None, fault)
        return _start(request, form, kind, 422)
    if source.state == Import.State.REFUSED and (problem := source.problem):
        form.add_error("file", ValidationError(problem.what, params={"next": problem.next}))
        return _start(request, form, kind, 422)
    return HttpResponseRedirect(reverse("import", args=[source.pk]))


def _known(request: Visit, kind: str) -> str:
    """The kind, if there is such a one and this person sends its files."""
    if kind not in KINDS:
        raise Http404
    if not KINDS[kind].door.needs(request):
        raise PermissionDenied(_("This page belongs to another role than yours."))
    return kind


@door(SENDERS)
@require_GET
def template(request: Visit, kind: str) -> HttpResponse:
    """«Tệp mẫu»: the empty form of a kind."""
    found = files.template(_known(request, kind), request.person, request.day)
    name = f"mau-{NAMES[kind]}.xlsx"
    sent = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(found, content_type=EXCEL, headers=sent)


@door(SENDERS)
@asks_again(always)
@require_GET
def export(request: Visit, kind: str) -> HttpResponseBase:
    """«Xuất Excel»: what is there, in the columns of the form."""
    day = _day_of(request) if KINDS[_known(request, kind)].of_month else request.day
    found = files.export(kind, request.person, day)
    name = f"{NAMES[kind]}-{day:%Y-%m}.xlsx" if KINDS[kind].of_month else f"{NAMES[kind]}-{day:%Y-%m-%d}.xlsx"
    return FileResponse(found, as_attachment=True, filename=name, content_type=EXCEL)


def _day_of(request: Visit) -> date:
    """A day of the period asked for (yyyymm), else today; 404 for a period that cannot be."""
    asked = request.GET.get("ky", "")
    if not asked:
        return request.day
    try:
        return period_of(int(asked), kind_on(request.day)).first
    except (ValueError, ValidationError) as fault:
        raise Http404 from fault
