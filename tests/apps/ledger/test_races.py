"""Two at once: one effect, the other is told, nothing is half done."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from congminh.ledger.actions import Stale, take
from congminh.ledger.models import Entry
from tests.apps.ledger.people import cast, sheet

# `make faults`: 200, as often as is promised.
ROUNDS = int(os.environ.get("CONGMINH_RACE_ROUNDS") or 50)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The database with real commits; rows stay behind, since the ledger gives none back."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment in threads of their own; what each gave, or the exception it raised."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_clicks_at_once_have_one_effect(committed: None) -> None:
    people = cast()
    for _ in range(ROUNDS):
        file = sheet(people)
        act = lambda: take("assign", type(file).objects.get(pk=file.pk), people["minh"], 0, {"tasks": [1]})  # noqa: B023, E731
        found = together(act, act)
        assert {type(each) for each in found} == {Entry, Stale}
        file.refresh_from_db()
        assert (file.version, file.entries.count()) == (1, 1)


def test_a_return_and_a_score_at_once_leave_one_of_them(committed: None) -> None:
    people = cast()
    for _ in range(ROUNDS):
        file = sheet(people)
        take("assign", file, people["minh"], 0, {"tasks": [1]})
        take("self_assess", file, people["lan"], 1, {"form_01": "…"})
        mine = lambda: type(file).objects.get(pk=file.pk)  # noqa: B023, E731
        found = together(
            lambda: take("return", mine(), people["minh"], 2, {"reason": "thiếu minh chứng"}),  # noqa: B023
            lambda: take("score", mine(), people["minh"], 2, {"remark": "đạt"}),  # noqa: B023
        )
        assert {type(each) for each in found} == {Entry, Stale}
        file.refresh_from_db()
        assert file.version == 3
        assert file.state == file.entries.last().after
