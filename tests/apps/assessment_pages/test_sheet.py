"""Mẫu 01 on its page: filled in by the person, scored by the competent level, read by whoever may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from congminh.assessment.models import Mark, Round
from congminh.law.nd335.general import criteria
from congminh.ledger.models import Entry
from congminh.org.actions import delegate
from congminh.work.actions import cancel
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, faulty, page, typed, value, words
from tests.apps.work.desk import MONTH, day


def send(month: Month, enter: Entering, **more: object) -> object:
    sheet = month.sheet(month.here.lan)
    return enter(month.here.lan).post(page(sheet), typed(sheet, step="self_assess", **more))


def test_every_criterion_stands_with_the_words_of_the_annex_beside_it(month: Month, enter: Entering) -> None:
    said = words(enter(month.here.lan).get(page(month.sheet(month.here.lan))))
    for criterion in criteria().values():
        assert criterion.label.vi in said and criterion.cite in said
        assert all(each.vi in said for each in criterion.descriptors)
    assert "Chấm theo bước 0,5 điểm." in said


def test_the_figures_beside_the_form_are_the_laws_and_provisional(month: Month, enter: Entering) -> None:
    month.done(quantity_m=1000)
    said = words(enter(month.here.lan).get(page(month.sheet(month.here.lan))))
    assert "Điểm tạm tính đến hôm nay" in said and "a · Số lượng Điều 14.2.a 100 %" in said
    assert "Chưa chấm tiêu chí chung" in said and "– / 30" in said
    assert "Các cách hiểu làm cơ sở cho số liệu này" in said and "/cach-hieu/" in str(
        enter(month.here.lan).get(page(month.sheet(month.here.lan))).content
    )


def test_where_nothing_was_assigned_there_is_not_enough_data(month: Month, enter: Entering) -> None:
    said = words(enter(month.here.lan).get(page(month.sheet(month.here.lan))))
    assert "Chưa đủ dữ liệu" in said and "không phải 0 điểm" in said


def test_the_form_is_sent_and_the_page_says_who_scores_it_now(month: Month, enter: Entering) -> None:
    answer = send(month, enter, points={"I.1": "4,5"}, strengths="Chủ động")
    sheet = month.sheet(month.here.lan)
    assert (answer.status_code, sheet.state, sheet.self_cp, sheet.strengths) == (302, "submitted", 2950, "Chủ động")
    said = words(enter(month.here.lan).get(answer.headers["Location"]))
    assert "Trần Khải Minh" in said and "Tự đánh giá và gửi Mẫu 01" in said


@pytest.mark.parametrize(
    ("points", "more", "field"),
    [
        ({"I.1": "6"}, {}, "I.1"),
        ({"I.1": "-1"}, {}, "I.1"),
        ({"I.1": "4,3"}, {}, "I.1"),
        ({"I.1": "bốn"}, {}, "I.1"),
        ({"I.1": ""}, {}, "I.1"),
        ({"I.1": "4,5"}, {"I.1_note": ""}, "I.1_note"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    month: Month, enter: Entering, points: dict[str, str], more: dict[str, str], field: str
) -> None:
    sheet = month.sheet(month.here.lan)
    sent = {**typed(sheet, points, step="self_assess", weaknesses="Còn chậm một việc"), **more}
    answer = enter(month.here.lan).post(page(sheet), sent)
    assert answer.status_code == 422 and faulty(answer) == {field}
    assert value(answer, "I.1") == points["I.1"] and "Còn chậm một việc" in words(answer)
    assert month.sheet(month.here.lan).state == "in_progress" and not Mark.objects.filter(self_cp=450).exists()


def test_the_head_sees_the_self_score_beside_the_score_and_says_why_it_differs(month: Month, enter: Entering) -> None:
    sheet = month.sent(month.here.lan, {"I.1": 450})
    minh = enter(month.here.minh)
    before = words(minh.get(page(sheet)))
    assert "Điểm tự chấm 4,5 / 5" in before and "Còn hạn chế" in before and "Ưu điểm Chủ động" in before
    sent = typed(sheet, {"I.1": "4"}, step="score", remark="Hoàn thành")
    refused = minh.post(page(sheet), {**sent, "I.1_note": ""})
    assert refused.status_code == 422 and faulty(refused) == {"I.1_note"} and value(refused, "I.1") == "4"
    assert minh.post(page(sheet), sent).status_code == 302
    assert month.sheet(month.here.lan).general_cp == 2900
    said = words(minh.get(page(sheet)))
    assert "Điểm chấm 4 / 5 thay đổi" in said and "Sửa" not in said


def test_a_score_may_be_put_right_on_the_same_page_until_it_is_told(month: Month, enter: Entering) -> None:
    sheet, minh = month.scored(month.here.lan, month.here.minh), enter(month.here.minh)
    assert 'name="remark"' not in minh.get(page(sheet)).content.decode()
    again = minh.get(page(sheet, "?sua=1"))
    assert 'name="remark"' in again.content.decode() and "hx-post" not in again.content.decode()
    assert minh.post(page(sheet), typed(sheet, {"I.2": "4"}, step="score", remark="Sửa lại")).status_code == 302
    assert month.sheet(month.here.lan).general_cp == 2900


def test_of_a_leader_d_is_shown_with_whom_it_rests_on_and_d_and_e_need_reasons(month: Month, enter: Entering) -> None:
    here = month.here
    month.done(here.lan)
    month.done(here.minh)
    month.told(here.lan, here.minh)
    month.told(here.hoa, here.minh)
    sheet, an = month.sent(here.minh), enter(here.an)
    said = words(an.get(page(sheet)))
    assert "Tính từ mức điểm của 2 người" in said and "d · Kết quả hoạt động" in said
    bare = an.post(page(sheet), typed(sheet, step="score", remark="Tốt"))
    assert bare.status_code == 422 and faulty(bare) == {"execution", "cohesion"}
    reasons = {"execution_reason": "Đúng kế hoạch", "cohesion_reason": "Đoàn kết"}
    half = an.post(page(sheet), typed(sheet, step="score", remark="Tốt", execution="50", cohesion="100"))
    assert faulty(half) == {"execution_reason", "cohesion_reason"}
    whole = typed(sheet, step="score", remark="Tốt", execution="50", cohesion="100", **reasons)
    assert an.post(page(sheet), whole).status_code == 302
    told = words(an.get(page(sheet)))
    assert "đ · Khả năng tổ chức triển khai thực hiện nhiệm vụ Điều 15.3.b 50 %" in told and "Đúng kế hoạch" in told


def test_somebody_was_first_and_what_was_typed_stays(month: Month, enter: Entering) -> None:
    sheet = month.sheet(month.here.lan)
    late = typed(sheet, step="self_assess", strengths="Gõ dở")
    month.sent(month.here.lan)
    answer = enter(month.here.lan).post(page(sheet), late)
    assert answer.status_code == 409
    assert "Gõ dở" in words(answer) and "Có người vừa thao tác trước" in words(answer)


def test_what_is_being_written_is_seen_by_nobody_else(month: Month, enter: Entering) -> None:
    sheet = month.sheet(month.here.lan)
    enter(month.here.lan).post(page(sheet, "luu/"), typed(sheet, {"I.1": "4,5"}, strengths="Nháp của tôi"))
    assert "Nháp của tôi" in words(enter(month.here.lan).get(page(sheet)))
    for other in (month.here.minh, month.here.thu, month.here.dung):
        said = words(enter(other).get(page(sheet)))
        assert "Nháp của tôi" not in said and "Còn chậm" not in said
    assert "Nội dung công chức viết chỉ thấy được" in words(enter(month.here.thu).get(page(sheet)))


def test_a_draft_of_the_head_is_not_shown_to_the_person(month: Month, enter: Entering) -> None:
    sheet = month.sent(month.here.lan)
    head = typed(sheet, {"I.1": "2"}, remark="Chưa xong")
    assert enter(month.here.minh).post(page(sheet, "luu/"), head).status_code == 302
    said = words(enter(month.here.lan).get(page(sheet)))
    assert "Chưa xong" not in said and "Còn chậm" not in said and "Điểm chấm" not in said


@pytest.mark.parametrize(("who", "status"), [("an", 200), ("thu", 200), ("dung", 200), ("thuong", 404), ("far", 404)])
def test_a_sheet_is_seen_by_who_leads_advises_or_inspects_and_by_nobody_else(
    month: Month, enter: Entering, who: str, status: int
) -> None:
    sheet = month.sent(month.here.lan)
    for tail in ("", "vi-sao/", "mau-01.pdf", "mau-01.docx"):
        assert enter(getattr(month.here, who)).get(page(sheet, tail)).status_code == status


@pytest.mark.parametrize("who", ["an", "thu", "dung"])
def test_whoever_only_reads_can_neither_write_nor_score(month: Month, enter: Entering, who: str) -> None:
    sheet, reader = month.sent(month.here.lan), enter(getattr(month.here, who))
    assert "<textarea" not in reader.get(page(sheet)).content.decode()
    assert reader.post(page(sheet), typed(sheet, step="score", remark="x")).status_code == 403
    assert reader.post(page(sheet, "luu/"), typed(sheet)).status_code == 403
    assert month.sheet(month.here.lan).state == "submitted"


def test_steps_stand_with_their_article_and_say_why_not_now_in_words(month: Month, enter: Entering) -> None:
    here = month.here
    month.done(here.minh)
    sheet = month.scored(here.minh, here.an)
    said = words(enter(here.an).get(page(sheet)))
    assert "Thông báo kết quả Điều 17.3 · sau khi thông báo kết quả của người thuộc phạm vi phụ trách" in said
    assert "charge_told" not in said and "Đề nghị mở lại" not in said
    own = words(enter(here.thu).get(page(month.told(here.lan, here.minh))))
    assert "Đề nghị mở lại để đánh giá lại Điều 4.4" in own and "cơ sở dữ liệu quốc gia" not in own


def test_the_history_says_points_and_days_as_people_write_them(month: Month, enter: Entering) -> None:
    month.done()
    sheet = month.told(month.here.lan, month.here.minh)
    entry = Entry.objects.get(file=sheet.pk, step="notify")
    said = words(enter(month.here.lan).get(page(sheet)))
    assert "Tổng điểm: 100,00" in said and "Mức xếp loại: hoàn thành xuất sắc nhiệm vụ" in said
    assert entry.data["seal"] not in said and "seal" not in said


def test_a_delegate_of_the_head_scores_in_the_meantime(month: Month, enter: Entering) -> None:
    here, today = month.here, timezone.localdate()
    sheet = month.sent(here.lan)
    delegate(here.economy, here.hoa, today, today + timedelta(days=2))
    answer = enter(here.hoa).post(page(sheet), typed(sheet, step="score", remark="Thay mặt"))
    assert answer.status_code == 302 and month.sheet(here.lan).state == "scored"


def test_a_sheet_never_sent_is_scored_by_the_head_after_its_day_with_a_reason(month: Month, enter: Entering) -> None:
    sheet, minh = month.sheet(month.here.lan), enter(month.here.minh)
    sent = typed(sheet, step="score_unsent", remark="Không gửi phiếu")
    refused = minh.post(page(sheet), sent)
    assert refused.status_code == 422 and faulty(refused) == {"reason"}
    assert minh.post(page(sheet), {**sent, "reason": "Nghỉ đột xuất"}).status_code == 302
    assert month.sheet(month.here.lan).state == "scored"
    later = MONTH.last + timedelta(days=90)
    Round.objects.update(self_by=MONTH.last, confirm_by=later, publish_by=later)


def test_before_its_day_the_head_waits(month: Month, enter: Entering) -> None:
    later = timezone.localdate() + timedelta(days=3)
    Round.objects.update(self_by=later, confirm_by=later, publish_by=later)
    sheet = month.sheet(month.here.lan)
    assert "<textarea" not in enter(month.here.minh).get(page(sheet)).content.decode()
    assert "còn" in words(enter(month.here.lan).get(page(sheet)))


def test_leaders_in_charge_of_each_other_are_said_and_the_page_stands(month: Month, enter: Entering) -> None:
    here = month.here
    post = here.hoa.posts.get()
    post.persons_in_charge.add(here.minh)
    answer = enter(here.minh).get(page(month.sheet(here.minh)))
    assert answer.status_code == 200 and "phụ trách lẫn nhau" in words(answer)


def test_a_task_taken_away_leaves_the_figures_without_it(month: Month, enter: Entering) -> None:
    month.done()
    extra = month.desk.given(due=day(28))
    lan = enter(month.here.lan)
    whole = "a · Số lượng Điều 14.2.a 100 %"
    assert whole not in words(lan.get(page(month.sheet(month.here.lan))))
    cancel(extra, month.here.minh, "Không còn cần")
    assert whole in words(lan.get(page(month.sheet(month.here.lan))))
