"""From SQLite to PostgreSQL: every figure, digit for digit, and the log still verifies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.apps.operations.sites import ENGINE, Site, built, copied, database

# What the law says of every sheet, reckoned anew where the rows are, with the query that did it.
RECKONED = """
import django; django.setup()
from congminh.assessment.facts import reckoned
from congminh.assessment.models import Round
for found in reckoned(rounds=list(Round.objects.values_list("pk", flat=True))):
    for pk in sorted(found.every):
        print(pk, found.query.digest, sorted(found.every[pk].row.items()), sorted(found.every[pk].own.items()))
"""
pytestmark = pytest.mark.skipif(ENGINE != "postgresql", reason="one moves to PostgreSQL; this run has none")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A commune that began on SQLite."""
    return built(tmp_path_factory.mktemp("office") / "home")


@pytest.fixture
def there(office: Site) -> Site:
    """The same home with an empty PostgreSQL database."""
    return Site(office.home, database(os.environ["DATABASE_URL"], f"there_{os.getpid()}"))


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows without what engines write in ways of their own: times, maps."""
    return [tuple(each for each in row if isinstance(each, int) and not isinstance(each, bool)) for row in rows]


def test_every_score_is_the_same_digit_for_digit_after_the_move(office: Site, there: Site) -> None:
    before, told = office.python("-c", RECKONED), office.results()
    assert before.returncode == 0, before.stderr
    assert len(before.stdout.splitlines()) > 100
    moved = office.run("move", there.url)
    assert moved.returncode == 0, moved.stderr
    assert "Mọi dòng giống hệt" in moved.stdout
    after = there.python("-c", RECKONED)
    assert after.stdout == before.stdout
    figures = "SELECT id, sheet_id, total_cp, total, shares, quantity_bp, quality_bp, timeliness_bp, results_bp, grade"
    for query in (
        f"{figures} FROM assessment_result ORDER BY id",
        "SELECT id, version, state FROM ledger_casefile ORDER BY id",
    ):
        assert there.asks(query) == office.asks(query)
    assert len(told) > 100
    checked = there.run("verify", "--checkpoint", str(office.home / "merkle-log" / "checkpoint"))
    assert checked.returncode == 0, checked.stdout


def test_afterwards_one_goes_on_writing_and_the_database_still_refuses_changes(office: Site, there: Site) -> None:
    import psycopg

    assert office.run("move", there.url).returncode == 0
    last = there.asks("SELECT max(id) FROM ledger_leaf")[0][0]
    leaf = "from congminh.ledger.log.recording import record_own; record_own('try', said='thử')"
    assert there.run("manage", "shell", "-v", "0", "-c", leaf).returncode == 0
    assert there.asks("SELECT max(id) FROM ledger_leaf") == [(last + 1,)]
    for statement in ("UPDATE ledger_entry SET step = 'x'", "DELETE FROM assessment_result"):
        with pytest.raises(psycopg.errors.RaiseException):
            there.asks(statement)
    again = office.run("move", there.url)
    assert (again.returncode, "không trống" in again.stderr) == (2, True)


def test_what_cannot_be_moved_is_said_and_nothing_stays_there(office: Site, there: Site, tmp_path: Path) -> None:
    odd = copied(office, tmp_path / "odd", "")
    odd.asks("CREATE TABLE made_by_hand (id INTEGER)")
    refused = odd.run("move", there.url)
    assert (refused.returncode, "made_by_hand" in refused.stderr) == (2, True)
    assert there.asks("SELECT count(*) FROM ledger_entry") == [(0,)]
    assert office.run("move", there.url).returncode == 0, "an earlier try without a row is no hindrance"
    for url, said in (("mysql://x/y", "postgresql://"), ("postgresql://127.0.0.1:1/none", "")):
        refused = odd.run("move", url)
        assert refused.returncode in (1, 2)
        assert said in refused.stderr
