"""One line of a person's assigned work in a month, and how the agency's own draws are made."""

from hashlib import blake2b
from typing import NamedTuple


class Line(NamedTuple):
    """A task of a month «nhiệm vụ được giao» (Điều 18.1): quantities in thousandths of a product.

    quality_failures and delays are the events that count; waived_* are those with a confirmed objective cause
    «nguyên nhân khách quan được xác nhận» (Điều 14.2.b, 14.2.c), already left out of the counting ones.
    """

    product: str
    assigned_m: int
    done_m: int
    origin: str = "planned"
    quality_failures: int = 0
    delays: int = 0
    note: str = ""
    waived_failures: int = 0
    waived_delays: int = 0


def draw(bound: int, *what: object) -> int:
    """A whole number in 0..bound-1, always the same for the same `what`, so that a month needs no state."""
    digest = blake2b(repr(what).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % bound


def chance(percent: int, *what: object) -> bool:
    """Whether a draw falls within `percent` of a hundred."""
    return draw(100, *what) < percent
