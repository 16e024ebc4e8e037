"""What is done with an import: read once more, units settled, written, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congminh.catalogue.forms.fields import put_faults, sentence
from congminh.exchange import actions
from congminh.exchange.asking import WriteForm
from congminh.exchange.doors import SENDERS
from congminh.exchange.kinds.catalogue import preparing
from congminh.exchange.kinds.kind import quiet
from congminh.exchange.models import Import
from congminh.exchange.views import work
from congminh.exchange.views.showing import page_of, seen, units_form
from congminh.jobs.actions import begin
from congminh.org.doors import PERSONNEL, Visit, door


@door(SENDERS)
@require_POST
def read_again(request: Visit, pk: int) -> HttpResponse:
    """«Đọc lại»: an import whose reading stopped halfway, or whose preview has grown old."""
    source = seen(request, pk)
    if source.size > work.LARGE_BYTES:
        return _in_background(request, work.read_in_background, _("Reading %(file)s"), source)

    def act() -> str:
        work.prepare(source)
        return ""

    return _told(request, source, act)


@door(PERSONNEL)
@require_POST
def settle_units(request: Visit, pk: int) -> HttpResponse:
    """Which unit each unknown name of a catalogue's file means; its rows are compared anew."""
    source = seen(request, pk)
    form = units_form(request, source, request.POST)
    if form is None or not form.is_valid():
        raise Http404

    def act() -> str:
        preparing.match(source, form.chosen())
        return _("The units were matched.")

    return _told(request, source, act)


@door(SENDERS)
@require_POST
def write(request: Visit, pk: int) -> HttpResponse:
    """«Ghi vào hệ thống»: all of it or nothing; a large one by a worker."""
    source = seen(request, pk)
    form = WriteForm(source, request.POST)
    if not form.is_valid():
        return page_of(request, source, form, 422)
    only_good, signed = bool(form.cleaned_data.get("only_good")), form.signed()
    if source.total >= work.LARGE_ROWS:
        said = {"only_good": only_good, "signed": signed}
        return _in_background(request, work.write_in_background, _("Writing %(file)s"), source, **said)
    try:
        written = work.write(source, request.person, quiet, only_good, signed)
    except ValidationError as fault:
        put_faults(form, fault)
        return page_of(request, seen(request, pk), form, 422)
    if written.state == Import.State.APPLIED:
        messages.success(request, _("Written into the system."))
    return HttpResponseRedirect(reverse("import", args=[pk]))


@door(SENDERS)
@require_POST
def undo(request: Visit, pk: int) -> HttpResponse:
    """«Hoàn tác»: everything as it was before, or nothing."""
    source = seen(request, pk)
    if source.total >= work.LARGE_ROWS:
        return _in_background(request, work.undo_in_background, _("Taking back %(file)s"), source)

    def act() -> str:
        actions.undo(source, request.person)
        return _("Everything is as it was before.")

    return _told(request, source, act)


def _in_background(request: Visit, task: Any, label: str, source: Import, **arguments: Any) -> HttpResponse:
    """Begin the work and show how far it is."""
    label = (label % {"file": source.file_name})[:200]
    return HttpResponseRedirect(begin(task, request.person, label, source=source.pk, **arguments).get_absolute_url())


def _told(request: Visit, source: Import, act: Callable[[], str]) -> HttpResponse:
    """Do it and go back to the import, saying what was done or what stood in the way."""
    try:
        if done := act():
            messages.success(request, done)
    except ValidationError as fault:
        messages.error(request, sentence(fault))
    except IntegrityError:
        messages.error(request, _("The import cannot be undone: what is there now does not go with what was before."))
    return HttpResponseRedirect(reverse("import", args=[source.pk]))
