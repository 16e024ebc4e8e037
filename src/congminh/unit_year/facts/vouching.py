"""What the ledger's entry keeps of a decided level («số liệu đã ký»), and what the kept rows say of it now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, OuterRef

from congminh.assessment.facts.vouching import how_many, showing_another
from congminh.law.text import Text, scaled
from congminh.ledger.models import Entry
from congminh.unit_year.models import UnitResult, UnitSheet

SIGNING = ("decide",)
FIGURES = ("law", "score_cp", "law_grade", "grade")


def told(result: UnitResult, name: str = "") -> dict[str, Any]:
    """What the entry keeps of a result: the seal by which it vouches for the row, and a receipt's figures («signed»).

    `name` is what the organisation is called that day.
    """
    unit, year = result.sheet.unit, result.sheet.year
    whose = {"unit": unit.pk, "code": unit.code, "name": name, "agency": unit.code, "year": year}
    figures = {name: getattr(result, name) for name in FIGURES}
    said = {"score": scaled(result.score_cp, 2), "grade": result.grade, "result": result.number}
    kept = {"seal": result.seal(), "digest": result.digest, "signed": {**whose, **figures}}
    return {**said, **kept, **({"reason": result.reason} if result.reason else {})}


def kept_now(entries: Sequence[Entry]) -> dict[int, dict[str, Any]]:
    """What the rows kept of these entries' results say now, as `told` said it; by entry, without those gone."""
    rows = UnitResult.objects.filter(sheet__in={entry.file_id for entry in entries}).select_related("sheet__unit")
    found = {(row.sheet_id, row.number): row for row in rows}
    pairs = ((entry, found.get((entry.file_id, entry.data.get("result")))) for entry in entries)
    return {entry.pk: told(row) for entry, row in pairs if row is not None}


def unvouched() -> Iterator[Text]:
    """Results no entry tells of, and sheets that show another result than their newest."""
    telling = Entry.objects.filter(file=OuterRef("sheet"), step__in=SIGNING).order_by().values("file")
    rows = UnitResult.objects.annotate(told=how_many(telling)).filter(number__gt=F("told"))
    for sheet, own in rows.values_list("sheet", "number"):
        yield Text(f"phiếu tổ chức {sheet}: kết quả {own} không có vết", f"unit {sheet}: result {own} has no entry")
    for sheet in showing_another(UnitSheet, UnitResult):
        yield Text(f"phiếu tổ chức {sheet} không trỏ tới kết quả mới nhất", f"unit {sheet} shows an older result")
