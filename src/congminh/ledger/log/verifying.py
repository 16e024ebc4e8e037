"""«Kiểm tra sổ vết»: the whole log against a root from outside, and every entry against its leaf.

What is found names the first index that is wrong: where the bytes of a leaf do not give its commitment; where a leaf
differs from the hashes kept outside (beside the key, or with a witness); else between which two signed roots.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import inf
from typing import Any

from django.db import connection

from congminh.law.text import Text
from congminh.ledger.log.checks import CHECKS
from congminh.ledger.log.entries import entries_wrong, erased
from congminh.ledger.log.epochs import epochs
from congminh.ledger.log.folder import VERIFIED, Folder
from congminh.ledger.log.guard import hashes
from congminh.ledger.log.keys import Until, retired
from congminh.ledger.log.models import Checkpoint
from congminh.ledger.log.notes import BadNote, Root, Verifier, signed_by
from congminh.ledger.merkle import Frontier

AT_ONCE = 20_000
ROWS = """
SELECT leaf."index", leaf.commitment, payload.salt, payload.content
FROM ledger_leaf AS leaf LEFT JOIN {}
WHERE leaf."index" >= %s AND leaf."index" < %s ORDER BY leaf."index" """
BESIDE = ROWS.format("ledger_payload AS payload ON payload.leaf_id = leaf.id")
# PostgreSQL would read the whole table for each of our pieces: so it is told to look each leaf up.
EACH = ROWS.format(
    "LATERAL (SELECT salt, content FROM ledger_payload WHERE leaf_id = leaf.id OFFSET 0) AS payload ON true"
)
Say = Callable[[int], object]


@dataclass(frozen=True)
class Fault:
    """Something wrong: from which leaf on (None when it cannot be told), and what."""

    index: int | None
    what: Text


@dataclass
class Found:
    """What a verification found."""

    size: int = 0
    start: int = 0
    faults: list[Fault] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)

    @property
    def first(self) -> Fault | None:
        """The fault of the lowest index; those without one come last."""
        return min(self.faults, key=lambda fault: inf if fault.index is None else fault.index, default=None)


class Walk:
    """From leaf to leaf: bytes against commitments, and the roots at the sizes that are asked for."""

    def __init__(self, frontier: Frontier, sizes: set[int]) -> None:
        self.frontier, self.roots = frontier, {0: Frontier().root()}
        self.wrong: Fault | None = None
        self.without: list[int] = []
        self._sizes = sorted(size for size in sizes if size > frontier.size)

    def run(self, say: Say) -> None:
        """Every leaf that has an index, as far as they go on without a gap."""
        self._root_here()
        while rows := _rows(self.frontier.size):
            leaves = self._checked(rows)
            self._grown(leaves)
            say(self.frontier.size)
            if len(leaves) < AT_ONCE:
                return

    def _checked(self, rows: list[tuple[int, bytes, bytes | None, bytes | None]]) -> list[bytes]:
        """The hashes of the leaves, up to a gap."""
        found, hashed, expected = [], sha256, self.frontier.size
        for index, commitment, salt, content in rows:
            if index != expected:
                self._blame(expected, Text("thiếu lá này", "this leaf is missing"))
                break
            expected += 1
            commitment = bytes(commitment)
            if content is None or salt is None:
                self.without.append(index)
            elif hashed(bytes(salt) + bytes(content)).digest() != commitment:
                self._blame(index, CHANGED)
            found.append(hashed(b"\x00" + commitment).digest())
        return found

    def _grown(self, leaves: list[bytes]) -> None:
        """Leaves added, with a stop at each size whose root is wanted."""
        start, at = self.frontier.size, 0
        for size in [each for each in self._sizes if start < each <= start + len(leaves)]:
            self.frontier.extend(leaves[at : size - start])
            at = size - start
            self._root_here()
        self.frontier.extend(leaves[at:])

    def _root_here(self) -> None:
        self.roots[self.frontier.size] = self.frontier.root()

    def _blame(self, index: int, what: Text) -> None:
        if self.wrong is None:
            self.wrong = Fault(index, what)


CHANGED = Text("nội dung đã lưu không còn như lúc ghi", "what was stored is not what was written")


def verify(
    note: str = "",
    beside: Folder | None = None,
    key: Verifier | None = None,
    again: bool = False,
    say: Say = lambda size: None,
    paper: Root | None = None,
) -> Found:
    """Check the log; against the checkpoint `note` or a root from `paper`, else against the last root signed.

    `beside` is the folder the note lies in (a witness's has hashes too); `key` stands in for the key kept here. With
    `again` only what is new since the last time that all was well. Raises BadNote for a note that nobody we know
    signed, NoKey without a key.
    """
    folder = Folder.here()
    before = () if key else retired(folder)
    root = opened(note, key or folder.verifier(), before) if note else paper or folder.seen()
    frontier = _last_time(folder) if again else Frontier()
    found = Found(start=frontier.size)
    checkpoints = _signed(key or (folder.verifier() if root and not paper else folder.known()), before)
    walk = Walk(frontier, {root.size, *(each.size for each in checkpoints)} if root else set())
    if frontier.size and root and root.size < frontier.size:
        walk = Walk(Frontier(), {root.size})
    walk.run(say)
    found.size = walk.frontier.size
    if walk.wrong:
        found.faults.append(walk.wrong)
    if root and walk.roots.get(root.size) != root.root:
        found.faults.append(_blamed(root, walk, checkpoints, [each for each in (beside, folder) if each]))
    found.erased, unexplained = erased(walk.without)
    found.faults += [Fault(index, MISSING) for index in unexplained]
    found.faults += [Fault(index, what) for index, what in entries_wrong(found.start)]
    found.faults += [Fault(index, what) for check in CHECKS for index, what in check(found.start)]
    if not found.faults:
        _keep(folder, walk.frontier)
    return found


MISSING = Text(
    "nội dung đã bị xóa mà không có quyết định xóa nào được ghi",
    "what was stored is gone, and no erasure was written down",
)


def opened(note: str, key: Verifier, before: Sequence[Until] = ()) -> Root:
    """What a checkpoint says, if the key, or one `before` it, signed it under the name of any epoch; raises BadNote."""
    root = Root.read(note)
    base = key.name.partition("/epoch-")[0]
    if root.origin != base and not root.origin.startswith(f"{base}/epoch-"):
        raise BadNote(f"this is a checkpoint of another log: {root.origin}")
    known = [key, *(old for old, last in before if root.size <= last)]
    signed_by(note, [each.named(root.origin) for each in known])
    return root


def _rows(start: int) -> list[tuple[int, bytes, bytes | None, bytes | None]]:
    if connection.vendor == "postgresql":
        found = _in_binary(EACH, [start, start + AT_ONCE])
    else:
        with connection.cursor() as cursor:
            cursor.execute(BESIDE, [start, start + AT_ONCE])
            found = cursor.fetchall()
    return found or _after_a_gap(start)


def _in_binary(statement: str, given: list[int]) -> list[Any]:
    """Rows as PostgreSQL has them: written as text, bytes are twice as long and must be read letter by letter."""
    from psycopg import Cursor

    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        return cursor.execute(statement, given, binary=True).fetchall()


def _after_a_gap(start: int) -> list[tuple[int, bytes, bytes | None, bytes | None]]:
    """A row that stands past a gap, so that the gap is seen; none at the end of the log."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT "index", commitment, NULL, NULL FROM ledger_leaf WHERE "index" > %s LIMIT 1', [start])
        return list(cursor.fetchall())


def _signed(key: Verifier | None, before: Sequence[Until]) -> list[Root]:
    """The roots that the database says were signed, those that really were."""
    found = []
    for note in Checkpoint.objects.order_by("size").values_list("note", flat=True) if key else ():
        try:
            found.append(opened(note, key, before))  # type: ignore[arg-type]
        except BadNote:
            continue
    return found


def _blamed(root: Root, walk: Walk, checkpoints: list[Root], folders: list[Folder]) -> Fault:
    """Where the log leaves what the root says."""
    lost = next((each for each in epochs() if each["before"] == root.origin and int(each["kept"]) < root.size), None)
    if lost:
        what = f"{lost['origin']} bắt đầu từ bản sao lưu cũ: các lá từ {lost['kept']} đến {root.size - 1} đã mất"
        english = f"{lost['origin']} began from an older backup: leaves {lost['kept']} to {root.size - 1} were lost"
        return Fault(int(lost["kept"]), Text(what, english))
    if walk.frontier.size < root.size and walk.wrong is None:
        what = f"điểm chốt có {root.size} lá, sổ chỉ còn {walk.frontier.size}"
        shorter = Text(what, f"the checkpoint has {root.size} leaves, the log only {walk.frontier.size}")
        alike = _first_other(root, folders)
        return Fault(walk.frontier.size if alike is None else alike, shorter)
    other = _first_other(root, folders)
    if other is not None:
        return Fault(other, Text("lá này không phải lá đã được ký", "this leaf is not the one that was signed"))
    good = [each.size for each in checkpoints if walk.roots.get(each.size) == each.root and each.size < root.size]
    start = max(good, default=0)
    bad = [each.size for each in checkpoints if each.size > start and walk.roots.get(each.size) != each.root]
    end = min([*bad, root.size])
    between = f"{start}–{end - 1}"
    return Fault(start, Text(f"có lá bị đổi trong khoảng {between}", f"a leaf of {between} was changed"))


def _first_other(root: Root, folders: list[Folder]) -> int | None:
    """The first leaf that differs from hashes kept outside which do give the root."""
    for folder in folders:
        kept = Frontier()
        kept.extend(folder.hashes(0, root.size))
        if kept.size < root.size or kept.root() != root.root:
            continue
        for at in range(0, root.size, AT_ONCE):
            pairs = zip(folder.hashes(at, AT_ONCE), hashes(at, min(at + AT_ONCE, root.size)), strict=False)
            found = next((place for place, (one, other) in enumerate(pairs) if one != other), None)
            if found is not None:
                return at + found
    return None


def _last_time(folder: Folder) -> Frontier:
    """Where the last verification that found nothing ended."""
    try:
        kept = json.loads(folder.read(VERIFIED) or "{}")
        return Frontier(kept.get("size", 0), [bytes.fromhex(each) for each in kept.get("peaks", [])])
    except (ValueError, TypeError, AttributeError):
        return Frontier()


def _keep(folder: Folder, frontier: Frontier) -> None:
    """Put down how far all was well; not where the folder is not ours to write."""
    if folder.path.is_dir():
        peaks = [each.hex() for each in frontier.peaks]
        folder.write(VERIFIED, json.dumps({"size": frontier.size, "peaks": peaks}))
