"""What an import may change: the units beneath the agencies whose personnel the person advises on, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from congminh.org.models import Person, Unit, UnitState
from congminh.org.reach import Reach


@dataclass(frozen=True)
class Scope:
    """The units one may change, and whether they reach the top of the tree.

    Only from the top may a further root be added, or somebody be made an inspector, who sees everything.
    """

    units: frozenset[int]
    agency: int
    is_top: bool


def scope_of(person: Person, day: date) -> Scope:
    """What `person` may import («tham mưu tổ chức, cán bộ»); raises PermissionDenied for everybody else."""
    posts = person.posts.held_on(day).filter(position__is_personnel=True) if person.serves(day) else ()
    tree = Unit.objects.tree(day)
    reach = Reach(day, tree, frozenset(tree.agency(post.unit_id) for post in posts))
    if not reach.agencies:
        raise PermissionDenied(_("Only those who advise on personnel import and undo."))
    return Scope(_with_ended(reach.pks, day), min(reach.agencies), reach.is_of_the_top)


def _with_ended(units: frozenset[int], day: date) -> frozenset[int]:
    """With the units that have ended and whose last place was beneath these: their posts may be put right."""
    states = UnitState.objects.filter(unit__ended__lt=day).order_by("unit", "first")
    places = dict(states.values_list("unit_id", "parent_id"))
    found = set(units)
    for unit in places:
        path: list[int] = []
        here: int | None = unit
        while here in places and here not in found and here not in path:
            path.append(here)
            here = places[here]
        if here in found:
            found |= {*path}
    return frozenset(found)
