"""The papers of the year: Mẫu 02 in the form's own words, minutes, notice, and the whole file, each vouched for."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfReader

from congminh.exchange.views import bulk
from congminh.jobs.models import Job
from congminh.year.actions import adopt_minutes, remark
from congminh.year.models import YearSheet
from congminh.year.petitioning import lodge
from tests.apps.assessment_pages.conftest import Entering
from tests.apps.assessment_pages.conftest import enter as entering
from tests.apps.jobs.hands import run_waiting
from tests.apps.year.autumn import REPORT, Autumn, begun, rate_unit

enter = entering
MARKUP = "<script>{{ 1 }} & #strong[x]"


@pytest.fixture
def autumn(db: None, settings: Any, tmp_path: Path) -> Autumn:
    settings.MEDIA_ROOT = tmp_path
    return begun()


def text(content: bytes) -> str:
    """The text of a PDF."""
    return " ".join(" ".join(each.extract_text().split()) for each in PdfReader(BytesIO(content)).pages)


def got(enter: Entering, who: Any, path: str) -> bytes:
    answer = enter(who).get(path)
    assert answer.status_code == 200, path
    return answer.content


def test_form_02_stands_in_the_words_of_the_decree(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.told(here.lan, "good")
    said = text(got(enter, here.lan, f"/phieu-nam/{sheet.pk}/mau-02.pdf"))
    for part in (
        "Mẫu số 02",
        "PHIẾU XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC",
        "I. TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ",
        "Tổng điểm trung bình cả năm 85,00",
        "II. CÔNG CHỨC TỰ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG",
        "III. KẾT QUẢ XẾP LOẠI CHẤT LƯỢNG CỦA CẤP CÓ THẨM QUYỀN CÔNG CHỨC",
        "IV. ĐỀ XUẤT PHƯƠNG ÁN XỬ LÝ",
        "CÔNG CHỨC TỰ XẾP LOẠI",
        "CẤP CÓ THẨM QUYỀN XẾP LOẠI",
        "căn cứ vào quy định tại Điều 20 Nghị định này",
        "Nguyễn Thị Ngọc Lan",
        "Phạm Quốc An",
    ):
        assert part in said, part
    assert sheet.result and sheet.result.seal()[:16] in said


def test_the_document_ticks_the_same_levels_and_any_text_is_text(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.filed(here.lan, "excellent")
    YearSheet.objects.filter(pk=sheet.pk).update(month_notes={"2": MARKUP})
    made = docx.Document(BytesIO(got(enter, here.lan, f"/phieu-nam/{sheet.pk}/mau-02.docx")))
    lines = [part.text for part in made.paragraphs]
    assert "☑ Hoàn thành xuất sắc nhiệm vụ" in lines and lines.count("☐ Hoàn thành xuất sắc nhiệm vụ") == 1
    table = made.tables[1]
    assert len(table.rows) == 14 and table.rows[2].cells[2].text == MARKUP and table.rows[13].cells[1].text == "85,00"
    assert MARKUP in text(got(enter, here.lan, f"/phieu-nam/{sheet.pk}/mau-02.pdf"))


def test_the_decision_is_on_nobodys_paper_before_it_is_told(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.decided(here.lan, "good")
    path = f"/phieu-nam/{sheet.pk}/"
    assert "Phạm Quốc An" not in text(got(enter, here.lan, f"{path}mau-02.pdf"))
    assert "Phạm Quốc An" in text(got(enter, here.an, f"{path}mau-02.pdf"))
    assert enter(here.lan).get(f"{path}thong-bao.pdf").status_code == 404
    assert "Dự thảo" in text(got(enter, here.an, f"{path}thong-bao.pdf"))


def test_a_unit_prints_in_one_file_those_one_sees(autumn: Autumn, enter: Entering) -> None:
    here, round = autumn.here, autumn.opened.round.pk
    path = f"/phieu-nam/mau-02.pdf?dot={round}"
    answer = enter(here.thu).get(f"{path}&don_vi=KT")
    assert len(PdfReader(BytesIO(answer.content)).pages) >= 3
    said = text(answer.content)
    assert "Nguyễn Thị Ngọc Lan" in said and "Nguyễn Phan Hoài Thương" not in said
    assert enter(here.lan).get(path).status_code == 403
    assert enter(here.far).get(path).status_code == 302
    assert enter(here.thu).get("/phieu-nam/mau-02.pdf?dot=x").status_code == 404


def test_many_are_printed_by_a_worker(autumn: Autumn, enter: Entering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    answer = enter(autumn.here.thu).post(f"/phieu-nam/mau-02.pdf?dot={autumn.opened.round.pk}")
    assert answer.status_code == 302
    run_waiting()
    done = Job.objects.get()
    assert done.state == "done", done.note
    kept = enter(autumn.here.thu).get(done.result_url)
    assert "PHIẾU XẾP LOẠI" in text(b"".join(kept.streaming_content))


def test_minutes_hold_every_opinion_and_are_a_draft_until_adopted(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    meeting = autumn.convened(here.lan)
    sheet = autumn.sheet(here.lan)
    remark(sheet, here.minh, sheet.version, "Chủ động " + MARKUP)
    path = f"/cuoc-hop/{meeting.pk}/bien-ban"
    said = text(got(enter, here.hoa, f"{path}.pdf"))

    assert "BIÊN BẢN" in said and "Dự thảo" in said and MARKUP in said and REPORT in said
    assert "Toàn thể công chức của đơn vị cấu thành (Điều 21.2.b)" in said
    adopt_minutes(meeting, here.thu, "Nhất trí mức tốt.", [here.hoa])
    said = text(got(enter, here.minh, f"{path}.pdf"))
    assert "Vắng mặt: Lê Thị Quỳnh Hoa" in said and "Nhất trí mức tốt." in said and "Dự thảo" not in said
    made = docx.Document(BytesIO(got(enter, here.thu, f"{path}.docx")))
    assert any(MARKUP in part.text for part in made.paragraphs)
    assert enter(here.thuong).get(f"{path}.pdf").status_code == 404


def test_the_notice_says_the_level_and_the_right_to_petition(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.told(here.lan, "good")
    said = text(got(enter, here.lan, f"/phieu-nam/{sheet.pk}/thong-bao.pdf"))
    for part in ("THÔNG BÁO", "HOÀN THÀNH TỐT NHIỆM VỤ", "85,00", "Điều 22", "01/TB-UBND", "Phạm Quốc An"):
        assert part in said, part
    made = docx.Document(BytesIO(got(enter, here.lan, f"/phieu-nam/{sheet.pk}/thong-bao.docx")))
    assert any("quyền kiến nghị" in part.text for part in made.paragraphs)


def test_the_whole_file_holds_each_paper_and_vouches_for_it(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    rate_unit(here, here.economy, "good")
    sheet = autumn.told(here.minh, "good")
    lodge(sheet, here.minh, "Chưa tính sáng kiến")
    with ZipFile(BytesIO(got(enter, here.thu, f"/phieu-nam/{sheet.pk}/ho-so.zip"))) as zipped:
        index = json.loads(zipped.read("muc-luc.json"))
        names = set(zipped.namelist())
        for row in index["papers"]:
            assert sha256(zipped.read(row["path"])).hexdigest() == row["sha256"]
        assert {row["path"] for row in index["papers"]} | {"muc-luc.json", "SHA256SUMS"} == names
        told = json.loads(zipped.read("e-ket-qua-da-ky.json"))
        assert "Nhất trí" in text(zipped.read("d-nhan-xet-cua-cap-uy.pdf"))
    cites = {row["cite"] for row in index["papers"]}
    assert cites == {f"Điều 24.2.{point}" for point in "abcdđe"}
    assert len(told["months"]) == 12 and sheet.result and told["decisions"][0]["seal"] == sheet.result.seal()


def test_the_whole_file_is_for_those_who_may(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.told(here.lan, "good")
    path = f"/phieu-nam/{sheet.pk}/ho-so.zip"
    for reader in (here.lan, here.an, here.thu, here.dung):
        assert enter(reader).get(path).status_code == 200
    assert enter(here.hoa).get(path).status_code == 403
    assert enter(here.thuong).get(path).status_code == 404


def test_many_forms_ask_no_more_than_one(autumn: Autumn, enter: Entering, django_assert_max_num_queries: Any) -> None:
    browser = enter(autumn.here.thu)
    browser.get(f"/phieu-nam/mau-02.pdf?dot={autumn.opened.round.pk}")
    with django_assert_max_num_queries(45):
        browser.get(f"/phieu-nam/mau-02.pdf?dot={autumn.opened.round.pk}")
