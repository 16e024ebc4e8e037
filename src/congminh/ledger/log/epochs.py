"""A new epoch of the log: the way out of the alarm when an older backup is all there is. It says so, signed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from congminh.ledger.log.folder import SEEN, Folder, NoKey
from congminh.ledger.log.guard import READ_AT_ONCE, hashes
from congminh.ledger.log.models import Checkpoint, Payload
from congminh.ledger.log.notes import Root
from congminh.ledger.log.recording import record_own
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.sequencing import alone, sequence, size


class NoAlarm(RuntimeError):
    """A new epoch is begun only while the alarm stands."""


def begin_epoch(why: str) -> Checkpoint:
    """Go on from the database as it is, under a new name; the statement of what was lost is signed under the old one.

    The statement is a leaf of the new epoch and a file beside the key. Raises NoKey without a key, NoAlarm when
    there is nothing to get out of.
    """
    folder = Folder.here()
    seen, signer = folder.seen(), folder.signer()
    if signer is None:
        raise NoKey(str(folder.path))
    if seen is None or not folder.alarm():
        raise NoAlarm("the database is the one that was signed")
    sequence()
    kept = _alike(folder, min(size(), seen.size))
    origin = _next(seen.origin)
    statement = signer.sign(_text(origin, seen, kept, why))
    folder.write(f"epoch-{origin.rpartition('-')[2]}", statement)
    with alone():
        told = {"origin": origin, "before": seen.origin, "signed": seen.size, "kept": kept, "why": why}
        record_own("epoch", statement=statement, **told)
    sequence()
    with alone():
        _begun(folder, origin)
    folder.calm()
    sealed = seal()
    if sealed is None:
        raise RuntimeError("the new epoch could not be sealed")
    return sealed


def epochs() -> Iterator[dict[str, int | str]]:
    """What the log's own leaves say of its epochs, in order: origin, before, signed, kept, why."""
    rows = Payload.objects.filter(leaf__entry=None).order_by("leaf__index").values_list("content", flat=True)
    for content in rows.iterator():
        found = json.loads(bytes(content))
        if found.get("kind") == "epoch":
            yield found


def _begun(folder: Folder, origin: str) -> None:
    """Every hash anew from the database, and its root signed under the new name."""
    signer, end = folder.signer(), size()
    if signer is None:
        raise NoKey(str(folder.path))
    folder.set_aside()
    for at in range(0, end, READ_AT_ONCE):
        folder.append(at, hashes(at, min(at + READ_AT_ONCE, end)))
    folder.write(SEEN, signer.named(origin).sign(str(Root(origin, end, folder.root(end)))))


def _alike(folder: Folder, end: int) -> int:
    """How many leaves at the beginning are those that were signed."""
    for at in range(0, end, READ_AT_ONCE):
        until = min(at + READ_AT_ONCE, end)
        pairs = zip(hashes(at, until), folder.hashes(at, until - at), strict=False)
        alike = next((place for place, (one, other) in enumerate(pairs) if one != other), None)
        if alike is not None:
            return at + alike
    return end


def _next(origin: str) -> str:
    found = re.fullmatch(r"(.*)/epoch-(\d+)", origin)
    return f"{found[1]}/epoch-{int(found[2]) + 1}" if found else f"{origin}/epoch-2"


def _text(origin: str, seen: Root, kept: int, why: str) -> str:
    return f"congminh epoch\n{origin}\n{seen}kept {kept}\n{' '.join(why.split())}\n"
