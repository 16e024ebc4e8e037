"""Mẫu 01 on paper, one and many; a month as a workbook whose texts are texts."""

import time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.utils.translation import override
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from congminh.assessment.models import PeriodSheet
from congminh.assessment.views.figures import OWN, figures_of
from congminh.exchange.forms.printing import form_01_pdf
from congminh.exchange.forms.sheets import forms_of, ready
from congminh.exchange.views import bulk
from congminh.jobs.models import Job
from congminh.org.models import Person
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, page, typed, words
from tests.apps.assessment_pages.growing import grow_told
from tests.apps.jobs.hands import run_waiting
from tests.apps.work.desk import MONTH, day

PEOPLE = "/don-vi-phieu/cong-chuc/"


def pages(answer: Any) -> list[str]:
    """The text of each page of a PDF."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [" ".join(each.extract_text().split()) for each in PdfReader(BytesIO(content)).pages]


def test_the_form_says_who_scored_what_and_by_what_it_can_be_proved(month: Month, enter: Entering) -> None:
    month.done(done_m=1000)
    sheet = month.told(month.here.lan, month.here.minh, {"I.1": 450})
    answer = enter(month.here.lan).get(page(sheet, "mau-01.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f'filename="mau-01-LAN-{MONTH}.pdf"' in answer.headers["Content-Disposition"]
    said = " ".join(pages(answer))
    for part in (
        "Nguyễn Thị Ngọc Lan",
        "Phòng Kinh tế, UBND xã Thanh Bình Minh",
        "29,50",
        "35,00",
        "64,50",
        "Trần Khải Minh",
    ):
        assert part in said
    assert "Thanh Bình Minh, ngày" in said and sheet.result and sheet.result.seal()[:16] in said


def test_the_document_holds_the_same(month: Month, enter: Entering) -> None:
    month.done()
    sheet = month.told(month.here.lan, month.here.minh)
    made = docx.Document(BytesIO(enter(month.here.lan).get(page(sheet, "mau-01.docx")).content))
    said = " ".join(part.text for part in made.paragraphs)
    assert "100,00" in said and "Hoàn thành nhiệm vụ" in said
    assert made.tables[1].rows[-1].cells[-1].text == "30"


def test_before_it_is_scored_the_figures_are_left_to_be_written(month: Month, enter: Entering) -> None:
    month.done()
    sheet = month.sent(month.here.lan)
    said = " ".join(pages(enter(month.here.minh).get(page(sheet, "mau-01.pdf"))))
    assert "3. Tổng điểm theo dõi, đánh giá công chức: ………" in said and "chưa được thông báo" in said
    assert "Chủ động" in said


def test_what_is_not_sent_is_on_nobody_elses_paper(month: Month, enter: Entering) -> None:
    sheet = month.sheet(month.here.lan)
    enter(month.here.lan).post(page(sheet, "luu/"), typed(sheet, strengths="Nháp của tôi"))
    assert "Nháp của tôi" in " ".join(pages(enter(month.here.lan).get(page(sheet, "mau-01.pdf"))))
    assert "Nháp của tôi" not in " ".join(pages(enter(month.here.minh).get(page(sheet, "mau-01.pdf"))))


def test_a_form_without_a_task_says_there_is_not_enough_data(month: Month, enter: Entering) -> None:
    sheet = month.told(month.here.lan, month.here.minh)
    said = " ".join(pages(enter(month.here.lan).get(page(sheet, "mau-01.pdf"))))
    assert "Chưa đủ dữ liệu" in said and " 0,00" not in said


def test_a_unit_prints_into_one_file_and_only_what_one_sees(month: Month, enter: Entering) -> None:
    answer = enter(month.here.minh).get("/don-vi-phieu/mau-01.pdf?ky=" + str(MONTH))
    said = pages(answer)
    assert sum("PHIẾU THEO DÕI" in each for each in said) == 3
    assert "Nguyễn Phan Hoài Thương" not in " ".join(said)
    assert enter(month.here.lan).get("/don-vi-phieu/mau-01.pdf").status_code == 200
    one = pages(enter(month.here.lan).get("/don-vi-phieu/mau-01.pdf"))
    assert sum("PHIẾU THEO DÕI" in each for each in one) == 1


def test_nothing_to_print_is_said(month: Month, enter: Entering) -> None:
    answer = enter(month.here.thu).get("/don-vi-phieu/mau-01.pdf?q=khong-co", follow=True)
    assert "Không có phiếu để in" in words(answer)


def test_sixty_people_with_their_figures_print_within_five_seconds(month: Month) -> None:
    month.all_told()
    grow_told(month, 54, "N", told=54)
    found = ready(PeriodSheet.objects.all(), day(1))
    assert len(found) == 60
    begun = time.perf_counter()
    made = form_01_pdf(forms_of(found, month.here.thu))
    assert time.perf_counter() - begun < 5
    assert len(PdfReader(BytesIO(made)).pages) == 120


def test_very_many_are_printed_by_a_worker_for_whoever_asked(
    month: Month, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    thu = enter(month.here.thu)
    assert "6 phiếu được in ở chế độ nền" in words(thu.get("/don-vi-phieu/mau-01.pdf"))
    assert not Job.objects.exists(), "looking begins nothing"
    first = thu.post("/don-vi-phieu/mau-01.pdf")
    job = Job.objects.get()
    assert first.headers["Location"] == job.get_absolute_url()
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", f"/in-an/{job.pk}/")
    assert sum("PHIẾU THEO DÕI" in each for each in pages(thu.get(job.result_url))) == 6
    assert enter(month.here.minh).get(job.result_url).status_code == 404
    thu.post("/don-vi-phieu/mau-01.pdf")
    run_waiting()
    assert thu.get(job.result_url).status_code == 404, "the one before is thrown away"


def content(answer: Any) -> bytes:
    """What was sent."""
    return b"".join(answer.streaming_content)


def sheets(book: bytes) -> dict[str, list[list[Any]]]:
    """The cells of a workbook by sheet."""
    read = CalamineWorkbook.from_filelike(BytesIO(book))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def test_the_month_as_a_workbook_has_the_handbooks_columns_and_its_sums(month: Month, enter: Entering) -> None:
    month.done(done_m=1000, finished=24)
    month.told(month.here.lan, month.here.minh)
    book = sheets(content(enter(month.here.minh).get("/don-vi-phieu/thang.xlsx?q=lan")))
    total, line, sums, shares = book["Tổng hợp"][1], *book["Nhiệm vụ"][1:4]
    assert book["Nhiệm vụ"][0][2:6] == [
        "(1) STT",
        "(2) Nội dung nhiệm vụ",
        "(3) Ngày hết hạn",
        "(4) Sản phẩm/công việc",
    ]
    assert [cell for cell in line[6:] if not hasattr(cell, "year")] == [8, 2, 16, 1, 8, 1, 6, 0, 8]
    assert (sums[3], sums[8], sums[10], sums[13], sums[15]) == ("Cộng", 16, 8, 6, 8)
    assert (shares[10], shares[13], shares[15]) == ("50 %", "37,5 %", "50 %")
    assert total[6:9] == ["50 %", "50 %", "37,5 %"] and total[-1] == "Hoàn thành nhiệm vụ"


def test_a_text_that_looks_like_a_formula_stays_a_text(month: Month, enter: Entering) -> None:
    hostile = '=HYPERLINK("http://evil.example";"x")'
    month.done(name=hostile)
    Person.objects.filter(pk=month.here.lan.pk).update(name="@SUM(1+1)*cmd|' /C calc'!A0")
    book = content(enter(month.here.minh).get("/don-vi-phieu/thang.xlsx"))
    cells = {str(cell) for sheet in sheets(book).values() for row in sheet for cell in row}
    assert hostile in cells and "@SUM(1+1)*cmd|' /C calc'!A0" in cells
    with ZipFile(BytesIO(book)) as parts:
        written = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert written and not [each for each in written if b"<f>" in each or b"hyperlink" in each]


def test_numbers_in_the_workbook_are_exact(month: Month, enter: Entering) -> None:
    month.done(code="KT.01", quantity_m=333, finished=20)
    answer = enter(month.here.minh).get("/don-vi-phieu/thang.xlsx?q=lan")
    assert sheets(content(answer))["Nhiệm vụ"][1][9:11] == [0.333, 1.998]


def test_the_workbook_is_of_what_one_sees_alone(month: Month, enter: Entering) -> None:
    names = [row[2] for row in sheets(content(enter(month.here.minh).get("/don-vi-phieu/thang.xlsx")))["Tổng hợp"][1:]]
    assert names == ["Trần Khải Minh", "Lê Thị Quỳnh Hoa", "Nguyễn Thị Ngọc Lan"]


@pytest.mark.parametrize("is_told", [True, False])
def test_every_sum_of_the_workbook_equals_form_01_the_page_and_the_live_figures(
    month: Month, enter: Entering, is_told: bool
) -> None:
    month.done(code="KT.01", quantity_m=1333, finished=24)
    month.done(quantity_m=2000)
    month.done(month.here.hoa, quantity_m=1000, finished=19)
    sheet = (month.told if is_told else month.scored)(month.here.lan, month.here.minh, {"I.1": 450})
    live = figures_of(ready(PeriodSheet.objects.filter(pk=sheet.pk), day(1)))[sheet.pk]
    rows = sheets(content(enter(month.here.minh).get("/don-vi-phieu/thang.xlsx")))["Tổng hợp"]
    heads, row = rows[0], next(row for row in rows if row[1] == "LAN")
    found = dict(zip(heads, row, strict=True))
    with override("vi"):
        assert [found[letter] for letter in "abc"] == [live.written(name) for name in OWN]
        assert (found["Tổng điểm"] if "Tổng điểm" in found else row[-2]) == live.total
    on_paper = " ".join(pages(enter(month.here.lan).get(page(sheet, "mau-01.pdf"))))
    on_page = words(enter(month.here.lan).get(page(sheet)))
    general, results, total, level = row[-4:]
    assert all(figure in on_paper for figure in (general, results, total))
    assert all(said in on_page for said in (*row[6:9], general, total, level))
    mine = sheets(content(enter(month.here.lan).get("/don-vi-phieu/thang.xlsx")))["Tổng hợp"][1:]
    assert mine == [["1", *row[1:]]], "one's own month alone, the same digits"


def test_the_columns_of_the_tasks_come_to_the_shares_beneath_them(month: Month, enter: Entering) -> None:
    month.done(code="KT.01", quantity_m=1333, finished=24)
    month.done(quantity_m=2000)
    *lines, sums, shares = sheets(content(enter(month.here.minh).get("/don-vi-phieu/thang.xlsx?q=lan")))["Nhiệm vụ"][1:]
    for at, column in enumerate((8, 10, 13, 15)):
        assert sums[column] == pytest.approx(sum(line[column] for line in lines)), at
    for line in lines:
        assert line[8] == pytest.approx(line[6] * line[7]) and line[10] == pytest.approx(line[6] * line[9])
    for column in (10, 13, 15):
        said = float(shares[column].split()[0].replace(",", "."))
        assert said == pytest.approx(100 * sums[column] / sums[8], abs=0.005)
