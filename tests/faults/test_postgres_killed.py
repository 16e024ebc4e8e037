"""`kill -9` of PostgreSQL while a month is closed: its worker outlives it, nothing is half done, no word lost."""

from __future__ import annotations

import random
import signal
import subprocess
import time

import pytest

from tests.apps.operations.sites import ENGINE
from tests.faults import ROUNDS
from tests.faults.breaking import Broken, Hand, until
from tests.faults.test_killed import POINTS, PRISTINE, WHOLE, all_is_well
from tests.postgres import Cluster

pytestmark = pytest.mark.skipif(ENGINE != "postgresql", reason="it is PostgreSQL that is killed")

WITHIN = ("results kept", "entries made", "leaves made", "told", "the round closed", "the job said to be done")


def is_down(hand: Hand) -> bool:
    """Whether whoever asks is told that the database is away; its children outlive it by an instant."""
    try:
        hand("jobs")
    except RuntimeError as error:
        return "OperationalError" in str(error)
    return False


def up_again(cluster: Cluster) -> bool:
    """Whether it came up: its orphans go first."""
    try:
        cluster.start()
    except subprocess.CalledProcessError:
        return False
    return True


def test_killed_at_moments_by_chance_it_is_all_or_nothing_and_the_worker_goes_on(site: Broken) -> None:
    cluster, chance, seen = site.cluster, random.Random(335), {"before": 0, "after": 0}
    assert cluster
    with site.hand() as hand, site.worker() as worker:
        for number in range(ROUNDS):
            within = POINTS[chance.choice(WITHIN)] if number % 2 == 0 else []
            if within:  # the worker stands still in its transaction
                site.lay("SIGSTOP", *within)
            job = hand("begin", number)
            until(lambda: hand("job", job)[0] != "waiting", "the job is taken up")  # noqa: B023
            until(lambda: not site.trap.exists(), "it stands still")
            time.sleep(0 if within else chance.uniform(0, site.calm_seconds()))
            told = hand("job", job)[0] == "done"
            cluster.kill()
            worker.process.send_signal(signal.SIGCONT)
            until(lambda: is_down(hand), "nobody is answered")
            until(lambda: up_again(cluster), "PostgreSQL comes up again")
            stood = hand("stands", number)
            assert stood in (PRISTINE, WHOLE), stood
            assert told <= (stood == WHOLE), "told as done, and lost"
            hand.closes(number)
            assert hand("effects", number) == site.calm(number)
            seen["before" if stood == PRISTINE else "after"] += 1
        assert not worker.is_dead(), worker.said()
        all_is_well(site, hand)
    print(f"{ROUNDS} kills of PostgreSQL: {seen['before']} before the COMMIT, {seen['after']} after; 0 half, 0 lost")
