"""A walk through the life of a sheet: permitted acts and forbidden ones, and after each the two lives alike."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.apps import clock
from tests.faults.life import reading
from tests.faults.life.effects import do
from tests.faults.life.hands import Hands, begin
from tests.faults.life.plain import EVERYONE, Act, Life
from tests.faults.life.reckoning import FIGURES
from tests.faults.life.rules import PETITION, SHEET, WHO, WORK, may

LINES = ("quantity", "I.1")
POINTS = (500, 450, 300)
# What is handed in with an act.
MORE: dict[str, Any] = {
    "assign": st.tuples(st.sampled_from((6000, 8000)), st.sampled_from((1000, 2000))),
    "report": st.tuples(st.sampled_from((2000, 1000, 500)), st.sampled_from((18, 25))),
    "update": st.tuples(st.sampled_from((500, 0))),
    "confirm": st.sampled_from(((), (500,))),
    "ask_cause": st.tuples(st.sampled_from(("delay", "failure"))),
    **dict.fromkeys(("self_assess", "score", "score_unsent"), st.tuples(st.sampled_from(POINTS))),
    "ask_reopen": st.tuples(st.sampled_from((5, 0, 30, 31, -1))),
    "lodge": st.tuples(st.sampled_from(LINES)),
}
ONWARD = ("self_assess", "score", "notify", "close", "lodge", "ask_reopen", "reopen")
WORK_ONWARD = ("report", "return", "ask_cause", "accept_cause", "confirm")
OF_SHEET = (*SHEET, "close", "lodge")
MOST_TASKS = 3
LAST_DAY = clock.of_the_run() + timedelta(days=60)
# How often each step was taken, and how often it was refused.
TAKEN: Counter[str] = Counter()
REFUSED: Counter[str] = Counter()


class Walk(RuleBasedStateMachine):
    """The real month and the plain one, side by side."""

    hands: Hands

    def __init__(self) -> None:
        super().__init__()
        self._open = transaction.atomic()
        self._open.__enter__()
        self.real = Hands(self.hands.month, self.hands.sheet, self.hands.other, self.hands.before)
        clock.set_to(clock.of_the_run())
        self.life: Life = begin(self.real)
        self.looked_at: object = None
        self.proved = 0

    def teardown(self) -> None:
        """Everything is undone: the next walk begins where this one did."""
        TAKEN.update(trace.step for _name, file in self.life.files() for trace in file.traces)
        transaction.set_rollback(True)
        self._open.__exit__(None, None, None)

    def act(self, act: Act) -> None:
        """In both lives: done in both, or refused in both."""
        allowed = may(self.life, act)
        note(f"{'    ' if allowed else 'not '}{act}")
        done = self.real.do(act)
        assert done == allowed, f"{act}: {'refused' if allowed else 'done'}, {self.life.sheet.state}"
        if allowed:
            do(self.life, act)
        else:
            REFUSED[act.name] += 1

    def _pass(self, days: int) -> None:
        self.life.today += timedelta(days=days)
        clock.set_to(self.life.today)

    def _abouts(self, names: tuple[str, ...]) -> list[tuple[str, str]]:
        """Each act with each file it can be about."""
        tasks = [f"task {number}" for number in range(len(self.life.work))]
        complaints = [f"petition {number}" for number in range(len(self.life.complaints))]
        kinds = {
            **dict.fromkeys(WORK, tasks),
            **dict.fromkeys(PETITION, complaints),
            "assign": ["sheet"] if len(tasks) < MOST_TASKS else [],
        }
        return [(name, about) for name in names for about in kinds.get(name, ["sheet"])]

    def _go(self, data: st.DataObject, names: tuple[str, ...]) -> None:
        """Something that is allowed now."""
        found = []
        for name, about in self._abouts(names):
            for who in WHO[name]:
                if may_be(self.life, name, who, about):
                    act = Act(name, who, about, 0, data.draw(MORE.get(name, st.just(()))))
                    found += [act] if may(self.life, act) else []
        if found:
            self.act(data.draw(st.sampled_from(found)))

    @initialize(days=st.sampled_from((0, 3, 9)))
    def some_days_later(self, days: int) -> None:
        """Before, between and after the days of the period."""
        self._pass(days)

    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        self._go(data, tuple(WORK))

    @rule(data=st.data())
    def work_onward(self, data: st.DataObject) -> None:
        """The steps by which work is done, found wanting, excused and confirmed."""
        self._go(data, WORK_ONWARD)

    @rule(data=st.data())
    def sheet(self, data: st.DataObject) -> None:
        self._go(data, OF_SHEET)

    @rule(data=st.data())
    def sheet_onward(self, data: st.DataObject) -> None:
        """The steps by which a sheet goes on to the end and begins anew: so a walk comes far."""
        self._go(data, ONWARD)

    @precondition(lambda self: any(each.state in ("received", "upheld") for each in self.life.complaints))
    @rule(data=st.data())
    def petition(self, data: st.DataObject) -> None:
        self._go(data, PETITION)

    @precondition(lambda self: self.life.today < LAST_DAY)
    @rule(days=st.sampled_from((1, 7)))
    def days_pass(self, days: int) -> None:
        self._pass(days)

    @rule(data=st.data(), who=st.sampled_from(EVERYONE), behind=st.sampled_from((0, 0, 0, 1, -1)))
    def anybody(self, data: st.DataObject, who: str, behind: int) -> None:
        """Whoever, whatever, in whatever order: mostly it is refused, and then nothing has changed."""
        name, about = data.draw(st.sampled_from(self._abouts((*WORK, *OF_SHEET, *PETITION))))
        behind = 0 if name in ("assign", "lodge", "close") else behind
        self.act(Act(name, who, about, behind, data.draw(MORE.get(name, st.just(())))))

    @rule(data=st.data())
    def out_of_turn(self, data: st.DataObject) -> None:
        """By whoever may take such a step, whether or not it is its turn."""
        name, about = data.draw(st.sampled_from(self._abouts((*WORK, *OF_SHEET, *PETITION))))
        who = data.draw(st.sampled_from(WHO[name]))
        self.act(Act(name, who, about, 0, data.draw(MORE.get(name, st.just(())))))

    @invariant()
    def alike(self) -> None:
        """Where every file stands, its entries without a gap, a leaf each, who was told, and every column."""
        TAKEN["steps"] += 1
        life = self.life
        traces = [
            (name, number, trace)
            for name, file in life.files()
            for number, trace in enumerate(file.traces, start=file.begun + 1)
        ]
        said = [
            (name, number, each.who, each.step, each.role, each.before, each.after) for name, number, each in traces
        ]
        assert reading.written(self.real) == sorted(said)
        assert reading.told(self.real) == {(name, number, to) for name, number, each in traces for to in each.told}
        assert reading.leaves(self.real) == len(traces)
        assert reading.standing(self.real) == {name: (file.state, file.version) for name, file in life.files()}
        number = len(life.results) or None
        columns = (life.self_cp, life.general_cp, life.draft, life.asked_by, life.until, number)
        assert reading.columns(self.real) == columns
        assert reading.counted(self.real) == [reading.plainly(work) for work in life.work]

    @invariant()
    def figures_are_the_laws(self) -> None:
        """What the product shows is what the law says of the plain facts; what was signed stays as it was."""
        life = self.life
        facts = (life.is_open, len(life.results), repr(life.reckon(life)))
        if facts == self.looked_at:
            return
        self.looked_at = facts
        shown = reading.figures(self.real, life)
        assert shown == {name: life.standing[name] for name in shown}
        results = reading.signed(self.real)
        assert [{name: getattr(each, name) for name in FIGURES} for each in results] == life.results
        for result in results[self.proved :]:
            assert reading.proves(result)
        self.proved = len(results)


def may_be(life: Life, name: str, who: str, about: str) -> bool:
    """Whether it is worth drawing what would be handed in."""
    if name == "close" and life.sheet.state not in ("notified", "scored"):
        return False
    tries: dict[str, tuple[tuple[Any, ...], ...]] = {
        "ask_cause": (("delay",), ("failure",)),
        "lodge": tuple((line,) for line in LINES),
        "ask_reopen": ((5,),),
    }
    return any(may(life, Act(name, who, about, 0, more)) for more in tries.get(name, ((),)))
