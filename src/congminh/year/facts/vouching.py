"""What the ledger's entry keeps of a decision on a year («số liệu đã ký»), and what the kept rows say of it now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, OuterRef

from congminh.assessment.facts.vouching import how_many, showing_another, whose
from congminh.law.text import Text
from congminh.ledger.models import Entry
from congminh.ledger.receipts.making import codes
from congminh.year.models import ReRating, YearPetition, YearResult, YearSheet

FIGURES = ("months_worked", "months_counted", "year_mean_cp", "law_grade", "grade")


def told(result: YearResult, sheet: YearSheet) -> dict[str, Any]:
    """What the entry keeps of a decision: enough to know the kept row again, and a receipt's figures («signed»)."""
    figures = {name: getattr(result, name) for name in FIGURES}
    of = {"year": sheet.year, "law": result.basis.law}
    said = {name: getattr(result, name) for name in ("grade", "year_mean_cp", "law_grade", "why", "reason")}
    kept = {"result": result.number, "seal": result.seal(), "digest": result.basis.digest}
    return {**kept, **said, "signed": {**whose(sheet), **of, **figures}}


def kept_now(entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
    """What the rows kept of these entries' decisions say now, as `told` said it; by entry, without those gone."""
    files = {entry.file_id for entry in entries}
    sheets: dict[int, int] = dict(ReRating.objects.filter(pk__in=files).values_list("pk", "sheet_id"))
    sheets |= dict(YearPetition._base_manager.filter(pk__in=files).values_list("pk", "year_sheet_id"))
    rows = YearResult.objects.filter(sheet__in=files | set(sheets.values()))
    found = {(row.sheet_id, row.number): row for row in rows.select_related("basis", "sheet__person", "sheet__agency")}
    pairs = ((e, found.get((sheets.get(e.file_id, e.file_id), e.data.get("result")))) for e in entries)
    return {entry.pk: told(row, row.sheet) for entry, row in pairs if row is not None}


def codes_of(sheets: Sequence[YearSheet]) -> dict[int, str]:
    """The code of the receipt of each sheet's decision in force; three queries, however many sheets."""
    results = [sheet.result_id for sheet in sheets if sheet.result_id]
    files = {sheet.pk: sheet.pk for sheet in sheets if sheet.result_id}
    files |= dict(ReRating.objects.filter(made__in=results).values_list("pk", "sheet_id"))
    files |= dict(YearPetition._base_manager.filter(made__in=results).values_list("pk", "year_sheet_id"))
    # A decision made anew comes last and takes the place of the first.
    return {files[file]: code for file, code in sorted(codes(list(files), ("decide", "replace")).items())}


def unvouched() -> Iterator[Text]:
    """Decisions no entry tells of, and sheets that show another decision than their newest."""
    decided = Entry.objects.filter(file=OuterRef("sheet"), step="decide").order_by().values("file")
    anew = ReRating.objects.filter(sheet=OuterRef("sheet"), entries__step="replace").order_by().values("sheet")
    petitions = YearPetition._base_manager.filter(year_sheet=OuterRef("sheet"), entries__step="replace")
    number = how_many(decided) + how_many(anew) + how_many(petitions.order_by().values("year_sheet"))
    rows = YearResult.objects.annotate(told=number).filter(number__gt=F("told"))
    for sheet, own in rows.values_list("sheet", "number"):
        yield Text(f"phiếu năm {sheet}: quyết định {own} không có vết", f"year {sheet}: decision {own} has no entry")
    for sheet in showing_another(YearSheet, YearResult):
        yield Text(f"phiếu năm {sheet} không trỏ tới quyết định mới nhất", f"year {sheet} shows an older decision")
