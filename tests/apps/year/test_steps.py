"""Every step of the three tables of Điều 21 played by the cast, who may not, and double clicks."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from congminh.law.nd335.yearly_rating import YEAR_DEPUTY, YEAR_HEAD, YEAR_OTHERS
from congminh.ledger.actions import Stale
from congminh.ledger.files import waiting_for
from congminh.ledger.forms import step_form
from congminh.ledger.models import Notice, Unchangeable
from congminh.org.models import Person
from congminh.year.actions import (
    Filled,
    adopt_minutes,
    convene,
    decide,
    file_for_absent,
    file_form,
    hear_party,
    notify,
    notify_all,
    propose,
    publish_all,
    remark,
    return_form,
    send_back,
)
from congminh.year.facts import published
from congminh.year.models import Opinion, YearSheet
from tests.apps.desk.test_steps import PDF
from tests.apps.year.autumn import HELD, REPORT, Autumn, rate_unit


def steps(sheet: YearSheet) -> list[tuple[str, str, str]]:
    return list(sheet.entries.order_by("number").values_list("step", "role", "cite"))


def test_a_civil_servant_goes_from_form_02_to_publication_by_articles_in_order(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.published(here.lan, "good")
    assert steps(sheet) == [
        ("file_form", "owner", "Điều 21.2.a"),
        ("convene", "personnel", "Điều 21.2.b"),
        ("adopt_minutes", "personnel", "Điều 21.2.b"),
        ("decide", "decider", "Điều 21.2.d"),
        ("notify", "decider", "Điều 21.2.đ"),
        ("publish", "decider", "Điều 21.2.đ"),
    ]
    assert sheet.state == "published" and sheet.result is not None and sheet.result.grade == "good"


def test_a_deputy_is_decided_once_the_party_committee_was_heard(autumn: Autumn) -> None:
    here = autumn.here
    (sheet,) = autumn.discussed(here.hoa)
    with pytest.raises(Stale):
        decide(sheet, here.an, sheet.version, "good")
    sheet = autumn.sheet(here.hoa)
    hear_party(sheet, here.minh, sheet.version, "Nhất trí")
    sheet = autumn.sheet(here.hoa)
    decide(sheet, here.an, sheet.version, "good")
    assert ("hear_party", "party", "Điều 21.2.c") in steps(sheet) and sheet.party_opinion == "Nhất trí"


def test_a_head_is_proposed_sent_back_proposed_again_and_decided(autumn: Autumn) -> None:
    here = autumn.here
    rate_unit(here, here.commune, "good")
    (sheet,) = autumn.discussed(here.an)
    hear_party(sheet, here.hoa, sheet.version, "Nhất trí")
    sheet = autumn.sheet(here.an)
    propose(sheet, here.thu, sheet.version, "good", "Nội bộ thống nhất")
    sheet = autumn.sheet(here.an)
    send_back(sheet, here.chair, sheet.version, "Làm rõ ý kiến")
    sheet = autumn.sheet(here.an)
    assert (sheet.state, sheet.proposed_grade) == ("heard", "")
    propose(sheet, here.thu, sheet.version, "fulfilled")
    sheet = autumn.sheet(here.an)
    decide(sheet, here.chair, sheet.version, "good")
    assert [name for name, _role, _cite in steps(sheet)][-5:] == [
        "hear_party",
        "propose",
        "send_back",
        "propose",
        "decide",
    ]


def test_the_steps_of_the_law_are_all_played_or_plain(autumn: Autumn) -> None:
    """Each step of the tables has a form of its own on its page, but the one other software takes."""
    from congminh.ledger.forms import OWN

    named = {(table.name, step.name) for table in (YEAR_HEAD, YEAR_DEPUTY, YEAR_OTHERS) for step in table.steps}
    assert {name for name in named if name not in OWN} == {
        (table.name, "sync") for table in (YEAR_HEAD, YEAR_DEPUTY, YEAR_OTHERS)
    }


def test_form_02_keeps_the_months_the_mean_and_the_notes_and_comes_back_with_a_reason(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.sheet(here.lan)
    filled = Filled("excellent", REPORT, {3: "Đi học 10 ngày", 4: "  "})
    entry = file_form(sheet, here.lan, sheet.version, filled)
    form = entry.data["form_02"]
    assert form["months"]["1"] == {"total_cp": 8500, "span": 1} and len(form["months"]) == 12
    assert (form["year_mean_cp"], form["notes"]) == (8500, {"3": "Đi học 10 ngày"})
    sheet = autumn.sheet(here.lan)
    return_form(sheet, here.thu, sheet.version, "Ghi thiếu báo cáo")
    sheet = autumn.sheet(here.lan)
    assert (sheet.state, sheet.self_grade, sheet.month_notes) == ("drafting", "excellent", {"3": "Đi học 10 ngày"})


def test_form_02_needs_one_of_the_four_levels(autumn: Autumn) -> None:
    sheet = autumn.sheet(autumn.here.lan)
    with pytest.raises(ValidationError) as caught:
        file_form(sheet, autumn.here.lan, sheet.version, Filled("superb", REPORT))
    assert set(caught.value.error_dict) == {"self_grade"} and autumn.sheet(autumn.here.lan).state == "drafting"


def test_whoever_is_away_has_the_form_drawn_up_and_the_report_said_in_the_meeting(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.sheet(here.lan)
    file_for_absent(sheet, here.thu, sheet.version, "Nghỉ ốm dài ngày")
    meeting = autumn.convened(here.lan)
    with pytest.raises(ValidationError) as caught:
        adopt_minutes(meeting, here.thu, "Nhất trí")
    assert set(caught.value.error_dict) == {"self_report"}
    adopt_minutes(meeting, here.thu, "Nhất trí", reports={sheet.pk: "Vắng mặt, gửi báo cáo bằng văn bản"})
    assert autumn.sheet(here.lan).state == "discussed"


def test_one_meeting_covers_many_and_its_minutes_hold_every_opinion(autumn: Autumn) -> None:
    here = autumn.here
    for who in (here.lan, here.minh, here.hoa):
        autumn.filed(who)
    meeting = autumn.convened(here.lan, here.minh, here.hoa)
    assert {each.person_id for each in meeting.attendances.all()} == {here.lan.pk, here.minh.pk, here.hoa.pk}
    assert {each.group for each in meeting.attendances.all()} == {"component_staff"}
    sheet = autumn.sheet(here.lan)
    remark(sheet, here.minh, sheet.version, "Chủ động, đúng hạn")
    adopt_minutes(meeting, here.thu, "Nhất trí", absent=[here.hoa])
    assert [autumn.sheet(who).state for who in (here.lan, here.minh, here.hoa)] == ["discussed"] * 3
    entry = autumn.sheet(here.lan).entries.get(step="adopt_minutes")
    assert entry.data["opinions"] == [{"by": here.minh.name, "text": "Chủ động, đúng hạn"}]
    assert meeting.attendances.get(person=here.hoa).absent


def test_a_head_of_an_agency_with_component_units_is_met_by_leaders_party_and_their_heads(autumn: Autumn) -> None:
    here = autumn.here
    autumn.filed(here.an)
    meeting = autumn.convened(here.an)
    groups = {each.person_id: each.group for each in meeting.attendances.all()}
    assert groups == {
        here.an.pk: "leadership",
        here.hoa.pk: "party",
        here.minh.pk: "party",
        here.thuong.pk: "component_heads",
    }


def test_those_whose_meeting_is_another_are_not_put_in_one(autumn: Autumn) -> None:
    here = autumn.here
    autumn.filed(here.lan), autumn.filed(here.an)
    with pytest.raises(ValidationError) as caught:
        autumn.convened(here.lan, here.an)
    assert set(caught.value.error_dict) == {"sheets"}
    assert autumn.sheet(here.lan).state == "filed"


def test_two_who_give_opinions_on_one_page_are_both_heard_and_a_double_click_once(autumn: Autumn) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    autumn.convened(here.lan)
    version = autumn.sheet(here.lan).version
    remark(autumn.sheet(here.lan), here.minh, version, "Một")
    remark(autumn.sheet(here.lan), here.hoa, version, "Hai")
    with pytest.raises(Stale):
        remark(autumn.sheet(here.lan), here.minh, version, "Một")
    assert list(Opinion.objects.values_list("text", flat=True)) == ["Một", "Hai"]


def test_an_opinion_is_never_changed_nor_removed(autumn: Autumn) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    autumn.convened(here.lan)
    remark(autumn.sheet(here.lan), here.minh, 2, "Một")
    opinion = Opinion.objects.get()
    for act in (opinion.save, opinion.delete):
        with pytest.raises(Unchangeable):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.update(text="Hai")


@pytest.mark.parametrize("name", ["hoa", "thuong", "lan", "dung", "son", "far"])
def test_nobody_but_who_decides_decides(autumn: Autumn, name: str) -> None:
    sheet = autumn.ready(autumn.here.lan)
    with pytest.raises(PermissionDenied):
        decide(sheet, getattr(autumn.here, name), sheet.version, "good")
    assert autumn.sheet(autumn.here.lan).state == "discussed"


def test_nobody_acts_on_their_own_sheet_but_by_form_02(autumn: Autumn) -> None:
    here = autumn.here
    rate_unit(here, here.commune, "good")
    autumn.filed(here.thu)
    with pytest.raises(PermissionDenied):
        convene([autumn.sheet(here.thu)], here.thu, HELD)
    sheet = autumn.sheet(here.minh)
    with pytest.raises(PermissionDenied):
        file_for_absent(sheet, here.minh, sheet.version, "tự lập")
    autumn.filed(here.hoa)
    adopt_minutes(autumn.convened(here.hoa), here.thu, "Nhất trí")
    hoa = autumn.sheet(here.hoa)
    with pytest.raises(PermissionDenied):
        hear_party(hoa, here.hoa, hoa.version, "tự nhận xét")


def test_others_than_the_called_give_no_opinion_and_others_than_hosts_call_no_meeting(autumn: Autumn) -> None:
    here = autumn.here
    autumn.filed(here.lan)
    with pytest.raises(PermissionDenied):
        convene([autumn.sheet(here.lan)], here.hoa, HELD)
    autumn.convened(here.lan, by=here.minh)
    sheet = autumn.sheet(here.lan)
    with pytest.raises(PermissionDenied):
        remark(sheet, here.thuong, sheet.version, "Người ngoài")


def test_a_double_click_does_once_what_was_asked(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    version = sheet.version
    decide(autumn.sheet(here.lan), here.an, version, "good")
    with pytest.raises(Stale):
        decide(autumn.sheet(here.lan), here.an, version, "good")
    notify(autumn.sheet(here.lan), here.an, version + 1, "Thông báo 1")
    with pytest.raises(Stale):
        notify(autumn.sheet(here.lan), here.an, version + 1, "Thông báo 1")
    sheet = autumn.sheet(here.lan)
    assert sheet.results.count() == 1 and sheet.entries.filter(step="notify").count() == 1


def test_what_is_told_and_to_whom(autumn: Autumn) -> None:
    here = autumn.here
    autumn.published(here.lan, "good")
    told = set(Notice.objects.filter(entry__step="publish").values_list("to__code", flat=True))
    assert told == {"LAN", "MINH", "HOA", "THU", "THUONG"}
    assert set(Notice.objects.filter(entry__step="notify").values_list("to__code", flat=True)) == {"LAN", "THU"}


def test_many_are_told_and_made_public_at_once_and_everyone_hears_once(autumn: Autumn) -> None:
    here = autumn.here
    lan, hoa = autumn.decided(here.lan, "good"), autumn.decided(here.hoa, "good")
    notify_all([lan, hoa], here.an, "Thông báo 05/TB")
    publish_all([autumn.sheet(here.lan), autumn.sheet(here.hoa)], here.an, "electronic")
    assert Notice.objects.filter(entry__step="publish", to=here.thuong).count() == 1
    assert [(each.name, each.grade, each.year_mean_cp) for each in published(autumn.opened.round)] == [
        (here.hoa.name, "good", None),
        (here.lan.name, "good", None),
    ]


def test_the_mean_is_public_only_where_the_agency_decided_so(autumn: Autumn) -> None:
    from datetime import date

    from congminh.org.actions import choose_reading

    autumn.published(autumn.here.lan, "good")
    choose_reading("publication", "rating_and_score", date(2026, 1, 1), autumn.here.decision)
    assert [each.year_mean_cp for each in published(autumn.opened.round)] == [8500]


def test_each_ones_list_of_what_waits_is_theirs_at_every_step(autumn: Autumn) -> None:
    here = autumn.here
    cast = ("an", "minh", "hoa", "lan", "thuong", "thu", "dung", "chair")

    def waits() -> set[str]:
        pk = autumn.sheet(here.lan).pk
        return {name for name in cast if pk in {file.pk for file in waiting_for(getattr(here, name))}}

    assert waits() == {"lan"}
    autumn.filed(here.lan)
    assert waits() == {"thu", "minh", "an"}
    meeting = autumn.convened(here.lan)
    assert waits() == {"thu", "minh", "an", "hoa"}
    remark(autumn.sheet(here.lan), here.hoa, 2, "Tốt")
    assert waits() == {"thu", "minh", "an"}
    adopt_minutes(meeting, here.thu, "Nhất trí")
    assert waits() == {"an"}
    decide(autumn.sheet(here.lan), here.an, autumn.sheet(here.lan).version, "good")
    assert waits() == {"an"}


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("lan", True),
        ("minh", True),
        ("an", True),
        ("thu", True),
        ("dung", True),
        ("chair", True),
        ("thuong", False),
        ("son", False),
        ("far", False),
    ],
)
def test_a_sheet_is_seen_by_its_person_those_who_lead_or_advise_and_inspectors(
    autumn: Autumn, name: str, sees: bool
) -> None:
    who: Person = getattr(autumn.here, name)
    pk = autumn.sheet(autumn.here.lan).pk
    assert YearSheet.objects.visible_to(who).filter(pk=pk).exists() == sees


def test_the_one_view_of_steps_serves_form_02_and_the_meeting(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.sheet(here.lan)
    form = step_form(sheet, "file_form", here.lan, {"self_grade": "good", "self_report": REPORT, "note_3": "Học"})
    assert dict(form.fields["self_grade"].choices)["excellent"] == "Hoàn thành xuất sắc nhiệm vụ"
    assert form.is_valid(), form.errors
    form.act(sheet.version)
    autumn.filed(here.hoa)
    sheet = autumn.sheet(here.lan)
    form = step_form(sheet, "convene", here.thu)
    assert form.fields["sheets"].initial == [autumn.sheet(here.hoa).pk]
    data: dict[str, Any] = {"meeting_time": "2026-12-04T14:00", "sheets": [autumn.sheet(here.hoa).pk]}
    form = step_form(sheet, "convene", here.thu, data)
    assert form.is_valid(), form.errors
    form.act(sheet.version)
    sheet = autumn.sheet(here.lan)
    paper = SimpleUploadedFile("bien-ban.pdf", PDF)
    data = {"minutes": "Nhất trí", "self_report": REPORT, "absent": [here.minh.pk]}
    form = step_form(sheet, "adopt_minutes", here.thu, data, {"evidence": [paper]})
    assert form.is_valid(), form.errors
    form.act(sheet.version)
    assert [autumn.sheet(who).state for who in (here.lan, here.hoa)] == ["discussed", "discussed"]
    kept = autumn.sheet(here.hoa).entries.get(step="adopt_minutes").data
    assert kept["minutes_kept_with"] == sheet.pk and autumn.sheet(here.lan).attachments.count() == 1


def test_the_one_view_of_steps_serves_the_decision_and_the_telling(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    steps = (
        ("decide", {"grade": "fulfilled", "reason": ""}, False),
        ("decide", {"grade": "fulfilled", "reason": "Chậm việc lớn", "handling": "Bồi dưỡng"}, True),
        ("notify", {"written_notice": "Thông báo 02"}, True),
        ("publish", {"form_of_publication": "electronic"}, True),
    )
    for step, data, passes in steps:
        sheet = autumn.sheet(here.lan)
        form = step_form(sheet, step, here.an, data)
        assert form.is_valid(), form.errors
        if passes:
            form.act(sheet.version)
            continue
        with pytest.raises(ValidationError) as caught:
            form.act(sheet.version)
        assert set(caught.value.error_dict) == {"reason"}
    sheet = autumn.sheet(here.lan)
    assert (sheet.state, sheet.handling) == ("published", "Bồi dưỡng")
