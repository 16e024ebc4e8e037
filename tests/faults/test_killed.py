"""`kill -9` of the worker while a month is closed: all of it or nothing; begun again, as if nothing had happened.

At named points, of which each kills the process that reaches it; and at moments by chance. What was told to the
person as done stands; the closing begun again leaves exactly what an undisturbed one leaves, digit for digit.
"""

from __future__ import annotations

import random
import time

from tests.faults import IS_LONG, ROUNDS, in_long
from tests.faults.breaking import Broken, Hand, Worker, until
from tests.faults.within.build import IN_AGENCY

CLOSING = 'UPDATE "assessment_round"'
# What happens one after another until the process dies; some in `make test`, all in `make faults`.
POINTS = {
    "the job taken up": ['UPDATE "jobs_job" SET "state"'],
    "results kept": ['INSERT INTO "assessment_result"'],
    "results pointed at": ['INSERT INTO "assessment_result"', 'UPDATE "assessment_periodsheet"'],
    "entries made": ['INSERT INTO "ledger_entry"'],
    "leaves made": ["INSERT INTO ledger_leaf"],
    "told": ["INSERT INTO ledger_leaf", 'INSERT INTO "ledger_notice"'],
    "the round closed": [CLOSING],
    "the job said to be done": [CLOSING, 'UPDATE "jobs_job" SET "state"'],
    "committed, and nobody told": [CLOSING, "COMMIT"],
    "leaves placed": [CLOSING, "COMMIT", "UPDATE ledger_leaf SET"],
    "hashes kept, the root not yet": [CLOSING, "before checkpoint"],
    "the root kept, its row not yet": [CLOSING, "after checkpoint"],
}
SHORT = ("leaves made", "committed, and nobody told", "hashes kept, the root not yet")
CHOSEN = tuple(POINTS) if IS_LONG else SHORT
PRISTINE = {"scored": IN_AGENCY, "results": 0, "entries": 0, "leaves": 0}
WHOLE = {"closed": IN_AGENCY, "results": IN_AGENCY, "entries": 2 * IN_AGENCY, "leaves": 2 * IN_AGENCY}


def goes_on(site: Broken, hand: Hand, worker: Worker, number: int, job: int) -> str:
    """After a crash: all or nothing, and what was said to be done is; then begun again by a next worker."""
    stood, said = hand("stands", number), hand("job", job)[0]
    assert stood in (PRISTINE, WHOLE), stood
    assert (said == "done") <= (stood == WHOLE), "told as done, and lost"
    worker.begin()
    hand.closes(number)
    assert hand("effects", number) == site.calm(number)
    return "before" if stood == PRISTINE else "after"


def all_is_well(site: Broken, hand: Hand) -> None:
    """The log whole against its root, every receipt good, no job that runs for ever."""
    assert hand("receipts") == []
    told = site.run("verify", CONGMINH_LANG="en")
    assert (told.returncode, "Nothing was changed." in told.stdout) == (0, True), told.stdout + told.stderr
    site.ahead(60)
    until(lambda: "running" not in hand("jobs"), "jobs without a worker are given up")


def test_killed_at_a_named_point_it_is_all_or_nothing_and_once(site: Broken) -> None:
    with site.hand() as hand, site.worker() as worker:
        for number, point in enumerate(CHOSEN):
            site.lay("SIGKILL", *POINTS[point])
            job = hand("begin", number)
            until(worker.is_dead, f"it dies at: {point}")
            assert worker.process.returncode == -9, worker.said()
            print(f"{point}: {goes_on(site, hand, worker, number, job)} the COMMIT")
        all_is_well(site, hand)


@in_long
def test_killed_at_moments_by_chance_it_is_all_or_nothing_and_once(site: Broken) -> None:
    chance, seen = random.Random(335), {"before": 0, "after": 0}
    with site.hand() as hand, site.worker() as worker:
        for number in range(ROUNDS):
            job = hand("begin", number)
            until(lambda: hand("job", job)[0] != "waiting", "the job is taken up")  # noqa: B023
            time.sleep(chance.uniform(0, site.calm_seconds()))
            worker.kill()
            seen[goes_on(site, hand, worker, number, job)] += 1
        all_is_well(site, hand)
    print(
        f"{ROUNDS} kills by chance: {seen['before']} before the COMMIT, {seen['after']} after; 0 half, 0 lost, 0 twice"
    )
