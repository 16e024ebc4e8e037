"""The tables of people: lists of Điều 23, the basis for rating Party members, the table of income."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congminh.insight.asking import StatisticsAsked
from congminh.insight.facts.counting import sheets_of, within
from congminh.insight.facts.using import PARTY, Use, chosen
from congminh.insight.models import IncomeTable
from congminh.insight.tables.table import Cell, Column, Table, language, level_word, points
from congminh.law.calendar import Period
from congminh.law.text import scaled
from congminh.looks.subjects import looked_at
from congminh.org.models import Unit
from congminh.year.models import YearSheet
from congminh.year.models.queries import DECIDED


def rows_of(use: Use, asked: StatisticsAsked) -> Any:
    """The sheets of a list, before anything of them is read."""
    return chosen(use, asked.period.year if asked.period else 0, asked.sight)


def listed(use: Use, asked: StatisticsAsked, sheets: Sequence[Any], links: bool = True) -> Table:
    """One list of people with their level of the year and of the year before; two queries more."""
    period = asked.period or Period.of_day(asked.visit.day, "year")
    units = asked.units((sheet.unit_id for sheet in sheets), period.last)
    before = _before(sheets, period.year - 1)
    looked_at(sheets)
    rows: list[list[Cell]] = []
    for sheet in sheets:
        row: list[Cell] = [sheet.person.code, sheet.person.name, str(units[sheet.unit_id]), sheet.position]
        row += [level_word(sheet.result.grade), points(sheet.result.year_mean_cp)]
        rows.append([*row, "" if use is PARTY else before.get(sheet.person_id, "")])
    last = Column(_("Party member (filled in by the Party organisation)"), width=26)
    columns = [
        Column(_("Code"), width=14),
        Column(_("Full name"), width=28),
        Column(_("Unit"), width=34),
        Column(_("Job position"), width=30),
        Column(_("Level"), width=30),
        Column(_("Year's mean"), True),
        last if use is PARTY else Column(_("The year before"), width=30),
    ]
    urls = [reverse("person", args=[sheet.person.code]) for sheet in sheets] if links else ()
    tongue = language()
    notes = [use.rule(tongue), use.weigh(tongue), never_by_itself()]
    about = f"{period.label(tongue)} · {use.cite}"
    return Table(use.name, use.label(tongue), about, columns, rows, notes, urls)


def never_by_itself() -> str:
    """What stands on every list."""
    return _(
        "A list decides nothing: nobody is moved, rewarded or dismissed by it. The competent level does, each case."
    )


def income_rows(asked: StatisticsAsked) -> Any:
    """The sheets of a period by which income is told, of those whose files one sees."""
    if asked.period is None:
        return YearSheet.objects.none()
    kind = asked.period
    rows = within(sheets_of(kind), asked.sight)
    if kind.kind == "quarter":
        rows = rows.filter(span=3) if rows.filter(span=3).exists() else rows.none()
    return rows.select_related("person", "result").order_by("unit__code", "person__code").distinct()


def income(asked: StatisticsAsked, sheets: Sequence[Any], tables: dict[int, IncomeTable], links: bool = True) -> Table:
    """Person by person the level and its coefficient by the agency's own decision, for payroll; one query more."""
    period = asked.period or Period.of_day(asked.visit.day)
    units = asked.units((sheet.unit_id for sheet in sheets), period.last)
    looked_at(sheets)
    rows: list[list[Cell]] = []
    for sheet in sheets:
        table = tables.get(sheet.agency_id)
        found = table.coefficient_m(sheet.result.grade) if table else None
        written = "" if found is None else scaled(found, 3, language())
        where = str(units[sheet.unit_id])
        decision = str(table.decision) if table else ""
        rows.append([sheet.person.code, sheet.person.name, where, level_word(sheet.result.grade), written, decision])
    columns = [
        Column(_("Code"), width=14),
        Column(_("Full name"), width=28),
        Column(_("Unit"), width=34),
        Column(_("Level"), width=30),
        Column(_("Coefficient"), True),
        Column(_("By decision"), width=26),
    ]
    cites = {"year": "Điều 23.3.e", "quarter": "Điều 23.1.d", "month": "Điều 26.1.e"}
    about = f"{period.label(language())} · {cites[period.kind]}"
    urls = [reverse("person", args=[sheet.person.code]) for sheet in sheets] if links else ()
    note = _("The coefficient is the agency's own (Điều 26.1.e); the sum paid is for payroll and the fund to tell.")
    return Table("thu-nhap", _("Additional income and bonuses"), about, columns, rows, [note], urls)


def tables_for(asked: StatisticsAsked, sheets: Iterable[Any]) -> dict[int, IncomeTable]:
    """The table in force for each agency on the last day of the period; two queries."""
    if asked.period is None:
        return {}
    agencies = sorted({sheet.agency_id for sheet in sheets})
    last = asked.period.last
    return IncomeTable.objects.by_agency(agencies, last, Unit.objects.tree(last)) if agencies else {}


def _before(sheets: Sequence[Any], year: int) -> dict[int, str]:
    people = [sheet.person_id for sheet in sheets]
    rows: Any = YearSheet.objects.filter(person__in=people, year=year, state__in=DECIDED).order_by("pk")
    told = rows.values_list("person_id", "result__grade")
    return {person: level_word(grade) for person, grade in told if grade}
