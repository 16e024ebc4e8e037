"""The meeting on its pages: whom the law calls, opinions written down, minutes adopted once for all, who reads them."""

from congminh.year.models import Meeting, YearSheet
from tests.apps.assessment_pages.conftest import Entering, faulty, words
from tests.apps.year.autumn import HELD, Autumn

TIME = f"{HELD:%Y-%m-%dT%H:%M}"


def called(autumn: Autumn, enter: Entering) -> Meeting:
    """Lan's and Minh's forms sent; the meeting on Lan called by Thu on its page."""
    here = autumn.here
    sheet = autumn.filed(here.lan)
    typed = {"version": str(sheet.version), "meeting_time": TIME, "room": "Phòng họp số 2"}
    officers = {"chair": str(here.minh.pk), "secretary": str(here.thu.pk)}
    assert enter(here.thu).post(f"/ho-so/{sheet.pk}/convene/", {**typed, **officers}).status_code == 302
    return Meeting.objects.get()


def test_who_the_law_calls_stands_there_before_it_is_called(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    said = words(enter(here.thu).get("/cuoc-hop/"))
    assert "Nguyễn Thị Ngọc Lan" in said and "Lê Thị Quỳnh Hoa" in said
    assert "Toàn thể công chức của đơn vị cấu thành" in said and "Điều 21.2.b" in said
    assert "Triệu tập" not in words(enter(here.lan).get("/cuoc-hop/"))


def test_it_has_a_chair_a_secretary_a_place_and_everyone_called(autumn: Autumn, enter: Entering) -> None:
    meeting = called(autumn, enter)
    here = autumn.here
    assert (meeting.chair, meeting.secretary, meeting.room) == (here.minh, here.thu, "Phòng họp số 2")
    said = words(enter(here.hoa).get(f"/cuoc-hop/{meeting.pk}/"))
    for part in ("Phòng họp số 2", "Trần Khải Minh", "Lê Thị Quỳnh Hoa", "Thư ký cuộc họp", "14:00 04/12/2026"):
        assert part in said
    assert enter(here.thuong).get(f"/cuoc-hop/{meeting.pk}/").status_code == 404


def test_the_secretary_writes_down_what_others_say_and_nobody_else_does(autumn: Autumn, enter: Entering) -> None:
    meeting, here = called(autumn, enter), autumn.here
    sheet, path = autumn.sheet(here.lan), f"/cuoc-hop/{meeting.pk}/"
    typed = {"sheet": str(sheet.pk), "opinion": "Chủ động, đúng hạn", "seen": f"{sheet.pk}:{sheet.version}"}
    assert enter(here.thu).post(path, {**typed, "said_by": str(here.minh.pk)}).status_code == 302
    (opinion,) = meeting.opinions.all()
    assert (opinion.by, opinion.written_by, opinion.text) == (here.minh, here.thu, "Chủ động, đúng hạn")
    again = enter(here.thu).post(path, {**typed, "said_by": str(here.minh.pk)})
    assert again.status_code == 409 and meeting.opinions.count() == 1
    now = {**typed, "seen": f"{sheet.pk}:{autumn.sheet(here.lan).version}"}
    on_self = enter(here.thu).post(path, {**now, "said_by": str(here.lan.pk)})
    assert on_self.status_code == 422 and faulty(on_self) == {"said_by"}
    page = enter(here.hoa).post(path, {**now, "opinion": "Nhất trí", "said_by": str(here.minh.pk)})
    assert page.status_code == 302 and meeting.opinions.last().by == here.hoa
    assert "do Đỗ Thị Minh Thu ghi" in words(enter(here.hoa).get(path))


def test_one_gives_no_opinion_on_oneself_and_an_empty_one_is_refused(autumn: Autumn, enter: Entering) -> None:
    meeting, here = called(autumn, enter), autumn.here
    path = f"/cuoc-hop/{meeting.pk}/"
    assert "Ghi ý kiến" not in words(enter(here.lan).get(path))
    sheet = autumn.sheet(here.lan)
    assert enter(here.lan).post(path, {"sheet": str(sheet.pk), "opinion": "Tốt"}).status_code == 403
    empty = enter(here.hoa).post(path, {"sheet": str(sheet.pk), "opinion": ""})
    assert empty.status_code == 422 and faulty(empty) == {"opinion"}


def test_minutes_are_adopted_once_with_who_was_away(autumn: Autumn, enter: Entering) -> None:
    meeting, here = called(autumn, enter), autumn.here
    sheet, path = autumn.sheet(here.lan), f"/cuoc-hop/{meeting.pk}/thong-qua/"
    browser = enter(here.thu)
    assert browser.get(path).status_code == 200 and enter(here.hoa).get(path).status_code == 403
    typed = {"seen": f"{sheet.pk}:{sheet.version}", f"report_{sheet.pk}": sheet.self_report, "absent": [here.hoa.pk]}
    refused = browser.post(path, typed)
    assert refused.status_code == 422 and faulty(refused) == {"minutes"}
    assert browser.post(path, {**typed, "minutes": "Nhất trí mức tốt."}).status_code == 302
    assert autumn.sheet(here.lan).state == "discussed"
    assert browser.post(path, {**typed, "minutes": "Lần hai"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes == "Nhất trí mức tốt." and meeting.attendances.get(absent=True).person == here.hoa
    said = words(browser.get(f"/cuoc-hop/{meeting.pk}/"))
    assert "Nhất trí mức tốt." in said and "vắng mặt" in said


def test_an_absentee_without_a_report_is_named_at_their_field(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    sheet = autumn.sheet(here.lan)
    typed = {"version": "0", "reason": "Nghỉ điều trị dài ngày"}
    assert enter(here.thu).post(f"/ho-so/{sheet.pk}/file_for_absent/", typed).status_code == 302
    meeting = autumn.convened(here.lan)
    page = enter(here.thu).post(f"/cuoc-hop/{meeting.pk}/thong-qua/", {"minutes": "Nhất trí"})
    assert page.status_code == 422 and faulty(page) == {f"report_{sheet.pk}"}


def test_the_party_committee_has_a_page_of_heads_and_deputies(autumn: Autumn, enter: Entering) -> None:
    here = autumn.here
    autumn.discussed(here.minh)
    page = enter(here.hoa).get("/nhan-xet-cap-uy/")
    said = words(page)
    assert "Trần Khải Minh" in said and "Nguyễn Thị Ngọc Lan" not in said
    sheet = autumn.sheet(here.minh)
    assert f"/ho-so/{sheet.pk}/hear_party/" in page.content.decode()
    typed = {"version": str(sheet.version), "party_opinion": "Gương mẫu, đoàn kết"}
    assert enter(here.hoa).post(f"/ho-so/{sheet.pk}/hear_party/", typed).status_code == 302
    assert "Gương mẫu, đoàn kết" in words(enter(here.hoa).get("/nhan-xet-cap-uy/"))
    assert enter(here.thu).get("/nhan-xet-cap-uy/").status_code == 404
    assert YearSheet.objects.get(pk=sheet.pk).party_opinion == "Gương mẫu, đoàn kết"
