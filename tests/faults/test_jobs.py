"""Jobs delivered twice, from the end, late, to two workers at once, to one that sleeps and wakes: one effect."""

from __future__ import annotations

import signal

from tests.faults import IS_LONG, ROUNDS, in_long
from tests.faults.breaking import Broken, until
from tests.faults.test_killed import CLOSING, all_is_well

AGENCIES = min(ROUNDS, 10) if IS_LONG else 2


def test_whatever_is_delivered_however_often_and_in_which_order_closes_once(site: Broken) -> None:
    """Each month begun twice by a double click, each of these delivered three times, the last first, to two workers."""
    with site.hand() as hand:
        begun = [hand("begin", number) for number in range(AGENCIES) for _click in range(2)]
        for job in [*begun, *begun]:
            hand("again", job)
        hand("turn_round")
        with site.worker() as one, site.worker() as other:
            for job in begun:
                hand.ended(job)
            until(lambda: hand("waiting") == 0, "every delivery is taken")
            hand("again", begun[0])
            until(lambda: hand("waiting") == 0, "the late one too")
            assert not one.is_dead() and not other.is_dead()
            for number in range(AGENCIES):
                assert hand("effects", number) == site.calm(number)
            all_is_well(site, hand)
    print(f"{7 * AGENCIES} deliveries of {AGENCIES} closings to two workers: {AGENCIES} effects")


@in_long
def test_a_job_given_up_does_nothing_when_it_is_delivered_late(site: Broken) -> None:
    with site.hand() as hand, site.worker() as worker:
        site.lay("SIGKILL", "INSERT INTO ledger_leaf")
        job = hand("begin", 0)
        until(worker.is_dead, "the worker dies")
        worker.begin()
        site.ahead(60)
        until(lambda: hand("jobs") == {"failed": 1}, "the job is given up")
        assert "dừng giữa chừng" in hand("job", job)[1]
        hand("again", job)
        until(lambda: hand("waiting") == 0, "the late delivery is taken")
        assert hand("stands", 0)["entries"] == 0
        hand.closes(0)
        assert hand("effects", 0) == site.calm(0)


@in_long
def test_a_worker_that_slept_in_its_job_and_was_given_up_undoes_it_when_it_wakes(site: Broken) -> None:
    """On PostgreSQL its job is given up and begun again meanwhile; on SQLite nobody writes until it wakes."""
    with site.hand() as hand, site.worker() as sleeper:
        site.lay("SIGSTOP", CLOSING)
        first = hand("begin", 0)
        until(lambda: not site.trap.exists(), "it sleeps in its transaction")
        with site.worker():
            site.ahead(60)
            if site.url:
                until(lambda: hand("jobs") == {"failed": 1}, "the job is given up")
                second = hand("begin", 0)
            sleeper.process.send_signal(signal.SIGCONT)
            hand.over(first)
            if not site.url:
                second = hand("begin", 0)
            hand.ended(second)
            assert hand("effects", 0) == site.calm(0)
            assert hand("job", first)[0] == ("failed" if site.url else "done")
        assert hand("receipts") == []
