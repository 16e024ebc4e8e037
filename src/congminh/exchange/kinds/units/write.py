"""Writing the units of an import: begun, renamed, moved, put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congminh.exchange.excel.form import Row
from congminh.exchange.journal import Journal
from congminh.exchange.kinds.decisions import Decisions, Key
from congminh.exchange.kinds.kind import Tell
from congminh.exchange.kinds.units.there import State, There
from congminh.org.models import Unit, UnitState

ABOUT = "Thành lập, tổ chức, sắp xếp đơn vị"


@dataclass(slots=True)
class Step:
    """What one row does: to a unit there is, or a new one; under which unit; by which decision."""

    row: Row
    unit: There | None
    above: There | Row | None
    decision: Key | None
    changes_state: bool = False


@dataclass
class UnitPlan:
    """The rows without faults that do something."""

    steps: Sequence[Step]
    decisions: Decisions

    def write(self, journal: Journal, tell: Tell) -> None:
        """New units first, so that others can stand beneath them."""
        decided = self.decisions.write(journal, {step.decision for step in self.steps}, ABOUT)
        new = [step for step in self.steps if step.unit is None]
        units = journal.add([_unit(step, decided) for step in new])
        tell(len(new), len(self.steps), "")
        begun = {id(step.row): unit.pk for step, unit in zip(new, units, strict=True)}
        journal.change(Unit, {step.unit.pk: found for step in self.steps if step.unit and (found := _kind(step))})
        states = [_state(step, begun, decided) for step in self.steps if step.unit is None or step.changes_state]
        journal.add([UnitState(**values) for key, values in states if key is None])
        journal.change(UnitState, {key: values for key, values in states if key is not None})
        tell(len(self.steps), len(self.steps), "")


def _unit(step: Step, decided: Mapping[Key | None, int | None]) -> Unit:
    values = step.row.values
    return Unit(
        code=values["code"],
        kind=values["kind"],
        tier=values.get("tier", ""),
        begun=values["first"],
        decision_id=decided[step.decision],
    )


def _kind(step: Step) -> dict[str, str]:
    """Kind and tier, where the row changes them."""
    return {key: step.row.values[key] for key in ("kind", "tier") if key in step.row.before}


def _state(
    step: Step, begun: Mapping[int, int], decided: Mapping[Key | None, int | None]
) -> tuple[int | None, dict[str, Any]]:
    """The state a row makes (no number), or puts right; and its columns. What the row leaves blank stays."""
    said, last = step.row.values, step.unit.last if step.unit else State(None, step.row.values["first"], "")
    columns: dict[str, Any] = {
        "name": said.get("name", last.name),
        "parent_id": _above(step, begun) if step.above else last.parent_pk,
        "decision_id": decided[step.decision] if step.decision else last.decision_pk,
    }
    if last.pk is not None and said.get("first", last.first) == last.first:
        return last.pk, columns
    unit = step.unit.pk if step.unit else begun[id(step.row)]
    return None, {**columns, "unit_id": unit, "first": said.get("first", last.first)}


def _above(step: Step, begun: Mapping[int, int]) -> int | None:
    if isinstance(step.above, Row):
        return begun[id(step.above)]
    return step.above.pk if step.above else None
