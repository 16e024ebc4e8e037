"""The month in a browser: a tap on a phone, a queue by keys, a month planned from the last; and all of it by hand.

What is counted are keys and seconds of a person: so much for reading each task is added to what the machine takes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.conftest import Demonstration
from tests.browser.looking import redrawn, wrong

# How long a head looks at a task before pressing a key, and thinks before planning a month.
READING_SECONDS, THINKING_SECONDS = 6, 20
PHONE = {"width": 360, "height": 780}
Window = Callable[..., Any]


@pytest.fixture
def window(demonstration: Demonstration, chromium: Any) -> Iterator[Window]:
    """A window of somebody of the cast; closed when the test is over."""
    opened = []

    def open_for(who: str, **more: Any) -> Any:
        opened.append(demonstration.enter(chromium, who, **more))
        return opened[-1]

    yield open_for
    for page in opened:
        page.context.close()


def pressed(page: Any, key: str) -> None:
    """Press a key and wait until the page has answered it."""
    with redrawn(page):
        page.keyboard.press(key)


def number_waiting(page: Any) -> int:
    """How many tasks the queue says there are."""
    return int(page.inner_text("h1").split(":")[1].split()[0])


def test_a_task_is_reported_from_a_phone_by_one_tap_in_under_ten_seconds(
    demonstration: Demonstration, window: Window
) -> None:
    page = window("lan", viewport=PHONE, has_touch=True, is_mobile=True)
    row = page.locator("tr[id^=viec-]").filter(has=page.locator("button[name=all]")).last
    name = row.locator("strong").inner_text()
    began = time.monotonic()
    row.locator("button[name=all]").tap()
    page.wait_for_selector(f"text=Đã báo cáo: {name}.")
    assert time.monotonic() - began < 10
    assert wrong(page) == {}


def test_a_step_of_progress_is_kept_by_itself_and_what_is_typed_beside_it_stays(
    demonstration: Demonstration, window: Window
) -> None:
    page = window("lan")
    row = page.locator("tr[id^=viec-]").filter(has=page.locator("input[name=quantity]")).first
    row.locator("summary").click()
    row.locator("textarea[name=note]").fill("Đang gõ dở")
    before = float(row.locator("input[name=quantity]").input_value())
    row.locator("[data-step='-1']").click()
    row.locator(".saved").wait_for()
    assert row.locator("textarea[name=note]").input_value() == "Đang gõ dở"
    page.reload()
    assert float(row.locator("input[name=quantity]").input_value()) == max(before - 1, 0)


def test_a_fault_comes_back_in_the_row_with_what_was_typed(demonstration: Demonstration, window: Window) -> None:
    page = window("lan")
    row = page.locator("tr[id^=viec-]").filter(has=page.locator("button[name=all]")).first
    row.locator("summary").click()
    row.locator("input[name=quantity]").fill("1")
    row.locator("input[name=link]").fill("tôi để ở bàn")
    row.locator("textarea[name=note]").fill("Ghi chú dài")
    row.locator("button[name=part]").click()
    page.wait_for_selector("text=Đây không phải là địa chỉ một trang")
    assert row.locator("textarea[name=note]").input_value() == "Ghi chú dài"
    assert page.locator("tr[id^=viec-]").count() > 1
    assert wrong(page) == {}


def confirmed_today(page: Any) -> int:
    """How many results the queue says were confirmed today."""
    found = re.search(r"Hôm nay đã xác nhận: (\d+)", page.inner_text("main"))
    assert found
    return int(found[1])


def test_a_head_confirms_thirty_by_keys_within_five_minutes(demonstration: Demonstration, window: Window) -> None:
    page, keys, done, began = window("minh"), 0, 0, time.monotonic()
    page.goto(demonstration.url("/cho-xac-nhan/"))
    before = confirmed_today(page)
    while done < 30:
        # What is confirmed already waits for its objective cause alone: a glance, and on to the next.
        key = "a" if page.locator("main button[data-key=a]").count() else "j"
        pressed(page, key)
        keys, done = keys + 1, done + (key == "a")
    assert confirmed_today(page) == before + 30
    assert time.monotonic() - began + keys * READING_SECONDS <= 5 * 60
    pressed(page, "z")
    assert confirmed_today(page) == before + 29


def test_the_queue_is_walked_returned_and_taken_back_by_keys_alone(
    demonstration: Demonstration, window: Window
) -> None:
    page = window("an")
    page.goto(demonstration.url("/cho-xac-nhan/"))
    first = page.inner_text("h2.name")
    pressed(page, "j")
    assert page.inner_text(".queue-list [aria-current] strong") == page.inner_text("h2.name")
    pressed(page, "k")
    assert page.inner_text("h2.name") == first
    page.keyboard.press("r")
    page.keyboard.type("Trả lại vì akjz: số liệu chưa khớp.")
    assert page.inner_text("h2.name") == first
    waiting = number_waiting(page)
    page.keyboard.press("Tab")
    pressed(page, "Enter")
    assert number_waiting(page) == waiting - 1
    assert "Đánh giá chưa đạt, trả lại" in page.inner_text(".undo")
    pressed(page, "z")
    assert number_waiting(page) == waiting
    assert page.inner_text("h2.name") == first
    assert wrong(page) == {}


def test_a_key_waits_for_nothing_the_page_fetches_by_itself(demonstration: Demonstration, window: Window) -> None:
    page = window("an")
    # What would come of confirming is asked for, and never answered.
    page.route("**/neu/", lambda asked: None)
    page.goto(demonstration.url("/cho-xac-nhan/"))
    second = page.locator(".queue-list .line strong").nth(1).inner_text()
    page.keyboard.press("j")
    page.wait_for_selector(f"h2.name:text-is('{second}')")


def test_keys_can_be_turned_off(demonstration: Demonstration, window: Window) -> None:
    page = window("an")
    page.goto(demonstration.url("/cho-xac-nhan/"))
    waiting = number_waiting(page)
    page.uncheck("[data-keys-switch]")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.reload()
    assert number_waiting(page) == waiting
    assert not page.is_checked("[data-keys-switch]")


def test_the_queue_works_without_a_script(demonstration: Demonstration, window: Window) -> None:
    page = window("an", java_script_enabled=False)
    page.goto(demonstration.url("/cho-xac-nhan/"))
    waiting = number_waiting(page)
    page.click("main button[data-key=a]")
    assert number_waiting(page) == waiting - 1
    page.click(".undo button")
    assert number_waiting(page) == waiting


def test_a_month_is_planned_from_the_last_within_two_minutes(demonstration: Demonstration, window: Window) -> None:
    page, began, people = window("minh"), time.monotonic(), 0
    page.goto(demonstration.url("/giao-viec/chep-ky-truoc/"))
    page.click(".choices a:not(.here)")
    people += page.locator("tbody tr").count()
    page.click("button[name=xem]")
    page.wait_for_selector("text=chưa giao việc nào")
    page.click("button[name=chep]")
    page.wait_for_selector("text=Đã giao")
    assert time.monotonic() - began + THINKING_SECONDS < 120
    assert people >= 17
    assert wrong(page) == {}


def test_loads_follow_while_people_and_products_are_chosen(demonstration: Demonstration, window: Window) -> None:
    page = window("minh")
    page.goto(demonstration.url("/giao-viec/"))
    page.type("#tim-q", "tham tra ho so", delay=10)
    page.click("button[name=them]")
    page.wait_for_selector(".assign-line")
    row = page.locator("tr", has_text="Âu Thị Mai Phương")
    row.locator("input").check()
    row.locator("text=→").wait_for()
    assert row.locator("input").is_checked()
    before = row.locator("td.number").nth(1).inner_text()
    page.fill(".assign-line input[name^=quantity]", "9")
    page.keyboard.press("Tab")
    page.wait_for_function("(was) => !document.body.innerText.includes(was)", arg=before)
    assert wrong(page) == {}
    page.click("button[name=giao]")
    page.wait_for_selector("text=Đã giao 1 nhiệm vụ cho 1 người.")


def test_work_is_assigned_without_a_script(demonstration: Demonstration, window: Window) -> None:
    page = window("minh", java_script_enabled=False)
    page.goto(demonstration.url("/giao-viec/"))
    page.check("tr:has-text('Quách Thành Đạt') input")
    page.fill("#tim-q", "KT-34")
    page.click("button[name=tim]")
    page.click("button[name=them]")
    assert page.is_checked("tr:has-text('Quách Thành Đạt') input")
    page.fill(".assign-line input[name^=quantity]", "x")
    page.click("button[name=giao]")
    assert page.input_value(".assign-line input[name^=quantity]") == "x"
    page.fill(".assign-line input[name^=quantity]", "2")
    page.click("button[name=giao]")
    assert "Đã giao 1 nhiệm vụ cho 1 người." in page.inner_text("main")


def test_rows_pasted_with_a_fault_are_mended_and_assigned(demonstration: Demonstration, window: Window) -> None:
    page = window("minh")
    page.goto(demonstration.url("/giao-viec/dan/"))
    page.fill("textarea", "TBM-304\tKT-16\t1\t30/11/2026\tThửa 12\nTBM-304\tKT-99\t1\t30/11/2026\tThửa 13")
    page.click("button[name=xem]")
    assert page.locator(".at-fault").count() == 1
    assert wrong(page) == {}
    page.fill("textarea", page.input_value("textarea").replace("KT-99", "KT-17"))
    page.click("button[name=giao]")
    assert "Đã giao 2 nhiệm vụ." in page.inner_text("main")


def test_ad_hoc_work_is_found_while_typing_and_sent(demonstration: Demonstration, window: Window) -> None:
    page = window("lan", viewport=PHONE)
    page.goto(demonstration.url("/viec-dot-xuat/"))
    page.type("[name=q]", "phan anh", delay=10)
    page.click("#tim-thay a")
    page.click("main form button.primary")
    page.wait_for_selector("text=Đã gửi đề nghị")
    assert "Chờ duyệt" in page.inner_text("main")


def test_the_score_beside_my_tasks_comes_by_itself(demonstration: Demonstration, window: Window) -> None:
    page = window("lan")
    page.wait_for_selector("#ben .figure")
    assert "Số lượng" in page.inner_text("#ben")
    assert wrong(page) == {}
