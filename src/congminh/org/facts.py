"""The only bridge from rows to the law: the chart of a day, who is competent for whom, the readings chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from congminh import law
from congminh.law.nd335 import posts as seats
from congminh.law.nd335.authority import Authority, rated_by, scored_by
from congminh.law.nd335.posts import Chart, Gap
from congminh.org.models import Choice, Person, Post, Unit
from congminh.org.models.post import PostQuerySet, seats_of
from congminh.org.models.unit import units_on
from congminh.org.once import once

Answer = Authority | Gap
# Ids, or a queryset of them, which the database joins.
People = Iterable[Any] | None


class Named(int):
    """An id that says a name in the law's words, and is the id in every other way."""

    said: str

    def __new__(cls, pk: int, said: str) -> Named:
        """The id with what it says."""
        named = super().__new__(cls, pk)
        named.said = said
        return named

    def __str__(self) -> str:
        return self.said


def choices(day: date) -> dict[str, str]:
    """The option of each reading the agency chose, in force on `day` («cách hiểu đã chọn»)."""
    rows: Iterable[Any] = once(
        "choices", lambda: list(Choice.objects.order_by("first").values_list("reading", "option", "first"))
    )
    return {reading: option for reading, option, first in rows if first <= day}


def values(day: date) -> dict[str, int | str]:
    """All that a formula may name on `day`: the law's numbers, and each reading as chosen or by default."""
    return law.named("nd335").values(day, choices(day))


def chart(day: date, people: People = None, named: bool = False, fields: bool = True, delegation: str = "") -> Chart:
    """The units and posts of `day` as the law reads them, in five queries however many people.

    With `people`, only their posts and those of heads: enough to say who is competent for them; so it is
    without `fields` in charge, in three queries. With `named`, ids say their names in the law's words; such
    ids are for reading, not for queries. One query less where the reading `delegation` is known.
    """
    delegation = delegation or str(values(day)["delegation"])
    units = units_on(day).values()
    names = {unit.pk: str(unit) for unit in units} if named else {}
    alive = [_seat_unit(unit, names) for unit in units if unit.is_alive(day)]
    if people == () and not fields:
        return seats.chart_on(day, _heads(day, names), alive, delegation)
    held = Post.objects.held_on(day)
    if people is not None:
        held = held.filter(Q(person__in=people) | Q(rank=Post.Rank.HEAD))
    return seats.chart_on(day, _seat_posts(held, names, fields), alive, delegation)


def authorities(day: date, people: People = None) -> dict[int, tuple[Answer, Answer]]:
    """By person: who scores them, who rates them, why («ai chấm tôi, ai xếp loại tôi, vì sao»), or what is missing.

    Of everyone in service on `day`, or of `people`: a page about one person asks for one (Điều 10).
    """
    served = Person.objects.on(day) if people is None else Person.objects.filter(pk__in=people)
    rows = served.order_by().values_list("pk", "name")
    return answers(chart(day, people, named=True, fields=False), [Named(pk, name) for pk, name in rows])


def answers(seen: Chart, people: Iterable[int]) -> dict[int, tuple[Answer, Answer]]:
    """As `authorities`, on a chart made once."""
    return {int(person): (_plain(scored_by(person, seen)), _plain(rated_by(person, seen))) for person in people}


def _seat_unit(unit: Unit, names: Mapping[int, str]) -> seats.Unit:
    kind: Any = unit.kind
    return seats.Unit(_id(unit.pk, names), unit.parent_id and _id(unit.parent_id, names), kind, unit.tier or None)


def _id(unit: int, names: Mapping[int, str]) -> int:
    return Named(unit, names[unit]) if names else unit


def _seat_posts(held: PostQuerySet, names: Mapping[int, str], fields: bool) -> Iterator[seats.Post]:
    units, persons = (_field(held, f"{name}_in_charge") if fields else {} for name in ("units", "persons"))
    columns = ("pk", "person_id", "person__name", "unit_id", "rank", "kind", "first", "last")
    rows: Iterable[Any] = held.order_by("pk").values_list(*columns)
    for pk, person, name, unit, rank, kind, first, last in rows:
        holder, field = Named(person, name) if names else person, (tuple(units.get(pk, ())), tuple(persons.get(pk, ())))
        yield seats.Post(holder, _id(unit, names), rank, kind, first, last, *field)


def _heads(day: date, names: Mapping[int, str]) -> Iterator[seats.Post]:
    """The heads alone, with nothing in charge; on a page read with who advises and inspects."""
    for seat in seats_of(day):
        if seat.rank == Post.Rank.HEAD:
            holder: int = Named(seat.person, seat.name) if names else seat.person
            kind: Any = seat.kind
            yield seats.Post(holder, _id(seat.unit, names), "head", kind, seat.first, seat.last)


def _field(held: PostQuerySet, name: str) -> Mapping[int, list[int]]:
    """What each post has in charge («lĩnh vực được giao phụ trách», Điều 15.4)."""
    found: dict[int, list[int]] = defaultdict(list)
    rows: Iterable[Any] = held.filter(**{f"{name}__isnull": False}).order_by(name).values_list("pk", name)
    for post, charge in rows:
        found[post].append(charge)
    return found


def _plain(answer: Answer) -> Answer:
    """The answer with plain ids: a name never reaches a query."""
    if isinstance(answer, Gap):
        return replace(answer, persons=tuple(int(person) for person in answer.persons))
    post = replace(answer.post, person=int(answer.post.person), unit=int(answer.post.unit))
    return replace(answer, person=int(answer.person), post=post)
