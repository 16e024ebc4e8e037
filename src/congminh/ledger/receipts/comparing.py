"""A receipt that holds against what the database says now: who holds one finds what was changed since."""

from __future__ import annotations

from congminh.law.text import Text
from congminh.ledger.log.entries import is_alike
from congminh.ledger.log.models import Leaf, Payload
from congminh.ledger.log.results import results_wrong
from congminh.ledger.models import Entry
from congminh.ledger.receipts.verify_receipt import Receipt

ERASED = Text(
    "cơ sở dữ liệu: nội dung đã bị xóa; biên nhận vẫn đúng",
    "the database: its data was erased; the receipt still holds",
)
ALIKE = Text("cơ sở dữ liệu vẫn nói đúng như biên nhận", "the database says the same as the receipt")


def compared(receipt: Receipt) -> tuple[bool, Text]:
    """Whether the database still says what a receipt does, and what is to be said of it."""
    leaf = Leaf.objects.filter(index=receipt.index).first()
    if leaf is None or bytes(leaf.commitment) != receipt.commitment:
        vi = f"cơ sở dữ liệu: lá {receipt.index} đã bị đổi hoặc đã mất"
        return False, Text(vi, f"the database: leaf {receipt.index} was changed, or is gone")
    payload, entry = Payload.objects.filter(leaf=leaf).first(), _entry(leaf)
    if payload is None and (entry is None or not entry.data):
        return True, ERASED
    stored = payload is not None and bytes(payload.content) == receipt.content
    if not stored or entry is None or not is_alike(entry, receipt.content):
        vi = f"cơ sở dữ liệu: vết ở lá {receipt.index} không còn như lúc ký"
        return False, Text(vi, f"the database: the entry of leaf {receipt.index} is not as it was signed")
    for _index, what in results_wrong([(receipt.index, entry)]):
        return False, Text(f"cơ sở dữ liệu: {what.vi}", f"the database: {what.en}")
    return True, ALIKE


def _entry(leaf: Leaf) -> Entry | None:
    return Entry.objects.select_related("file").filter(pk=leaf.entry_id).first() if leaf.entry_id else None
