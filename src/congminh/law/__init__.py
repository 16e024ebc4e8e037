"""The law as code: figures, facts, numbers and readings, with no web framework and no engine but the caller's.

law.at(date(2026, 10, 31))      # the law in force on a day
law.named("duthao2025")         # a law by its key
"""

from datetime import date
from functools import cache

from congminh.law.decree import Law


class UnknownLaw(LookupError):
    """No law is known by this key, or none was in force on this day."""


@cache
def laws() -> tuple[Law, ...]:
    """Every law known here, the oldest first."""
    from congminh.law.duthao2025 import DUTHAO2025
    from congminh.law.nd335 import ND335

    return (DUTHAO2025, ND335)


def named(key: str) -> Law:
    """The law with this key; raises UnknownLaw naming those there are."""
    for law in laws():
        if law.key == key:
            return law
    raise UnknownLaw(f"no law «{key}»; there are: {', '.join(law.key for law in laws())}")


def at(day: date) -> Law:
    """The law in force on `day` («hiệu lực thi hành», Điều 27.1); raises UnknownLaw before the first."""
    in_force = [law for law in laws() if law.in_force and law.since <= day]
    if not in_force:
        raise UnknownLaw(f"no law of this collection was in force on {day:%d/%m/%Y}; the first began 01/01/2026")
    return in_force[-1]
