"""Điều 11.3: in which year, and for which organisation's result, a disciplined act counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Discipline:
    """One decision of discipline («quyết định kỷ luật đảng / hành chính») for one act.

    `act` names the act: two decisions for one act share it. `happened_at` is the organisation where the
    act happened, `disciplined_at` the one that disciplined it when that is another; `used_in` is the year
    in which the act itself already served to rate someone not fulfilled, before any decision.
    `duty_related` is «liên quan đến hoạt động công vụ»; `degradation` is «suy thoái về tư tưởng chính trị,
    đạo đức, lối sống».
    """

    act: str
    kind: Literal["party", "administrative"]
    effective: date
    happened_at: int
    duty_related: bool = True
    degradation: bool = False
    used_in: int | None = None
    disciplined_at: int | None = None

    @property
    def is_ground(self) -> bool:
        """Whether it rates someone not fulfilled at all (Điều 11.3.a): degradation or public duty."""
        return self.duty_related or self.degradation

    @property
    def was_used(self) -> bool:
        """Whether the act had served in an earlier year than the decision's, which is then not counted (11.3.b)."""
        return self.used_in is not None and self.effective.year > self.used_in


@dataclass(frozen=True)
class Counted:
    """A discipline as a ground: the year and the organisation whose result it counts in, and why there."""

    discipline: Discipline
    year: int
    organisation: int
    cite: str


def counted(disciplines: Iterable[Discipline]) -> list[Counted]:
    """Where each act counts as a ground for not fulfilled (Điều 11.3): once, at the place it happened.

    Party and administrative discipline for one act in different years count in one of them only (11.3.a;
    which one the decree leaves open, here the first); an act already used is not counted again for a
    decision of a later year (11.3.b); an act counts for the organisation where it happened, wherever the
    person works when disciplined (11.3.c, 11.3.d).
    """
    by_act: dict[str, list[Discipline]] = defaultdict(list)
    for discipline in disciplines:
        if discipline.is_ground:
            by_act[discipline.act].append(discipline)
    found = []
    for decisions in by_act.values():
        if any(decision.was_used for decision in decisions):
            continue
        first = min(decisions, key=lambda decision: decision.effective)
        found.append(Counted(first, first.effective.year, first.happened_at, _cite(first, by_act.values())))
    return found


def _cite(discipline: Discipline, acts: Iterable[list[Discipline]]) -> str:
    """The point of Điều 11.3 by which an act counts where it does."""
    if len({decision.happened_at for decisions in acts for decision in decisions}) > 1:
        return "Điều 11.3.d"
    return "Điều 11.3.a" if discipline.disciplined_at in (None, discipline.happened_at) else "Điều 11.3.c"


def grounds(disciplines: Iterable[Discipline], year: int, organisation: int) -> frozenset[str]:
    """The grounds of a year's facts (`facts.YEAR`) that these decisions make for one organisation's rating."""
    here = [each.discipline for each in counted(disciplines) if (each.year, each.organisation) == (year, organisation)]
    return frozenset(
        name
        for name, held in (
            ("duty_discipline", any(each.duty_related for each in here)),
            ("degradation", any(each.degradation for each in here)),
        )
        if held
    )
