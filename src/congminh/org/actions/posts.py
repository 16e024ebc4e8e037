"""Posts: appointed, delegated, seconded, a field given in charge, ended, put right.

Nothing is overwritten: a change begins on a day, and the row before it ends the day before. Only what was
typed wrongly is corrected in place, and the trace keeps what stood there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.org.actions.refusal import must_live, must_serve, refuse, vn
from congminh.org.actions.trace import Action, differing, post_values, trace, values_of
from congminh.org.models import Decision, Person, Post, Unit

DAY = timedelta(days=1)
CORRECTABLE = ("unit", "position", "rank", "kind", "first", "last", "decision")


@transaction.atomic
def appoint(
    post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = (), *, by: Person | None = None
) -> Post:
    """A new post («bổ nhiệm, điều động, giao phụ trách»), for a deputy with the field in charge."""
    return _begin(Action.APPOINT, post, units, persons, by)


@transaction.atomic
def end_post(post: Post, last: date, *, by: Person | None = None) -> Post:
    """The post is held up to `last` («thôi giữ chức vụ»); a day after it had already ended is refused."""
    if last < post.first:
        refuse("last", _("The post began on %(first)s: enter a last day from then on."), first=vn(post.first))
    if post.last and post.last < last:
        refuse("last", _("The post ended on %(last)s: enter a day before, or a new post."), last=vn(post.last))
    said = {"before": {"last": post.last}, "after": {"last": last}}
    _close(post, last)
    trace(Action.END_POST, by, unit=post.unit, person=post.person, of=post, **said)
    return post


@transaction.atomic
def delegate(
    unit: Unit, to: Person, first: date, last: date, decision: Decision | None = None, *, by: Person | None = None
) -> Post:
    """The head's signature for a time («ủy quyền»), to somebody who holds a post and is not the head."""
    post = Post(person=to, unit=unit, rank="head", kind="delegation", first=first, last=last, decision=decision)
    post.full_clean()
    _must_be_there(post)
    held = Post.objects.held_within(first, last).filter(person=to).exclude(kind="delegation")
    if not held.exists():
        refuse("to", _("%(person)s holds no post in those days: choose somebody who does."), person=to)
    if held.filter(unit=unit, rank="head").exists():
        refuse("to", _("%(person)s heads %(unit)s already: choose somebody else."), person=to, unit=unit)
    trace(Action.DELEGATE, by, unit=unit, person=to, decision=decision, after=post_values(post))
    return _save(post)


@transaction.atomic
def second(post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = (), *, by: Person | None = None) -> Post:
    """A post elsewhere for a time («biệt phái»); the main post stays, and the person is evaluated where seconded."""
    post.kind = Post.Kind.SECONDED
    held = Post.objects.held_on(post.first).filter(person=post.person, kind="main")
    if not held.exists():
        said = _("%(person)s holds no main post to be seconded from: appoint to one first.")
        refuse("person", said, person=post.person)
    if held.filter(unit=post.unit).exists():
        said = _("%(person)s works in %(unit)s already: choose another.")
        refuse("unit", said, person=post.person, unit=post.unit)
    return _begin(Action.SECOND, post, units, persons, by)


@transaction.atomic
def give_field(
    post: Post,
    on: date,
    units: Iterable[Unit] = (),
    persons: Iterable[Person] = (),
    decision: Decision | None = None,
    *,
    by: Person | None = None,
) -> Post:
    """A deputy's field in charge («lĩnh vực được giao phụ trách», Điều 15.4) from `on`; the old one stays before it."""
    if post.rank != Post.Rank.DEPUTY:
        refuse("post", _("%(post)s is not a deputy's: a field is given to a deputy."), post=post)
    units, persons = list(units), list(persons)
    if not units and not persons:
        refuse("units", _("The field is empty: name a unit or a civil servant."))
    if not (post.first <= on and (post.last is None or on <= post.last)):
        refuse("on", _("%(post)s is not held on %(day)s: choose another day."), post=post, day=vn(on))
    before = _field(post.units_in_charge.named(on), post.persons_in_charge.all())
    said = {"before": before, "after": {**_field(units, persons), "first": on}}
    trace(Action.GIVE_FIELD, by, unit=post.unit, person=post.person, decision=decision, of=post, **said)
    return go_on(post, on, post.unit, units, persons, decision)


@transaction.atomic
def correct_post(post: Post, *, by: Person | None = None, **values: Any) -> Post:
    """What was typed wrongly of a post, put right in place; the trace keeps what stood there.

    For a change that really took place on a day the post is ended and another begun.
    """
    # Nothing signed hangs on a post yet; what is signed later must be asked about here first.
    stored = Post.objects.select_related("person", "unit", "position", "decision").get(pk=post.pk)
    before = values_of(stored, CORRECTABLE)
    for name in CORRECTABLE:
        setattr(stored, name, values.get(name, before[name]))
    stored.full_clean()
    _must_be_there(stored)
    if stored.kind != Post.Kind.DELEGATION:
        _must_be_free(stored)
    old, new = differing(before, values_of(stored, CORRECTABLE))
    if new:
        stored.save()
        trace(Action.CORRECT_POST, by, unit=stored.unit, person=stored.person, of=stored, before=old, after=new)
    return stored


@transaction.atomic
def remove_post(post: Post, *, by: Person | None = None) -> None:
    """A post that was entered by mistake and never held, taken out; the trace keeps all it said."""
    before = post_values(post, post.units_in_charge.all(), post.persons_in_charge.all())
    trace(Action.REMOVE_POST, by, unit=post.unit, person=post.person, of=post, before=before)
    post.delete()


def go_on(
    post: Post, on: date, unit: Unit, units: Iterable[Unit], persons: Iterable[Person], decision: Decision | None
) -> Post:
    """The post as it goes on from `on`; what it was stays for the days before, if there were any."""
    units, persons = list(units), list(persons)
    if post.first < on:
        last = post.last
        _close(post, on - DAY)
        held = {name: getattr(post, name) for name in ("person", "position", "rank", "kind", "decision")}
        post = Post(**held, first=on, last=last)
    post.unit, post.decision = unit, decision or post.decision
    return _save(post, units, persons)


def _begin(action: Action, post: Post, units: Iterable[Unit], persons: Iterable[Person], by: Person | None) -> Post:
    post.full_clean()
    _must_be_there(post)
    _must_be_free(post)
    units, persons = list(units), list(persons)
    after = post_values(post, units, persons)
    trace(action, by, unit=post.unit, person=post.person, decision=post.decision, after=after)
    return _save(post, units, persons)


def _close(post: Post, last: date) -> None:
    """The last day, if the post is still as it was read."""
    if not Post.objects.filter(pk=post.pk, last=post.last).update(last=last):
        refuse("last", _("Someone changed this post meanwhile: open it again."))
    post.last = last


def _must_be_there(post: Post) -> None:
    """The person serves and the unit exists on the first day of the post."""
    must_live(post.unit, post.first, "unit")
    must_serve(post.person, post.first, "first")


def _must_be_free(post: Post) -> None:
    """No second main post for the person, no second head for the unit, in the days of this one."""
    within = Post.objects.held_within(post.first, post.last).exclude(pk=post.pk)
    if post.kind == Post.Kind.MAIN and (other := within.filter(person=post.person, kind="main").first()):
        said = _("%(person)s holds a main post from %(day)s: end that one first.")
        refuse("first", said, person=post.person, day=vn(other.first))
    heads = within.filter(unit=post.unit, rank="head").exclude(kind="delegation").exclude(person=post.person)
    alike = heads.filter(kind="acting") if post.kind == "acting" else heads.exclude(kind="acting")
    if post.rank == Post.Rank.HEAD and (other := alike.select_related("person").first()):
        said = _("%(other)s heads %(unit)s from %(day)s: end that post first.")
        refuse("rank", said, other=other.person, unit=post.unit, day=vn(other.first))


def _field(units: Iterable[Unit], persons: Iterable[Person]) -> dict[str, Any]:
    return {"units_in_charge": list(units), "persons_in_charge": list(persons)}


def _save(post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = ()) -> Post:
    post.save()
    post.units_in_charge.set(units)
    post.persons_in_charge.set(persons)
    return post
