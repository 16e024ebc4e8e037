"""The end of a year in the small commune: months already told, a year opened by Thu, walked to publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from congminh.assessment.models import Basis, PeriodSheet, Result, Round
from congminh.law.calendar import Period
from congminh.ledger.actions import open_files
from congminh.ledger.models import CaseFile
from congminh.org import facts
from congminh.org.models import Person, Post, Unit
from congminh.unit_year.models import CriteriaSet, UnitSheet
from congminh.unit_year.models.result import UnitResult
from congminh.year.actions import (
    Filled,
    Opened,
    adopt_minutes,
    convene,
    decide,
    file_form,
    hear_party,
    notify,
    open_year,
    propose,
    publish,
)
from congminh.year.models import Meeting, YearSheet
from tests.apps.org.commune import Commune, found

YEAR = 2026
HELD = datetime(YEAR, 12, 4, 14, 0, tzinfo=timezone.get_default_timezone())
REPORT = "Hoàn thành các nhiệm vụ được giao trong năm"


@dataclass
class Autumn:
    """The commune with its year open."""

    here: Commune
    opened: Opened

    def sheet(self, who: Person) -> YearSheet:
        """A person's sheet as it is stored."""
        rows = YearSheet.objects.select_related("person", "round", "meeting", "result__basis")
        return rows.get(round=self.opened.round, person=who)

    def filed(self, who: Person, grade: str = "good") -> YearSheet:
        """Form 02 drawn up and sent."""
        sheet = self.sheet(who)
        file_form(sheet, who, sheet.version, Filled(grade, REPORT))
        return self.sheet(who)

    def convened(self, *people: Person, by: Person | None = None) -> Meeting:
        """One meeting called on these, whose forms are sent."""
        return convene([self.sheet(who) for who in people], by or self.here.thu, HELD)

    def discussed(self, *people: Person) -> list[YearSheet]:
        """Forms sent, one meeting held on all, its minutes adopted."""
        for who in people:
            self.filed(who)
        adopt_minutes(self.convened(*people), self.here.thu, "Cuộc họp thống nhất nhận xét.")
        return [self.sheet(who) for who in people]

    def ready(self, who: Person) -> YearSheet:
        """Up to the decision, by whatever procedure the post has."""
        (sheet,) = self.discussed(who)
        if sheet.rank != "staff":
            hear_party(sheet, self.here.hoa if who != self.here.hoa else self.here.minh, sheet.version, "Nhất trí")
        if sheet.rank == "head":
            sheet = self.sheet(who)
            propose(sheet, self.proposer(sheet), sheet.version, "good")
        return self.sheet(who)

    def proposer(self, sheet: YearSheet) -> Person:
        """Who proposes: Thu, whom nobody above stands before."""
        return self.here.thu if sheet.person_id != self.here.thu.pk else self.here.an

    def decided(self, who: Person, grade: str, reason: str = "", by: Person | None = None) -> YearSheet:
        """The level decided."""
        sheet = self.ready(who)
        decide(sheet, by or self.here.an, sheet.version, grade, reason)
        return self.sheet(who)

    def told(self, who: Person, grade: str, reason: str = "", by: Person | None = None) -> YearSheet:
        """Decided and told."""
        sheet = self.decided(who, grade, reason, by)
        notify(sheet, by or self.here.an, sheet.version, "Thông báo 01/TB-UBND")
        return self.sheet(who)

    def published(self, who: Person, grade: str, by: Person | None = None) -> YearSheet:
        """Decided, told and made public."""
        sheet = self.told(who, grade, by=by)
        publish(sheet, by or self.here.an, sheet.version, "electronic")
        return self.sheet(who)


def begun(months: Mapping[str, int] | None = None) -> Autumn:
    """The commune's year, open, everybody's twelve months told: 8500 unless said otherwise by cast name."""
    here = found()
    told = dict.fromkeys(("an", "minh", "hoa", "lan", "thuong", "thu"), 8500) | dict(months or {})
    for name, total_cp in told.items():
        put_months(getattr(here, name), dict.fromkeys(range(1, 13), total_cp))
    return Autumn(here, opened(here))


def opened(here: Commune) -> Opened:
    """The commune's year opened by Thu; Hòa and Minh speak for the Party committee."""
    return open_year(here.commune, YEAR, here.thu, party=[here.hoa, here.minh])


def put_months(who: Person, months: Mapping[int, int], where: Unit | None = None, **more: Any) -> list[PeriodSheet]:
    """Months of somebody as they were told: by month the total in hundredths."""
    post = Post.objects.select_related("unit").filter(person=who).order_by("first").first()
    unit = where or (post.unit if post else None)
    assert unit is not None
    values = dict(facts.values(Period(YEAR, "year", 1).last))
    kept = {"law": "nd335", "values": values, "sql": "SELECT 1"}
    basis, _ = Basis.objects.get_or_create(digest="0" * 64, defaults=kept)
    sheets = []
    for month in months:
        period = Period(YEAR, "month", month)
        days = dict.fromkeys(("first", "self_by", "confirm_by", "publish_by"), period.first) | {"last": period.last}
        round, _ = Round.objects.get_or_create(agency=unit, period=period.code, span=1, defaults=days)
        sheet = PeriodSheet(procedure="period_sheet", round=round, person=who, agency=unit, unit=unit)
        sheet.period, sheet.rank, sheet.days_worked, sheet.days_due = period.code, "staff", 20, 20
        for name, value in more.items():
            setattr(sheet, name, value)
        sheets.append(sheet)
    open_files(sheets)
    _tell(sheets, months, basis)
    return sheets


def _tell(sheets: Iterable[PeriodSheet], months: Mapping[int, int], basis: Basis) -> None:
    zero = dict.fromkeys(("tasks", "load", "delivered_load", "well_made_load", "on_time_load", "general_cp"), 0)
    for sheet in sheets:
        row = Result(sheet=sheet, number=1, unit=sheet.unit, post="staff", basis=basis, grade="good", **zero)
        row.total_cp, row.tasks_text = months[sheet.period % 100], "[]"
        row.save()
        PeriodSheet.objects.filter(pk=sheet.pk).update(result=row)
        CaseFile.objects.filter(pk=sheet.pk).update(state="closed")


def rate_unit(here: Commune, unit: Unit, grade: str) -> None:
    """An organisation with its level of the year decided."""
    criteria, _ = CriteriaSet.objects.get_or_create(agency=here.province, name="Bộ tiêu chí")
    sheet = UnitSheet(procedure="organisation", unit=unit, year=YEAR, criteria=criteria)
    open_files([sheet])
    row: dict[str, Any] = {"law": "nd335", "values": {}, "digest": "0" * 64, "row": {}, "marks": []}
    result = UnitResult.objects.create(
        sheet=sheet, number=1, by=here.an, score_cp=8000, law_grade=grade, grade=grade, **row
    )
    UnitSheet.objects.filter(pk=sheet.pk).update(result=result)
    CaseFile.objects.filter(pk=sheet.pk).update(state="decided")
