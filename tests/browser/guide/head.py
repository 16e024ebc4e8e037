"""Chapter 3, done as it is written: a head's month, after Lan has sent her form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.browser import three_files
from tests.browser.guide.walk import Walk, fill_in
from tests.browser.looking import redrawn


def walk_through(walk: Walk) -> None:
    """The chapter from assigning to absence."""
    gives_work(walk)
    settles_the_queue(walk)
    scores_a_sheet(walk)
    scores_a_deputy(walk)
    has_a_sheet_reopened(walk)
    is_stood_in_for(walk)


def gives_work(walk: Walk) -> None:
    """Step 1: by people and products, pasted, by a file, copied, recurring, split."""
    page = walk.enter("minh", "/giao-viec/")
    page.type("#tim-q", "KT-17", delay=10)
    page.click("button[name=them]")
    page.wait_for_selector(".assign-line")
    page.locator("tr", has_text="Nguyễn Thị Ngọc Lan").locator("input").check()
    page.locator("text=→").first.wait_for()
    walk.picture(page, "20-giao-viec", height=860)
    page.click("button[name=giao]")
    page.wait_for_selector("text=Đã giao 1 nhiệm vụ cho 1 người.")
    pastes(walk)
    page = walk.enter("minh", "/giao-viec/chep-ky-truoc/")
    page.click(".choices a:not(.here)")
    walk.look(page).click("button[name=xem]")
    page.wait_for_selector("text=chưa giao việc nào")
    walk.picture(page, "22-chep-ky-truoc")
    walk.enter("minh", "/giao-viec/thuong-xuyen/")
    sends_a_file(walk)
    for path in ("/ho-so/{task TBM-304 KT-17}/", "/viec/{task TBM-304 KT-17}/chia/"):
        walk.enter("minh", path)


def pastes(walk: Walk) -> None:
    """Three rows from Excel, one with a code that is in no catalogue; the others are assigned."""
    due = f"{date.today() + timedelta(days=3):%d/%m/%Y}"
    lines = (
        ("TBM-304", "KT-16", "2", due, "Hồ sơ thôn Đông"),
        ("TBM-305", "KT-99", "1", due, "Hồ sơ thôn Đoài"),
        ("TBM-306", "KT-19", "4", due, "Thửa ở thôn Nội"),
    )
    page = walk.enter("minh", "/giao-viec/dan/")
    page.fill("textarea", "\n".join("\t".join(line) for line in lines))
    page.click("button[name=xem]")
    walk.picture(page, "21-dan-tu-excel", height=860)


def sends_a_file(walk: Walk) -> None:
    """A row in the template of tasks, read and looked at."""
    page = walk.enter("minh", "/nhap-excel/")
    card = page.locator("section[aria-labelledby=card-tasks]")
    with page.expect_download() as download:
        card.locator("a[href*=mau]").click()
    template = walk.folder / "mau.xlsx"
    download.value.save_as(template)
    due = date.today() + timedelta(days=3)
    row = {"Mã công chức": "TBM-305", "Mã sản phẩm": "KT-19", "Số lượng giao": "3", "Ngày hết hạn": due}
    card.locator("[type=file]").set_input_files(three_files.fill(template, [row], walk.folder / "giao-viec.xlsx"))
    card.get_by_role("button", name="Đọc tệp").click()
    page.wait_for_selector("text=Ghi vào hệ thống")
    walk.look(page)


def settles_the_queue(walk: Walk) -> None:
    """Steps 2 and 3: keys, causes, what waits for approval or for another, many at once; the month."""
    page = walk.enter("minh", "/cho-xac-nhan/")
    page.wait_for_selector(".foreseen")
    walk.picture(page, "23-cho-xac-nhan", height=900)
    for words in ("Chờ duyệt", "Chờ giao người khác"):
        for at in range(page.locator(".queue-list a", has_text=words).count()):
            chooses(walk, page, words, at)
    chooses(walk, page, "Chờ xét nguyên nhân")
    opens(page, "o")
    walk.picture(page, "24-nguyen-nhan", at="#hang-cho dl > div:last-child", height=860)
    page.fill("details[open] [name=reason]", "Đã đối chiếu công văn của Sở.")
    with redrawn(page):
        page.click("button[value=accept_cause]")
    page.wait_for_selector(".undo")
    walk.enter("minh", "/cho-xac-nhan/ca-lo/")
    walk.picture(walk.enter("minh", "/don-vi-thang/"), "25-thang-cua-don-vi")


def chooses(walk: Walk, page: Any, words: str, at: int = 0) -> None:
    """The task of the queue that says so, shown beside the list."""
    with redrawn(page):
        page.locator(".queue-list a", has_text=words).nth(at).click()
    walk.look(page)


def opens(page: Any, key: str) -> None:
    """A step that asks for a reason, opened by its key."""
    page.locator("h1").click()
    page.keyboard.press(key)
    page.locator("details[open] textarea").first.wait_for()


def scores_a_sheet(walk: Walk) -> None:
    """Steps 4 and 5: what Lan sent is scored; then it can be told."""
    for path in ("/", "/don-vi-phieu/cong-chuc/", "/phieu/{sheet TBM-303}/"):
        walk.enter("minh", path)
    page = walk.enter("minh", "/phieu/{sheet TBM-304}/")
    page.fill("[name=remark]", "Hoàn thành nhiệm vụ được giao.")
    page.click("button[value=score]")
    page.wait_for_selector("text=Đã chấm, chờ thông báo")
    walk.look(page).click("button[value=notify]")
    page.wait_for_selector("text=Đã thông báo kết quả")


def scores_a_deputy(walk: Walk) -> None:
    """Step 4: d as it is reckoned, đ and e chosen."""
    page = walk.enter("hoa", "/phieu/{sheet TBM-302}/")
    fill_in(page)
    page.fill("[name=strengths]", "Điều hành sát việc.")
    page.click("button[value=self_assess]")
    page.wait_for_selector("text=Chờ chấm điểm")
    page = walk.enter("minh", "/phieu/{sheet TBM-302}/")
    page.select_option("[name=execution]", "100")
    page.fill("[name=execution_reason]", "Hoàn thành kế hoạch tháng, rút ngắn hai ngày cấp giấy lần đầu.")
    page.select_option("[name=cohesion]", "100")
    page.fill("[name=cohesion_reason]", "Tổ địa chính phối hợp tốt, không có phản ánh.")
    page.wait_for_function("() => document.querySelector('#saved')?.innerText.includes('Đã tự lưu')")
    walk.picture(page, "26-d-d-e", at="section[aria-labelledby=leading]", height=860)


def has_a_sheet_reopened(walk: Walk) -> None:
    """Step 5: the head asks, personnel agree."""
    sheet = walk.demonstration.key("told", "TBM-305")
    page = walk.enter("minh", f"/phieu/{sheet}/")
    page.click("text=Đề nghị mở lại để đánh giá lại")
    walk.look(page).fill("[name=until]", (date.today() + timedelta(days=5)).isoformat())
    page.fill("[name=reason]", "Bỏ sót hai kết quả đã xác nhận.")
    page.click("main form button.primary")
    walk.look(page)
    walk.enter("thu", f"/phieu/{sheet}/")


def is_stood_in_for(walk: Walk) -> None:
    """In absence: personnel enter the delegation, and the deputy has the queue."""
    page = walk.enter("thu", "/don-vi/TBM-3/uy-quyen/")
    page.fill("[name=to]", "TBM-302")
    page.fill("[name=first]", date.today().isoformat())
    page.fill("[name=last]", (date.today() + timedelta(days=4)).isoformat())
    walk.picture(page, "27-uy-quyen")
    page.click("main form button.primary")
    page.wait_for_selector("text=Phòng Kinh tế")
    walk.enter("thu", "/don-vi/TBM-3/")
    page = walk.enter("hoa", "/cho-xac-nhan/")
    assert "nhiệm vụ của" in page.inner_text("h1")
