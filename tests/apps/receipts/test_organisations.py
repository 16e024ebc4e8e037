"""An organisation's level is signed as a person's is: a receipt for its head, and a changed row is found."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from congminh.ledger.actions import take
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
from congminh.ledger.log.verifying import verify
from congminh.ledger.models import Entry, Leaf
from congminh.ledger.receipts.comparing import compared
from congminh.ledger.receipts.making import code_of
from congminh.ledger.receipts.square import shortened
from congminh.ledger.receipts.verify_receipt import check, told
from congminh.unit_year.actions import annul
from congminh.unit_year.models import UnitResult, UnitSheet
from tests.apps.assessment_pages.conftest import Entering, enter, words
from tests.apps.ledger_log.conftest import folder
from tests.apps.receipts.conftest import receipt_of
from tests.apps.superuser import as_superuser
from tests.apps.unit_year.conftest import here, year
from tests.apps.unit_year.year import SOUND, Year

__all__ = ["enter", "folder", "here", "year"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(year: Year, folder: Folder) -> UnitSheet:
    """The office of economy: 80 points, good."""
    year.sent(year.here.economy, year.here.minh, SOUND)
    return year.decided(year.here.economy, year.here.an, "good", 8000)


def entry_of(sheet: UnitSheet) -> Entry:
    return Entry.objects.get(file=sheet.pk, step="decide")


def test_a_receipt_says_which_organisation_which_year_and_how_many_points(year: Year, decided: UnitSheet) -> None:
    found = check(receipt_of(entry_of(decided)))
    signed, unit = found.said["data"]["signed"], year.here.economy
    assert (signed["unit"], signed["code"], signed["year"]) == (unit.pk, unit.code, 2026)
    assert signed["name"] == decided.bench().name(unit.pk)
    assert (signed["score_cp"], signed["grade"], signed["law"]) == (8000, "good", "nd335")
    said = "\n".join(told(found))
    assert f"Tổ chức, đơn vị / Organisation: {signed['name']} ({unit.code})" in said
    assert "80,00 / 100" in said and "hoàn thành tốt nhiệm vụ" in said
    assert compared(found)[0] and verify().faults == []


@pytest.mark.parametrize(
    ("column", "value"), [("score_cp", "9000"), ("grade", "'excellent'"), ("marks", "'[]'"), ("number", "2")]
)
def test_one_figure_changed_in_its_row_is_found(decided: UnitSheet, column: str, value: str) -> None:
    receipt = check(receipt_of(entry_of(decided)))
    as_superuser(f"UPDATE unit_year_unitresult SET {column} = {value}")
    same, what = compared(receipt)
    assert not same and "result 1" in what.en
    first = verify().first
    assert first is not None and first.index == receipt.index


def test_a_level_put_in_beside_the_ledger_or_removed_is_found(decided: UnitSheet) -> None:
    seal()
    forged: Any = UnitResult.objects.get()
    forged.pk, forged.number, forged.grade = None, 2, "excellent"
    forged._state.adding = True
    forged.save()
    said = " ".join(fault.what.en for fault in verify().faults)
    assert "result 2 has no entry" in said and "shows an older result" in said
    as_superuser("UPDATE unit_year_unitsheet SET result_id = NULL", "DELETE FROM unit_year_unitresult")
    assert "result 1 was removed" in " ".join(fault.what.en for fault in verify().faults)


def test_a_level_annulled_and_decided_anew_has_two_receipts(year: Year, decided: UnitSheet, enter: Entering) -> None:
    take("notify", decided, year.here.an, decided.version)
    annul(decided, year.here.an, decided.version, "Số liệu sai")
    sheet = year.decided(year.here.economy, year.here.an, "good", 7500)
    seal()
    assert verify().faults == []
    browser = enter(year.here.minh)
    found = [check(browser.get(f"/to-chuc/{sheet.pk}/bien-nhan/?lan={at}").content.decode()) for at in (1, 2)]
    assert [each.said["data"]["signed"]["score_cp"] for each in found] == [8000, 7500]


def test_its_head_downloads_it_and_nobody_else(year: Year, decided: UnitSheet, enter: Entering) -> None:
    here, address = year.here, f"/to-chuc/{decided.pk}/bien-nhan/"
    assert "Chưa chốt" in words(enter(here.minh).get(address))
    seal()
    code = shortened(code_of(Leaf.objects.get(entry=entry_of(decided))))
    assert code in words(enter(here.minh).get(address))
    answer = enter(here.minh).get(f"{address}?lan=1")
    named = f'attachment; filename="bien-nhan-{here.economy.code}-2026-1.txt"'
    assert answer.headers["Content-Disposition"] == named
    assert check(answer.content.decode()).said["cite"] == entry_of(decided).cite
    for who in (here.an, here.thu, here.hoa):
        assert enter(who).get(address).status_code in (403, 404)
    assert address in enter(here.minh).get(f"/to-chuc/{decided.pk}/").content.decode()
    assert address not in enter(here.an).get(f"/to-chuc/{decided.pk}/").content.decode()
    read = PdfReader(BytesIO(enter(here.an).get(f"/to-chuc/{decided.pk}/phieu.pdf").content))
    said = " ".join(" ".join(each.extract_text() for each in read.pages).split())
    assert f"Mã biên nhận: {code}." in said
