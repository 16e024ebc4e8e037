"""Units as they are exported, and what must not stay after an undo."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from congminh.exchange.journal import Held, batches
from congminh.exchange.kinds.decisions import cells_of
from congminh.exchange.models import Import
from congminh.org.models import Person, Unit, UnitState

COLUMNS = {
    "first": "first",
    "above": "parent__code",
    "number": "decision__number",
    "decided": "decision__signed_on",
    "signer": "decision__signer",
}


def records(person: Person, day: date) -> Generator[Mapping[str, Any]]:
    """The units a person sees, alive on `day`, as of their last state by then; in one query, those above first."""
    state = UnitState.objects.filter(unit=OuterRef("pk"), first__lte=day).order_by("-first")
    shown = {name: Subquery(state.values(column)[:1]) for name, column in COLUMNS.items()}
    units = Unit.objects.visible_to(person, day).on(day).annotate(**shown).order_by("begun", "code")
    for unit in units.values("code", "name", "above", "kind", "tier", *COLUMNS):
        decision = cells_of(unit["number"], unit["decided"], unit["signer"])
        parent = {"parent": unit["above"] or ""}
        yield {**{key: unit[key] for key in ("code", "name", "kind", "tier", "first")}, **parent, **decision}


def regret(source: Import) -> None:
    """Raises Held when what was undone leaves a later name or place of a unit, or a unit under one that has ended."""
    states = source.changes.filter(table="org.unitstate")
    for added in batches(states.filter(before__isnull=True).values_list("after__unit_id", "after__first")):
        gone = dict(added)
        for state in UnitState.objects.filter(unit__in=gone).order_by("first"):
            if state.first.isoformat() > gone[state.unit_id]:
                raise Held("renamed_since", what=str(state))
    for changed in batches(states.filter(before__isnull=False).values_list("key", flat=True)):
        beneath = UnitState.objects.filter(pk__in=changed, unit__ended=None, parent__ended__lt=timezone.localdate())
        for state in beneath[:1]:
            raise Held("above_ended", what=str(state))
