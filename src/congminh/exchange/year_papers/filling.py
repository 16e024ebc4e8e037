"""From year sheets to Mẫu 02: months and mean as the law prints them, who signed when; read for many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from congminh.exchange.forms.form_01 import Signature
from congminh.exchange.forms.form_02 import Form02
from congminh.exchange.forms.sheets import LANGUAGE, PLACE, VOUCHED
from congminh.law.calendar import Period
from congminh.law.text import scaled
from congminh.ledger.models import Entry
from congminh.org.models import Person, Unit
from congminh.year.facts.months import Month
from congminh.year.facts.vouching import codes_of
from congminh.year.facts.why import Told, told_all
from congminh.year.models import MonthBrought, YearSheet
from congminh.year.views.showing import JUDGES

SIGNS = {"file_form": "self", "decide": "decider"}
Names = Mapping[int, Unit]
Signed = Mapping[tuple[int, str], Entry]


def ready_years(sheets: QuerySet[YearSheet], day: date) -> list[YearSheet]:
    """Year sheets with all that their papers say, in the order of units and people; a few queries more."""
    rows: Any = sheets.described(day)  # type: ignore[attr-defined]
    found = list(rows.select_related("result__basis", "result__by", "result__decision"))
    return sorted(found, key=lambda sheet: (sheet.agency_id, sheet.unit_id, sheet.person.code))


def forms_02_of(sheets: Sequence[YearSheet], reader: Person) -> list[Form02]:
    """Mẫu 02 of each sheet for whoever prints it; a constant number of queries for each agency's year.

    Part III stands for who judges, for others once the person was told. What a person wrote and has not sent is on
    nobody's paper but their own.
    """
    share(sheets)
    told, signed, names, months = told_all(list(sheets)), signed_by(sheets), names_of(sheets), _Months(sheets)
    forms = [_form(sheet, reader, told[sheet.pk], signed, names, months) for sheet in sheets]
    receipts = codes_of([sheet for sheet in sheets if sheet.is_told])
    return [replace(form, code=receipts.get(sheet.pk, "")) for sheet, form in zip(sheets, forms, strict=True)]


def shows_level(sheet: YearSheet, reader: Person) -> bool:
    """Whether a reader may read the decision on a paper: who judges at once, others once the person was told."""
    return sheet.is_decided and (sheet.is_told or bool(sheet.roles_of(reader) & JUDGES))


def file_name(sheet: YearSheet, kind: str = "mau-02") -> str:
    """«mau-02-TBM-304-2026», without what a file name cannot hold."""
    return re.sub(r"[^\w-]+", "-", f"{kind}-{sheet.person.code}-{sheet.year}")


def share(sheets: Sequence[YearSheet]) -> None:
    """Give the sheets the seats of today, read once."""
    for sheet in sheets[1:]:
        sheet.use(sheets[0].seats())


def heads(unit: int, agency: int, names: Names) -> tuple[str, str]:
    """The two lines at the head of a paper: the body above, and the one whose paper it is."""
    here = names[agency]
    if unit != agency:
        return here.name, names[unit].name
    above = names.get(here.parent_id or 0)
    return above.name if above else "", here.name


def names_of(sheets: Iterable[YearSheet], more: Iterable[int] = ()) -> Names:
    """Units by their names of the year's last day, those above the agencies too; two queries."""
    rows = list(sheets)
    keys = {pk for sheet in rows for pk in (sheet.unit_id, sheet.agency_id)} | set(more)
    named = Unit.objects.named(min(max(sheet.round.of.last for sheet in rows), localdate()))
    found = named.in_bulk(keys)
    return {**named.in_bulk({unit.parent_id for unit in found.values() if unit.parent_id}), **found}


def signed_by(sheets: Iterable[YearSheet]) -> Signed:
    """Who sent each form and who decided last; one query."""
    entries = Entry.objects.filter(file__in=[sheet.pk for sheet in sheets], step__in=SIGNS)
    return {(entry.file_id, SIGNS[entry.step]): entry for entry in entries.select_related("who").order_by("number")}


def place_of(agency: Unit) -> str:
    """«Địa danh» of an agency's papers; empty where its name holds none."""
    found = PLACE.fullmatch(agency.name)
    return found["place"] if found else ""


def capital(text: str) -> str:
    """With a capital letter first."""
    return text[:1].upper() + text[1:]


class _Months:
    """What the third column says of months by itself: a quarter, another agency."""

    def __init__(self, sheets: Iterable[YearSheet]) -> None:
        rows = list(sheets)
        people, years = {sheet.person_id for sheet in rows}, {sheet.year for sheet in rows}
        brought: Any = MonthBrought.objects.filter(person__in=people, year__in=years).order_by()
        self.brought = dict(brought.values_list("pk", "agency"))

    def note(self, month: Month, sheet: YearSheet) -> str:
        """«Quý I», «do … đánh giá»."""
        said = []
        if month.span == 3:
            said.append(Period(sheet.year, "quarter", month.month // 3).label(LANGUAGE))
        if month.source == "brought":
            said.append(f"kết quả do {self.brought.get(month.key, 'cơ quan cũ')} gửi")
        return "; ".join(said)


def _form(sheet: YearSheet, reader: Person, told: Told, signed: Signed, names: Names, months: _Months) -> Form02:
    above, agency = heads(sheet.unit_id, sheet.agency_id, names)
    unit, whole = names[sheet.unit_id].name, names[sheet.agency_id]
    is_shown = sheet.state != "drafting" or sheet.person_id == reader.pk
    is_decided = shows_level(sheet, reader) and sheet.result is not None
    notes = {month.month: months.note(month, sheet) for month in told.months}
    typed = {int(key): note for key, note in sheet.month_notes.items()} if is_shown else {}
    return Form02(
        above=above,
        agency=agency,
        year=sheet.year,
        name=sheet.person.name,
        post=sheet.position,
        unit=unit if sheet.unit_id == sheet.agency_id else f"{unit}, {whole.name}",
        totals={month.month: scaled(month.total_cp, 2, LANGUAGE, 2) for month in told.months},
        notes={month: "; ".join(filter(None, (notes.get(month), typed.get(month)))) for month in range(1, 13)},
        mean=told.written("year_mean", LANGUAGE),
        mean_note=f"{told.row['months_counted']} tháng" if told.row["months_counted"] else "",
        self_grade=sheet.self_grade if is_shown else "",
        grade=sheet.result.grade if is_decided and sheet.result else "",
        handling=sheet.handling if is_decided else "",
        self_signed=_signature(signed.get((sheet.pk, "self")), whole) if is_shown else Signature(),
        decided_signed=_decided(sheet, whole) if is_decided else Signature(),
        remarks=tuple(_remarks(sheet, told, is_decided)),
    )


def _signature(entry: Entry | None, agency: Unit) -> Signature:
    return Signature() if entry is None else Signature(entry.who.name, place_of(agency), localtime(entry.at).date())


def _decided(sheet: YearSheet, agency: Unit) -> Signature:
    result: Any = sheet.result
    return Signature(result.by.name, place_of(agency), localtime(result.at).date())


def _remarks(sheet: YearSheet, told: Told, is_decided: bool) -> Iterable[str]:
    """What the figures rest on, and by what they can be proved; that a form is no decision yet."""
    if sheet.state == "not_rated":
        yield f"Không xếp loại chất lượng: {sheet.unrated}"
    elif not is_decided or sheet.result is None:
        yield "Bản in khi chưa có kết quả xếp loại được thông báo; số liệu có thể thay đổi."
    else:
        decision = f" Quyết định {sheet.result.decision}." if sheet.result.decision else ""
        yield f"Tính theo {told.law.title(LANGUAGE)}.{decision} Mã đối chiếu: {sheet.result.seal()[:VOUCHED]}."
