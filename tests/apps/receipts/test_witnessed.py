"""Witnesses under a receipt: known ones are checked and told with their time, a forged one fails, unknown are named."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from congminh import keeping
from congminh.cli import main
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import ED25519, Signer, from_text, to_text
from congminh.ledger.receipts.verify_receipt import Bad, check, told
from tests.apps.receipts.conftest import ALONE, PYTHON, each_digit_changed
from tests.witness import SEEN_AT, Witness

pytestmark = pytest.mark.django_db


@pytest.fixture
def witness() -> Witness:
    return Witness()


def test_a_known_witness_is_told_with_the_time_it_saw_the_log(lans: str, witness: Witness) -> None:
    found = check(witness.under(lans), witnesses=[str(witness.key)], needed=1)
    assert (found.witnessed, found.unknown) == (((witness.name, SEEN_AT),), ())
    said = "\n".join(told(found))
    assert "Nhân chứng / Witness: nhan-chung.example, 2026-11-18 11:06:40 UTC" in said
    assert "không thể đưa cho mỗi người một sổ khác nhau" in said and "it cannot show one log to you" in said


def test_without_witnesses_nothing_is_said_of_them(lans: str) -> None:
    assert "Nhân chứng" not in "\n".join(told(check(lans)))


def test_an_unknown_witness_is_named_and_fails_nothing(lans: str, witness: Witness) -> None:
    other = Witness("khac.example")
    found = check(witness.under(lans), witnesses=[str(other.key)])
    assert (found.witnessed, found.unknown) == ((), (witness.name,))
    said = "\n".join(told(found))
    assert "Nhân chứng chưa biết, không kiểm / Unknown witness, not checked: nhan-chung.example" in said
    assert "không thể đưa cho mỗi người" not in said


def test_a_forged_signature_of_a_known_witness_fails(lans: str, witness: Witness) -> None:
    forger = Witness(witness.name, as_if=witness.key)
    for text in (forger.under(lans), forger.under(witness.under(lans))):
        with pytest.raises(Bad, match="known witness does not hold"):
            check(text, witnesses=[str(witness.key)])
        assert check(text).unknown[0] == witness.name, "without the key of the witness nothing can be said of it"


@pytest.mark.parametrize("kind", [4, ED25519])
def test_any_digit_changed_under_a_known_witness_is_found(lans: str, kind: int) -> None:
    witness = Witness(kind=kind)
    text = witness.under(lans)
    assert check(text, witnesses=[str(witness.key)], needed=1).witnessed[0][1] == (SEEN_AT if kind == 4 else 0)
    for other in each_digit_changed(text[len(lans) :])[:12]:
        with pytest.raises(Bad):
            check(lans + other, witnesses=[str(witness.key)], needed=1)


def test_a_signature_over_another_root_or_another_time_fails(lans: str, witness: Witness) -> None:
    elsewhere = lans + witness.line("so-vet.example\n3\n" + "A" * 43 + "=\n")
    name, _, line = witness.under(lans)[len(lans) + 2 :].strip().partition(" ")
    raw = bytearray(from_text(line))
    raw[11] ^= 1  # the last byte of the time
    later, short = (f"{lans}— {name} {to_text(bytes(each))}\n" for each in (raw, raw[:12]))
    for forged in (elsewhere, later, short):
        with pytest.raises(Bad, match="known witness does not hold"):
            check(forged, witnesses=[str(witness.key)])


def test_so_many_of_so_many_must_have_signed(lans: str) -> None:
    three = [Witness(f"nhan-chung-{at}.example") for at in range(3)]
    keys = [str(each.key) for each in three]
    two = three[1].under(three[0].under(lans))
    assert [name for name, _ in check(two, witnesses=keys, needed=2).witnessed] == [each.name for each in three[:2]]
    with pytest.raises(Bad, match="too few known witnesses"):
        check(two, witnesses=keys, needed=3)
    with pytest.raises(Bad, match="too few known witnesses"):
        check(lans, witnesses=keys, needed=1)
    twice = three[0].under(three[0].under(lans))
    with pytest.raises(Bad, match="too few known witnesses"):
        check(twice, witnesses=keys, needed=2)


def test_a_witness_cannot_stand_in_for_the_log(lans: str, witness: Witness) -> None:
    with pytest.raises(Bad, match="not signed by the published key"):
        check(witness.under(lans), str(witness.key))
    with pytest.raises(Bad):
        check(lans, witnesses=["nhan-chung.example+00000000+AAAA"])


def test_what_stands_among_the_signatures_and_is_none_is_no_receipt(lans: str) -> None:
    for line in ("hello\n", "— x\n", "— x !!!\n", "—x AAAA\n"):
        with pytest.raises(Bad):
            check(lans + line)


def test_the_program_alone_checks_them_too(lans: str, witness: Witness, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(witness.under(lans), encoding="utf-8")

    def ran(*more: str) -> tuple[int, str]:
        command = [*PYTHON, str(ALONE), "r.txt", *more]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    assert ran()[0] == 0 and "Unknown witness, not checked" in ran()[1]
    status, said = ran("--witness", str(witness.key), "--needed", "1")
    assert (status, "Witness: nhan-chung.example, 2026-11-18" in said) == (0, True), said
    status, said = ran("--witness", str(Witness("khac.example").key), "--needed", "1")
    assert (status, "too few known witnesses" in said) == (1, True), said


def test_the_command_knows_the_witnesses_of_this_installation(
    lans: str, folder: Folder, tmp_path: Path, settings: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ready", lambda language: None)
    witness, file = Witness(), tmp_path / "r.txt"
    file.write_text(witness.under(lans), encoding="utf-8")
    assert main(["verify", str(file)]) == 0
    assert "Nhân chứng chưa biết" in capsys.readouterr().out
    settings.LOG_WITNESSES = [f"https://w.example/so#{witness.key}", str(tmp_path)]
    assert main(["verify", "--needed", "1", str(file)]) == 0
    assert "Nhân chứng / Witness: nhan-chung.example" in capsys.readouterr().out
    assert main(["verify", "--needed", "2", str(file)]) == 1
    assert "không đủ nhân chứng" in capsys.readouterr().out
    other = Witness("khac.example")
    file.write_text(other.under(witness.under(lans)), encoding="utf-8")
    assert main(["verify", "--needed", "2", "--witness", str(other.key), str(file)]) == 0


def test_a_witness_named_as_the_log_is_the_log(lans: str) -> None:
    with pytest.raises(Bad):
        check(Witness("so-vet.example").under(lans))
    assert Signer.made("so-vet.example").verifier.kind == ED25519
