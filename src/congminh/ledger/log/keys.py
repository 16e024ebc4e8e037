"""The log's key changed («đổi khóa ký sổ vết»): the old one and the new one both sign that it was, and at which size.

A root of that size or less may bear the old key's signature, a later one may not: whoever stole the old key signs
nothing of now. Who asked for the change and who agreed is the leaf of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import inf

from congminh.law.text import Text
from congminh.ledger.log.checks import Wrong, own_leaves, verifies
from congminh.ledger.log.folder import KEY, PUBLIC, Folder, NoKey
from congminh.ledger.log.guard import must_write
from congminh.ledger.log.notes import BadNote, Root, Signer, Verifier, signed_by
from congminh.ledger.log.recording import record_own
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.sequencing import alone

RETIRED, KIND = "keys.retired", "key"
Until = tuple[Verifier, int]


def change_key(asked_by: int, agreed_by: int, why: str) -> Verifier:
    """A new key in the place of the old, signed by both and written into the log; the old private half is gone.

    `asked_by` and `agreed_by` are accounts, two of them: ValueError for one. Raises NoKey without a key to change,
    ReadOnly under an alarm, OSError where the folder is not ours to write.
    """
    if asked_by == agreed_by:
        raise ValueError("the key is changed by two")
    must_write()
    seal()
    folder = Folder.here()
    if not folder.read(KEY):
        raise NoKey(str(folder.path))
    old = Signer.read(folder.read(KEY))
    new = Signer.made(old.name)
    with alone():
        seen = folder.seen()
        size = seen.size if seen else 0
        statement = _statement(old, new, seen)
        who = {"asked_by": asked_by, "agreed_by": agreed_by, "why": why}
        record_own(KIND, statement=statement, before=str(old.verifier), now=str(new.verifier), size=size, **who)
        folder.write(f"key-change-{size}", statement)
        _put(folder, old.verifier, new, size)
    seal()
    return new.verifier


def retired(folder: Folder) -> list[Until]:
    """Keys there were before, each with the size up to which it signed."""
    lines = [line.rpartition(" ") for line in folder.read(RETIRED).splitlines()]
    return [(Verifier.read(key), int(size)) for key, _space, size in lines]


def key_of_receipt(text: str, folder: Folder) -> str:
    """The published key a receipt must bear: the one of now, or of its time; empty where there is none."""
    parts = text.strip().split("\n\n")
    own = next((line.removeprefix("key ") for line in parts[0].splitlines() if line.startswith("key ")), "")
    for key, last in retired(folder):
        if str(key) == own and len(parts) > 2 and _size(parts[2]) <= last:
            return own
    return folder.read(PUBLIC).strip()


def _size(root: str) -> float:
    try:
        return Root.read(f"{root}\n").size
    except BadNote:
        return inf


@verifies
def keys_wrong(start: int) -> Iterator[Wrong]:
    """Changes of the key that two did not sign or agree to, and a key kept here that is not the last one."""
    last = None
    for index, facts in own_leaves(KIND):
        if not _holds(facts) or (last and facts["before"] != last):
            yield index, Text("khóa ký bị đổi không đúng cách", "the key was changed in a way that does not hold")
        last = facts["now"]
    kept = Folder.here().read(PUBLIC).strip()
    if last and kept and kept != last:
        what = "khóa đang giữ không phải khóa sổ vết nói"
        yield None, Text(what, "the key kept here is not the one the log tells of")


def _holds(facts: dict[str, object]) -> bool:
    """Whether both keys signed the change, and two agreed to it."""
    try:
        for which in ("before", "now"):
            text, _names = signed_by(str(facts["statement"]), [Verifier.read(str(facts[which]))])
            if f"\nnow {facts['now']}\n" not in text:
                return False
    except (BadNote, KeyError):
        return False
    return facts.get("asked_by") != facts.get("agreed_by")


def _statement(old: Signer, new: Signer, seen: Root | None) -> str:
    stands = str(seen) if seen else f"{old.name}\n0\n"
    text = f"congminh key\n{stands}before {old.verifier}\nnow {new.verifier}\n"
    return old.sign(text) + new.sign(text).rpartition("\n\n")[2]


def _put(folder: Folder, old: Verifier, new: Signer, size: int) -> None:
    """The old key among those that were, the new one in its place: readable by its owner alone."""
    folder.write(RETIRED, f"{folder.read(RETIRED)}{old} {size}\n")
    beside = folder.path / f"{KEY}.new"
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{new}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder.path / KEY)
    folder.write(PUBLIC, f"{new.verifier}\n")
