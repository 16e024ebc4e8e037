"""One organisation's page: typed and kept, sent, weighed beside, decided; why a level holds or not."""

import re
from typing import Any

from congminh.org.models import Person
from congminh.unit_year.actions import record_complaint, verify
from congminh.unit_year.models import UnitMark, UnitSheet
from tests.apps.assessment_pages.conftest import Entering, faulty, value, words
from tests.apps.unit_year.test_complaints import ON
from tests.apps.unit_year.year import PERFECT, SOUND, Year, points


def page(sheet: UnitSheet, tail: str = "") -> str:
    return f"/to-chuc/{sheet.pk}/{tail}"


def typed(sheet: UnitSheet, score_cp: int = 10_000, note: str = "", **more: Any) -> dict[str, Any]:
    """A form filled in: points that come to so many, with the same words beside each."""
    found = points(sheet, score_cp)
    said = {f"c{pk}": f"{cp / 100:g}".replace(".", ",") for pk, (cp, _words) in found.items() if cp is not None}
    notes = {f"c{pk}_note": note for pk in found}
    return {"version": sheet.version, "draft": sheet.draft, **said, **notes, **more}


OWN: Any = {"self_evaluation": "Hoàn thành kế hoạch", "proposed_grade": "good", "remedied": "1"}


def code(sheet: UnitSheet) -> str:
    return sheet.criteria.criteria.all()[0].code


def test_the_head_finds_the_laws_headings_to_fill_in(year: Year, enter: Entering) -> None:
    said = words(enter(year.here.minh).get(page(year.sheet(year.here.economy))))
    for heading in ("1. Chấp hành đường lối", "đ. Chuyển đổi số", "h. Giải quyết đơn thư", "Điều 7.1.g"):
        assert heading in said
    assert "Tự đánh giá, đề xuất mức xếp loại" in said and "Quyết định mức xếp loại" not in said


def test_a_draft_is_kept_without_a_script(year: Year, enter: Entering) -> None:
    sheet, minh = year.sheet(year.here.economy), enter(year.here.minh)
    sent = {"version": 0, "draft": 0, code(sheet): "7,5", "self_evaluation": "Đang viết"}
    answer = minh.post(page(sheet, "luu/"), sent, follow=True)
    assert "Đã lưu nháp; chưa gửi." in words(answer) and value(answer, code(sheet)) == "7,5"
    assert (year.sheet(year.here.economy).draft, year.sheet(year.here.economy).state) == (1, "drafting")


def test_a_script_gets_the_pieces_that_change(year: Year, enter: Entering) -> None:
    sheet = year.counted(year.here.economy, year.here.minh, SOUND)
    answer = enter(year.here.minh, script=True).post(page(sheet, "luu/"), typed(sheet, 8500, **OWN))
    body = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in body
    assert re.search(r'id="id_draft" value="1" hx-swap-oob="true"', body)
    assert "Đã tự lưu lúc" in words(answer) and "85 / 100" in words(answer)
    assert "Hoàn thành tốt nhiệm vụ" in words(answer)


def test_what_is_sound_is_kept_and_what_is_not_stays_typed(year: Year, enter: Entering) -> None:
    sheet = year.sheet(year.here.economy)
    first, second = (each.code for each in sheet.criteria.criteria.all()[:2])
    sent = {"version": 0, "draft": 0, first: "99", second: "4,5", "self_evaluation": "Nháp"}
    answer = enter(year.here.minh).post(page(sheet, "luu/"), sent)
    assert answer.status_code == 422 and faulty(answer) == {first} and value(answer, first) == "99"
    kept = {mark.criterion.code: mark.self_cp for mark in UnitMark.objects.filter(sheet=sheet)}
    assert kept[second] == 450 and first not in kept
    assert year.sheet(year.here.economy).self_evaluation == "Nháp"


def test_the_second_of_two_at_once_sees_both_texts_and_loses_nothing(year: Year, enter: Entering) -> None:
    sheet, minh = year.sheet(year.here.economy), enter(year.here.minh)
    minh.post(page(sheet, "luu/"), {"version": 0, "draft": 0, "self_evaluation": "Bản một"})
    answer = minh.post(page(sheet, "luu/"), {"version": 0, "draft": 0, "self_evaluation": "Bản hai"})
    assert answer.status_code == 409 and "Bản một" in words(answer) and "Bản hai" in answer.content.decode()
    assert year.sheet(year.here.economy).self_evaluation == "Bản một"
    over = {"version": 0, "draft": 0, "over": 1, "self_evaluation": "Bản hai"}
    assert minh.post(page(sheet, "luu/"), over).status_code == 302
    assert year.sheet(year.here.economy).self_evaluation == "Bản hai"


def test_the_head_sends_and_is_told_what_is_missing_where(year: Year, enter: Entering) -> None:
    sheet, minh = year.sheet(year.here.economy), enter(year.here.minh)
    answer = minh.post(page(sheet), typed(sheet, step="self_evaluate"))
    assert answer.status_code == 422 and faulty(answer) >= {"self_evaluation", "proposed_grade", "remedied"}
    assert "Chưa có số liệu nhiệm vụ của năm." in words(answer)
    sheet = year.counted(year.here.economy, year.here.minh)
    assert minh.post(page(sheet), typed(sheet, step="self_evaluate", **OWN)).status_code == 302
    assert year.sheet(year.here.economy).state == "submitted"
    assert "Lưu nháp" not in words(minh.get(page(sheet)))


def test_the_recogniser_sees_the_organisations_points_beside_and_decides(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND)
    an = enter(here.an)
    said = words(an.get(page(sheet)))
    assert "tự chấm" in said.lower() and "Hoàn thành kế hoạch" in said and "Quyết định mức xếp loại" in said
    sent = typed(sheet, 8000, note="Theo báo cáo", step="decide", grade="good", misconduct="0", force_majeure="0")
    assert an.post(page(sheet), sent).status_code == 302
    told = words(an.get(page(sheet)))
    assert "Mức đã quyết định" in told and "Hoàn thành tốt nhiệm vụ" in told and "Thông báo kết quả" in told


def test_personnel_prepare_and_do_not_decide(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND)
    thu = enter(here.thu)
    assert "Bộ phận tham mưu chuẩn bị; người có thẩm quyền công nhận quyết định." in words(thu.get(page(sheet)))
    assert thu.post(page(sheet, "luu/"), typed(sheet, 8000, note="Dự kiến")).status_code == 302
    sheet = year.sheet(here.economy)
    assert thu.post(page(sheet), typed(sheet, 8000, step="decide", grade="good")).status_code == 403
    assert year.sheet(here.economy).state == "submitted"


def test_each_condition_of_dieu_8_says_what_it_is_and_whether_it_is_met(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND, 9500)
    said = words(enter(here.an).get(page(sheet)))
    assert re.search(r"[Vv]ượt mức yêu cầu: 10 % Điều 8\.1\.a · yêu cầu: từ 30 % chưa đạt", said)
    assert re.search(r"[Tt]ổng điểm đánh giá: 95,00 Điều 8 · yêu cầu: từ 90 đạt", said)
    assert "Báo cáo số 12/BC" in said and "tính đến ngày 16/11/2026" in said


def test_a_step_that_must_wait_says_why(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.commune, here.an)
    sent = typed(sheet, 10_000, step="decide", grade="good")
    answer = enter(here.chair).post(page(sheet), sent)
    assert answer.status_code == 422 and "Phải xếp loại đơn vị cấp dưới trước (Điều 9.1)." in words(answer)
    assert "Phòng Kinh tế, Phòng Văn hóa" in words(answer)


def test_the_organisation_never_reads_what_was_complained_of(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND)
    record_complaint(sheet, here.thu, ON, "Đơn số 7", "Nội dung mật")
    verify(sheet, here.an, sheet.version, "")
    for reader, sees in ((here.an, True), (here.dung, True), (here.thu, True), (here.minh, False), (here.hoa, False)):
        browser = enter(reader)
        for address in (page(sheet), f"/ho-so/{sheet.pk}/"):
            assert ("Nội dung mật" in words(browser.get(address))) == (sees and address == page(sheet)), reader
    assert enter(here.minh).get(page(sheet, "phan-anh/")).status_code == 403


def test_complaints_are_recorded_verified_and_the_file_goes_on(year: Year, enter: Entering) -> None:
    here = year.here
    sheet = year.sent(here.economy, here.minh, SOUND)
    sent = {"received_on": "2026-11-02", "document": "Đơn 7", "about": "Dấu hiệu mất đoàn kết"}
    assert enter(here.thu).post(page(sheet, "phan-anh/"), sent).status_code == 302
    an, dung = enter(here.an), enter(here.dung)
    ordered = {"version": sheet.version, "about": ""}
    assert an.post(f"/ho-so/{sheet.pk}/order_verification/", ordered).status_code == 302
    reported = {"version": sheet.version + 1, "conclusion": "Không có cơ sở"}
    assert dung.post(f"/ho-so/{sheet.pk}/report_verification/", reported).status_code == 302
    assert "Không có cơ sở" in words(an.get(page(sheet))) and year.sheet(here.economy).state == "verified"


def test_notifying_and_annulling_are_steps_of_the_page(year: Year, enter: Entering) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    sheet = year.decided(here.economy, here.an, "good", 8000)
    an = enter(here.an)
    assert an.post(f"/ho-so/{sheet.pk}/notify/", {"version": sheet.version}).status_code == 302
    assert "Đã thông báo" in words(enter(here.minh).get(page(sheet)))
    answer = an.post(f"/ho-so/{sheet.pk}/annul/", {"version": sheet.version + 1, "reason": "Số liệu sai"}, follow=True)
    assert "Kết quả không còn hiệu lực" in words(answer) and "Số liệu sai" in words(answer)


def test_a_stranger_is_not_told_there_is_a_sheet(year: Year, enter: Entering) -> None:
    sheet = year.sheet(year.here.economy)
    strangers: list[Person] = [year.here.thuong, year.here.far]
    for tail in ("", "so-lieu/", "phan-anh/"):
        assert {enter(who).get(page(sheet, tail)).status_code for who in strangers} == {404}
    assert enter(year.here.lan).get(page(sheet)).status_code == 403


def test_figures_are_counted_or_entered_with_their_source(year: Year, enter: Entering) -> None:
    here, sheet = year.here, year.sheet(year.here.economy)
    minh = enter(here.minh)
    refused = minh.post(page(sheet, "so-lieu/"), {"count": 1})
    assert refused.status_code == 422 and "Hệ thống chưa ghi nhận nhiệm vụ nào" in refused.content.decode()
    numbers = {"tasks_given": 20, "tasks_done": 25, "tasks_on_time": 20, "tasks_exceeded": 8}
    more = {"tasks_source": "Báo cáo 12/BC", "tasks_as_of": "2026-11-10", "counts": 1}
    wrong = minh.post(page(sheet, "so-lieu/"), {**numbers, **more})
    assert wrong.status_code == 422 and faulty(wrong) == {"tasks_done"} and value(wrong, "tasks_done") == "25"
    assert minh.post(page(sheet, "so-lieu/"), {**numbers, "tasks_done": 20, **more}).status_code == 302
    said = words(minh.get(page(sheet)))
    assert "Báo cáo 12/BC" in said and "tính đến ngày 10/11/2026" in said and "40 %" in said
    assert enter(here.hoa).get(page(sheet, "so-lieu/")).status_code == 403


def test_the_queries_of_a_sheet_do_not_grow_with_the_units_beneath(
    year: Year, enter: Entering, django_assert_max_num_queries: Any
) -> None:
    for each in range(5):
        office, head = year.another(f"P{each}", f"Phòng số {each}")
        year.sent(office, head, PERFECT)
    browser = enter(year.here.an)
    with django_assert_max_num_queries(19):
        assert "Phòng số 4" in words(browser.get(page(year.sheet(year.here.commune))))
