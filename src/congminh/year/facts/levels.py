"""The levels of a whole year reckoned where its rows are: what the cap is taken of, and a page of a list shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

from congminh.assessment.models import PeriodSheet, Result
from congminh.law.facts import YEAR
from congminh.law.reckon import reckon
from congminh.ledger.models import CaseFile
from congminh.org.models import Unit
from congminh.org.once import once
from congminh.unit_year.facts import grades_of
from congminh.year.facts.grounds import Counting, grounds_within
from congminh.year.facts.reckoning import Level, Place, law_of, values_of
from congminh.year.models import MonthBrought, YearResult, YearRound, YearSheet
from congminh.year.models.result import FLAGS, GROUNDS

FILES, YEARS, DECISIONS, MONTHS, RESULTS, BROUGHT, UNITS = (
    model._meta.db_table for model in (CaseFile, YearSheet, YearResult, PeriodSheet, Result, MonthBrought, Unit)
)
FIGURES = ("grade", "points", "months_counted", "grounded")
# What a place is made of, beside the facts the law asks for.
CARRIED = ("person", "round", "unit", "tier", "state", "decided")
PLACED = (
    *("person_id", "person", "round", "unit_id", "unit", "tier", "post", "peer_group", "state", "months_worked"),
    *(*FLAGS, "decided"),
)


def levels(round: YearRound, sheets: Collection[int] | None = None) -> dict[int, Level]:
    """By sheet the level of the year before the cap, of these or of all of a round; three queries, five with grounds.

    As `reckoned` finds it, without the months one by one and without those still to be told.
    """
    if sheets is not None and not sheets:
        return {}
    grounds, graded = grounds_within(round), heads_graded(round)
    tables = {"year": _years(round, sheets, grounds, graded), "month": _months(round, sheets)}
    dialect = connection.vendor
    query = reckon(law_of(round), YEAR, tables, dialect, values_of(round), (*PLACED, *FIGURES), CARRIED)
    with connection.cursor() as cursor:
        cursor.execute(query.sql)
        rows = cursor.fetchall()
    found = {}
    for row in rows:
        place, (level, points, counted, grounded) = _place(row[: len(PLACED)]), row[len(PLACED) :]
        own = tuple(grounds.get(place.person, ()))
        grade = graded.get(place.unit) if place.rank == "head" else None
        found[place.pk] = Level(place, level, points, counted, grounded, grade, own)
    return found


def heads_graded(round: YearRound) -> Mapping[int, str]:
    """By unit the level of the organisations the heads of a year lead (Điều 20.6); one query, on a page once."""
    heads: Any = YearSheet.objects.filter(round=round, rank="head").order_by().values("unit")
    return once(("heads graded", round.pk), lambda: grades_of(heads, round.year))


def _place(row: tuple[Any, ...]) -> Place:
    """A place has the columns of PLACED in their order; a sheet's flags are yes or no."""
    *before, maternity, sick, unpaid, decided = row
    return Place._make((*before, bool(maternity), bool(sick), bool(unpaid), decided))


def _years(
    round: YearRound,
    sheets: Collection[int] | None,
    grounds: Mapping[int, Collection[Counting]],
    graded: Mapping[int, str],
) -> str:
    """The law's facts of a year, keyed by the sheet, since somebody may have two in one year."""
    held: dict[str, set[int]] = {name: set() for name in (*GROUNDS, "any_discipline")}
    for person, counting in grounds.items():
        for each in counting:
            held[each.name].add(person)
            if each.ground.is_discipline:
                held["any_discipline"].add(person)
    flags = [f"CASE WHEN s.{name} THEN 1 ELSE 0 END AS {name}" for name in FLAGS]
    flags += [
        f"CASE WHEN s.person_id IN ({_listed(people)}) THEN 1 ELSE 0 END AS {name}" for name, people in held.items()
    ]
    units = " ".join(f"WHEN {int(unit)} THEN '{grade}'" for unit, grade in sorted(graded.items()))
    grade = f"CASE WHEN s.rank = 'head' THEN CASE s.unit_id {units} END END" if units else "CAST(NULL AS VARCHAR(20))"
    return (
        "(SELECT s.casefile_ptr_id AS person_id, s.person_id AS person, s.round_id AS round, s.year,"
        " s.agency_id AS unit_id, s.unit_id AS unit, u.tier, s.rank AS post, s.peer_group, c.state, s.months_worked,"
        f" {', '.join(flags)}, {grade} AS unit_grade, d.grade AS decided FROM {YEARS} s"
        f" JOIN {FILES} c ON c.id = s.casefile_ptr_id JOIN {UNITS} u ON u.id = s.unit_id"
        f" LEFT JOIN {DECISIONS} d ON d.id = s.result_id WHERE {_of(round, sheets)})"
    )


def _months(round: YearRound, sheets: Collection[int] | None) -> str:
    """The signed months of these people's year, each month once, as `months_of` reads them one by one.

    What was signed here comes before what was brought, a month before a quarter, more days worked before fewer, the
    later before the earlier; what does not stand for all of its months is passed over.
    """
    first, last = round.year * 100 + 1, round.year * 100 + 12
    signed = (
        "SELECT s.casefile_ptr_id AS sheet, m.period % 100 AS month, m.span, r.total_cp, 0 AS source,"
        f" -m.days_worked AS days, -m.casefile_ptr_id AS late FROM {YEARS} s JOIN {MONTHS} m"
        f" ON m.person_id = s.person_id AND m.period BETWEEN {first} AND {last} JOIN {RESULTS} r ON r.id = m.result_id"
        f" WHERE r.total_cp IS NOT NULL AND {_of(round, sheets)}"
    )
    brought = (
        f"SELECT s.casefile_ptr_id, b.month, b.span, b.total_cp, 1, 0, b.id FROM {YEARS} s JOIN {BROUGHT} b"
        f" ON b.person_id = s.person_id AND b.year = {round.year} AND b.withdrawn_at IS NULL WHERE {_of(round, sheets)}"
    )
    each = "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2)"
    order = "ORDER BY g.source, g.span, g.days, g.late"
    ranked = (
        f"SELECT g.*, row_number() OVER (PARTITION BY g.sheet, g.month - n.n {order}) AS place"
        f" FROM ({signed} UNION ALL {brought}) g JOIN {each} n ON n.n < g.span"
    )
    return (
        f"(SELECT sheet AS person_id, {round.year} AS year, month, span, total_cp FROM ({ranked}) ranked"
        " WHERE place = 1 GROUP BY sheet, month, span, total_cp, source, days, late HAVING count(*) = span)"
    )


def _of(round: YearRound, sheets: Collection[int] | None) -> str:
    within = "" if sheets is None else f" AND s.casefile_ptr_id IN ({_listed(sheets)})"
    return f"s.round_id = {int(round.pk)}{within}"


def _listed(keys: Collection[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys)) or "NULL"
