"""Pages of personal data: the register, requests, asking, the copy of one's own, the notice of what is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congminh.ledger.deadlines import deadlines, due_from
from congminh.ledger.files import about
from congminh.ledger.models import Entry
from congminh.org.doors import ACCOUNT, SIGNED_IN, Visit, door
from congminh.org.models import Person
from congminh.org.views.listing import columns
from congminh.privacy.actions import kept_by, take_copy
from congminh.privacy.forms import AskForm
from congminh.privacy.models import Acknowledgement, DataRequest
from congminh.privacy.notifying import read
from congminh.privacy.own import own_data as copy_of
from congminh.privacy.procedure import CORRECTING, ERASING, OPEN, STOPPING
from congminh.privacy.register import Held, Purpose, articles, notice, purposes, source

A_PAGE = 25
TONES = {"carried_out": "good", "refused": "seal", "withdrawn": "off", "received": "warn"}
Words = dict[str, Any]


def _language() -> str:
    return get_language() or "vi"


@door(SIGNED_IN)
@require_GET
def personal_data(request: Visit) -> HttpResponse:
    """«Dữ liệu cá nhân được xử lý»: every purpose with its fields, basis, readers and time; for everybody."""
    whole = "day-du" in request.GET
    full = {"label": _("All fields, to be printed"), "url": f"{request.path}?day-du=1", "icon": "file-text"}
    shown = {
        "whole": whole,
        "actions": [{"label": _("Your own data"), "url": "#rights"}, *([] if whole else [full])],
        "purposes": [_purpose(each) for each in purposes().values()],
        "articles": [(cite, said(_language())) for cite, said in articles().items()],
        "source": source()(_language()),
    }
    return render(request, "privacy/register.html", shown)


def _purpose(each: Purpose) -> Words:
    language = _language()
    words = {name: getattr(each, name)(language) for name in ("title", "why", "seen", "kept")}
    held = [_held(one) for one in each.held]
    return {**words, "key": each.key, "basis": each.basis, "sensitive": each.sensitive, "held": held,
            "erasable": bool(each.erase), "keep": each.keep}  # fmt: skip


def _held(held: Held) -> Words:
    """A model and its fields by the names pages call them."""
    model = apps.get_model(held.model)
    names = [capfirst(str(model._meta.get_field(name).verbose_name)) for name in held.named]  # type: ignore[union-attr]
    return {"label": capfirst(str(model._meta.verbose_name)), "fields": ", ".join(dict.fromkeys(names))}


@door(SIGNED_IN)
@require_GET
def data_requests(request: Visit) -> HttpResponse:
    """One's own requests and, for personnel advisers, those they answer; the newest first."""
    visible = DataRequest.objects.visible_to(request.person, request.day).order_by("-pk")
    page = Paginator(visible, A_PAGE).get_page(request.GET.get("page"))
    begun = _begun(list(page))
    shown = {
        "page": page,
        "columns": columns(_("Request"), _("Civil servant"), _("Sent on"), _("Answer by"), _("State")),
        "groups": [{"rows": [_row(each, begun[each.pk], request) for each in page]}],
    }
    return render(request, "privacy/requests.html", shown)


def _begun(files: Sequence[DataRequest]) -> dict[int, dict[str, date]]:
    """By file the day on which each step was last taken; one query."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    entries = Entry.objects.filter(file__in=[file.pk for file in files]).order_by("number")
    for pk, step, at in entries.values_list("file_id", "step", "at"):
        found[pk][step] = timezone.localdate(at)
    return found


def _row(file: DataRequest, begun: Mapping[str, date], request: Visit) -> Words:
    due = due_from(file, begun)
    day = due[0].day if due else None
    return {
        "label": file.get_kind_display(),
        "url": file.get_absolute_url(),
        "person": file.person.name,
        "sent": timezone.localdate(file.opened_at),
        "due": day,
        "late": day is not None and day < request.day,
        "state": {"word": file.state_label, "tone": TONES.get(file.state, "calm")},
    }


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def ask_data(request: Visit) -> HttpResponse:
    """A request about one's own data; by POST it is sent."""
    posted = request.method == "POST"
    form = AskForm(request.POST, request.FILES) if posted else AskForm(initial={"kind": request.GET.get("xin", "")})
    if posted and form.is_valid():
        try:
            file = form.act(request.person)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The request is sent; you are answered within 2 working days."))
            return HttpResponseRedirect(file.get_absolute_url())
    shown = {
        "title": _("Ask about my personal data"),
        "lead": _("Correcting takes at most 10 days from sending, restricting or objecting 15, erasing 20."),
        "form": form,
        "back": reverse("personal_data"),
        "label": _("Send the request"),
        "has_files": True,
    }
    return render(request, "act.html", shown, status=422 if form.errors else 200)


@door(SIGNED_IN)
@require_POST
def own_data(request: Visit) -> HttpResponse:
    """All that is held of me in one file; that I took it is kept."""
    take_copy(request.person)
    name = f"du-lieu-cua-toi-{request.person.code}-{request.day:%Y-%m-%d}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(copy_of(request.person), content_type="text/html; charset=utf-8", headers=headers)


@door(ACCOUNT)
@require_http_methods(["GET", "POST"])
def monitoring_notice(request: Visit) -> HttpResponse:
    """What is recorded of whoever signs in, why, how long, and their rights; by POST that it was read."""
    if request.method == "POST":
        read(request.user)
        messages.success(request, _("Recorded that you have read it. You find it again under “My personal data”."))
        return HttpResponseRedirect(reverse("home"))
    told, language = notice(), _language()
    shown = {
        "title": told.title(language),
        "version": told.version,
        "since": told.since,
        "parts": [(title(language), [point(language) for point in points]) for title, points in told.parts],
        "read": Acknowledgement.objects.filter(user=request.user, version=told.version).first(),  # type: ignore[misc]
        "in_post": bool(request.posts),
    }
    return render(request, "privacy/notice.html", shown)


def _about(file: DataRequest, reader: Person) -> Words:
    """What is asked, by when it is to be answered, what the law keeps, and for who answers the pages to correct on."""
    language, kept = _language(), kept_by(file)
    answers = file.state in OPEN and reader.pk != file.person_id
    ways = [(_("Page of the civil servant"), reverse("person", args=[file.person.code]))]
    return {
        "file": file,
        "purposes": [{"title": each.title(language), "kept": kept.get(each.key, "")} for each in file.chosen],
        "due": [{"label": due.step.label(language), "day": due.day, "late": due.day < timezone.localdate()}
                for due in deadlines(file) if due.step.name != "decline"],
        "ways": [{"label": label, "url": url} for label, url in ways] if answers and file.kind == "correct" else [],
    }  # fmt: skip


for _table in (CORRECTING, STOPPING, ERASING):
    about(_table.name, "privacy/request.html")(_about)
