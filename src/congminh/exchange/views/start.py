"""«Nhập Excel»: three cards in their order, what was imported before, forms and exports as files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from congminh.exchange import actions, files
from congminh.exchange.asking import UploadForm
from congminh.exchange.kinds import KINDS
from congminh.exchange.models import Import
from congminh.exchange.views import work
from congminh.jobs.actions import begin
from congminh.org.doors import PERSONNEL, Visit, door
from congminh.org.views.listing import columns

A_PAGE = 25
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {"reading": "calm", "refused": "seal", "ready": "warn", "applied": "good", "undone": "off"}
# In the order an agency sets itself up: people stand in units, products in the lists of units.
ABOUT = {
    "units": gettext_lazy("Agencies and units, each beneath the one above it."),
    "people": gettext_lazy("Civil servants with their posts: a row for each post, in units that are there."),
    "catalogue": gettext_lazy("Products with group, points and coefficient; it becomes a version of the catalogue."),
}
NAMES = {"units": "don-vi", "people": "cong-chuc", "catalogue": "danh-muc"}


@door(PERSONNEL)
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
        }
        for key, text in ABOUT.items()
    ]
    seen = Import.objects.visible_to(request.person, request.day).select_related("who")
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    shown = {"cards": cards, "page": page, "columns": _columns(), "groups": [{"rows": [_line(each) for each in page]}]}
    return render(request, "exchange/start.html", shown, status=status)


def _columns() -> list[dict[str, Any]]:
    return columns(_("File"), _("State"), _("Who"), (_("When"), "number"))


def _line(source: Import) -> dict[str, Any]:
    """An import in the history."""
    return {"source": source, "title": KINDS[source.kind].form.title, "tone": TONES[source.state]}


@door(PERSONNEL)
@require_POST
def upload(request: Visit, kind: str) -> HttpResponse:
    """Receive a file and read it, at once or by a worker; a refusal stands beside the field of its card."""
    form = UploadForm(_known(kind), request.POST, request.FILES)
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


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


@door(PERSONNEL)
@require_GET
def template(request: Visit, kind: str) -> HttpResponse:
    """«Tệp mẫu»: the empty form of a kind."""
    found = files.template(_known(kind))
    name = f"mau-{NAMES[kind]}.xlsx"
    sent = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(found, content_type=EXCEL, headers=sent)


@door(PERSONNEL)
@require_GET
def export(request: Visit, kind: str) -> HttpResponseBase:
    """«Xuất Excel»: what is there, in the columns of the form."""
    found = files.export(_known(kind), request.person, request.day)
    name = f"{NAMES[kind]}-{request.day:%Y-%m-%d}.xlsx"
    return FileResponse(found, as_attachment=True, filename=name, content_type=EXCEL)
