"""«Tỷ lệ hoàn thành xuất sắc» of an agency's year (Điều 20.5): how it stands, and how it would under other decisions.

Rows are read once, in a constant number of queries; a simulation after that reads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from congminh.law.decree import Law
from congminh.law.facts import GRADES
from congminh.law.nd335.cap import WHOLE_UNIT, Candidate, Group, Pick, Place, Standing, final_places, standings
from congminh.law.reckon import Values
from congminh.org.once import once
from congminh.year.facts.levels import levels
from congminh.year.facts.reckoning import Level, law_of, values_of
from congminh.year.models import Choice, ExceptionDecision, YearRound

# The peer group of those whose position names none; an empty one is the whole agency.
NO_GROUP = "-"
# The mean of whoever has no place under the cap is not looked at.
NONE = Fraction(0)


@dataclass(frozen=True)
class Cap:
    """The cap of one agency's year: everyone reckoned, the decisions made or supposed, the choices among the tied.

    `decisions` are levels by sheet: those decided already, and those of a simulation before them.
    """

    round: YearRound
    law: Law
    values: Values
    every: Mapping[int, Level]
    decisions: Mapping[int, str]
    percent: int | None
    picks: tuple[Pick, ...]

    def simulated(self, decisions: Mapping[int, str]) -> Cap:
        """The cap as it would stand if these levels were decided as well; nothing is read, nothing is changed."""
        return replace(self, decisions={**self.decisions, **decisions})

    def supposing(self, decisions: Mapping[int, str]) -> Cap:
        """The cap as it would stand with these levels alone."""
        return replace(self, decisions=dict(decisions))

    @cached_property
    def standings(self) -> list[Standing]:
        """Each group the cap holds in, with its denominator, and where each eligible one stands."""
        decided = {self.round.agency_id: self.percent} if self.percent is not None else {}
        return standings(self.law, self._candidates, self.values, decided, self.picks, self.aside)

    @cached_property
    def places(self) -> dict[int, Place]:
        """Where each one with the level excellent stands when every cap that concerns them is held."""
        return final_places(self.standings)

    def of(self, sheet: int) -> list[Standing]:
        """The groups a person counts in."""
        return [each for each in self.standings if self._counts_in(each, sheet)]

    def taken(self, standing: Standing) -> list[int]:
        """The sheets of a group decided excellent, really or in the simulation."""
        excellent = (sheet for sheet, grade in self.decisions.items() if grade == "excellent" and sheet in self.every)
        return [sheet for sheet in excellent if self._counts_in(standing, sheet)]

    def beyond(self) -> list[tuple[Standing, list[int]]]:
        """The groups in which more are decided excellent than may be, and who they are."""
        found = [(standing, self.taken(standing)) for standing in self.standings]
        return [(standing, taken) for standing, taken in found if len(taken) > standing.excellent_max]

    def kept(self, sheet: int) -> list[dict[str, Any]]:
        """How the cap stood for one person, as a decision keeps it."""
        names = ("eligible", "good", "rated", "base", "percent", "excellent_max")
        return [
            {
                "unit": each.group[0],
                "group": each.group[1],
                **{name: getattr(each, name) for name in names},
                "place": each.places.get(sheet, ""),
            }
            for each in self.of(sheet)
        ]

    def _counts_in(self, standing: Standing, sheet: int) -> bool:
        return standing.group[1] in (WHOLE_UNIT, _peers(self.every[sheet]))

    @cached_property
    def aside(self) -> frozenset[int]:
        """Those with the score for excellent whose level was decided good: they take no room."""
        return frozenset(
            sheet
            for sheet, grade in self.decisions.items()
            if grade == "good" and sheet in self.every and self.every[sheet].grade == "excellent"
        )

    @cached_property
    def _candidates(self) -> list[Candidate]:
        found = []
        for pk, each in self.every.items():
            level = self._level(pk, each)
            mean = each.mean if level == "excellent" else NONE
            found.append(Candidate(pk, each.place.agency, _peers(each), level, mean))
        return found

    def _level(self, sheet: int, each: Level) -> str:
        return each.grade if sheet in self.aside else self.decisions.get(sheet, each.grade)


def cap_of(round: YearRound, every: Mapping[int, Level] | None = None) -> Cap:
    """The cap of an agency's year as rows stand now: what was decided counts as decided, the rest by the law."""
    every = levels(round) if every is None else every
    decided = {pk: each.place.decided for pk, each in every.items() if each.place.decided}
    exception = exception_of(round)
    percent = exception.percent if exception else None
    return Cap(round, law_of(round), values_of(round), every, decided, percent, _picks(round))


def exception_of(round: YearRound) -> ExceptionDecision | None:
    """The higher share decided for a year, with its decision; one query, on a page once."""
    rows = ExceptionDecision.objects.filter(round=round).select_related("decision")
    return once(("exception", round.pk), rows.first)


def choices_of(round: YearRound) -> list[Choice]:
    """The choices among the tied of a year, the oldest first; one query, on a page once."""
    rows = Choice.objects.filter(round=round).select_related("by").order_by("pk")
    return once(("choices among the tied", round.pk), lambda: list(rows))


def level_of_law(cap: Cap, sheet: int) -> str | None:
    """The level by score, grounds, organisation and cap; None while no level can be told, or several are tied.

    Somebody with the score for excellent who is beyond the share is good (Điều 20.5).
    """
    grade = cap.every[sheet].grade
    if grade not in GRADES:
        return None
    if grade != "excellent":
        return grade
    return {"within": "excellent", "beyond": "good"}.get(cap.places.get(sheet, "tied"))


def _picks(round: YearRound) -> tuple[Pick, ...]:
    """The last choice of each group."""
    last: dict[Group, Pick] = {}
    for row in choices_of(round):
        group = (row.unit_id, row.group)
        last[group] = Pick(group, frozenset(row.tied), frozenset(row.chosen))
    return tuple(last.values())


def _peers(each: Level) -> str:
    """The peer group; who has none is a group with the others who have none."""
    return each.place.peer_group or NO_GROUP
