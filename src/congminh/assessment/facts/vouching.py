"""What the ledger's entry keeps of a signed result («số liệu đã ký»), and what the kept rows say of it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from congminh.assessment.models import PeriodSheet, Result
from congminh.law.text import Text
from congminh.ledger.models import Entry

SIGNING = ("notify", "notify_late")
FIGURES = ("general_cp", "quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "total_cp", "grade")


def told(result: Result, sheet: PeriodSheet) -> dict[str, Any]:
    """What the entry keeps of a result: enough to know the kept row again, and a receipt's figures («signed»)."""
    figures = {name: getattr(result, name) for name in FIGURES}
    of = {"period": sheet.period, "span": sheet.span, "law": result.basis.law}
    return {
        "result": result.number,
        "seal": result.seal(),
        "digest": result.basis.digest,
        "total_cp": result.total_cp,
        "grade": result.grade,
        "signed": {**whose(sheet), **of, **figures},
    }


def kept_now(entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
    """What the rows kept of these entries' results say now, as `told` said it; by entry, without those gone."""
    rows = Result.objects.filter(sheet__in={entry.file_id for entry in entries})
    found = {(row.sheet_id, row.number): row for row in rows.select_related("basis", "sheet__person", "sheet__agency")}
    pairs = ((entry, found.get((entry.file_id, entry.data.get("result")))) for entry in entries)
    return {entry.pk: told(row, row.sheet) for entry, row in pairs if row is not None}


def unvouched() -> Iterator[Text]:
    """Results no entry tells of, and sheets that show another result than their newest."""
    telling = Entry.objects.filter(file=OuterRef("sheet"), step__in=SIGNING).order_by().values("file")
    rows = Result.objects.annotate(told=how_many(telling)).filter(number__gt=F("told"))
    for sheet, own in rows.values_list("sheet", "number"):
        yield Text(f"phiếu {sheet}: kết quả {own} không có vết", f"sheet {sheet}: result {own} has no entry")
    for sheet in showing_another(PeriodSheet, Result):
        yield Text(f"phiếu {sheet} không trỏ tới kết quả mới nhất", f"sheet {sheet} does not show its newest result")


def whose(sheet: Any) -> dict[str, Any]:
    """Of a sheet of a period or a year: whom it is about, in which agency."""
    person = sheet.person
    return {"person": person.pk, "code": person.code, "name": person.name, "agency": sheet.agency.code}


def how_many(grouped: Any) -> Any:
    """For each row as many as `grouped`, entries grouped by what the row is about."""
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def showing_another(sheets: Any, results: Any) -> Iterable[int]:
    """The keys of sheets that show another of their results than the newest."""
    newest = results.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("pk")[:1]
    shown = sheets.objects.annotate(newest=Subquery(newest)).filter(newest__isnull=False)
    found: Iterable[int] = shown.exclude(result=F("newest")).values_list("pk", flat=True)
    return found
