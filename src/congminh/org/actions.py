"""What changes the organisation, each in one transaction; bad input is a ValidationError that names its field.

Nothing is overwritten: a change begins on a day, and the row before it ends the day before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Never

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from congminh.org.models import Choice, Decision, Person, Post, Unit, UnitState

DAY = timedelta(days=1)


@transaction.atomic
def begin_unit(unit: Unit, name: str, parent: Unit | None = None) -> Unit:
    """A new unit («thành lập») from its `begun`, with its first name and place."""
    unit.full_clean()
    if parent:
        _must_live(parent, unit.begun, "parent")
    unit.save()
    _begin_state(UnitState(unit=unit, first=unit.begun, name=name, parent=parent, decision=unit.decision))
    return unit


@transaction.atomic
def rename_unit(unit: Unit, name: str, on: date, decision: Decision | None = None) -> UnitState:
    """A new name («đổi tên») from `on`; the old one stays for the days before."""
    return _change(unit, on, decision, name=name)


@transaction.atomic
def move_unit(unit: Unit, parent: Unit | None, on: date, decision: Decision | None = None) -> UnitState:
    """Another unit above («chuyển đơn vị») from `on`, never one that is beneath it."""
    if parent:
        _must_live(parent, on, "parent")
        if parent.pk in Unit.objects.tree(on).beneath([unit.pk]):
            _refuse("parent", _("%(parent)s is beneath %(unit)s: choose another unit above."), parent=parent, unit=unit)
    return _change(unit, on, decision, parent=parent)


@transaction.atomic
def merge_units(units: Collection[Unit], into: Unit, on: date, decision: Decision | None = None) -> None:
    """Units end the day before `on` and go on in `into` («sáp nhập, hợp nhất»): posts, fields in charge, units beneath.

    `into` is alive on `on`: one of long standing, or one begun for it. A delegation ends with its unit.
    """
    _must_live(into, on, "into")
    if into in units:
        _refuse("units", _("%(unit)s cannot be merged into itself: leave it out."), unit=into)
    for unit in units:
        _must_live(unit, on - DAY, "units")
    for child in Unit.objects.children(units, on):
        if child not in units:
            move_unit(child, into, on, decision)
    holders = Post.objects.held_within(on, None).filter(unit__in=units).values_list("person_id", flat=True)
    _carry(on, {unit.pk: [into] for unit in units}, dict.fromkeys(holders, into), decision)
    for unit in units:
        _end_unit(unit, on, into)


@transaction.atomic
def split_unit(
    unit: Unit, parts: Mapping[Unit, Collection[Person]], on: date, decision: Decision | None = None
) -> None:
    """Everyone of a unit goes to one of its `parts` on `on`: it ends («chia»), or goes on as one of them («tách»).

    The parts are alive on `on`. Whoever has the unit in charge has all of its parts; a deputy of the unit
    keeps in charge those who go to the same part.
    """
    for part in parts:
        _must_live(part, on, "parts")
    place = {person.pk: part for part, persons in parts.items() for person in persons}
    _must_place_all(unit, parts, place, on)
    if unit not in parts and set(Unit.objects.children([unit], on)) - set(parts):
        _refuse("unit", _("Units still stand beneath %(unit)s: move them first."), unit=unit)
    _carry(on, {unit.pk: list(parts)}, place, decision)
    if unit not in parts:
        _end_unit(unit, on, None)


@transaction.atomic
def appoint(post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = ()) -> Post:
    """A new post («bổ nhiệm, điều động, giao phụ trách»), for a deputy with the field in charge."""
    post.full_clean()
    _must_be_there(post)
    _must_be_free(post)
    return _save_post(post, units, persons)


@transaction.atomic
def end_post(post: Post, last: date) -> Post:
    """The post is held up to `last` («thôi giữ chức vụ»); a day after it had already ended is refused."""
    if last < post.first:
        _refuse("last", _("The post began on %(first)s: enter a last day from then on."), first=_day(post.first))
    if post.last and post.last < last:
        _refuse("last", _("The post ended on %(last)s: enter a day before, or a new post."), last=_day(post.last))
    if not Post.objects.filter(pk=post.pk, last=post.last).update(last=last):
        _refuse("last", _("Someone changed this post meanwhile: open it again."))
    post.last = last
    return post


@transaction.atomic
def delegate(unit: Unit, to: Person, first: date, last: date, decision: Decision | None = None) -> Post:
    """The head's signature for a time («ủy quyền»), to somebody who holds a post and is not the head."""
    post = Post(person=to, unit=unit, rank="head", kind="delegation", first=first, last=last, decision=decision)
    post.full_clean()
    _must_be_there(post)
    held = Post.objects.held_within(first, last).filter(person=to).exclude(kind="delegation")
    if not held.exists():
        _refuse("to", _("%(person)s holds no post in those days: choose somebody who does."), person=to)
    if held.filter(unit=unit, rank="head").exists():
        _refuse("to", _("%(person)s heads %(unit)s already: choose somebody else."), person=to, unit=unit)
    return _save_post(post)


@transaction.atomic
def second(post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = ()) -> Post:
    """A post elsewhere for a time («biệt phái»); the main post stays, and the person is evaluated where seconded."""
    post.kind = Post.Kind.SECONDED
    held = Post.objects.held_on(post.first).filter(person=post.person, kind="main")
    if not held.exists():
        said = _("%(person)s holds no main post to be seconded from: appoint to one first.")
        _refuse("person", said, person=post.person)
    if held.filter(unit=post.unit).exists():
        _refuse(
            "unit",
            _(
                "%(person)s works in %(unit)s already: choose another.",
            ),
            person=post.person,
            unit=post.unit,
        )
    return appoint(post, units, persons)


@transaction.atomic
def give_field(
    post: Post, on: date, units: Iterable[Unit] = (), persons: Iterable[Person] = (), decision: Decision | None = None
) -> Post:
    """A deputy's field in charge («lĩnh vực được giao phụ trách», Điều 15.4) from `on`; the old one stays before it."""
    if post.rank != Post.Rank.DEPUTY:
        _refuse("post", _("%(post)s is not a deputy's: a field is given to a deputy."), post=post)
    units, persons = list(units), list(persons)
    if not units and not persons:
        _refuse("units", _("The field is empty: name a unit or a civil servant."))
    if not (post.first <= on and (post.last is None or on <= post.last)):
        _refuse("on", _("%(post)s is not held on %(day)s: choose another day."), post=post, day=_day(on))
    return _from(post, on, post.unit, units, persons, decision)


def give_account(person: Person, user: AbstractBaseUser) -> None:
    """The account a civil servant signs in with («tài khoản»): one each."""
    other = Person.objects.filter(user__pk=user.pk).exclude(pk=person.pk).first()
    if other:
        _refuse("user", _("This account is %(other)s's: choose another."), other=other)
    person.user = user  # type: ignore[assignment]
    person.save(update_fields=["user"])


def choose_reading(reading: str, option: str, first: date, decision: Decision) -> Choice:
    """An option of a reading from `first`, by decision («chọn cách hiểu»); it holds until the next choice."""
    choice = Choice(reading=reading, option=option, first=first, decision=decision)
    choice.full_clean()
    choice.save()
    return choice


def _refuse(field: str, message: str, **said: Any) -> Never:
    raise ValidationError({field: message % said})


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _must_live(unit: Unit, day: date, field: str) -> None:
    if not unit.is_alive(day):
        said = _("%(unit)s does not exist on %(day)s: choose another unit or day.")
        _refuse(field, said, unit=unit, day=_day(day))


def _begin_state(state: UnitState) -> UnitState:
    state.full_clean()
    state.save()
    return state


def _change(unit: Unit, on: date, decision: Decision | None, **new: Any) -> UnitState:
    """The unit's state from `on`; two changes of one day are one state."""
    _must_live(unit, on, "on")
    last = unit.states.order_by("-first")[0]
    if last.first > on:
        said = _("%(unit)s changes on %(day)s already: choose that day or a later one.")
        _refuse("on", said, unit=unit, day=_day(last.first))
    if last.first < on:
        last = UnitState(unit=unit, first=on, name=last.name, parent=last.parent)
    for name, value in {**new, "decision": decision or last.decision}.items():
        setattr(last, name, value)
    return _begin_state(last)


def _end_unit(unit: Unit, on: date, successor: Unit | None) -> None:
    unit.ended, unit.succeeded_by = on - DAY, successor
    unit.full_clean()
    unit.save()


def _must_place_all(unit: Unit, parts: Mapping[Unit, Collection[Person]], place: Mapping[int, Unit], on: date) -> None:
    """Everyone of the unit is in one part and in no other."""
    if sum(map(len, parts.values())) > len(place):
        _refuse("parts", _("Somebody is in two parts of %(unit)s: leave them in one."), unit=unit)
    left = Person.objects.filter(posts__in=Post.objects.held_within(on, None).filter(unit=unit)).exclude(pk__in=place)
    if names := ", ".join(dict.fromkeys(person.name for person in left)):
        _refuse("parts", _("Say which part of %(unit)s these go to: %(names)s."), unit=unit, names=names)


def _must_be_there(post: Post) -> None:
    """The person serves and the unit exists on the first day of the post."""
    _must_live(post.unit, post.first, "unit")
    if not post.person.serves(post.first):
        said = _("%(person)s is not in service on %(day)s: choose another day.")
        _refuse("first", said, person=post.person, day=_day(post.first))


def _must_be_free(post: Post) -> None:
    """No second main post for the person, no second head for the unit, in the days of this one."""
    within = Post.objects.held_within(post.first, post.last)
    if post.kind == Post.Kind.MAIN and (other := within.filter(person=post.person, kind="main").first()):
        said = _("%(person)s holds a main post from %(day)s: end that one first.")
        _refuse("first", said, person=post.person, day=_day(other.first))
    heads = within.filter(unit=post.unit, rank="head").exclude(kind="delegation").exclude(person=post.person)
    alike = heads.filter(kind="acting") if post.kind == "acting" else heads.exclude(kind="acting")
    if post.rank == Post.Rank.HEAD and (other := alike.select_related("person").first()):
        said = _("%(other)s heads %(unit)s from %(day)s: end that post first.")
        _refuse("rank", said, other=other.person, unit=post.unit, day=_day(other.first))


def _save_post(post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = ()) -> Post:
    post.save()
    post.units_in_charge.set(units)
    post.persons_in_charge.set(persons)
    return post


def _carry(
    on: date, became: Mapping[int, Sequence[Unit]], place: Mapping[int, Unit], decision: Decision | None
) -> None:
    """Posts in units that became others, or with them in charge, close the day before `on` and go on from it.

    `place` says by person where the posts of those units go.
    """
    touched = Post.objects.held_within(on, None).filter(Q(unit__in=became) | Q(units_in_charge__in=became)).distinct()
    for post in touched.select_related("unit").prefetch_related("units_in_charge", "persons_in_charge"):
        moved = post.unit_id in became
        unit = place[post.person_id] if moved else post.unit
        if moved and unit != post.unit and post.kind == Post.Kind.DELEGATION and post.first < on:
            end_post(post, on - DAY)  # the head who delegated heads that unit no more
            continue
        had, led = list(post.units_in_charge.all()), list(post.persons_in_charge.all())
        field = list(dict.fromkeys(new for old in had for new in became.get(old.pk, [old])))
        still_led = [person for person in led if not moved or place.get(person.pk, unit) == unit]
        if (unit, field, still_led) != (post.unit, had, led):
            _from(post, on, unit, field, still_led, decision)


def _from(
    post: Post, on: date, unit: Unit, units: Iterable[Unit], persons: Iterable[Person], decision: Decision | None
) -> Post:
    """The post as it goes on from `on`; what it was stays for the days before, if there were any."""
    units, persons = list(units), list(persons)
    if post.first < on:
        last = post.last
        end_post(post, on - DAY)
        held = {name: getattr(post, name) for name in ("person_id", "position_id", "rank", "kind", "decision_id")}
        post = Post(**held, first=on, last=last)
    post.unit, post.decision = unit, decision or post.decision
    return _save_post(post, units, persons)
