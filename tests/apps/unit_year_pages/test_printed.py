"""An organisation's sheet on paper: the decree's own headings, honest about having no form; one and in bulk."""

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from congminh.exchange.views import bulk
from congminh.jobs.models import Job
from congminh.unit_year.models import UnitSheet
from tests.apps.assessment_pages.conftest import Entering
from tests.apps.jobs.hands import run_waiting
from tests.apps.unit_year.year import SOUND, YEAR, Year

MARKUP = "<b>{{ 1 }} & #strong[x]"
MANY = f"/to-chuc/phieu.pdf?nam={YEAR}"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def text(content: bytes) -> str:
    return " ".join(" ".join(each.extract_text().split()) for each in PdfReader(BytesIO(content)).pages)


def got(enter: Entering, who: Any, path: str) -> bytes:
    answer = enter(who).get(path)
    assert answer.status_code == 200, path
    return answer.content


def page(sheet: UnitSheet, ending: str = "pdf") -> str:
    return f"/to-chuc/{sheet.pk}/phieu.{ending}"


def test_the_sheet_stands_under_the_headings_of_the_decree(year: Year, enter: Entering) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    sheet = year.decided(here.economy, here.an, "good", 8000)
    said = text(got(enter, here.an, page(sheet)))
    parts = (
        "PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG TỔ CHỨC",
        "Năm 2026",
        "Tiêu chí chung (Điều 6)",
        "Tiêu chí về kết quả thực hiện nhiệm vụ (Điều 7.1)",
        "Tổng cộng 100 100 80",
        "Nhiệm vụ hoàn thành đúng thời hạn 20 100",
        "Nguồn: Báo cáo số 12/BC",
        "III. TỰ ĐÁNH GIÁ, ĐỀ XUẤT MỨC XẾP LOẠI (Điều 9.2.a)",
        "Hoàn thành kế hoạch",
        "không ban hành mẫu phiếu cho tổ chức",
        f"Người đứng đầu: {here.minh.name}",
        here.an.name,
        "Điều 5.5",
    )
    assert [part for part in parts if part not in said] == []
    assert sheet.result and sheet.result.seal()[:16] in said


def test_the_document_says_the_same_and_any_text_is_text(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND, self_evaluation=MARKUP)
    made = docx.Document(BytesIO(got(enter, here.minh, page(sheet, "docx"))))
    lines = [part.text for part in made.paragraphs]
    assert MARKUP in lines and "☑ Hoàn thành tốt nhiệm vụ" in lines
    assert MARKUP in text(got(enter, here.minh, page(sheet)))
    table = made.tables[1]
    assert [cell.text for cell in table.rows[-1].cells] == ["", "Tổng cộng", "100", "100", ""]
    assert len(table.rows) == 1 + 2 + 11 + 11 + 1


def test_points_given_are_on_no_paper_before_the_decision_nor_a_draft_on_anothers(year: Year, enter: Entering) -> None:
    here = year.here
    draft = year.counted(here.culture, here.thuong)
    UnitSheet.objects.filter(pk=draft.pk).update(self_evaluation="Đang viết dở", grade="excellent")
    assert "Đang viết dở" in text(got(enter, here.thuong, page(draft)))
    for reader in (here.an, here.thu):
        said = text(got(enter, reader, page(draft)))
        assert "Đang viết dở" not in said and "chưa có kết quả xếp loại" in said
    assert "× Hoàn thành xuất sắc" not in text(got(enter, here.an, page(draft)))


def test_a_result_annulled_is_not_printed_as_one(year: Year, enter: Entering) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    sheet = year.decided(here.economy, here.an, "good", 8000)
    seal = sheet.result and sheet.result.seal()[:16]
    an = enter(here.an)
    an.post(f"/ho-so/{sheet.pk}/notify/", {"version": sheet.version})
    an.post(f"/ho-so/{sheet.pk}/annul/", {"version": sheet.version + 1, "reason": "Số liệu sai"})
    said = text(got(enter, here.an, page(sheet)))
    assert str(seal) not in said and "Tổng cộng 100 100 80" not in said


def test_all_one_sees_are_in_one_file_each_from_a_page_of_its_own(year: Year, enter: Entering) -> None:
    here = year.here
    said = text(got(enter, here.thu, MANY))
    assert said.count("PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG TỔ CHỨC") == 3 and "Phòng Văn hóa" in said
    assert "Phòng Kinh tế" not in text(got(enter, here.thu, f"{MANY}&don_vi=VX"))
    own = text(got(enter, here.minh, MANY))
    assert own.count("PHIẾU ĐÁNH GIÁ") == 1 and "Tổ chức được đánh giá: Phòng Kinh tế" in own


def test_many_are_printed_by_a_worker(year: Year, enter: Entering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    assert (enter(year.here.thu).get(MANY).status_code, Job.objects.count()) == (200, 0), "looking begins nothing"
    assert enter(year.here.thu).post(MANY).status_code == 302
    run_waiting()
    done = Job.objects.get()
    assert done.state == "done", done.problem
    kept = enter(year.here.thu).get(done.result_url)
    assert "PHIẾU ĐÁNH GIÁ" in text(b"".join(kept.streaming_content))
    assert enter(year.here.minh).get(done.result_url).status_code == 404


def test_a_stranger_gets_no_paper(year: Year, enter: Entering) -> None:
    here, sheet = year.here, year.sheet(year.here.economy)
    for ending in ("pdf", "docx"):
        assert {enter(who).get(page(sheet, ending)).status_code for who in (here.thuong, here.far)} == {404}
        assert enter(here.lan).get(page(sheet, ending)).status_code == 403
    assert enter(here.far).get(MANY).status_code == 302
    assert enter(here.thu).get("/to-chuc/phieu.pdf?nam=x").status_code == 404


def test_many_sheets_ask_no_more_than_one(year: Year, enter: Entering, django_assert_max_num_queries: Any) -> None:
    for each in range(4):
        year.another(f"P{each}", f"Phòng số {each}")
    browser = enter(year.here.thu)
    with django_assert_max_num_queries(26):
        assert browser.get(MANY).status_code == 200
