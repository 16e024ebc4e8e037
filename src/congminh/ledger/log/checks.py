"""What `verify` checks besides the log and its entries: each app adds what it vouches for («căn cứ tính điểm»).

An app that lays down rules by which others are scored puts their digest into the log («criteria», «catalogue») when
they are decided, and a check that reckons it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.db.models import F, OuterRef, Subquery

from congminh.law.text import Text
from congminh.ledger.log.canonical import canonical
from congminh.ledger.log.guard import must_write
from congminh.ledger.log.models import Leaf, Payload
from congminh.ledger.log.recording import record_own

Wrong = tuple[int | None, Text]
Check = Callable[[int], Iterator[Wrong]]
CHECKS: list[Check] = []
# By the key of a set of rules the digest of its rows, as they are now.
Digests = Mapping[int, str]


def verifies(check: Check) -> Check:
    """Mark a function as a check of `verify`: from a leaf on, what is wrong and at which index."""
    CHECKS.append(check)
    return check


def digest_of(rows: Any) -> str:
    """SHA-256 of rows written in the one way there is (`canonical`)."""
    return sha256(canonical(rows)).hexdigest()


def vouch(kind: str, key: int, digest: str) -> Leaf:
    """Put the digest of rules into the log, in the transaction that decides them; raises ReadOnly under an alarm."""
    must_write()
    return record_own(kind, key=key, digest=digest)


def unlike_vouched(kind: str, now: Digests, vi: str, en: str) -> Iterator[Wrong]:
    """Rules that do not give the digest the log has of them, were removed, or were put in past the log.

    `now` holds all that are decided. `vi` and `en` name one, with a hole for its key.
    """
    told: dict[int, tuple[int | None, str]] = {}
    for index, facts in own_leaves(kind):
        told[facts["key"]] = index, facts["digest"]
    for key, (index, digest) in told.items():
        if key not in now:
            yield index, Text(f"{vi.format(key)} đã bị xóa", f"{en.format(key)} was removed")
        elif now[key] != digest:
            changed = f"{en.format(key)} is not as it was decided"
            yield index, Text(f"{vi.format(key)} không còn như lúc quyết định", changed)
    for key in now.keys() - told.keys():
        yield None, Text(f"{vi.format(key)} không có trong sổ", f"{en.format(key)} is not in the log")


def own_leaves(kind: str, start: int = 0) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """The log's own leaves of a kind, with their indexes, in order; from `start` on."""
    every = Payload.objects.filter(leaf__entry=None).exclude(leaf__index__lt=start)
    rows = every.order_by("leaf").values_list("leaf__index", "content")
    for index, content in rows.iterator():
        facts = json.loads(bytes(content))
        if facts.get("kind") == kind:
            yield index, facts


@verifies
def states_wrong(start: int) -> Iterator[Wrong]:
    """Files that stand elsewhere than where their last entry left them: moved past the ledger."""
    from congminh.ledger.models import CaseFile, Entry

    last = Entry.objects.filter(file=OuterRef("pk")).order_by("-number")
    files = CaseFile.objects.annotate(
        left=Subquery(last.values("after")[:1]),
        number=Subquery(last.values("number")[:1]),
        index=Subquery(last.values("leaf__index")[:1]),
    ).filter(number__isnull=False)
    for file, index in files.exclude(state=F("left"), version=F("number")).values_list("pk", "index"):
        yield (
            index,
            Text(f"hồ sơ {file} không còn ở nơi vết cuối để lại", f"file {file} is not where its ledger left it"),
        )
    begun = CaseFile.objects.filter(version__gt=0, entries=None)
    for file in begun.values_list("pk", flat=True):
        yield None, Text(f"hồ sơ {file} đã mất vết", f"the entries of file {file} are gone")
