"""`kill -9` of PostgreSQL while a month is closed: its worker outlives it, nothing is half done, no word lost."""

from __future__ import annotations

import random
import subprocess
import time

import pytest

from tests.apps.operations.sites import ENGINE
from tests.faults import ROUNDS
from tests.faults.breaking import Broken, until
from tests.faults.test_killed import PRISTINE, WHOLE, all_is_well
from tests.postgres import Cluster

pytestmark = pytest.mark.skipif(ENGINE != "postgresql", reason="it is PostgreSQL that is killed")


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
            job = hand("begin", number)
            until(lambda: hand("job", job)[0] != "waiting", "the job is taken up")  # noqa: B023
            time.sleep(chance.uniform(0, site.calm_seconds()))
            told = hand("job", job)[0] == "done"
            cluster.kill()
            with pytest.raises(RuntimeError, match="OperationalError"):
                hand("stands", number)
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
