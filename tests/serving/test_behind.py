"""A database behind its version: an empty one is set up, one with data is only brought up to date with a backup."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.serving.running import congminh
from tests.serving.test_log import BEGIN


def behind(home: Path) -> None:
    """As after installing a newer version, which has a table that is not here yet."""
    with sqlite3.connect(home / "congminh.sqlite3") as here:
        here.execute("DROP TABLE django_session")
        assert here.execute("DELETE FROM django_migrations WHERE app = 'sessions'").rowcount


def test_serving_refuses_a_database_with_data_that_is_behind_and_upgrade_backs_it_up(tmp_path: Path) -> None:
    assert congminh(tmp_path, *BEGIN).returncode == 0
    behind(tmp_path)
    told = congminh(tmp_path, "serve", "--port", "0")
    assert told.returncode == 2
    assert "congminh upgrade" in told.stderr
    assert not (tmp_path / "backups").exists()
    upgraded = congminh(tmp_path, "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert list((tmp_path / "backups").glob("congminh-*.zip"))
