"""The list of a year and its opening: the deepest first, what each waits for, who sees it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.unit_year.actions import record_complaint
from tests.apps.assessment_pages.conftest import Entering, words
from tests.apps.org.commune import Commune
from tests.apps.unit_year.test_complaints import ON
from tests.apps.unit_year.year import SOUND, YEAR, Year, in_force

PAGE = "/to-chuc/"


def test_lower_units_stand_before_the_upper_one_and_what_blocks_it_is_said(year: Year, enter: Entering) -> None:
    said = words(enter(year.here.thu).get(PAGE))
    assert said.index("Phòng Kinh tế") < said.index("Người đứng đầu UBND tỉnh công nhận")
    assert "Chờ cấp dưới: Phòng Kinh tế, Phòng Văn hóa" in said
    assert "Quyết định chậm nhất ngày 14/12/2026: còn" in said


def test_a_decided_level_is_shown_and_counted(year: Year, enter: Entering) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    year.decided(here.economy, here.an, "good", 8000)
    said = words(enter(here.thu).get(PAGE))
    assert ("Hoàn thành tốt nhiệm vụ" in said and "1 / 3" in said.replace("trên", "/")) or "1" in said
    assert "Chờ cấp dưới: Phòng Văn hóa" in said
    only = words(enter(here.thu).get(f"{PAGE}?trang_thai=decided"))
    assert "Phòng Kinh tế" in only and "Phòng Văn hóa" not in only


def test_a_level_nobody_has_sent_yet_is_not_shown_to_those_above(year: Year, enter: Entering) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND, 8000)
    said = words(enter(here.an).get(f"{PAGE}?nam={YEAR}"))
    assert "tạm tính" in said and said.count("Đang tự đánh giá") >= 2


def test_complaints_are_named_to_those_who_may_know_alone(year: Year, enter: Entering) -> None:
    here = year.here
    record_complaint(year.sheet(here.economy), here.thu, ON, "", "Mất đoàn kết")
    assert "Đơn thư, phản ánh chờ xác minh: 1" in words(enter(here.an).get(PAGE))
    assert "phản ánh" not in words(enter(here.minh).get(PAGE))


def test_each_sees_the_units_they_lead_and_the_way_is_there_for_those_who_need_it(year: Year, enter: Entering) -> None:
    here = year.here
    said = words(enter(here.minh).get(PAGE))
    assert "Phòng Kinh tế" in said and "Phòng Văn hóa" not in said and "Mở đánh giá năm" not in said
    assert 'href="/to-chuc/"' in enter(here.minh).get("/").content.decode()
    assert 'href="/to-chuc/"' not in enter(here.lan).get("/").content.decode()
    assert enter(here.lan).get(PAGE).status_code == 403


def test_the_queries_do_not_grow_with_the_organisations(year: Year, enter: Entering) -> None:
    browser = enter(year.here.thu)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(asked))
        for each in range(4):
            year.another(f"P{number}{each}", f"Phòng số {number}{each}")
    assert counts[0] == counts[1] <= 15


def test_personnel_open_the_year_and_are_told_of_how_many(here: Commune, enter: Entering) -> None:
    thu = enter(here.thu)
    refused = thu.post(f"{PAGE}mo-nam/", {"year": YEAR})
    assert refused.status_code == 422 and "Chưa có bộ tiêu chí nào đang áp dụng." in words(refused)
    in_force(here)
    assert "Đã mở: 3 tổ chức." in words(thu.post(f"{PAGE}mo-nam/", {"year": YEAR}, follow=True))
    assert enter(here.an).get(f"{PAGE}mo-nam/").status_code == 403
