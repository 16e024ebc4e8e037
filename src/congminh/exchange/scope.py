"""What an import may change: the units beneath the agencies whose personnel the person advises on, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from congminh.org.models import Person, Unit, UnitState
from congminh.org.reach import Reach


@dataclass(frozen=True)
class Scope:
    """The units one may change, and whether they reach the top of the tree; `person` is whose import it is.

    Only from the top may a further root be added, or somebody be made an inspector, who sees everything.
    """

    units: frozenset[int]
    agency: int
    is_top: bool
    person: Person


def scope_of(person: Person, day: date) -> Scope:
    """What `person` may import («tham mưu tổ chức, cán bộ»); raises PermissionDenied for everybody else."""
    posts = person.posts.held_on(day).filter(position__is_personnel=True) if person.serves(day) else ()
    tree = Unit.objects.tree(day)
    reach = Reach(day, tree, frozenset(tree.agency(post.unit_id) for post in posts))
    if not reach.agencies:
        raise PermissionDenied(_("Only those who advise on personnel import and undo."))
    return Scope(_with_ended(reach.pks, day), min(reach.agencies), reach.is_of_the_top, person)


def month_scope(person: Person, day: date) -> Scope:
    """What whoever heads a unit or advises on personnel brings into the month; PermissionDenied for everybody else.

    No unit is theirs to change: each task says who may.
    """
    mine = Q(rank="head") | Q(position__is_personnel=True)
    posts = person.posts.held_on(day).filter(mine).order_by("pk") if person.serves(day) else ()
    for post in posts:
        return Scope(frozenset(), Unit.objects.tree(day).agency(post.unit_id), False, person)
    raise PermissionDenied(_("Only those who head a unit or advise on personnel bring in the work of a month."))


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
