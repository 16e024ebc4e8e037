"""What a personnel adviser may change («phạm vi tham mưu»): the agencies one advises, and the people placed there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import DateField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest

from congminh.org.models import Person, Post, Unit, UnitState
from congminh.org.models.person import PersonQuerySet
from congminh.org.models.unit import UnitQuerySet
from congminh.org.tree import Tree

if TYPE_CHECKING:
    from congminh.org.doors import Visit


@dataclass(frozen=True)
class Reach:
    """The units beneath the agencies one advises on `day`, those not begun yet among them; empty for others."""

    day: date
    tree: Tree
    agencies: frozenset[int]

    @cached_property
    def pks(self) -> frozenset[int]:
        """The keys of the units."""
        return with_coming(self.tree.beneath(self.agencies), self.day) if self.agencies else frozenset()

    @property
    def is_of_the_top(self) -> bool:
        """Whether one advises at the top of the tree: there is nobody above to object."""
        return any(self.tree.parents.get(agency) is None for agency in self.agencies)

    def units(self) -> UnitQuerySet:
        """The units, alive now or not begun yet, with the names they have or will begin with."""
        return called(Unit.objects.filter(Q(ended=None) | Q(ended__gte=self.day), pk__in=self.pks), self.day)

    def people(self) -> PersonQuerySet:
        """Who holds a post there or will, who held one there and holds none now, and who never held any."""
        posts = Post.objects.filter(person=OuterRef("pk"))
        there = posts.filter(unit__in=self.pks)
        nowhere = ~Exists(posts.held_within(self.day, None)) & (Exists(there) | ~Exists(posts))
        return Person.objects.filter(Q(Exists(there.held_within(self.day, None))) | nowhere)


def reach_of(visit: Visit) -> Reach:
    """The reach of whoever asks; one query for the tree."""
    advised = [post.unit_id for post in visit.posts if post.position and post.position.is_personnel]
    if not advised:
        return Reach(visit.day, Tree({}, {}), frozenset())
    tree = Unit.objects.tree(visit.day)
    return Reach(visit.day, tree, frozenset(tree.agency(unit) for unit in advised))


def with_coming(units: Iterable[int], day: date) -> frozenset[int]:
    """The units and those that will begin beneath them after `day`; one query."""
    coming = UnitState.objects.filter(unit__begun__gt=day).order_by("first").values_list("unit_id", "parent_id")
    rows, found = list(coming), set(units)
    while more := {unit for unit, parent in rows if parent in found} - found:
        found |= more
    return frozenset(found)


def called(units: UnitQuerySet, day: date) -> UnitQuerySet:
    """Units with `name` and `parent_id` of `day`; those not begun yet with what they will begin with."""
    then = Greatest(Value(day, DateField()), OuterRef("begun"), output_field=DateField())
    state = UnitState.objects.filter(unit=OuterRef("pk"), first__lte=then).order_by("-first")
    now = {"name": Subquery(state.values("name")[:1]), "parent_id": Subquery(state.values("parent")[:1])}
    return units.annotate(**now)
