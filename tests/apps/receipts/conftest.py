"""A month told and sealed, and receipts of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from congminh.ledger.log.folder import Folder
from congminh.ledger.log.sealing import seal
from congminh.ledger.models import Entry, Leaf
from congminh.ledger.receipts import verify_receipt
from congminh.ledger.receipts.making import Sealed, receipt
from tests.apps.assessment.month import Month, begun
from tests.apps.assessment_pages.conftest import enter
from tests.apps.ledger_log.conftest import folder
from tests.apps.year.autumn import Autumn
from tests.apps.year.autumn import begun as autumn_begun

__all__ = ["enter", "folder"]
ALONE = Path(verify_receipt.__file__)
# Python without our packages, without anybody's.
PYTHON = (sys.executable, "-I", "-S")


@pytest.fixture
def month(db: None, folder: Folder) -> Month:
    return begun()


@pytest.fixture
def autumn(db: None, folder: Folder) -> Autumn:
    return autumn_begun()


@pytest.fixture
def lans(month: Month) -> str:
    """Lan's receipt: 94.17 points, signed and sealed."""
    return receipt_of(told_entry(month))


def told_entry(month: Month) -> Entry:
    """Lan's result, told; the entry that signed it."""
    month.done(month.here.lan, code="DC.01", quantity_m=1000, finished=25)
    month.told(month.here.lan, month.here.minh)
    return Entry.objects.get(file=month.sheet(month.here.lan).pk, step="notify")


def receipt_of(entry: Entry) -> str:
    """The receipt of an entry, sealed first."""
    seal()
    return receipt(Leaf.objects.get(entry=entry), Sealed.now())


def each_digit_changed(text: str) -> list[str]:
    """The text with one digit changed, once for each digit in it."""
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    return [text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :] for at in places]
