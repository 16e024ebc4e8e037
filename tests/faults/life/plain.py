"""The life of one sheet in plain Python: who may do what when, what it changes, who is told. No framework here.

Lan's month: Minh scores her and confirms her work, Thu advises on personnel, An settles petitions on what Minh scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

OWNER, ASSESSOR, PERSONNEL, RESOLVER = "lan", "minh", "thu", "an"
EVERYONE = ("lan", "minh", "thu", "an", "hoa", "thuong", "dung", "far", "chair")
ROLES = {OWNER: "owner", ASSESSOR: "assessor", PERSONNEL: "personnel", RESOLVER: "resolver"}
TOLD = ("notified", "closed", "synchronised")
UNDER_WAY = ("assigned", "returned", "reported")
COUNTED_AGAINST = ("returned", "reported", "confirmed")
FULL_CP, MOST_CP = 3000, 500
# Sent, scored, told.
TOLD_AT = 3
# Who of these each step tells; never the one who takes it.
TELLS: Mapping[str, tuple[str, ...]] = {
    "assign": (OWNER,), "report": (), "update": (), "confirm": (), "return": (OWNER,), "send_back": (OWNER,),
    "undo": (OWNER,), "force_forward": (OWNER, ASSESSOR), "ask_cause": (ASSESSOR,), "accept_cause": (OWNER,),
    "refuse_cause": (OWNER,), "cancel": (OWNER,),
    "self_assess": (ASSESSOR,), "move_on": (OWNER, ASSESSOR), "give_back": (OWNER,), "score": (),
    "score_unsent": (OWNER,), "notify": (OWNER, PERSONNEL), "notify_late": (OWNER, ASSESSOR), "close": (), "sync": (),
    "ask_reopen": (OWNER, ASSESSOR, PERSONNEL), "reopen": (OWNER, ASSESSOR, PERSONNEL),
    "refuse_reopen": (OWNER, ASSESSOR, PERSONNEL), "restore": (OWNER, ASSESSOR), "leave_out": (OWNER, ASSESSOR),
    "take_in": (OWNER, ASSESSOR),
    "lodge": (RESOLVER, PERSONNEL), "uphold": (OWNER, ASSESSOR, PERSONNEL), "refuse": (OWNER, PERSONNEL),
    "correct": (OWNER, PERSONNEL),
}  # fmt: skip


class Trace(NamedTuple):
    """What an entry says, and who is told of it."""

    step: str
    who: str
    role: str
    before: str
    after: str
    told: frozenset[str]


class Act(NamedTuple):
    """Somebody does something to a file, seen `behind` versions ago; `more` is what is handed in."""

    name: str
    who: str
    about: str
    behind: int = 0
    more: tuple[Any, ...] = ()


@dataclass
class File:
    """Where a file stands and how it came there."""

    state: str
    traces: list[Trace] = field(default_factory=list)
    # Entries from before the walk.
    begun: int = 0

    @property
    def version(self) -> int:
        return self.begun + len(self.traces)

    def move(self, step: str, who: str, after: str | None = None, role: str = "") -> None:
        told = frozenset(TELLS[step]) - {who}
        step = "return" if step == "give_back" else step
        moved = self.state if after is None else after
        self.traces.append(Trace(step, who, role or ROLES[who], self.state, moved, told))
        self.state = moved


@dataclass
class Work(File):
    """One task: quantities in thousandths, days of the month, what is counted against it and what is waived."""

    coefficient_m: int = 0
    assigned_m: int = 0
    due: int = 20
    done_m: int = 0
    confirmed_m: int = 0
    finished: int | None = None
    failures: int = 0
    delays: int = 0
    waived: dict[str, int] = field(default_factory=lambda: {"failure": 0, "delay": 0})
    cause: str = ""
    cause_about: str = ""
    returned_at: int | None = None

    def counting(self, about: str) -> int:
        return (self.failures if about == "failure" else self.delays) - self.waived[about]

    def facts(self) -> dict[str, Any]:
        """As the law counts it."""
        against = {"quality_failures": self.counting("failure"), "delays": self.counting("delay")}
        given = {"origin": "planned", "coefficient_m": self.coefficient_m, "assigned_m": self.assigned_m}
        return {**given, "done_m": self.confirmed_m, **against}


@dataclass
class Complaint(File):
    """One petition: its line, and the number of the result it is about."""

    line: str = ""
    result: int = 0


Reckon = Callable[["Life"], Mapping[str, Any]]


@dataclass
class Life:
    """All there is of Lan's month; `reckon` says what the law makes of it."""

    reckon: Reckon
    today: date
    self_by: date
    publish_by: date
    confirm_by: date
    sheet: File = field(default_factory=lambda: File("in_progress"))
    other: File = field(default_factory=lambda: File("notified", begun=TOLD_AT))
    work: list[Work] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    draft: int = 0
    self_i1: int | None = None
    given_i1: int | None = None
    noted: bool = False
    general_cp: int | None = None
    asked_by: str | None = None
    until: date | None = None
    results: list[Mapping[str, Any]] = field(default_factory=list)

    def file(self, about: str) -> File:
        """By its name: sheet, task 0, petition 1."""
        kind, _, number = about.partition(" ")
        held: dict[str, Any] = {"task": self.work, "petition": self.complaints}
        return held[kind][int(number)] if number else self.sheet

    def files(self) -> Iterator[tuple[str, File]]:
        yield "sheet", self.sheet
        yield "other", self.other
        yield from ((f"task {number}", each) for number, each in enumerate(self.work))
        yield from ((f"petition {number}", each) for number, each in enumerate(self.complaints))

    @property
    def is_open(self) -> bool:
        """Whether work of the month may still change."""
        return self.sheet.state not in TOLD

    @property
    def in_time(self) -> bool:
        """Whether a reopened sheet may still be scored anew."""
        return not self.results or self.until is None or self.today <= self.until

    @property
    def self_cp(self) -> int | None:
        return None if self.self_i1 is None else FULL_CP - MOST_CP + self.self_i1

    @property
    def standing(self) -> Mapping[str, Any]:
        """The figures as they stand: signed, or as the law reckons them now."""
        return self.results[-1] if self.sheet.state in TOLD else self.reckon(self)
