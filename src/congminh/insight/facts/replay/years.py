"""The year reckoned anew: months as they would be, the mean and the level, then the cap of each agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from congminh.assessment.models import Basis
from congminh.insight.facts.replay.serving import NAMES, take_service
from congminh.insight.facts.replay.supposing import Supposed
from congminh.insight.facts.replay.taking import GIVEN, Kept
from congminh.law.calendar import Period
from congminh.law.decree import Law
from congminh.law.facts import YEAR
from congminh.law.nd335.cap import Candidate, Pick, final_places, standings
from congminh.law.reckon import Values, reckon
from congminh.year.facts.cap import NO_GROUP
from congminh.year.models import Choice, ExceptionDecision

FIGURES = ("year_mean_cp", "months_counted", "points", "band", "grade")


@dataclass(frozen=True)
class Year:
    """One person's year as it would stand: the mean, the level by the law, the place under the cap, the level then."""

    mean_cp: int | None
    counted: int | None
    law_grade: str
    place: str
    grade: str


def replay_years(kept: Kept, supposed: Supposed) -> dict[int, Year]:
    """By decision (pk) the year under what is supposed; `told` holds the months as they would be."""
    take_service(kept, supposed)
    rows: dict[int, tuple[Any, ...]] = {}
    for basis, year in _bases(kept):
        law, values = _of(supposed, basis, year)
        rows |= {row[0]: row[1:] for row in kept.rows(_query(law, values, basis.pk, year))}
    found = {pk: (row[4], row[2], row[1]) for pk, row in rows.items()}
    places = _places(kept, supposed, found)
    return {pk: _year(row, places.get(pk, "")) for pk, row in rows.items()}


def signed_years(kept: Kept) -> dict[int, Year]:
    """As it was decided by the law and the cap, before anybody's reason: nothing is supposed."""
    rows = kept.rows("SELECT pk, law_grade, points, months_counted, year_mean_cp FROM decided")
    places = _places(kept, Supposed(), {pk: (grade, points, counted) for pk, grade, points, counted, _mean in rows})
    return {
        pk: Year(mean, counted, grade, places.get(pk, ""), _level(grade, places.get(pk, "")))
        for pk, grade, _points, counted, mean in rows
    }


def _year(row: tuple[Any, ...], place: str) -> Year:
    mean, counted, _points, _band, grade = row
    return Year(mean, counted, grade, place, _level(grade, place))


def _level(grade: str, place: str) -> str:
    """The level when the cap is held: whoever is beyond it is good («hoàn thành tốt nhiệm vụ»)."""
    return "good" if grade == "excellent" and place == "beyond" else grade


def _bases(kept: Kept) -> Iterable[tuple[Basis, int]]:
    pairs = kept.rows("SELECT DISTINCT basis, year FROM decided ORDER BY ALL")
    held = Basis.objects.in_bulk([basis for basis, _year in pairs])
    return [(held[basis], year) for basis, year in pairs]


def _of(supposed: Supposed, basis: Basis, year: int) -> tuple[Law, Values]:
    return supposed.of(basis.law), supposed.values(basis.law, basis.values, Period(year, "year", 1).last)


def _query(law: Law, values: Values, basis: int, year: int) -> str:
    given = (f"coalesce(w.{name}, d.{name}) AS {name}" if name in NAMES else f"d.{name}" for name in GIVEN)
    years = (
        f"SELECT d.pk AS person_id, d.year, d.agency AS unit_id, d.peer_group, d.post, {', '.join(given)},"
        " nullif(d.unit_grade, '') AS unit_grade FROM decided d LEFT JOIN worked w ON w.pk = d.pk"
        f" WHERE d.basis = {basis} AND d.year = {year}"
    )
    # A month that had no score may have one now: it counts where nothing else stands for it.
    months = (
        f"SELECT h.pk AS person_id, {year} AS year, h.month, h.span,"
        " CASE WHEN h.source = 'sheet' AND t.pk IS NOT NULL THEN t.total_cp ELSE h.total_cp END AS total_cp"
        " FROM held_month h JOIN decided y ON y.pk = h.pk LEFT JOIN result r ON h.source = 'sheet' AND r.sheet = h.key"
        f" AND r.number = h.number LEFT JOIN told t ON t.pk = r.pk WHERE y.basis = {basis} AND y.year = {year}"
        f" UNION ALL SELECT y.pk, {year}, r.period % 100, r.span, max(t.total_cp) FROM decided y JOIN result r"
        " ON r.person = y.person AND r.newest = 1 AND r.total_cp IS NULL JOIN told t ON t.pk = r.pk"
        " LEFT JOIN held_month h ON h.pk = y.pk AND r.period % 100 BETWEEN h.month - h.span + 1 AND h.month"
        f" WHERE y.basis = {basis} AND y.year = {year} AND h.pk IS NULL GROUP BY ALL"
    )
    tables = {"year": f"({years})", "month": f"(SELECT * FROM ({months}) WHERE total_cp IS NOT NULL)"}
    # The order FIGURES stand in, the level last.
    return reckon(law, YEAR, tables, "duckdb", values, ("person_id", *FIGURES)).sql


def _places(kept: Kept, supposed: Supposed, found: Mapping[int, tuple[str, int, int | None]]) -> dict[int, str]:
    """Where each one with the score for excellent stands under the cap of their agency (Điều 20.5)."""
    by_round: dict[tuple[int, int, int], list[Candidate]] = defaultdict(list)
    rows = kept.rows("SELECT pk, sheet, agency, round, year, peer_group, basis, grade, law_grade FROM decided")
    aside: set[int] = set()
    sheets: dict[int, int] = {}
    for pk, sheet, agency, round, year, peers, basis, grade, law_grade in rows:
        level, points, counted = found[pk]
        mean = Fraction(points, 100 * counted) if counted else Fraction(0)
        by_round[round, basis, year].append(Candidate(pk, agency, peers or NO_GROUP, level, mean))
        sheets[sheet] = pk
        if law_grade == "excellent" and grade != "excellent" and level == "excellent":
            aside.add(pk)
    rounds = {round for round, _basis, _year in by_round}
    percents: Any = dict(ExceptionDecision.objects.filter(round__in=rounds).values_list("round", "percent"))
    picks = _picks(rounds, sheets)
    bases = Basis.objects.in_bulk({basis for _round, basis, _year in by_round})
    places: dict[int, str] = {}
    for (round, basis, year), people in by_round.items():
        law, values = _of(supposed, bases[basis], year)
        decided = {people[0].unit: percents[round]} if round in percents else {}
        beside = [each.id for each in people if each.id in aside and _by_people(kept, each.id)]
        places |= final_places(standings(law, people, values, decided, picks.get(round, ()), beside))
    return places


def _by_people(kept: Kept, pk: int) -> bool:
    """Whether people, and not the cap, decided somebody lower: they take no room, whatever is supposed."""
    if not hasattr(kept, "lowered"):
        from congminh.year.models import YearResult

        keys = [
            row[0] for row in kept.rows("SELECT pk FROM decided WHERE law_grade = 'excellent' AND grade <> 'excellent'")
        ]
        lowered = YearResult.objects.filter(pk__in=keys).exclude(why__in=("cap", "choice", "law"))
        kept.lowered = frozenset(lowered.values_list("pk", flat=True))  # type: ignore[attr-defined]
    return pk in kept.lowered  # type: ignore[attr-defined]


def _picks(rounds: Iterable[int], sheets: Mapping[int, int]) -> dict[int, list[Pick]]:
    """The last choice among the tied of each group: it holds while just these are tied."""
    last: dict[tuple[int, int, str], Pick] = {}
    rows: Iterable[Any] = Choice.objects.filter(round__in=list(rounds)).order_by("pk")
    for row in rows.values_list("round", "unit", "group", "tied", "chosen"):  # type: ignore[attr-defined]
        round, unit, group, tied, chosen = row
        keys = [frozenset(sheets.get(each, 0) for each in some) for some in (tied, chosen)]
        last[round, unit, group] = Pick((unit, group), *keys)
    found: dict[int, list[Pick]] = defaultdict(list)
    for (round, _unit, _group), pick in last.items():
        found[round].append(pick)
    return found
