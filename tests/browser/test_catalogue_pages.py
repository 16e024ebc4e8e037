"""A catalogue and its Excel file in a browser: sent, looked at, settled and taken back without a script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.browser.conftest import Demonstration
from tests.browser.looking import by_keyboard, wrong

HEADS = (
    "Mã CV", "Phòng, ban", "Nhiệm vụ", "Công việc chi tiết", "Sản phẩm đầu ra", "Phân nhóm", "Khung điểm",
    "Điểm chấm", "Hệ số quy đổi", "Ghi chú",
)  # fmt: skip
CERTIFIED = ("Chứng thực bản sao", "Kiểm tra giấy tờ, ghi sổ chứng thực")
ROWS = (
    ("DC-01", "", "Soạn thảo văn bản", "Soạn công văn", "Văn bản hành chính", "N1", "100", 5, 1, "Sản phẩm chuẩn"),
    ("X-01", "Phòng Kinh tế", *CERTIFIED, "Sổ chứng thực bản sao", "N1", "100", 6, 1.2, ""),
    ("X-02", "Phòng Hạ tầng", *CERTIFIED, "Sổ chứng thực bản sao điện tử", "N1", "100", 10, 3, ""),
)
LOOKS = ((1440, "light"), (360, "dark"))


@pytest.fixture
def plain(demonstration: Demonstration, chromium: Any) -> Iterator[Any]:
    """The personnel adviser's window with scripts off."""
    page = demonstration.enter(chromium, "thu", java_script_enabled=False)
    yield page
    page.context.close()


@pytest.fixture
def thu(demonstration: Demonstration, chromium: Any) -> Iterator[Any]:
    """The personnel adviser's window."""
    page = demonstration.enter(chromium, "thu")
    yield page
    page.context.close()


def workbook(path: Path, rows: Sequence[Sequence[Any]] = ROWS) -> Path:
    """A catalogue as the handbook heads it."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Danh mục")
        for at, row in enumerate((HEADS, *rows)):
            sheet.write_row(at, 0, row)
    return path


def send(page: Any, demonstration: Demonstration, kind: str, file: Path) -> None:
    """A file sent by the card of a kind."""
    page.goto(demonstration.url("/nhap-excel/"))
    page.set_input_files(f"#{kind}_file", file)
    page.click(f"form[action='/nhap-excel/gui/{kind}/'] button")


def looked_over(page: Any) -> dict[str, Any]:
    """What is wrong with the page, on a desk by day and on a phone by night."""
    found = {}
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        keyboard = {name: faults for name, faults in by_keyboard(page).items() if faults}
        page.reload()
        found[f"{width} {theme}"] = {**wrong(page), **keyboard}
    page.set_viewport_size({"width": 1440, "height": 800})
    return {look: faults for look, faults in found.items() if faults}


def test_a_refusal_stands_beside_the_field_of_its_card(demonstration: Demonstration, thu: Any, tmp_path: Path) -> None:
    broken = tmp_path / "danh-muc.xlsx"
    broken.write_bytes(b"not a workbook")
    send(thu, demonstration, "catalogue", broken)
    assert "Tệp không phải là tệp Excel" in thu.inner_text("#catalogue_file_error")
    assert thu.get_attribute("#catalogue_file", "aria-describedby") == "catalogue_file_error"
    assert wrong(thu) == {}


def test_a_file_becomes_a_version_is_drawn_up_and_is_taken_back_without_a_script(
    demonstration: Demonstration, plain: Any, tmp_path: Path
) -> None:
    send(plain, demonstration, "catalogue", workbook(tmp_path / "danh-muc.xlsx"))
    address = plain.url
    assert "Phòng Hạ tầng" in plain.inner_text("label[for=id_unit_0]")
    plain.select_option("[name=unit_0]", label="Phòng Kinh tế")
    plain.click("text=Đối chiếu theo các đơn vị này")
    plain.click("text=Ghi vào hệ thống")
    plain.click("text=Mở bản danh mục")
    assert "bản 2" in plain.inner_text("h1")
    plain.goto(plain.url + "trung-lap/")
    assert "X-01 và X-02" in plain.inner_text("main")
    plain.goto(address)
    plain.click("button:has-text('Hoàn tác')")
    assert "Đã hoàn tác" in plain.inner_text("main")
    plain.goto(demonstration.url("/danh-muc/phien-ban/"))
    assert plain.locator("tbody tr").count() == 1


@pytest.fixture
def draft(demonstration: Demonstration, thu: Any, tmp_path: Path) -> Iterator[str]:
    """The address of a version begun by a file, taken back afterwards."""
    send(thu, demonstration, "catalogue", workbook(tmp_path / "danh-muc.xlsx"))
    address = thu.url
    thu.click("text=Ghi vào hệ thống")
    thu.click("text=Mở bản danh mục")
    yield thu.url
    thu.goto(address)
    thu.click("button:has-text('Hoàn tác')")
    assert "Đã hoàn tác" in thu.inner_text("main")


@pytest.mark.parametrize("page", ["", "san-pham/", "can-lam-ro/", "trung-lap/", "them/", "nhom/"])
def test_nothing_is_wrong_with_the_pages_of_a_version_being_drawn_up(thu: Any, draft: str, page: str) -> None:
    thu.goto(draft + page, wait_until="networkidle")
    assert looked_over(thu) == {}


def test_nothing_is_wrong_with_a_product_nor_with_entering_a_decision(thu: Any, draft: str) -> None:
    thu.goto(draft + "san-pham/")
    thu.click("tbody tr >> nth=0 >> a")
    assert looked_over(thu) == {}
    thu.goto(draft)
    thu.click("text=Nhập danh mục đã có quyết định")
    assert looked_over(thu) == {}


def test_nothing_is_wrong_with_a_preview_and_what_is_in_doubt(
    demonstration: Demonstration, thu: Any, draft: str, tmp_path: Path
) -> None:
    more = ("X-03", "Phòng Xa", "Cấp phép", "Thẩm định", "Giấy phép", "N2", "200", 50, 9, "")
    send(thu, demonstration, "catalogue", workbook(tmp_path / "them.xlsx", [more]))
    address = thu.url
    assert looked_over(thu) == {}
    thu.goto(address + "?loai=can-lam-ro")
    assert looked_over(thu) == {}
    thu.focus(".decided summary")
    thu.keyboard.press("Enter")
    thu.fill("[name=number]", "15/QĐ-UBND")
    thu.keyboard.press("Enter")
    thu.wait_for_selector("#id_signer_error")
    assert thu.input_value("[name=number]") == "15/QĐ-UBND"
    assert wrong(thu) == {}


def test_the_coefficient_follows_what_is_typed(demonstration: Demonstration, thu: Any) -> None:
    thu.goto(demonstration.url("/danh-muc/may-tinh/"))
    assert thu.input_value("[name=chuan]") == "5"
    thu.type("[name=diem]", "8", delay=20)
    thu.wait_for_selector("#conversion .figure-value")
    assert thu.inner_text("#conversion .figure-value") == "1,6"
    thu.type("[name=diem]", ",5", delay=20)
    thu.wait_for_function("() => document.querySelector('#conversion .figure-value')?.textContent === '1,7'")
    assert thu.url.endswith("/may-tinh/")
    assert wrong(thu) == {}
