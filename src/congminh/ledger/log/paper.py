"""Paper as a witness: the root last signed, at the foot of minutes and closing lists, and read from them again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import BadNote, Root
from congminh.ledger.merkle import HASH_BYTES

MARK, GROUP = "congminh-root", 8


@dataclass(frozen=True)
class OnPaper:
    """A root as paper bears it («gốc sổ vết»): a line to be typed, and what a square says to a camera."""

    root: Root

    @property
    def words(self) -> str:
        """How many leaves, and the root in groups of eight: what is typed after `congminh verify --checkpoint`."""
        spelt = self.root.root.hex()
        return " ".join([str(self.root.size), *(spelt[at : at + GROUP] for at in range(0, len(spelt), GROUP))])

    @property
    def line(self) -> str:
        """What is printed («Sổ vết lúc in»)."""
        return f"Sổ vết {self.root.origin} lúc in (số lá, gốc): {self.words}."

    @property
    def square(self) -> str:
        """The same for a camera, with the name of the log."""
        return f"{MARK}:{self.root.origin}:{self.root.size}:{self.root.root.hex()}"


def on_paper() -> OnPaper | None:
    """The root last signed here, as it is printed; None before the first. One small file is read."""
    try:
        seen = Folder.here().seen()
    except BadNote:
        return None
    return OnPaper(seen) if seen else None


def from_paper(text: str) -> Root:
    """What somebody typed from paper or scanned («số lá, gốc»); raises BadNote. Typed, it names no log.

    It bears no signature: whoever signed the paper vouches for it.
    """
    text = text.strip().removesuffix(".")
    scanned = re.fullmatch(rf"{MARK}:(\S+):(\d+):([0-9a-f]+)", text)
    origin, size, spelt = scanned.groups() if scanned else ("", *_typed(text))
    if not size.isascii() or not size.isdigit() or not re.fullmatch(rf"[0-9a-f]{{{2 * HASH_BYTES}}}", spelt):
        raise BadNote("a root on paper is the number of leaves and 64 letters and digits, as they are printed")
    return Root(origin, int(size), bytes.fromhex(spelt))


def _typed(text: str) -> tuple[str, str]:
    size, *groups = text.rpartition(":")[2].lower().split() or [""]
    return size, "".join(groups)
