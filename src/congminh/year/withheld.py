"""Who reads the grounds recorded against somebody («kỷ luật, kết luận vi phạm»): who acts on them, and the person.

The person; who scores and who decides (Điều 10), the heads of unit and agency who call the meeting (Điều 21.2.b), who
advises on personnel of the case, who inspects. Leading some unit further up is no reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from congminh.assessment.seats import Place
from congminh.law.procedure import Role
from congminh.org.models import Person, Post
from congminh.year.models.result import GROUNDS
from congminh.year.seats import YearSeats, year_seats_on

MAY = frozenset({Role.OWNER, Role.DECIDER, Role.HEAD, Role.PERSONNEL, Role.INSPECTOR})
# Lines of a year's tree that tell of grounds.
TELLING = frozenset({*GROUNDS, "any_discipline", "grounded"})


def reads_grounds(roles: Collection[Role]) -> bool:
    """Whether somebody with these roles in a year's sheet reads the grounds."""
    return bool(MAY & set(roles))


def grounds_read(people: Iterable[int], reader: Person, day: date) -> frozenset[int]:
    """Of these people, those whose grounds `reader` reads on `day`; a constant number of queries."""
    wanted = set(people)
    if not wanted - {reader.pk}:
        return frozenset(wanted)
    places, seats = _places(wanted, day), year_seats_on(day)
    return frozenset(
        person
        for person in wanted
        if person == reader.pk or any(_acts(reader, person, p, seats) for p in places[person])
    )


def _acts(reader: Person, person: int, place: Place, seats: YearSeats) -> bool:
    roles = seats.roles(reader.pk, person, place, seats.advisers.tree.agency(place[0]))
    return bool(roles & MAY) or seats.assessor_id(person, place) == reader.pk


def _places(people: Collection[int], day: date) -> dict[int, list[Place]]:
    """Where each of these works on `day`; where they last did, of who holds no post any more."""
    today: dict[int, list[Place]] = defaultdict(list)
    before: dict[int, list[Place]] = {}
    posts = Post.objects.filter(person__in=people, first__lte=day).exclude(kind="delegation").order_by("first", "pk")
    for person, unit, rank, last in posts.values_list("person_id", "unit_id", "rank", "last"):
        before[person] = [(unit, rank)]
        if last is None or last >= day:
            today[person].append((unit, rank))
    return defaultdict(list, {**before, **today})
