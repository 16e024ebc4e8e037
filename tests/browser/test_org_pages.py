"""The organisation in a browser: acts without a script and by keyboard, suggestions with one, slips on paper."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Demonstration
from tests.browser.looking import wrong


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


def test_a_unit_is_renamed_without_a_script_once_the_change_was_seen(demonstration: Demonstration, plain: Any) -> None:
    plain.goto(demonstration.url("/don-vi/TBM-5/"))
    plain.click(".acts summary")
    plain.click("text=Đổi tên")
    plain.fill("[name=name]", "Trung tâm Hành chính công")
    plain.click("button[name=look]")
    assert "Nếu ghi, sẽ có 1 thay đổi" in plain.inner_text("main")
    assert plain.input_value("[name=name]") == "Trung tâm Hành chính công"
    plain.click("main form button.primary")
    assert "Đã đổi tên đơn vị." in plain.inner_text("main")
    assert plain.inner_text("h1") == "Trung tâm Hành chính công"


def test_a_fault_stands_beside_its_field_and_nothing_is_wrong_with_the_page(
    demonstration: Demonstration, thu: Any
) -> None:
    thu.goto(demonstration.url("/don-vi/TBM-4/doi-ten/"))
    thu.fill("[name=number]", "45/QĐ-UBND")
    thu.click("button[name=look]")
    assert thu.locator("#id_signer_error").is_visible()
    described = thu.get_attribute("[name=signer]", "aria-describedby")
    assert described == "id_signer_error"
    assert wrong(thu) == {}


@pytest.mark.parametrize("width", [1440, 360])
def test_the_acts_open_by_keyboard_stay_within_the_window_and_close(
    demonstration: Demonstration, thu: Any, width: int
) -> None:
    thu.set_viewport_size({"width": width, "height": 800})
    thu.goto(demonstration.url("/cong-chuc/TBM-302/"))
    thu.focus(".acts summary")
    thu.keyboard.press("Enter")
    box = thu.locator(".acts .menu-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert wrong(thu) == {}
    thu.keyboard.press("Escape")
    assert not thu.locator(".acts .menu-panel").is_visible()


def test_people_are_suggested_while_a_name_is_typed(demonstration: Demonstration, thu: Any) -> None:
    thu.goto(demonstration.url("/don-vi/TBM-3/uy-quyen/"))
    thu.type("[name=to]", "ngoc lan", delay=20)
    thu.wait_for_selector("#people option", state="attached")
    assert thu.get_attribute("#people option", "value") == "TBM-304 · Nguyễn Thị Ngọc Lan"


def test_slips_are_printed_without_anything_else(demonstration: Demonstration, thu: Any) -> None:
    thu.goto(demonstration.url("/tai-khoan/?chua_co=on"))
    for box in thu.locator(".tick input").all()[:3]:
        box.check()
    thu.click("text=Cấp tài khoản cho người đã chọn")
    assert thu.locator(".password").count() == 3
    assert wrong(thu) == {}
    thu.emulate_media(media="print")
    shown = "(e) => e.checkVisibility()"
    assert [thu.eval_on_selector(each, shown) for each in (".bar", ".only-screen", ".slips")] == [False, False, True]


def test_the_check_turns_up_what_is_missing_and_nothing_is_wrong_with_its_page(
    demonstration: Demonstration, thu: Any
) -> None:
    thu.goto(demonstration.url("/kiem-tra/"))
    thu.click("main form button.primary")
    assert "chưa có tài khoản" in thu.inner_text("main")
    assert wrong(thu) == {}
    thu.set_viewport_size({"width": 360, "height": 800})
    assert wrong(thu) == {}


def test_a_request_about_ones_head_is_asked_and_settled(demonstration: Demonstration, chromium: Any, thu: Any) -> None:
    lan = demonstration.enter(chromium, "lan", java_script_enabled=False)
    lan.goto(demonstration.url("/cong-chuc/TBM-304/"))
    lan.click("text=Đây không phải người đứng đầu của tôi")
    lan.fill("[name=reason]", "Tôi đã chuyển về Văn phòng từ ngày 01/10.")
    lan.click("main form button.primary")
    address = lan.url
    lan.context.close()
    thu.goto(address)
    assert "Lúc đề nghị" in thu.inner_text("main")
    assert wrong(thu) == {}
    thu.click("text=Điều chỉnh xong, báo kết quả")
    thu.click("main form button.primary")
    assert "Đã điều chỉnh" in thu.inner_text("main")
