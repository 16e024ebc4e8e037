"""What a kind of import has to say for itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from congminh.exchange.excel.form import Codes, Form, Row
from congminh.exchange.journal import Journal, undo
from congminh.exchange.models import Import
from congminh.exchange.scope import Scope, scope_of
from congminh.org.doors import PERSONNEL, Door
from congminh.org.models import Person

Tell = Callable[[int, int, str], object]


def quiet(done: int, total: int, note: str) -> None:
    """Progress nobody listens to."""


def put_back(source: Import, person: Person) -> None:
    """Every row as it was before the import."""
    undo(source)


class Plan(Protocol):
    """What the rows without faults would do."""

    def write(self, journal: Journal, tell: Tell) -> None:
        """Do it, through the journal, which keeps what was there before."""


@dataclass(frozen=True)
class Kind:
    """A kind of import and export.

    compare: sets the verdict of each row, what it changes, faults and notes; changes nothing, says what it would do.
    records: the rows to export, by column key, of what a person may see on a day.
    regret: when everything was put back, raises `journal.Held` for what must not stay so.
    door: who sends such files; scope: what they may change. take_back: puts back what an import wrote.
    codes: the codes a person writes in the cells, as a sheet of the template. `of_month`: it brings in work, not the
    organisation; such imports are of whoever sent them alone. `of_year`: it brings in figures of organisations.
    """

    key: str
    form: Form
    compare: Callable[[Sequence[Row], Scope, date], Plan]
    records: Callable[[Person, date], Generator[Mapping[str, Any]]]
    regret: Callable[[Import], None]
    door: Door = PERSONNEL
    scope: Callable[[Person, date], Scope] = scope_of
    take_back: Callable[[Import, Person], None] = put_back
    codes: Callable[[Person, date], Codes] | None = None
    of_month: bool = False
    of_year: bool = False

    @property
    def changed(self) -> str:
        """What is said when something changed after the preview; of `words.SAID`."""
        if self.of_month:
            return "tasks_changed_meanwhile"
        return "figures_changed_meanwhile" if self.of_year else "changed_meanwhile"
