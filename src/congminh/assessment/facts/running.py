"""«Điểm tạm tính» and the signed one, alike to whoever shows them: a sheet's figures as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language

from congminh import law as laws
from congminh.assessment.facts.reckoning import Reckoned, Reckoning, reckoned
from congminh.assessment.models import PeriodSheet, Result
from congminh.law.decree import Law
from congminh.law.facts import SHEET
from congminh.law.reckon import Values
from congminh.law.text import points
from congminh.org import facts

BANDS = ("fulfilled_from", "good_from", "excellent_from")
# Figures that rest on d, đ and e besides a, b and c.
OF_LEADERS = frozenset({"execution", "cohesion"})


@dataclass(frozen=True)
class Standing:
    """The figures of one sheet: signed, or as they would be today («tạm tính»).

    Shares in basis points, points in hundredths; None where something is not known yet, and `missing` says what:
    general, execution, cohesion. `awaited`: how many results in charge were not told yet, so that d may change.
    `total` is the exact total in points; `self_scored`: the general criteria are as the person scored them.
    """

    sheet: int
    is_signed: bool
    tasks: int
    load: int
    delivered_load: int
    quantity_bp: int | None
    quality_bp: int | None
    timeliness_bp: int | None
    results_bp: int | None
    general_cp: int | None
    unit_results: int | None
    execution: int | None
    cohesion: int | None
    total_cp: int | None
    total: Fraction | None
    grade: str | None
    missing: frozenset[str] = frozenset()
    awaited: int = 0
    self_scored: bool = False

    def printed(self, law: Law, values: Values, language: str = "") -> str:
        """The total as it is printed: with as many decimals as it takes not to contradict its level (Điều 20)."""
        if self.total is None:
            return ""
        edges = tuple(Fraction(values[name]) for name in BANDS)
        return points(self.total, edges, language or get_language() or "vi", int(values["total_decimals"]))


def running(sheets: Iterable[PeriodSheet]) -> dict[int, Standing]:
    """By key the figures of these sheets; a constant number of queries, however many sheets.

    Give sheets with `result` loaded (`described`): the signed ones are told from it, the others are reckoned.
    """
    rows = list(sheets)
    found = {sheet.pk: of_result(sheet.result) for sheet in rows if sheet.is_signed and sheet.result}
    live = [sheet.pk for sheet in rows if sheet.pk not in found]
    for reckoning in reckoned(live) if live else ():
        found |= {each.place.pk: _live(each, reckoning) for each in reckoning.asked()}
    return found


def of_result(result: Result) -> Standing:
    """The figures as they were signed."""
    return Standing(
        result.sheet_id,
        True,
        result.tasks,
        result.load,
        result.delivered_load,
        result.quantity_bp,
        result.quality_bp,
        result.timeliness_bp,
        result.results_bp,
        result.general_cp,
        result.unit_results,
        result.execution,
        result.cohesion,
        result.total_cp,
        None if result.total is None or not result.shares else Fraction(result.total, 100 * result.shares),
        result.grade,
    )


def _live(each: Reckoned, reckoning: Reckoning) -> Standing:
    row, place = each.row, each.place
    has_results = not each.missing & OF_LEADERS
    total = reckoning.law.find(SHEET, "total", reckoning.values).value(row) if each.is_whole else None  # type: ignore[union-attr]
    return Standing(
        place.pk,
        False,
        row["tasks"],
        row["load"],
        row["delivered_load"],
        row["quantity_bp"],
        row["quality_bp"],
        row["timeliness_bp"],
        row["results_bp"] if has_results else None,
        None if "general" in each.missing else row["general_cp"],
        row["unit_results"],
        place.execution,
        place.cohesion,
        row["total_cp"] if each.is_whole else None,
        total if isinstance(total, Fraction) else None,
        each.grade,
        each.missing,
        len(each.awaited),
        each.self_scored,
    )


def law_of(sheet: PeriodSheet) -> tuple[Law, Values]:
    """The law and values a sheet is reckoned by: those signed, or those in force on the last day of its period."""
    if sheet.is_signed and sheet.result:
        basis = sheet.result.basis
        return laws.named(basis.law), basis.values
    last = sheet.round.last
    law = laws.at(last)
    return law, law.values(last, facts.choices(last))
