"""People and posts as they are exported, and what must not stay after an undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from congminh.exchange.journal import Held, batches
from congminh.exchange.kinds.decisions import cells_of
from congminh.exchange.models import Import
from congminh.org.models import Person, Post

CELLS = {
    "person": "person__code",
    "name": "person__name",
    "begun": "person__begun",
    "unit": "unit__code",
    "position": "position__title",
    "complexity": "position__complexity",
    "peer_group": "position__peer_group__name",
    "rank": "rank",
    "kind": "kind",
    "first": "first",
    "last": "last",
}
FLAGS = {"is_personnel": "position__is_personnel", "is_inspector": "position__is_inspector"}
DECISION = ("decision__number", "decision__signed_on", "decision__signer")


def records(person: Person, day: date) -> Generator[Mapping[str, Any]]:
    """A row for each post of `day` a person sees, then those seen who hold none; as many queries for all as for one."""
    seen = Post.objects.visible_to(person, day).held_on(day)
    units = _charges(seen, "units_in_charge__code")
    persons = _charges(seen, "persons_in_charge__code")
    columns = ("pk", *CELLS.values(), *FLAGS.values(), *DECISION)
    rows: Any = seen.order_by("unit__code", "person__code", "first", "pk").values_list(*columns).iterator(2000)
    for pk, *rest in rows:
        cells = dict(zip((*CELLS, *FLAGS), rest, strict=False))
        marks = {key: "x" if cells[key] else "" for key in FLAGS}
        charge = {"units": "; ".join(units[pk]), "persons": "; ".join(persons[pk])}
        yield {**cells, **marks, **charge, **cells_of(*rest[-len(DECISION) :])}
    held = Post.objects.held_on(day).filter(person=OuterRef("pk"))
    for one in Person.objects.visible_to(person, day).on(day).filter(~Exists(held)).order_by("code").iterator(2000):
        yield {"person": one.code, "name": one.name, "begun": one.begun}


def _charges(seen: Any, column: str) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = seen.filter(**{f"{column}__isnull": False}).order_by("pk", column).values_list("pk", column)
    for post, code in rows:
        found[post].append(code)
    return found


def regret(source: Import) -> None:
    """Raises Held when a post put back would be a second main post, or a second head, beside a newer one."""
    changed = source.changes.filter(table="org.post", before__isnull=False)
    for batch in batches(changed.values_list("key", flat=True)):
        back = Post.objects.filter(pk__in=batch).filter(_two_mains() | _two_heads())
        for post in back.select_related("person", "position")[:1]:
            raise Held("clashes_now", what=str(post))


def _two_mains() -> Q:
    others = _meeting().filter(person=OuterRef("person"), kind=Post.Kind.MAIN)
    return Q(kind=Post.Kind.MAIN) & Q(Exists(others))


def _two_heads() -> Q:
    heads = _meeting().filter(unit=OuterRef("unit"), rank=Post.Rank.HEAD).exclude(person=OuterRef("person"))
    acting, others = (
        heads.filter(kind=Post.Kind.ACTING),
        heads.exclude(kind__in=[Post.Kind.ACTING, Post.Kind.DELEGATION]),
    )
    found = Q(Exists(acting), kind=Post.Kind.ACTING) | (Q(Exists(others)) & ~Q(kind__in=["acting", "delegation"]))
    return Q(rank=Post.Rank.HEAD) & found


def _meeting() -> QuerySet[Post]:
    """The other posts held on a day of a post's."""
    late = Value(date.max)
    others = Post.objects.exclude(pk=OuterRef("pk")).annotate(until=Coalesce("last", late))
    return others.filter(first__lte=Coalesce(OuterRef("last"), late), until__gte=OuterRef("first"))
