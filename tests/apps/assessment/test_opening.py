"""Opening a period: its days, who gets a sheet and who does not, what has to be mended first."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.assessment.actions import NotReady, open_round, set_timetable, settle_round
from congminh.assessment.board import board
from congminh.assessment.models import PeriodSheet, Round, Timetable
from congminh.assessment.models.timetable import CONFIRM_DAY, PUBLISH_DAY, SELF_DAY, Days
from congminh.law import named
from congminh.law.calendar import Period, working_days_in
from congminh.org.actions import appoint, end_post, hire, leave_service, record_leave
from congminh.org.models import Leave, Person, Post, Unit, UnitState
from tests.apps.assessment.month import Month
from tests.apps.org.commune import position, unit
from tests.apps.work.desk import MONTH, Desk, day

DAY = timedelta(days=1)


def names(sheets: list[PeriodSheet]) -> set[str]:
    return {sheet.person.code for sheet in sheets}


def test_everyone_who_serves_in_the_agency_gets_a_sheet_at_their_place(desk: Desk) -> None:
    opened = open_round(desk.here.commune, MONTH, desk.here.thu)
    assert names(opened.sheets) == {"AN", "MINH", "HOA", "LAN", "THUONG", "THU"}
    sheet = PeriodSheet.objects.get(person=desk.here.hoa)
    assert (sheet.state, sheet.version, sheet.agency, sheet.unit) == (
        "in_progress",
        0,
        desk.here.commune,
        desk.here.economy,
    )
    assert (sheet.rank, sheet.peer_group, sheet.period, sheet.span) == ("deputy", "all", MONTH.code, 1)
    post = Post.objects.get(person=desk.here.hoa)
    assert sheet.segments == [
        {
            "unit": desk.here.economy.pk,
            "post": post.pk,
            "rank": "deputy",
            "first": MONTH.first.isoformat(),
            "last": MONTH.last.isoformat(),
        }
    ]
    assert sheet.days_worked == sheet.days_due == working_days_in(MONTH)


def test_the_days_are_those_suggested_unless_the_agency_decided_others(desk: Desk) -> None:
    suggested = named("nd335").readings["calendar_days"].options["agency"]
    assert all(f"{number:02d}" in suggested.vi for number in (SELF_DAY, CONFIRM_DAY, PUBLISH_DAY))
    here = desk.here
    Timetable.objects.create(
        agency=here.province, first=date(2026, 1, 1), self_day=20, confirm_day=31, publish_day=3, decision=here.decision
    )
    round = open_round(here.commune, MONTH, here.thu).round
    after = MONTH.last + DAY
    assert (round.self_by, round.confirm_by, round.publish_by) == (day(20), MONTH.last, after.replace(day=3))
    other = open_round(here.other_commune, MONTH, None, "chưa có người đứng đầu khác", Days(day(5), day(6), day(7)))
    assert (other.round.self_by, other.round.publish_by) == (day(5), day(7))


def test_a_timetable_is_set_by_personnel_and_its_days_come_in_order(desk: Desk) -> None:
    here = desk.here

    def days(**numbers: int) -> Timetable:
        return Timetable(agency=here.commune, first=date(2026, 1, 1), decision=here.decision, **numbers)

    with pytest.raises(PermissionDenied):
        set_timetable(days(), here.an)
    with pytest.raises(ValidationError) as caught:
        set_timetable(days(self_day=25, confirm_day=24), here.thu)
    assert set(caught.value.message_dict) == {"confirm_day"}
    with pytest.raises(ValidationError):
        set_timetable(days(self_day=25, confirm_day=32), here.thu)
    set_timetable(days(self_day=10, confirm_day=12, publish_day=1), here.thu)
    assert open_round(here.commune, MONTH, here.thu).round.self_by == day(10)


def test_a_period_before_the_law_cannot_be_opened(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        open_round(desk.here.commune, Period.parse("2025-12"), None)
    assert set(caught.value.message_dict) == {"period"}


@pytest.mark.parametrize("days", [(0, 28, 35), (25, 24, 35), (25, 28, 27)])
def test_days_out_of_order_are_refused(desk: Desk, days: tuple[int, int, int]) -> None:
    wrong = Days(*(MONTH.first + timedelta(days=number - 1) for number in days))
    with pytest.raises(ValidationError) as caught:
        open_round(desk.here.commune, MONTH, desk.here.thu, days=wrong)
    assert set(caught.value.message_dict) <= {"self_by", "confirm_by", "publish_by"}
    assert not Round.objects.exists()


@pytest.mark.parametrize("who", ["an", "minh", "lan", "dung"])
def test_only_personnel_open_a_period(desk: Desk, who: str) -> None:
    with pytest.raises(PermissionDenied):
        open_round(desk.here.commune, MONTH, getattr(desk.here, who))


def test_a_period_is_opened_once(month: Month) -> None:
    with pytest.raises(ValidationError) as caught:
        open_round(month.here.commune, MONTH, month.here.thu)
    assert set(caught.value.message_dict) == {"period"}


def test_a_unit_within_an_agency_has_no_period_of_its_own(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        open_round(desk.here.economy, MONTH, None)
    assert set(caught.value.message_dict) == {"agency"}


def test_the_period_is_a_month_or_a_quarter_as_the_agency_chose(desk: Desk) -> None:
    quarter = Period.of_day(MONTH.first, "quarter")
    with pytest.raises(ValidationError):
        open_round(desk.here.commune, quarter, desk.here.thu)
    desk.reads("scoring_period", "quarter")
    with pytest.raises(ValidationError):
        open_round(desk.here.commune, MONTH, desk.here.thu)
    opened = open_round(desk.here.commune, quarter, desk.here.thu)
    sheet = opened.sheets[0]
    assert (opened.round.span, sheet.period, sheet.span) == (3, quarter.code, 3)
    assert opened.round.label == quarter.label("vi")


def test_what_stands_in_the_way_is_told_and_a_reason_goes_past_it(desk: Desk) -> None:
    end_post(Post.objects.get(person=desk.here.thuong), MONTH.first - DAY)
    with pytest.raises(NotReady) as caught:
        open_round(desk.here.commune, MONTH, desk.here.thu)
    kinds = {finding.kind for finding in caught.value.findings}
    assert "unit_without_head" in kinds
    assert "Phòng Văn hóa" in caught.value.error_dict["reason"][0].params["why"]
    assert not Round.objects.exists()
    opened = open_round(desk.here.commune, MONTH, desk.here.thu, "Đang chờ quyết định bổ nhiệm")
    assert opened.round.reason == "Đang chờ quyết định bổ nhiệm"
    assert opened.round.overlooked["unit_without_head"] == 1
    assert "THUONG" not in names(opened.sheets)


def test_what_another_agency_has_to_mend_stands_in_nobody_elses_way(desk: Desk) -> None:
    unit("Y1", "Phòng mới của xã Bên", "direct", desk.here.other_commune)
    assert open_round(desk.here.commune, MONTH, desk.here.thu).round.overlooked == {}


def test_whoever_heads_the_top_is_outside_the_decree(desk: Desk) -> None:
    opened = open_round(desk.here.province, MONTH, None)
    assert names(opened.sheets) == {"DUNG"}
    assert [(each.person, each.why) for each in opened.passed] == [(desk.here.chair.pk, "top")]


def alone(desk: Desk) -> None:
    """The commune has the system to itself: who scores its head is not in it."""
    here = desk.here
    UnitState.objects.filter(unit=here.commune).update(parent=None)
    Unit.objects.filter(pk__in=[here.province.pk, here.other_commune.pk]).update(ended=MONTH.first - DAY)


def test_an_agency_that_has_the_system_to_itself_opens_its_period_and_says_who_has_nobody_to_score_them(
    desk: Desk,
) -> None:
    alone(desk)
    opened = open_round(desk.here.commune, MONTH, desk.here.thu)
    assert (opened.round.reason, opened.round.overlooked) == ("", {})
    assert names(opened.sheets) == {"MINH", "HOA", "LAN", "THUONG", "THU"}
    assert [(each.person, each.why) for each in opened.passed] == [(desk.here.an.pk, "outside")]


def test_once_the_agency_above_is_in_the_system_its_head_gets_a_sheet_too(desk: Desk) -> None:
    alone(desk)
    round = open_round(desk.here.commune, MONTH, desk.here.thu).round
    UnitState.objects.filter(unit=desk.here.commune).update(parent=desk.here.province)
    Unit.objects.filter(pk=desk.here.province.pk).update(ended=None)
    assert names(settle_round(round, desk.here.thu).opened) == {"AN"}


def test_beside_another_agency_nobody_above_still_stands_in_the_way(desk: Desk) -> None:
    UnitState.objects.filter(unit=desk.here.commune).update(parent=None)
    with pytest.raises(NotReady) as caught:
        open_round(desk.here.commune, MONTH, desk.here.thu)
    assert {(each.kind, each.who and each.who.code) for each in caught.value.findings} == {("without_authority", "AN")}


def test_a_transfer_within_the_agency_makes_two_stretches_and_the_last_place_counts(desk: Desk) -> None:
    here = desk.here
    end_post(Post.objects.get(person=here.lan), day(14))
    appoint(Post(person=here.lan, unit=here.culture, position=position("Vị trí staff"), first=day(15)))
    sheet = {s.person_id: s for s in open_round(here.commune, MONTH, here.thu).sheets}[here.lan.pk]
    assert sheet.unit_id == here.culture.pk
    assert [(each["unit"], each["first"], each["last"]) for each in sheet.segments] == [
        (here.economy.pk, MONTH.first.isoformat(), day(14).isoformat()),
        (here.culture.pk, day(15).isoformat(), MONTH.last.isoformat()),
    ]
    assert not sheet.divided


def test_a_transfer_to_another_agency_makes_a_sheet_in_each_that_counts_its_own_tasks(desk: Desk) -> None:
    here = desk.here
    end_post(Post.objects.get(person=here.lan), day(14))
    appoint(Post(person=here.lan, unit=here.other_commune, position=position("Vị trí staff"), first=day(15)))
    old = {s.person_id: s for s in open_round(here.commune, MONTH, here.thu).sheets}[here.lan.pk]
    assert not old.divided
    new = {s.person_id: s for s in open_round(here.other_commune, MONTH, None).sheets}[here.lan.pk]
    old.refresh_from_db()
    assert old.divided and new.divided
    assert set(old.counted_units.all()) == {here.commune, here.economy, here.culture}
    assert set(new.counted_units.all()) == {here.other_commune}
    assert 0 < old.days_worked < old.days_due and old.days_worked + new.days_worked == old.days_due
    assert old.segments[-1]["last"] == day(14).isoformat() and new.segments[0]["first"] == day(15).isoformat()


def test_a_second_post_makes_no_second_sheet(desk: Desk) -> None:
    here = desk.here
    Post.objects.create(
        person=here.lan, unit=here.culture, kind="concurrent", first=MONTH.first, position=position("Kiêm nhiệm")
    )
    opened = open_round(here.commune, MONTH, here.thu)
    assert [sheet.unit_id for sheet in opened.sheets if sheet.person_id == here.lan.pk] == [here.economy.pk]


def test_whoever_is_seconded_is_scored_where_seconded(desk: Desk) -> None:
    here = desk.here
    Post.objects.create(
        person=here.lan, unit=here.other_commune, kind="seconded", first=MONTH.first, position=position("Biệt phái")
    )
    assert "LAN" not in names(open_round(here.commune, MONTH, here.thu).sheets)
    assert "LAN" in names(open_round(here.other_commune, MONTH, None).sheets)


def test_days_of_leave_are_not_days_worked(desk: Desk) -> None:
    here = desk.here
    record_leave(Leave(person=here.lan, kind="sick", first=day(1), last=day(7)))
    sheet = {s.person_id: s for s in open_round(here.commune, MONTH, here.thu).sheets}[here.lan.pk]
    first_week = [d for d in range(1, 8) if day(d).weekday() < 5]
    assert sheet.days_due - sheet.days_worked == len(first_week)


@pytest.mark.parametrize(
    ("reading", "last", "left_out"),
    [("any_work", 31, True), ("any_work", 20, False), ("half_month", 20, True), ("full_month", 1, None)],
)
def test_whoever_worked_too_little_gets_no_sheet_by_the_reading(
    desk: Desk, reading: str, last: int, left_out: bool | None
) -> None:
    desk.reads("partial_month", reading)
    record_leave(
        Leave(person=desk.here.lan, kind="maternity", first=day(1), last=min(MONTH.last, day(1) + DAY * (last - 1)))
    )
    opened = open_round(desk.here.commune, MONTH, desk.here.thu)
    expected = left_out if left_out is not None else day(1).weekday() < 5
    assert ("LAN" not in names(opened.sheets)) == expected
    assert (desk.here.lan.pk in {each.person for each in opened.passed}) == expected


def test_whoever_began_or_left_within_the_month_has_the_days_served(desk: Desk) -> None:
    here = desk.here
    mai = hire(Person(code="MAI", name="Trần Thị Mai", begun=day(16)))
    Post.objects.create(person=mai, unit=here.economy, first=day(16), position=position("Vị trí staff"))
    leave_service(here.lan, day(10))
    segments = {s.person.code: s.segments for s in open_round(here.commune, MONTH, here.thu).sheets}
    assert segments["MAI"][0]["first"] == day(16).isoformat()
    assert segments["LAN"][-1]["last"] == day(10).isoformat()


def test_sheets_follow_the_posts_until_the_result_is_told(month: Month) -> None:
    here = month.here
    end_post(Post.objects.get(person=here.lan), day(14))
    appoint(Post(person=here.lan, unit=here.culture, position=position("Vị trí staff"), first=day(15)))
    mai = hire(Person(code="MAI", name="Trần Thị Mai", begun=day(16)))
    Post.objects.create(person=mai, unit=here.economy, first=day(16), position=position("Vị trí staff"))
    Post.objects.filter(person=here.thuong).delete()
    settled = settle_round(month.round, here.thu)
    assert (names(settled.opened), names(settled.moved), names(settled.gone)) == ({"MAI"}, {"LAN"}, {"THUONG"})
    assert month.sheet(here.lan).unit_id == here.culture.pk
    again = settle_round(month.round, here.thu)
    assert (again.opened, again.moved) == ([], [])


def test_the_board_counts_units_and_states_and_who_is_late(month: Month) -> None:
    month.sent(month.here.lan)
    lines = {line.unit.code: line for line in board([month.round], month.round.self_by)}
    assert lines["KT"].counts["in_progress"] == 2 and lines["KT"].counts["submitted"] == 1
    assert (lines["KT"].sheets, lines["KT"].late, str(lines["KT"].unit)) == (3, 0, "Phòng Kinh tế")
    late = {line.unit.code: line.late for line in board([month.round], month.round.self_by + DAY)}
    assert late == {"X": 1, "KT": 2, "VX": 2}
    assert len(PeriodSheet.objects.late(month.round.confirm_by + DAY)) == 6


def test_opening_asks_as_many_queries_of_many_people_as_of_few(desk: Desk, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = []
    for number, month in ((2, MONTH), (60, Period.of_day(timezone.localdate()))):
        people = Person.objects.bulk_create(
            Person(code=f"N{number}-{n}", name=f"Người {n}", begun=date(2025, 7, 1)) for n in range(number)
        )
        held = position("Vị trí staff")
        Post.objects.bulk_create(
            Post(person=who, unit=desk.here.economy, first=date(2025, 7, 1), position=held) for who in people
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            open_round(desk.here.commune, month, desk.here.thu)
        found.append(len(queries))
    assert found[1] - found[0] <= 2
