"""People: in and out of service, their names put right, their leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.org.actions.posts import end_post, remove_post
from congminh.org.actions.refusal import must_serve, refuse, vn
from congminh.org.actions.trace import Action, differing, trace, values_of
from congminh.org.models import Leave, Person, Post

CORRECTABLE = ("code", "name", "begun")


@transaction.atomic
def hire(person: Person, *, by: Person | None = None) -> Person:
    """Someone enters service («tuyển dụng, tiếp nhận») on their first day; the post is appointed apart."""
    person.full_clean()
    person.save(force_insert=True)
    trace(Action.HIRE, by, person=person, after=values_of(person, CORRECTABLE))
    return person


@transaction.atomic
def leave_service(person: Person, last: date, *, by: Person | None = None) -> Person:
    """Someone leaves («nghỉ hưu, thôi việc, chuyển đi») after `last`: posts end with it, those to begin later go."""
    if last < person.begun:
        refuse("last", _("Service began on %(first)s: enter a last day from then on."), first=vn(person.begun))
    for post in person.posts.held_within(last, None).select_related("unit", "position"):
        if post.first > last:
            remove_post(post, by=by)
        elif post.last is None or post.last > last:
            end_post(post, last, by=by)
    said = {"before": {"ended": person.ended}, "after": {"ended": last}}
    person.ended = last
    person.save(update_fields=["ended"])
    trace(Action.LEAVE_SERVICE, by, person=person, **said)
    return person


@transaction.atomic
def correct_person(person: Person, *, by: Person | None = None, **values: Any) -> Person:
    """Name, code or first day of service put right; no first day after a post had begun."""
    stored = Person.objects.get(pk=person.pk)
    before = values_of(stored, CORRECTABLE)
    for name in CORRECTABLE:
        setattr(stored, name, values.get(name, before[name]))
    stored.full_clean()
    earliest = Post.objects.filter(person=person).order_by("first").first()
    if earliest and earliest.first < stored.begun:
        said = _("A post began on %(first)s: enter that day or one before it.")
        refuse("begun", said, first=vn(earliest.first))
    old, new = differing(before, values_of(stored, CORRECTABLE))
    if new:
        stored.save(update_fields=CORRECTABLE)
        trace(Action.CORRECT_PERSON, by, person=stored, before=old, after=new)
    return stored


@transaction.atomic
def record_leave(leave: Leave, *, by: Person | None = None) -> Leave:
    """Days away («nghỉ», Điều 11.2); a person is away once at a time."""
    if leave.first and leave.last and leave.last < leave.first:
        refuse("last", _("The last day is before the first: enter a day not before the first."))
    leave.full_clean()
    must_serve(leave.person, leave.first, "first")
    other = leave.person.leaves.within(leave.first, leave.last).exclude(pk=leave.pk).first()
    if other:
        said = _("%(person)s is away already, %(leave)s: enter other days, or remove that leave first.")
        refuse("first", said, person=leave.person, leave=other)
    leave.save()
    trace(Action.RECORD_LEAVE, by, person=leave.person, after=values_of(leave, ("kind", "first", "last")))
    return leave


@transaction.atomic
def remove_leave(leave: Leave, *, by: Person | None = None) -> None:
    """Leave that was not taken, or was entered wrongly, taken out; the trace keeps it."""
    trace(Action.REMOVE_LEAVE, by, person=leave.person, before=values_of(leave, ("kind", "first", "last")))
    leave.delete()
