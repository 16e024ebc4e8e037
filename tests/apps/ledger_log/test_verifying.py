"""Whoever rules the database and changes anything is found, by the index of the first leaf that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from congminh import keeping
from congminh.cli import main
from congminh.ledger.log.erasing import erase
from congminh.ledger.log.folder import Folder, NoKey
from congminh.ledger.log.notes import BadNote, Signer
from congminh.ledger.log.recording import commitment
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import Found, verify
from congminh.ledger.models import Entry, Leaf, Payload
from tests.apps.ledger_log.conftest import logged
from tests.apps.ledger_log.test_sealing import cut_to
from tests.apps.superuser import as_superuser

pytestmark = pytest.mark.django_db
LEAF = 'SELECT id FROM ledger_leaf WHERE "index" = {}'
ENTRY = 'SELECT entry_id FROM ledger_leaf WHERE "index" = {}'


@pytest.fixture
def note(folder: Folder) -> str:
    """A checkpoint of twelve leaves kept outside; eight were signed before."""
    logged(8)
    seal()
    logged(4)
    sealed = seal()
    assert sealed
    return sealed.note


def first(note: str, **more: Any) -> int | None:
    """The index of the first thing wrong; AssertionError when nothing is."""
    found = verify(note, **more).first
    assert found, "nothing was found"
    return found.index


def test_a_log_that_nobody_touched_is_whole(note: str, folder: Folder) -> None:
    for found in (verify(note), verify(), verify(note, key=folder.verifier())):
        assert (found.size, found.start, found.faults, found.erased) == (12, 0, [], [])


def test_leaves_written_after_the_checkpoint_do_no_harm(note: str) -> None:
    logged(3)
    assert (verify(note).faults, verify(note).size) == ([], 15)


TAMPERED = {
    "an entry's words": (f"UPDATE ledger_entry SET cite = 'Điều 1' WHERE id = ({ENTRY.format(4)})", 4),
    "who did it": (f"UPDATE ledger_entry SET who_id = who_id + 1 WHERE id = ({ENTRY.format(11)})", 11),
    "an entry backdated": (
        f"UPDATE ledger_entry SET at = '2026-01-05 08:00:00+00:00' WHERE id = ({ENTRY.format(2)})",
        2,
    ),
    "the bytes": (f"UPDATE ledger_payload SET content = salt WHERE leaf_id = ({LEAF.format(9)})", 9),
    "the salt": (f"UPDATE ledger_payload SET salt = content WHERE leaf_id = ({LEAF.format(7)})", 7),
    "the commitment": (
        f"UPDATE ledger_leaf SET commitment = (SELECT salt FROM ledger_payload WHERE leaf_id = id)"
        f" WHERE id = ({LEAF.format(5)})",
        5,
    ),
    "a leaf removed": (f"DELETE FROM ledger_leaf WHERE id = ({LEAF.format(6)})", 6),
    "what it commits to removed": (f"DELETE FROM ledger_payload WHERE leaf_id = ({LEAF.format(10)})", 10),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_a_superuser_changed_is_found_by_its_index(note: str, what: str) -> None:
    statement, index = TAMPERED[what]
    as_superuser(statement)
    assert first(note) == index


def rewritten(index: int, words: str, shift: bool = False) -> None:
    """An entry changed together with its leaf, as one who knows how the log is made would."""
    leaf = Leaf.objects.get(index=index)
    payload = Payload.objects.get(leaf=leaf)
    content = bytes(payload.content).replace(b'"tasks":[', f'"why":"{words}","tasks":['.encode())
    salt, made = bytes(payload.salt).hex(), commitment(bytes(payload.salt), content).hex()
    hexed = ("'\\x{}'::bytea" if connection.vendor == "postgresql" else "x'{}'").format
    as_superuser(
        f"UPDATE ledger_payload SET content = {hexed(content.hex())}, salt = {hexed(salt)} WHERE leaf_id = {leaf.pk}",
        f"UPDATE ledger_leaf SET commitment = {hexed(made)} WHERE id = {leaf.pk}",
    )


def test_a_leaf_rewritten_with_everything_that_hangs_on_it_is_named_from_the_hashes_kept_outside(note: str) -> None:
    rewritten(3, "sửa")
    assert first(note) == 3


def test_without_those_hashes_it_is_named_between_two_signed_roots(note: str, folder: Folder) -> None:
    for place in folder.path.glob("hashes-*"):
        place.unlink()
    rewritten(9, "sửa")
    found = verify(note).faults[0]
    assert (found.index, found.what.en) == (8, "a leaf of 8–11 was changed")


def test_the_folder_the_checkpoint_lies_in_names_it_too(note: str, folder: Folder, tmp_path: Path) -> None:
    outside = Folder(tmp_path / "outside")
    outside.append(0, folder.hashes(0, 12))
    for place in folder.path.glob("hashes-*"):
        place.unlink()
    rewritten(9, "sửa")
    assert first(note, beside=outside) == 9


def test_an_older_backup_is_found_by_the_first_leaf_that_is_missing(note: str) -> None:
    cut_to(10)
    assert first(note) == 10


def test_two_leaves_that_changed_places_are_found(note: str) -> None:
    one, other = Leaf.objects.get(index=2), Leaf.objects.get(index=4)
    give = 'UPDATE ledger_leaf SET "index" = {} WHERE id = {}'
    as_superuser(give.format(99, one.pk), give.format(2, other.pk), give.format(4, one.pk))
    assert first(note) == 2


def test_an_entry_removed_or_put_in_is_found(note: str) -> None:
    as_superuser(
        f"DELETE FROM ledger_notice WHERE entry_id = ({ENTRY.format(1)})",
        f"DELETE FROM ledger_entry WHERE id = ({ENTRY.format(1)})",
    )
    assert first(note) == 1
    file = Entry.objects.first()
    assert file
    Entry.objects.create(file_id=file.file_id, number=9, who_id=file.who_id, role="owner", step="x", cite="Điều 1")
    assert {each.index for each in verify(note).faults} == {1, None}
    assert "is not in the log" in " ".join(each.what.en for each in verify(note).faults)


def test_what_was_erased_by_rule_is_no_fault(note: str) -> None:
    erase(Leaf.objects.get(index=5), by=1, why="theo yêu cầu")
    logged(0)
    seal()
    found = verify(note)
    assert (found.faults, found.erased) == ([], [5])


def test_only_what_is_new_is_looked_at_again(note: str) -> None:
    assert verify(note).faults == []
    logged(3)
    seal()
    again = verify(again=True)
    assert (again.start, again.size, again.faults) == (12, 15, [])
    as_superuser(f"UPDATE ledger_payload SET content = salt WHERE leaf_id = ({LEAF.format(2)})")
    assert verify(again=True).faults == [], "what was well before is not looked at"
    logged(1)
    assert first(note) == 2


def test_what_is_wrong_among_the_new_is_found_again_and_again(note: str) -> None:
    verify(note)
    logged(3)
    seal()
    as_superuser(f"UPDATE ledger_payload SET content = salt WHERE leaf_id = ({LEAF.format(13)})")
    for _ in range(2):
        found = verify(again=True).first
        assert found
        assert found.index == 13


def test_a_forged_checkpoint_and_one_of_another_log_are_refused(note: str, folder: Folder) -> None:
    with pytest.raises(BadNote, match="does not hold"):
        verify(note.replace("\n12\n", "\n11\n"))
    with pytest.raises(BadNote, match="another log"):
        verify(Signer.made("khac.example").sign("khac.example\n1\n" + "A" * 43 + "=\n"))
    with pytest.raises(BadNote, match="no known key"):
        verify(note, key=Signer.made("so-vet.example").verifier)
    (folder.path / "key.pub").unlink()
    with pytest.raises(NoKey):
        verify(note)


def test_the_command_names_the_leaf_and_ends_with_1(
    note: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ready", lambda language: None)
    file = tmp_path / "diem-chot"
    file.write_text(note, encoding="utf-8")
    assert main(["verify", "--checkpoint", str(file), "--lang", "en"]) == 0
    assert "Log: 12 leaves, 12 of them checked" in (said := capsys.readouterr().out)
    assert said.endswith("Nothing was changed.\n")
    as_superuser(f"UPDATE ledger_entry SET cite = 'Điều 1' WHERE id = ({ENTRY.format(4)})")
    assert main(["verify", "--checkpoint", str(file)]) == 1
    assert "SAI từ lá 4" in capsys.readouterr().out
    file.write_text("không phải", encoding="utf-8")
    assert main(["verify", "--checkpoint", str(file)]) == 2
    assert main(["verify", "--checkpoint", str(tmp_path / "none")]) == 2


def test_the_commands_of_the_log(
    folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "ready", lambda language: None)
    logged(2)
    assert main(["log", "seal"]) == 0
    assert "so-vet.example\n2\n" in capsys.readouterr().out
    assert main(["log", "status", "--lang", "en"]) == 0
    assert "2 leaves, 0 waiting" in capsys.readouterr().out
    assert main(["log", "init", "khac"]) == 2
    assert main(["log", "epoch", "--reason", "thử"]) == 2
    cut_to(1)
    assert main(["log", "status", "--lang", "en"]) == 1
    assert "ALARM, read-only" in capsys.readouterr().out
    assert main(["log", "epoch", "--reason", "thử"]) == 0
    assert "epoch-2" in capsys.readouterr().out


def test_the_check_of_migrations_sees_the_log() -> None:
    call_command("makemigrations", "ledger", check=True, dry_run=True, verbosity=0)
    assert Found().first is None
