"""A Merkle tree as RFC 6962 and RFC 9162 describe it: roots, proofs and their checking, and nothing else.

A proof is built from `subtree(start, end)`, the hash of the leaves from `start` up to and without `end`; where those
hashes are kept is the caller's affair. Whoever checks a proof needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

Subtree = Callable[[int, int], bytes]
HASH_BYTES = 32
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf (RFC 6962, 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of what stands above two hashes."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The least that must be kept of a tree to add leaves to it and know its root: the roots of its full subtrees."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size, self.peaks = size, list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} full subtrees, not {len(self.peaks)}")

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add leaves by their hashes."""
        peaks, size, hashed = self.peaks, self.size, sha256
        for each in hashes:
            height = size
            while height & 1:
                each = hashed(b"\x01" + peaks.pop() + each).digest()
                height >>= 1
            peaks.append(each)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """The hash of the whole tree."""
        if not self.peaks:
            return EMPTY
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found


def root(hashes: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


def among(hashes: Sequence[bytes]) -> Subtree:
    """`subtree` of leaves held in memory."""
    return lambda start, end: root(hashes[start:end])


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The proof that the leaf at `index` is in the tree of `size` leaves; raises IndexError when it is not."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start = middle
    return proof[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with the tree of `old`; raises IndexError unless 1 ≤ old ≤ new."""
    if not 1 <= old <= new:
        raise IndexError(f"no proof leads from {old} leaves to {new}")
    proof, start, end = [], 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(subtree(middle, end))
            end = middle
        else:
            proof.append(subtree(start, middle))
            start = middle
    if start:
        proof.append(subtree(start, end))
    return proof[::-1]


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], tree: bytes) -> bool:
    """Whether `proof` shows the leaf of this hash at `index` under the root `tree` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(each) != HASH_BYTES for each in (leaf, *proof)):
        return False
    place, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        found, place, last = _step(each, found, place, last)
    return last == 0 and found == tree


def is_consistent(old: int, new: int, proof: Sequence[bytes], before: bytes, after: bytes) -> bool:
    """Whether `proof` shows that the tree `after` begins with the tree `before` (RFC 9162, 2.1.4.2)."""
    if not 1 <= old <= new or any(len(each) != HASH_BYTES for each in proof):
        return False
    if old == new:
        return not proof and before == after
    path = [before, *proof] if old & (old - 1) == 0 else list(proof)
    if not proof or len(path[0]) != HASH_BYTES:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first = node_hash(each, first)
        second, place, last = _step(each, second, place, last)
    return last == 0 and first == before and second == after


def _step(beside: bytes, found: bytes, place: int, last: int) -> tuple[bytes, int, int]:
    """One level up: the hash there, and where we stand in it."""
    if not (place & 1 or place == last):
        return node_hash(found, beside), place >> 1, last >> 1
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return node_hash(beside, found), place >> 1, last >> 1
