"""«Mẫu số 01»: what the form says, in the law's own words, from figures that are already reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from congminh.law.calendar import Period
from congminh.law.nd335.general import groups
from congminh.law.text import scaled
from congminh.ledger.receipts.square import shortened, square

DOTS = "…………"


@dataclass(frozen=True)
class Signature:
    """Who signed and when («ký tên, ghi rõ họ tên»); empty where nobody has yet."""

    name: str = ""
    place: str = ""
    day: date | None = None

    def dated(self) -> str:
        """Place and day as the form has them: «Thanh Bình Minh, ngày 30 tháng 11 năm 2026»."""
        if self.day is None:
            return f"{self.place or '…..'}, ngày … tháng … năm ……"
        return f"{self.place or '…..'}, ngày {self.day:%d} tháng {self.day:%m} năm {self.day.year}"


@dataclass(frozen=True)
class Form01:
    """One person's form of one period (Điều 17.2, Mẫu 01).

    `period` is the code of its last month, `kind` month or quarter;
    `marks` are the self-given points in hundredths by the code of the criterion («I.1»); `general`, `results`
    and `total` are points as the law prints them, empty where there is no figure yet. `notes` stand under the
    form: readings the numbers rest on; `code` is that of the receipt, empty where nothing was signed.
    `only_total_cp` is the self-given total where each criterion is withheld from whoever prints.
    """

    above: str
    agency: str
    period: int
    name: str
    post: str
    unit: str
    marks: Mapping[str, int]
    kind: str = "month"
    general: str = ""
    results: str = ""
    total: str = ""
    strengths: str = ""
    weaknesses: str = ""
    remark: str = ""
    self_signed: Signature = Signature()
    assessor_signed: Signature = Signature()
    notes: tuple[str, ...] = ()
    code: str = ""
    only_total_cp: int | None = None


def rows(marks: Mapping[str, int], only_total_cp: int | None = None) -> list[dict[str, str]]:
    """The table of part I: number, words, most points, self-given points; groups and the total summed when whole.

    `only_total_cp` is the total where the points of each criterion are not for whoever prints.
    """
    found, every = [], []
    for group in groups():
        given = [marks.get(one.code) for one in group.criteria]
        every += given
        found.append(_row("group", group.code, group.label.vi, group.max_cp, _sum(given)))
        found += [
            _row("criterion", str(number), one.label.vi, one.max_cp, marks.get(one.code))
            for number, one in enumerate(group.criteria, 1)
        ]
    most = sum(group.max_cp for group in groups())
    return [*found, _row("total", "", "Tổng cộng", most, _sum(every) if marks else only_total_cp)]


def filled(form: Form01) -> dict[str, Any]:
    """Everything the form prints, as text: what both the PDF and the DOCX are filled with."""
    return {
        "above": form.above,
        "agency": form.agency,
        "period": Period.of_code(form.period, form.kind).label("vi"),
        "name": form.name,
        "post": form.post,
        "unit": form.unit,
        "rows": rows(form.marks, form.only_total_cp),
        **{name: getattr(form, name) or DOTS for name in ("general", "results", "total")},
        **{name: getattr(form, name) for name in ("strengths", "weaknesses", "remark")},
        "self_signed": {"name": form.self_signed.name, "dated": form.self_signed.dated()},
        "assessor_signed": {"name": form.assessor_signed.name, "dated": form.assessor_signed.dated()},
        "notes": [*form.notes, *told_of(form.code)],
        "square": square(form.code) if form.code else "",
    }


def told_of(code: str) -> list[str]:
    """The line that names a receipt on a form; none without one."""
    return [f"Mã biên nhận: {shortened(code)}."] if code else []


def _sum(given: list[int | None]) -> int | None:
    known = [mark for mark in given if mark is not None]
    return sum(known) if len(known) == len(given) else None


def _row(kind: str, number: str, text: str, most_cp: int, given_cp: int | None) -> dict[str, str]:
    given = "" if given_cp is None else scaled(given_cp, 2)
    return {"kind": kind, "number": number, "text": text, "most": scaled(most_cp, 2), "given": given}
