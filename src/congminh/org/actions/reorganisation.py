"""Merger and split («sáp nhập, hợp nhất, chia, tách»): units end or begin, and posts go on from the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from congminh.org.actions.posts import DAY, end_post, go_on
from congminh.org.actions.refusal import must_live, refuse
from congminh.org.actions.trace import Action, changed, differing, post_values, trace, trace_all
from congminh.org.actions.units import end_unit, move_unit
from congminh.org.models import Change, Decision, Person, Post, Unit


@transaction.atomic
def merge_units(
    units: Collection[Unit], into: Unit, on: date, decision: Decision | None = None, *, by: Person | None = None
) -> None:
    """Units end the day before `on` and go on in `into` («sáp nhập, hợp nhất»): posts, fields in charge, units beneath.

    `into` is alive on `on`: one of long standing, or one begun for it. A delegation ends with its unit.
    """
    must_live(into, on, "into")
    if into in units:
        refuse("units", _("%(unit)s cannot be merged into itself: leave it out."), unit=into)
    for unit in units:
        must_live(unit, on - DAY, "units")
    for child in Unit.objects.children(units, on):
        if child not in units:
            move_unit(child, into, on, decision, by=by)
    holders = Post.objects.held_within(on, None).filter(unit__in=units).values_list("person_id", flat=True)
    _carry(on, {unit.pk: [into] for unit in units}, dict.fromkeys(holders, into), decision, by)
    trace(Action.MERGE_UNITS, by, unit=into, decision=decision, after={"units": list(units), "first": on})
    for unit in units:
        end_unit(unit, on - DAY, into)
        trace(Action.MERGE_UNITS, by, unit=unit, decision=decision, after={"into": into, "last": on - DAY})


@transaction.atomic
def split_unit(
    unit: Unit,
    parts: Mapping[Unit, Collection[Person]],
    on: date,
    decision: Decision | None = None,
    *,
    by: Person | None = None,
) -> None:
    """Everyone of a unit goes to one of its `parts` on `on`: it ends («chia»), or goes on as one of them («tách»).

    The parts are alive on `on`. Whoever has the unit in charge has all of its parts; a deputy of the unit
    keeps in charge those who go to the same part.
    """
    for part in parts:
        must_live(part, on, "parts")
    place = {person.pk: part for part, persons in parts.items() for person in persons}
    _must_place_all(unit, parts, place, on)
    if unit not in parts and set(Unit.objects.children([unit], on)) - set(parts):
        refuse("unit", _("Units still stand beneath %(unit)s: move them first."), unit=unit)
    _carry(on, {unit.pk: list(parts)}, place, decision, by)
    for other in parts:
        if other != unit:
            trace(Action.SPLIT_UNIT, by, unit=other, decision=decision, after={"units": [unit], "first": on})
    ends = {} if unit in parts else {"last": on - DAY}
    if ends:
        end_unit(unit, on - DAY, None)
    trace(Action.SPLIT_UNIT, by, unit=unit, decision=decision, after={"parts": list(parts), "first": on, **ends})


def _must_place_all(unit: Unit, parts: Mapping[Unit, Collection[Person]], place: Mapping[int, Unit], on: date) -> None:
    """Everyone of the unit is in one part and in no other."""
    if sum(map(len, parts.values())) > len(place):
        refuse("parts", _("Somebody is in two parts of %(unit)s: leave them in one."), unit=unit)
    left = Person.objects.filter(posts__in=Post.objects.held_within(on, None).filter(unit=unit)).exclude(pk__in=place)
    if names := ", ".join(dict.fromkeys(person.name for person in left)):
        refuse("parts", _("Say which part of %(unit)s these go to: %(names)s."), unit=unit, names=names)


def _carry(
    on: date,
    became: Mapping[int, Sequence[Unit]],
    place: Mapping[int, Unit],
    decision: Decision | None,
    by: Person | None,
) -> None:
    """Posts in units that became others, or with them in charge, close the day before `on` and go on from it.

    `place` says by person where the posts of those units go.
    """
    touched = Post.objects.held_within(on, None).filter(Q(unit__in=became) | Q(units_in_charge__in=became)).distinct()
    named = [Prefetch(name, Unit.objects.named(on)) for name in ("unit", "units_in_charge")]
    called = {unit.pk: unit for unit in Unit.objects.named(on).filter(pk__in={unit.pk for unit in place.values()})}
    carried: list[Change] = []
    for post in touched.select_related("person", "position").prefetch_related(*named, "persons_in_charge"):
        moved = post.unit_id in became
        unit = called[place[post.person_id].pk] if moved else post.unit
        if moved and unit != post.unit and post.kind == Post.Kind.DELEGATION and post.first < on:
            end_post(post, on - DAY, by=by)  # the head who delegated heads that unit no more
            continue
        had, led = list(post.units_in_charge.all()), list(post.persons_in_charge.all())
        field = list(dict.fromkeys(new for old in had for new in became.get(old.pk, [old])))
        still_led = [person for person in led if not moved or place.get(person.pk, unit) == unit]
        if (unit, field, still_led) != (post.unit, had, led):
            before = post_values(post, had, led)
            after = go_on(post, on, unit, field, still_led, decision)
            carried.append(_carried(before, post_values(after, field, still_led), after, decision, by))
    trace_all(carried)


def _carried(before: dict, after: dict, post: Post, decision: Decision | None, by: Person | None) -> Change:
    """What a merger or a split did to one post."""
    old, new = differing(before, {**dict.fromkeys(before), **after, "last": before["last"]})
    said = {"before": old, "after": {**new, "first": post.first}}
    return changed(Action.CARRY_POST, by, unit=post.unit, person=post.person, decision=decision, of=post, **said)
