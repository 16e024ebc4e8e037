"""«Sao lưu»: the database, the papers and the log's public parts in one archive, while everybody goes on working."""

from __future__ import annotations

import os
import re
import time
from datetime import datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from congminh.ledger.log.folder import ALARM, KEY, SEEN, VERIFIED, Folder
from congminh.operations.backups import standing
from congminh.operations.backups.archive import Manifest, add, written
from congminh.operations.backups.engines import DUMPS, dump

NAMED = re.compile(r"congminh-\d{8}-\d{6}\.zip")
# The key stays where it is; an alarm and how far a verification came are of this machine alone.
PRIVATE = {KEY, f"{KEY}.new", ALARM, VERIFIED}


class Made(NamedTuple):
    """An archive: where, how large, its SHA-256, how long it took."""

    place: Path
    size: int
    digest: str
    seconds: float


def back_up(place: Path | None = None, keep: int = 0) -> Made:
    """Make an archive at `place`, in it when it is a folder; raises FileExistsError, OSError, CannotDump.

    With `keep` only so many of the newest stay in that folder. The order matters: the log first, so that no root in
    the archive knows of more than its database; papers last, so that every row finds its file.
    """
    began = time.perf_counter()
    target = _place(place or standing.folder())
    with TemporaryDirectory(prefix=".congminh-", dir=target.parent) as beside:
        manifest = Manifest(
            version("congminh"), timezone.now().isoformat(timespec="seconds"), connection.vendor, [], {}
        )
        with written(target, manifest) as archive:
            _log(archive, manifest)
            dumped = Path(beside) / "dump"
            manifest.migrations = sorted(
                f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
            )
            manifest.rows = dump(dumped)
            add(archive, manifest, DUMPS[connection.vendor], dumped)
            _files(archive, manifest)
    made = Made(target, target.stat().st_size, _digest(target), time.perf_counter() - began)
    standing.put_down("backup", file=str(target), size=made.size, sha256=made.digest, seconds=round(made.seconds, 1))
    _forget(target, keep)
    return made


def _place(place: Path) -> Path:
    """The file to write; a folder gets one named by the time."""
    if place.suffix == ".zip" and not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        found = place
    else:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = place / f"congminh-{datetime.now():%Y%m%d-%H%M%S}.zip"
    if found.exists():
        raise FileExistsError(17, os.strerror(17), str(found))
    return found.absolute()


def _log(archive: ZipFile, manifest: Manifest) -> None:
    """The root first, then the hashes, which may know of more."""
    folder = Folder.here()
    if not folder.path.is_dir():
        return
    manifest.log = folder.read(SEEN)
    kept = [each for each in folder.path.rglob("*") if each.is_file() and each.name not in PRIVATE]
    for each in sorted(kept, key=lambda each: (each.name != SEEN, each)):
        if each.suffix != ".new":
            add(archive, manifest, f"log/{each.relative_to(folder.path).as_posix()}", each)


def _files(archive: ZipFile, manifest: Manifest) -> None:
    """Papers handed in; one that was thrown away while we looked is none."""
    root = Path(settings.MEDIA_ROOT)
    for each in sorted(root.rglob("*")) if root.is_dir() else ():
        if each.is_file() and not each.is_symlink():
            add(archive, manifest, f"files/{each.relative_to(root).as_posix()}", each)


def _digest(place: Path) -> str:
    with place.open("rb") as read:
        return file_digest(read, "sha256").hexdigest()


def _forget(newest: Path, keep: int) -> None:
    """Older archives of the same folder, past the `keep` newest; only those named as ours."""
    ours = sorted(each for each in newest.parent.iterdir() if NAMED.fullmatch(each.name))
    for each in ours[:-keep] if keep else ():
        each.unlink()
