"""«Năm của tôi» and the page of Mẫu 02: exact arithmetic with articles, what lacks, sending, who reads what."""

from typing import Any

from congminh.assessment.models import PeriodSheet
from congminh.ledger.models import CaseFile
from congminh.year.actions import adopt_minutes, enter_ground, notify, return_form
from congminh.year.models import Ground, YearSheet
from tests.apps.assessment_pages.conftest import Entering, faulty, words
from tests.apps.year.autumn import REPORT, Autumn


def page_of(autumn: Autumn, who: Any) -> str:
    return f"/phieu-nam/{autumn.sheet(who).pk}/"


def test_my_year_says_the_months_the_exact_mean_and_the_article(autumn: Autumn, enter: Entering) -> None:
    said = words(enter(autumn.here.lan).get("/nam-cua-toi/"))
    assert said.count("85,00") >= 13 and "Điều 17.3" in said
    assert "1020,00 ÷ 12" in said.replace(".", "") or "1020 ÷ 12" in said.replace(".", "")
    assert "12 tháng" in said and "Mẫu 02" in said


def test_whoever_has_no_year_is_told_when_one_comes(autumn: Autumn, enter: Entering) -> None:
    page = enter(autumn.here.far).get("/nam-cua-toi/")
    assert page.status_code == 200 and "Mẫu 02 xuất hiện tại đây" in words(page)


def test_a_month_not_told_yet_is_named_as_lacking(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    PeriodSheet.objects.filter(person=here.lan, period=202605).update(result=None)
    may = PeriodSheet.objects.get(person=here.lan, period=202605)
    CaseFile.objects.filter(pk=may.pk).update(state="in_progress")
    said = words(enter(here.lan).get("/nam-cua-toi/"))
    assert "tháng 5" in said and "chưa được thông báo" in said


def test_a_ground_recorded_stands_with_whether_it_counts(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    day = autumn.opened.round.of.first
    kept = {"act": "Chậm giải quyết hồ sơ", "act_day": day, "document": "15/QĐ-KL", "effective": day, "signer": "An"}
    more: Any = {"kind": "administrative", "form": "khiển trách", "duty_related": True, "happened_at": here.economy}
    enter_ground(Ground(person=here.lan, **kept, **more), here.thu)
    said = words(enter(here.lan).get("/nam-cua-toi/"))
    assert "Chậm giải quyết hồ sơ" in said and "15/QĐ-KL" in said and "Điều 20.4.c" in said
    assert "Không hoàn thành nhiệm vụ" in said
    assert "15/QĐ-KL" not in words(enter(here.minh).get("/nam-cua-toi/"))


def test_form_02_is_filled_in_and_sent_on_its_page(autumn: Autumn, enter: Entering) -> None:
    here, browser = autumn.here, enter(autumn.here.lan)
    path = page_of(autumn, here.lan)
    page = browser.get(path)
    assert "I. Tổng hợp kết quả theo dõi, đánh giá" in words(page) and page.content.decode().count('name="note_') == 12
    typed = {"version": "0", "self_report": REPORT, "note_3": "Nghỉ phép 5 ngày"}
    refused = browser.post(path, typed)
    assert refused.status_code == 422 and faulty(refused) == {"self_grade"}
    assert "Nghỉ phép 5 ngày" in refused.content.decode()
    assert browser.post(path, {**typed, "self_grade": "good"}).status_code == 302
    late = browser.post(path, {**typed, "self_grade": "excellent"})
    assert late.status_code == 409 and autumn.sheet(here.lan).self_grade == "good"
    said = words(browser.get(path))
    assert "Hoàn thành tốt nhiệm vụ" in said and "Nghỉ phép 5 ngày" in said and REPORT in said


def test_what_is_not_sent_yet_is_nobody_elses_to_read(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.filed(here.lan)
    YearSheet.objects.filter(pk=sheet.pk).update(month_notes={"3": "Ghi chú riêng"})
    assert "Ghi chú riêng" in words(enter(here.an).get(page_of(autumn, here.lan)))
    return_form(sheet, here.thu, sheet.version, "Bổ sung")
    said = words(enter(here.an).get(page_of(autumn, here.lan)))
    assert "Ghi chú riêng" not in said


def test_nobody_else_sends_it_and_strangers_find_nothing(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    path = page_of(autumn, here.lan)
    assert enter(here.an).post(path, {"version": "0", "self_grade": "good"}).status_code == 403
    for stranger in (here.far, here.thuong):
        assert enter(stranger).get(path).status_code == 404
        assert enter(stranger).get(f"{path}vi-sao/").status_code == 404


def test_the_decision_is_the_persons_to_read_once_it_is_told(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.decided(here.lan, "fulfilled", "Ý kiến cuộc họp")
    mine, path = enter(here.lan), page_of(autumn, here.lan)
    assert "Ý kiến cuộc họp" in words(enter(here.an).get(path))
    for page in (path, "/nam-cua-toi/", f"/ho-so/{autumn.sheet(here.lan).pk}/"):
        assert "Ý kiến cuộc họp" not in words(mine.get(page))
    sheet = autumn.sheet(here.lan)
    notify(sheet, here.an, sheet.version, "Thông báo 01/TB-UBND")
    said = words(mine.get(path))
    assert sheet.result and sheet.result.seal() not in said and "85,00" in said
    assert "Ý kiến cuộc họp" in words(mine.get(path)) and "Phạm Quốc An" in words(mine.get(path))


def test_the_tree_of_a_decided_year_rests_on_what_was_kept(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.told(here.lan, "good")
    path = f"{page_of(autumn, here.lan)}vi-sao/"
    before = words(enter(here.lan).get(path))
    PeriodSheet.objects.filter(person=here.lan, period=202612).update(result=None)
    assert words(enter(here.lan).get(path)) == before and "85,00" in before


def test_my_years_ask_no_more_for_many_months_and_years(
    autumn: Autumn, enter: Entering, django_assert_max_num_queries: Any
) -> None:
    browser = enter(autumn.here.lan)
    browser.get("/nam-cua-toi/")
    with django_assert_max_num_queries(34):
        assert browser.get("/nam-cua-toi/").status_code == 200


def test_home_has_one_line_for_all_the_year_sheets_of_others_and_one_for_ones_own(
    autumn: Autumn, enter: Entering
) -> None:
    here = autumn.here
    for who in (here.lan, here.hoa, here.thuong):
        autumn.filed(who)
    said = words(enter(here.thu).get("/viec-cua-toi/"))
    assert "Phiếu năm cần họp, góp ý: 3" in said and "Đỗ Thị Minh Thu, Năm 2026" in said
    assert "Nguyễn Thị Ngọc Lan" not in said
    ready = autumn.ready(here.minh)
    said = words(enter(here.an).get("/viec-cua-toi/"))
    assert ready.state == "proposed" and "Phiếu năm chờ đề xuất, quyết định hoặc thông báo: 1" in said
    adopt_minutes(autumn.convened(here.hoa), here.thu, "Cuộc họp thống nhất nhận xét.")
    assert "Phiếu năm chờ ý kiến cấp ủy đảng: 1" in words(enter(here.minh).get("/viec-cua-toi/"))
