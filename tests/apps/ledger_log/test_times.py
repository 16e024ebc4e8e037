"""Times in the log: where the clock was set back is told, once for each time; what is merely slow is not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sequencing import size
from congminh.ledger.log.times import TOLERANCE, behind, set_back
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Entry
from congminh.operations.status import lines
from tests.apps import clock
from tests.apps.ledger_log.conftest import logged

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def step_on(days: int) -> datetime:
    """A step taken so many days from the day of the run; its time."""
    with clock.at(clock.TODAY + days * DAY):
        return logged(1)[0].at


def test_a_clock_that_goes_on_is_not_told_of() -> None:
    for days in range(3):
        step_on(days)
    assert list(set_back()) == []
    assert list(set_back(size())) == []


def test_each_time_it_was_set_back_is_told_once_with_the_leaf_and_both_times() -> None:
    before = size()
    later, early = step_on(2), step_on(0)
    step_on(1)
    latest, again = step_on(5), step_on(3)
    told = list(set_back(before))
    assert [each.leaf for each in told] == [before + 1, before + 4]
    assert [(each.latest, each.at) for each in told] == [(later, early), (latest, again)]


def test_what_comes_into_the_log_some_minutes_after_its_time_is_not_told_of() -> None:
    before = size()
    for minutes in (0, -14, -1):
        with clock.at(clock.TODAY):
            clock._ahead += timedelta(minutes=minutes)
            logged(1)
    assert list(set_back(before)) == []


def test_it_is_no_tampering(folder: Folder) -> None:
    step_on(1)
    step_on(0)
    assert verify().faults == []


def test_whoever_runs_the_machine_is_asked_to_look_at_its_clock() -> None:
    step_on(1)
    assert TOLERANCE < behind() <= DAY
    (said,) = [line for line in lines() if "đồng hồ" in line.text.vi]
    assert (said.is_well, "NTP" in said.text.vi) == (False, True)
    with clock.at(clock.TODAY + 2 * DAY):
        assert not behind()
        assert all(line.is_well for line in lines() if "đồng hồ" in line.text.vi)


def test_before_the_first_step_there_is_nothing_to_be_behind_of() -> None:
    assert Entry.objects.count() or not behind()
