"""Mẫu 01 being written: saved between steps, held to the form, never over somebody else's; then sent and scored."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.assessment.actions import Overtaken, Written, move_on_all, save_marks, score, score_unsent, send
from congminh.assessment.models import PeriodSheet
from congminh.law.procedure import Role
from congminh.ledger.actions import Stale, take
from congminh.org.actions import appoint, delegate, end_post
from congminh.org.models import Post
from tests.apps.assessment.month import Month, filled, given_by_head, last_entry
from tests.apps.org.commune import position
from tests.apps.work.desk import day

TODAY = timezone.localdate()


def faults(error: ValidationError) -> set[str]:
    return set(error.message_dict)


def test_what_is_typed_is_saved_without_a_step(month: Month) -> None:
    sheet = month.sheet(month.here.lan)
    assert (
        save_marks(sheet, month.here.lan, 0, Written({"I.1": (450, "Còn chậm báo cáo")}, {"strengths": "Chủ động"}))
        == 1
    )
    assert save_marks(sheet, month.here.lan, 1, Written({"I.1": (500, ""), "III.4": (None, "chưa rõ")})) == 2
    again = month.sheet(month.here.lan)
    assert (again.state, again.version, again.draft, again.draft_by) == ("in_progress", 0, 2, month.here.lan)
    assert {m.code: (m.self_cp, m.self_note) for m in again.marks.all()} == {
        "I.1": (500, ""),
        "III.4": (None, "chưa rõ"),
    }
    assert again.strengths == "Chủ động"
    assert not again.entries.exists()


def test_two_windows_at_once_are_a_conflict_and_nothing_is_lost(month: Month) -> None:
    one, other = month.sheet(month.here.lan), month.sheet(month.here.lan)
    save_marks(one, month.here.lan, 0, Written({"I.1": (450, "từ máy tính")}))
    with pytest.raises(Overtaken) as caught:
        save_marks(other, month.here.lan, 0, Written({"I.1": (400, "từ điện thoại")}))
    assert (caught.value.draft, caught.value.by) == (1, month.here.lan)
    assert (caught.value.marks["I.1"].self_cp, caught.value.marks["I.1"].self_note) == (450, "từ máy tính")
    assert save_marks(other, month.here.lan, caught.value.draft, Written({"I.1": (400, "từ điện thoại")})) == 2


@pytest.mark.parametrize(
    ("marks", "field"),
    [
        ({"I.1": (550, "")}, "I.1"),
        ({"II.1": (300, "")}, "II.1"),
        ({"I.1": (-50, "")}, "I.1"),
        ({"I.1": (475, "")}, "I.1"),
        ({"IV.1": (100, "")}, "IV.1"),
        ({"I.1": (500, "x" * 5001)}, "I.1_note"),
    ],
)
def test_points_the_form_does_not_have_are_refused_at_their_field(
    month: Month, marks: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        save_marks(month.sheet(month.here.lan), month.here.lan, 0, Written({"I.2": (500, ""), **marks}))
    assert faults(caught.value) == {field}
    assert not month.sheet(month.here.lan).marks.exists()


@pytest.mark.parametrize(("step", "points", "fits"), [("0.25", 475, True), ("0.25", 480, False), ("free", 481, True)])
def test_the_step_of_points_is_the_agencys(month: Month, step: str, points: int, fits: bool) -> None:
    month.desk.reads("general_step", step)
    write = Written({"I.1": (points, "")})
    if fits:
        assert save_marks(month.sheet(month.here.lan), month.here.lan, 0, write) == 1
    else:
        with pytest.raises(ValidationError):
            save_marks(month.sheet(month.here.lan), month.here.lan, 0, write)


@pytest.mark.parametrize("who", ["minh", "hoa", "an", "thu", "dung"])
def test_nobody_else_writes_on_a_sheet_in_progress(month: Month, who: str) -> None:
    with pytest.raises(PermissionDenied):
        save_marks(month.sheet(month.here.lan), getattr(month.here, who), 0, Written({"I.1": (500, "")}))


def test_once_sent_the_assessor_writes_and_the_person_no_more(month: Month) -> None:
    sheet = month.sent(month.here.lan)
    with pytest.raises(PermissionDenied):
        save_marks(sheet, month.here.lan, sheet.draft, Written({"I.1": (500, "")}))
    draft = save_marks(
        sheet, month.here.minh, sheet.draft, Written({"I.1": (450, "có lần đi muộn")}, {"remark": "Tốt"})
    )
    mark = month.sheet(month.here.lan).marks.get(code="I.1")
    assert (draft, mark.self_cp, mark.given_cp, mark.given_note) == (sheet.draft, 500, 450, "có lần đi muộn")
    with pytest.raises(PermissionDenied):
        save_marks(sheet, month.here.minh, draft, Written({}, {"strengths": "viết hộ"}))


def test_a_save_after_the_sheet_was_sent_is_a_conflict(month: Month) -> None:
    open_still = month.sheet(month.here.lan)
    month.sent(month.here.lan)
    with pytest.raises(Overtaken):
        save_marks(open_still, month.here.lan, 1, Written({"I.1": (0, "")}))
    assert month.sheet(month.here.lan).marks.get(code="I.1").self_cp == 500


def test_a_sheet_is_sent_with_every_criterion_and_a_comment_below_the_maximum(month: Month) -> None:
    sheet = month.sheet(month.here.lan)
    with pytest.raises(ValidationError) as caught:
        send(sheet, month.here.lan, 0, Written({"I.1": (500, ""), "I.2": (450, " ")}))
    assert faults(caught.value) == {"I.2_note", *(f"II.{n}" for n in (1, 2, 3, 4)), *(f"III.{n}" for n in (1, 2, 3, 4))}
    assert month.sheet(month.here.lan).draft == 0
    entry = send(month.sheet(month.here.lan), month.here.lan, 0, filled({"I.2": 450}))
    form = entry.data["form_01"]
    assert (form["general_cp"], form["marks"]["I.2"], form["strengths"]) == (
        2950,
        {"cp": 450, "note": "Còn hạn chế"},
        "Chủ động",
    )
    assert (entry.cite, [notice.to for notice in entry.notices.all()]) == ("Điều 17.2", [month.here.minh])
    assert month.sheet(month.here.lan).self_cp == 2950


def test_where_the_agency_asks_no_comment_none_is_needed(month: Month) -> None:
    month.desk.reads("general_comment", "none")
    send(month.sheet(month.here.lan), month.here.lan, 0, filled({"I.2": 450}, note=""))
    assert month.sheet(month.here.lan).self_cp == 2950


@pytest.mark.parametrize("who", ["minh", "thu", "hoa", "dung"])
def test_nobody_sends_anothers_sheet(month: Month, who: str) -> None:
    with pytest.raises(PermissionDenied):
        send(month.sheet(month.here.lan), getattr(month.here, who), 0, filled())


def test_a_sheet_goes_to_who_scores_the_place_the_person_holds_now(month: Month) -> None:
    here = month.here
    end_post(Post.objects.get(person=here.lan), day(14))
    appoint(Post(person=here.lan, unit=here.culture, position=position("Vị trí staff"), first=day(15)))
    entry = send(month.sheet(here.lan), here.lan, 0, filled())
    assert [notice.to for notice in entry.notices.all()] == [here.thuong]
    assert month.sheet(here.lan).unit == here.culture


def test_the_score_is_the_persons_own_where_nobody_gives_another(month: Month) -> None:
    sheet = month.scored(month.here.lan, month.here.minh, {"III.1": 0})
    assert (sheet.state, sheet.general_cp, sheet.remark) == ("scored", 2750, "Hoàn thành nhiệm vụ")
    assert {mark.given_cp for mark in sheet.marks.filter(code="III.1")} == {0}
    entry = last_entry(sheet)
    assert (entry.step, entry.cite, entry.data["general_cp"], entry.data["remark"]) == (
        "score",
        "Điều 17.2",
        2750,
        "Hoàn thành nhiệm vụ",
    )


def test_another_score_needs_a_reason_and_both_scores_stay(month: Month) -> None:
    sheet = month.sent(month.here.lan)
    changed = given_by_head(sheet, {"I.1": (400, "")})
    with pytest.raises(ValidationError) as caught:
        score(sheet, month.here.minh, sheet.version, changed)
    assert faults(caught.value) == {"I.1_note"}
    sheet = month.sheet(month.here.lan)
    score(sheet, month.here.minh, sheet.version, given_by_head(sheet, {"I.1": (400, "Hai lần đi muộn")}))
    mark = month.sheet(month.here.lan).marks.get(code="I.1")
    assert (mark.self_cp, mark.given_cp, mark.given_note) == (500, 400, "Hai lần đi muộn")
    assert month.sheet(month.here.lan).general_cp == 2900


def test_where_the_agency_forbids_it_the_score_is_not_changed(month: Month) -> None:
    month.desk.reads("general_changed_by_assessor", "no")
    sheet = month.sent(month.here.lan)
    with pytest.raises(ValidationError) as caught:
        score(sheet, month.here.minh, sheet.version, given_by_head(sheet, {"I.1": (400, "Hai lần đi muộn")}))
    assert faults(caught.value) == {"I.1"}


def test_a_remark_is_needed_and_for_a_leader_both_marks_with_reasons(month: Month) -> None:
    sheet = month.sent(month.here.minh)
    with pytest.raises(ValidationError) as caught:
        score(sheet, month.here.an, sheet.version, Written({}, {"execution": 50, "execution_reason": ""}))
    assert faults(caught.value) == {"remark", "execution_reason", "cohesion"}
    sheet = month.sheet(month.here.minh)
    with pytest.raises(ValidationError) as caught:
        score(sheet, month.here.an, sheet.version, given_by_head(sheet, execution=70))
    assert faults(caught.value) == {"execution"}
    sheet = month.sheet(month.here.minh)
    score(sheet, month.here.an, sheet.version, given_by_head(sheet, execution=50))
    assert (month.sheet(month.here.minh).execution, month.sheet(month.here.minh).cohesion) == (50, 100)


def test_where_the_gap_is_half_only_half_needs_a_reason(month: Month) -> None:
    month.desk.reads("leader_gap", "not_met_is_half")
    sheet = month.sent(month.here.minh)
    written = Written({}, {"remark": "Tốt", "execution": 100, "cohesion": 50})
    with pytest.raises(ValidationError) as caught:
        score(sheet, month.here.an, sheet.version, written)
    assert faults(caught.value) == {"cohesion_reason"}


@pytest.mark.parametrize(
    ("who", "by"), [("lan", "an"), ("lan", "hoa"), ("minh", "minh"), ("lan", "thu"), ("an", "thu")]
)
def test_only_the_competent_level_scores_and_nobody_oneself(month: Month, who: str, by: str) -> None:
    sheet = month.sent(getattr(month.here, who))
    with pytest.raises(PermissionDenied):
        score(sheet, getattr(month.here, by), sheet.version, given_by_head(sheet))


def test_a_delegate_scores_while_the_delegation_lasts_but_never_their_own(month: Month) -> None:
    here = month.here
    delegate(here.economy, here.hoa, TODAY - timedelta(days=1), TODAY + timedelta(days=1), here.decision)
    sheet = month.scored(here.lan, here.hoa)
    assert last_entry(sheet).who == here.hoa
    own = month.sent(here.hoa)
    assert Role.ASSESSOR not in own.roles_of(here.hoa) and Role.ASSESSOR in own.roles_of(here.minh)
    assert list(PeriodSheet.objects.waiting_for(here.hoa).values_list("person__code", flat=True)) == ["LAN"]
    assert list(PeriodSheet.objects.waiting_for(here.minh).values_list("person__code", flat=True)) == ["HOA", "MINH"]


def test_a_sheet_returned_is_sent_again_and_the_new_self_score_counts(month: Month) -> None:
    sheet = month.scored(month.here.lan, month.here.minh)
    take("return", sheet, month.here.minh, sheet.version, {"reason": "Chưa nêu hạn chế"})
    sheet = month.sheet(month.here.lan)
    send(sheet, month.here.lan, sheet.version, filled({"I.1": 400}))
    sheet = month.sheet(month.here.lan)
    score(sheet, month.here.minh, sheet.version, given_by_head(sheet))
    assert month.sheet(month.here.lan).general_cp == 2900


def test_a_sheet_never_sent_is_scored_once_its_day_is_over_with_the_reason(month: Month) -> None:
    sheet = month.sheet(month.here.lan)
    every = {code: (cp or 0, note) for code, (cp, note) in filled({"I.2": 300}).marks.items()}
    type(month.round).objects.update(self_by=TODAY, confirm_by=TODAY, publish_by=TODAY)
    with pytest.raises(ValidationError, match="hạn gửi"):
        score_unsent(month.sheet(month.here.lan), month.here.minh, 0, "Không gửi", given_by_head(sheet, every))
    type(month.round).objects.update(self_by=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError):
        score_unsent(month.sheet(month.here.lan), month.here.minh, 0, " ", given_by_head(sheet, every))
    entry = score_unsent(month.sheet(month.here.lan), month.here.minh, 0, "Không gửi", given_by_head(sheet, every))
    assert (entry.cite, entry.data["reason"], month.sheet(month.here.lan).general_cp) == ("Điều 3.4", "Không gửi", 2800)


def test_a_second_click_is_told_who_was_first(month: Month) -> None:
    sheet = month.sent(month.here.lan)
    score(sheet, month.here.minh, 1, given_by_head(sheet))
    with pytest.raises(Stale):
        score(month.sheet(month.here.lan), month.here.minh, 1, given_by_head(sheet))


def test_personnel_move_a_late_sheet_on_with_a_trace(month: Month) -> None:
    type(month.round).objects.update(self_by=TODAY - timedelta(days=1), confirm_by=TODAY, publish_by=TODAY)
    sheet = month.sheet(month.here.lan)
    entry = take("move_on", sheet, month.here.thu, 0, {"reason": "Quá hạn tự đánh giá"})
    assert (entry.after, {notice.to.code for notice in entry.notices.all()}) == ("submitted", {"LAN", "MINH"})


def test_many_late_sheets_are_moved_on_at_once_or_none(month: Month) -> None:
    here = month.here

    def late() -> list[PeriodSheet]:
        return list(PeriodSheet.objects.filter(person__in=[here.lan, here.hoa]).select_related("person", "round"))

    type(month.round).objects.update(self_by=TODAY, confirm_by=TODAY, publish_by=TODAY)
    with pytest.raises(ValidationError):
        move_on_all(late(), here.thu, "Quá hạn")
    type(month.round).objects.update(self_by=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        move_on_all(late(), here.minh, "Quá hạn")
    with pytest.raises(ValidationError):
        move_on_all(late(), here.thu, " ")
    entries = move_on_all(late(), here.thu, "Quá hạn tự đánh giá")
    assert [(entry.after, entry.data["reason"]) for entry in entries] == [("submitted", "Quá hạn tự đánh giá")] * 2
    sheet = month.sheet(here.lan)
    every = {code: (cp or 0, note) for code, (cp, note) in filled().marks.items()}
    score(sheet, here.minh, sheet.version, given_by_head(sheet, every))
    assert (month.sheet(here.lan).self_cp, month.sheet(here.lan).general_cp) == (None, 3000)


def test_whoever_is_away_is_left_out_and_taken_in_again(month: Month) -> None:
    sheet = month.sheet(month.here.lan)
    with pytest.raises(PermissionDenied):
        take("leave_out", sheet, month.here.minh, 0, {"reason": "nghỉ thai sản"})
    take("leave_out", sheet, month.here.thu, 0, {"reason": "nghỉ thai sản cả tháng"})
    with pytest.raises(Stale):
        send(month.sheet(month.here.lan), month.here.lan, 1, None)
    take("take_in", month.sheet(month.here.lan), month.here.thu, 1, {"reason": "đi làm lại"})
    assert month.sheet(month.here.lan).state == "in_progress"
