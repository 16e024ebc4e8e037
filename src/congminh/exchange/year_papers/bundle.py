"""«Tài liệu xếp loại chất lượng công chức điện tử» (Điều 24.2): one person's year as one ZIP, each file vouched for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from congminh.assessment.models import PeriodSheet, Petition
from congminh.exchange.forms.form_01 import Form01
from congminh.exchange.forms.printing import form_01_pdf
from congminh.exchange.forms.sheets import file_name as month_name
from congminh.exchange.forms.sheets import forms_of, ready
from congminh.exchange.year_papers.filling import file_name, forms_02_of, heads, names_of, shows_level
from congminh.exchange.year_papers.making import form_02_pdf, paper_pdf
from congminh.exchange.year_papers.minutes import file_name_of, may_read, minutes_of
from congminh.exchange.year_papers.notice import notice_of
from congminh.law.procedure import Role
from congminh.ledger.models import Attachment, CaseFile, Changed
from congminh.org.models import Person
from congminh.year.models import ReRating, YearPetition, YearSheet

# Who may have a person's whole file: the person, who decides, who advises on personnel, who inspects.
MAY = frozenset({Role.OWNER, Role.DECIDER, Role.PERSONNEL, Role.INSPECTOR})
# Every entry of the ZIP bears this day, so that the same file gives the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


class Paper(NamedTuple):
    """A file of the bundle: where it lies in it, what it is, the point of Điều 24.2, its bytes."""

    path: str
    what: str
    cite: str
    content: bytes


def may_have(sheet: YearSheet, reader: Person) -> bool:
    """Whether somebody may have the whole electronic file of a year."""
    return bool(sheet.roles_of(reader) & MAY)


def bundle(sheet: YearSheet, reader: Person, day: date) -> bytes:
    """The electronic file of one person and year as a ZIP, with an index of the SHA-256 of each paper."""
    papers = list(papers_of(sheet, reader, day))
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        for path, content in (*((paper.path, paper.content) for paper in papers), *_index(sheet, papers)):
            zipped.writestr(_entry(path), content)
    return made.getvalue()


def papers_of(sheet: YearSheet, reader: Person, day: date) -> Iterator[Paper]:
    """The papers of Điều 24.2 in its order; those there are none of are left out."""
    yield from _minutes(sheet, reader, day)
    yield from _months(sheet, reader, day)
    (form,) = forms_02_of([sheet], reader)
    yield Paper(
        f"c-mau-02/{file_name(sheet)}.pdf", "Phiếu xếp loại chất lượng (Mẫu 02)", "Điều 24.2.c", form_02_pdf([form])
    )
    if sheet.party_opinion:
        content = paper_pdf("record", _party(sheet))
        yield Paper("d-nhan-xet-cua-cap-uy.pdf", "Nhận xét của cấp ủy nơi công tác", "Điều 24.2.d", content)
    yield from _petitions(sheet)
    yield from _others(sheet, reader, day)


def results_of(sheet: YearSheet, with_level: bool) -> dict[str, Any]:
    """The signed results as data: of each month, and every decision of the year with its seal."""
    months: Any = PeriodSheet.objects.filter(person=sheet.person_id, result__isnull=False, **_in_year(sheet))
    told = months.select_related("result__basis").order_by("period", "pk")
    decided = sheet.results.select_related("basis", "by", "decision").order_by("number") if with_level else ()
    return {
        "person": {"code": sheet.person.code, "name": sheet.person.name},
        "year": sheet.year,
        "months": [_month(each) for each in told],
        "decisions": [_decision(each) for each in decided],
        "in_force": sheet.result.number if with_level and sheet.result else None,
    }


def _minutes(sheet: YearSheet, reader: Person, day: date) -> Iterator[Paper]:
    meeting = sheet.meeting
    if meeting is None or not meeting.is_adopted:
        return
    on_all = list(meeting.sheets.select_related("person", "round", "result__basis").order_by("person__code"))
    mine = on_all if may_read(meeting, reader, day) else [each for each in on_all if each.pk == sheet.pk]
    told = minutes_of(meeting, mine)
    if len(mine) < len(on_all):  # what was concluded on others is not this person's to have
        told = {**told, "minutes": "Trích biên bản: phần về công chức có tên trên."}
    what = "Biên bản cuộc họp" if len(mine) == len(on_all) else "Trích biên bản cuộc họp"
    yield Paper(f"a-{file_name_of(meeting)}.pdf", what, "Điều 24.2.a", paper_pdf("minutes", told))
    yield from _attached(sheet, "a-bien-ban-da-ky", "Văn bản kèm biên bản, phiếu", "Điều 24.2.a")


def _months(sheet: YearSheet, reader: Person, day: date) -> Iterator[Paper]:
    visible = PeriodSheet.objects.visible_to(reader, day)
    rows = ready(visible.filter(person=sheet.person_id, result__isnull=False, **_in_year(sheet)), day)
    for each, form in zip(rows, forms_of(rows, reader), strict=True):
        yield _of_month(each, form)


def _of_month(each: PeriodSheet, form: Form01) -> Paper:
    what = f"Phiếu theo dõi, đánh giá (Mẫu 01), {each.round.of.label('vi')}"
    return Paper(f"b-mau-01/{month_name(each)}.pdf", what, "Điều 24.2.b", form_01_pdf([form]))


def _party(sheet: YearSheet) -> dict[str, Any]:
    entry = sheet.entries.filter(step="hear_party").select_related("who").order_by("number").last()
    said = f"{entry.who.name}, ngày {timezone.localdate(entry.at):%d/%m/%Y}" if entry else ""
    by = {"label": "Người nhập ý kiến", "value": said}
    return _record(sheet, "Nhận xét của cấp ủy đảng", [by], [("Nội dung nhận xét", sheet.party_opinion)])


def _petitions(sheet: YearSheet) -> Iterator[Paper]:
    """Petitions on the year and on its months, with their papers."""
    of_months = Petition.objects.filter(sheet__person=sheet.person_id, **_in_year(sheet, "sheet__"))
    of_year: Any = YearPetition.objects.filter(year_sheet=sheet)
    rows = [*of_months.select_related("sheet__round"), *of_year.select_related("year_sheet__round")]
    for number, petition in enumerate(sorted(rows, key=lambda each: each.pk), 1):
        what, folder = f"Hồ sơ giải quyết kiến nghị: {petition.label}", f"đ-kien-nghi/{number:02}"
        content = paper_pdf("record", _petition(sheet, petition))
        yield Paper(f"{folder}-kien-nghi.pdf", what, "Điều 24.2.đ", content)
        yield from _attached(petition, folder, what, "Điều 24.2.đ")


def _petition(sheet: YearSheet, petition: Petition) -> dict[str, Any]:
    sent = timezone.localdate(petition.opened_at)
    lines = [
        {"label": "Nội dung kiến nghị", "value": f"{petition.label}: {petition.shown}"},
        {"label": "Ngày gửi", "value": f"{sent:%d/%m/%Y}"},
        {"label": "Tình trạng", "value": petition.rules.state(petition.state).label("vi")},
    ]
    steps = [
        f"{timezone.localtime(entry.at):%H:%M %d/%m/%Y}, {entry.who.name}: "
        f"{petition.rules.step(entry.step).label('vi')}. {entry.data.get('reason', '')}".strip()
        for entry in petition.entries.select_related("who").order_by("number")
    ]
    parts = [("Căn cứ kiến nghị", petition.grounds), ("Quá trình giải quyết", "\n".join(steps))]
    return _record(sheet, "Hồ sơ kiến nghị", lines, parts)


def _others(sheet: YearSheet, reader: Person, day: date) -> Iterator[Paper]:
    """The notice, papers of rating anew, the signed results as data (Điều 24.2.e)."""
    with_level = shows_level(sheet, reader)
    if with_level:
        content = paper_pdf("notice", notice_of(sheet, day))
        yield Paper(f"e-{file_name(sheet, 'thong-bao')}.pdf", "Thông báo kết quả xếp loại", "Điều 24.2.e", content)
    for anew in ReRating.objects.filter(sheet=sheet).order_by("pk"):
        yield from _attached(anew, f"e-xep-loai-lai-{anew.pk}", "Hồ sơ xếp loại lại", "Điều 24.2.e")
    told = json.dumps(results_of(sheet, with_level), ensure_ascii=False, indent=1, sort_keys=True)
    yield Paper("e-ket-qua-da-ky.json", "Kết quả đã ký, dạng dữ liệu", "Điều 24.2.e", told.encode())


def _attached(file: CaseFile, folder: str, what: str, cite: str) -> Iterator[Paper]:
    """What was handed in with the steps of a file; one whose bytes are no longer those handed in is named and empty."""
    for paper in Attachment.objects.filter(file=file.pk).order_by("pk"):
        name = re.sub(r"[^\w.-]+", "-", paper.name)
        try:
            yield Paper(f"{folder}/{paper.pk}-{name}", f"{what}: {paper.name}", cite, paper.read())
        except Changed:
            gone = f"Tệp {paper.name} không còn đúng nội dung khi nộp (SHA-256 {paper.sha256})."
            yield Paper(
                f"{folder}/{paper.pk}-{name}.txt", f"{what}: {paper.name} (đã bị thay đổi)", cite, gone.encode()
            )


def _record(
    sheet: YearSheet, title: str, lines: Iterable[dict[str, str]], parts: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    names = names_of([sheet])
    above, agency = heads(sheet.unit_id, sheet.agency_id, names)
    who = {"label": "Công chức", "value": f"{sheet.person.name} ({sheet.person.code}), {sheet.position}"}
    return {
        "above": above,
        "agency": agency,
        "title": title,
        "subject": f"Năm {sheet.year}",
        "lines": [who, *lines],
        "parts": [{"label": label, "text": text} for label, text in parts],
        "notes": ["Lập tự động từ hồ sơ điện tử; mọi bước còn nguyên trong hệ thống."],
    }


def _index(sheet: YearSheet, papers: list[Paper]) -> Iterator[tuple[str, bytes]]:
    """The index as data, and in the form `sha256sum -c` reads."""
    rows = [
        {
            "path": p.path,
            "what": p.what,
            "cite": p.cite,
            "bytes": len(p.content),
            "sha256": sha256(p.content).hexdigest(),
        }
        for p in papers
    ]
    told = {"person": sheet.person.code, "name": sheet.person.name, "year": sheet.year, "cite": "Điều 24.2"}
    yield "muc-luc.json", json.dumps({**told, "papers": rows}, ensure_ascii=False, indent=1).encode()
    yield "SHA256SUMS", "".join(f"{row['sha256']}  {row['path']}\n" for row in rows).encode()


def _entry(path: str) -> ZipInfo:
    info = ZipInfo(path, STAMP)
    info.compress_type = ZIP_DEFLATED
    return info


def _in_year(sheet: YearSheet, before: str = "") -> dict[str, Any]:
    return {f"{before}period__range": (sheet.year * 100 + 1, sheet.year * 100 + 12)}


def _month(sheet: PeriodSheet) -> dict[str, Any]:
    result: Any = sheet.result
    said = {"period": sheet.period, "span": sheet.span, "number": result.number, "total_cp": result.total_cp}
    return {**said, "grade": result.grade, "law": result.basis.law, "seal": result.seal()}


def _decision(result: Any) -> dict[str, Any]:
    said = {"number": result.number, "grade": result.grade, "law_grade": result.law_grade, "why": result.why}
    more = {"year_mean_cp": result.year_mean_cp, "months": result.months, "grounds": result.counted_grounds}
    signed = {"by": result.by.name, "at": timezone.localtime(result.at).isoformat(timespec="seconds")}
    decision = str(result.decision) if result.decision else None
    vouched = {"law": result.basis.law, "basis": result.basis.digest, "seal": result.seal()}
    return {**said, **more, **signed, "reason": result.reason, "decision": decision, **vouched}
