"""Units: established, renamed, moved, corrected, dissolved. Merger and split are in `reorganisation`."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congminh.org.actions.refusal import must_live, refuse, vn
from congminh.org.actions.trace import Action, differing, trace, values_of
from congminh.org.models import Decision, Person, Post, Unit, UnitState

DAY = timedelta(days=1)
CORRECTABLE = ("code", "kind", "tier")


@transaction.atomic
def begin_unit(unit: Unit, name: str, parent: Unit | None = None, *, by: Person | None = None) -> Unit:
    """A new unit («thành lập») from its `begun`, with its first name and place."""
    unit.full_clean()
    if parent:
        must_live(parent, unit.begun, "parent")
    unit.save()
    _begin_state(UnitState(unit=unit, first=unit.begun, name=name, parent=parent, decision=unit.decision))
    after = {"name": name, "code": unit.code, "kind": unit.kind, "tier": unit.tier, "parent": parent}
    trace(Action.BEGIN_UNIT, by, unit=unit, decision=unit.decision, after={**after, "first": unit.begun})
    return unit


@transaction.atomic
def rename_unit(
    unit: Unit, name: str, on: date, decision: Decision | None = None, *, by: Person | None = None
) -> UnitState:
    """A new name («đổi tên») from `on`; the old one stays for the days before."""
    before, state = _change(unit, on, decision, name=name)
    said = {"before": {"name": before.name}, "after": {"name": name, "first": on}}
    trace(Action.RENAME_UNIT, by, unit=unit, decision=decision, **said)
    return state


@transaction.atomic
def move_unit(
    unit: Unit, parent: Unit | None, on: date, decision: Decision | None = None, *, by: Person | None = None
) -> UnitState:
    """Another unit above («chuyển đơn vị») from `on`, never one that is beneath it."""
    if parent:
        must_live(parent, on, "parent")
        if parent.pk in Unit.objects.tree(on).beneath([unit.pk]):
            refuse("parent", _("%(parent)s is beneath %(unit)s: choose another unit above."), parent=parent, unit=unit)
    before, state = _change(unit, on, decision, parent=parent)
    said = {"before": {"parent": before.parent}, "after": {"parent": parent, "first": on}}
    trace(Action.MOVE_UNIT, by, unit=unit, decision=decision, **said)
    return state


@transaction.atomic
def correct_unit(unit: Unit, *, by: Person | None = None, **values: Any) -> Unit:
    """Code, kind or tier put right, for all its days; a change that begins on a day is another action."""
    stored = Unit.objects.get(pk=unit.pk)
    before = values_of(stored, CORRECTABLE)
    for name in CORRECTABLE:
        setattr(stored, name, values.get(name, before[name]))
    stored.full_clean()
    old, new = differing(before, values_of(stored, CORRECTABLE))
    if new:
        stored.save(update_fields=CORRECTABLE)
        trace(Action.CORRECT_UNIT, by, unit=stored, before=old, after=new)
    return stored


@transaction.atomic
def dissolve_unit(unit: Unit, last: date, decision: Decision | None = None, *, by: Person | None = None) -> Unit:
    """The unit ends with `last` («giải thể») and goes on in none; its people and units have gone elsewhere before."""
    must_live(unit, last, "last")
    if Unit.objects.children([unit], last + DAY).exists():
        refuse("unit", _("Units still stand beneath %(unit)s: move them first."), unit=unit)
    staying = Post.objects.held_within(last + DAY, None).filter(unit=unit).select_related("person")
    if names := ", ".join(dict.fromkeys(post.person.name for post in staying)):
        said = _("These still hold a post in %(unit)s after %(day)s: end or move the posts first: %(names)s.")
        refuse("unit", said, unit=unit, day=vn(last), names=names)
    end_unit(unit, last, None)
    trace(Action.DISSOLVE_UNIT, by, unit=unit, decision=decision, after={"last": last})
    return unit


def end_unit(unit: Unit, last: date, successor: Unit | None) -> None:
    """The unit's last day, and what it went on in."""
    unit.ended, unit.succeeded_by = last, successor
    unit.full_clean()
    unit.save()


def _begin_state(state: UnitState) -> UnitState:
    state.full_clean()
    state.save()
    return state


def _change(unit: Unit, on: date, decision: Decision | None, **new: Any) -> tuple[UnitState, UnitState]:
    """The unit's state before `on` and from `on`; two changes of one day are one state."""
    must_live(unit, on, "on")
    before = unit.states.select_related("parent", "decision").order_by("-first")[0]
    if before.first > on:
        said = _("%(unit)s changes on %(day)s already: choose that day or a later one.")
        refuse("on", said, unit=unit, day=vn(before.first))
    state = (
        copy(before) if before.first == on else UnitState(unit=unit, first=on, name=before.name, parent=before.parent)
    )
    for name, value in {**new, "decision": decision or before.decision}.items():
        setattr(state, name, value)
    return before, _begin_state(state)
