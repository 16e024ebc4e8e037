"""How long a session lasts: so long without a touch, a working day at most; and how lately one proved who one is.

Seconds of the machine's clock, kept in the session.
"""

from __future__ import annotations

import time
from typing import Any

IDLE_SECONDS, IDLE_SECONDS_OF_ADMINISTRATORS = 15 * 60, 5 * 60
WHOLE_SECONDS = 12 * 60 * 60
LATELY_SECONDS = 10 * 60
# A touch is put down no oftener than this.
TOUCH_SECONDS = 20
SEEN, BEGUN, PROVED = "seen_at", "begun_at", "proved_at"


def begin(session: Any) -> None:
    """Somebody signed in."""
    session[SEEN] = session[BEGUN] = session[PROVED] = int(time.time())


def is_over(session: Any, is_administrator: bool) -> bool:
    """Whether it lay idle too long, is older than a working day, or was touched in times to come."""
    idle = IDLE_SECONDS_OF_ADMINISTRATORS if is_administrator else IDLE_SECONDS
    # A clock set back would let it lie idle for as long again.
    return not -idle <= _since(session, SEEN) <= idle or _since(session, BEGUN) > WHOLE_SECONDS


def touch(session: Any) -> bool:
    """Somebody is there; whether it was put down."""
    if SEEN in session and 0 <= _since(session, SEEN) < TOUCH_SECONDS:
        return False
    session[SEEN] = int(time.time())
    session.setdefault(BEGUN, session[SEEN])
    return True


def prove(session: Any) -> None:
    """A password or second factor was given just now."""
    session[PROVED] = int(time.time())


def proved_lately(session: Any) -> bool:
    """Whether one was given within ten minutes."""
    return PROVED in session and 0 <= _since(session, PROVED) <= LATELY_SECONDS


def _since(session: Any, what: str) -> int:
    now = int(time.time())
    return now - int(session.get(what, now))
