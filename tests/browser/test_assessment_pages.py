"""Mẫu 01 in a browser: kept as one types, the figures following; two windows; a lost connection; by keyboard, plain."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Demonstration
from tests.browser.looking import redrawn, wrong

TOLD = "/phieu/{told TBM-304}/"
SAVED = "() => document.querySelector('#saved')?.innerText.includes('Đã tự lưu')"


@pytest.fixture
def mine(demonstration: Demonstration, chromium: Any) -> Iterator[Any]:
    """Lan's form of the month in full swing."""
    page = demonstration.enter(chromium, "lan")
    page.goto(demonstration.url("/phieu/{sheet TBM-304}/"))
    yield page
    page.context.close()


def saved(page: Any) -> None:
    """Wait until a save arrived."""
    page.wait_for_function(SAVED)


def again(page: Any) -> None:
    """Forget that a save arrived."""
    page.evaluate("() => { document.querySelector('#saved').textContent = '' }")


def test_what_is_typed_is_kept_by_itself_and_the_sums_and_figures_follow(mine: Any) -> None:
    for code in ("II.3", "II.4", "III.1", "III.2", "III.3", "III.4"):
        mine.fill(f"[name='{code}']", "2,5")
    mine.fill("[name='III.4']", "2")
    saved(mine)
    mine.wait_for_function("() => document.querySelector('#sum-III').innerText.includes('9,5')")
    mine.wait_for_selector("#figures .figure-value")
    assert "Điểm tạm tính theo nội dung đang nhập" in mine.inner_text("#figures")
    typed = mine.input_value("[name='III.4']")
    mine.reload()
    assert (mine.input_value("[name='III.4']"), typed) == ("2", "2")


def test_a_fault_stands_at_its_field_while_one_types_and_goes_when_it_is_mended(mine: Any) -> None:
    mine.fill("[name='I.1']", "9")
    mine.wait_for_selector("#id_I\\.1_error")
    assert "nhiều nhất 5" in mine.inner_text("[id='I.1-faults']") or "5" in mine.inner_text("[id='I.1-faults']")
    assert mine.get_attribute("[name='I.1']", "aria-describedby") == "I.1-faults"
    assert wrong(mine) == {}
    mine.fill("[name='I.1']", "4")
    mine.wait_for_selector("#id_I\\.1_error", state="detached")


def test_fast_typing_is_no_conflict_with_oneself(mine: Any) -> None:
    for number in range(6):
        mine.fill("[name=strengths]", f"Chủ động lần {number}")
        mine.locator("[name=strengths]").blur()
        mine.wait_for_timeout(60)
    saved(mine)
    mine.wait_for_timeout(1500)
    assert mine.locator("#conflict .notice").count() == 0
    mine.reload()
    assert mine.input_value("[name=strengths]") == "Chủ động lần 5"


def test_two_windows_are_told_of_each_other_and_choose(demonstration: Demonstration, mine: Any) -> None:
    other = mine.context.new_page()
    other.goto(mine.url)
    mine.fill("[name=weaknesses]", "Bản ở cơ quan")
    saved(mine)
    other.fill("[name=weaknesses]", "Bản ở nhà")
    other.wait_for_selector("#conflict .notice")
    told = other.inner_text("#conflict")
    assert "Bản ở cơ quan" in told and "Bản ở nhà" in told and wrong(other) == {}
    assert other.input_value("[name=weaknesses]") == "Bản ở nhà"
    other.click("#conflict button")
    assert other.input_value("[name=weaknesses]") == "Bản ở nhà" and other.locator("#conflict .notice").count() == 0


def test_a_lost_connection_loses_nothing_and_is_made_good(mine: Any) -> None:
    mine.context.set_offline(True)
    mine.fill("[name=strengths]", "Gõ khi mất mạng")
    mine.wait_for_function("() => document.querySelector('#saved').innerText.includes('Mất kết nối')")
    assert mine.input_value("[name=strengths]") == "Gõ khi mất mạng"
    mine.context.set_offline(False)
    saved(mine)
    mine.reload()
    assert mine.input_value("[name=strengths]") == "Gõ khi mất mạng"


def test_the_enter_key_keeps_a_draft_and_sends_nothing(mine: Any) -> None:
    mine.focus("[name='I.2']")
    with redrawn(mine):
        mine.keyboard.press("Enter")
    assert "Đã lưu nháp; chưa gửi." in mine.inner_text("main") and "Chưa gửi" in mine.inner_text("#figures, main")


def test_without_a_script_the_form_is_kept_by_a_button(demonstration: Demonstration, chromium: Any) -> None:
    page = demonstration.enter(chromium, "lan", java_script_enabled=False)
    page.goto(demonstration.url("/phieu/{sheet TBM-304}/"))
    page.fill("[name=weaknesses]", "Không có kịch bản")
    page.click("text=Lưu nháp")
    assert "Đã lưu nháp; chưa gửi." in page.inner_text("main")
    assert page.input_value("[name=weaknesses]") == "Không có kịch bản"
    page.context.close()


def test_the_annex_stands_open_beside_the_form_on_a_desk_and_opens_on_a_phone(mine: Any) -> None:
    first = ".annex li >> nth=0"
    assert mine.locator(first).is_visible()
    mine.set_viewport_size({"width": 360, "height": 800})
    assert not mine.locator(first).is_visible()
    mine.click(".annex summary >> nth=0")
    assert mine.locator(first).is_visible() and wrong(mine) == {}


def test_the_tree_opens_by_keyboard_down_to_who_confirmed_a_task(demonstration: Demonstration, mine: Any) -> None:
    mine.goto(demonstration.url(f"{TOLD}vi-sao/"))
    task = mine.locator(".tree summary", has_text="KT-16").first
    task.focus()
    assert not mine.locator("text=Xác nhận kết quả").first.is_visible()
    mine.keyboard.press("Enter")
    assert mine.locator("text=Xác nhận kết quả").first.is_visible()
    assert wrong(mine) == {}


def test_a_head_scores_beside_the_self_score_and_tells_the_result(demonstration: Demonstration, chromium: Any) -> None:
    page = demonstration.enter(chromium, "minh")
    page.goto(demonstration.url("/don-vi-phieu/cong-chuc/?trang_thai=submitted"))
    page.click("tbody .lead-cell a >> nth=0")
    page.fill("[name='II.1']", "1")
    page.fill("[name=remark]", "Hoàn thành")
    page.click("button[value=score]")
    assert page.locator("[id='id_II.1_note_error']").is_visible() and wrong(page) == {}
    page.fill("[name='II.1_note']", "Văn bản phải sửa nhiều lần")
    page.click("button[value=score]")
    assert "Đã chấm, chờ thông báo" in page.inner_text("main")
    page.click("button[value=notify]")
    assert "Đã thông báo kết quả" in page.inner_text("main") and wrong(page) == {}
    page.context.close()
