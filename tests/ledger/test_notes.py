"""Notes and checkpoints are C2SP's: its own examples are read, ours are written alike, a changed letter is found."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from congminh.ledger.log.notes import COSIGNATURE, BadNote, Root, Signer, Verifier, parted, signed_by, to_text

# The example of a signed note in Go's golang.org/x/mod/sumdb/note (BSD), with its key.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ROOT = Root("so-vet.example", 7, bytes(range(32)))


def test_a_note_of_another_program_is_read() -> None:
    text, names = signed_by(EXAMPLE, [Verifier.read(EXAMPLE_KEY)])
    assert names == {"PeterNeumann"}
    assert text.endswith("what your problem is.\n")


def test_what_is_signed_is_read_back_and_the_keys_too() -> None:
    signer = Signer.made("so-vet.example")
    assert Signer.read(str(signer)) == signer
    verifier = Verifier.read(str(signer.verifier))
    assert verifier == signer.verifier
    text, names = signed_by(signer.sign(str(ROOT)), [verifier])
    assert (Root.read(text), names) == (ROOT, {"so-vet.example"})
    assert str(signer).startswith("PRIVATE+KEY+so-vet.example+")
    assert to_text(signer.seed) not in repr(signer)


@given(some.integers(0, 10_000), some.characters(min_codepoint=32, max_codepoint=126))
def test_a_letter_changed_anywhere_is_found(at: int, letter: str) -> None:
    signer = Signer("so-vet.example", bytes(32))
    note = signer.sign(str(ROOT))
    place = at % len(note)
    if note[place] == letter:
        return
    wrong = note[:place] + letter + note[place + 1 :]
    with pytest.raises(BadNote):
        signed_by(wrong, [signer.verifier])


def test_unknown_keys_are_passed_by_and_a_known_one_that_lies_is_not() -> None:
    ours, other = Signer.made("so-vet.example"), Signer.made("khac.example")
    note = other.sign(str(ROOT)) + parted(ours.sign(str(ROOT)))[1][0] + "\n"
    assert signed_by(note, [ours.verifier])[1] == {"so-vet.example"}
    with pytest.raises(BadNote, match="no known key"):
        signed_by(other.sign(str(ROOT)), [ours.verifier])
    lying = note.replace("\n7\n", "\n8\n")
    with pytest.raises(BadNote, match="does not hold"):
        signed_by(lying, [ours.verifier])


def test_a_witness_signs_the_time_too() -> None:
    private = Ed25519PrivateKey.generate()
    witness = Verifier("nhan-chung.example", private.public_key().public_bytes_raw(), COSIGNATURE)
    assert Verifier.read(str(witness)) == witness
    time = 1_795_000_000
    signature = private.sign(f"cosignature/v1\ntime {time}\n{ROOT}".encode())
    line = f"— {witness.name} {to_text(witness.key_id + time.to_bytes(8, 'big') + signature)}\n"
    assert signed_by(f"{ROOT}\n{line}", [witness])[1] == {witness.name}
    later = f"— {witness.name} {to_text(witness.key_id + (time + 1).to_bytes(8, 'big') + signature)}\n"
    with pytest.raises(BadNote):
        signed_by(f"{ROOT}\n{later}", [witness])


@pytest.mark.parametrize(
    "note",
    ["", "no signature\n", "text\n\n", "text\n\n— name\n", "text\n\n- name AAAAAAAA\n", "te\txt\n\n— a AAAAAAAA\n"],
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        signed_by(note, [Signer.made("a").verifier])


@pytest.mark.parametrize(
    "text", ["", "log\n", "log\n07\nAAAA\n", "log\n-1\nAAAA\n", "log\n٧\nAAAA\n", "\n7\n", "log\n7\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Root.read(text)


@pytest.mark.parametrize(
    "text", ["", "name", "name+00000000+AAAA", "a+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Verifier.read(text)
    with pytest.raises(BadNote):
        Signer.read(text)


@pytest.mark.parametrize("name", ["", "hai từ", "a+b", "a\nb"])
def test_a_log_is_not_named_so(name: str) -> None:
    with pytest.raises(BadNote, match="cannot name a log"):
        Signer.made(name)
