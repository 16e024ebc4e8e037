"""Chapter 5, done as it is written: the head of an agency decides, once personnel have prepared the year."""

from __future__ import annotations

from typing import Any

from tests.browser.guide.december import DAY
from tests.browser.guide.walk import Walk, choose, press, step

ROUND = "/xep-loai/{round TBM-1}/"
LAN = "TBM-304"


def decides(walk: Walk) -> None:
    """The chapter from organisations to a decision that replaces another."""
    decides_organisations(walk)
    chooses_among_tied(walk)
    takes_the_exception(walk)
    decides_many(walk)
    decides_one(walk)
    makes_known(walk)
    answers_a_petition(walk)


def decides_organisations(walk: Walk) -> None:
    """Step 1: a complaint verified, one level decided, one decided from the list."""
    for path in ("/", "/to-chuc/", "/to-chuc/ty-le/{unit TBM-1}/"):
        walk.enter("an", path)
    economy = walk.demonstration.key("unit_sheet", "TBM-3")
    step(walk, "an", economy, "order_verification")
    step(walk, "dung", economy, "report_verification", conclusion="Phản ánh đúng một phần; đã trả hai hồ sơ.")
    page = walk.enter("an", f"/to-chuc/{economy}/")
    weighs(page, "fulfilled")
    walk.picture(page, "40-muc-to-chuc", at="section[aria-label='Quyết định']", height=1000)
    with page.expect_navigation():
        press(walk, page, "Quyết định mức xếp loại")
    page = walk.enter("an", "/to-chuc/{unit_sheet TBM-5}/")
    weighs(page, "good", "Điểm đủ mức xuất sắc, tỷ lệ của xã không còn chỗ.")
    press(walk, page, "Lưu nháp")
    page = walk.enter("an", "/to-chuc/quyet-dinh/{unit TBM-1}/")
    if page.locator("main form button.primary").count():
        press(walk, page)
    for path in ("/to-chuc/thong-bao/{unit TBM-1}/", "/to-chuc/"):
        walk.enter("an", path)


def weighs(page: Any, grade: str, reason: str = "") -> None:
    """Every criterion as the organisation scored it, and a level."""
    for points in page.locator(".points").all():
        typed = points.locator("input")
        if typed.count() and not typed.input_value():
            typed.fill(own(points))
    choose(page, "grade", grade)
    page.fill("[name=remark]", "Theo báo cáo tổng kết và kết quả kiểm tra công vụ.")
    if reason:
        page.fill("[name=grade_reason]", reason)


def own(points: Any) -> str:
    """The organisation's own points of a criterion."""
    return str(points.locator(".sub").first.inner_text()).lstrip("/ ")


def chooses_among_tied(walk: Walk) -> None:
    """Step 3: two people alike for one place, one of them chosen with a reason."""
    page = walk.enter("an", f"{ROUND}ty-le/")
    tied = page.locator("form", has=page.get_by_role("button", name="Ghi nhận lựa chọn")).first
    tied.locator("input[type=checkbox]").first.check()
    tied.locator("textarea").fill("Nhận thêm việc số hóa hồ sơ lưu trữ ba tháng liền mà không chậm hạn.")
    walk.picture(page, "41-bang-diem")
    tied.locator("button.primary").click()
    page.wait_for_selector("text=Được chọn trong số bằng điểm")
    walk.look(page)


def takes_the_exception(walk: Walk) -> None:
    """Step 2: personnel record the decision on a higher share; its form is looked at and left."""
    page = walk.enter("thu", f"{ROUND}ty-le/")
    page.locator("summary", has_text="Tỷ lệ cao hơn").click()
    walk.picture(page, "42-ty-le-cao-hon", at="details.decided", height=900)


def decides_many(walk: Walk) -> None:
    """Step 4: everybody at the level of law and share, but for one."""
    page = walk.enter("an", f"{ROUND}quyet-dinh/")
    for box in page.locator("main input[name=sheet]").all():
        box.check()
    lan = page.locator("tr", has_text="Nguyễn Thị Ngọc Lan").locator("input")
    lan.uncheck()
    walk.picture(page, "43-quyet-dinh", height=900)
    press(walk, page, "Quyết định người đã chọn")


def decides_one(walk: Walk) -> None:
    """Step 5: a level off the band is refused without a reason, and decided with one."""
    sheet = walk.demonstration.key("year_sheet", LAN)
    page = walk.enter("an", f"/ho-so/{sheet}/decide/")
    choose(page, "grade", "fulfilled")
    press(walk, page)
    walk.picture(page, "44-khac-muc", height=900)
    page.fill("main [name=reason]", "Hai hồ sơ chuyển mục đích sử dụng đất bị trả lại do lỗi thẩm tra.")
    press(walk, page)


def makes_known(walk: Walk) -> None:
    """Step 6: told in writing, then made public, many at once."""
    page = walk.enter("an", ROUND)
    page = walk.enter("an", f"{ROUND}thong-bao/")
    page.fill("[name=text]", f"Thông báo số 15/TB-UBND ngày {DAY[8:]}/{DAY[5:7]}/{DAY[:4]}")
    press(walk, page)
    walk.enter("an", ROUND)
    page = walk.enter("an", f"{ROUND}cong-khai/")
    page.check("[name=text][value=electronic]")
    press(walk, page)
    walk.enter("an", f"{ROUND}ket-qua/")


def answers_a_petition(walk: Walk) -> None:
    """Step 7: Lan's petition, upheld by the province's chair, and the decision that replaces the old one."""
    sheet = walk.demonstration.key("year_sheet", LAN)
    page = walk.enter("lan", f"/phieu-nam/{sheet}/kien-nghi/")
    page.fill(
        "main textarea >> nth=0", "Hai hồ sơ bị trả lại do bản đồ giải thửa sai từ trước; điểm các tháng đủ mức tốt."
    )
    page.locator("main form button.primary").last.click()
    page.wait_for_selector("text=Đã gửi kiến nghị")
    walk.enter("thu", "/kien-nghi/")
    page = walk.enter("thai", "/")
    with page.expect_navigation():
        page.locator("main a", has_text="Nguyễn Thị Ngọc Lan").first.click()
    walk.picture(page, "48-kien-nghi")
    file = int(page.url.rstrip("/").rsplit("/", 1)[-1])
    step(walk, "thai", file, "uphold", reason="Lỗi bản đồ không do công chức; kết quả các tháng chưa được xét đủ.")
    page = walk.enter("thai", f"/ho-so/{file}/replace/")
    page.fill("main [name=number]", "502/QĐ-UBND")
    page.fill("main [name=signed_on]", DAY)
    choose(page, "grade", "good")
    page.fill("main [name=reason]", "Theo điểm trung bình các tháng.")
    walk.picture(page, "49-thay-the", height=900)
    press(walk, page)
    page = walk.enter("thai", f"/ho-so/{file}/publish/")
    press(walk, page)
    walk.enter("lan", f"/phieu-nam/{sheet}/")
