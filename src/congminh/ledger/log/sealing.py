"""«Chốt sổ vết»: what was written gets its place in the tree, the root is signed, witnesses see it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import transaction

from congminh.ledger.log.folder import SEEN, Folder
from congminh.ledger.log.guard import READ_AT_ONCE, hashes, look, ring
from congminh.ledger.log.models import Checkpoint
from congminh.ledger.log.notes import Root, Signer
from congminh.ledger.log.sequencing import alone, is_waiting, sequence, size
from congminh.ledger.log.witnesses import Contradicted, asked, needed, ours

log = logging.getLogger(__name__)
Work = TypeVar("Work", bound=Callable[[], object])
BEFORE: list[Callable[[], object]] = []


def before_sealing(work: Work) -> Work:
    """Mark a function that puts leaves of its own into the log when they are due; the worker calls it each minute."""
    BEFORE.append(work)
    return work


def prepare() -> None:
    """Put into the log what is due."""
    for work in BEFORE:
        work()


def seal() -> Checkpoint | None:
    """Sequence and sign what is new; the checkpoint, None when there is nothing new, no key, or an alarm stands.

    Called every minute, and after each closing. The root goes on from the hashes kept outside the database: leaves
    signed before and changed since are not signed again.
    """
    sequence()
    folder = Folder.here()
    if folder.alarm() or folder.signer() is None:
        return None
    with alone():
        note = _signed(folder)
    return _shown(folder, note or _unwitnessed(folder))


def seal_after_commit() -> None:
    """Seal as soon as what is being written stands; a failure is left to the minute's."""
    transaction.on_commit(_quietly, robust=True)


def _quietly() -> None:
    try:
        seal()
    except Exception:
        log.exception("the log could not be sealed; it is tried again within a minute")


def _signed(folder: Folder) -> str:
    """The note of the new root, kept beside the key; empty when nothing is new, or the alarm was raised."""
    seen, signer = folder.seen(), folder.signer()
    if trouble := look(folder):
        ring(folder, trouble)
        return ""
    have = size()
    if signer is None or have == (seen.size if seen else 0):
        return ""
    if not folder.is_whole(seen):
        _rebuilt(folder, seen)
    folder.append(seen.size if seen else 0, _from_database(seen.size if seen else 0, have))
    return _kept(folder, signer, have)


def _kept(folder: Folder, signer: Signer, size: int) -> str:
    note = signer.sign(str(Root(signer.name, size, folder.root(size))))
    folder.write(SEEN, note)
    return note


def _rebuilt(folder: Folder, seen: Root | None) -> None:
    """The hashes kept were lost or spoilt: from the database, if it still gives the root that was signed."""
    folder.append(0, _from_database(0, seen.size if seen else 0))
    if not folder.is_whole(seen):
        raise LookupError("the hashes of the log are spoilt, and the database does not give them back")


def _from_database(start: int, end: int) -> Iterator[bytes]:
    """Hashes of leaves, some thousands in memory at a time; raises LookupError at a gap."""
    for at in range(start, end, READ_AT_ONCE):
        until = min(at + READ_AT_ONCE, end)
        found = hashes(at, until)
        if len(found) < until - at:
            raise LookupError(f"leaves between {at} and {until} are missing")
        yield from found


def _unwitnessed(folder: Folder) -> str:
    """The last note, when too few witnesses have seen it."""
    last, note = Checkpoint.objects.last(), folder.read(SEEN)
    if not note:
        return ""
    root = _root(note)
    is_shown = last and last.witnesses >= needed() and (last.origin, last.size) == (root.origin, root.size)
    return "" if is_shown else note


def _root(note: str) -> Root:
    return Root.read(note)


def _shown(folder: Folder, note: str) -> Checkpoint | None:
    """Witnesses asked, and the checkpoint put down with what they answered."""
    if not note:
        return None
    root = _root(note)
    try:
        witnessed, agreed = asked(folder, note, root, ours())
    except Contradicted as error:
        ring(folder, str(error))
        return None
    if agreed < needed():
        log.warning("the log's root at %s leaves was seen by %s witnesses of %s needed", root.size, agreed, needed())
    last = Checkpoint.objects.last()
    if last and (last.note, last.witnesses) == (witnessed, agreed):
        return last
    return Checkpoint.objects.create(origin=root.origin, size=root.size, note=witnessed, witnesses=agreed)


def is_dirty() -> bool:
    """Whether there is anything to seal or to show to witnesses."""
    folder = Folder.here()
    seen = folder.seen()
    return is_waiting() or size() != (seen.size if seen else 0) or bool(_unwitnessed(folder))
