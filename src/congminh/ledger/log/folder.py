"""What the log keeps outside the database: the key, the last root signed, the hashes of its tree, and an alarm.

Whoever rules the database rules none of these; `CONGMINH_LOG` says where they lie.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from congminh.ledger.log.notes import Root, Signer, Verifier, parted
from congminh.ledger.merkle import EMPTY, HASH_BYTES, node_hash, root

KEY, PUBLIC, SEEN, ALARM, VERIFIED = "key", "key.pub", "checkpoint", "alarm", "verified"
# A hash of level 8 stands for 256 leaves, as a tile does (C2SP tlog-tiles).
LEVELS = (0, 8, 16, 24)


class NoKey(LookupError):
    """The log has no key here, so nothing is signed."""


class Folder:
    """A folder of the log, ours or a witness's."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    @classmethod
    def here(cls) -> Folder:
        """The one of this installation."""
        return cls(settings.LOG_FOLDER)

    # The key

    def make_key(self, name: str) -> Verifier:
        """A new key, readable by its owner alone; raises FileExistsError where there is one, BadNote for the name."""
        signer = Signer.made(name)
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = os.open(self.path / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(place, "w", encoding="utf-8") as file:
            file.write(f"{signer}\n")
        self.write(PUBLIC, f"{signer.verifier}\n")
        return signer.verifier

    def signer(self) -> Signer | None:
        """The key under the name of the log's present epoch; None where there is none."""
        text, seen = self.read(KEY), self.seen()
        if not text:
            return None
        signer = Signer.read(text)
        return signer.named(seen.origin) if seen else signer

    def verifier(self) -> Verifier:
        """The public key; raises NoKey."""
        found = self.known()
        if found is None:
            raise NoKey(str(self.path / PUBLIC))
        return found

    def known(self) -> Verifier | None:
        """The same, None where there is none."""
        text = self.read(PUBLIC)
        return Verifier.read(text) if text else None

    # Files written whole

    def read(self, name: str) -> str:
        """The text of a file; empty when there is none."""
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def write(self, name: str, text: str) -> None:
        """A file, whole or as it was: also when the power goes."""
        self.path.mkdir(parents=True, exist_ok=True)
        place, beside = self.path / name, self.path / f"{name}.new"
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)

    def seen(self) -> Root | None:
        """The last root that was signed, None before the first; raises BadNote for a file that is none."""
        note = self.read(SEEN)
        return Root.read(parted(note)[0]) if note else None

    def set_aside(self) -> None:
        """Keep what was signed in an epoch now over, in a folder of its own."""
        if seen := self.seen():
            aside = self.path / f"{re.sub('[^a-z0-9.]+', '-', seen.origin.lower())}-{seen.size}"
            aside.mkdir(exist_ok=True)
            for name in (SEEN, *(self._level(level).name for level in LEVELS)):
                if (self.path / name).exists():
                    os.replace(self.path / name, aside / name)

    # The alarm

    def alarm(self) -> str:
        """Why nothing may be written now; empty when all is well."""
        return self.read(ALARM)

    def calm(self) -> None:
        """The cause of the alarm is gone."""
        (self.path / ALARM).unlink(missing_ok=True)

    # The tree

    def append(self, start: int, hashes: Iterable[bytes]) -> int:
        """Put hashes of leaves from index `start` on, in place of what was kept from there; how many there are now."""
        self.path.mkdir(parents=True, exist_ok=True)
        for level in LEVELS:
            with self._level(level).open("ab") as file:
                file.truncate((start >> level) * HASH_BYTES)
        with self._level(0).open("ab") as file:
            for each in hashes:
                file.write(each)
            size = file.tell() // HASH_BYTES
        for below, level in pairwise(LEVELS):
            with self._level(level).open("ab") as file:
                for group in range(start >> level, size >> level):
                    file.write(root(self.hashes(group << 8, 256, below)))
        return size

    def size(self) -> int:
        """How many hashes of leaves are kept; no promise that they are those signed."""
        place = self._level(0)
        return place.stat().st_size // HASH_BYTES if place.exists() else 0

    def hashes(self, start: int, number: int, level: int = 0) -> list[bytes]:
        """Kept hashes; fewer when there are not so many."""
        place = self._level(level)
        if not place.exists():
            return []
        with place.open("rb") as file:
            file.seek(start * HASH_BYTES)
            read = file.read(number * HASH_BYTES)
        return [read[at : at + HASH_BYTES] for at in range(0, len(read), HASH_BYTES)]

    def subtree(self, start: int, end: int) -> bytes:
        """The hash of the leaves from `start` up to `end`, as `merkle` asks for it; raises LookupError."""
        number = end - start
        if number & (number - 1) == 0:
            return self._full(start, number.bit_length() - 1) if number else EMPTY
        middle = start + (1 << (number.bit_length() - 1))
        return node_hash(self.subtree(start, middle), self.subtree(middle, end))

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves; raises LookupError when they are not kept."""
        return self.subtree(0, size)

    def is_whole(self, seen: Root | None) -> bool:
        """Whether the hashes kept are those of the root last signed."""
        if seen is None:
            return True
        try:
            return self.root(seen.size) == seen.root
        except LookupError:
            return False

    def _full(self, start: int, height: int) -> bytes:
        level = min(height - height % 8, LEVELS[-1])
        number = 1 << (height - level)
        found = self.hashes(start >> level, number, level)
        if len(found) < number:
            raise LookupError(f"hashes of leaves {start} to {start + (1 << height)} are not kept in {self.path}")
        return root(found)

    def _level(self, level: int) -> Path:
        return self.path / f"hashes-{level:02}"
