"""A procedure is a table of steps: who, from where to where, by which article, whom to tell, by when.

Buttons, permissions, the ledger, notices, deadlines and the personal inbox are read from the table and
never written again. `problems` reads a table the way a clerk would and says what is wrong with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Literal, TypeVar

from congminh.law.calendar.working_days import NATIONAL, ONE_DAY, HolidayTable, add_working_days
from congminh.law.parameters import Parameter
from congminh.law.text import Text


class Role(StrEnum):
    """What a person is in one file («vai trong hồ sơ»), never a rank."""

    OWNER = auto()
    ASSESSOR = auto()
    DECIDER = auto()
    PERSONNEL = auto()
    PARTY = auto()
    MEETING = auto()
    INSPECTOR = auto()
    HEAD = auto()
    MANAGING_HEAD = auto()
    RECOGNISER = auto()
    RESOLVER = auto()
    RELATED = auto()
    STAFF = auto()

    @property
    def label(self) -> Text:
        """The law's words for this role."""
        return _ROLES[self][0]

    @property
    def cite(self) -> str:
        """The article that names this role."""
        return _ROLES[self][1]


_ROLES = {
    Role.OWNER: (Text("công chức được đánh giá", "the civil servant evaluated"), "Điều 17.2"),
    Role.ASSESSOR: (Text("cấp có thẩm quyền theo dõi, đánh giá", "who monitors and scores"), "Điều 10.1"),
    Role.DECIDER: (Text("cấp có thẩm quyền xếp loại chất lượng", "who decides the rating"), "Điều 10.2"),
    Role.PERSONNEL: (Text("cơ quan tham mưu về tổ chức, cán bộ", "the personnel adviser"), "Điều 17.3"),
    Role.PARTY: (Text("cấp ủy đảng nơi công chức công tác", "the Party committee"), "Điều 21.1.c"),
    Role.MEETING: (Text("thành viên tham dự cuộc họp", "those attending the meeting"), "Điều 21.1.b"),
    Role.INSPECTOR: (Text("người kiểm tra, giám sát, xác minh", "who inspects and verifies"), "Điều 4.4"),
    Role.HEAD: (Text("người đứng đầu cơ quan, tổ chức, đơn vị", "the head of the unit"), "Điều 13.1"),
    Role.MANAGING_HEAD: (
        Text("người đứng đầu cơ quan quản lý công chức", "the head of the managing agency"),
        "Điều 21.3",
    ),
    Role.RECOGNISER: (Text("người có thẩm quyền công nhận", "who recognises the result"), "Điều 5"),
    Role.RESOLVER: (Text("người có thẩm quyền giải quyết kiến nghị", "who settles the petition"), "Điều 22"),
    Role.RELATED: (Text("cơ quan liên quan", "the agencies concerned"), "Điều 9.2.b"),
    Role.STAFF: (Text("công chức trong cơ quan, đơn vị", "the civil servants of the unit"), "Điều 21.1.đ"),
}


@dataclass(frozen=True)
class Deadline:
    """By when a step is due («thời hạn»), counted from another step or set by the calendar.

    working_days and days: `n` of them after the day `from_event` was taken, that day not counted.
    before_date: the day before `before` (month, day), `n` years after the year of the day given;
    `n` is a dated number of the law where it has one there. `special` is the deadline of bodies that do not
    close their work at the end of the year.
    """

    kind: Literal["working_days", "days", "before_date"]
    n: int | Parameter
    from_event: str
    cite: str
    before: tuple[int, int] = (1, 1)
    special: Deadline | None = None

    def due(self, day: date, table: HolidayTable = NATIONAL) -> date:
        """The last day, for an event on `day` (before_date: for the working year in which `day` falls)."""
        n = self.n if isinstance(self.n, int) else self.n.on(day)
        if self.kind == "working_days":
            return add_working_days(day, n, table)
        if self.kind == "days":
            return day + timedelta(days=n)
        return date(day.year + n, *self.before) - ONE_DAY


@dataclass(frozen=True)
class State:
    """Where a file stands («tình trạng hồ sơ»)."""

    name: str
    label: Text


# The target of a step that leaves the file where it stands.
KEPT = ""


@dataclass(frozen=True)
class Step:
    """One row of a procedure («bước»): `by` any of these roles, from any of `sources` to `target`, or KEPT.

    `needs` names what must be handed in with the step; `when` names facts of the file that must hold
    before it may be taken; `tell` is who gets a notice.
    """

    name: str
    label: Text
    by: tuple[Role, ...]
    sources: tuple[str, ...]
    target: str
    cite: str
    tell: tuple[Role, ...] = ()
    needs: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    within: Deadline | None = None

    def leads(self, source: str) -> str:
        """The state of a file after the step, when it was in `source`."""
        return source if self.target == KEPT else self.target


Row = TypeVar("Row", State, Step)


@dataclass(frozen=True)
class Notice:
    """An article that orders people told («thông báo», «gửi»): some step under it must tell each of `to`."""

    cite: str
    to: tuple[Role, ...]


@dataclass(frozen=True)
class Procedure:
    """A whole procedure («trình tự, thủ tục»); the first of its states is where every file begins.

    `finals` are the states in which a file may rest; `notices` what the law orders told, and to whom.
    """

    name: str
    label: Text
    cite: str
    named_states: tuple[State, ...]
    finals: tuple[str, ...]
    steps: tuple[Step, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def initial(self) -> str:
        """The state in which a file begins."""
        return self.named_states[0].name

    def states(self) -> tuple[str, ...]:
        """The names of all states, in the order a file usually passes them."""
        return tuple(state.name for state in self.named_states)

    def state(self, name: str) -> State:
        """The state called `name`; KeyError with the procedure's name when there is none."""
        return _named(name, self.named_states, self.name)

    def step(self, name: str) -> Step:
        """The step called `name`; KeyError with the procedure's name when there is none."""
        return _named(name, self.steps, self.name)

    def open_to(self, roles: Iterable[Role], state: str) -> tuple[Step, ...]:
        """The steps a person with these roles may take in this state, in the table's order."""
        held = set(roles)
        return tuple(step for step in self.steps if state in step.sources and held & set(step.by))


def _named(name: str, rows: tuple[Row, ...], procedure: str) -> Row:
    for row in rows:
        if row.name == name:
            return row
    raise KeyError(f"{procedure} has no “{name}”: {', '.join(row.name for row in rows)}")


def problems(procedure: Procedure, citations: Collection[str]) -> list[str]:
    """What is wrong with a table of steps, one sentence each; an empty list is a sound table.

    `citations` are all that resolve. Looks for states nobody reaches or leaves, steps without a role or
    with an article that does not resolve, and articles that order a notice given to nobody.
    """
    found = (_names_in_doubt, _ways_in_doubt, _articles_in_doubt, _silence)
    return [sentence for look in found for sentence in look(procedure, citations)]


def _names_in_doubt(procedure: Procedure, _: Collection[str]) -> Iterator[str]:
    states = procedure.states()
    for name, times in Counter((*states, *(step.name for step in procedure.steps))).items():
        if times > 1:
            yield f"{procedure.name}: the name “{name}” is given {times} times"
    for step in procedure.steps:
        for state in sorted({*step.sources, step.target} - {*states, KEPT}):
            yield f"{procedure.name}.{step.name}: “{state}” is no state of this procedure"
        begun_by = step.within.from_event if step.within and step.within.kind != "before_date" else step.name
        if begun_by not in {other.name for other in procedure.steps}:
            yield f"{procedure.name}.{step.name}: due after “{begun_by}”, which is no step"
    for final in sorted(set(procedure.finals) - set(states)):
        yield f"{procedure.name}: the final “{final}” is no state of this procedure"


def _ways_in_doubt(procedure: Procedure, _: Collection[str]) -> Iterator[str]:
    forward = {(source, step.leads(source)) for step in procedure.steps for source in step.sources}
    reached = _reach({procedure.initial}, forward)
    ending = _reach(set(procedure.finals), {(target, source) for source, target in forward})
    for state in procedure.states():
        if state not in reached:
            yield f"{procedure.name}: no step leads to “{state}”"
        if state not in ending:
            yield f"{procedure.name}: “{state}” is a dead end, no way leads from it to {procedure.finals}"


def _reach(start: set[str], ways: Collection[tuple[str, str]]) -> set[str]:
    reached = set(start)
    while more := {b for a, b in ways if a in reached} - reached:
        reached |= more
    return reached


def _articles_in_doubt(procedure: Procedure, citations: Collection[str]) -> Iterator[str]:
    for where, cite in _cited(procedure):
        if not cite:
            yield f"{where}: no article is cited"
        elif cite not in citations:
            yield f"{where}: “{cite}” does not resolve"


def _cited(procedure: Procedure) -> Iterator[tuple[str, str]]:
    yield procedure.name, procedure.cite
    for notice in procedure.notices:
        yield f"{procedure.name}, a notice", notice.cite
    for step in procedure.steps:
        yield f"{procedure.name}.{step.name}", step.cite
        if step.within:
            yield f"{procedure.name}.{step.name}, its deadline", step.within.cite
        for role in (*step.by, *step.tell):
            yield f"{procedure.name}.{step.name}, {role.name}", role.cite


def _silence(procedure: Procedure, _: Collection[str]) -> Iterator[str]:
    for step in procedure.steps:
        if not step.by:
            yield f"{procedure.name}.{step.name}: nobody may take this step"
    for notice in procedure.notices:
        told = {role for step in procedure.steps if step.cite == notice.cite for role in step.tell}
        for role in notice.to:
            if role not in told:
                yield f"{procedure.name}: {notice.cite} orders {role.name} told, and no step under it does"
