"""A file that cannot be read is refused with a sentence that says why and what to do, in both languages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from congminh.catalogue.reading.records import UnreadableWorkbook
from congminh.catalogue.reading.report import check
from congminh.catalogue.reading.workbook import read_workbook

from .workbooks import HEADINGS, ROWS, put, table, with_changed_sheet, write


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(path)
    assert caught.value.text.vi and caught.value.text.en
    return caught.value.text.en


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "none.xlsx")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    assert "empty" in refusal(tmp_path / "a.xlsx")


def test_a_text_file_renamed_to_xlsx(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("Stt;Mã CV;Nhiệm vụ\n", encoding="utf-8")
    assert "not an Excel file" in refusal(tmp_path / "a.xlsx")


def test_a_zip_that_is_not_excel(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "not an Excel file" in refusal(tmp_path / "a.xlsx")


def test_an_old_or_protected_excel_file(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024))
    assert ".xls or has a password" in refusal(tmp_path / "a.xlsx")


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", ROWS)
    path.write_bytes(path.read_bytes()[:-400])
    assert "damaged" in refusal(path)


def test_a_file_with_a_changed_byte(tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_a_workbook_without_a_filled_cell(tmp_path: Path) -> None:
    assert "no filled cell" in refusal(write(tmp_path / "a.xlsx", lambda sheet: None))


def test_a_workbook_without_a_table_of_the_form(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", lambda sheet: put(sheet, [["Họ tên", "Lương"], ["Nguyễn Văn An", 5]]))
    assert "Sản phẩm đầu ra" in refusal(path)


def test_a_cell_in_the_last_corner_is_refused_before_it_takes_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", lambda sheet: (put(sheet, [HEADINGS, *ROWS]), sheet.write(1_048_575, 16_383, 1)))
    assert path.stat().st_size < 10_000
    assert "too big" in refusal(path)


def test_a_file_over_the_limit_of_size(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(21 * 2**20)
    assert "too big: 21 MB, the limit is 20 MB" in refusal(tmp_path / "a.xlsx")


def test_a_small_file_that_unpacks_into_a_huge_one(tmp_path: Path) -> None:
    path = table(tmp_path / "a.xlsx", ROWS)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(201):
            part.write(bytes(2**20))
    assert "unpacked" in refusal(path)


def test_entities_of_a_doctype_are_refused(tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet'
    assert "DOCTYPE" in refusal(with_changed_sheet(table(tmp_path / "a.xlsx", ROWS), b"<worksheet", doctype))


def test_a_sheet_in_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    path = with_changed_sheet(table(tmp_path / "a.xlsx", ROWS), b'encoding="UTF-8"', b'encoding="UTX-8"')
    assert "damaged" in refusal(path)


def test_a_sheet_whose_xml_breaks_off_is_refused(tmp_path: Path) -> None:
    path = with_changed_sheet(table(tmp_path / "a.xlsx", ROWS), b"</sheetData>", b"")
    assert "damaged" in refusal(path)


def test_checking_an_unreadable_file_says_why_on_stderr_and_ends_on_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = io.StringIO()
    assert check(tmp_path / "none.xlsx", "vi", out) == 2
    assert out.getvalue() == ""
    assert capsys.readouterr().err == "Không có tệp «none.xlsx». Kiểm tra lại tên và thư mục.\n"
