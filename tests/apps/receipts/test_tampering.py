"""Whoever changes what was signed in the database is found: by the log, and by whoever holds a receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from congminh.assessment.actions import ask_reopen, notify, reopen, score
from congminh.assessment.models import Result
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Entry, Leaf
from congminh.ledger.receipts.comparing import compared
from congminh.ledger.receipts.making import Sealed, Spoilt, receipt
from congminh.ledger.receipts.verify_receipt import check
from tests.apps.assessment.month import Month, given_by_head
from tests.apps.receipts.conftest import receipt_of, told_entry
from tests.apps.superuser import as_superuser

pytestmark = pytest.mark.django_db


def test_as_it_was_signed_all_is_well(month: Month, lans: str) -> None:
    same, what = compared(check(lans))
    assert same, what.en
    assert verify().faults == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("total_cp", "9517"), ("grade", "'good'"), ("general_cp", "2900"), ("tasks_text", "'[]'"), ("number", "2")],
)
def test_one_figure_changed_in_the_row_of_a_result(month: Month, lans: str, column: str, value: str) -> None:
    as_superuser(f"UPDATE assessment_result SET {column} = {value}")
    same, what = compared(check(lans))
    assert not same
    assert "result 1" in what.en
    first = verify().first
    assert first is not None and first.index == check(lans).index and "result 1" in first.what.en


def test_the_fault_says_which_figure_was_which(month: Month, lans: str) -> None:
    as_superuser("UPDATE assessment_result SET total_cp = 9517")
    assert "total_cp 9417 → 9517" in compared(check(lans))[1].en


@pytest.mark.parametrize("function", ["replace(data, '9417', '9517')", "'{}'"])
def test_one_figure_changed_in_the_entry(month: Month, lans: str, function: str) -> None:
    if connection.vendor == "postgresql" and "(" in function:
        function = "replace(data::text, '9417', '9517')::jsonb"
    as_superuser(f"UPDATE ledger_entry SET data = {function} WHERE step = 'notify'")
    same, what = compared(check(lans))
    assert not same and "is not as it was signed" in what.en
    assert verify().faults


def test_a_changed_leaf_gives_no_receipt(month: Month, lans: str) -> None:
    entry = Entry.objects.get(step="notify")
    salted = "x'00'" if connection.vendor == "sqlite" else "'\\x00'"
    as_superuser(f"UPDATE ledger_payload SET salt = {salted}")
    with pytest.raises(Spoilt):
        receipt(Leaf.objects.get(entry=entry), Sealed.now())
    as_superuser(f"UPDATE ledger_leaf SET commitment = {salted}")
    assert "was changed, or is gone" in compared(check(lans))[1].en


def test_a_result_that_is_removed_is_missed(month: Month, lans: str) -> None:
    as_superuser("UPDATE assessment_periodsheet SET result_id = NULL", "DELETE FROM assessment_result")
    assert "result 1 was removed" in compared(check(lans))[1].en
    assert "result 1 was removed" in str([fault.what.en for fault in verify().faults])


def test_a_result_put_in_beside_the_ledger_is_found(month: Month, lans: str) -> None:
    forged: Any = Result.objects.get()
    forged.pk, forged.number, forged.total_cp = None, 2, 9999
    forged._state.adding = True
    forged.save()
    said = [fault.what.en for fault in verify().faults]
    assert any("result 2 has no entry" in each for each in said)
    assert any("does not show its newest result" in each for each in said)


def test_a_result_scored_anew_leaves_the_first_receipt_as_it_was(month: Month, lans: str) -> None:
    here, sheet = month.here, month.sheet(month.here.lan)
    ask_reopen(sheet, here.minh, sheet.version, "Sai số liệu", timezone.localdate() + timedelta(days=5))
    sheet = month.sheet(here.lan)
    reopen(sheet, here.thu, sheet.version)
    sheet = month.sheet(here.lan)
    score(sheet, here.minh, sheet.version, given_by_head(sheet, {"I.1": (400, "Còn chậm")}))
    sheet = month.sheet(here.lan)
    notify(sheet, here.minh, sheet.version)
    seal()
    assert verify().faults == []
    assert compared(check(lans))[0]
    newer = check(receipt_of(Entry.objects.filter(step="notify").latest("pk")))
    assert newer.said["data"]["result"] == 2
    assert newer.said["data"]["signed"]["total_cp"] < 9417


def test_what_was_signed_and_not_sealed_yet_is_no_fault(month: Month) -> None:
    told_entry(month)
    assert verify().faults == []
