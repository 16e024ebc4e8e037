"""Clocks that jump, and the new year at +07:00, when it is still the old one in UTC."""

from __future__ import annotations

import random
import re

from congminh.accounts.sitting import clock as sitting
from tests.faults import ROUNDS, in_long
from tests.faults.breaking import Broken, until
from tests.faults.test_killed import PRISTINE, all_is_well

HOUR, DAY = 3600, 24 * 3600
JUMPS = (-DAY, -HOUR, -40, 40, HOUR, DAY)


def test_the_year_ends_at_midnight_of_hanoi_and_not_of_greenwich(site: Broken) -> None:
    """31/12 23:58 and 1/1 00:00 are one day in UTC, and the last of the year there; here a deadline lies between."""
    with site.hand() as hand, site.worker():
        hand("due", 0, "2026-12-31")
        site.at("2026-12-31T23:57:00+07:00")
        assert hand("today")[:2] == ["2026-12-31", "2026-12"]
        job = hand("begin", 0)
        hand.over(job)
        assert hand("job", job)[0] == "failed"
        assert "31/12/2026" in hand("job", job)[1], "the last day is not over"
        assert hand("stands", 0) == PRISTINE
        hand.closes(1)
        assert hand("today")[2].endswith("31/12/2026")

        site.at("2027-01-01T00:00:01+07:00")
        assert hand("today")[:2] == ["2027-01-01", "2027-01"]
        hand.closes(0)
        assert hand("effects", 0) == site.calm(0)
        assert hand("today")[2].startswith("00:0") and hand("today")[2].endswith("01/01/2027")
        site.at("2027-01-01T06:59:00+07:00")
        assert hand("today")[0] == "2027-01-01"
        until(lambda: "2027-01-01" in hand("days"), "the works of the new day are done")


@in_long
def test_jumps_of_the_clock_change_no_result_and_raise_no_alarm(site: Broken) -> None:
    chance = random.Random(335)
    with site.hand() as hand, site.worker() as worker:
        for number in range(ROUNDS):
            job = hand("begin", number)
            site.ahead(chance.choice(JUMPS))
            hand.over(job)
            hand.closes(number)  # one that seemed silent for an hour was given up, and is begun again
            assert hand("effects", number) == site.calm(number)
        assert not worker.is_dead(), worker.said()
        all_is_well(site, hand)


@in_long
def test_a_clock_set_back_is_said_by_whoever_checks_the_log(site: Broken) -> None:
    with site.hand() as hand, site.worker():
        hand.closes(0)
        assert "clock" not in site.run("verify", CONGMINH_LANG="en").stdout
        site.ahead(-DAY)
        hand.closes(1)
        told = site.run("verify", CONGMINH_LANG="en")
        assert told.returncode == 0, "nothing was changed"
        assert re.search(r"From leaf 60 on the machine's clock was set back by 2[34]:\d\d", told.stdout), told.stdout
        stands = site.run("status", CONGMINH_LANG="en").stdout
        assert re.search(r"! clock: 14[34]\d minutes behind the last step taken", stands), stands


@in_long
def test_a_job_whose_worker_died_before_the_clock_went_back_is_given_up_too(site: Broken) -> None:
    with site.hand() as hand, site.worker() as worker:
        site.lay("SIGKILL", "INSERT INTO ledger_leaf")
        job = hand("begin", 0)
        until(worker.is_dead, "the worker dies")
        site.ahead(-HOUR)
        worker.begin()
        until(lambda: not hand("is_ahead", job), "its silence is counted from now")
        site.ahead(60)
        until(lambda: hand("jobs") == {"failed": 1}, "the job is given up")


def test_a_session_gets_no_more_idle_time_by_a_clock_set_back() -> None:
    session: dict[str, int] = {}
    sitting.begin(session)
    assert not sitting.is_over(session, is_administrator=False)
    session[sitting.SEEN] += HOUR  # touched an hour ago by a clock that was an hour ahead
    assert sitting.is_over(session, is_administrator=False)
