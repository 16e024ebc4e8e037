"""My sheets month by month; the period of an agency unit by unit and person by person."""

from datetime import timedelta
from typing import Any

import pytest

from congminh.assessment.models import Round
from congminh.jobs.models import Job
from congminh.ledger.actions import take
from congminh.ledger.models import Entry
from congminh.org.models import Unit, UnitState
from tests.apps.assessment.month import Month
from tests.apps.assessment_pages.conftest import Entering, faulty, page, words
from tests.apps.jobs.hands import run_waiting
from tests.apps.work.desk import MONTH, THIS

DAY = timedelta(days=1)
UNITS, PEOPLE = "/don-vi-phieu/don-vi/", "/don-vi-phieu/cong-chuc/"


def test_my_sheets_show_each_month_with_its_total_and_level(month: Month, enter: Entering) -> None:
    month.done()
    month.told(month.here.lan, month.here.minh, {"I.1": 450})
    answer = enter(month.here.lan).get("/phieu/")
    said = words(answer)
    assert f"Tháng {MONTH.number} năm {MONTH.year}" in said and "99,50" in said
    assert "Hoàn thành xuất sắc nhiệm vụ" in said and "Đã thông báo kết quả" in said
    assert f"{MONTH.number}/{MONTH.year % 100} 99,50 : Hoàn thành xuất sắc nhiệm vụ" in said
    assert "Bình quân Quý" in said and "từ 1 tháng đã thông báo" in said


def test_a_running_month_is_provisional_and_one_without_a_sheet_is_a_gap(month: Month, enter: Entering) -> None:
    month.done()
    month.sent(month.here.lan)
    said = words(enter(month.here.lan).get("/phieu/"))
    assert "100,00 tạm tính" in said and "Hoàn thành xuất sắc nhiệm vụ, tạm tính" in said
    assert said.count(": không có phiếu") == 11


def test_whoever_has_no_sheet_is_told_when_one_comes(month: Month, enter: Entering) -> None:
    assert "Chưa có phiếu" in words(enter(month.here.dung).get("/phieu/"))


def test_units_show_how_many_stand_at_which_step_and_who_is_late(month: Month, enter: Entering) -> None:
    month.sent(month.here.lan)
    Round.objects.update(
        self_by=MONTH.last + 200 * DAY, confirm_by=MONTH.last + 200 * DAY, publish_by=MONTH.last + 200 * DAY
    )
    said = words(enter(month.here.thu).get(UNITS))
    assert "Phòng Kinh tế 3 2 1 0 0 0" in said and "UBND xã Thanh Bình Minh 1 1 0 0 0 0" in said
    Round.objects.update(self_by=MONTH.first, confirm_by=MONTH.first + DAY)
    late = words(enter(month.here.thu).get(UNITS))
    assert "Phòng Kinh tế 3 2 1 0 0 3" in late and "Quá hạn: 6 phiếu" in late


def test_a_head_sees_the_own_unit_and_goes_straight_to_its_people(month: Month, enter: Entering) -> None:
    minh = enter(month.here.minh)
    assert minh.get("/don-vi-phieu/").headers["Location"] == PEOPLE
    said = words(minh.get(PEOPLE))
    assert "Nguyễn Thị Ngọc Lan" in said and "Nguyễn Phan Hoài Thương" not in said and "Phạm Quốc An" not in said
    assert "Phòng Văn hóa" not in words(minh.get(UNITS))
    assert enter(month.here.thu).get("/don-vi-phieu/?ky=2026-10").headers["Location"] == f"{UNITS}?ky=2026-10"


def test_people_stand_with_state_total_and_level_by_unit_heads_first(month: Month, enter: Entering) -> None:
    month.done()
    month.sent(month.here.lan)
    said = words(enter(month.here.thu).get(PEOPLE))
    assert said.index("Trần Khải Minh") < said.index("Lê Thị Quỳnh Hoa") < said.index("Nguyễn Thị Ngọc Lan")
    assert "100 % 100,00 tạm tính Hoàn thành xuất sắc nhiệm vụ Chờ chấm điểm" in said
    assert "Chưa đủ dữ liệu" in said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=ngoc lan", {"Lan"}),
        ("don_vi=KT", {"Lan", "Hoa", "Minh"}),
        ("trang_thai=submitted", {"Lan"}),
        ("don_vi=VX&trang_thai=submitted", set()),
        ("q=khong-co", set()),
        ("don_vi=khong-co", {"Lan", "Hoa", "Minh", "Thương", "Thu", "An"}),
        ("ky=2001-01", {"Lan", "Hoa", "Minh", "Thương", "Thu", "An"}),
        ("ky=abc&page=99", {"Lan", "Hoa", "Minh", "Thương", "Thu", "An"}),
    ],
)
def test_people_are_found_by_name_unit_and_state(month: Month, enter: Entering, asked: str, found: set[str]) -> None:
    month.sent(month.here.lan)
    body = words(enter(month.here.thu).get(f"{PEOPLE}?{asked}"))
    names = {"Nguyễn Thị Ngọc Lan", "Lê Thị Quỳnh Hoa", "Trần Khải Minh", "Nguyễn Phan Hoài Thương"}
    names |= {"Đỗ Thị Minh Thu", "Phạm Quốc An"}
    assert {name.split()[-1] for name in names if name in body} == found


@pytest.mark.parametrize(("who", "status"), [("lan", 403), ("son", 404), ("far", 200), ("dung", 200)])
def test_the_board_is_for_who_leads_advises_or_inspects(month: Month, enter: Entering, who: str, status: int) -> None:
    answer = enter(getattr(month.here, who)).get(UNITS)
    assert answer.status_code == status
    if who == "far":
        assert "Phòng Kinh tế" not in words(answer)


def post(month: Month, enter: Entering, act: str, who: Any = None, **typed: Any) -> Any:
    return enter(who or month.here.thu).post(f"/don-vi-phieu/{act}/", typed)


def test_personnel_open_a_period_and_everyone_has_a_sheet(month: Month, enter: Entering) -> None:
    shown = words(enter(month.here.thu).get("/don-vi-phieu/mo-ky/"))
    assert "Nếu để trống, các mốc là" in shown and "Kiểm tra trước khi mở kỳ" in shown
    answer = post(month, enter, "mo-ky", agency=month.here.commune.pk, period=str(THIS))
    assert answer.status_code == 302
    assert Round.objects.of_period(THIS).get().sheets.count() == 6
    assert "6 phiếu" in words(answer.client.get(answer.headers["Location"]))


def test_whoever_nobody_inside_scores_is_named_when_the_period_opens(month: Month, enter: Entering) -> None:
    here = month.here
    UnitState.objects.filter(unit=here.commune).update(parent=None)
    Unit.objects.filter(pk__in=[here.province.pk, here.other_commune.pk]).update(ended=MONTH.first - DAY)
    typed = {"agency": here.commune.pk, "period": str(THIS)}
    said = words(enter(here.thu).post("/don-vi-phieu/mo-ky/", typed, follow=True))
    assert Round.objects.of_period(THIS).get().sheets.count() == 5
    assert "Không có phiếu: Phạm Quốc An (người đứng đầu cơ quan, do cấp trên ngoài hệ thống đánh giá)" in said


def test_a_period_open_already_and_days_out_of_order_are_said_at_their_fields(month: Month, enter: Entering) -> None:
    here = month.here
    twice = post(month, enter, "mo-ky", agency=here.commune.pk, period=str(MONTH))
    assert twice.status_code == 422 and faulty(twice) == {"period"}
    lacking = post(month, enter, "mo-ky", agency=here.commune.pk, period=str(THIS), self_by=THIS.last.isoformat())
    assert faulty(lacking) == {"confirm_by", "publish_by"}
    days = {"self_by": THIS.last, "confirm_by": THIS.first, "publish_by": THIS.last}
    wrong = post(month, enter, "mo-ky", agency=here.commune.pk, period=str(THIS), **days)
    assert faulty(wrong) == {"confirm_by"}
    foreign = post(month, enter, "mo-ky", agency=here.other_commune.pk, period=str(THIS))
    assert faulty(foreign) == {"agency"}
    assert Round.objects.count() == 1


def test_what_the_check_found_is_listed_and_a_reason_opens_all_the_same(month: Month, enter: Entering) -> None:
    here = month.here
    here.thuong.posts.update(last=MONTH.last)
    stopped = post(month, enter, "mo-ky", agency=here.commune.pk, period=str(THIS))
    assert stopped.status_code == 422 and faulty(stopped) == {"reason"} and "/kiem-tra/" in stopped.content.decode()
    assert "Phòng Văn hóa" in words(stopped)
    again = post(month, enter, "mo-ky", agency=here.commune.pk, period=str(THIS), reason="Đang chờ quyết định")
    assert again.status_code == 302 and Round.objects.of_period(THIS).get().reason == "Đang chờ quyết định"


@pytest.mark.parametrize("act", ["mo-ky", "khoa-ky", "chuyen-tiep"])
def test_only_personnel_open_move_on_and_close(month: Month, enter: Entering, act: str) -> None:
    for who in ("an", "minh", "lan", "dung"):
        assert enter(getattr(month.here, who)).get(f"/don-vi-phieu/{act}/").status_code == 403


def test_late_sheets_are_moved_on_with_the_reason_in_each_record_but_ones_own(month: Month, enter: Entering) -> None:
    month.done()
    month.scored(month.here.lan, month.here.minh)
    Round.objects.update(self_by=MONTH.last, confirm_by=MONTH.last, publish_by=MONTH.last)
    said = words(enter(month.here.thu).get("/don-vi-phieu/chuyen-tiep/"))
    assert "Quá hạn chưa gửi, chuyển người chấm điểm 4" in said and "Đã chấm nhưng quá hạn thông báo 1" in said
    bare = post(month, enter, "chuyen-tiep", rounds=[month.round.pk])
    assert bare.status_code == 422 and faulty(bare) == {"reason"}
    answer = post(month, enter, "chuyen-tiep", rounds=[month.round.pk], reason="Quá hạn 3 ngày")
    assert "4 phiếu đến người chấm, 1 kết quả" in words(answer.client.get(answer.headers["Location"]))
    states = {who: month.sheet(getattr(month.here, who)).state for who in ("lan", "hoa", "minh", "thu")}
    assert states == {"lan": "notified", "hoa": "submitted", "minh": "submitted", "thu": "in_progress"}
    kept = Entry.objects.filter(step__in=("move_on", "notify_late"))
    assert kept.count() == 5 and {entry.data["reason"] for entry in kept} == {"Quá hạn 3 ngày"}


def test_nothing_late_is_nothing_to_move_on(month: Month, enter: Entering) -> None:
    far = MONTH.last + 300 * DAY
    Round.objects.update(self_by=far, confirm_by=far, publish_by=far)
    assert "disabled" in enter(month.here.thu).get("/don-vi-phieu/chuyen-tiep/").content.decode()


def test_a_period_is_closed_by_a_worker_and_stands_still(month: Month, enter: Entering) -> None:
    month.all_told()
    thu = enter(month.here.thu)
    answer = post(month, enter, "khoa-ky", rounds=[month.round.pk])
    job = Job.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 6, 6)
    assert Round.objects.get().is_closed and month.sheet(month.here.lan).state == "closed"
    said = words(thu.get(UNITS))
    assert "đã khóa" in said and "Khóa kỳ" not in said
    assert thu.get("/don-vi-phieu/khoa-ky/").status_code == 404


def test_a_period_with_sheets_not_scored_is_not_closed_and_says_why(month: Month, enter: Entering) -> None:
    shown = enter(month.here.thu).get("/don-vi-phieu/khoa-ky/")
    assert "Còn 6 phiếu chưa chấm điểm" in words(shown) and "disabled" in shown.content.decode()
    post(month, enter, "khoa-ky", rounds=[month.round.pk])
    run_waiting()
    assert Job.objects.get().state == "failed" and not Round.objects.get().is_closed


def test_one_sheet_is_reopened_by_two_people_up_to_a_day(month: Month, enter: Entering) -> None:
    here = month.here
    month.done()
    sheet = month.told(here.lan, here.minh)
    said = words(enter(here.minh).get(page(sheet)))
    assert "Đề nghị mở lại để đánh giá lại" in said
    take(
        "ask_reopen",
        sheet,
        here.minh,
        sheet.version,
        {"reason": "Nhầm", "until": "2030-01-01"},
        reopen_asked_by=here.minh,
    )
    assert "Đồng ý mở lại" not in words(enter(here.minh).get(page(sheet)))
    assert "Đồng ý mở lại" in words(enter(here.thu).get(page(sheet)))
