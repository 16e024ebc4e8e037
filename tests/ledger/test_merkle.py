"""The tree of RFC 6962: against the vectors of transparency-dev/merkle, against a reckoning by the book, bit by bit.

Of the 196 public vectors 52 were read and lie in `vectors.json`; the other 144, tampered proofs, are made from those by
upstream's own rules (`upstream.py`), which make each of the 52 alike too.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from congminh.ledger import merkle
from tests.ledger import upstream

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
LEAVES = [merkle.leaf_hash(bytes.fromhex(each)) for each in VECTORS["leaves"]]
ROOTS = [bytes.fromhex(each) for each in VECTORS["roots"]]
SIZES = some.integers(1, 70)
KINDS = ("inclusion", "consistency")
GOOD = {kind: [each for each in VECTORS[kind] if each["desc"] == "happy path"] for kind in KINDS}
INCLUSION = upstream.inclusion(GOOD["inclusion"], merkle.leaf_hash(b"data").hex())
CONSISTENCY = upstream.consistency(GOOD["consistency"])


def by_the_book(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + by_the_book(leaves[:k]) + by_the_book(leaves[k:])).digest()


def drawn(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(at).encode()) for at in range(size)]


def flipped(raw: bytes, bit: int) -> bytes:
    found = bytearray(raw)
    found[bit // 8] ^= 1 << bit % 8
    return bytes(found)


def name_of(vector: dict[str, Any]) -> str:
    return "-".join(str(vector[key]) for key in ("leafIdx", "treeSize", "size1", "size2", "desc") if key in vector)


def test_there_are_196_vectors_and_those_that_were_read_are_among_them() -> None:
    assert (len(INCLUSION), len(CONSISTENCY)) == (98, 98)
    read = [each for kind in KINDS for each in VECTORS[kind]]
    assert len(read) == 52
    assert [each for each in read if each not in (*INCLUSION, *CONSISTENCY)] == []


@pytest.mark.parametrize("vector", INCLUSION, ids=name_of)
def test_inclusion_is_judged_as_upstream_judges_it(vector: dict[str, Any]) -> None:
    leaf, tree, *proof = (bytes.fromhex(each) for each in (vector["leafHash"], vector["root"], *vector["proof"]))
    found = merkle.is_included(vector["leafIdx"], vector["treeSize"], leaf, proof, tree)
    assert found is not vector["wantErr"]


@pytest.mark.parametrize("vector", CONSISTENCY, ids=name_of)
def test_consistency_is_judged_as_upstream_judges_it(vector: dict[str, Any]) -> None:
    before, after, *proof = (bytes.fromhex(each) for each in (vector["root1"], vector["root2"], *vector["proof"]))
    found = merkle.is_consistent(vector["size1"], vector["size2"], proof, before, after)
    assert found is not vector["wantErr"]


def test_the_reference_tree_has_the_published_roots() -> None:
    assert [merkle.root(LEAVES[:size]) for size in range(9)] == ROOTS


@pytest.mark.parametrize("kind", KINDS)
def test_proofs_of_the_reference_tree_are_the_published_ones(kind: str) -> None:
    subtree = merkle.among(LEAVES)
    assert len(GOOD[kind]) == 5
    for each in GOOD[kind]:
        if kind == "inclusion":
            found = merkle.inclusion(each["leafIdx"], each["treeSize"], subtree)
        else:
            found = merkle.consistency(each["size1"], each["size2"], subtree)
        assert [step.hex() for step in found] == each["proof"]


def test_a_size_of_nothing_and_what_is_not_there_are_refused() -> None:
    subtree = merkle.among(LEAVES)
    for index, size in ((0, 0), (8, 8), (-1, 8)):
        with pytest.raises(IndexError):
            merkle.inclusion(index, size, subtree)
        assert not merkle.is_included(index, size, LEAVES[0], [], LEAVES[0])
    for old, new in ((0, 0), (0, 8), (8, 7)):
        with pytest.raises(IndexError):
            merkle.consistency(old, new, subtree)
        assert not merkle.is_consistent(old, new, [], ROOTS[old], ROOTS[old])
    with pytest.raises(ValueError, match="a tree of 3 leaves has 2 full subtrees, not 1"):
        merkle.Frontier(3, [b""])


@given(SIZES, some.data())
def test_a_tree_grown_in_pieces_is_the_tree_of_the_book(size: int, data: some.DataObject) -> None:
    leaves, cut = drawn(size), data.draw(some.integers(0, size))
    first = merkle.Frontier()
    first.extend(leaves[:cut])
    later = merkle.Frontier(first.size, first.peaks)
    later.extend(leaves[cut:])
    assert (later.size, later.root()) == (size, by_the_book(leaves)) == (size, merkle.root(leaves))


@given(SIZES, some.data())
def test_every_bit_of_an_inclusion_proof_counts(size: int, data: some.DataObject) -> None:
    leaves, index = drawn(size), data.draw(some.integers(0, size - 1))
    tree, proof = by_the_book(leaves), merkle.inclusion(index, size, merkle.among(leaves))
    assert merkle.is_included(index, size, leaves[index], proof, tree)
    for bit in range(256):
        assert not merkle.is_included(index, size, flipped(leaves[index], bit), proof, tree)
        assert not merkle.is_included(index, size, leaves[index], proof, flipped(tree, bit))
        for at, step in enumerate(proof):
            wrong = [*proof[:at], flipped(step, bit), *proof[at + 1 :]]
            assert not merkle.is_included(index, size, leaves[index], wrong, tree)


@given(SIZES, some.data())
def test_every_bit_of_a_consistency_proof_counts(new: int, data: some.DataObject) -> None:
    leaves, old = drawn(new), data.draw(some.integers(1, new))
    before, after = by_the_book(leaves[:old]), by_the_book(leaves)
    proof = merkle.consistency(old, new, merkle.among(leaves))
    assert merkle.is_consistent(old, new, proof, before, after)
    for bit in range(256):
        assert not merkle.is_consistent(old, new, proof, flipped(before, bit), after)
        assert not merkle.is_consistent(old, new, proof, before, flipped(after, bit))
        for at, step in enumerate(proof):
            wrong = [*proof[:at], flipped(step, bit), *proof[at + 1 :]]
            assert not merkle.is_consistent(old, new, wrong, before, after)


@given(SIZES, some.data())
def test_a_proof_longer_shorter_or_of_another_place_fails(size: int, data: some.DataObject) -> None:
    leaves, index = drawn(size), data.draw(some.integers(0, size - 1))
    tree, proof = by_the_book(leaves), merkle.inclusion(index, size, merkle.among(leaves))
    leaf = leaves[index]
    for wrong in (
        [*proof, tree],
        [tree, *proof],
        [*proof, b""],
        [b"", *proof],
        *([proof[:-1], proof[1:]] if proof else []),
    ):
        assert not merkle.is_included(index, size, leaf, wrong, tree)
    for other in range(size):
        assert merkle.is_included(other, size, leaf, proof, tree) is (other == index)


@given(some.integers(2, 70), some.data())
def test_a_consistency_proof_of_other_sizes_or_lengths_fails(new: int, data: some.DataObject) -> None:
    leaves, old = drawn(new), data.draw(some.integers(1, new - 1))
    before, after = by_the_book(leaves[:old]), by_the_book(leaves)
    proof = merkle.consistency(old, new, merkle.among(leaves))
    assert proof
    for wrong in (proof[:-1], proof[1:], [*proof, after], [before, *proof], [b"", *proof], []):
        assert not merkle.is_consistent(old, new, wrong, before, after)
    assert not merkle.is_consistent(old, new, proof, after, before)


def test_an_independent_library_gives_the_same_roots() -> None:
    pymerkle = pytest.importorskip("pymerkle")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for each in VECTORS["leaves"]:
        tree.append_entry(bytes.fromhex(each))
    assert [tree.get_root(size) for size in range(1, 9)] == ROOTS[1:]
    for at in range(8, 300):
        tree.append_entry(str(at).encode())
    leaves = LEAVES + [merkle.leaf_hash(str(at).encode()) for at in range(8, 300)]
    assert all(tree.get_root(size) == merkle.root(leaves[:size]) for size in range(1, 301))
