"""Which sheets a reckoning is about: the sheets of one period asked for, and all in charge of their leaders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.law.calendar import Period
from congminh.law.nd335.authority import in_charge_of
from congminh.law.nd335.posts import Id, chart_on
from congminh.law.nd335.posts import Post as Seat
from congminh.law.nd335.posts import Unit as SeatUnit
from congminh.org import facts
from congminh.org.models import Post, Unit

COLUMNS = (
    "pk",
    "person_id",
    "round_id",
    "unit_id",
    "rank",
    "peer_group",
    "state",
    "general_cp",
    "self_cp",
    "execution",
    "cohesion",
    "segments",
    "result_id",
    "result__grade",
)


class Place(NamedTuple):
    """What a reckoning needs of one sheet."""

    pk: int
    person: int
    round: int
    unit: int
    rank: str
    peer_group: str
    state: str
    general_cp: int | None
    self_cp: int | None
    execution: int | None
    cohesion: int | None
    segments: list[dict[str, Any]]
    result: int | None
    grade: str | None

    @property
    def leads(self) -> bool:
        """Whether d, đ and e are scored (Điều 15)."""
        return self.rank != "staff"

    @property
    def is_signed(self) -> bool:
        """Whether its result was told and stands still."""
        return self.state in SIGNED


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


def scopes(sheets: Iterable[int] | None = None, rounds: Collection[int] = ()) -> Iterator[Scope]:
    """The scopes of these sheets, or of all sheets of `rounds`: one a period, in a constant number of queries each.

    Whoever is left out of a period is in nobody's charge; their own sheet can be asked for all the same.
    """
    chosen = Q(round__in=rounds) & ~Q(state="left_out") if sheets is None else Q(pk__in=list(sheets))
    found: dict[tuple[int, int], dict[int, Place]] = defaultdict(dict)
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
    units = list(Unit.objects.on(scope.day).order_by())
    tree = chart_on(scope.day, (), [_unit(unit) for unit in units])
    seats: dict[int, list[Seat]] = {}
    fresh = list(scope.places.values())
    looked_in: set[Id] = set()
    while leaders := [place for place in fresh if place.leads]:
        posts = _leading_posts(leaders, scope)
        seats |= posts
        held = [post for each in posts.values() for post in each]
        wanted = tree.below({unit for post in held for unit in _field(post)})
        fresh = _sheets_of(wanted - looked_in, {who for post in held for who in post.persons_in_charge}, scope)
        looked_in |= wanted
        scope.places |= {place.pk: place for place in fresh}
    scope.charge = _charge(scope, units, seats)


def _field(post: Seat) -> tuple[Id, ...]:
    return (post.unit,) if post.rank == "head" else post.units_in_charge


def _charge(scope: Scope, units: list[Unit], seats: Mapping[int, list[Seat]]) -> dict[int, frozenset[int]]:
    """Asked of the law on a chart where the sheets stand in their people's place."""
    of_person: dict[int, list[int]] = defaultdict(list)
    for place in scope.places.values():
        of_person[place.person].append(place.pk)
    held = (post for place in scope.places.values() for post in seats.get(place.pk) or [_own_seat(place, scope.day)])
    seated = [_on_sheets(post, of_person) for post in held]
    delegation = str(facts.values(scope.day)["delegation"])
    chart = chart_on(scope.day, seated, [_unit(unit) for unit in units], delegation)
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


def _leading_posts(leaders: list[Place], scope: Scope) -> dict[int, list[Seat]]:
    """By sheet the posts by which its leader leads: the one it is about, and those held on its last day."""
    people = {place.person for place in leaders}
    held = Post.objects.held_within(scope.of.first, scope.of.last).filter(person__in=people)
    held = held.exclude(rank="staff").exclude(kind="delegation").order_by()
    units, persons = (_in_charge(held, name) for name in ("units_in_charge", "persons_in_charge"))
    of_person: dict[int, list[Post]] = defaultdict(list)
    for post in held:
        of_person[post.person_id].append(post)
    found: dict[int, list[Seat]] = {}
    for place in leaders:
        day = min(_last_day(place, scope), scope.day)
        mine = (post for post in of_person[place.person] if post.first <= day and (not post.last or day <= post.last))
        others = [_seat(place.pk, post, scope.day, units[post.pk], persons[post.pk]) for post in mine]
        found[place.pk] = [_own_seat(place, scope.day), *others]
    return found


def _seat(pk: int, post: Post, day: date, units: list[int], persons: list[int]) -> Seat:
    # Where the sheet stands is settled by its own seat, so that other posts only add to what is in charge.
    kind: Any = "acting" if post.kind == "acting" else "concurrent"
    rank: Any = post.rank
    return Seat(pk, post.unit_id, rank, kind, day, None, tuple(units), tuple(persons))


def _last_day(place: Place, scope: Scope) -> date:
    return date.fromisoformat(place.segments[-1]["last"]) if place.segments else scope.of.last


def _in_charge(held: Any, name: str) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows: Iterable[Any] = held.filter(**{f"{name}__isnull": False}).order_by(name).values_list("pk", name)
    for post, charge in rows:
        found[post].append(charge)
    return found


def _sheets_of(units: Iterable[Id], persons: Iterable[Id], scope: Scope) -> list[Place]:
    """Sheets of the period in these units, or of these persons, that were not read yet."""
    near = PeriodSheet.objects.filter(period=scope.period, span=scope.span).exclude(state="left_out").order_by()
    near = near.filter(Q(unit__in=list(units)) | Q(person__in=list(persons)))
    if scope.rounds:
        near = near.exclude(round__in=scope.rounds)
    rows: Iterable[Any] = near.values_list(*COLUMNS)
    return [Place(*row) for row in rows if row[0] not in scope.places]


def _unit(unit: Unit) -> SeatUnit:
    kind: Any = unit.kind
    return SeatUnit(unit.pk, unit.parent_id, kind, unit.tier or None)
