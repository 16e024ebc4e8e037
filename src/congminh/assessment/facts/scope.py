"""Which sheets a reckoning is about: the sheets of one period asked for, and all in charge of their leaders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from congminh.assessment.facts.places import COLUMNS, Held, Place, Reading, place_of
from congminh.assessment.models import PeriodSheet
from congminh.law.calendar import Period
from congminh.law.nd335.authority import in_charge_of
from congminh.law.nd335.posts import Post as Seat
from congminh.law.nd335.posts import Unit as SeatUnit
from congminh.law.nd335.posts import chart_on
from congminh.org import facts
from congminh.org.models import Unit
from congminh.org.models.unit import units_on

# By their keys, or as they were just read.
Sheets = Iterable[int] | Iterable[PeriodSheet]


@dataclass
class Scope:
    """Sheets of one period by key: those `asked` for, and with them everyone in their leaders' charge (Điều 15).

    `charge` says of each leader which sheets are in charge: by the posts of the last day the leader served there.
    """

    period: int
    span: int
    asked: Collection[int]
    places: dict[int, Place]
    rounds: Collection[int] = ()
    charge: dict[int, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def of(self) -> Period:
        """The period in the calendar."""
        return Period.of_code(self.period, {1: "month", 3: "quarter"}[self.span])

    @property
    def day(self) -> date:
        """The day whose organisation counts: the period's last, or today while it runs."""
        return min(self.of.last, max(timezone.localdate(), self.of.first))

    def pairs(self) -> list[dict[str, int]]:
        """Who is in whose charge, as the law's rows."""
        period = self.period
        return [
            {"leader_id": leader, "person_id": each, "period": period}
            for leader, led in self.charge.items()
            for each in led
        ]


def scopes(sheets: Sheets | None = None, rounds: Collection[int] = ()) -> Iterator[Scope]:
    """The scopes of these sheets, or of all sheets of `rounds`: one a period, in a constant number of queries each.

    Whoever is left out of a period is in nobody's charge; their own sheet can be asked for all the same. Sheets
    may be given by key, or as they were just read.
    """
    given = list(sheets or ())
    read = [sheet for sheet in given if isinstance(sheet, PeriodSheet)]
    found: dict[tuple[int, int], dict[int, Place]] = defaultdict(dict)
    for sheet in read:
        found[sheet.period, sheet.span][sheet.pk] = place_of(sheet)
    if len(read) < len(given) or sheets is None:
        chosen = Q(round__in=rounds) & ~Q(state="left_out") if sheets is None else Q(pk__in=given)
        rows: Any = PeriodSheet.objects.filter(chosen).order_by()
        for period, span, *row in rows.values_list("period", "span", *COLUMNS):
            found[period, span][row[0]] = Place(*row)
    for (period, span), places in found.items():
        whole = {place.round for place in places.values()} if sheets is None else ()
        scope = Scope(period, span, frozenset(places), places, whole)
        if any(place.leads for place in places.values()):
            _read_charge(scope)
        yield scope


def _read_charge(scope: Scope) -> None:
    """Add everyone in the leaders' charge, and in that of the leaders among them, and say who is in whose."""
    units = _units(scope.day)
    reading = Reading(scope.of, scope.span, scope.rounds, chart_on(scope.day, (), units))
    seats: dict[int, list[Seat]] = {}
    fresh = list(scope.places.values())
    while leaders := [place for place in fresh if place.leads]:
        posts = _leading_posts(leaders, scope, reading.posts_of(leaders))
        seats |= posts
        held = [post for each in posts.values() for post in each]
        found = reading.sheets(_field(held), {int(who) for post in held for who in post.persons_in_charge})
        fresh = [place for pk, place in found.items() if pk not in scope.places]
        scope.places |= {place.pk: place for place in fresh}
    scope.charge = _charge(scope, units, seats)


def _charge(scope: Scope, units: list[SeatUnit], seats: Mapping[int, list[Seat]]) -> dict[int, frozenset[int]]:
    """Asked of the law on a chart where the sheets stand in their people's place."""
    day = scope.day
    of_person: dict[int, list[int]] = defaultdict(list)
    for place in scope.places.values():
        of_person[place.person].append(place.pk)
    held = (post for place in scope.places.values() for post in seats.get(place.pk) or [_own_seat(place, day)])
    seated = [_on_sheets(post, of_person) for post in held]
    delegation = str(facts.values(day)["delegation"])
    chart = chart_on(day, seated, units, delegation)
    leaders = (pk for pk, place in scope.places.items() if place.leads)
    return {pk: frozenset(int(each) for each in in_charge_of(pk, chart)) for pk in leaders}


def _own_seat(place: Place, day: date) -> Seat:
    rank: Any = place.rank
    return Seat(place.pk, place.unit, rank, "main", day)


def _on_sheets(post: Seat, of_person: Mapping[int, list[int]]) -> Seat:
    """The post with the sheets of the persons in its field in their place."""
    if not post.persons_in_charge:
        return post
    sheets = tuple(pk for who in post.persons_in_charge for pk in of_person.get(int(who), ()))
    return replace(post, persons_in_charge=sheets)


def _field(posts: Iterable[Seat]) -> set[int]:
    """The units at the head of what these posts have in charge."""
    return {int(unit) for post in posts for unit in ((post.unit,) if post.rank == "head" else post.units_in_charge)}


def _leading_posts(leaders: list[Place], scope: Scope, held: Mapping[int, list[Held]]) -> dict[int, list[Seat]]:
    """By sheet the posts by which its leader leads: the one it is about, and those held on its last day."""
    found: dict[int, list[Seat]] = {}
    last = scope.day
    for place in leaders:
        day = min(_last_day(place, scope), last)
        mine = (post for post in held.get(place.person, ()) if post.is_held_on(day))
        found[place.pk] = [_own_seat(place, last), *(_seat(place.pk, post, last) for post in mine)]
    return found


def _seat(pk: int, post: Held, day: date) -> Seat:
    # Where the sheet stands is settled by its own seat, so that other posts only add to what is in charge.
    kind: Any = "acting" if post.kind == "acting" else "concurrent"
    rank: Any = post.rank
    return Seat(pk, post.unit, rank, kind, day, None, tuple(sorted(post.units)), tuple(sorted(post.persons)))


def _last_day(place: Place, scope: Scope) -> date:
    return date.fromisoformat(place.segments[-1]["last"]) if place.segments else scope.of.last


def _units(day: date) -> list[SeatUnit]:
    """The units alive on a day; those of today as the page has read them already."""
    if day == timezone.localdate():
        rows: Any = ((u.pk, u.parent_id, u.kind, u.tier) for u in units_on(day).values() if u.is_alive(day))
    else:
        units: Any = Unit.objects.on(day).order_by()
        rows = units.values_list("pk", "parent_id", "kind", "tier")
    return [SeatUnit(pk, parent, kind, tier or None) for pk, parent, kind, tier in rows]
