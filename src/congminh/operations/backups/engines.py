"""What backups ask of a database, for each of the two: a whole copy at one moment, and one filled from such a copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from congminh.law.text import Text

DUMPS = {"sqlite": "database/database.sqlite3", "postgresql": "database/database.dump"}
# Where what a restoration replaced stands on PostgreSQL until the next one.
BEFORE = "congminh_before"
WAIT_SECONDS = 60


class CannotDump(RuntimeError):
    """The database cannot be copied or filled here; the text says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def program(name: str) -> str:
    """PostgreSQL's program, in CONGMINH_PG_BIN or on the path; raises CannotDump."""
    found = shutil.which(name, path=os.environ.get("CONGMINH_PG_BIN") or None)
    if found is None:
        raise CannotDump(
            Text(
                f"không tìm thấy {name}: cài postgresql-client cùng phiên bản với máy chủ, hoặc đặt CONGMINH_PG_BIN",
                f"{name} was not found: install the postgresql-client of the server's version, or set CONGMINH_PG_BIN",
            )
        )
    return found


def dump(place: Path) -> dict[str, int]:
    """The whole database into `place`, as it stood at one moment while others go on writing; its rows by table."""
    return _dump_sqlite(place) if connection.vendor == "sqlite" else _dump_postgresql(place)


def _dump_sqlite(place: Path) -> dict[str, int]:
    """In one step of the backup API: a reader in WAL holds nobody up; by steps it would begin again at each write."""
    name = str(connection.settings_dict["NAME"])
    there = sqlite3.connect(f"{Path(name).absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    with closing(there) as source, closing(sqlite3.connect(place)) as target:
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = DELETE")
        return sqlite_rows(target)


def sqlite_rows(there: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table of a file, which must be sound; raises CannotDump."""
    if (found := there.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        raise CannotDump(Text(f"tệp cơ sở dữ liệu hỏng: {found}", f"the database file is damaged: {found}"))
    names = there.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    return {name: there.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def _dump_postgresql(place: Path) -> dict[str, int]:
    """By pg_dump, in a snapshot of ours, so that the rows counted are the rows dumped."""
    dumper = program("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        asked = [dumper, "-Fc", "-Z1", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "-N", BEFORE]
        asked += ["--lock-wait-timeout=60s", "-f", str(place)]
        _run(asked, connection.settings_dict)
        return postgresql_rows(cursor)


def postgresql_rows(cursor: Any) -> dict[str, int]:
    """The rows of each table, as this transaction sees them."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM public."{name}"')
        found[name] = cursor.fetchone()[0]
    return found


def fill(place: Path, at: dict[str, Any]) -> None:
    """Fill an empty PostgreSQL database from a dump, all of it or nothing; `at` is Django's settings of it."""
    asked = [program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run([*asked, "-d", str(at["NAME"]), str(place)], at)


def _run(command: list[str], at: dict[str, Any]) -> None:
    """A program of PostgreSQL's; the password stands in its environment, where no list of processes shows it."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {name: str(at[key]) for name, key in names.items() if at.get(key)}
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[:3]
        name = Path(command[0]).stem
        raise CannotDump(Text(f"{name} không chạy được: {' '.join(said)}", f"{name} failed: {' '.join(said)}"))


@contextmanager
def scratch_database() -> Iterator[dict[str, Any]]:
    """A PostgreSQL database of its own for a trial, gone afterwards; raises CannotDump where our role may make none."""
    name = f"congminh_proof_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise CannotDump(
                Text(
                    "vai trò này không được tạo cơ sở dữ liệu thử: cấp CREATEDB, hoặc thử khôi phục ở máy khác",
                    "the database role may create no database for a trial: grant CREATEDB, or try on another machine",
                )
            )
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield {**connection.settings_dict, "NAME": name}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
