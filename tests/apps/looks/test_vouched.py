"""Looks are vouched for by the log: who rules the database and removes, adds or changes one afterwards is found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import is_dirty, prepare, seal
from congminh.ledger.log.verifying import verify
from congminh.looks.keeping import remove_old
from congminh.looks.models import Look, Seen
from congminh.looks.recording import Looked, write
from congminh.looks.subjects import Subject
from congminh.looks.vouching import EVERY, vouch_for_looks
from tests.apps.assessment.month import Month
from tests.apps.ledger_log.conftest import folder
from tests.apps.superuser import as_superuser

__all__ = ["folder"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(month: Month, folder: Folder) -> Any:
    """Three looks of an hour ago, vouched for and sealed."""
    for at in range(3):
        look(month, minutes=60, route=f"sheet-{at}")
    assert vouch_for_looks() is not None
    seal()
    return month


def look(month: Month, minutes: int = 0, route: str = "sheet", days: int = 0) -> None:
    here, at = month.here, timezone.now() - timedelta(minutes=minutes, days=days)
    write(Looked(here.minh.pk, [], "page", route, at, (Subject(here.lan.pk, None), Subject(here.hoa.pk, None))))


def faults() -> list[str]:
    return [fault.what.en for fault in verify().faults]


def test_nobody_touched_them_and_nothing_is_found(looked: Month) -> None:
    look(looked)
    assert faults() == []
    assert vouch_for_looks() is None, "the newest is not ten minutes old"
    assert vouch_for_looks(timezone.now() + EVERY) is not None
    assert vouch_for_looks(timezone.now() + 9 * EVERY) is None, "nothing is new"
    seal()
    assert faults() == []


MINE = "(SELECT max(id) FROM {})"
TAMPERED = {
    "one person taken out of a look": "DELETE FROM looks_seen WHERE id = (SELECT min(id) FROM looks_seen)",
    "the last person of the last look": "DELETE FROM looks_seen WHERE id = (SELECT max(id) FROM looks_seen)",
    "who looked": "UPDATE looks_look SET by_id = (SELECT max(id) FROM org_person) WHERE route = 'sheet-1'",
    "whose figures": "UPDATE looks_seen SET person_id = (SELECT max(id) FROM org_person) WHERE id = 2 + "
    "(SELECT min(id) FROM looks_seen)",
    "when": "UPDATE looks_look SET at = '2026-01-05 08:00:00+00:00' WHERE route = 'sheet-2'",
    "on which page": "UPDATE looks_look SET route = 'inbox' WHERE route = 'sheet-0'",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_changed_afterwards_is_found_at_its_leaf(looked: Month, what: str) -> None:
    as_superuser(TAMPERED[what])
    first = verify().first
    assert first is not None and "looks written before" in first.what.en
    assert first.index == verify().size - 1


def test_a_whole_look_removed_is_found(looked: Month) -> None:
    as_superuser("DELETE FROM looks_seen", "DELETE FROM looks_look")
    assert "removed or put in" in faults()[0]


def test_a_look_put_in_among_them_is_found(looked: Month) -> None:
    gap = Look.objects.order_by("pk").first()
    assert gap
    as_superuser("DELETE FROM looks_seen WHERE look_id = (SELECT min(id) FROM looks_look)")
    as_superuser("DELETE FROM looks_look WHERE id = (SELECT min(id) FROM looks_look)")
    said = {"by": gap.by, "role": gap.role, "how": gap.how, "route": "sheet", "people": 2, "key": "x", "at": gap.at}
    Look.objects.create(pk=gap.pk, **said)
    assert faults()


def test_what_is_removed_by_its_age_is_no_fault_and_a_year_is_kept_whatever_is_said(
    month: Month, folder: Folder, settings: Any
) -> None:
    settings.LOOKS_KEPT_MONTHS = 24
    for days in (800, 300):
        look(month, days=days, route=f"of {days}")
        assert vouch_for_looks(timezone.now() - timedelta(days=days - 1)) is not None
    seal()
    assert remove_old(timezone.localdate()) == 1
    seal()
    assert (faults(), Look.objects.count()) == ([], 1)
    assert remove_old(timezone.localdate()) == 0
    as_superuser("DELETE FROM looks_seen", "DELETE FROM looks_look")
    from congminh.looks.vouching import say_removed

    say_removed(timezone.now())
    seal()
    assert len(faults()) == 1, "that they were removed by their age is not believed of the last year"


def test_the_worker_vouches_before_it_seals_and_not_under_an_alarm(month: Month, folder: Folder) -> None:
    seal()
    look(month, minutes=60)
    folder.write("alarm", "an older database\n")
    prepare()
    assert not is_dirty()
    folder.calm()
    prepare()
    assert is_dirty() and seal() is not None and Seen.objects.count() == 2
    assert Path(folder.path / "checkpoint").exists()
