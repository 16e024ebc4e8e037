"""From an archive to a database that stands, is brought up to date and verified, in a place of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from congminh.law.text import Text
from congminh.ledger.log.folder import PUBLIC, SEEN, Folder
from congminh.operations.backups import apart
from congminh.operations.backups.archive import BadArchive, Manifest, opened, unpack
from congminh.operations.backups.engines import DUMPS, postgresql_rows, sqlite_rows

OTHER_ENGINE = Text(
    "tệp sao lưu của {0}, còn hệ thống này dùng {1}: khôi phục vào {0} rồi chuyển bằng «congminh move»",
    "the archive is of {0} and this installation runs on {1}: restore it on {0}, then «congminh move»",
)
LATER = Text(
    "tệp sao lưu của bản mới hơn ({0}): cài bản ấy rồi khôi phục",
    "the archive was made by a later version ({0}): install that one, then restore",
)


def taken(place: Path) -> Manifest:
    """The manifest of an archive that this installation can take; raises BadArchive with the reason."""
    manifest = opened(place)
    if manifest.engine != connection.vendor or DUMPS.get(manifest.engine) not in manifest.parts:
        raise BadArchive(_said(OTHER_ENGINE, manifest.engine, connection.vendor))
    loader = MigrationLoader(None)
    ours = {app for app, _ in loader.disk_migrations}
    later = {name for name in manifest.migrations if name.partition(".")[0] in ours}
    if later - {f"{app}.{name}" for app, name in loader.disk_migrations}:
        raise BadArchive(_said(LATER, manifest.version))
    return manifest


def _said(text: Text, *values: str) -> Text:
    return Text(text.vi.format(*values), text.en.format(*values))


def laid_out(place: Path, manifest: Manifest, home: Path) -> Path:
    """The parts in `home`, checked against their hashes; where the dump lies. SQLite's lies where it is used."""
    unpack(place, manifest, home)
    dump = home / DUMPS[manifest.engine]
    if manifest.engine == "sqlite":
        dump = dump.rename(home / apart.sqlite_name())
        with closing(sqlite3.connect(dump)) as there:
            counted(manifest, sqlite_rows(there))
    return dump


def counted(manifest: Manifest, found: dict[str, int]) -> None:
    """Raises BadArchive where a table has other rows than were backed up."""
    wrong = next((name for name in manifest.rows if found.get(name) != manifest.rows[name]), None)
    if wrong:
        vi = f"bảng {wrong} có {found.get(wrong)} dòng, lúc sao lưu có {manifest.rows[wrong]}"
        raise BadArchive(Text(vi, f"table {wrong} has {found.get(wrong)} rows, and had {manifest.rows[wrong]}"))


def counted_there(manifest: Manifest, at: dict[str, Any]) -> None:
    """The same of a PostgreSQL database that was filled."""
    connections.settings["there"] = at
    try:
        with connections["there"].cursor() as cursor:
            counted(manifest, postgresql_rows(cursor))
    finally:
        connections["there"].close()
        del connections["there"], connections.settings["there"]


def proved(home: Path, at: dict[str, Any] | None) -> None:
    """Bring it up to date, and verify its log against the root of the archive by our own key; raises Failed."""
    apart.congminh(home, at, "manage", "migrate", "--no-input", "-v", "0")
    root, key = home / "log" / SEEN, Folder.here().read(PUBLIC).strip()
    against = ["--checkpoint", str(root)] if root.is_file() else []
    apart.congminh(home, at, "verify", *against, *(["--key", key] if key and against else []))
