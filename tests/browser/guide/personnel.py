"""Chapter 4, done as it is written: the year of who advises on personnel, in two halves around the decisions."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from tests.browser import three_files
from tests.browser.guide.december import DAY
from tests.browser.guide.walk import Walk, choose, press, step

BOARD = "/xep-loai/{round TBM-1}/"


def prepares(walk: Walk) -> None:
    """Steps 1 to 9: what must stand before anybody can decide."""
    opens_the_year(walk)
    writes_criteria(walk)
    counts_tasks(walk)
    enters_a_ground(walk)
    brings_months(walk)
    looks_over_the_board(walk)
    has_forms_sent(walk)
    holds_the_meeting(walk)
    tries_the_cap(walk)


def follows_up(walk: Walk) -> None:
    """Steps 10 to 14, once levels are decided, told and published."""
    prints_papers(walk)
    shows_statistics(walk)
    lists_uses(walk)
    supposes(walk)


def opens_the_year(walk: Walk) -> None:
    """Step 1: both years, of organisations and of people; they are open already."""
    for path in ("/", "/to-chuc/", "/xep-loai/", "/to-chuc/mo-nam/"):
        walk.enter("thu", path)
    walk.picture(walk.enter("thu", "/xep-loai/mo-nam/"), "30-mo-nam")


def writes_criteria(walk: Walk) -> None:
    """Step 2: a new set from the one in force, kept as a draft, looked at on the way to being put in force."""
    walk.enter("thu", "/to-chuc/tieu-chi/")
    page = walk.enter("thu", "/to-chuc/tieu-chi/{criteria TBM-1}/")
    press(walk, page, "Soạn bộ mới từ bộ này")
    page.fill("[name=name]", "Bộ tiêu chí đánh giá, xếp loại chất lượng tổ chức năm 2027")
    press(walk, page, "Lưu nháp")
    walk.picture(page, "31-tieu-chi", height=900)
    walk.enter("thu", urlsplit(page.url).path + "ban-hanh/").go_back()
    press(walk, page, "Bỏ dự thảo")


def counts_tasks(walk: Walk) -> None:
    """Steps 3 and 4: tasks counted for all organisations, an indicator by Excel, a complaint."""
    page = walk.enter("thu", "/to-chuc/dem-nhiem-vu/")
    press(walk, page)
    walk.picture(walk.enter("thu", "/to-chuc/{unit_sheet TBM-4}/so-lieu/"), "32-so-lieu", height=900)
    sends_indicators(walk)
    walk.enter("thu", "/to-chuc/{unit_sheet TBM-3}/phan-anh/")
    walk.picture(walk.enter("thu", "/to-chuc/"), "33-to-chuc")


def sends_indicators(walk: Walk) -> None:
    """What stands in the system, exported, with one value changed, read and written."""
    page = walk.enter("thu", "/nhap-excel/")
    card = page.locator("section[aria-labelledby=card-indicators]")
    with page.expect_download() as download:
        card.get_by_role("link", name=re.compile("Xuất")).click()
    there = walk.folder / "chi-so.xlsx"
    download.value.save_as(there)
    headings, first, *_others = CalamineWorkbook.from_path(there).get_sheet_by_index(0).to_python()
    there_is = {
        str(name): int(each) if isinstance(each, float) else each for name, each in zip(headings, first, strict=True)
    }
    row = {**there_is, "Giá trị": "96,5"}
    card.locator("[type=file]").set_input_files(three_files.fill(there, [row], walk.folder / "gui-chi-so.xlsx"))
    with page.expect_navigation(wait_until="networkidle"):
        card.get_by_role("button", name="Đọc tệp").click()
    walk.look(page)


def enters_a_ground(walk: Walk) -> None:
    """Step 5: the list, the form, the way to take one back."""
    walk.enter("thu", "/xep-loai/can-cu/")
    walk.enter("thu", "/xep-loai/can-cu/{ground TBM-314}/rut/")
    page = walk.enter("thu", "/xep-loai/can-cu/moi/")
    page.fill("[name=person]", "TBM-407")
    page.select_option("[name=kind]", "administrative")
    page.fill("[name=act]", "Để quá hạn hồ sơ trợ cấp của chín hộ")
    page.check("[name=duty_related]")
    walk.picture(page, "34-can-cu", height=1060)


def brings_months(walk: Walk) -> None:
    """Step 6: months brought by a file or by hand, and sent with who leaves."""
    for way in ("", "nhap-tep/", "nhap/", "xuat/"):
        walk.enter("thu", f"/xep-loai/chuyen-ket-qua/{way}")


def looks_over_the_board(walk: Walk) -> None:
    """Step 7: who stands where, what is in the way."""
    page = walk.enter("thu", BOARD)
    walk.picture(page, "35-bang-nam")
    walk.enter("thu", f"{BOARD}cap-uy/")


def has_forms_sent(walk: Walk) -> None:
    """Lan's Form 02, as everybody sends theirs."""
    page = walk.enter("lan", "/phieu-nam/{year_sheet TBM-304}/")
    choose(page, "self_grade", "good")
    page.fill("[name=self_report]", "Hoàn thành chương trình công tác năm; nhận thêm hai việc đột xuất.")
    press(walk, page, "Gửi Mẫu 02")


def holds_the_meeting(walk: Walk) -> None:
    """Step 8: called, opinions given, minutes adopted; the Party committee and a proposal."""
    page = walk.enter("thu", "/cuoc-hop/")
    walk.enter("thu", "/ho-so/{year_sheet TBM-304}/convene/")
    page.fill("[name=meeting_time]", f"{DAY}T10:00")
    page.fill("[name=room]", "Phòng họp số 2, trụ sở UBND xã")
    press(walk, page)
    walk.picture(walk.enter("minh", "/cuoc-hop/{meeting TBM-3}/"), "36-cuoc-hop")
    numbers = meetings(walk)
    for number in numbers:
        page = walk.enter("minh", f"/cuoc-hop/{number}/")
        page.fill("[name=opinion]", "Nắm chắc chuyên môn; phối hợp tốt với các thôn.")
        press(walk, page, "Ghi ý kiến")
        page = walk.enter("thu", f"/cuoc-hop/{number}/thong-qua/")
        page.fill("[name=minutes]", "Cuộc họp thống nhất với bản tự đánh giá và các ý kiến đã ghi.")
        if number == numbers[0]:
            walk.picture(page, "37-bien-ban", height=1000)
        press(walk, page, "Thông qua biên bản")
    proposes(walk)


def proposes(walk: Walk) -> None:
    """Step 7, of heads: the Party committee's opinion on Minh, then a level proposed."""
    minh = walk.demonstration.key("year_sheet", "TBM-301")
    walk.enter("hoa", "/nhan-xet-cap-uy/")
    step(walk, "hoa", minh, "hear_party", party_opinion="Nhất trí với kết quả theo dõi, đánh giá các tháng.")
    walk.enter("thu", f"/phieu-nam/{minh}/")
    step(walk, "thu", minh, "propose", proposed_grade="fulfilled")


def meetings(walk: Walk) -> list[int]:
    """The economy office's meetings whose minutes wait."""
    page = walk.enter("thu", "/cuoc-hop/")
    rows = page.locator("tr", has_text="Phòng Kinh tế").filter(has_not_text="Đã thông qua")
    links = [row.locator("a").first.get_attribute("href") for row in rows.all()]
    assert links, page.inner_text("main")
    return [int(re.findall(r"\d+", str(link))[-1]) for link in links]


def tries_the_cap(walk: Walk) -> None:
    """Step 9: the denominator, those tied, a level supposed; nothing is kept."""
    page = walk.enter("thu", f"{BOARD}ty-le/")
    with page.expect_response("**/ty-le/thu/*"):
        page.locator("form[hx-post] select").first.select_option("good")
    walk.picture(page, "38-ty-le", height=1000)
    press(walk, page, "Tính thử").get_by_role("link", name="Bỏ xem thử").wait_for()
    walk.enter("thu", f"{BOARD}ty-le/")
    page.locator("summary", has_text="Tỷ lệ cao hơn").click()
    walk.look(page)


def prints_papers(walk: Walk) -> None:
    """Step 10: every paper of a sheet, and all of them in one file."""
    sheet = walk.demonstration.key("year_sheet", "TBM-304")
    page = walk.enter("thu", f"/phieu-nam/{sheet}/")
    walk.picture(page, "39-tai-lieu", at=".follows", height=900)
    for name in ("mau-02.pdf", "thong-bao.pdf"):
        assert got(walk, page, f"/phieu-nam/{sheet}/{name}").startswith(b"%PDF")
    whole = ZipFile(BytesIO(got(walk, page, f"/phieu-nam/{sheet}/ho-so.zip")))
    assert len(whole.namelist()) > len(("minutes", "form 02"))
    walk.enter("thu", f"{BOARD}ket-qua/")
    walk.enter("thu", f"{BOARD}")


def got(walk: Walk, page: Any, path: str) -> bytes:
    """What a link brings."""
    return bytes(page.request.get(walk.demonstration.url(path)).body())


def shows_statistics(walk: Walk) -> None:
    """Step 12: by unit, by month, self against assessor, what is sent upward."""
    page = walk.enter("thu", "/thong-ke/?ky=2026-11&so_voi=2026-10")
    walk.picture(page, "45-thong-ke", height=900)
    for way in ("theo-thang/", "tu-cham/", "bao-cao/"):
        walk.enter("thu", f"/thong-ke/{way}")


def lists_uses(walk: Walk) -> None:
    """Step 13: the lists of Điều 23, the coefficients of additional income."""
    walk.picture(walk.enter("thu", "/su-dung/"), "46-su-dung", height=900)
    for way in ("khen-thuong/", "thu-nhap/", "thu-nhap/bang-he-so/"):
        walk.enter("thu", f"/su-dung/{way}")


def supposes(walk: Walk) -> None:
    """Step 14: a month replayed under another reading, people who would move side by side."""
    page = walk.enter("thu", "/gia-dinh/")
    page.select_option("[name=period]", label="Tháng 10 năm 2026")
    page.select_option("[name=deduction_scope]", "unit")
    press(walk, page, "Tính lại")
    page.wait_for_url("**/gia-dinh/*/", timeout=60_000)
    walk.picture(page, "47-gia-dinh", height=900)
