"""«Xóa dữ liệu cá nhân» of an entry: its bytes in the log and its data in the ledger are forgotten, and nothing else.

The database lets the data of an entry be emptied in one case alone: what its leaf commits to has been erased first.
Who took which step, when and by which article stays; so do the root and everybody else's proofs.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef

from congminh.law.text import Text
from congminh.ledger.log.models import Leaf, Payload
from congminh.ledger.log.recording import record_own
from congminh.ledger.models import Entry


@transaction.atomic
def erase(leaf: Leaf, by: int, why: str) -> Leaf:
    """Forget what a leaf commits to; that it was forgotten, by whom and why is a leaf too, which is given back.

    Raises LookupError when nothing is left to forget, or the leaf has no index yet.
    """
    if leaf.index is None:
        raise LookupError("a leaf is erased once it has its index")
    if not Payload.objects.filter(leaf=leaf).delete()[0]:
        raise LookupError(f"what leaf {leaf.index} commits to is not here any more")
    Entry.objects.filter(leaf=leaf).update(data={})
    return record_own("erasure", leaf=leaf.index, by=by, why=why)


def erased_wrong(start: int) -> Iterator[tuple[int | None, Text]]:
    """Entries that say something although what their leaf commits to is gone."""
    left = Leaf.objects.filter(index__gte=start, entry__isnull=False).exclude(entry__data={})
    left = left.exclude(Exists(Payload.objects.filter(leaf=OuterRef("pk"))))
    for index, entry in left.order_by("index").values_list("index", "entry_id"):
        what = f"vết {entry} có dữ liệu, dù nội dung của lá đã bị xóa"
        yield index, Text(what, f"entry {entry} says something, though what its leaf commits to was erased")
