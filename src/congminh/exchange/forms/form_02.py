"""«Mẫu số 02»: the form of a year, in the law's own words, from figures that are already reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from congminh.exchange.forms.form_01 import DOTS, Signature, told_of
from congminh.law.explain import WORDS
from congminh.law.facts import GRADES
from congminh.ledger.receipts.square import square

MONTHS = range(1, 13)
UNSIGNED = Signature()
TICKED, EMPTY = "☑", "☐"


@dataclass(frozen=True)
class Form02:
    """One person's form of one year (Điều 21.1.a, Mẫu 02).

    `totals` and `notes` are by month, as the law prints them; a month without a score has no total. `self_grade` and
    `grade` are of GRADES, empty where nobody rated yet. `remarks` stand under the form: what the figures rest on;
    `code` is that of the receipt.
    """

    above: str
    agency: str
    year: int
    name: str
    post: str
    unit: str
    totals: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    mean: str = ""
    mean_note: str = ""
    self_grade: str = ""
    grade: str = ""
    handling: str = ""
    self_signed: Signature = UNSIGNED
    decided_signed: Signature = UNSIGNED
    remarks: tuple[str, ...] = ()
    code: str = ""


def boxes(grade: str) -> list[dict[str, str]]:
    """The four levels of parts II and III in the form's order, the chosen one ticked."""
    return [
        {"box": TICKED if each == grade else EMPTY, "text": WORDS[each]("vi").capitalize()} for each in reversed(GRADES)
    ]


def filled_02(form: Form02) -> dict[str, Any]:
    """Everything the form prints, as text: what both the PDF and the DOCX are filled with."""
    rows = [
        {"month": str(month), "total": form.totals.get(month, ""), "note": form.notes.get(month, "")}
        for month in MONTHS
    ]
    return {
        "above": form.above,
        "agency": form.agency,
        "year": str(form.year),
        "name": form.name,
        "post": form.post,
        "unit": form.unit,
        "rows": rows,
        "mean": form.mean,
        "mean_note": form.mean_note,
        "own": boxes(form.self_grade),
        "decided": boxes(form.grade),
        "handling": form.handling,
        "handling_written": form.handling or DOTS,
        "self_signed": {"name": form.self_signed.name, "dated": form.self_signed.dated()},
        "decided_signed": {"name": form.decided_signed.name, "dated": form.decided_signed.dated()},
        "notes": [*form.remarks, *told_of(form.code)],
        "square": square(form.code) if form.code else "",
    }
