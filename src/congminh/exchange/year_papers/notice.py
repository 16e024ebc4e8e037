"""«Thông báo kết quả xếp loại chất lượng» (Điều 21.1.đ, 21.2.đ): the level, what it rests on, the right to petition."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localtime

from congminh.exchange.forms.form_01 import Signature
from congminh.exchange.forms.sheets import LANGUAGE, VOUCHED
from congminh.exchange.year_papers.filling import heads, names_of, place_of
from congminh.law.explain import WORDS
from congminh.law.nd335.deadlines import petition_open_until
from congminh.org import facts
from congminh.org.models import Person, Post
from congminh.year.facts.why import told
from congminh.year.models import YearSheet


def notice_of(sheet: YearSheet, day: date) -> dict[str, Any]:
    """Everything the notice says, as text, of a sheet whose level was decided."""
    result: Any = sheet.result
    names, entry = names_of([sheet]), sheet.entries.filter(step="notify").order_by("number").last()
    _above, agency = heads(sheet.unit_id, sheet.agency_id, names)
    whole, at = names[sheet.agency_id], localtime(entry.at).date() if entry else None
    unit = names[sheet.unit_id].name
    return {
        "above": _over(whole, names),
        "agency": whole.name,
        "number": _number(entry.data.get("written_notice", "")) if entry else "……/TB-……",
        "dated": Signature("", place_of(whole), at).dated(),
        "subject": f"Kết quả xếp loại chất lượng công chức năm {sheet.year}",
        "to": f"{'Ông/Bà'} {sheet.person.name}, {sheet.position or 'công chức'}, {unit}",
        "paragraphs": _paragraphs(sheet, result, at or day),
        "receivers": ["Như trên;", *([f"{agency};"] if agency != whole.name else []), "Lưu: VT, hồ sơ công chức."],
        "signer_title": _title(result.by, whole.pk, day),
        "signer": result.by.name,
        "notes": [] if entry else ["Dự thảo: kết quả chưa được thông báo cho công chức."],
    }


def _paragraphs(sheet: YearSheet, result: Any, at: date) -> list[str]:
    clause = "khoản 1" if sheet.rank == "head" else "khoản 2"
    year, mean = told(sheet), ""
    if year.row["months_counted"]:
        mean = f" Tổng điểm trung bình cả năm: {year.written('year_mean', LANGUAGE)} điểm."
    decision = f" (Quyết định {result.decision})" if result.decision else ""
    found = [
        "Căn cứ Nghị định số 335/2025/NĐ-CP ngày 21 tháng 12 năm 2025 của Chính phủ, Điều 20 và điểm đ "
        f"{clause} Điều 21;",
        f"Thông báo kết quả xếp loại chất lượng năm {sheet.year} của Ông/Bà {sheet.person.name}: "
        f"{WORDS[result.grade](LANGUAGE).upper()}{decision}.{mean}",
    ]
    if result.reason:
        found.append(f"Lý do: {result.reason}")
    if sheet.handling:
        found.append(f"Phương án xử lý: {sheet.handling}")
    return [*found, _petition(at), f"Mã đối chiếu kết quả: {result.seal()[:VOUCHED]}."]


def _petition(at: date) -> str:
    """The right of Điều 22, with the last day where the agency's reading sets one."""
    last = petition_open_until(at, str(facts.values(at)["petition_window"]))
    by = f" đến hết ngày {last:%d/%m/%Y}" if last else ""
    return (
        f"Trường hợp không nhất trí với kết luận, Ông/Bà có quyền kiến nghị{by}; kiến nghị được giải quyết trong thời "
        "hạn 07 ngày làm việc kể từ ngày nhận được (Điều 22)."
    )


def _number(written: str) -> str:
    """The number of the notice where one was entered, as it was entered."""
    return written if len(written) <= 60 and "\n" not in written else "……/TB-……"


def _over(agency: Any, names: Any) -> str:
    above = names.get(agency.parent_id or 0)
    return above.name if above else ""


def _title(who: Person, agency: int, day: date) -> str:
    """What the signer is called: the position held today, else by what the law calls them."""
    held = Post.objects.held_on(day).filter(person=who).select_related("position").order_by("-unit_id")
    here = sorted(held, key=lambda post: post.unit_id != agency)
    named = next((post.position.title for post in here if post.position), "")
    return named or "Cấp có thẩm quyền xếp loại"
