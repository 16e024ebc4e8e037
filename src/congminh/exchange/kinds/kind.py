"""What a kind of import has to say for itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from congminh.exchange.excel.form import Form, Row
from congminh.exchange.journal import Journal
from congminh.exchange.models import Import
from congminh.exchange.scope import Scope
from congminh.org.models import Person

Tell = Callable[[int, int, str], object]


def quiet(done: int, total: int, note: str) -> None:
    """Progress nobody listens to."""


class Plan(Protocol):
    """What the rows without faults would do."""

    def write(self, journal: Journal, tell: Tell) -> None:
        """Do it, through the journal, which keeps what was there before."""


@dataclass(frozen=True)
class Kind:
    """A kind of import and export.

    compare: sets the verdict of each row, what it changes, faults and notes; changes nothing, says what it would do.
    records: the rows to export, by column key, of what a person may see on a day.
    regret: when `journal.undo` has put everything back, raises `journal.Held` for what must not stay so.
    """

    key: str
    form: Form
    compare: Callable[[Sequence[Row], Scope, date], Plan]
    records: Callable[[Person, date], Generator[Mapping[str, Any]]]
    regret: Callable[[Import], None]
