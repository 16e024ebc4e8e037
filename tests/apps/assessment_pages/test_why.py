"""«Vì sao điểm này?»: every number with its article and its parts, down to who confirmed which task when."""

import re
from typing import Any

from congminh.assessment.models import PeriodSheet
from congminh.ledger.actions import take
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, page, words


def lines(answer: Any) -> list[str]:
    """The lines of the tree in words: label, arithmetic, value, article."""
    body = answer.content.decode()
    rows = re.findall(
        r'class="tree-row[^"]*">(.*?)</(?:summary|div)>', body[body.index('class="sheet tree"') :], re.DOTALL
    )
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_tree_goes_from_the_total_to_each_task_and_who_confirmed_it(month: Month, enter: Entering) -> None:
    month.done(done_m=1000)
    sheet = month.told(month.here.lan, month.here.minh, {"I.1": 450})
    answer = enter(month.here.lan).get(page(sheet, "vi-sao/"))
    told, said = lines(answer), words(answer)
    assert "Điểm theo dõi, đánh giá 29,50 + 35,00 64,50 Điều 17.1" in told
    assert "Điểm tiêu chí kết quả thực hiện nhiệm vụ 50 % × 70 35,00 Điều 12.3" in told
    assert "R · Kết quả thực hiện nhiệm vụ (50 % + 50 % + 50 %) ÷ 3 50 % Điều 16" in told
    assert "a · Số lượng min(8; 16) ÷ 16 50 % Điều 14.2.a" in told
    assert any(line.startswith("Báo cáo nhanh DC.02") and "8 × 1 8 Trần Khải Minh" in line for line in told)
    assert re.search(r"Xác nhận kết quả Trần Khải Minh, \d\d:\d\d \d\d/\d\d/\d{4} Điều 3.4", said)
    assert "Vì sao 64,50 điểm?" in said and "Trần Khải Minh thông báo ngày" in said and "danh mục bản 1" in said


def test_both_scores_of_a_criterion_stand_with_what_was_said_of_them(month: Month, enter: Entering) -> None:
    month.done()
    sheet = month.told(month.here.lan, month.here.minh, {"II.1": 200})
    said = words(enter(month.here.lan).get(page(sheet, "vi-sao/")))
    assert "Điểm tự chấm 2,00 Còn hạn chế" in said


def test_a_sum_used_again_is_drawn_once_and_named_after(month: Month, enter: Entering) -> None:
    month.done()
    body = enter(month.here.lan).get(page(month.told(month.here.lan, month.here.minh), "vi-sao/")).content.decode()
    assert body.count('id="dong-load"') == 1 and body.count('href="#dong-load"') == 2
    ids = re.findall(r'id="(dong-[\w-]+)"', body)
    assert len(ids) == len(set(ids))


def test_a_number_that_rests_on_a_reading_says_so_and_leads_to_it(month: Month, enter: Entering) -> None:
    month.done()
    lan = enter(month.here.lan)
    body = lan.get(page(month.told(month.here.lan, month.here.minh), "vi-sao/")).content.decode()
    assert 'href="/cach-hieu/muc-tran-100/"' in body
    assert all(lan.get(address).status_code == 200 for address in set(re.findall(r'href="(/cach-hieu/[^"]+)"', body)))


def test_as_long_as_it_is_not_told_the_tree_is_as_of_today_and_says_what_is_missing(
    month: Month, enter: Entering
) -> None:
    month.done()
    lan, sheet = enter(month.here.lan), month.sheet(month.here.lan)
    before = words(lan.get(page(sheet, "vi-sao/")))
    assert "Vì sao điểm này?" in before and "Còn nội dung chưa ai chấm tiêu chí chung" in before
    month.sent(month.here.lan)
    after = words(lan.get(page(sheet, "vi-sao/")))
    assert "Vì sao tạm tính 100,00 điểm?" in after and "Theo nhiệm vụ và điểm hiện có" in after


def test_of_a_leader_the_work_of_those_in_charge_stands_under_each_sum(month: Month, enter: Entering) -> None:
    here = month.here
    month.done(here.lan, done_m=1000)
    month.done(here.minh)
    for who in (here.lan, here.hoa):
        month.told(who, here.minh)
    sheet = month.told(here.minh, here.an)
    answer = enter(here.minh).get(page(sheet, "vi-sao/"))
    assert "Nguyễn Thị Ngọc Lan 8 Điều 15.1" in lines(answer)
    assert "d · Kết quả hoạt động của cơ quan, tổ chức, đơn vị 100 % Điều 15.3.a" in lines(answer)
    assert "Hoàn thành đúng kế hoạch, có sáng kiến" in words(answer)
    led = re.search(r'href="(/phieu/\d+/vi-sao/)"', answer.content.decode())
    assert led and enter(here.minh).get(led[1]).status_code == 200


def test_where_nothing_was_assigned_the_tree_says_so_and_stands(month: Month, enter: Entering) -> None:
    sheet = month.told(month.here.lan, month.here.minh)
    said = words(enter(month.here.lan).get(page(sheet, "vi-sao/")))
    assert "chưa đủ dữ liệu" in said.lower()


def test_a_sheet_left_out_has_nothing_to_explain(month: Month, enter: Entering) -> None:
    sheet = month.sheet(month.here.lan)
    take("leave_out", sheet, month.here.thu, 0, {"reason": "Nghỉ thai sản"})
    for tail in ("", "vi-sao/", "mau-01.pdf"):
        assert enter(month.here.lan).get(page(sheet, tail)).status_code == 200
    assert "Phiếu này không đánh giá trong kỳ" in words(enter(month.here.lan).get(page(sheet, "vi-sao/")))
    assert PeriodSheet.objects.get(pk=sheet.pk).state == "left_out"


def test_a_later_task_never_moves_a_tree_that_was_told(month: Month, enter: Entering) -> None:
    month.done()
    sheet = month.told(month.here.lan, month.here.minh)
    before = lines(enter(month.here.lan).get(page(sheet, "vi-sao/")))
    month.desk.reads("cap_level", "result")
    assert lines(enter(month.here.lan).get(page(sheet, "vi-sao/"))) == before


def test_the_page_is_told_in_english_too(month: Month, enter: Entering) -> None:
    month.done()
    lan = enter(month.here.lan)
    lan.post("/ngon-ngu/", {"language": "en"})
    answer = lan.get(page(month.told(month.here.lan, month.here.minh), "vi-sao/"))
    assert "Why 100.00?" in words(answer) and "a · Quantity min(16, 16) ÷ 16 100 % Điều 14.2.a" in lines(answer)
