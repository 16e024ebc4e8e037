"""Witnesses: who outside our reach sees each root and answers only for a log that grows.

A folder (on another machine, mounted here) keeps our hashes and refuses a tree that does not go on from what it has;
an address is asked as C2SP's tlog-witness describes, and answers with a signature of its own.
"""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from congminh.ledger.log.folder import SEEN, Folder
from congminh.ledger.log.notes import BadNote, Root, Verifier, parted, signed_by, to_text
from congminh.ledger.merkle import consistency

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 5
MOST_BYTES = 100_000
COPIED_AT_ONCE = 1 << 16


class Contradicted(Exception):
    """A witness has seen a later or another log than ours: ours was set back."""


class Witness(Protocol):
    """Who is shown a signed root."""

    def ask(self, ours: Folder, note: str, root: Root) -> str:
        """The signature lines it gives, if it gives any; raises OSError or BadNote when it cannot be asked.

        Raises Contradicted when it knows a log that ours does not go on from.
        """


@dataclass(frozen=True)
class FolderWitness:
    """A folder that keeps the last root and every hash, so that the first leaf that differs can be named from it."""

    path: Path

    def ask(self, ours: Folder, note: str, root: Root) -> str:
        """Copied; no signature."""
        theirs = Folder(self.path)
        if not self.path.is_dir():
            raise FileNotFoundError(2, "no such folder of a witness", str(self.path))
        seen = theirs.seen()
        if seen and seen.origin != root.origin:
            theirs.set_aside()
            seen = None
        start = seen.size if seen else 0
        if seen and start and (start > root.size or ours.root(start) != seen.root):
            raise Contradicted(f"{self.path} has seen {seen.size} leaves that ours does not go on from")
        for at in range(start, root.size, COPIED_AT_ONCE):
            theirs.append(at, ours.hashes(at, min(COPIED_AT_ONCE, root.size - at)))
        theirs.write(SEEN, note)
        return ""


@dataclass(frozen=True)
class UrlWitness:
    """A witness on the network, by the prefix of its address and its key."""

    prefix: str
    key: Verifier

    def ask(self, ours: Folder, note: str, root: Root) -> str:
        """Its signature over the root, checked."""
        answer = self._posted(ours, note, root, root.size)
        if isinstance(answer, int):
            if answer > root.size:
                raise Contradicted(f"{self.prefix} has seen {answer} leaves, ours has {root.size}")
            answer = self._posted(ours, note, root, answer)
        if isinstance(answer, int):
            raise Contradicted(f"{self.prefix} has seen another log of {answer} leaves")
        lines = "".join(f"{line}\n" for line in answer.splitlines() if line.startswith(f"— {self.key.name} "))
        signed_by(f"{parted(note)[0]}\n{lines}", [self.key])
        return lines

    def _posted(self, ours: Folder, note: str, root: Root, old: int) -> str | int:
        """The answer; a number when it has seen so many leaves."""
        proof = consistency(old, root.size, ours.subtree) if old else []
        body = f"old {old}\n" + "".join(f"{to_text(each)}\n" for each in proof) + f"\n{note}"
        request = urllib.request.Request(f"{self.prefix}/add-checkpoint", body.encode(), method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # nosec B310
                return str(answer.read(MOST_BYTES).decode())
        except urllib.error.HTTPError as refusal:
            return self._refused(refusal)

    def _refused(self, refusal: urllib.error.HTTPError) -> int:
        with refusal:
            said = refusal.read(MOST_BYTES).decode(errors="replace").strip()
        if refusal.code == 422:
            raise Contradicted(f"{self.prefix}: ours does not go on from the log it has seen")
        if refusal.code != 409 or not said.isdigit():
            raise OSError(f"{self.prefix} answered {refusal.code}: {said[:200]}")
        return int(said)


def named(text: str) -> Witness:
    """A witness as settings name it: a folder, or https://its.address/prefix#key; raises BadNote for neither."""
    parts = urlsplit(text)
    if parts.scheme in ("http", "https"):
        return UrlWitness(text.partition("#")[0].rstrip("/"), Verifier.read(parts.fragment))
    return FolderWitness(Path(text.removeprefix("file://")))


def ours() -> list[Witness]:
    """Those of this installation."""
    return [named(each) for each in settings.LOG_WITNESSES]


def keys() -> list[Verifier]:
    """The keys of those of ours that sign («khóa của nhân chứng»)."""
    return [each.key for each in ours() if isinstance(each, UrlWitness)]


def needed() -> int:
    """How many must have agreed for a root to count as witnessed."""
    return int(settings.LOG_WITNESSES_NEEDED)


def asked(folder: Folder, note: str, root: Root, witnesses: Iterable[Witness]) -> tuple[str, int]:
    """The note with the signatures of those who gave one, and how many agreed; raises Contradicted.

    A witness that cannot be reached is logged and passed by.
    """
    agreed = 0
    for witness in witnesses:
        try:
            note += witness.ask(folder, note, root)
            agreed += 1
        except (OSError, BadNote) as error:
            log.warning("a witness of the log could not be asked: %s", error)
    return note, agreed
