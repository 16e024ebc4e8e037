"""«Khôi phục»: an archive becomes the installation, after it was laid out apart and verified. All of it, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.db import connection

from congminh.law.text import Text
from congminh.ledger.log.folder import PUBLIC, SEEN
from congminh.operations.backups.archive import Manifest
from congminh.operations.backups.engines import BEFORE, fill
from congminh.operations.backups.unpacking import counted_there, laid_out, proved, taken

# Stands while what was there is put aside; whoever finds it must not serve.
UNFINISHED = "restore-unfinished.json"
Moves = list[tuple[str, str]]


class NotEmpty(RuntimeError):
    """There is something here that would be replaced."""

    text = Text(
        "hệ thống này đã có dữ liệu: thêm --replace để thay bằng bản sao lưu (dữ liệu đang có được cất riêng)",
        "this installation holds data: add --replace to put the backup in its place (what is here is kept aside)",
    )


def restore(place: Path, replace: bool = False, up_to_date: bool = True) -> tuple[Manifest, str]:
    """Make this installation what the archive holds; its manifest, and where what was here is kept (empty for nothing).

    `up_to_date` is False only for a backup that goes back where this version's migrations failed.
    Raises NotEmpty, BadArchive, CannotDump, Failed, OSError: then everything is as it was before.
    """
    go_back()
    manifest = taken(place)
    if is_inhabited() and not replace:
        raise NotEmpty
    settings.HOME.mkdir(parents=True, exist_ok=True)
    home = Path(mkdtemp(prefix=".restoring-", dir=settings.HOME))
    try:
        dump = laid_out(place, manifest, home)
        aside = f"before-{datetime.now():%Y%m%d-%H%M%S}"
        if manifest.engine == "sqlite":
            if up_to_date:
                proved(home, None)
            with _half(aside) as moves:
                _put(_sqlite_moves(dump, aside) + _folder_moves(home, aside), moves)
        else:
            with _half(aside) as moves:
                _filled(dump, manifest, home, up_to_date)
                _put(_folder_moves(home, aside), moves)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    kept = settings.HOME / aside
    return manifest, str(kept) if kept.exists() else ""


def is_inhabited() -> bool:
    """Whether anybody has an account here; a database that was only made, or none, is empty."""
    with connection.cursor() as cursor:
        if "auth_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT 1 FROM auth_user LIMIT 1")
        return cursor.fetchone() is not None


def unfinished() -> bool:
    """Whether a restoration was broken off half way: nothing may run before `go_back`."""
    return (settings.HOME / UNFINISHED).exists()


@contextmanager
def _half(aside: str) -> Iterator[Moves]:
    """While it lasts the installation is neither the one nor the other; whatever goes wrong puts it back as it was."""
    moves: Moves = []
    _mark(moves)
    try:
        yield moves
    except BaseException:
        go_back()
        raise
    (settings.HOME / UNFINISHED).unlink()


def _mark(moves: Moves) -> None:
    place = settings.HOME / UNFINISHED
    beside = place.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as write:
        json.dump(moves, write)
        write.flush()
        os.fsync(write.fileno())
    os.replace(beside, place)


def _put(wanted: list[tuple[Path, Path]], moves: Moves) -> None:
    """Move each, written down first, so that it can be moved back by whoever comes after a power cut."""
    for source, target in wanted:
        moves.append((str(source), str(target)))
        _mark(moves)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)


def go_back() -> bool:
    """Undo what a restoration began and did not end; whether there was anything."""
    place = settings.HOME / UNFINISHED
    if not place.exists():
        return False
    connection.close()
    for source, target in reversed(json.loads(place.read_text(encoding="utf-8"))):
        if Path(target).exists() and not Path(source).exists():
            Path(source).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(target, source)
    if connection.vendor == "postgresql":
        _schemas_back()
    place.unlink()
    return True


def _sqlite_moves(dump: Path, aside: str) -> list[tuple[Path, Path]]:
    """The database that is here aside, whole in one file; the other in its place."""
    here = Path(str(connection.settings_dict["NAME"])).absolute()
    connection.close()
    moves = []
    if here.exists():
        with closing(sqlite3.connect(here)) as there:
            there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        beside = [here.with_name(f"{here.name}{ending}") for ending in ("", "-wal", "-shm")]
        moves = [(each, settings.HOME / aside / each.name) for each in beside if each.exists()]
    return [*moves, (dump, here)]


def _folder_moves(home: Path, aside: str) -> list[tuple[Path, Path]]:
    """Papers always; the log only where this machine has none: by a root kept here an older database is known."""
    papers, log = Path(settings.MEDIA_ROOT), Path(settings.LOG_FOLDER)
    moves = [(papers, settings.HOME / aside / "files")] if papers.exists() else []
    moves += [(home / "files", papers)] if (home / "files").exists() else []
    if not (log / SEEN).exists() and not (log / PUBLIC).exists() and (home / "log").exists():
        moves += [(each, log / each.name) for each in sorted((home / "log").iterdir()) if each.name != "verified"]
    return moves


def _filled(dump: Path, manifest: Manifest, home: Path, up_to_date: bool) -> None:
    """PostgreSQL: what is here aside in a schema, at once; the other filled, counted, brought up to date, verified."""
    _schemas(
        f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE", f"ALTER SCHEMA public RENAME TO {BEFORE}", "CREATE SCHEMA public"
    )
    at: dict[str, Any] = {**connection.settings_dict}
    fill(dump, at)
    counted_there(manifest, at)
    if up_to_date:
        proved(home, at)


def _schemas_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [BEFORE])
        is_there = cursor.fetchone() is not None
    if is_there:
        _schemas("DROP SCHEMA IF EXISTS public CASCADE", f"ALTER SCHEMA {BEFORE} RENAME TO public")


def _schemas(*statements: str) -> None:
    """All of them or none; PostgreSQL's schemas come and go in a transaction."""
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()
