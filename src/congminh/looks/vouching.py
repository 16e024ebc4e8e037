"""Looks in the log: every ten minutes a leaf holds the digest of those written since, so that none is removed or put
in later unseen, whoever rules the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Max
from django.utils import timezone

from congminh.law.text import Text
from congminh.ledger.log.checks import Wrong, own_leaves, verifies
from congminh.ledger.log.folder import Folder
from congminh.ledger.log.models import Leaf, Payload
from congminh.ledger.log.recording import record_own
from congminh.ledger.log.sealing import before_sealing
from congminh.ledger.log.sequencing import alone
from congminh.looks.models import Look, Seen

KIND, REMOVED = "looks", "looks removed"
EVERY = timedelta(minutes=10)
# Younger ones are removed by nobody (first migration).
A_YEAR, A_DAY = timedelta(days=365), timedelta(days=1)
NEVER = datetime(1, 1, 1, tzinfo=UTC)
Place = dict[str, int]
COLUMNS: dict[Any, tuple[str, ...]] = {
    Look: ("pk", "at", "by", "role", "post", "how", "route", "people", "key"),
    Seen: ("pk", "look", "person", "file", "at"),
}


@before_sealing
def vouch_for_looks(now: datetime | None = None) -> Leaf | None:
    """A leaf for the looks written since the last such leaf, once the first of them is ten minutes old; else None."""
    now = now or timezone.now()
    if not _is_due(_vouched(), now) or Folder.here().alarm():
        return None
    with alone(Look, Seen):
        start = _vouched()
        end = {name: _last(kind) for name, kind in _kinds()}
        return record_own(KIND, after=start, until=end, digest=digest(start, end), at=now.isoformat())


def digest(after: Place, until: Place) -> str:
    """SHA-256 over the rows after one place and up to another, a line each."""
    found = sha256()
    for name, kind in _kinds():
        # The first leaf has no lower end: a number below all is no hiding place.
        lower = {"pk__gt": after[name]} if after[name] else {}
        rows = kind.objects.filter(pk__lte=until[name], **lower).order_by("pk")
        for row in rows.values_list(*COLUMNS[kind]).iterator():
            found.update(("|".join(map(_written, row)) + "\n").encode())
    return found.hexdigest()


def say_removed(before: datetime) -> None:
    """Say in the log that looks from before this were removed by their age."""
    record_own(REMOVED, before=before.isoformat())


@verifies
def looks_wrong(start: int) -> Iterator[Wrong]:
    """Looks removed, put in or changed since their leaf; those removed by their age are no fault."""
    told = (datetime.fromisoformat(facts["before"]) for _index, facts in own_leaves(REMOVED))
    gone = min(max(told, default=NEVER), timezone.now() - A_YEAR)
    for index, facts in own_leaves(KIND, start):
        at = datetime.fromisoformat(facts["at"])
        if at >= gone + A_DAY and digest(facts["after"], facts["until"]) != facts["digest"]:
            at = timezone.localtime(at)
            vi = f"lượt xem ghi trước {at:%H:%M %d/%m/%Y} đã bị đổi, bị xóa hoặc bị thêm"
            yield index, Text(vi, f"looks written before {at:%Y-%m-%d %H:%M} were changed, removed or put in")


def _kinds() -> tuple[tuple[str, Any], ...]:
    return ("looks", Look), ("seen", Seen)


def _vouched() -> Place:
    """How far the last leaf of looks reaches."""
    rows = Payload.objects.filter(leaf__entry=None).order_by("-leaf").values_list("content", flat=True)
    every = (json.loads(bytes(content)) for content in rows.iterator(chunk_size=20))
    return next((facts["until"] for facts in every if facts["kind"] == KIND), {name: 0 for name, _kind in _kinds()})


def _is_due(place: Place, now: datetime) -> bool:
    first = Look.objects.filter(pk__gt=place["looks"]).order_by("pk").values_list("at", flat=True).first()
    return first is not None and first <= now - EVERY


def _last(kind: Any) -> int:
    return int(kind.objects.aggregate(last=Max("pk"))["last"] or 0)


def _written(value: Any) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
