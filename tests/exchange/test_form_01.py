"""Mẫu 01 as PDF and DOCX: the law's words, the person's figures, many in one file."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from congminh.exchange.forms.document import form_01_docx
from congminh.exchange.forms.form_01 import DOTS, Form01, Signature, filled, rows
from congminh.exchange.forms.printing import NothingToPrint, form_01_pdf

LAW = Path(__file__).parents[3] / "shared" / "law" / "nd335-text.txt"
MARKS = {"I.1": 500, "I.2": 475, "II.1": 250, "II.2": 250, "II.3": 225, "II.4": 250}
MARKS |= {"III.1": 0, "III.2": 250, "III.3": 250, "III.4": 200}
LAN = Form01(
    above="UBND xã Thanh Bình Minh",
    agency="Phòng Kinh tế",
    period=202610,
    name="Nguyễn Thị Ngọc Lan",
    post="Chuyên viên địa chính",
    unit="Phòng Kinh tế, UBND xã Thanh Bình Minh",
    marks=MARKS,
    general="26,5",
    results="61,37",
    total="87,87",
    remark="Nhất trí; giữ tiến độ <tháng tới> & báo trước khi chậm.",
    self_signed=Signature("Nguyễn Thị Ngọc Lan", "Thanh Bình Minh", date(2026, 10, 30)),
)


def words(pdf: bytes) -> list[str]:
    """The text of each page, spaces made one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def cells(made: bytes) -> list[list[str]]:
    """The rows of the criteria table of a DOCX."""
    return [[cell.text for cell in row.cells] for row in docx.Document(BytesIO(made)).tables[1].rows]


def test_the_table_adds_up_by_group_and_in_all() -> None:
    told = {row["number"] or "total": row["given"] for row in rows(MARKS) if row["kind"] != "criterion"}
    assert told == {"I": "9,75", "II": "9,75", "III": "7", "total": "26,5"}


def test_a_mark_not_given_leaves_its_sums_open_and_is_not_nought() -> None:
    some = {code: mark for code, mark in MARKS.items() if code != "II.3"}
    told = {row["number"] or "total": row["given"] for row in rows(some) if row["kind"] != "criterion"}
    assert told == {"I": "9,75", "II": "", "III": "7", "total": ""}


@pytest.mark.skipif(not LAW.exists(), reason="the decree's text is not at hand")
def test_every_heading_and_criterion_is_in_the_laws_own_words() -> None:
    law = " ".join(LAW.read_text(encoding="utf-8").split())
    wanted = [row["text"] for row in rows(MARKS)]
    document = docx.Document(BytesIO(form_01_docx(replace(LAN, notes=()))))
    wanted += cells(form_01_docx(LAN))[0]
    wanted += [part.text.partition(":")[0] for part in document.paragraphs if part.text]
    assert [text for text in wanted if text not in law] == []


def test_the_pdf_says_who_when_and_how_many_points() -> None:
    said = " ".join(words(form_01_pdf([LAN])))
    for part in (
        "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC",
        "Tháng 10 năm 2026",
        LAN.name,
        LAN.unit,
        "26,5",
        "61,37",
        "87,87",
    ):
        assert part in said
    assert "ngày 30 tháng 10 năm 2026" in said
    assert LAN.remark in said


def test_a_pdf_is_a4_and_carries_its_own_letters() -> None:
    page = PdfReader(BytesIO(form_01_pdf([LAN]))).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]) for font in fonts}
    assert all("Tinos" in name for name in names)


def test_both_files_hold_the_same_table() -> None:
    table = [[row["number"], row["text"], row["most"], row["given"]] for row in rows(MARKS)]
    assert cells(form_01_docx(LAN))[2:] == table


def test_text_that_looks_like_markup_stays_text() -> None:
    hostile = "#import <b>{{ 7*7 }}</b> $x$ \\ & {% if %}"
    form = replace(LAN, remark=hostile, name="*Nguyễn* _Thị_ #eval")
    assert hostile in " ".join(words(form_01_pdf([form])))
    assert any(hostile in part.text for part in docx.Document(BytesIO(form_01_docx(form))).paragraphs)


def test_what_is_not_known_yet_is_left_to_be_written() -> None:
    told = filled(replace(LAN, general="", results="", total="", self_signed=Signature()))
    assert told["total"] == DOTS
    assert told["self_signed"] == {"name": "", "dated": "….., ngày … tháng … năm ……"}


def test_nobody_is_refused() -> None:
    with pytest.raises(NothingToPrint):
        form_01_pdf([])


def test_a_unit_of_sixty_prints_into_one_file_within_five_seconds() -> None:
    people = [replace(LAN, name=f"Nguyễn Thị Ngọc Lan {number}") for number in range(60)]
    begun = time.perf_counter()
    printed = form_01_pdf(people)
    assert time.perf_counter() - begun < 5
    pages = words(printed)
    assert sum(page.count("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC") for page in pages) == 60
    assert "Lan 59" in " ".join(pages)
