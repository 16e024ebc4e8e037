"""What is typed on Mẫu 01 is kept between steps: as one types, or by a button; never over what another wrote."""

import re
from typing import Any

from congminh.assessment.models import Mark
from congminh.law.nd335.general import criteria
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, faulty, page, typed, value, words


def some(sheet: Any, draft: int | None = None, **points: str) -> dict[str, Any]:
    """A form with a few criteria filled in and nothing else."""
    named = {code.replace("_", "."): cp for code, cp in points.items()}
    return {"version": sheet.version, "draft": sheet.draft if draft is None else draft, **named}


def test_without_a_script_a_button_keeps_the_draft_and_the_page_comes_back(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan)
    before = lan.get(page(sheet)).content.decode()
    assert "Lưu nháp" in before and f'formaction="{page(sheet, "luu/")}"' in before
    answer = lan.post(page(sheet, "luu/"), some(sheet, I_1="4,5", strengths="Chủ động"), follow=True)
    assert "Đã lưu nháp; chưa gửi." in words(answer) and "Chủ động" in words(answer) and value(answer, "I.1") == "4,5"
    assert (month.sheet(month.here.lan).state, month.sheet(month.here.lan).draft) == ("in_progress", 1)


def test_a_script_gets_only_the_pieces_that_change(month: Month, enter: Entering) -> None:
    month.done()
    sheet = month.sheet(month.here.lan)
    answer = enter(month.here.lan, script=True).post(page(sheet, "luu/"), typed(sheet, {"I.1": "4,5"}))
    body = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in body
    assert re.search(r'id="id_draft" value="1" hx-swap-oob="true"', body)
    assert "Đã tự lưu lúc" in words(answer) and "9,5 / 10" in words(answer) and "29,5 / 30" in words(answer)
    assert "Điểm tạm tính theo nội dung đang nhập" in words(answer) and "99,50" in words(answer)
    assert month.sheet(month.here.lan).self_cp is None


def test_each_save_names_the_one_before_it(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan, script=True)
    for draft in range(3):
        assert lan.post(page(sheet, "luu/"), some(sheet, draft, I_1=f"{draft}")).status_code == 200
    assert Mark.objects.get(sheet=sheet, code="I.1").self_cp == 200


def test_what_is_sound_is_kept_and_what_is_not_stays_typed_with_its_fault(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan)
    sent = some(sheet, I_1="9", I_2="4,5", II_1="hai", strengths="Chủ động") | {"I.1_note": "Ghi chú"}
    answer = lan.post(page(sheet, "luu/"), sent)
    assert answer.status_code == 422 and faulty(answer) == {"I.1", "II.1"}
    assert (value(answer, "I.1"), value(answer, "II.1")) == ("9", "hai") and "Ghi chú" in words(answer)
    kept = {mark.code: mark.self_cp for mark in Mark.objects.filter(sheet=sheet)}
    assert kept["I.2"] == 450 and "I.1" not in kept and "II.1" not in kept
    assert month.sheet(month.here.lan).strengths == "Chủ động"


def test_a_script_is_told_of_a_fault_in_its_place_and_of_its_mending(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan, script=True)
    wrong = lan.post(page(sheet, "luu/"), some(sheet, I_1="9")).content.decode()
    assert re.search(r'id="I\.1-faults"[^>]*hx-swap-oob="true"[^>]*>\s*<div class="fault"', wrong)
    right = lan.post(page(sheet, "luu/"), some(sheet, 1, I_1="4")).content.decode()
    assert re.search(r'id="I\.1-faults"[^>]*hx-swap-oob="true"[^>]*>\s*</div>', right)


def test_a_half_finished_form_shows_the_sum_of_what_is_whole_only(month: Month, enter: Entering) -> None:
    sheet = month.sheet(month.here.lan)
    answer = enter(month.here.lan, script=True).post(page(sheet, "luu/"), some(sheet, I_1="4,5", I_2="5"))
    assert "9,5 / 10" in words(answer) and "– / 30" in words(answer)


def test_two_windows_see_each_others_text_and_neither_is_lost(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan)
    lan.post(page(sheet, "luu/"), some(sheet, I_1="4,5", strengths="Bản ở cơ quan"))
    second = lan.post(page(sheet, "luu/"), some(sheet, 0, I_1="4", strengths="Bản ở nhà"))
    said = words(second)
    assert second.status_code == 409 and "Bạn đã lưu phiếu này ở nơi khác" in said
    assert "Bản ở cơ quan" in said and "Bản ở nhà" in said and value(second, "I.1") == "4"
    assert "I.1, điểm · đã lưu 4,5 I.1, điểm · nhập tại đây 4" in said
    assert month.sheet(month.here.lan).strengths == "Bản ở cơ quan"
    over = lan.post(page(sheet, "luu/"), some(sheet, 0, I_1="4", strengths="Bản ở nhà") | {"over": "1"})
    assert over.status_code == 302 and month.sheet(month.here.lan).strengths == "Bản ở nhà"


def test_a_script_is_told_of_a_conflict_and_its_next_saves_change_nothing(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan, script=True)
    lan.post(page(sheet, "luu/"), some(sheet, strengths="Trước"))
    for _ in range(2):
        answer = lan.post(page(sheet, "luu/"), some(sheet, 0, strengths="Sau"))
        body = answer.content.decode()
        assert answer.status_code == 409 and 'id="conflict" hx-swap-oob="true"' in body and "id_draft" not in body
    assert month.sheet(month.here.lan).strengths == "Trước"


def test_sending_over_a_save_one_has_not_seen_is_a_conflict_too(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan)
    lan.post(page(sheet, "luu/"), some(sheet, strengths="Bản ở cơ quan"))
    answer = lan.post(page(sheet), typed(sheet, step="self_assess", strengths="Bản ở nhà"))
    assert answer.status_code == 409 and "Bản ở cơ quan" in words(answer) and "Bản ở nhà" in words(answer)
    assert month.sheet(month.here.lan).state == "in_progress"


def test_after_it_is_sent_nothing_more_is_kept(month: Month, enter: Entering) -> None:
    sheet = month.sent(month.here.lan)
    assert enter(month.here.lan).post(page(sheet, "luu/"), some(sheet, I_1="1")).status_code == 403
    assert Mark.objects.get(sheet=sheet, code="I.1").self_cp == 500


def test_a_save_without_its_number_is_no_save(month: Month, enter: Entering) -> None:
    sheet, lan = month.sheet(month.here.lan), enter(month.here.lan)
    for draft in ("", "x", "-1"):
        assert lan.post(page(sheet, "luu/"), {"draft": draft, "I.1": "4"}).status_code == 404
    assert lan.get(page(sheet, "luu/")).status_code == 405
    assert lan.post(page(sheet), {"step": "notify", "version": 0}).status_code == 404
    assert not Mark.objects.exists()


def test_what_the_head_types_is_kept_too(month: Month, enter: Entering) -> None:
    sheet, minh = month.sent(month.here.lan), enter(month.here.minh)
    assert minh.post(page(sheet, "luu/"), typed(sheet, {"II.1": "1"}, remark="Đang viết")).status_code == 302
    again = minh.get(page(sheet))
    assert "Đang viết" in words(again) and value(again, "II.1") == "1"
    assert month.sheet(month.here.lan).general_cp is None
    assert {mark.code for mark in Mark.objects.filter(sheet=sheet, given_cp__isnull=False)} == set(criteria())


def test_the_enter_key_keeps_a_draft_and_sends_nothing(month: Month, enter: Entering) -> None:
    body = enter(month.here.lan).get(page(month.sheet(month.here.lan))).content.decode()
    form = body[body.index("data-keeps") :]
    assert form.index("<button") == form.index(
        f'<button type="submit" formaction="{page(month.sheet(month.here.lan), "luu/")}" hidden'
    )
