"""On SQLite, where a worker writes how far a job is, seen by everybody while the job's one transaction is open.

SQLite has one writer at a time, and that is the transaction itself. So the board is a small file of its own
beside the database, on the one machine that both the pages and the worker are on anyhow.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

TABLE = "CREATE TABLE IF NOT EXISTS standing (job INTEGER PRIMARY KEY, done INT, total INT, note TEXT, heard_at REAL)"
# Losing the last half second to a power cut loses nothing: the work is lost then as well.
PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
WAIT_SECONDS = 5


class Standing(NamedTuple):
    """How far a job is, and when its worker said so."""

    done: int
    total: int
    note: str
    heard_at: datetime


def write(job: int, standing: Standing) -> None:
    """Put on the board how far a job is."""
    with _file() as board:
        row = (job, *standing[:3], standing.heard_at.timestamp())
        board.execute("INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?)", row)


def read(job: int) -> Standing | None:
    """What stands on the board; None where nothing was ever written of the job."""
    if not place().is_file():
        return None
    with _file() as board:
        row = board.execute("SELECT done, total, note, heard_at FROM standing WHERE job = ?", (job,)).fetchone()
    if row is None:
        return None
    done, total, note, heard_at = row
    return Standing(done, total, note, datetime.fromtimestamp(heard_at, UTC))


def wipe(job: int) -> None:
    """Take a job that is over off the board: its row says it all now."""
    if place().is_file():
        with _file() as board:
            board.execute("DELETE FROM standing WHERE job = ?", (job,))


def place() -> Path:
    """The board's file, beside the database it belongs to."""
    name = str(connection.settings_dict["NAME"])
    in_memory = ":memory:" in name or "mode=memory" in name
    return Path(settings.HOME) / "board.sqlite3" if in_memory else Path(name).with_suffix(".board.sqlite3")


@contextmanager
def _file() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(place(), timeout=WAIT_SECONDS, isolation_level=None)) as board:
        board.executescript(PRAGMAS)
        board.execute(TABLE)
        yield board
