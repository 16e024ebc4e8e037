"""Figures of sheets: sums of tasks where the tasks are, then the law bottom-up, those in charge before who leads.

Nothing is reckoned here: sums, d (Điều 15.3.a), a, b, c, R, the total and its level are the law's own queries. A sum
of sums is the sum, so that a leader's work with that of those in charge (Điều 15.1) is added up from theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congminh import law as laws
from congminh.assessment.facts.scope import Place, Scope, Sheets, scopes
from congminh.assessment.facts.tasks import hold_loads, sums
from congminh.assessment.models import PeriodSheet
from congminh.law.decree import Law
from congminh.law.facts import LEADER, SHEET
from congminh.law.in_memory import reckon_rows, reckon_sums
from congminh.law.nd335.leading import rounds as bottom_up
from congminh.law.reckon import Query, Values, reckon
from congminh.org import facts

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reckoned:
    """One sheet's figures: every column of the law's row, and what of it rests on something not known yet.

    `missing`: general, execution, cohesion where nobody scored them. `own` are the sums of the person's own tasks,
    `led` those of each sheet in charge, `awaited` the sheets in charge whose results were not told yet.
    """

    place: Place
    row: Row
    missing: frozenset[str]
    own: Mapping[str, int]
    led: Mapping[int, Mapping[str, int]]
    led_places: Mapping[int, Place]
    awaited: tuple[int, ...]
    self_scored: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing: it could be signed."""
        return not self.missing

    @property
    def grade(self) -> str | None:
        """The level whose band the total is in; None while it cannot be told."""
        return None if self.missing else str(self.row["grade"])


@dataclass(frozen=True)
class Reckoning:
    """All sheets of one period that were asked for, and what they were reckoned by."""

    scope: Scope
    law: Law
    values: Values
    every: Mapping[int, Reckoned]
    levels: list[list[int]]

    def asked(self) -> Iterator[Reckoned]:
        """Those asked for, in the order of their keys."""
        return (self.every[pk] for pk in sorted(self.scope.asked))

    @cached_property
    def query(self) -> Query:
        """The law's query as kept with a result: on tables `task` and `sheet`, for SQLite, wherever it ran."""
        return reckon(self.law, SHEET, {"task": "task", "sheet": "sheet"}, "sqlite", self.values)


def reckoned(sheets: Sheets | None = None, rounds: Collection[int] = ()) -> list[Reckoning]:
    """The figures of these sheets, or of all sheets of `rounds`, as tasks and marks stand now, period by period.

    A constant number of queries each, however many sheets; what somebody was scored already by the competent level
    comes before what they gave themselves. Raises ValidationError where leaders are in charge of each other.
    """
    return [_reckoning(scope) for scope in scopes(sheets, rounds)]


def awaited(sheet: PeriodSheet) -> list[int]:
    """The sheets in a leader's charge whose results have to be told first; none for others (Điều 15.3.a)."""
    if not sheet.leads:
        return []
    (scope,) = scopes([sheet.pk])
    return [pk for pk in sorted(scope.charge[sheet.pk]) if not scope.places[pk].is_signed]


def _reckoning(scope: Scope) -> Reckoning:
    law = laws.at(scope.of.last)
    values = law.values(scope.of.last, facts.choices(scope.of.last))
    own = sums(scope, law, values)
    pooled = _pooled(scope, own, values)
    hold_loads(pooled, scope.period)
    every: dict[int, Reckoned] = {}
    levels = _levels(scope)
    for people in levels:
        unit_results = _unit_results(scope, law, values, people, every)
        rows = [_facts(scope.places[pk], scope.period, unit_results.get(pk)) | pooled[pk] for pk in people]
        for row in reckon_sums(law, SHEET, rows, values):
            pk = row["person_id"]
            every[pk] = _told(scope, scope.places[pk], row, own)
    return Reckoning(scope, law, values, every, levels)


def _pooled(scope: Scope, own: Mapping[int, dict[str, int]], values: Values) -> dict[int, dict[str, int]]:
    """Everyone's sums; a leader's with those of the people in charge, by the reading (Điều 15.1, Q6)."""
    led = scope.charge if values["leader_abc_scope"] == "pooled" else {}
    return {
        pk: {name: value + sum(own[each][name] for each in led.get(pk, ())) for name, value in mine.items()}
        for pk, mine in own.items()
    }


def _levels(scope: Scope) -> list[list[int]]:
    try:
        return bottom_up(scope.places, scope.pairs())
    except ValueError as error:
        what = _("Leaders of this period are in charge of each other, so that none can be reckoned first.")
        mend = _("Have personnel put right the fields in charge of the deputies.")
        raise ValidationError(what, params={"why": str(error), "next": mend}) from error


def _unit_results(
    scope: Scope, law: Law, values: Values, people: Iterable[int], done: Mapping[int, Reckoned]
) -> dict[int, int]:
    """d of each leader from the levels below that are known by now (Điều 15.3.a)."""
    period = scope.period
    leaders = [{"person_id": pk, "period": period} for pk in people if scope.places[pk].leads]
    if not leaders:
        return {}
    graded = {pk: _grade(done[pk]) for each in leaders for pk in scope.charge[each["person_id"]]}
    below = [
        {"person_id": each["person_id"], "period": period, "grade": graded[pk]}
        for each in leaders
        for pk in scope.charge[each["person_id"]]
        if graded[pk]
    ]
    rows = reckon_rows(law, LEADER, {"leader": leaders, "in_charge": below}, values)
    return {row["person_id"]: row["unit_results"] for row in rows}


def _grade(each: Reckoned) -> str | None:
    """The level as it was told, or as it stands."""
    return each.place.grade if each.place.is_signed else each.grade


def _facts(place: Place, period: int, unit_results: int | None) -> dict[str, Any]:
    """The law's facts of a sheet; what nobody scored yet is filled in, and `missing` says so."""
    general_cp = place.general_cp if place.general_cp is not None else place.self_cp
    leads = place.leads
    return {
        "person_id": place.pk,
        "period": period,
        "unit_id": place.unit,
        "peer_group": place.peer_group,
        "post": place.rank,
        "general_cp": general_cp or 0,
        "unit_results": unit_results if leads else None,
        "execution": (place.execution or 100) if leads else None,
        "cohesion": (place.cohesion or 100) if leads else None,
    }


def _told(scope: Scope, place: Place, row: Row, own: Mapping[int, dict[str, int]]) -> Reckoned:
    unknown = {"general": place.general_cp is None and place.self_cp is None}
    if place.leads:
        unknown |= {"execution": place.execution is None, "cohesion": place.cohesion is None}
    led = sorted(scope.charge.get(place.pk, ()))
    return Reckoned(
        place,
        row,
        frozenset(name for name, is_unknown in unknown.items() if is_unknown),
        own[place.pk],
        {pk: own[pk] for pk in led},
        {pk: scope.places[pk] for pk in led},
        tuple(pk for pk in led if not scope.places[pk].is_signed),
        place.general_cp is None,
    )
