"""From sheets to Mẫu 01: who, where, the person's own scores, the figures as the law prints them, who signed when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from congminh.assessment.facts.vouching import SIGNING
from congminh.assessment.models import PeriodSheet
from congminh.assessment.models.queries import SIGNED
from congminh.assessment.views.figures import Figures, figures_of
from congminh.assessment.views.people import in_order
from congminh.assessment.withheld import marks_read
from congminh.exchange.forms.form_01 import Form01, Signature
from congminh.ledger.models import Entry
from congminh.ledger.receipts.making import codes
from congminh.org.models import Person, Unit

# An official paper is in Vietnamese, whoever prints it.
LANGUAGE = "vi"
SIGNS = {"self_assess": "self", "score": "scorer", "score_unsent": "scorer"}
# «Địa danh» of a paper is the name of the commune, province or city (Nghị định 30/2020, Phụ lục I).
PLACE = re.compile(r"(?:UBND|Ủy ban nhân dân) (?:xã|phường|đặc khu|tỉnh|thành phố) (?P<place>.+)")
VOUCHED = 16
WITHHELD = (
    "Điểm từng tiêu chí chung không in trên bản này: chỉ người được đánh giá, người đánh giá, người quyết định mức,"
    " bộ phận tham mưu tổ chức, cán bộ của hồ sơ và người kiểm tra được xem (Nghị định 356/2025/NĐ-CP, Điều 4)."
)

Signed = Mapping[tuple[int, str], Entry]
Names = Mapping[int, Unit]


def ready(sheets: QuerySet[PeriodSheet], day: date) -> list[PeriodSheet]:
    """Sheets with all that a form says of them, in the order of units and people; three queries more."""
    found: Any = sheets.described(day)  # type: ignore[attr-defined]
    rows = found.select_related("person", "round", "result__basis").prefetch_related("marks")
    return list(in_order(rows))


def forms_of(sheets: Sequence[PeriodSheet], reader: Person) -> list[Form01]:
    """Mẫu 01 of each sheet for whoever prints it; a constant number of queries, however many sheets.

    Figures stand where somebody competent scored; before that the form is left to be written. What a person wrote and
    has not sent is on nobody's paper but their own.
    """
    figures, signed, names = figures_of(sheets), _signed(sheets), _names(sheets)
    told = codes([sheet.pk for sheet in sheets if sheet.result_id], SIGNING)
    whole = marks_read(sheets, reader)
    forms = [_form(sheet, reader, figures.get(sheet.pk), signed, names) for sheet in sheets]
    forms = [form if each.pk in whole else _withheld(form, each) for each, form in zip(sheets, forms, strict=True)]
    # A sheet scored anew and not told yet has the receipt of its old result, which is not what the form shows.
    return [
        replace(form, code=told.get(sheet.pk, "") if sheet.state in SIGNED else "")
        for sheet, form in zip(sheets, forms, strict=True)
    ]


def _withheld(form: Form01, sheet: PeriodSheet) -> Form01:
    """The form without the points of each criterion, saying so; what was not sent stands on it neither way."""
    if not form.marks:
        return form
    return replace(form, marks={}, only_total_cp=sheet.self_cp, notes=(*form.notes, WITHHELD))


def file_name(sheet: PeriodSheet) -> str:
    """«mau-01-TBM-304-2026-10», without what a file name cannot hold."""
    return re.sub(r"[^\w-]+", "-", f"mau-01-{sheet.person.code}-{sheet.round.of}")


def _form(sheet: PeriodSheet, reader: Person, figures: Figures | None, signed: Signed, names: Names) -> Form01:
    above, agency = _heads(sheet, names)
    unit = names[sheet.unit_id].name
    was_scored = sheet.state in ("scored", *SIGNED) and figures is not None
    is_shown = sheet.state != "in_progress" or sheet.person_id == reader.pk
    return Form01(
        above=above,
        agency=agency,
        period=sheet.period,
        kind=sheet.round.kind,
        name=sheet.person.name,
        post=sheet.position,
        unit=unit if sheet.unit_id == sheet.agency_id else f"{unit}, {names[sheet.agency_id].name}",
        marks=_marks(sheet) if is_shown else {},
        **(_figures(figures) if was_scored and figures else {}),
        strengths=sheet.strengths if is_shown else "",
        weaknesses=sheet.weaknesses if is_shown else "",
        remark=sheet.remark if was_scored else "",
        self_signed=_signature(signed.get((sheet.pk, "self")), names[sheet.agency_id]),
        assessor_signed=_signature(signed.get((sheet.pk, "scorer")), names[sheet.agency_id])
        if was_scored
        else Signature(),
        notes=tuple(_notes(sheet, figures)),
    )


def _marks(sheet: PeriodSheet) -> dict[str, int]:
    return {mark.code: mark.self_cp for mark in sheet.marks.all() if mark.self_cp is not None}


def _figures(figures: Figures) -> dict[str, Any]:
    """The three numbers of part II; without a task there is neither result nor total."""
    whole = figures.is_whole
    return {
        "general": figures.written("general", LANGUAGE) if figures.known("general_cp") else "",
        "results": figures.written("result_score", LANGUAGE) if whole else "",
        "total": figures.written("total", LANGUAGE) if whole else "",
    }


def _heads(sheet: PeriodSheet, names: Names) -> tuple[str, str]:
    """The two lines at the head: the body above, and the one whose paper it is."""
    unit, agency = names[sheet.unit_id], names[sheet.agency_id]
    if unit.pk != agency.pk:
        return agency.name, unit.name
    above = names.get(agency.parent_id or 0)
    return above.name if above else "", agency.name


def _names(sheets: Iterable[PeriodSheet]) -> Names:
    """The units on the paper by their names of the period, those above the agencies too; two queries."""
    rows = list(sheets)
    if not rows:
        return {}
    named = Unit.objects.named(max(sheet.round.last for sheet in rows))
    found = named.in_bulk({pk for sheet in rows for pk in (sheet.unit_id, sheet.agency_id)})
    return {**named.in_bulk({unit.parent_id for unit in found.values() if unit.parent_id}), **found}


def _signed(sheets: Iterable[PeriodSheet]) -> Signed:
    """Who self-assessed and who scored each sheet last; one query."""
    entries = Entry.objects.filter(file__in=[sheet.pk for sheet in sheets], step__in=SIGNS)
    return {(entry.file_id, SIGNS[entry.step]): entry for entry in entries.select_related("who").order_by("number")}


def _signature(entry: Entry | None, agency: Unit) -> Signature:
    if entry is None:
        return Signature()
    place = PLACE.fullmatch(agency.name)
    return Signature(entry.who.name, place["place"] if place else "", localtime(entry.at).date())


def _notes(sheet: PeriodSheet, figures: Figures | None) -> Iterable[str]:
    """What the numbers rest on, and by what they can be proved; that a form is no result yet."""
    if figures is None:
        return
    result = sheet.result if figures.is_signed else None
    if result is None:
        yield "Bản in khi kết quả chưa được thông báo; số liệu có thể thay đổi."
        return
    catalogues = ", ".join(str(number) for number in result.catalogues)
    version = f"; danh mục sản phẩm/công việc phiên bản {catalogues}" if catalogues else ""
    yield f"Tính theo {figures.law.title(LANGUAGE)}{version}. Mã đối chiếu kết quả: {result.seal()[:VOUCHED]}."
    if not figures.has_tasks:
        yield "Chưa đủ dữ liệu: trong kỳ không được giao nhiệm vụ nào (Điều 18.1.d)."
