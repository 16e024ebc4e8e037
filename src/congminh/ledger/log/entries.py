"""Entries against their leaves: what the ledger says, and what the log says it said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from congminh.law.text import Text
from congminh.ledger.log.canonical import OF_ENTRY, NotCanonical, canonical, facts, facts_of, quickly
from congminh.ledger.log.erasing import erased_wrong
from congminh.ledger.log.models import Leaf, Payload
from congminh.ledger.log.results import Wrong, results_wrong, unvouched

AT_ONCE = 2000


def entries_wrong(start: int = 0) -> Iterator[Wrong]:
    """Entries changed, removed, or put in past the log, from leaf `start` on: the index where there is one."""
    from congminh.ledger.models import Entry

    yield from _unlike(start)
    gone = Leaf.objects.filter(index__gte=start, entry__isnull=False)
    gone = gone.exclude(Exists(Entry.objects.filter(pk=OuterRef("entry_id"))))
    for index, entry in gone.order_by("index").values_list("index", "entry_id"):
        yield index, Text(f"vết {entry} đã bị xóa", f"entry {entry} was removed")
    beside = Entry.objects.exclude(Exists(Leaf.objects.filter(entry=OuterRef("pk")))).order_by("pk")
    for entry in beside.values_list("pk", flat=True):
        yield None, Text(f"vết {entry} không có trong sổ", f"entry {entry} is not in the log")
    yield from erased_wrong(start)
    yield from ((None, what) for what in unvouched())


def _unlike(start: int) -> Iterator[Wrong]:
    """Entries that do not say what their leaf commits to; erased ones cannot be asked."""
    from congminh.ledger.models import Entry

    while found := _some(start):
        keys = [entry for _, entry, _ in found]
        rows = {row[0]: facts(row) for row in Entry.objects.filter(pk__in=keys).values_list(*OF_ENTRY)}
        for index, key, content in found:
            if key in rows and not says(rows[key], bytes(content)):
                yield index, Text(f"vết {key} không còn như lúc ghi", f"entry {key} is not as it was written")
        signing = {key: index for index, key, _ in found if key in rows and "seal" in rows[key]["data"]}
        signed = Entry.objects.filter(pk__in=signing).select_related("file").order_by("pk")
        yield from results_wrong([(signing[entry.pk], entry) for entry in signed])
        start = found[-1][0] + 1


def _some(start: int) -> list[tuple[Any, Any, Any]]:
    rows = Payload.objects.filter(leaf__index__gte=start, leaf__entry__isnull=False).order_by("leaf__index")
    return list(rows.values_list("leaf__index", "leaf__entry_id", "content")[:AT_ONCE])


def is_alike(entry: Any, content: bytes) -> bool:
    """Whether an entry, its file with it, says what these bytes do."""
    return says(facts_of(entry, entry.file.procedure), content)


def says(said: dict[str, Any], content: bytes) -> bool:
    """Whether what an entry says gives these bytes; nearly all do as they are, without being put in form first."""
    if quickly(said) == content:
        return True
    try:
        return canonical(said) == content
    except NotCanonical:
        return False


def erased(without: Sequence[int]) -> tuple[list[int], list[int]]:
    """Of leaves whose bytes are gone: those that the log says were erased, and the others."""
    if not without:
        return [], []
    told = set()
    for content in Payload.objects.filter(leaf__entry=None).values_list("content", flat=True).iterator():
        found = json.loads(bytes(content))
        if found.get("kind") == "erasure":
            told.add(found.get("leaf"))
    return [each for each in without if each in told], [each for each in without if each not in told]
