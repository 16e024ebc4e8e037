"""The year 2026 of the small commune's organisations: criteria in force, sheets open, sent, weighed, decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from congminh.ledger.models import Entry
from congminh.org.models import Decision, Person, Unit
from congminh.unit_year.actions import (
    Written,
    begin_set,
    decide,
    decide_set,
    enter_counts,
    open_year,
    put_criteria,
    report_verification,
    send,
    verify,
)
from congminh.unit_year.actions.setting import CriterionRow
from congminh.unit_year.facts.tasks import Counts
from congminh.unit_year.headings import CODES, GENERAL, RESULTS
from congminh.unit_year.models import CriteriaSet, UnitSheet
from tests.apps.org.commune import SINCE, Commune, found, person, post, unit

YEAR = 2026
TIERS = {"T": "province", "X": "commune", "Y": "commune", "KT": "commune_agency", "VX": "commune_agency"}
# 30 points under Điều 6, 70 under Điều 7.1: ten each, but the last two of the eight.
MOST = {code: 1000 if part == GENERAL else 500 if code in "gh" else 1000 for code, (part, _cite) in CODES.items()}
PERFECT, SOUND, LATE = Counts(20, 20, 20, 8), Counts(20, 20, 20, 2), Counts(20, 20, 17, 0)


def rows() -> list[CriterionRow]:
    """A criterion for each heading; they come to 30 and 70."""
    return [CriterionRow(code, f"Tiêu chí {code}", most) for code, most in MOST.items()]


@dataclass
class Year:
    """The commune with its criteria in force and its organisations' sheets open."""

    here: Commune
    criteria: CriteriaSet

    def sheet(self, unit: Unit) -> UnitSheet:
        """A unit's sheet as it is stored."""
        return UnitSheet.objects.select_related("result", "criteria").get(unit=unit, year=YEAR)

    def another(self, code: str, name: str) -> tuple[Unit, Person]:
        """One more office of the commune, with its head and a sheet."""
        office = unit(code, name, "direct", self.here.commune)
        Unit.objects.filter(pk=office.pk).update(tier="commune_agency")
        head = person(f"TP-{code}", f"Trưởng {name}")
        post(head, office, "head")
        open_year(YEAR, self.here.thu)
        return office, head

    def written(self, sheet: UnitSheet, score_cp: int = 10_000, **columns: Any) -> Written:
        """Full points but for what is taken off the last criteria, so that the sum is `score_cp`."""
        return Written(points(sheet, score_cp), columns)

    def counted(self, unit: Unit, by: Person, counts: Counts = PERFECT) -> UnitSheet:
        """The sheet of a unit with its numbers of tasks."""
        sheet = self.sheet(unit)
        enter_counts(sheet, by, counts, "Báo cáo số 12/BC", timezone.localdate())
        return sheet

    def sent(
        self, unit: Unit, head: Person, counts: Counts = PERFECT, score_cp: int = 10_000, **more: Any
    ) -> UnitSheet:
        """The sheet of a unit, self-evaluated and sent by its head."""
        sheet = self.counted(unit, head, counts)
        usual = {"self_evaluation": "Hoàn thành kế hoạch", "proposed_grade": "good", "remedied": True}
        send(sheet, head, sheet.version, sheet.draft, self.written(sheet, score_cp, **{**usual, **more}))
        return self.sheet(unit)

    def decided(
        self, unit: Unit, by: Person, grade: str, score_cp: int = 10_000, reason: str = "", **more: Any
    ) -> UnitSheet:
        """The sheet of a unit, decided with so many points."""
        self.decide(unit, by, grade, score_cp, reason, **more)
        return self.sheet(unit)

    def decide(
        self, unit: Unit, by: Person, grade: str, score_cp: int = 10_000, reason: str = "", **more: Any
    ) -> Entry:
        """The step itself."""
        sheet = self.sheet(unit)
        columns = {"grade": grade, "grade_reason": reason, **more}
        written = Written({pk: (cp, "Theo hồ sơ") for pk, (cp, _said) in points(sheet, score_cp).items()}, columns)
        return decide(sheet, by, sheet.version, sheet.draft, written)

    def verified(self, unit: Unit, conclusion: str) -> UnitSheet:
        """The complaints about a unit verified by order of who recognises it."""
        sheet = self.sheet(unit)
        verify(sheet, self.here.an, sheet.version, "")
        report_verification(sheet, self.here.dung, sheet.version, conclusion)
        return self.sheet(unit)


def points(sheet: UnitSheet, score_cp: int) -> Mapping[int, tuple[int | None, str]]:
    """Points of every criterion that come to `score_cp`, taken off from the last on."""
    off = 10_000 - score_cp
    found = {}
    for criterion in reversed(list(sheet.criteria.criteria.all())):
        less = min(off, criterion.max_cp)
        off -= less
        found[criterion.pk] = (criterion.max_cp - less, "")
    return dict(reversed(found.items()))


def with_tiers() -> Commune:
    """The small commune, each unit with its tier (Điều 5)."""
    here = found()
    for code, tier in TIERS.items():
        Unit.objects.filter(code=code).update(tier=tier)
    return here


def in_force(here: Commune) -> CriteriaSet:
    """The commune's set of criteria, decided from the first day of 2026."""
    drawn = begin_set(here.commune, here.thu, "Bộ tiêu chí 2026")
    put_criteria(drawn, here.thu, rows())
    decision = Decision(number="45/QĐ-UBND", signed_on=date(2026, 1, 5), signer="Chủ tịch", about="Bộ tiêu chí")
    return decide_set(drawn, here.thu, decision, date(2026, 1, 1))


def begun() -> Year:
    """Everything ready to be self-evaluated."""
    here = with_tiers()
    criteria = in_force(here)
    open_year(YEAR, here.thu)
    return Year(here, criteria)


__all__ = ["GENERAL", "MOST", "RESULTS", "SINCE", "YEAR", "Year", "begun", "in_force", "points", "rows", "with_tiers"]
