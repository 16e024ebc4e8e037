"""What is new is signed outside the database, and an older database is noticed when anything starts."""

from __future__ import annotations

import os
import re
import stat
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from congminh.ledger.log import guard
from congminh.ledger.log.epochs import NoAlarm, begin_epoch, epochs
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.notes import Root, Signer, Verifier, parted, signed_by
from congminh.ledger.log.recording import record_own
from congminh.ledger.log.sealing import is_dirty, seal, seal_after_commit
from congminh.ledger.log.verifying import verify
from congminh.ledger.merkle import consistency as proof_between
from congminh.ledger.merkle import inclusion as proof_of
from congminh.ledger.merkle import is_consistent, is_included, leaf_hash, root
from congminh.ledger.models import Checkpoint, Leaf
from tests.apps.ledger_log.conftest import logged, written
from tests.apps.superuser import as_superuser

pytestmark = pytest.mark.django_db


def leaves() -> list[bytes]:
    return [leaf_hash(bytes(each)) for each in Leaf.objects.order_by("index").values_list("commitment", flat=True)]


def test_the_key_is_its_owners_alone_and_is_made_once(folder: Folder) -> None:
    assert stat.S_IMODE(os.stat(folder.path / "key").st_mode) == 0o600
    before = folder.read("key")
    with pytest.raises(FileExistsError):
        folder.make_key("khac.example")
    assert folder.read("key") == before
    assert Signer.read(before).verifier == folder.verifier() == Verifier.read(folder.read("key.pub"))


def test_what_is_new_is_signed_once(folder: Folder) -> None:
    assert seal() is None
    written(5)
    assert is_dirty()
    sealed = seal()
    assert sealed is not None
    text, names = signed_by(sealed.note, [folder.verifier()])
    assert Root.read(text) == Root("so-vet.example", 5, root(leaves()))
    assert (names, folder.seen()) == ({"so-vet.example"}, Root.read(text))
    assert (seal(), is_dirty(), Checkpoint.objects.count()) == (None, False, 1)


def test_each_root_goes_on_from_the_one_before(folder: Folder) -> None:
    sizes, roots = [], []
    for number in (1, 1, 3, 300, 7):
        written(number)
        sealed = seal()
        assert sealed
        sizes.append(sealed.size)
        roots.append(Root.read(sealed.note).root)
    assert sizes == [1, 2, 5, 305, 312]
    assert roots == [root(leaves()[:size]) for size in sizes]
    for old, before in zip(sizes, roots, strict=True):
        assert is_consistent(old, 312, proof_between(old, 312, folder.subtree), before, roots[-1])
    for index in (0, 4, 255, 256, 311):
        assert is_included(index, 312, leaves()[index], proof_of(index, 312, folder.subtree), roots[-1])


def test_without_a_key_nothing_is_signed_but_leaves_get_their_places(settings: Any, tmp_path: Any) -> None:
    settings.LOG_FOLDER = tmp_path / "none"
    written(2)
    assert seal() is None
    assert Leaf.objects.filter(index=None).count() == 0
    assert not (tmp_path / "none").exists()


def test_a_close_is_sealed_as_soon_as_it_stands(
    folder: Folder, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        written(2)
        seal_after_commit()
        assert folder.seen() is None
    seen = folder.seen()
    assert seen is not None
    assert seen.size == 2


def test_hashes_that_were_lost_come_back_from_the_database(folder: Folder) -> None:
    written(300)
    seal()
    for place in folder.path.glob("hashes-*"):
        place.unlink()
    written(1)
    sealed = seal()
    assert sealed
    assert Root.read(sealed.note) == Root("so-vet.example", 301, root(leaves()))
    (folder.path / "hashes-00").write_bytes(bytes(32 * 400))
    written(1)
    sealed = seal()
    assert sealed
    assert Root.read(sealed.note).root == root(leaves())


def test_what_was_changed_after_it_was_signed_is_not_signed_again(folder: Folder) -> None:
    logged(600)
    seal()
    before = leaves()
    as_superuser('UPDATE ledger_leaf SET commitment = salt FROM ledger_payload WHERE leaf_id = id AND "index" = 3')
    written(1)
    sealed = seal()
    assert sealed
    assert Root.read(sealed.note).root == root([*before, leaves()[-1]]), "the tree goes on from what was signed"
    first = verify(sealed.note).first
    assert first
    assert first.index == 3


def cut_to(size: int) -> None:
    """The database as an older backup has it."""
    kept = f'SELECT id FROM ledger_leaf WHERE "index" < {size}'
    entries = f'SELECT entry_id FROM ledger_leaf WHERE "index" >= {size}'
    files = f"SELECT file_id FROM ledger_entry WHERE id IN ({entries})"
    as_superuser(
        f"UPDATE ledger_casefile SET version = 0 WHERE id IN ({files})",
        f"DELETE FROM ledger_notice WHERE entry_id IN ({entries})",
        f"DELETE FROM ledger_entry WHERE id IN ({entries})",
        f"DELETE FROM ledger_payload WHERE leaf_id NOT IN ({kept})",
        f"DELETE FROM ledger_leaf WHERE id NOT IN ({kept})",
    )


def test_an_older_database_is_noticed_and_only_read(folder: Folder, client: Client) -> None:
    logged(5)
    seal()
    assert guard.watch() == ""
    cut_to(3)
    assert "has 3 leaves, and 5 were signed" in guard.watch()
    assert "has 3 leaves" in folder.alarm()
    with pytest.raises(guard.ReadOnly):
        written(1)
    assert seal() is None
    answer = client.post("/ngon-ngu/", {"language": "en"})
    assert answer.status_code == 503
    assert "Nothing can be saved now" in answer.content.decode() or "Hiện không lưu được gì" in answer.content.decode()
    assert client.get("/dang-nhap/").status_code == 200


def test_an_older_database_that_went_on_is_noticed_too(folder: Folder) -> None:
    logged(5)
    seal()
    cut_to(3)
    logged(4)
    assert guard.watch() == "leaf 3 of the database is not the one that was signed"


def test_the_alarm_ends_when_the_right_database_is_back(folder: Folder) -> None:
    logged(3)
    folder.write("alarm", "an older database\n")
    seal()
    assert guard.watch() == ""
    assert folder.alarm() == ""
    assert seal()


def test_a_new_epoch_is_signed_says_what_was_lost_and_lets_work_go_on(folder: Folder) -> None:
    logged(5)
    old = seal()
    logged(2)
    lost = seal()
    assert old
    assert lost
    cut_to(5)
    logged(1)
    guard.watch()
    sealed = begin_epoch("máy chủ hỏng,\nkhôi phục bản sao ngày 15/11")
    assert sealed.origin == "so-vet.example/epoch-2"
    assert folder.alarm() == ""
    statement = folder.read("epoch-2")
    text, _ = signed_by(statement, [folder.verifier()])
    assert text.splitlines()[1:4] == ["so-vet.example/epoch-2", "so-vet.example", "7"]
    assert re.search(r"^kept 5\nmáy chủ hỏng, khôi phục bản sao ngày 15/11$", text, re.M)
    (told,) = epochs()
    assert (told["before"], told["signed"], told["kept"]) == ("so-vet.example", 7, 5)
    written(1)
    again = seal()
    assert again
    assert (again.size, again.origin) == (8, "so-vet.example/epoch-2")
    assert verify(again.note).faults == []
    assert verify(old.note).faults == [], "what was signed before the loss still holds"
    first = verify(lost.note).first
    assert first
    assert (first.index, "leaves 5 to 6 were lost" in first.what.en) == (5, True)


def test_no_epoch_begins_while_all_is_well(folder: Folder) -> None:
    logged(2)
    seal()
    with pytest.raises(NoAlarm):
        begin_epoch("thử")
    assert list(epochs()) == []


def test_an_epoch_after_an_epoch_has_the_next_number(folder: Folder) -> None:
    for number in (2, 3):
        logged(4)
        seal()
        folder.write("alarm", "tried\n")
        assert begin_epoch("thử").origin == f"so-vet.example/epoch-{number}"
    assert verify(folder.read("checkpoint")).faults == []


def test_a_checkpoint_that_was_written_down_stays(folder: Folder) -> None:
    logged(1)
    seal()
    with pytest.raises(Exception, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute("UPDATE ledger_checkpoint SET size = 0")
    assert parted(Checkpoint.objects.get().note)


def test_the_logs_own_leaves_are_leaves_too(folder: Folder) -> None:
    record_own("try", said="thử")
    sealed = seal()
    assert sealed
    assert (sealed.size, verify(sealed.note).faults) == (1, [])
