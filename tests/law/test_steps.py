"""The decree's procedures as tables: sound, cited, and walked from one end to the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import congminh.law.nd335
from congminh.law.calendar import HolidayTable, SpecialDay
from congminh.law.nd335.deadlines import NUMBERS, petition_due, rating_deadline, sync_due
from congminh.law.nd335.procedure import (
    CATALOGUE,
    ORGANISATION,
    PERIOD_SHEET,
    PETITION,
    PROCEDURES,
    RE_RATING,
    YEAR_DEPUTY,
    YEAR_HEAD,
    YEAR_OTHERS,
    participants,
)
from congminh.law.nd335.yearly_rating import BY_POST
from congminh.law.parameters import load_yaml
from congminh.law.procedure import Deadline, Procedure, Role, problems

ARTICLES = load_yaml(Path(congminh.law.nd335.__file__).parent / "articles.yaml")["articles"]
YEARS = (YEAR_HEAD, YEAR_DEPUTY, YEAR_OTHERS)


def walk(procedure: Procedure, *taken: tuple[Role, str]) -> str:
    """The state after these people take these steps; each must be open to them."""
    state = procedure.initial
    for role, name in taken:
        step = procedure.step(name)
        assert step in procedure.open_to({role}, state), f"{name} is not open to {role} in {state}"
        state = step.target
    return state


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.name)
def test_every_table_is_sound_and_every_article_resolves(procedure: Procedure) -> None:
    assert problems(procedure, ARTICLES) == []


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.name)
def test_every_step_and_state_has_words_in_both_languages(procedure: Procedure) -> None:
    labels = [
        procedure.label,
        *(s.label for s in procedure.named_states),
        *(s.label for s in procedure.steps),
    ]
    assert all(label.vi and label.en and label.vi != label.en for label in labels)


def test_every_role_has_words_an_article_and_a_place_in_some_table() -> None:
    steps = [step for procedure in PROCEDURES for step in procedure.steps]
    used = {role for step in steps for role in (*step.by, *step.tell)}
    assert used == set(Role)
    assert all(role.label.vi and role.label.en and role.cite in ARTICLES for role in Role)


def test_a_role_is_its_name_where_it_is_stored() -> None:
    assert Role("assessor") is Role.ASSESSOR and f"{Role.ASSESSOR}" == "assessor"
    assert Role.ASSESSOR.label.vi == "cấp có thẩm quyền theo dõi, đánh giá"


def test_procedures_have_names_of_their_own() -> None:
    assert len({procedure.name for procedure in PROCEDURES}) == len(PROCEDURES) == 9


def test_a_month_goes_from_self_evaluation_to_the_national_database() -> None:
    end = walk(
        PERIOD_SHEET,
        (Role.OWNER, "self_assess"),
        (Role.ASSESSOR, "return"),
        (Role.OWNER, "self_assess"),
        (Role.ASSESSOR, "score"),
        (Role.ASSESSOR, "notify"),
        (Role.PERSONNEL, "close"),
        (Role.PERSONNEL, "sync"),
    )
    assert end == "synchronised"


def test_what_is_late_is_moved_on_by_personnel_with_a_reason() -> None:
    late = [(Role.PERSONNEL, "move_on"), (Role.ASSESSOR, "score"), (Role.PERSONNEL, "notify_late")]
    assert walk(PERIOD_SHEET, *late) == "notified"
    for name, day in (("move_on", "self_day_over"), ("notify_late", "publish_day_over")):
        step = PERIOD_SHEET.step(name)
        assert step.needs == ("reason",) and day in step.when and Role.OWNER in step.tell


def test_whoever_is_away_all_period_can_be_left_out_and_taken_in_again() -> None:
    assert walk(PERIOD_SHEET, (Role.PERSONNEL, "leave_out")) == "left_out" in PERIOD_SHEET.finals
    assert walk(PERIOD_SHEET, (Role.PERSONNEL, "leave_out"), (Role.PERSONNEL, "take_in")) == "in_progress"
    assert "leave_out" not in {step.name for step in PERIOD_SHEET.open_to(set(Role), "scored")}


def test_the_result_of_a_month_is_told_to_the_person_and_to_personnel() -> None:
    step = PERIOD_SHEET.step("notify")
    assert (step.cite, step.tell) == ("Điều 17.3", (Role.OWNER, Role.PERSONNEL))


def test_a_closed_month_opens_again_only_when_one_asks_with_a_reason_and_a_day_and_another_agrees() -> None:
    ask, agree = PERIOD_SHEET.step("ask_reopen"), PERIOD_SHEET.step("reopen")
    assert (ask.cite, ask.needs, ask.leads("closed")) == ("Điều 4.4", ("reason", "until"), "closed")
    assert (agree.when, agree.target) == (("reopening_asked",), "submitted")
    assert PERIOD_SHEET.open_to({Role.OWNER}, "closed") == ()
    scored_anew = [(Role.ASSESSOR, "score"), (Role.ASSESSOR, "notify"), (Role.PERSONNEL, "close")]
    begun = [(Role.OWNER, "self_assess"), *scored_anew]
    assert walk(PERIOD_SHEET, *begun, (Role.PERSONNEL, "reopen"), *scored_anew) == "closed"
    assert walk(PERIOD_SHEET, *begun, (Role.PERSONNEL, "reopen"), (Role.PERSONNEL, "restore")) == "notified"


def test_nobody_scores_their_own_sheet_by_being_its_owner() -> None:
    for state in PERIOD_SHEET.states():
        names = {step.name for step in PERIOD_SHEET.open_to({Role.OWNER}, state)}
        assert names <= {"self_assess"}


def test_a_sheet_never_sent_can_still_be_scored_with_a_reason() -> None:
    assert walk(PERIOD_SHEET, (Role.ASSESSOR, "score_unsent")) == "scored"
    assert PERIOD_SHEET.step("score_unsent").needs == ("reason",)


@pytest.mark.parametrize("procedure", YEARS, ids=lambda procedure: procedure.name)
def test_a_year_begins_with_form_02_and_a_meeting_whose_minutes_are_adopted(procedure: Procedure) -> None:
    clause = procedure.cite
    assert procedure.step("file_form").cite == f"{clause}.a"
    assert procedure.step("adopt_minutes").cite == f"{clause}.b"
    assert "minutes" in procedure.step("adopt_minutes").needs
    assert procedure.step("file_for_absent").cite == "Điều 19.3"
    begun = [(Role.OWNER, "file_form"), (Role.PERSONNEL, "convene"), (Role.MEETING, "remark")]
    assert walk(procedure, *begun, (Role.PERSONNEL, "adopt_minutes")) == "discussed"


def test_the_party_committee_is_heard_on_heads_and_deputies_and_not_on_others() -> None:
    assert YEAR_HEAD.step("hear_party").cite == "Điều 21.1.c"
    assert YEAR_DEPUTY.step("hear_party").cite == "Điều 21.2.c"
    assert all(Role.PARTY not in step.by for step in YEAR_OTHERS.steps)


def test_only_for_a_head_does_personnel_propose_the_rating() -> None:
    assert YEAR_HEAD.step("propose").by == (Role.PERSONNEL,)
    assert YEAR_HEAD.step("decide").sources == ("proposed",)
    assert YEAR_DEPUTY.step("decide").sources == ("heard",)
    assert YEAR_OTHERS.step("decide").sources == ("discussed",)
    with pytest.raises(KeyError, match="year_deputy has no “propose”"):
        YEAR_DEPUTY.step("propose")


@pytest.mark.parametrize("procedure", YEARS, ids=lambda procedure: procedure.name)
def test_a_rating_is_notified_then_made_public_then_sent_on(procedure: Procedure) -> None:
    notify, publish = procedure.step("notify"), procedure.step("publish")
    assert notify.cite == publish.cite == f"{procedure.cite}.đ"
    assert Role.OWNER in notify.tell and Role.STAFF in publish.tell
    assert procedure.step("sync").within == Deadline("days", NUMBERS["sync_days"], "decide", "Điều 26.1.d")
    assert procedure.step("decide").by == (Role.DECIDER,)


@pytest.mark.parametrize("procedure", [*YEARS, ORGANISATION], ids=lambda procedure: procedure.name)
def test_a_rating_is_due_before_15_december_or_15_january(procedure: Procedure) -> None:
    within = procedure.step("decide").within
    assert within and within.special
    assert within.due(date(2026, 11, 2)) == rating_deadline(2026) == date(2026, 12, 14)
    assert within.special.due(date(2026, 11, 2)) == rating_deadline(2026, special=True) == date(2027, 1, 14)


def test_the_year_of_a_post_is_the_one_its_clause_speaks_of() -> None:
    assert BY_POST == {"head": YEAR_HEAD, "deputy": YEAR_DEPUTY, "staff": YEAR_OTHERS}


def test_an_organisation_is_decided_after_its_lower_units_and_after_any_complaint_is_verified() -> None:
    decide = ORGANISATION.step("decide")
    assert decide.when == ("lower_units_decided", "complaints_verified")
    submitted = (Role.HEAD, "self_evaluate")
    verified = [(Role.RECOGNISER, "order_verification"), (Role.INSPECTOR, "report_verification")]
    ended = [(Role.RECOGNISER, "decide"), (Role.RECOGNISER, "notify")]
    assert walk(ORGANISATION, submitted, *ended) == "notified"
    assert walk(ORGANISATION, submitted, *verified, *ended) == "notified"
    assert "decide" not in {step.name for step in ORGANISATION.open_to(set(Role), "verifying")}


def test_an_organisations_result_is_told_to_it_and_to_the_agencies_concerned() -> None:
    assert ORGANISATION.step("notify").tell == (Role.HEAD, Role.RELATED)


def test_a_catalogue_passes_the_four_points_of_article_13_in_order() -> None:
    units = ["list", "propose_standard", "propose_conversion", "send"]
    assert [CATALOGUE.step(name).cite[-1] for name in units] == ["a", "b", "c", "d"]
    sent = [(Role.HEAD, name) for name in units]
    decided = [*sent, (Role.PERSONNEL, "merge"), (Role.MANAGING_HEAD, "decide")]
    assert walk(CATALOGUE, *decided) == "decided"
    added = [(Role.HEAD, "report_new"), (Role.MANAGING_HEAD, "add")]
    assert walk(CATALOGUE, *decided, *added) == "decided"
    assert CATALOGUE.step("add").cite == "Điều 13.3"


def test_only_the_head_of_the_managing_agency_decides_a_catalogue() -> None:
    deciding = {"decide", "approve_new", "add", "decline"}
    assert all(step.by == (Role.MANAGING_HEAD,) for step in CATALOGUE.steps if step.name in deciding)


def test_a_catalogue_decided_on_paper_is_entered_with_its_decision() -> None:
    assert walk(CATALOGUE, (Role.PERSONNEL, "record")) == "decided"
    record = CATALOGUE.step("record")
    assert (record.cite, record.needs, record.when) == ("Điều 13.2", ("decision",), ("catalogue_usable",))


def test_what_was_decided_holds_while_it_is_reviewed_or_something_new_is_asked_for() -> None:
    recorded = (Role.PERSONNEL, "record")
    assert walk(CATALOGUE, recorded, (Role.HEAD, "revise")) == "decided"
    asked = [recorded, (Role.HEAD, "report_new"), (Role.HEAD, "report_new"), (Role.MANAGING_HEAD, "approve_new")]
    assert walk(CATALOGUE, *asked) == "adding"
    assert walk(CATALOGUE, *asked, (Role.MANAGING_HEAD, "decline")) == "decided"
    assert CATALOGUE.step("revise").cite == "Điều 26.1.c"


def test_a_petition_is_settled_within_seven_working_days_of_being_lodged() -> None:
    storm = HolidayTable.of([SpecialDay(date(2026, 10, 12), "off", "Quyết định 12/QĐ-UBND")])
    for name in ("uphold", "refuse"):
        within = PETITION.step(name).within
        assert within and (within.from_event, within.cite) == ("lodge", "Điều 22")
        assert within.due(date(2026, 2, 12)) == petition_due(date(2026, 2, 12)) == date(2026, 3, 2)
        assert within.due(date(2026, 10, 5), storm) == date(2026, 10, 15)


def test_a_petition_is_refused_with_a_reason_or_ends_in_a_new_decision() -> None:
    lodged = (Role.OWNER, "lodge")
    assert PETITION.step("refuse").needs == ("reason",)
    assert walk(PETITION, lodged, (Role.RESOLVER, "refuse")) == "refused"
    upheld = [lodged, (Role.RESOLVER, "uphold")]
    assert PETITION.step("replace").cite == "Điều 21.3" and PETITION.step("replace").when == ("about_year",)
    assert walk(PETITION, *upheld, (Role.MANAGING_HEAD, "replace"), (Role.DECIDER, "publish")) == "published"
    assert walk(PETITION, *upheld, (Role.ASSESSOR, "correct")) == "corrected"


def test_a_wrong_rating_is_replaced_by_the_head_of_the_managing_agency_alone() -> None:
    found = [(Role.INSPECTOR, "raise"), (Role.PERSONNEL, "examine")]
    assert RE_RATING.step("replace").by == (Role.MANAGING_HEAD,)
    assert walk(RE_RATING, *found, (Role.MANAGING_HEAD, "keep")) == "kept"
    replaced = [*found, (Role.MANAGING_HEAD, "replace"), (Role.MANAGING_HEAD, "publish")]
    assert walk(RE_RATING, *replaced, (Role.PERSONNEL, "sync")) == "synchronised"


def test_five_days_are_plain_days() -> None:
    within = PERIOD_SHEET.step("sync").within
    assert within and within.due(date(2026, 10, 2)) == sync_due(date(2026, 10, 2)) == date(2026, 10, 7)


def test_everyone_attends_where_there_are_no_component_units() -> None:
    for post, cite in (("head", "Điều 21.1.b"), ("deputy", "Điều 21.2.b"), ("staff", "Điều 21.2.b")):
        (group,) = participants(post, has_component_units=False, is_large=True)
        assert (group.name, group.cite, group.in_writing) == ("all_staff", cite, False)


@pytest.mark.parametrize("post", ["head", "deputy"])
@pytest.mark.parametrize("is_large", [True, False])
def test_with_component_units_leaders_party_and_unit_heads_attend(post: str, is_large: bool) -> None:
    groups = participants(post, has_component_units=True, is_large=is_large)
    assert [group.name for group in groups] == ["leadership", "party", "component_heads"]
    assert [group.in_writing for group in groups] == [False, False, is_large]


def test_others_are_discussed_by_all_of_their_component_unit() -> None:
    (group,) = participants("staff", has_component_units=True, is_large=True)
    assert group.name == "component_staff" and group.cite in ARTICLES
    with pytest.raises(KeyError):
        participants("driver", has_component_units=False)


@pytest.mark.parametrize("procedure", YEARS, ids=lambda procedure: procedure.name)
def test_whoever_worked_under_six_months_rests_unrated_and_can_be_rated_after_all(procedure: Procedure) -> None:
    assert walk(procedure, (Role.PERSONNEL, "leave_unrated")) == "not_rated" in procedure.finals
    again = [(Role.PERSONNEL, "leave_unrated"), (Role.PERSONNEL, "rate_after_all"), (Role.OWNER, "file_form")]
    assert walk(procedure, *again) == "filed"
    step = procedure.step("leave_unrated")
    assert (step.cite, step.needs, step.when) == ("Điều 11.1", ("reason",), ("cannot_be_rated",))
    assert Role.OWNER in step.tell
