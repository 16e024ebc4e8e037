"""«Ai chấm, ai xếp loại, vì sao» (Điều 10), as pages say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from congminh.law.nd335.authority import Authority
from congminh.law.nd335.posts import Chart
from congminh.ledger.words import said
from congminh.org import facts
from congminh.org.models import Person


class Told(NamedTuple):
    """Who is competent, by name and key, by which article and why; without `name`, `why` says what is missing."""

    name: str
    pk: int
    article: str
    why: Any


@dataclass(frozen=True)
class Competence:
    """Who scores and who rates some people on a day, in three queries however many."""

    chart: Chart
    people: tuple[Person, ...]

    @cached_property
    def told(self) -> dict[int, tuple[Told, Told]]:
        """By person: who scores, who rates."""
        asked = [facts.Named(person.pk, person.name) for person in self.people]
        return {pk: (self._told(a), self._told(b)) for pk, (a, b) in facts.answers(self.chart, asked).items()}

    @cached_property
    def units(self) -> dict[int, str]:
        """The names of the units of the day."""
        return {int(unit): str(unit) for unit in self.chart.units}

    @cached_property
    def _names(self) -> dict[int, str]:
        return {int(person): str(person) for person in self.chart.by_person}

    def _told(self, answer: facts.Answer) -> Told:
        if isinstance(answer, Authority):
            pk = int(answer.person)
            return Told(self._names[pk], pk, answer.article, said(answer.why))
        return Told("", 0, "", said(answer.why))


def competence(people: Iterable[Person], day: date) -> Competence:
    """Of these people on `day`."""
    rows = tuple(people)
    return Competence(facts.chart(day, [row.pk for row in rows], named=True, fields=False), rows)
