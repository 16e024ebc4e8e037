"""What an agency decides for itself: decisions, job positions, peer groups, readings."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh import law
from congminh.org.actions.refusal import refuse
from congminh.org.actions.trace import Action, differing, trace, values_of
from congminh.org.models import Change, Choice, Decision, PeerGroup, Person, Position, Unit

Row = TypeVar("Row", PeerGroup, Position)


@transaction.atomic
def decide(decision: Decision, *, by: Person | None = None) -> Decision:
    """A signed decision («quyết định») to rest changes on; no day of signing that is yet to come."""
    decision.full_clean()
    if decision.signed_on > timezone.localdate():
        refuse("signed_on", _("The day of signing is yet to come: enter the day on the decision."))
    decision.save(force_insert=True)
    after = values_of(decision, ("number", "signed_on", "signer", "about"))
    trace(Action.DECIDE, by, decision=decision, of=decision, after=after)
    return decision


def put_position(position: Position, *, by: Person | None = None) -> Position:
    """A job position («vị trí việc làm», Điều 13.1.a), new or changed."""
    names = ("title", "complexity", "peer_group", "unit", "is_personnel", "is_inspector")
    return _put(Action.PUT_POSITION, position, names, by, position.unit if position.unit_id else None)


def put_peer_group(group: PeerGroup, *, by: Person | None = None) -> PeerGroup:
    """A group of similar duties («nhóm có nhiệm vụ tương đồng», Điều 20.5.a), new or changed."""
    return _put(Action.PUT_PEER_GROUP, group, ("code", "name"), by, None)


@transaction.atomic
def choose_reading(reading: str, option: str, first: date, decision: Decision, *, by: Person | None = None) -> Choice:
    """An option of a reading from `first`, by decision («chọn cách hiểu»); it holds until the next choice."""
    choice = Choice(reading=reading, option=option, first=first, decision=decision)
    choice.full_clean()
    said = law.named("nd335").readings[reading]
    before = dict(Choice.objects.in_force(first).values_list("reading", "option")).get(reading, said.default)
    choice.save()
    values = {"before": {"option": before}, "after": {"option": option, "first": first}}
    trace(Action.CHOOSE_READING, by, decision=decision, of=f"{reading}: {said.title.vi}", **values)
    return choice


@transaction.atomic
def _put(action: Change.Action, row: Row, names: tuple[str, ...], by: Person | None, unit: Unit | None) -> Row:
    """Save a new row or a changed one; a row saved as it was leaves no trace."""
    row.full_clean()
    stored = type(row)._default_manager.filter(pk=row.pk).first()
    old, new = differing(values_of(stored, names) if stored else {}, values_of(row, names))
    if new:
        row.save()
        trace(action, by, unit=unit, of=row, before=old if stored else {}, after=new)
    return row
