"""A receipt proves what was signed; with one digit changed it proves nothing, whoever checks it."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import Signer
from congminh.ledger.models import Entry
from congminh.ledger.receipts.verify_receipt import HEAD, ORDER, PROOF, Bad, check, is_ed25519
from tests.apps.assessment.month import Month
from tests.apps.receipts.conftest import ALONE, PYTHON, each_digit_changed, receipt_of, told_entry

pytestmark = pytest.mark.django_db
SEED = bytes(range(32))


def test_a_receipt_says_who_which_period_and_how_many_points(month: Month, lans: str) -> None:
    found = check(lans)
    signed = found.said["data"]["signed"]
    lan = month.here.lan
    assert (signed["person"], signed["code"], signed["name"]) == (lan.pk, lan.code, lan.name)
    assert (signed["agency"], signed["period"], signed["law"]) == (month.here.commune.code, month.round.period, "nd335")
    assert (signed["total_cp"], signed["grade"], signed["results_bp"]) == (9417, "excellent", 9167)
    assert found.origin == "so-vet.example"
    assert not found.trusted


def test_a_receipt_is_one_to_two_thousand_bytes(lans: str) -> None:
    assert 1000 <= len(lans.encode()) <= 2048


def test_against_the_published_key_and_no_other(folder: Folder, lans: str) -> None:
    assert check(lans, str(folder.verifier())).trusted
    with pytest.raises(Bad, match="not signed by the published key"):
        check(lans, str(Signer.made("so-vet.example").verifier))
    with pytest.raises(Bad, match="not signed by the published key"):
        check(lans, str(folder.verifier().named("so-khac.example")))


def test_a_receipt_holds_on_when_the_log_grows_and_a_new_one_is_made(month: Month, lans: str) -> None:
    month.told(month.here.thu, month.here.thuong)
    again = receipt_of(Entry.objects.get(pk=check(lans).said["entry"]))
    assert again != lans
    assert check(again).code == check(lans).code


def test_any_digit_changed_is_found(lans: str) -> None:
    changed = each_digit_changed(lans)
    assert len(changed) > 100
    for text in changed:
        with pytest.raises(Bad):
            check(text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_bit_changed_is_found(lans: str, data: st.DataObject) -> None:
    raw = lans.rstrip("\n").encode()
    at, bit = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(0, 7))
    other = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
    try:
        text = other.decode()
    except UnicodeDecodeError:
        return
    if text.strip() != lans.strip():
        with pytest.raises(Bad):
            check(text)


@pytest.mark.parametrize(
    "text",
    ["", HEAD, "\n" * 20, "x" * 5000, f"{HEAD}\nkey\nsalt\npayload\n\n{PROOF}\n\n"],
)
def test_what_is_no_receipt_is_refused_in_words(text: str) -> None:
    with pytest.raises(Bad, match="not written as a receipt"):
        check(text)


def test_lines_that_a_mail_program_ended_otherwise_are_read_alike(lans: str, tmp_path: Path) -> None:
    place = tmp_path / "bien-nhan.txt"
    place.write_bytes(lans.replace("\n", "\r\n").encode() + b"\r\n\r\n")
    assert alone(place).returncode == 0


def test_the_program_runs_alone_and_says_what_is_proved_and_what_is_not(lans: str, tmp_path: Path) -> None:
    place = tmp_path / "bien-nhan.txt"
    place.write_text(lans, encoding="utf-8")
    good = alone(place)
    assert good.returncode == 0, good.stderr
    assert "ĐÚNG: biên nhận nguyên vẹn." in good.stdout
    assert "94,17 / 100" in good.stdout
    for said in ("Chứng minh:", "Không chứng minh:", "It proves:", "It does not prove:", "CHÚ Ý: khóa này"):
        assert said in good.stdout
    place.write_text(lans.replace('"total_cp":9417', '"total_cp":9517'), encoding="utf-8")
    bad = alone(place)
    assert (bad.returncode, "SAI:" in bad.stdout, "NOT GENUINE" in bad.stdout) == (1, True, True)
    assert "95,17" not in bad.stdout
    assert alone(tmp_path / "none").returncode == 2
    assert subprocess.run([*PYTHON, str(ALONE)], capture_output=True, check=False).returncode == 2


def alone(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a folder of its own, with nothing of ours in reach."""
    copied = place.parent / "verify_receipt.py"
    copied.write_bytes(ALONE.read_bytes())
    command = [*PYTHON, str(copied), str(place), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=place.parent)


# Ed25519 against the library that signs


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_signatures_of_the_library_hold(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert is_ed25519(key.public_key().public_bytes_raw(), key.sign(message), message)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 32 * 8 + 64 * 8 - 1))
def test_with_one_bit_changed_they_do_not_as_the_library_says_too(bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    both = bytearray(key.public_key().public_bytes_raw() + key.sign(b"so vet"))
    both[bit // 8] ^= 1 << bit % 8
    public, signature = bytes(both[:32]), bytes(both[32:])
    assert not is_ed25519(public, signature, b"so vet")
    with pytest.raises((InvalidSignature, ValueError)):
        Ed25519PublicKey.from_public_bytes(public).verify(signature, b"so vet")


def test_the_scalar_of_a_signature_has_one_form() -> None:
    """RFC 8032, 5.1.7: what is not below the order is refused, though the sum would come out."""
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    good = key.sign(b"so vet")
    other = good[:32] + (int.from_bytes(good[32:], "little") + ORDER).to_bytes(32, "little")
    assert not is_ed25519(key.public_key().public_bytes_raw(), other, b"so vet")
    assert hashlib.sha256(good).digest() != hashlib.sha256(other).digest()


def test_the_entry_keeps_what_the_result_row_says(month: Month) -> None:
    entry = told_entry(month)
    result = month.sheet(month.here.lan).result
    assert result is not None
    assert entry.data["seal"] == result.seal()
    assert {name: entry.data["signed"][name] for name in ("total_cp", "grade")} == {
        "total_cp": result.total_cp,
        "grade": result.grade,
    }
