"""Whether a person's period may still change: until their sheet is notified or closed (Điều 17.3).

The sheets are another app's, above this one: it brings its check here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congminh.work.periods import label
from congminh.work.refusing import fault

Pair = tuple[int, int]
Check = TypeVar("Check", bound=Callable[[Collection[Pair]], Iterable[Pair]])
# Each is given (person, period) pairs and answers with those that are closed, in a constant number of queries.
CHECKS: list[Callable[[Collection[Pair]], Iterable[Pair]]] = []


def closes(check: Check) -> Check:
    """Mark a function as one that says which pairs are closed.

    It is asked inside the transaction that is about to write; where a closing may run at the same moment it should
    lock the sheets it answers for, so that neither passes the other.
    """
    CHECKS.append(check)
    return check


def closed(pairs: Iterable[Pair]) -> set[Pair]:
    """Of these (person, period) pairs, those in which nothing moves any more."""
    asked = set(pairs)
    return {pair for check in CHECKS for pair in check(asked)} & asked if asked else set()


def is_open(person: int, period: int) -> bool:
    """Whether tasks of the person's period may still change."""
    return not closed([(person, period)])


@dataclass(frozen=True)
class Lot:
    """Pairs whose openness is asked for once, when the first of them needs it: the lines of a page."""

    pairs: frozenset[Pair]

    def is_open(self, person: int, period: int) -> bool:
        """As `is_open`, for one of the pairs."""
        return (person, period) not in self._shut

    @cached_property
    def _shut(self) -> set[Pair]:
        return closed(self.pairs)


def must_be_open(pairs: Iterable[Pair]) -> None:
    """ValidationError where one of these periods is closed for its person."""
    shut = closed(pairs)
    if shut:
        raise closed_fault(min(period for _person, period in shut))


def closed_fault(period: int) -> ValidationError:
    """What is said to whoever would change a closed period."""
    what = _("%(period)s is closed for this person.")
    mend = _("Ask for the sheet to be reopened, with a reason.")
    return fault(what, mend, _("The result of the period was notified or closed."), period=label(period))
