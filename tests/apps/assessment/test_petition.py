"""«Kiến nghị» (Điều 22): lodged on a line, settled by another, ended by a new result that leaves the old one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from congminh.assessment.actions import (
    Line,
    ask_reopen,
    correct,
    lodge,
    notify,
    notify_all,
    reopen,
    score,
)
from congminh.assessment.models import PeriodSheet, Petition, Result
from congminh.law.nd335.procedure import PETITION
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale, take
from congminh.ledger.deadlines import deadlines
from congminh.ledger.models import CaseFile, Notice
from congminh.org.actions import delegate, end_post
from congminh.org.models import Person, Post
from tests.apps.assessment.month import Month, given_by_head, last_entry
from tests.apps.desk.test_steps import PDF
from tests.apps.org.commune import SINCE, position

LINE = Line("quantity", "a · Số lượng", "50 %", "min(8; 16) ÷ 16", "Điều 14.2.a")
GROUNDS = "Đã nộp đủ hai báo cáo, có văn bản kèm theo."
TODAY = timezone.localdate()


@pytest.fixture
def told(month: Month) -> Month:
    month.done(month.here.lan, quantity_m=1000)
    month.all_told()
    return month


def sent(month: Month, who: Person | None = None, line: Line = LINE, **more: Any) -> Petition:
    who = who or month.here.lan
    return again(lodge(month.sheet(who), who, line, GROUNDS, **more))


def again(petition: Petition) -> Petition:
    return Petition.objects.described().get(pk=petition.pk)


def upheld(month: Month) -> Petition:
    petition = sent(month)
    take("uphold", petition, month.here.an, petition.version, {"reason": "Có văn bản giao nhận"})
    return again(petition)


def told_anew(month: Month) -> PeriodSheet:
    here, sheet = month.here, month.sheet(month.here.lan)
    ask_reopen(sheet, here.minh, sheet.version, "Kiến nghị được chấp nhận", TODAY + timedelta(days=5))
    sheet = month.sheet(here.lan)
    reopen(sheet, here.thu, sheet.version)
    sheet = month.sheet(here.lan)
    score(sheet, here.minh, sheet.version, given_by_head(sheet))
    sheet = month.sheet(here.lan)
    notify(sheet, here.minh, sheet.version)
    return month.sheet(here.lan)


def seen_by(person: Person) -> int:
    return Petition.objects.visible_to(person).count()


def waits_for(person: Person) -> int:
    return Petition.objects.waiting_for(person).count()


def test_it_keeps_the_line_as_it_was_told_and_tells_who_settles_and_personnel(told: Month) -> None:
    here = told.here
    petition = sent(told, papers=[SimpleUploadedFile("giao-nhan.pdf", PDF)])
    assert (petition.state, petition.person, petition.result) == ("received", here.lan, told.sheet(here.lan).result)
    assert (petition.line, petition.label, petition.shown, petition.cite) == (LINE.name, LINE.label, "50 %", LINE.cite)
    assert petition.decided_by == here.minh and petition.agency == here.commune
    entry = petition.entries.get()
    assert (entry.step, entry.cite, entry.data["grounds"], entry.attachments.count()) == (
        "lodge",
        "Điều 22",
        GROUNDS,
        1,
    )
    assert {(each.to, each.role) for each in Notice.objects.filter(entry=entry)} == {
        (here.an, "resolver"),
        (here.thu, "personnel"),
    }


def test_it_is_settled_by_the_next_in_the_line_after_who_gave_the_score(told: Month) -> None:
    here = told.here
    assert Role.RESOLVER in sent(told).roles_of(here.an)
    assert Role.RESOLVER not in sent(told, line=Line("quality", "b")).roles_of(here.minh)
    assert Role.RESOLVER in sent(told, here.minh).roles_of(here.chair)
    assert sent(told, here.thuong).is_settled_by_another


def test_where_nobody_else_is_there_who_gave_the_score_settles_it_and_the_file_says_so(told: Month) -> None:
    petition = sent(told, told.here.an)
    assert petition.roles_of(told.here.chair) == {Role.RESOLVER, Role.ASSESSOR}
    assert not petition.is_settled_by_another


def test_a_new_head_of_the_unit_is_somebody_else_and_settles_it(told: Month) -> None:
    here = told.here
    end_post(Post.objects.get(person=here.minh), TODAY - timedelta(days=1))
    Post.objects.create(
        person=here.hoa, unit=here.economy, rank="head", first=TODAY, position=position("Vị trí head"), kind="acting"
    )
    petition = sent(told)
    assert petition.decided_by == here.minh
    assert petition.roles_of(here.hoa) == {Role.RESOLVER, Role.ASSESSOR} and petition.is_settled_by_another
    assert petition.roles_of(here.an) == set()


def test_personnel_never_advise_on_their_own(told: Month) -> None:
    petition = sent(told, told.here.thu)
    assert petition.roles_of(told.here.thu) == {Role.OWNER}
    assert list(petition.people_in(Role.PERSONNEL)) == []


def test_it_is_due_in_seven_working_days_and_tet_does_not_count(told: Month) -> None:
    petition = sent(told)
    lodged = datetime(2026, 2, 12, 10, tzinfo=timezone.get_current_timezone())
    CaseFile.objects.filter(pk=petition.pk).update(opened_at=lodged)
    assert again(petition).due == date(2026, 3, 2)


def test_the_deadline_of_any_file_is_read_from_its_table(told: Month) -> None:
    petition = sent(told)
    assert [(due.step.name, due.day) for due in deadlines(petition)] == [
        ("uphold", petition.due),
        ("refuse", petition.due),
    ]
    take("refuse", petition, told.here.an, petition.version, {"reason": "Không có căn cứ"})
    assert deadlines(again(petition)) == []


@pytest.mark.parametrize("step", ["uphold", "refuse"])
def test_settling_needs_a_reason_and_the_right_person(told: Month, step: str) -> None:
    petition = sent(told)
    for who in ("lan", "minh", "thu", "dung", "hoa"):
        with pytest.raises(PermissionDenied):
            take(step, petition, getattr(told.here, who), petition.version, {"reason": "x"})
    with pytest.raises(ValidationError) as caught:
        take(step, petition, told.here.an, petition.version, {"reason": ""})
    assert set(caught.value.message_dict) == {"reason"}
    assert again(petition).state == "received"


def test_a_refusal_ends_it_and_the_person_is_told(told: Month) -> None:
    petition = sent(told)
    take("refuse", petition, told.here.an, petition.version, {"reason": "Không có căn cứ"})
    petition = again(petition)
    assert petition.state in PETITION.finals and not petition.is_open
    assert told.here.lan in {each.to for each in Notice.objects.filter(entry=last_entry(petition))}
    assert sent(told).pk != petition.pk, "and another may be sent"


def test_upheld_it_waits_for_who_scores_until_there_is_a_new_result(told: Month) -> None:
    here, petition = told.here, upheld(told)
    assert {each.to for each in Notice.objects.filter(entry=last_entry(petition))} == {here.lan, here.minh, here.thu}
    assert (waits_for(here.minh), waits_for(here.an)) == (1, 0)
    assert petition.open_to(here.minh) == ()
    with pytest.raises(ValidationError, match="Chưa có kết quả mới"):
        correct(petition, here.minh, petition.version, "Đã xem lại")
    assert again(petition).state == "upheld"


def test_the_new_result_ends_it_and_the_old_one_stays(told: Month) -> None:
    here, petition = told.here, upheld(told)
    old = Result.objects.get(pk=petition.result_id)
    seal = old.seal()
    sheet = told_anew(told)
    petition = again(petition)
    assert (petition.state, sheet.result.number) == ("corrected", 2)
    entry = last_entry(petition)
    assert (entry.step, entry.who, entry.cite) == ("correct", here.minh, "Điều 4.4")
    assert "trước đây" in entry.data["reason"]
    assert petition.result == old and Result.objects.get(pk=old.pk).seal() == seal
    assert waits_for(here.minh) == 0


def test_told_in_a_batch_it_ends_as_well(told: Month) -> None:
    here, petition = told.here, upheld(told)
    sheet = told.sheet(here.lan)
    ask_reopen(sheet, here.minh, sheet.version, "Kiến nghị", TODAY + timedelta(days=5))
    sheet = told.sheet(here.lan)
    reopen(sheet, here.thu, sheet.version)
    sheet = told.sheet(here.lan)
    score(sheet, here.minh, sheet.version, given_by_head(sheet))
    notify_all([told.sheet(here.lan)], here.minh)
    assert again(petition).state == "corrected"


def test_a_sheet_told_anew_for_another_reason_leaves_a_petition_that_waits(told: Month) -> None:
    petition = sent(told)
    told_anew(told)
    assert again(petition).state == "received"
    take("uphold", petition, told.here.an, petition.version, {"reason": "Đúng"})
    petition = again(petition)
    assert [step.name for step in petition.open_to(told.here.minh)] == ["correct"]
    correct(petition, told.here.minh, petition.version, "Đã đánh giá lại")
    assert again(petition).state == "corrected"


def test_a_second_one_on_the_same_line_is_refused_and_leads_to_the_first(told: Month) -> None:
    first = sent(told)
    with pytest.raises(ValidationError) as caught:
        sent(told)
    assert caught.value.params["file"] == first.pk and f"{first.due:%d/%m/%Y}" in caught.value.params["why"]
    assert sent(told, line=Line("quality", "b · Chất lượng")).pk != first.pk
    assert sent(told, line=LINE._replace(task=7)).of_task == 7
    assert Petition.objects.count() == 3


def test_only_the_person_sends_one(told: Month) -> None:
    for who in ("minh", "thu", "dung", "far"):
        with pytest.raises(PermissionDenied):
            lodge(told.sheet(told.here.lan), getattr(told.here, who), LINE, GROUNDS)
    assert Petition.objects.count() == 0


def test_grounds_are_needed(told: Month) -> None:
    with pytest.raises(ValidationError) as caught:
        lodge(told.sheet(told.here.lan), told.here.lan, LINE, "  ")
    assert set(caught.value.message_dict) == {"grounds"} and Petition.objects.count() == 0


def test_before_the_result_is_told_there_is_nothing_to_complain_of(month: Month) -> None:
    month.scored(month.here.lan, month.here.minh)
    with pytest.raises(ValidationError, match="chưa được thông báo"):
        sent(month)


def test_paper_that_is_no_evidence_leaves_nothing_behind(told: Month) -> None:
    with pytest.raises(ValidationError):
        sent(told, papers=[SimpleUploadedFile("virus.pdf", b"MZ a program")])
    assert not CaseFile.objects.filter(procedure=PETITION.name).exists()


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moved = TODAY + timedelta(days)
    monkeypatch.setattr(timezone, "localdate", lambda value=None, *_: value.date() if value else moved)


def test_by_default_no_time_to_send_one_is_set(told: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, 25)
    assert sent(told).state == "received"


def test_an_agency_that_set_ten_days_receives_none_after_them(told: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    told.desk.reads("petition_window", "ten_days")
    assert sent(told).state == "received"
    later(monkeypatch, 25)
    with pytest.raises(ValidationError, match="chỉ nhận kiến nghị đến hết ngày"):
        sent(told, line=Line("quality", "b · Chất lượng"))


def test_an_agency_may_receive_them_on_the_year_alone(told: Month) -> None:
    told.desk.reads("petition_months", "no")
    with pytest.raises(ValidationError, match="xếp loại năm"):
        sent(told)


def test_it_is_seen_by_those_it_concerns_and_by_nobody_else(told: Month) -> None:
    here = told.here
    sent(told)
    seen = {name: seen_by(getattr(here, name)) for name in ("lan", "minh", "an", "thu", "dung")}
    assert set(seen.values()) == {1}, seen
    others = {name: seen_by(getattr(here, name)) for name in ("hoa", "thuong", "chair", "far", "son")}
    assert set(others.values()) == {0}, others
    assert Petition.objects.visible_to(None).count() == 0


def test_who_gave_the_score_and_who_settled_it_see_it_afterwards(told: Month) -> None:
    petition = sent(told)
    take("refuse", petition, told.here.an, petition.version, {"reason": "Không có căn cứ"})
    assert [seen_by(getattr(told.here, name)) for name in ("lan", "minh", "an", "thu", "dung", "hoa")] == [1] * 5 + [0]


def test_an_advisers_own_is_not_for_themselves_to_advise_on(told: Month) -> None:
    sent(told, told.here.thu)
    assert (seen_by(told.here.thu), seen_by(told.here.thuong), seen_by(told.here.an)) == (1, 1, 1)
    assert Petition.objects.visible_to(told.here.thu).get().roles_of(told.here.thu) == {Role.OWNER}


def test_it_waits_for_who_settles_it_alone(told: Month) -> None:
    sent(told)
    names = ("lan", "minh", "an", "thu", "dung", "hoa", "chair")
    assert {name: waits_for(getattr(told.here, name)) for name in names} == {**dict.fromkeys(names, 0), "an": 1}


def test_whoever_stands_in_for_the_head_settles_it_meanwhile(told: Month) -> None:
    here, petition = told.here, sent(told)
    delegate(here.commune, here.thuong, TODAY, TODAY + timedelta(days=3))
    petition = again(petition)
    assert Role.RESOLVER in petition.roles_of(here.thuong)
    assert waits_for(here.thuong) == 1


def test_two_answers_at_once_are_one(told: Month) -> None:
    petition = sent(told)
    take("refuse", petition, told.here.an, petition.version, {"reason": "Không có căn cứ"})
    stale = again(petition)
    with pytest.raises(Stale):
        take("uphold", stale, told.here.an, 1, {"reason": "Đúng"})


def test_lists_ask_no_more_for_many_petitions_than_for_one(told: Month, django_assert_max_num_queries: Any) -> None:
    sent(told)
    for number in range(20):
        sent(told, line=Line(f"line{number}", "Dòng"))
    for who, most in (("an", 14), ("thu", 14), ("minh", 14), ("dung", 3), ("hoa", 3)):
        with django_assert_max_num_queries(most):
            [each.title() for each in Petition.objects.visible_to(getattr(told.here, who))]
    with django_assert_max_num_queries(14):
        assert len(Petition.objects.waiting_for(told.here.an)) == 21
    assert SINCE < TODAY
