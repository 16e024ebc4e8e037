"""Fairness while assigning (Điều 18.1.d: «tương xứng với vị trí việc làm»): what each carries beside their peers.

The warning is a rule of ours, never a block: a higher post should not carry less work, nor easier work, than those
below it in the same unit do on average.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from congminh.law.nd335.posts import RANKS
from congminh.org.models import Post, Unit
from congminh.work.models import Task
from congminh.work.models.queries import COUNTED

BIG = BigIntegerField()


@dataclass(frozen=True)
class Load:
    """What one person carries in a period: `load` in millionths of a standard product, quantities in thousandths.

    `peers` and `peer_load` are how many others of the same peer group and rank there are, and what they carry in all.
    """

    post: Post
    tasks: int = 0
    quantity_m: int = 0
    load: int = 0
    peers: int = 0
    peer_load: int = 0

    @property
    def is_above_peers(self) -> bool:
        """Whether the person carries more than the mean of the peers."""
        return self.load * self.peers > self.peer_load

    @property
    def is_below_peers(self) -> bool:
        """Whether the person carries less than the mean of the peers."""
        return self.load * self.peers < self.peer_load


@dataclass(frozen=True)
class Imbalance:
    """A higher post that carries «less» or «easier» work than the mean of a lower rank in its unit."""

    kind: Literal["less", "easier"]
    load: Load
    lower_rank: str
    lower: Sequence[Load]


def loads(unit: Unit, period: int, day: date | None = None) -> list[Load]:
    """What everyone of a unit and its parts carries in a period (yyyymm): planned and extra work, none handed over.

    By unit, then from the highest post down; a person's main or highest post there counts. Four queries.
    """
    day = day or timezone.localdate()
    units = Unit.objects.tree(day).beneath([unit.pk], within_agency=True)
    held = Post.objects.held_on(day).filter(unit__in=units).exclude(kind="delegation").described(day)
    posts = _one_each(held.order_by("unit__code", "person__code"))
    carried = _carried([post.person_id for post in posts], period)
    found = [Load(post, *carried.get(post.person_id, (0, 0, 0))) for post in posts]
    return sorted(_beside_peers(found), key=lambda each: (each.post.unit.code, -RANKS.index(each.post.rank)))


def imbalances(found: Iterable[Load]) -> list[Imbalance]:
    """Where a higher post carries less or easier work than the ranks below it in its unit do on average."""
    by_unit: dict[int, list[Load]] = defaultdict(list)
    for each in found:
        by_unit[each.post.unit_id].append(each)
    return [warning for here in by_unit.values() for each in here for warning in _against_lower(each, here)]


def _against_lower(higher: Load, here: Sequence[Load]) -> Iterator[Imbalance]:
    """Cross-multiplied, so that no mean is rounded."""
    for rank in RANKS[: RANKS.index(higher.post.rank)]:
        lower = [each for each in here if each.post.rank == rank and each.post.person_id != higher.post.person_id]
        load, quantity_m = sum(each.load for each in lower), sum(each.quantity_m for each in lower)
        if lower and higher.load * len(lower) < load:
            yield Imbalance("less", higher, rank, lower)
        if higher.quantity_m and quantity_m and higher.load * quantity_m < load * higher.quantity_m:
            yield Imbalance("easier", higher, rank, lower)


def _one_each(posts: Iterable[Post]) -> list[Post]:
    """One post a person: the main one before others, the higher before the lower."""
    best: dict[int, Post] = {}
    for post in posts:
        other = best.get(post.person_id)
        if other is None or _weight(post) > _weight(other):
            best[post.person_id] = post
    return list(best.values())


def _weight(post: Post) -> tuple[bool, int]:
    return (post.kind in (Post.Kind.SECONDED, Post.Kind.MAIN), RANKS.index(post.rank))


def _carried(people: Sequence[int], period: int) -> dict[int, tuple[int, int, int]]:
    """By person: tasks, quantity and converted load; what was handed over is carried by nobody here."""
    carrying = Task.objects.filter(person__in=people, period=period, state__in=COUNTED).exclude(state="handed_over")
    load = Sum(Cast("coefficient_m", BIG) * F("assigned_m"), output_field=BIG, filter=Q(coefficient_m__isnull=False))
    rows = carrying.order_by().values_list("person_id").annotate(Count("pk"), Sum("assigned_m"), load=load)
    return {person: (int(tasks), int(quantity_m), int(total or 0)) for person, tasks, quantity_m, total in rows}


def _beside_peers(found: Sequence[Load]) -> Iterator[Load]:
    alike: dict[tuple[int | None, str], list[Load]] = defaultdict(list)
    for each in found:
        alike[_likeness(each)].append(each)
    totals = {key: (len(peers), sum(peer.load for peer in peers)) for key, peers in alike.items()}
    for each in found:
        number, load = totals[_likeness(each)]
        yield Load(each.post, each.tasks, each.quantity_m, each.load, number - 1, load - each.load)


def _likeness(load: Load) -> tuple[int | None, str]:
    position = load.post.position
    return (position.peer_group_id if position else None, load.post.rank)
