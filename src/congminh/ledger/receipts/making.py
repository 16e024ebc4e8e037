"""Receipts made: the bytes a leaf commits to, their salt, and the proof of their place under the root last signed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from congminh.ledger.log.folder import SEEN, Folder, NoKey
from congminh.ledger.log.models import Checkpoint, Leaf, Payload
from congminh.ledger.log.notes import Root, parted, to_text
from congminh.ledger.log.recording import commitment
from congminh.ledger.merkle import inclusion, is_included, leaf_hash
from congminh.ledger.models import Entry
from congminh.ledger.receipts.verify_receipt import HEAD, PROOF


class NotYet(LookupError):
    """The leaf is not under a signed root yet: within a minute it is."""


class Erased(LookupError):
    """What the leaf commits to was erased; receipts given out before still hold."""


class Spoilt(ValueError):
    """What is stored is not what was written: no receipt can be made of it."""


@dataclass(frozen=True)
class Sealed:
    """The root that receipts of now rest on, with the signatures under it; read once for many."""

    folder: Folder
    note: str
    root: Root
    key: str

    @classmethod
    def now(cls) -> Sealed:
        """The last root signed here; raises NotYet before the first, and without a key."""
        folder = Folder.here()
        note = folder.read(SEEN)
        try:
            key = str(folder.verifier())
        except NoKey as error:
            raise NotYet(str(error)) from error
        if not note:
            raise NotYet("no root was signed yet")
        return cls(folder, _witnessed(note), Root.read(parted(note)[0]), key)


def receipt(leaf: Leaf, sealed: Sealed) -> str:
    """The receipt of a leaf as text; raises NotYet, Erased, Spoilt."""
    payload = Payload.objects.filter(leaf=leaf).first()
    if payload is None:
        raise Erased(f"leaf {leaf.index}")
    if leaf.index is None or leaf.index >= sealed.root.size:
        raise NotYet(f"entry {leaf.entry_id}")
    salt, content = bytes(payload.salt), bytes(payload.content)
    hashed, size = leaf_hash(commitment(salt, content)), sealed.root.size
    proof = inclusion(leaf.index, size, sealed.folder.subtree)
    if not is_included(leaf.index, size, hashed, proof, sealed.root.root):
        raise Spoilt(f"leaf {leaf.index}")
    mine = (HEAD, f"key {sealed.key}", f"salt {to_text(salt)}", f"payload {content.decode()}")
    way = (PROOF, f"index {leaf.index}", *map(to_text, proof))
    return "\n".join([*mine, "", *way, "", sealed.note])


def code_of(leaf: Leaf) -> str:
    """«Mã biên nhận»: the hash of the leaf, which stands on the paper form too; known before it is sealed."""
    return leaf_hash(bytes(leaf.commitment)).hex()


def codes(files: Collection[int], steps: Collection[str]) -> dict[int, str]:
    """The codes of the last of these steps of each file; one query, however many files."""
    rows = Leaf.objects.filter(entry__file__in=list(files), entry__step__in=list(steps)).order_by("entry__number")
    return {file: leaf_hash(bytes(raw)).hex() for file, raw in rows.values_list("entry__file", "commitment")}


def leaves(entries: Collection[Entry]) -> dict[int, Leaf]:
    """The leaves of entries, by entry; one query."""
    return {leaf.entry_id: leaf for leaf in Leaf.objects.filter(entry__in=list(entries)) if leaf.entry_id}


def _witnessed(note: str) -> str:
    """The note with the signatures of witnesses, where the same root has been shown to some."""
    last: Any = Checkpoint.objects.last()
    return last.note if last and last.note.startswith(note) else note
