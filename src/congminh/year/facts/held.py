"""The cap as it was read last, for trials that follow each other; nothing is decided by it: decisions read anew."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import Any

from django.db.models import Max

from congminh.ledger.models import Entry
from congminh.year.facts.cap import Cap, cap_of
from congminh.year.models import Choice, ExceptionDecision, Ground, MonthBrought, YearRound

SECONDS, MOST = 60, 4
Stamp = tuple[Any, ...]
_HELD: dict[Stamp, tuple[float, Cap]] = {}
_LOCK = Lock()


def held_cap(round: YearRound) -> Cap:
    """The cap of a year as read within the last minute, where no step was taken, nothing entered or chosen since."""
    stamp, now = _stamp(round), monotonic()
    with _LOCK:
        for old in [key for key, (at, _cap) in _HELD.items() if now - at > SECONDS]:
            del _HELD[old]
        known = _HELD.get(stamp)
    return known[1] if known else hold(cap_of(round), stamp)


def hold(cap: Cap, stamp: Stamp | None = None) -> Cap:
    """Keep a cap just read for the trials that follow; the oldest makes room."""
    with _LOCK:
        while len(_HELD) >= MOST:
            del _HELD[min(_HELD, key=lambda key: _HELD[key][0])]
        _HELD[stamp or _stamp(cap.round)] = (monotonic(), cap)
    return cap


def _stamp(round: YearRound) -> Stamp:
    """What tells one state of a year from another: the last step, month, ground and choice there are."""
    rows: tuple[Any, ...] = (Entry, MonthBrought, Ground, Choice, ExceptionDecision)
    last = (each.objects.aggregate(last=Max("pk"))["last"] for each in rows)
    return round.pk, round.opened_at, *last
