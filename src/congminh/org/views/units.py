"""«Đơn vị»: the tree on a day, the page of one unit, the acts on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.org.doors import PERSONNEL, SIGNED_IN, Visit, door
from congminh.org.forms import posts, units
from congminh.org.forms.acting import ActForm
from congminh.org.forms.asking import DayAsked, TreeAsked
from congminh.org.forms.fields import named, suggested
from congminh.org.models import Change, Post, Unit
from congminh.org.models.post import PostQuerySet
from congminh.org.models.unit import UnitQuerySet
from congminh.org.outline import Branch, outline
from congminh.org.reach import called, reach_of, with_coming
from congminh.org.views.acting import Place, act_page
from congminh.org.views.listing import act_links, columns, names_of, standing, unit_url

A_PAGE, TRACE, DEEPEST, SUGGESTED = 50, 8, 6, 10
ACTS: Mapping[str, type[ActForm]] = {
    "bo-nhiem": posts.Appoint,
    "uy-quyen": units.Delegate,
    "thanh-lap": units.BeginUnit,
    "doi-ten": units.RenameUnit,
    "chuyen": units.MoveUnit,
    "sap-nhap": units.MergeUnits,
    "chia-tach": units.SplitUnit,
    "giai-the": units.DissolveUnit,
    "sua": units.CorrectUnit,
}


def seen(visit: Visit) -> UnitQuerySet:
    """The units one sees today; for personnel also those that will begin beneath them."""
    found = Unit.objects.visible_to(visit.person, visit.day)
    if not PERSONNEL.needs(visit):
        return found
    return found | Unit.objects.filter(pk__in=with_coming(found.values_list("pk", flat=True), visit.day))


@door(SIGNED_IN)
@require_GET
def tree(request: Visit) -> HttpResponse:
    """«Đơn vị»: the tree as it stood, stands or will stand on a day, with heads and numbers of people."""
    asked = TreeAsked(request)
    branches = outline(seen(request), asked.day)
    shown = {"asked": asked, "units": len(branches), "people": sum(branch.people for branch in branches)}
    names = {branch.unit.pk: branch.unit.name for branch in branches}
    if asked.text:
        found = set(Unit.objects.search(asked.text, asked.day).values_list("pk", flat=True))
        branches = [branch for branch in branches if branch.unit.pk in found]
    page = Paginator(branches, A_PAGE).get_page(request.GET.get("page"))
    groups = [{"rows": [_line(branch, asked, names) for branch in page]}]
    return render(request, "org/unit/tree.html", {**shown, "page": page, "columns": _tree_columns(), "groups": groups})


def _tree_columns() -> list[dict[str, Any]]:
    return columns(_("Unit"), _("Head"), (_("People"), "number"), (_("With all beneath"), "number"))


def _line(branch: Branch, asked: DayAsked, names: Mapping[int, str]) -> dict[str, Any]:
    """A line of the tree; found by a search, it says what it stands beneath."""
    text = isinstance(asked, TreeAsked) and asked.text
    under = names.get(branch.unit.parent_id or 0, "") if text else ""
    depth = 0 if text else min(branch.depth, DEEPEST)
    url = unit_url(branch.unit.code, asked.day, asked.visit.day)
    heads = [{"name": post.person.name, "standing": standing(post)} for post in branch.heads]
    return {"branch": branch, "under": under, "depth": depth, "url": url, "heads": heads}


@door(SIGNED_IN)
@require_GET
def suggest(request: Visit) -> HttpResponse:
    """Units for what is being typed into a field, whatever its name; for htmx."""
    typed = str(next(iter(request.GET.values()), ""))[:100].strip()
    seen = Unit.objects.visible_to(request.person, request.day).on(request.day).order_by("code")
    lines = [suggested(each) for each in islice(named(typed, seen), SUGGESTED)] if typed else []
    return render(request, "org/suggested.html", {"lines": lines})


@door(SIGNED_IN)
@require_GET
def unit(request: Visit, code: str) -> HttpResponse:
    """«Đơn vị»: who leads it, who works there, what is beneath, what it was called, what was done to it."""
    asked, visible = DayAsked(request), seen(request)
    found = _found(visible, code, asked.day)
    day, reach, tree = max(asked.day, found.begun), reach_of(request), Unit.objects.tree(asked.day)
    page = Paginator(_posts(found, day), A_PAGE).get_page(request.GET.get("page"))
    trace = Change.objects.visible_to(request.person, request.day).about(unit=found)
    shown = {
        "unit": found,
        "asked": asked,
        "day": day,
        "trail": _trail(list(tree.upward(found.parent_id or 0)), visible, asked),
        "page": page,
        "groups": _grouped(page),
        "columns": columns(_("Civil servant"), _("Code"), _("Post"), (_("Since"), "number")),
        "beneath": [{"rows": _beneath(found, visible.filter(pk__in=tree.beneath([found.pk])), asked)}],
        "beneath_columns": _tree_columns(),
        "names": found.states.history(),
        "trace": trace.select_related("who", "person", "decision")[:TRACE],
        "acts": act_links(ACTS, "unit_act", code) if found.pk in reach.pks else (),
    }
    return render(request, "org/unit/page.html", shown)


def _found(visible: UnitQuerySet, code: str, day: date) -> Unit:
    found = called(visible, day).select_related("succeeded_by").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _trail(above: Sequence[int], visible: UnitQuerySet, asked: DayAsked) -> list[dict[str, str]]:
    """The units above, from the top; those one sees are ways to go."""
    rows = {unit.pk: unit for unit in Unit.objects.named(asked.day).filter(pk__in=above)}
    mine = set(visible.filter(pk__in=above).values_list("pk", flat=True))
    return [
        {"label": str(rows[pk]), "url": unit_url(rows[pk].code, asked.day, asked.visit.day) if pk in mine else ""}
        for pk in reversed(above)
    ]


def _posts(found: Unit, day: date) -> PostQuerySet:
    """The posts of a unit on a day: heads, then deputies, then the others."""
    rank = Case(When(rank="head", then=Value(0)), When(rank="deputy", then=Value(1)), default=Value(2))
    held = Post.objects.held_on(day).filter(unit=found).annotate(place=rank).order_by("place", "person__name", "pk")
    field = Prefetch("units_in_charge", Unit.objects.named(day))
    return held.select_related("person", "position").prefetch_related(field, "persons_in_charge")


def _grouped(held: Iterable[Post]) -> list[dict[str, Any]]:
    """Leaders apart from the others."""
    rows = [(post, {"post": post, "standing": standing(post), "field": _field(post)}) for post in held]
    parts = (_("Head and deputies"), True), (_("Civil servants"), False)
    found = [(label, [row for post, row in rows if (post.rank != "staff") is leads]) for label, leads in parts]
    return [{"label": label, "rows": part} for label, part in found if part]


def _field(post: Post) -> list[str]:
    """What a deputy has in charge, by name."""
    return [str(each) for rows in (post.units_in_charge, post.persons_in_charge) for each in rows.all()]


def _beneath(found: Unit, below: UnitQuerySet, asked: DayAsked) -> list[dict[str, Any]]:
    """The units right beneath, each with all its people."""
    branches = outline(below, asked.day)
    names = names_of(branch.unit for branch in branches)
    return [_line(branch, asked, names) for branch in branches if branch.unit.parent_id == found.pk]


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def unit_act(request: Visit, code: str, act: str) -> HttpResponse:
    """One act on a unit within reach; 404 for a unit beyond it and for an act there is not."""
    form, reach = ACTS.get(act), reach_of(request)
    if form is None:
        raise Http404
    found = get_object_or_404(reach.units(), code=code)
    return act_page(request, form, found, reach, Place(unit_url(code, request.day, request.day), str(found)))
