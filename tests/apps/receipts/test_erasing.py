"""What is erased is gone from the log and the ledger both; the root and everybody's receipts stay."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from congminh.ledger.log.erasing import erase
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Entry, Leaf, Payload
from congminh.ledger.receipts.comparing import ERASED, compared
from congminh.ledger.receipts.making import Erased, Sealed, receipt
from congminh.ledger.receipts.verify_receipt import check
from tests.apps.assessment.month import Month
from tests.apps.receipts.conftest import receipt_of
from tests.apps.superuser import as_superuser

pytestmark = pytest.mark.django_db


def test_an_erased_entry_keeps_who_when_and_by_which_article_and_nothing_said(month: Month, lans: str) -> None:
    entry, leaf = Entry.objects.get(step="notify"), Leaf.objects.get(entry__step="notify")
    before = Folder.here().root(leaf.index or 0)
    thus = receipt_of(Entry.objects.filter(step="score").latest("pk"))
    erase(leaf, by=month.here.thu.pk, why="theo yêu cầu")
    after = Entry.objects.get(pk=entry.pk)
    assert after.data == {}
    assert (after.who_id, after.at, after.cite, after.step) == (entry.who_id, entry.at, entry.cite, "notify")
    assert not Payload.objects.filter(leaf=leaf).exists()
    seal()
    found = verify()
    assert (found.faults, found.erased) == ([], [leaf.index])
    assert Folder.here().root(leaf.index or 0) == before
    assert check(thus).trusted is False
    assert compared(check(thus))[0]
    assert check(lans).said["data"]["result"] == 1, "the person's own receipt holds"
    assert compared(check(lans)) == (True, ERASED)
    with pytest.raises(Erased):
        receipt(leaf, Sealed.now())


def test_the_root_signed_before_still_holds_after_an_erasure(month: Month, lans: str) -> None:
    note = Folder.here().read("checkpoint")
    erase(Leaf.objects.get(entry__step="notify"), by=month.here.thu.pk, why="theo yêu cầu")
    seal()
    assert verify(note).faults == []


def test_the_database_lets_nothing_of_an_entry_go_before_its_leaf_was_erased(month: Month, lans: str) -> None:
    entry = Entry.objects.get(step="notify")
    mine = Entry.objects.filter(pk=entry.pk)
    for change in ({"data": {}}, {"data": {"grade": "good"}}, {"step": "score"}):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            mine.update(**change)
    erase(Leaf.objects.get(entry=entry), by=month.here.thu.pk, why="theo yêu cầu")
    for change in ({"data": {"grade": "good"}}, {"step": "score"}, {"cite": "Điều 1"}, {"who": month.here.lan}):
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            mine.update(**change)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Payload.objects.filter(pk=Leaf.objects.exclude(entry=entry).earliest("pk").pk).update(content=b"{}")


def test_data_put_back_after_an_erasure_is_found(month: Month, lans: str) -> None:
    leaf = Leaf.objects.get(entry__step="notify")
    erase(leaf, by=month.here.thu.pk, why="theo yêu cầu")
    seal()
    as_superuser("UPDATE ledger_entry SET data = '{\"grade\": \"good\"}' WHERE step = 'notify'")
    first = verify().first
    assert first is not None and first.index == leaf.index and "says something" in first.what.en
    assert not compared(check(lans))[0]


def test_bytes_removed_without_an_erasure_are_found(month: Month, lans: str) -> None:
    leaf = Leaf.objects.get(entry__step="notify")
    Payload.objects.filter(leaf=leaf).delete()
    Entry.objects.filter(leaf=leaf).update(data={})
    first = verify().first
    assert first is not None and first.index == leaf.index and "no erasure was written down" in first.what.en
