"""«Công chức»: the people one sees, listed and suggested."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congminh.org.competence import Competence, competence
from congminh.org.doors import PERSONNEL, SIGNED_IN, Visit, door
from congminh.org.forms.asking import PeopleAsked
from congminh.org.forms.fields import suggested
from congminh.org.models import Person, Post, Unit
from congminh.org.models.person import PersonQuerySet
from congminh.org.views.listing import columns, standing

A_PAGE, SUGGESTED = 50, 10


@door(SIGNED_IN)
@require_GET
def people(request: Visit) -> HttpResponse:
    """«Công chức»: those one sees with post, unit and who scores them."""
    asked = PeopleAsked(request, Unit.objects.visible_to(request.person, request.day).on(request.day))
    page = Paginator(_wanted(request, asked), A_PAGE).get_page(request.GET.get("page"))
    known = competence(page, request.day)
    groups = [{"rows": [_line(person, known, request) for person in page]}]
    heads = columns(_("Civil servant"), _("Code"), _("Post"), _("Unit"), _("Scored by"))
    shown = {"asked": asked, "page": page, "columns": heads, "groups": groups, "actions": _actions(request)}
    return render(request, "org/person/list.html", shown)


def _wanted(visit: Visit, asked: PeopleAsked) -> PersonQuerySet:
    """By name; whoever has left is found only when searched for."""
    held = Post.objects.held_on(visit.day).select_related("position")
    seen = Person.objects.visible_to(visit.person, visit.day).order_by("folded")
    found = seen.prefetch_related(Prefetch("posts", held, to_attr="held"))  # type: ignore[no-redef]
    if asked.value("chua_co"):
        found = found.without_post(visit.day)
    if asked.unit:
        found = found.filter(Exists(held.filter(person=OuterRef("pk"), unit__in=asked.beneath())))
    return found.search(asked.text) if asked.text else found.on(visit.day)


def _line(person: Person, known: Competence, visit: Visit) -> dict[str, Any]:
    held = [{"post": post, "standing": standing(post), "unit": known.units.get(post.unit_id)} for post in person.held]
    scored, _rated = known.told[person.pk]
    return {"person": person, "held": held, "scored": scored, "left": not person.serves(visit.day)}


def _actions(visit: Visit) -> list[dict[str, Any]]:
    """One's own page; for personnel a new person."""
    mine = {"label": _("My page"), "url": reverse("person", args=[visit.person.code]), "icon": "circle-user"}
    added = {"label": _("Add a civil servant"), "url": reverse("hire"), "icon": "plus"}
    return [mine, added] if PERSONNEL.needs(visit) else [mine]


@door(SIGNED_IN)
@require_GET
def suggest(request: Visit) -> HttpResponse:
    """People for what is being typed into a field, whatever its name; for htmx."""
    typed = str(next(iter(request.GET.values()), ""))[:100]
    seen = Person.objects.visible_to(request.person, request.day).on(request.day)
    found = seen.search(typed).order_by("folded")[:SUGGESTED] if typed.strip() else ()
    return render(request, "org/suggested.html", {"lines": [suggested(person) for person in found]})
