"""The guard: an older database than the one we signed is noticed when anything starts, and then nothing is written."""

from __future__ import annotations

import logging

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.utils import timezone

from congminh.ledger.log.folder import ALARM, Folder
from congminh.ledger.log.models import Leaf
from congminh.ledger.log.notes import BadNote, Root
from congminh.ledger.log.sequencing import size
from congminh.ledger.merkle import Frontier, leaf_hash

log = logging.getLogger(__name__)
LAST = 256
READ_AT_ONCE = 1 << 16


class ReadOnly(PermissionDenied):
    """The database is not the one we signed: nothing is written until an administrator has looked."""


def must_write() -> None:
    """Raises ReadOnly while the alarm stands."""
    if alarm := Folder.here().alarm():
        raise ReadOnly(alarm)


def watch() -> str:
    """Look, raise the alarm or end it; why it stands, empty when all is well. Called when anything starts."""
    folder = Folder.here()
    try:
        trouble = look(folder)
    except DatabaseError:
        log.warning("the log could not be looked at", exc_info=True)
        return folder.alarm()
    if not trouble:
        folder.calm()
    elif not folder.alarm():
        ring(folder, trouble)
    return trouble


def ring(folder: Folder, trouble: str) -> None:
    """Raise the alarm."""
    log.critical("the log: %s", trouble)
    folder.write(ALARM, f"{timezone.now().isoformat(timespec='seconds')} {trouble}\n")


def look(folder: Folder) -> str:
    """What is wrong with the database against the last root signed: fewer leaves, or others at the end of it."""
    try:
        seen = folder.seen()
    except BadNote as error:
        return f"{folder.path / 'checkpoint'}: {error}"
    if seen is None:
        return ""
    if (have := size()) < seen.size:
        return f"the database has {have} leaves, and {seen.size} were signed: it is an older one"
    if not folder.is_whole(seen):
        return _against_root(seen)
    start = max(seen.size - LAST, 0)
    kept = folder.hashes(start, seen.size - start)
    stored = hashes(start, seen.size)
    wrong = next((start + at for at, pair in enumerate(zip(kept, stored, strict=False)) if pair[0] != pair[1]), None)
    if wrong is not None:
        return f"leaf {wrong} of the database is not the one that was signed"
    if len(stored) < seen.size - start:
        return f"leaves between {start} and {seen.size} are missing in the database"
    return ""


def _against_root(seen: Root) -> str:
    """The whole database against the root, where the hashes kept outside were lost."""
    found = Frontier()
    for at in range(0, seen.size, READ_AT_ONCE):
        found.extend(hashes(at, min(at + READ_AT_ONCE, seen.size)))
    return "" if found.root() == seen.root else f"the database does not give the root signed at {seen.size} leaves"


def hashes(start: int, end: int) -> list[bytes]:
    """The hashes of leaves as the database has them."""
    rows = Leaf.objects.filter(index__gte=start, index__lt=end).order_by("index")
    return [leaf_hash(bytes(each)) for each in rows.values_list("commitment", flat=True)]
