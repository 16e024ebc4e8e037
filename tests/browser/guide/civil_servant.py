"""Chapter 2, done as it is written: a civil servant's month."""

from __future__ import annotations

from typing import Any

from tests.browser.guide.walk import Walk, fill_in

PHONE = {"viewport": {"width": 360, "height": 760}, "has_touch": True, "is_mobile": True}


def walk_through(walk: Walk) -> None:
    """The chapter from its first step to the print."""
    reports_from_a_phone(walk)
    reports_a_part(walk)
    fills_in_form_01(walk)
    reads_why_and_petitions(walk)


def rows(page: Any) -> Any:
    """One's own tasks that can be reported."""
    return page.locator("tr[id^=viec-]").filter(has=page.locator("button[name=all]"))


def reports_from_a_phone(walk: Walk) -> None:
    """Steps 1 to 3: what there is, one tap, ad hoc work."""
    walk.picture(walk.enter("lan", "/"), "10-viec-cua-toi")
    page = walk.enter("lan", "/", **PHONE)
    page.locator(".sheet table, table").first.wait_for()
    walk.picture(page, "11-bao-xong", height=760)
    row = rows(page).last
    name = row.locator("strong").inner_text()
    row.locator("button[name=all]").tap()
    page.wait_for_selector(f"text=Đã báo cáo: {name}.")
    page = walk.enter("lan", "/viec-dot-xuat/", **PHONE)
    page.type("[name=q]", "phan anh", delay=10)
    page.locator("#tim-thay a").first.tap()
    page.wait_for_selector("main form button.primary")
    walk.picture(page, "13-viec-dot-xuat", height=760)
    page.locator("main form button.primary").tap()
    page.wait_for_selector("text=Đã gửi đề nghị")
    walk.enter("lan", "/")


def reports_a_part(walk: Walk) -> None:
    """Step 2: a part, with a link and a note; then the page of the daily mail."""
    page = walk.enter("lan", "/")
    row = rows(page).first
    name = row.locator("strong").inner_text()
    row.locator("summary").click()
    row.locator("input[name=quantity]").fill("0.8")
    row.locator("input[name=link]").fill("https://vanban.thanhbinhminh.example/ho-so/2044")
    row.locator("textarea[name=note]").fill("Đã thẩm tra 8 trên 10 thửa; còn 2 thửa chờ đo lại.")
    walk.picture(page, "12-bao-mot-phan", at="#thang", height=900)
    row.locator("button[name=part]").click()
    page.wait_for_selector(f"text=Đã báo cáo: {name}.")
    walk.enter("lan", "/thu-dien-tu/")


def fills_in_form_01(walk: Walk) -> None:
    """Step 4: the form kept while one types, then sent."""
    page = walk.enter("lan", "/phieu/{sheet TBM-304}/")
    fill_in(page)
    page.fill("[name='I.1']", "4,5")
    page.fill("[name='I.1_note']", "Một lần nộp báo cáo muộn nửa ngày.")
    page.fill("[name=strengths]", "Chủ động, phối hợp tốt với các thôn.")
    page.wait_for_function("() => document.querySelector('#saved')?.innerText.includes('Đã tự lưu')")
    page.wait_for_selector("#figures .figure-value")
    walk.picture(page, "14-mau-01")
    page.click("button[value=self_assess]")
    page.wait_for_selector("text=Chờ chấm điểm")


def reads_why_and_petitions(walk: Walk) -> None:
    """Steps 5 and 6, and the print: the tree, a petition on a line of it, the list."""
    page = walk.enter("lan", "/phieu/{told TBM-304}/")
    page.click("text=Vì sao điểm này?")
    walk.picture(page, "15-vi-sao")
    page.locator("a[href*='dong=quantity']").first.click()
    walk.look(page).fill("textarea >> nth=0", "Thửa 214 đã trả kết quả trong tháng nhưng chưa được tính.")
    walk.picture(page, "16-kien-nghi")
    page.click("main form button.primary")
    page.wait_for_selector("text=Đã gửi kiến nghị")
    walk.enter("lan", "/kien-nghi/")
    walk.enter("lan", "/phieu/")
    printed = page.request.get(walk.demonstration.url("/phieu/{told TBM-304}/mau-01.pdf"))
    assert printed.body().startswith(b"%PDF")
