"""All that the checks look at, read once; and the list of the checks, open to every app."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy

from congminh.law.nd335.posts import Chart
from congminh.law.nd335.posts import Post as Seat
from congminh.org import facts
from congminh.org.actions.refusal import must_live
from congminh.org.models import Person, Post, Unit
from congminh.org.tree import Tree


@dataclass(frozen=True)
class Finding:
    """One thing to mend before a period opens: about whom or which unit, what, and by which action.

    `unit` is the unit in doubt, or where the person works or worked last; None for one who never held a post.
    """

    kind: str
    who: Person | None
    unit: Unit | None
    what: str | Promise
    mend: str


@dataclass(frozen=True)
class Board:
    """All that is looked at on `day`; with `scope`, only those units and the people placed in them.

    `units` and `chart` always hold every unit and every head, since who is competent may sit above the scope.
    """

    day: date
    everyone: Mapping[int, Person]
    units: Mapping[int, Unit]
    chart: Chart
    former: Mapping[int, int]
    scope: frozenset[int] | None = None

    @cached_property
    def people(self) -> Mapping[int, Person]:
        """Those in service on the day."""
        return {pk: person for pk, person in self.everyone.items() if person.serves(self.day)}

    @cached_property
    def posts(self) -> Sequence[Seat]:
        """The posts these people hold on the day."""
        return [post for person in self.everyone for post in self.chart.by_person.get(person, ())]

    @cached_property
    def standing(self) -> Sequence[Unit]:
        """The units alive on the day."""
        alive = (unit for unit in self.units.values() if unit.pk in self.chart.units)
        return [unit for unit in alive if self.scope is None or unit.pk in self.scope]

    @cached_property
    def tree(self) -> Tree:
        """The tree of the units alive on the day, in the whole system."""
        every = [unit for unit in self.units.values() if unit.pk in self.chart.units]
        return Tree({unit.pk: unit.parent_id for unit in every}, {unit.pk: unit.kind for unit in every})

    def heads_the_top(self, post: Seat) -> bool:
        """Whether the holder heads what nobody in the system stands above, so that nobody inside scores them."""
        return post.rank == "head" and self.tree.is_the_top(int(post.unit))

    def place(self, person: int) -> int | None:
        """The unit a person works in, or worked in last."""
        post = self.chart.post_of(facts.Named(person, ""))
        if isinstance(post, Seat):
            return int(post.unit)
        held = self.chart.by_person.get(person, ())
        return int(held[0].unit) if held else self.former.get(person)

    def finding(self, kind: str, mend: str, what: Any, person: Any = None, unit: Any = None) -> Finding:
        """A finding about a person or a unit, by their ids; {person} and {unit} are filled into the words."""
        who = self.everyone.get(person)
        where = self.units.get(self.place(person) if unit is None and who else unit)  # type: ignore[arg-type]
        return Finding(kind, who, where, format_lazy(what, person=who or "", unit=where or ""), mend)


# Up to so many people their posts are asked for by their keys; of more, everybody's are read.
FEW = 2000
Find = Callable[[Board], Iterable[Finding]]
Progress = Callable[[int, int], Any]


@dataclass(frozen=True)
class Look:
    """One check: the kind of what it finds, how a page calls it, and the function that finds."""

    kind: str
    label: str | Promise
    find: Find


# In the order in which findings are shown.
LOOKS: dict[str, Look] = {}


def look(kind: str, label: str | Promise) -> Callable[[Find], Find]:
    """Add a function to the checks; it finds findings of `kind`, which no other does."""

    def add(find: Find) -> Find:
        if kind in LOOKS:
            raise ValueError(f"there is a check of the kind «{kind}» already")
        LOOKS[kind] = Look(kind, label, find)
        return find

    return add


def label(kind: str) -> str | Promise:
    """How a page calls a kind of finding; the kind itself when its app is no longer there."""
    return LOOKS[kind].label if kind in LOOKS else kind


def findings(day: date, within: Unit | None = None, progress: Progress | None = None) -> list[Finding]:
    """All that is to mend on `day`, by kind; in eight queries however many people, nine `within` a unit.

    Each check that another app adds may take a few more, as many for all as for one.

    `progress` hears (done, total) after each look. Raises ValidationError at `within` for a unit that does not
    exist on the day.
    """
    if within:
        must_live(within, day, "within")
    board = lay_out(day, within)
    found: list[Finding] = []
    for number, each in enumerate(LOOKS.values(), start=1):
        found += each.find(board)
        if progress:
            progress(number, len(LOOKS))
    return found


def lay_out(day: date, within: Unit | None = None) -> Board:
    """The board of `day`, of everything or of a unit and all beneath it."""
    scope = frozenset(Unit.objects.tree(day).beneath([within.pk])) if within else None
    people = Person.objects.all() if scope is None else Person.objects.placed_in(scope, day)
    everyone = {person.pk: person for person in people}
    units = {unit.pk: unit for unit in Unit.objects.named(day)}
    few = everyone.keys() if scope is not None and len(everyone) <= FEW else None
    return Board(day, everyone, units, facts.chart(day, few, named=True), dict(_former(day)), scope)


def _former(day: date) -> Iterator[tuple[int, int]]:
    """The unit of the last post of those in service who hold none."""
    without = Person.objects.without_post(day).values("pk")
    yield from Post.objects.filter(person__in=without).order_by("person", "first").values_list("person_id", "unit_id")
