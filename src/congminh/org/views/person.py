"""The page of one civil servant, and the acts on people, posts and leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.org.competence import Told, competence
from congminh.org.doors import PERSONNEL, SIGNED_IN, Visit, door
from congminh.org.forms import people, posts
from congminh.org.forms.acting import ActForm
from congminh.org.forms.fields import ChooseUnit, UnitField
from congminh.org.models import Change, Leave, LineRequest, Person, Post
from congminh.org.reach import Reach, reach_of
from congminh.org.views.acting import Place, act_page, way_back
from congminh.org.views.listing import act_links, columns, standing

TRACE, LEAVES = 8, 12
PLACING: Mapping[str, type[ActForm]] = {"bo-nhiem": posts.Appoint, "biet-phai": posts.Second}
ACTS: Mapping[str, type[ActForm]] = {
    **PLACING,
    "nghi": people.RecordLeave,
    "sua": people.CorrectPerson,
    "thoi-cong-tac": people.LeaveService,
}
POST_ACTS: Mapping[str, type[ActForm]] = {
    "linh-vuc": posts.GiveField,
    "ket-thuc": posts.EndPost,
    "sua": posts.CorrectPost,
    "xoa": posts.RemovePost,
}


@door(SIGNED_IN)
@require_GET
def person(request: Visit, code: str) -> HttpResponse:
    """«Công chức»: posts over time, who scores and rates and why, leave, account, what was done."""
    seen = Person.objects.visible_to(request.person, request.day).with_posts(request.day)
    reach = reach_of(request)
    found = seen.filter(code=code).select_related("user").first() or _reached(reach, request, code)
    within = bool(reach.agencies) and reach.people().filter(pk=found.pk).exists()
    scored, rated = _with_codes(competence([found], request.day).told[found.pk])
    shown = {
        "person": found,
        "is_mine": found.pk == request.person.pk,
        "held": [{"post": post, "standing": standing(post)} for post in found.held],
        "scored": scored,
        "rated": rated,
        "acts": act_links(ACTS, "person_act", code) if within else (),
    }
    return render(request, "org/person/page.html", {**shown, **_file(request, found, within)})


def _with_codes(told: tuple[Told, Told]) -> list[dict[str, Any]]:
    """Each with the code that leads to the person's page."""
    codes = dict(Person.objects.filter(pk__in={each.pk for each in told}).values_list("pk", "code"))
    return [{"told": each, "code": codes.get(each.pk, "")} for each in told]


def _reached(reach: Reach, visit: Visit, code: str) -> Person:
    """Someone within reach whose post is yet to begin; else Http404."""
    people = reach.people() if reach.agencies else Person.objects.none()
    return get_object_or_404(people.with_posts(visit.day).select_related("user"), code=code)


def _file(visit: Visit, found: Person, within: bool) -> dict[str, Any]:
    """What only those see who may see a person's file: history, leave, requests, account, trace."""
    see = visit.person, visit.day
    history = list(Post.objects.visible_to(*see).filter(person=found).history(visit.day))
    if not (history or within or found.pk == visit.person.pk):
        return {}
    trace = Change.objects.visible_to(*see).about(person=found).select_related("who", "decision")
    heads = columns(_("Post"), _("Unit"), (_("From"), "number"), (_("To"), "number"))
    return {
        "may_see_file": True,
        "groups": [{"rows": [_post_line(post, visit, within) for post in history]}],
        "columns": [*heads, *columns((_("Acts"), "quiet"))] if within else heads,
        "leaves": Leave.objects.visible_to(*see).filter(person=found).order_by("-first")[:LEAVES],
        "may_mend": within,
        "asked_line": LineRequest.objects.visible_to(*see).open().filter(person=found).first(),
        "trace": trace[:TRACE],
    }


def _post_line(post: Post, visit: Visit, within: bool) -> dict[str, Any]:
    """A post of the history; what may still be done with it."""
    is_over = post.last is not None and post.last < visit.day
    names = ("sua",) if is_over else ("ket-thuc", "sua")
    names = ("linh-vuc", *names) if post.rank == Post.Rank.DEPUTY and not is_over else names
    acts = [{"label": POST_ACTS[name].short, "url": reverse("post_act", args=[post.pk, name])} for name in names]
    return {"post": post, "standing": standing(post), "is_over": is_over, "acts": acts if within else ()}


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def person_act(request: Visit, code: str, act: str) -> HttpResponse:
    """One act on somebody within reach; a post is placed once its unit is chosen."""
    form, reach = ACTS.get(act), reach_of(request)
    if form is None:
        raise Http404
    found = get_object_or_404(reach.people(), code=code)
    place = Place(reverse("person", args=[code]), found.name)
    if act in PLACING and posts.unit_asked(request, reach) is None:
        return _choose_unit(request, form, reach, place)
    return act_page(request, form, found, reach, place)


def _choose_unit(visit: Visit, form: type[ActForm], reach: Reach, place: Place) -> HttpResponse:
    """First the unit: the positions to choose from are those of the unit."""
    asked = ChooseUnit(visit.GET or None, label_suffix="")
    asked.fields["unit"] = UnitField(reach.units())
    shown = {"form": asked, "title": form.label, "place": place, "back": way_back(visit, place.url)}
    return render(visit, "org/act/choose_unit.html", shown)


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def hire(request: Visit) -> HttpResponse:
    """«Tiếp nhận công chức»: a new person, then the post."""
    return act_page(request, people.Hire, None, reach_of(request), Place(reverse("people"), _("Civil servants")))


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def post_act(request: Visit, pk: int, act: str) -> HttpResponse:
    """One act on a post in a unit within reach."""
    form, reach = POST_ACTS.get(act), reach_of(request)
    if form is None:
        raise Http404
    rows = Post.objects.select_related("person", "position").prefetch_related(Prefetch("unit", reach.units()))
    found = get_object_or_404(rows, pk=pk, unit__in=reach.pks)
    return act_page(request, form, found, reach, Place(reverse("person", args=[found.person.code]), str(found)))


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def remove_leave(request: Visit, pk: int) -> HttpResponse:
    """Leave of somebody within reach, entered wrongly, taken out."""
    reach = reach_of(request)
    found = get_object_or_404(Leave.objects.select_related("person"), pk=pk, person__in=reach.people())
    place = Place(reverse("person", args=[found.person.code]), found.person.name)
    return act_page(request, people.RemoveLeave, found, reach, place)
