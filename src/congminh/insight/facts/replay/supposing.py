"""What is supposed, and the law's values it comes to on top of those something was signed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from congminh import law as laws
from congminh.law.decree import Law
from congminh.law.facts import CAP, LEADER, MONTH, SHEET, TASK, YEAR
from congminh.law.figures import Grain
from congminh.law.reckon import Values, reckon

GRAINS: tuple[Grain, ...] = (TASK, SHEET, LEADER, MONTH, YEAR, CAP)
# Readings no formula names, since the law asks for them before or after its query.
ASKED_BESIDE = ("leader_abc_scope", "cap_scope", "six_months")


@dataclass(frozen=True)
class Supposed:
    """Another law, other options of readings, another catalogue, the share of Party members the draft caps by."""

    law: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    catalogue: int | None = None
    party_percent: int = 0

    def of(self, signed_by: str) -> Law:
        """The law to reckon by, of what was signed by another."""
        return laws.named(self.law or signed_by)

    def values(self, signed_by: str, kept: Mapping[str, Any], day: date) -> Values:
        """What was in force when it was signed, with what is supposed in its place."""
        law = self.of(signed_by)
        chosen = {name: str(option) for name, option in kept.items() if name in law.readings}
        known = {name: option for name, option in chosen.items() if option in law.readings[name].options}
        return {**law.values(day, {**known, **self.readings}), "party_percent": self.party_percent}

    def alone(self, change: str) -> Supposed:
        """One change of several."""
        if change == "law":
            return Supposed(law=self.law, party_percent=self.party_percent)
        if change == "catalogue":
            return Supposed(catalogue=self.catalogue)
        return Supposed(readings={change: self.readings[change]})

    def changes(self) -> list[str]:
        """Each change by a name of its own."""
        named = [name for name, held in (("law", self.law), ("catalogue", self.catalogue)) if held]
        return [*named, *sorted(self.readings)]

    def without_catalogue(self) -> Supposed:
        """All but the coefficients."""
        return replace(self, catalogue=None)


def replay_readings() -> list[str]:
    """The readings that bear on what is reckoned: those a formula names, and those asked beside the formulas."""
    law = laws.named("nd335")
    names = {grain.name for grain in GRAINS}
    named = {key for figure in law.figures if figure.of.name in names for key in law.readings_in(figure.formula)}
    return [key for key in law.readings if (key in named or key in ASKED_BESIDE) and len(law.readings[key].options) > 1]


def tasks_alike(law: Law, values: Values, other: Law, others: Values) -> bool:
    """Whether a task's own figures come out the same, so that the sums kept with a result stand as they are."""
    return _query(law, TASK, values) == _query(other, TASK, others)


def sheets_alike(law: Law, values: Values, other: Law, others: Values) -> bool:
    """Whether all of a sheet comes out the same: what was signed stands, and only the year may differ."""
    return values["leader_abc_scope"] == others["leader_abc_scope"] and all(
        _query(law, grain, values) == _query(other, grain, others) for grain in (SHEET, LEADER)
    )


def _query(law: Law, grain: Grain, values: Values) -> str:
    tables = {each: each for each in ("task", "sheet", "leader", "in_charge")}
    return reckon(law, grain, tables, "duckdb", values).sql
