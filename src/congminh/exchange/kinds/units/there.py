"""The units there are, as an import compares rows with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from congminh.exchange.kinds.decisions import Key
from congminh.org.models import Unit, UnitState


@dataclass(slots=True)
class State:
    """A unit's name and place from a day on; without a number where none was ever written."""

    pk: int | None
    first: date
    name: str
    parent: str = ""
    parent_pk: int | None = None
    decision: Key | None = None
    decision_pk: int | None = None


@dataclass(slots=True)
class There:
    """A unit there is."""

    pk: int
    code: str
    kind: str
    tier: str
    begun: date
    ended: date | None
    states: list[State] = field(default_factory=list)

    def state_on(self, day: date) -> State | None:
        """The last state that had begun on `day`."""
        return next((state for state in reversed(self.states) if state.first <= day), None)

    def is_alive(self, day: date) -> bool:
        """Whether it had begun on `day` and not ended."""
        return self.begun <= day and (self.ended is None or day <= self.ended)

    @property
    def last(self) -> State:
        """The state that holds from its day on."""
        return self.states[-1]


class Codes:
    """Units by their codes, as typed: exactly, else in other capitals where that names one unit only."""

    def __init__(self, units: Iterable[There]) -> None:
        self.by_code = {unit.code: unit for unit in units}
        self.by_pk = {unit.pk: unit for unit in self.by_code.values()}
        self._loose: dict[str, list[There]] = {}
        for unit in self.by_code.values():
            self._loose.setdefault(unit.code.casefold(), []).append(unit)

    def get(self, code: str) -> There | None:
        """The unit with this code."""
        alike = self._loose.get(code.casefold(), [])
        return self.by_code.get(code) or (alike[0] if len(alike) == 1 else None)

    def key(self, code: str) -> str:
        """How codes of one file are compared: as it stands there, else without capitals."""
        unit = self.get(code)
        return unit.code if unit else code.casefold()


def units_there() -> Codes:
    """Every unit with its states, in two queries."""
    columns = ("pk", "code", "kind", "tier", "begun", "ended")
    units = {row[0]: There(*row) for row in Unit.objects.order_by().values_list(*columns)}
    rows = UnitState.objects.order_by("unit", "first").values_list(
        "unit_id", "pk", "first", "name", "parent__code", "parent_id", "decision__number", "decision__signed_on",
        "decision_id",
    )  # fmt: skip
    for unit, pk, first, name, parent, parent_pk, number, signed, decision_pk in rows:
        decision = (number, signed) if number else None
        units[unit].states.append(State(pk, first, name, parent or "", parent_pk, decision, decision_pk))
    for one in units.values():
        one.states = one.states or [State(None, one.begun, "")]
    return Codes(units.values())
