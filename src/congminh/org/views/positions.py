"""«Vị trí việc làm» and groups of similar duties: listed, added, changed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from congminh.org.doors import PERSONNEL, Visit, door
from congminh.org.forms.asking import PositionsAsked, TextAsked
from congminh.org.forms.settings import PutPeerGroup, PutPosition
from congminh.org.models import PeerGroup, Position
from congminh.org.models.position import PositionQuerySet
from congminh.org.reach import Reach, reach_of
from congminh.org.views.acting import Place, act_page
from congminh.org.views.listing import columns

A_PAGE = 50


@door(PERSONNEL)
@require_GET
def positions(request: Visit) -> HttpResponse:
    """«Vị trí việc làm»: of the units one sees, and those common to all."""
    reach = reach_of(request)
    asked = PositionsAsked(request, reach.units())
    found = Position.objects.visible_to(request.person, request.day).counted(request.day).search(asked.text)
    found = found.filter(unit=asked.unit) if asked.unit else found
    page = Paginator(found.order_by("unit__code", "title"), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"position": each, "may_change": _is_within(each, reach)} for each in page]
    heads = columns(
        _("Job position"), _("Unit"), (_("Complexity group"), "number"), _("Peer group"), (_("People"), "number")
    )
    shown = {"asked": asked, "page": page, "columns": heads, "groups": [{"rows": rows}]}
    actions = [{"label": PutPosition.adding, "url": reverse("add_position"), "icon": "plus"}]
    return render(request, "org/setting/positions.html", {**shown, "actions": actions})


def _is_within(position: Position, reach: Reach) -> bool:
    """Whether one may change it: of a unit within reach; common ones at the top of the tree."""
    return position.unit_id in reach.pks if position.unit_id else reach.is_of_the_top


def _of(reach: Reach) -> PositionQuerySet:
    mine = Position.objects.filter(unit__in=reach.pks)
    return mine | Position.objects.filter(unit=None) if reach.is_of_the_top else mine


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def add(request: Visit) -> HttpResponse:
    """A new job position."""
    return act_page(request, PutPosition, None, reach_of(request), Place(reverse("positions"), _("Job positions")))


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def change(request: Visit, pk: int) -> HttpResponse:
    """A job position within reach, changed."""
    reach = reach_of(request)
    found = get_object_or_404(_of(reach), pk=pk)
    return act_page(request, PutPosition, found, reach, Place(reverse("positions"), found.title))


@door(PERSONNEL)
@require_GET
def groups(request: Visit) -> HttpResponse:
    """«Nhóm có nhiệm vụ tương đồng»: who is rated side by side."""
    asked = TextAsked(request)
    found = PeerGroup.objects.visible_to(request.person, request.day).counted(request.day).search(asked.text)
    page = Paginator(found.order_by("code"), A_PAGE).get_page(request.GET.get("page"))
    heads = columns(_("Peer group"), _("Code"), (_("People"), "number"))
    shown = {"asked": asked, "page": page, "columns": heads, "groups": [{"rows": page}]}
    actions = [{"label": PutPeerGroup.adding, "url": reverse("add_peer_group"), "icon": "plus"}]
    return render(request, "org/setting/peer_groups.html", {**shown, "actions": actions})


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def add_group(request: Visit) -> HttpResponse:
    """A new group of similar duties."""
    return act_page(request, PutPeerGroup, None, reach_of(request), Place(reverse("peer_groups"), _("Peer groups")))


@door(PERSONNEL)
@require_http_methods(["GET", "POST"])
def change_group(request: Visit, pk: int) -> HttpResponse:
    """A group, changed."""
    found = get_object_or_404(PeerGroup, pk=pk)
    return act_page(request, PutPeerGroup, found, reach_of(request), Place(reverse("peer_groups"), found.name))
