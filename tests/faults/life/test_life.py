"""The life of a sheet walked at random against the plain model.

In CI 5,000 steps, the same every time; `make faults` walks other ways each time, and CONGMINH_LIFE_STEPS=50000 further.
A walk that fails is shortened and printed, act by act.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults import IS_LONG
from tests.faults.life.effects import DONE
from tests.faults.life.hands import settled
from tests.faults.life.walk import REFUSED, TAKEN, Walk

ASKED = int(os.environ.get("CONGMINH_LIFE_STEPS") or 5000)
A_WALK = 100
# Some walks end before their hundredth step.
WALKS = ASKED * 7 // (5 * A_WALK)
ENTRIES = {"give_back": "return"}


def test_every_walk_through_the_life_of_a_sheet_is_as_the_plain_model_says(db: None) -> None:
    Walk.hands = settled()
    TAKEN.clear()
    REFUSED.clear()
    walks = settings(
        max_examples=WALKS,
        stateful_step_count=A_WALK,
        derandomize=not IS_LONG and "CONGMINH_LIFE_STEPS" not in os.environ,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=walks)
    print(f"{TAKEN.pop('steps')} steps; taken {dict(TAKEN)}; refused {dict(REFUSED)}")
    if ASKED >= 5000:
        # The walks get around: of the thirty kinds of steps at most one was not taken, at most one never out of turn.
        assert len({ENTRIES.get(name, name) for name in DONE} - set(TAKEN)) <= 1
        assert len(set(DONE) - set(REFUSED)) <= 1
