"""One way for every act: the form, what it would change, the doing of it, and back to where one came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from congminh.org.doors import Visit
from congminh.org.forms.acting import ActForm
from congminh.org.models import Change
from congminh.org.reach import Reach

SHOWN = 20


@dataclass(frozen=True)
class Place:
    """Where an act stands on the site: the page it is about, and what that page is called."""

    url: str
    name: str | Promise


def act_page(
    request: Visit, form_class: type[ActForm], subject: Any, reach: Reach, place: Place, previews: bool = True
) -> HttpResponse:
    """The form of an act; by POST what it would change («look»), or the act itself and back."""
    form = form_class(subject, request, reach, request.POST if request.method == "POST" else None)
    back = way_back(request, "")
    shown: dict[str, Any] = {"form": form, "place": place, "next": back, "back": back or place.url}
    shown["previews"] = previews
    if request.method != "POST":
        return render(request, "org/act/page.html", shown)
    looks = previews and "look" in request.POST
    changes = _done(form, keep=not looks) if form.is_valid() else None
    if changes is None:
        return render(request, "org/act/page.html", shown, status=422)
    if looks:
        foreseen = {"changes": changes[:SHOWN], "more": max(0, len(changes) - SHOWN), "number": len(changes)}
        return render(request, "org/act/page.html", {**shown, "foreseen": foreseen})
    messages.success(request, form.told())
    return HttpResponseRedirect(back or form.goes_to() or place.url)


def _done(form: ActForm, keep: bool) -> list[Change] | None:
    """The changes the act made, kept or taken back; None where it was refused, and then nothing has happened."""
    try:
        with transaction.atomic():
            newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            form.outcome = form.act()
            made = Change.objects.filter(pk__gt=newest, who=form.visit.person).order_by("pk")
            changes = list(made.select_related("person", "decision"))
            transaction.set_rollback(not keep)
    except ValidationError as fault:
        form.refuse(fault)
        return None
    return changes


def way_back(request: Visit, otherwise: str) -> str:
    """The page asked for by `next` when it is ours, else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and ours else otherwise
