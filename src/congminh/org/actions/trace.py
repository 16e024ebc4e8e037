"""Each action leaves its change («vết»), in its own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from congminh.org.models import Change, Decision, Person, Post, Unit

Values = Mapping[str, Any]
Action = Change.Action


def changed(
    action: Change.Action,
    by: Person | None,
    *,
    unit: Unit | None = None,
    person: Person | None = None,
    decision: Decision | None = None,
    of: object = "",
    before: Values | None = None,
    after: Values | None = None,
) -> Change:
    """A change not yet saved: the values as names and ISO days, so that it is read without any other row."""
    data = {"before": plain(before or {}), "after": plain(after or {})}
    if of:
        data["of"] = plain(of)
    return Change(who=by, action=action, unit=unit, person=person, decision=decision, data=data)


def trace(action: Change.Action, by: Person | None, **said: Any) -> Change:
    """The change, kept; arguments as of `changed`."""
    change = changed(action, by, **said)
    change.save(force_insert=True)
    return change


def trace_all(changes: Iterable[Change]) -> None:
    """Many changes, kept in few queries."""
    Change.objects.bulk_create(changes, batch_size=1000)


def plain(value: Any) -> Any:
    """What JSON holds and a jurist reads: a day as 2026-07-01, a row by its name and code."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Unit):
        return f"{_name(value)} ({value.code})"
    if isinstance(value, Person):
        return f"{value.name} ({value.code})"
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _name(unit: Unit) -> str:
    """The name the unit was read with, else its last: one query."""
    if "name" in unit.__dict__:
        return unit.name
    state = unit.states.order_by("-first").first()
    return state.name if state else unit.code


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The row's values by field name."""
    return {name: getattr(row, name) for name in names}


def differing(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of both, only what differs."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}


def post_values(post: Post, units: Iterable[Unit] = (), persons: Iterable[Person] = ()) -> dict[str, Any]:
    """A post in all that it says, with its field in charge where there is one."""
    said = values_of(post, ("unit", "position", "rank", "kind", "first", "last"))
    field = {"units_in_charge": list(units), "persons_in_charge": list(persons)}
    return said | {name: rows for name, rows in field.items() if rows}
