"""The tree of units as a page lists it: indented, with heads and numbers of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from congminh.law.nd335.posts import HOLDING
from congminh.org.models import Post, Unit
from congminh.org.models.unit import UnitQuerySet

# Who stands as head before whom: a delegate, the holder, one acting (as law.nd335.posts reads it).
STANDING = ("delegation", *HOLDING, "acting")


@dataclass(frozen=True)
class Branch:
    """One line of the tree: a unit with its name of the day, how deep it stands, who heads it and how many work there.

    `heads` are posts, whoever stands as head first. `people` have their main post in the unit, `beneath` in it
    or anywhere beneath; `posts` counts every post but delegations. `is_circular` where the tree turns round.
    """

    unit: Unit
    depth: int
    heads: Sequence[Post]
    people: int
    beneath: int
    posts: int
    is_circular: bool = False


def outline(units: UnitQuerySet, day: date) -> list[Branch]:
    """The units alive on `day`, each before those beneath it, in three queries however many.

    `units` is what the reader may see; one whose unit above is not among them begins a tree of its own.
    """
    rows = {unit.pk: unit for unit in units.on(day).order_by("code")}
    counts, heads = _counts(rows, day), _heads(rows, day)
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, unit in rows.items():
        children[unit.parent_id if unit.parent_id in rows else None].append(pk)

    def branch(pk: int, depth: int, is_circular: bool = False) -> Branch:
        people, posts = counts.get(pk, (0, 0))
        return Branch(rows[pk], depth, heads.get(pk, ()), people, people, posts, is_circular)

    placed = [branch(pk, depth) for pk, depth in _walk(children)]
    lost = rows.keys() - {each.unit.pk for each in placed}
    return [*_summed(placed), *(branch(pk, 0, is_circular=True) for pk in rows if pk in lost)]


def _walk(children: Mapping[int | None, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Every unit under the roots with its depth, in the order of the page; a circle has no root and is left out."""
    waiting = [(pk, 0) for pk in reversed(children.get(None, ()))]
    while waiting:
        pk, depth = waiting.pop()
        yield pk, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(pk, ()))]


def _summed(placed: Sequence[Branch]) -> list[Branch]:
    """With the people beneath added up, from the last line to the first."""
    sums: dict[int, int] = defaultdict(int)
    found = []
    for each in reversed(placed):
        beneath = each.people + sums.pop(each.depth + 1, 0)
        sums[each.depth] += beneath
        found.append(replace(each, beneath=beneath))
    return found[::-1]


def _counts(rows: Mapping[int, Unit], day: date) -> dict[int, tuple[int, int]]:
    """By unit, how many people have their main post there and how many posts are held."""
    held = Post.objects.held_on(day).exclude(kind="delegation").filter(_in(rows)).order_by()
    people = Count("person", filter=Q(kind="main"), distinct=True)
    counted: Iterable[Any] = held.values_list("unit").annotate(here=people, posts=Count("pk"))
    return {unit: (here, posts) for unit, here, posts in counted}


def _heads(rows: Mapping[int, Unit], day: date) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = defaultdict(list)
    held = Post.objects.held_on(day).filter(_in(rows), rank="head").select_related("person", "position")
    for post in sorted(held, key=lambda post: STANDING.index(post.kind)):
        found[post.unit_id].append(post)
    return found


def _in(rows: Mapping[int, Unit]) -> Q:
    return Q(unit__in=list(rows))
