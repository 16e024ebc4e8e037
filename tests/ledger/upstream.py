"""All 196 vectors of transparency-dev/merkle, made by the rules that project makes them by.

Upstream keeps the vectors as files and the program that writes them (cmd/proofgen). 52 of the files were read and lie
in `vectors.json`, the ten untampered proofs among them. The other 144 are those ten tampered with, and what is done to
each is a list: that list stands here in our words. The test holds what it makes against every vector that was read,
field for field.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Vector = dict[str, Any]
Proof = list[str]
# Indexes and sizes are unsigned numbers of 64 bits there: one less than 0 is the largest.
WRAP = 1 << 64
EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
SOME_HASH = "abacaba000000000000000000000000000000000000000000060061e00123456"
WRONG_LEAF, WRONG_ROOT = b"WrongLeaf".hex(), b"WrongRoot".hex()
DONT_CARE = [b"don't care 1".hex(), b"don't care 2".hex()]


def inclusion(untampered: list[Vector], alone: str) -> list[Vector]:
    """The 98 vectors of inclusion; `alone` is the hash of a leaf that is the whole tree."""
    found = [each for good in untampered for each in (good, *_tampered_inclusion(good))]
    for index, size in ((0, 0), (0, 1), (1, 0), (2, 1)):
        for root, leaf, desc in (
            ("", SOME_HASH, "random leaf"),
            (EMPTY_ROOT, "", "empty root"),
            (EMPTY_ROOT, SOME_HASH, "empty root and random leaf"),
        ):
            found.append(_inclusion(index, size, root, leaf, [], desc))
    for root, leaf, desc in (
        (alone, alone, "matching root and leaf"),
        (alone, "", "empty leaf"),
        ("", alone, "empty root"),
        ("", "", "empty root and leaf"),
    ):
        found.append({**_inclusion(0, 1, root, leaf, [], desc), "wantErr": not desc.startswith("matching")})
    return found


def _inclusion(index: int, size: int, root: str, leaf: str, proof: Proof, desc: str) -> Vector:
    said = {"leafIdx": index % WRAP, "treeSize": size, "root": root, "leafHash": leaf}
    return {**said, "proof": proof, "desc": desc, "wantErr": True}


def _tampered_inclusion(good: Vector) -> Iterator[Vector]:
    index, size, root, proof = good["leafIdx"], good["treeSize"], good["root"], good["proof"]
    others: dict[str, Vector] = {
        "leafIdx sub @1": {"leafIdx": (index - 1) % WRAP},
        "leafIdx plus @1": {"leafIdx": index + 1},
        "leafIdx XOR @2": {"leafIdx": index ^ 2},
        "treeSize mul @2": {"treeSize": size * 2},
        "treeSize div @2": {"treeSize": size // 2},
        "wrong leaf": {"leafHash": WRONG_LEAF},
        "empty root": {"root": EMPTY_ROOT},
        "random root": {"root": SOME_HASH},
        "trailing garbage": {"proof": [*proof, ""]},
        "trailing root": {"proof": [*proof, root]},
        "preceding garbage": {"proof": ["", *proof]},
        "preceding root": {"proof": [root, *proof]},
    }
    for at in range(len(proof)):
        others[f"modified proof[{at}] bit @3"] = {"proof": _flipped(proof, at, 3)}
    if proof:
        others["removed component"] = {"proof": proof[:-1]}
    if len(proof) > 1:
        others["inserted component"] = {"proof": [proof[0], SOME_HASH, *proof[1:]]}
    return ({**good, **other, "desc": desc, "wantErr": True} for desc, other in others.items())


def consistency(untampered: list[Vector]) -> list[Vector]:
    """The 98 vectors of consistency."""
    found = [each for good in untampered for each in (good, *_tampered_consistency(good))]
    return [*found, *_of_sizes()]


def _tampered_consistency(good: Vector) -> Iterator[Vector]:
    one, two, proof = good["size1"], good["size2"], good["proof"]
    before, after = good["root1"], good["root2"]
    if not proof:
        return
    others: dict[str, Vector] = {
        "size1 sub @1": {"size1": (one - 1) % WRAP},
        "size1 plus @1": {"size1": one + 1},
        "size1 XOR @2": {"size1": one ^ 2},
        "size2 mul @2": {"size2": two * 2},
        "size2 div @2": {"size2": two // 2},
        "wrong root1": {"root1": WRONG_ROOT},
        "wrong root2": {"root2": WRONG_ROOT},
        "swapped roots": {"root1": after, "root2": before},
        "empty proof": {"proof": []},
        "trailing garbage": {"proof": [*proof, ""]},
        "trailing root1": {"proof": [*proof, before]},
        "trailing root2": {"proof": [*proof, after]},
        "preceding garbage": {"proof": ["", *proof]},
        "preceding root1": {"proof": [before, *proof]},
        "preceding root2": {"proof": [after, *proof]},
        "preceding proof @0": {"proof": [proof[0], *proof]},
        "truncated proof": {"proof": proof[:-1]},
    }
    for at in range(len(proof)):
        others[f"modified proof@{at} bit @4"] = {"proof": _flipped(proof, at, 4)}
    for desc, other in others.items():
        yield {**good, **other, "desc": desc, "wantErr": True}


def _of_sizes() -> Iterator[Vector]:
    """Sizes and roots alone; nothing is consistent with a size of zero."""
    (one, two), some = DONT_CARE, [EMPTY_ROOT]
    for size1, size2, root1, root2, proof, desc in (
        (0, 0, one, two, [], "sizes are equal (zero) but roots are not"),
        (1, 1, one, two, [], "sizes are equal (one) but roots are not"),
        (0, 0, one, one, [], "sizes are equal (zero) and proof is empty"),
        (0, 1, one, two, [], "size1 is zero and does not equal size2"),
        (1, 1, two, two, [], "sizes are equal (one) and proof is empty"),
        (1, 0, one, two, [], "size1 is greater than size2"),
        (2, 1, one, two, [], "size1 is greater than size2 again"),
        (1, 2, one, two, [], "sizes do not watch and proof is empty"),
        (0, 0, EMPTY_ROOT, two, [], "roots do not match and sizes are zero"),
        (1, 1, EMPTY_ROOT, two, [], "roots do not not match and sizes are one"),
        (0, 0, EMPTY_ROOT, EMPTY_ROOT, some, "sizes match but proof is not empty and sizes are zero"),
        (1, 1, EMPTY_ROOT, EMPTY_ROOT, some, "sizes match but proof is not empty and sizes are one"),
        (0, 1, EMPTY_ROOT, two, [], "size1 is zero and size2 is not zero"),
        (0, 1, EMPTY_ROOT, EMPTY_ROOT, some, "consistency check on empty tree (size1 is zero) is useless"),
    ):
        said = {"size1": size1, "size2": size2, "root1": root1, "root2": root2, "proof": proof, "desc": desc}
        yield {**said, "wantErr": desc != "sizes are equal (one) and proof is empty"}


def _flipped(proof: Proof, at: int, bit: int) -> Proof:
    """The proof with one bit of the first byte of one hash turned over."""
    raw = bytearray.fromhex(proof[at])
    raw[0] ^= 1 << bit
    return [*proof[:at], raw.hex(), *proof[at + 1 :]]
