"""Another key for the log: both sign the change, what was signed before still holds, the old one signs nothing new."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from congminh.ledger.log.folder import KEY, PUBLIC, SEEN, Folder, NoKey
from congminh.ledger.log.guard import ReadOnly, ring
from congminh.ledger.log.keys import RETIRED, change_key, key_of_receipt, keys_wrong, retired
from congminh.ledger.log.models import Checkpoint, Payload
from congminh.ledger.log.notes import BadNote, Root, Signer, Verifier, parted, signed_by
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import opened, verify
from congminh.ledger.receipts.making import Sealed, receipt
from congminh.ledger.receipts.verify_receipt import Bad, check
from tests.apps.ledger_log.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(folder: Folder) -> tuple[Folder, str, str]:
    """A log with a root under the old key; the folder, that root and a receipt of then; the key is another now."""
    entry = written(3)[0]
    seal()
    note, told = folder.read(SEEN), receipt(entry.leaf, Sealed.now())
    change_key(1, 2, "máy bị mất")
    return folder, note, told


def test_the_new_key_signs_and_the_old_private_half_is_gone(changed: tuple[Folder, str, str]) -> None:
    folder, _note, _told = changed
    (old, last), *more = retired(folder)
    assert not more
    assert last == 3
    assert folder.verifier() != old
    seen = folder.read(SEEN)
    signed_by(seen, [folder.verifier()])
    with pytest.raises(BadNote):
        signed_by(seen, [old])
    kept = "".join(each.read_text(errors="replace") for each in folder.path.iterdir() if each.is_file())
    assert kept.count("PRIVATE+KEY") == 1
    assert (folder.path / KEY).stat().st_mode & 0o777 == 0o600


def test_the_change_is_a_leaf_signed_by_both_keys_with_who_asked_and_who_agreed(
    changed: tuple[Folder, str, str],
) -> None:
    folder, _note, _told = changed
    content = bytes(Payload.objects.order_by("pk").last().content).decode()
    for part in ('"asked_by":1', '"agreed_by":2', '"kind":"key"', "máy bị mất"):
        assert part in content
    statement = folder.read("key-change-3")
    for key in (folder.verifier(), retired(folder)[0][0]):
        assert signed_by(statement, [key])[0].startswith("congminh key\n")


def test_the_whole_log_verifies_against_roots_of_before_and_after(changed: tuple[Folder, str, str]) -> None:
    folder, note, _told = changed
    assert verify().faults == []
    assert verify(note).faults == []
    assert verify(folder.read(SEEN)).faults == []
    assert [each.size for each in Checkpoint.objects.order_by("size")] == [3, 4]


def test_what_the_old_key_signs_after_the_change_is_nothing_we_know(folder: Folder) -> None:
    written(3)
    seal()
    thief = Signer.read(folder.read(KEY))
    change_key(1, 2, "khóa bị lộ")
    written(2)
    seal()
    forged = thief.sign(str(Root("so-vet.example", 6, folder.root(6))))
    with pytest.raises(BadNote):
        verify(forged)
    for size in (4, 5):
        with pytest.raises(BadNote):
            opened(thief.sign(str(Root("so-vet.example", size, b"x" * 32))), folder.verifier(), retired(folder))


def test_a_receipt_of_before_holds_by_the_key_of_its_time_and_one_of_now_by_the_new(
    changed: tuple[Folder, str, str],
) -> None:
    folder, _note, told = changed
    old = str(retired(folder)[0][0])
    assert key_of_receipt(told, folder) == old
    assert check(told, old).index == 0
    with pytest.raises(Bad):
        check(told, folder.read(PUBLIC).strip())
    now = receipt(written(1)[0].leaf.__class__.objects.get(index=0), Sealed.now())
    assert check(now, key_of_receipt(now, folder)).index == 0


def test_a_receipt_that_claims_the_old_key_for_a_later_root_is_held_to_the_new_one(
    changed: tuple[Folder, str, str],
) -> None:
    folder, _note, told = changed
    later = re.sub(r"(?m)^so-vet\.example\n3$", "so-vet.example\n4", told)
    assert later != told
    assert key_of_receipt(later, folder) == folder.read(PUBLIC).strip()
    assert key_of_receipt("gì đó", folder) == folder.read(PUBLIC).strip()


def test_it_can_be_changed_again_and_again(folder: Folder) -> None:
    for each in range(3):
        written(2)
        change_key(each, each + 1, "định kỳ")
    assert [last for _key, last in retired(folder)] == [2, 5, 8]
    assert verify().faults == []


def test_a_key_put_there_past_the_log_is_found(changed: tuple[Folder, str, str]) -> None:
    folder, _note, _told = changed
    folder.write(PUBLIC, f"{Signer.made('so-vet.example').verifier}\n")
    assert [what.en for _index, what in keys_wrong(0)] == ["the key kept here is not the one the log tells of"]


@pytest.mark.parametrize(
    ("name", "value"), [("agreed_by", 1), ("now", None), ("statement", ""), ("before", None), ("statement", None)]
)
def test_a_change_that_two_did_not_sign_and_agree_to_is_found(
    changed: tuple[Folder, str, str], monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    import congminh.ledger.log.keys as keys

    other = str(Signer.made("so-vet.example").verifier)
    real = list(keys.own_leaves("key"))
    monkeypatch.setattr(keys, "own_leaves", lambda kind: [(at, {**facts, name: value or other}) for at, facts in real])
    assert list(keys_wrong(0))


def test_one_account_alone_changes_nothing(folder: Folder) -> None:
    before = folder.read(KEY)
    with pytest.raises(ValueError, match="two"):
        change_key(1, 1, "một mình")
    assert folder.read(KEY) == before


def test_without_a_key_and_under_an_alarm_nothing_is_changed(folder: Folder, settings: Any, tmp_path: Path) -> None:
    written(1)
    seal()
    ring(folder, "thử")
    before = folder.read(KEY)
    with pytest.raises(ReadOnly):
        change_key(1, 2, "x")
    assert folder.read(KEY) == before
    settings.LOG_FOLDER = tmp_path / "none"
    with pytest.raises(NoKey):
        change_key(1, 2, "x")


def test_a_key_of_before_is_read_with_the_size_it_signed_to(folder: Folder) -> None:
    key = folder.verifier()
    folder.write(RETIRED, f"{key} 12\n{key} 40\n")
    assert retired(folder) == [(Verifier.read(str(key)), 12), (Verifier.read(str(key)), 40)]
    assert parted(Signer.read(folder.read(KEY)).sign("x\n"))[0] == "x\n"
