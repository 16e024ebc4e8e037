"""Rows of units against the units there are: what each would add or change, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from congminh.exchange.excel.form import Row
from congminh.exchange.kinds.decisions import Decisions, Key, said
from congminh.exchange.kinds.units.circles import circles
from congminh.exchange.kinds.units.there import Codes, State, There, units_there
from congminh.exchange.kinds.units.write import Step, UnitPlan
from congminh.exchange.scope import Scope

Above = There | Row | None
SHOWN = 6


@dataclass
class Board:
    """All that rows are compared with: the units there are, and the new ones of the file by their codes."""

    there: Codes
    scope: Scope
    day: date
    decisions: Decisions
    new: dict[str, Row] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def above(self, row: Row) -> Above:
        """The unit a row names as the one above; an unknown one is a fault."""
        code = row.values.get("parent")
        found = code and (self.there.get(code) or self.new.get(self.there.key(code)))
        if code and not found:
            row.fault("parent", "unknown_unit", code=code)
        return found or None


def compare(rows: Sequence[Row], scope: Scope, day: date) -> UnitPlan:
    """The plan of the rows without faults; verdicts, faults and notes are set on the rows."""
    board = Board(units_there(), scope, day, Decisions(rows, day))
    _by_code(rows, board)
    for row in rows:
        if code := row.values.get("code"):
            unit = board.there.get(code)
            decision = board.decisions.check(row)
            board.steps.append(_changed(row, unit, decision, board) if unit else _new(row, decision, board))
        elif "code" not in row.cells:
            row.fault("code", "needed")
    _settle(board)
    for row in rows:
        row.settle()
    steps = [step for step in board.steps if step.row.verdict in ("added", "changed")]
    return UnitPlan(steps, board.decisions)


def _by_code(rows: Sequence[Row], board: Board) -> None:
    """Which rows bring new units; a code in two rows is a fault of both."""
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if code := row.values.get("code"):
            alike[board.there.key(code)].append(row)
    for key, group in alike.items():
        places = ", ".join(row.place for row in group[:SHOWN])
        for row in group if len(group) > 1 else ():
            row.fault("code", "code_twice", code=row.values["code"], rows=places)
        if board.there.get(group[0].values["code"]) is None:
            board.new[key] = group[0]


def _new(row: Row, decision: Key | None, board: Board) -> Step:
    row.verdict = "added"
    for key in ("name", "kind", "first"):
        if key not in row.cells:
            row.fault(key, "needed_for_new_unit")
    if "parent" not in row.cells and not board.scope.is_top:
        row.fault("parent", "parent_needed")
    above = board.above(row)
    if above is row:
        row.fault("parent", "above_itself")
    _check_above(row, above, board)
    return Step(row, None, above, decision)


def _check_above(row: Row, above: Above, board: Board) -> None:
    """The unit above exists on the day, and is one this person may put units under."""
    first = row.values.get("first")
    if isinstance(above, There) and above.pk not in board.scope.units:
        row.fault("parent", "outside_unit", unit=above.last.name)
    elif isinstance(above, There) and first and not above.is_alive(first):
        row.fault("parent", "unit_not_there", unit=above.last.name, day=_day(first))
    elif isinstance(above, Row) and first and above.values.get("first", first) > first:
        row.fault("parent", "above_begins_later", row=above.place, day=_day(above.values["first"]))


def _changed(row: Row, unit: There, decision: Key | None, board: Board) -> Step:
    first = row.values.get("first")
    step = Step(row, unit, board.above(row), decision)
    if unit.ended and unit.ended < (first or board.day):
        row.fault("code", "unit_ended", unit=unit.last.name, day=_day(unit.ended))
    for key, there in (("kind", unit.kind), ("tier", unit.tier)):
        if row.values.get(key, there) != there:
            row.differs(key, there)
    state = unit.state_on(first) if first else unit.last
    if state is None:
        row.fault("first", "before_unit", unit=unit.last.name, day=_day(unit.begun))
    else:
        _compare_state(step, unit, state, board)
    if row.verdict == "changed" and unit.pk not in board.scope.units:
        row.fault("code", "outside_unit", unit=unit.last.name)
    return step


def _compare_state(step: Step, unit: There, state: State, board: Board) -> None:
    """Name and place of the row, against those of its day."""
    row, first = step.row, step.row.values.get("first")
    is_renamed = row.values.get("name", state.name) != state.name
    is_moved = "parent" in row.values and not row.faults and _code(step.above, board) != state.parent
    if not is_renamed and not is_moved:
        _compare_decision(step, state)
        return
    if not first:
        row.fault("first", "day_needed", day=_day(unit.last.first))
    elif state is not unit.last:
        row.fault("first", "later_change", unit=unit.last.name, day=_day(unit.last.first))
    if is_renamed:
        row.differs("name", state.name)
    if is_moved:
        row.differs("parent", state.parent)
        _check_above(row, step.above, board)
    step.changes_state = True
    if first:
        row.note("corrects" if first == state.first else "holds_from", day=_day(first))
    if step.decision and step.decision != state.decision:
        row.before["decision"] = said(state.decision)


def _compare_decision(step: Step, state: State) -> None:
    """Another decision for what stays as it is."""
    row, first = step.row, step.row.values.get("first")
    if step.decision and step.decision != state.decision:
        if first in (None, state.first):
            row.differs("decision", said(state.decision))
            step.changes_state = True
        else:
            row.note("decision_unused", decision=said(step.decision))


def _code(above: Above, board: Board) -> str:
    if isinstance(above, Row):
        return board.there.key(above.values["code"])
    return above.code if above else ""


def _settle(board: Board) -> None:
    """Faults that come of other rows' faults, and circles, until there are no more."""
    is_first = True
    while _depend(board) | _circle(board) | is_first:
        is_first = False


def _depend(board: Board) -> bool:
    """Rows under a new unit whose own row is faulty; whether there were any."""
    beneath: dict[int, list[Row]] = defaultdict(list)
    for step in board.steps:
        if isinstance(step.above, Row):
            beneath[id(step.above)].append(step.row)
    open_rows = [row for row in board.new.values() if row.faults]
    was_any = False
    while open_rows:
        above = open_rows.pop()
        for row in beneath[id(above)]:
            if not row.faults:
                row.fault("parent", "depends", row=above.place)
                open_rows.append(row)
                was_any = True
    return was_any


def _circle(board: Board) -> bool:
    """Rows that would put a unit above itself; whether there were any."""
    parents = {unit.code: unit.last.parent for unit in board.there.by_code.values() if unit.ended is None}
    moved = {}
    for step in board.steps:
        if step.above and not step.row.faults and step.row.verdict != "left":
            key = board.there.key(step.row.values["code"])
            parents[key], moved[key] = _code(step.above, board), step.row
    was_any = False
    for circle in circles(parents, moved):
        names = [moved[key].values["code"] if key in moved else key for key in circle]
        path = " → ".join([*names[:SHOWN], *(["…"] if len(names) > SHOWN else []), names[0]])
        for key in circle:
            if key in moved:
                moved[key].fault("parent", "circle", path=path)
                was_any = True
    return was_any


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
