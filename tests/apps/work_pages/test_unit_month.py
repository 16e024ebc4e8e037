"""«Tháng của đơn vị», and what stands beside one's own tasks: the score as it runs, the sheet, what waits."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.assessment.actions import open_round
from congminh.assessment.models import Round
from congminh.org.models import Person, Post
from congminh.work.actions import assign, propose, report
from tests.apps.assessment.month import Month
from tests.apps.org.commune import SINCE, position
from tests.apps.work.desk import MONTH, NEXT, THIS, Desk, day
from tests.apps.work_pages.conftest import Entering, groups, text

PAGE = f"/don-vi-thang/?ky={MONTH.code}"
BESIDE = f"/viec-cua-toi/?ky={MONTH.code}"


@pytest.fixture
def month(desk: Desk) -> Month:
    return Month(desk, open_round(desk.here.commune, MONTH, desk.here.thu).round)


def row_of(page: str, name: str) -> str:
    """What the row of a person says."""
    return text(page.partition(f"<strong>{name}</strong>")[2].partition("</tr>")[0])


def test_each_person_has_a_row_with_what_is_done_of_what_is_assigned(desk: Desk, enter: Entering) -> None:
    assign([desk.row(), desk.row(code="DC.02")], desk.here.minh)
    desk.reported()
    page = enter(desk.here.minh).get(PAGE).content.decode()
    assert "0 / 3" in row_of(page, desk.here.lan.name)
    assert "40,0" in row_of(page, desk.here.lan.name)
    assert "2 quá hạn" in row_of(page, desk.here.lan.name)
    assert "3 công chức; đã xác nhận 0 trên 3 nhiệm vụ" in text(page)
    order = [text(page).index(who.name) for who in (desk.here.hoa, desk.here.lan)]
    assert order == sorted(order)


def test_a_row_shows_the_score_as_it_runs_and_the_sheet(month: Month, enter: Entering) -> None:
    month.done()
    page = enter(month.here.minh).get(PAGE).content.decode()
    assert "Chưa gửi" in row_of(page, month.here.lan.name)
    month.sent(month.here.lan)
    page = row_of(enter(month.here.minh).get(PAGE).content.decode(), month.here.lan.name)
    assert "1 / 1" in page
    assert "100,00" in page
    assert "Chờ chấm điểm" in page


def test_who_was_given_nothing_has_not_enough_data_and_never_nought(month: Month, enter: Entering) -> None:
    month.sent(month.here.lan)
    page = row_of(enter(month.here.minh).get(PAGE).content.decode(), month.here.lan.name)
    assert "chưa đủ dữ liệu" in page
    assert "0 / 0" in page


def test_the_months_before_stand_as_a_strip_read_without_colours(month: Month, enter: Entering) -> None:
    month.done()
    month.told(month.here.lan, month.here.minh)
    page = enter(month.here.minh).get("/don-vi-thang/").content.decode()
    row = row_of(page, month.here.lan.name)
    assert f"{MONTH.last_month:02d}/{MONTH.year % 100}" in row
    assert "100 : Hoàn thành xuất sắc nhiệm vụ" in row
    assert f"?ky={MONTH.code}" in page


def test_the_head_of_an_agency_sees_it_unit_by_unit_or_one_of_them(desk: Desk, enter: Entering) -> None:
    desk.given()
    an = enter(desk.here.an)
    assert groups(an.get(PAGE).content.decode()) == {
        "UBND xã Thanh Bình Minh": 1, "Phòng Kinh tế": 3, "Phòng Văn hóa": 2
    }  # fmt: skip
    page = an.get(f"{PAGE}&don_vi={desk.here.culture.pk}").content.decode()
    assert desk.here.thu.name in text(page)
    assert f"<strong>{desk.here.lan.name}</strong>" not in page


def test_staff_see_no_unit_and_a_head_not_anothers(desk: Desk, enter: Entering) -> None:
    assert enter(desk.here.lan).get(PAGE).status_code == 403
    page = enter(desk.here.minh).get(f"{PAGE}&don_vi={desk.here.culture.pk}").content.decode()
    assert f"<strong>{desk.here.thu.name}</strong>" not in page
    assert enter(desk.here.minh).get("/don-vi-thang/?ky=x").status_code == 404


def test_the_unit_takes_as_many_queries_for_400_people_as_for_10(month: Month, enter: Entering) -> None:
    minh, counts, here = enter(month.here.minh), [], month.here.economy
    month.done()
    for number in (10, 390):
        start = Person.objects.count()
        people = Person.objects.bulk_create(
            Person(code=f"N{start + n}", name=f"Bế {n}", begun=SINCE) for n in range(number)
        )
        seat = {"unit": here, "first": SINCE, "position": position("Chuyên viên"), "rank": "staff"}
        Post.objects.bulk_create(Post(person=who, **seat) for who in people)
        assign([month.desk.row(who) for who in people], month.here.minh)
        with CaptureQueriesContext(connection) as queries:
            minh.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 28


def test_beside_my_tasks_my_score_runs_with_its_bars_and_the_way_to_my_sheet(month: Month, enter: Entering) -> None:
    month.done()
    page = text(enter(month.here.lan, script=True).get(BESIDE).content.decode())
    for told in (
        "a · Số lượng",
        "b · Chất lượng",
        "c · Tiến độ",
        "100 %",
        "Chưa chấm tiêu chí chung",
        "Vì sao điểm này?",
    ):
        assert told in page
    assert "Điền và gửi phiếu" in page
    assert "Công Minh" not in page
    month.sent(month.here.lan)
    page = text(enter(month.here.lan, script=True).get(BESIDE).content.decode())
    assert "100,00" in page
    assert "Xem phiếu" in page


def test_without_a_script_it_is_a_page_of_its_own_and_the_home_leads_to_it(month: Month, enter: Entering) -> None:
    lan = enter(month.here.lan)
    assert f'href="{BESIDE}"' in lan.get(f"/?ky={MONTH.code}").content.decode()
    page = lan.get(BESIDE).content.decode()
    assert "<title>" in page
    assert "Điền và gửi phiếu" in text(page)


def test_a_period_that_is_not_open_runs_no_score(desk: Desk, enter: Entering) -> None:
    page = text(enter(desk.here.lan, script=True).get(BESIDE).content.decode())
    assert "Kỳ đánh giá chưa mở" in page


def test_a_head_is_led_to_the_queue_and_to_the_sheets_to_score(month: Month, enter: Entering) -> None:
    Round.objects.update(self_by=NEXT.first, confirm_by=NEXT.last, publish_by=NEXT.last)
    month.sent(month.here.lan)
    page = enter(month.here.minh, script=True).get(BESIDE).content.decode()
    assert 'href="/cho-xac-nhan/"' in page
    assert "1 phiếu chờ tôi chấm hoặc thông báo" in text(page)
    Round.objects.update(self_by=MONTH.last)
    late = text(enter(month.here.minh, script=True).get(BESIDE).content.decode())
    assert "2 phiếu chờ tôi chấm hoặc thông báo" in late, "what Hoa has not sent in time is Minh's to score"
    assert "/cho-xac-nhan/" not in enter(month.here.lan, script=True).get(BESIDE).content.decode()


@pytest.mark.parametrize(("who", "most"), [("lan", 15), ("minh", 36)])
def test_beside_takes_as_many_queries_for_400_tasks_as_for_10(
    month: Month, enter: Entering, who: str, most: int
) -> None:
    client, counts = enter(getattr(month.here, who), script=True), []
    for number in (10, 390):
        for task in assign([month.desk.row() for _ in range(number)], month.here.minh)[:20]:
            report(task, month.here.lan, 2000, day(15))
        with CaptureQueriesContext(connection) as queries:
            client.get(BESIDE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most


def test_a_month_that_is_told_shows_its_tasks_without_buttons(month: Month, enter: Entering) -> None:
    month.done()
    open_task: Any = month.desk.given()
    month.told(month.here.lan, month.here.minh)
    page = enter(month.here.lan).get(f"/?ky={MONTH.code}").content.decode()
    assert "Kỳ này đã khóa" in text(page)
    assert f"viec-{open_task.pk}-phieu" not in page
    assert "Xem" in text(page)


def test_an_account_without_a_post_is_told_why_there_is_nothing(desk: Desk, enter: Entering) -> None:
    page = text(enter(desk.here.son).get("/").content.decode())
    assert "Tài khoản này" in page
    assert enter(desk.here.son).get(BESIDE).status_code == 404


def test_a_proposal_waits_among_what_others_have_now(desk: Desk, enter: Entering) -> None:
    from congminh.work.rows import Row

    row = Row(desk.here.lan, desk.product(), 1000, THIS.last, THIS.code, origin="ad_hoc", assigned_on=THIS.first)
    propose(row)
    page = enter(desk.here.lan).get("/").content.decode()
    assert groups(page) == {"Đã báo, đang chờ người khác": 1}
    assert "Đột xuất, tính thêm ngoài kế hoạch" in text(page)
