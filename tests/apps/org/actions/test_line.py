"""«Đây không phải người đứng đầu của tôi»: asked by one, settled by another, seen by those it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import override

import congminh.law.nd335
from congminh.law.parameters import load_yaml
from congminh.law.procedure import Deadline, Role, problems
from congminh.ledger.actions import take
from congminh.ledger.models import Notice
from congminh.ledger.procedures import add, named
from congminh.org.actions import appoint, ask_line, end_post, leave_service
from congminh.org.models import LineRequest, Person, Post
from congminh.org.procedure import REPORTING_LINE
from tests.apps.org.commune import SINCE, Commune, person, position, post

ARTICLES = load_yaml(Path(congminh.law.nd335.__file__).parent / "articles.yaml")["articles"]
REASON = "Tôi đã chuyển sang Phòng Văn hóa"


@pytest.fixture
def asked(here: Commune) -> LineRequest:
    return ask_line(here.lan, REASON, said_head=here.thuong)


def told(file: LineRequest, step: str) -> dict[str, str]:
    rows = Notice.objects.filter(entry__file_id=file.pk, entry__step=step).values_list("to__code", "role")
    return dict(rows)


def settle(file: LineRequest, who: Person, step: str = "settle", **data: str) -> Any:
    return take(step, file, who, file.version, data or {"outcome": "Đã điều động sang Phòng Văn hóa"})


def test_the_table_is_sound_and_its_articles_resolve() -> None:
    assert problems(REPORTING_LINE, ARTICLES) == []
    assert named("reporting_line") is REPORTING_LINE


def test_every_word_of_the_table_is_there_in_both_languages() -> None:
    rows = (REPORTING_LINE, *REPORTING_LINE.named_states, *REPORTING_LINE.steps)
    assert all(row.label.vi and row.label.en and row.label.vi != row.label.en for row in rows)


def test_it_is_settled_by_the_next_working_day() -> None:
    friday = date(2026, 10, 16)
    for name in ("settle", "refuse"):
        within = REPORTING_LINE.step(name).within
        assert within == Deadline("working_days", 1, "ask", "Điều 10.1")
        assert within.due(friday) == date(2026, 10, 19)


def test_nobody_settles_what_they_asked() -> None:
    assert [step.name for step in REPORTING_LINE.open_to({Role.OWNER}, "asked")] == ["withdraw"]
    assert [step.name for step in REPORTING_LINE.open_to({Role.PERSONNEL}, "asked")] == ["settle", "refuse"]
    assert all(not REPORTING_LINE.open_to(set(Role), final) for final in REPORTING_LINE.finals)


def test_two_procedures_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="period_sheet"):
        add(type(REPORTING_LINE)("period_sheet", REPORTING_LINE.label, "Điều 10.1", (), (), ()))
    add(REPORTING_LINE)


def test_a_request_keeps_what_was_shown_in_both_languages(asked: LineRequest) -> None:
    with override("vi"):
        assert asked.scored_by == (
            "Trần Khải Minh: người đứng đầu đơn vị nơi công chức công tác (Phòng Kinh tế); Điều 10.1.c"
        )
        assert asked.rated_by.startswith("Phạm Quốc An: người đứng đầu cơ quan sử dụng công chức")
        assert asked.title() == "Người đánh giá của Nguyễn Thị Ngọc Lan"
    with override("en"):
        assert asked.scored_by.endswith("head of the unit the person works in (Phòng Kinh tế); Điều 10.1.c")


def test_what_is_missing_is_kept_as_shown_too(here: Commune) -> None:
    end_post(here.minh.posts.get(), timezone.localdate() - timedelta(days=1))
    file = ask_line(here.lan, REASON)
    with override("vi"):
        assert "không có người đứng đầu" in file.scored_by
    assert file.assessor is None


def test_asking_opens_the_file_and_tells_personnel(here: Commune, asked: LineRequest) -> None:
    assert (asked.state, asked.version, asked.person, asked.said_head) == ("asked", 1, here.lan, here.thuong)
    entry = asked.entries.get()
    assert entry.data == {"reason": REASON, "said_head": "Nguyễn Phan Hoài Thương (THUONG)"}
    assert told(asked, "ask") == {"THU": "personnel"}


def test_a_request_without_a_reason_leaves_nothing(here: Commune) -> None:
    with pytest.raises(ValidationError) as refused:
        ask_line(here.lan, "  ")
    assert list(refused.value.message_dict) == ["reason"]
    assert not LineRequest.objects.exists()


def test_a_second_open_request_leads_to_the_first(here: Commune, asked: LineRequest) -> None:
    with pytest.raises(ValidationError) as refused:
        ask_line(here.lan, REASON)
    error = refused.value
    assert (error.code, error.params["file"]) == ("open", asked.pk)
    assert error.params["why"] and error.params["next"]
    assert ask_line(here.hoa, REASON).pk, "somebody else may ask"
    take("withdraw", asked, here.lan, asked.version)
    assert ask_line(here.lan, REASON).pk, "and one's own again, once it is closed"


def test_who_it_should_be_is_another_who_holds_a_post(here: Commune) -> None:
    for wrong in (here.lan, here.son):
        with pytest.raises(ValidationError) as refused:
            ask_line(here.lan, REASON, said_head=wrong)
        assert list(refused.value.message_dict) == ["said_head"]


def test_settled_is_told_to_the_owner_to_who_was_shown_and_to_who_scores_now(here: Commune, asked: LineRequest) -> None:
    today = timezone.localdate()
    end_post(here.lan.posts.get(), today - timedelta(days=1), by=here.thu)
    appoint(Post(person=here.lan, unit=here.culture, first=today, position=position("Chuyên viên")), by=here.thu)
    settle(asked, here.thu)
    assert asked.state == "settled"
    assert told(asked, "settle") == {"LAN": "owner", "MINH": "assessor", "THUONG": "assessor"}
    for who in (here.lan, here.minh, here.thuong, here.thu):
        assert asked in LineRequest.objects.visible_to(who), f"{who} was told of it and may open it"


@pytest.mark.parametrize("step", ["settle", "refuse"])
def test_settling_and_refusing_say_something(here: Commune, asked: LineRequest, step: str) -> None:
    with pytest.raises(ValidationError):
        settle(asked, here.thu, step, note="…")
    assert asked.state == "asked"


@pytest.mark.parametrize("who", ["lan", "minh", "an", "dung", "far", "son", "chair"])
def test_only_personnel_settle(here: Commune, asked: LineRequest, who: str) -> None:
    with pytest.raises(PermissionDenied):
        settle(asked, getattr(here, who))


def test_a_refusal_is_told_with_its_reason(here: Commune, asked: LineRequest) -> None:
    settle(asked, here.thu, "refuse", reason="Quyết định điều động có hiệu lực từ tháng sau")
    assert (asked.state, told(asked, "refuse")) == ("refused", {"LAN": "owner"})


def test_personnel_ask_too_and_another_settles(here: Commune) -> None:
    post(here.hoa, here.culture, kind="concurrent", position=here.thu.posts.get().position)
    mine = ask_line(here.thu, REASON)
    assert told(mine, "ask") == {"HOA": "personnel"}
    with pytest.raises(PermissionDenied):
        settle(mine, here.thu)
    settle(mine, here.hoa)


def test_the_only_adviser_of_an_agency_is_answered_from_above(here: Commune) -> None:
    above = person("MAI", "Lâm Thị Tuyết Mai")
    post(above, here.province, position=here.thu.posts.get().position)
    mine = ask_line(here.thu, REASON)
    assert told(mine, "ask") == {"MAI": "personnel"}
    assert list(LineRequest.objects.waiting_for(above)) == list(LineRequest.objects.visible_to(above)) == [mine]
    theirs = ask_line(here.lan, REASON)
    assert told(theirs, "ask") == {"THU": "personnel"}, "where the agency has its own, they settle"
    assert list(LineRequest.objects.waiting_for(above)) == [mine]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        *((who, True) for who in ("lan", "minh", "hoa", "an", "thu", "dung", "chair")),
        *((who, False) for who in ("thuong", "far", "son")),
    ],
)
def test_it_is_seen_by_its_owner_those_above_and_inspectors(
    here: Commune, asked: LineRequest, who: str, sees: bool
) -> None:
    assert (asked in LineRequest.objects.visible_to(getattr(here, who))) is sees


def test_it_waits_for_personnel_until_it_is_settled(here: Commune, asked: LineRequest) -> None:
    waiting = LineRequest.objects.waiting_for
    assert [list(waiting(who)) for who in (here.thu, here.lan, here.minh, here.far)] == [[asked], [], [], []]
    settle(asked, here.thu)
    assert list(waiting(here.thu)) == []


def test_it_follows_the_person_to_another_agency(here: Commune, asked: LineRequest) -> None:
    theirs = person("OANH", "Phùng Thị Oanh")
    post(theirs, here.other_commune, position=here.thu.posts.get().position)
    today = timezone.localdate()
    end_post(here.lan.posts.get(), today - timedelta(days=1))
    appoint(Post(person=here.lan, unit=here.other_commune, first=today, position=position("Chuyên viên")))
    assert (list(LineRequest.objects.waiting_for(theirs)), list(LineRequest.objects.waiting_for(here.thu))) == (
        [asked],
        [],
    )
    settle(asked, theirs)


def test_it_is_still_settled_where_the_person_worked_when_they_have_left(here: Commune, asked: LineRequest) -> None:
    leave_service(here.lan, timezone.localdate() - timedelta(days=1))
    assert list(LineRequest.objects.waiting_for(here.thu)) == [asked]
    settle(asked, here.thu, "refuse", reason="Đã thôi công tác")


def test_an_adviser_who_has_left_settles_nothing(here: Commune, asked: LineRequest) -> None:
    Person.objects.filter(pk=here.thu.pk).update(ended=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        settle(asked, here.thu)


def test_who_is_in_it_is_who_has_a_role_in_it(here: Commune, asked: LineRequest) -> None:
    for role in (Role.OWNER, Role.PERSONNEL):
        assert all(role in asked.roles_of(who) for who in asked.people_in(role))
    assert not set(asked.people_in(Role.ASSESSOR)) & {here.lan}
    assert list(asked.people_in(Role.PARTY)) == []


@pytest.mark.parametrize("number", [2, 40])
def test_what_waits_takes_as_many_queries_for_forty_as_for_two(
    here: Commune, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        who = person(f"Q{n}", f"Bế Thị {n}")
        post(who, here.economy)
        ask_line(who, REASON)
    with django_assert_num_queries(6):
        assert len(LineRequest.objects.waiting_for(here.thu)) == number
    with django_assert_num_queries(2):
        list(LineRequest.objects.waiting_for(here.lan))
    with django_assert_num_queries(3):
        assert len([file.title() for file in LineRequest.objects.visible_to(here.thu)]) == number


def test_the_day_it_began_is_the_commune_s(here: Commune, asked: LineRequest) -> None:
    assert asked.day == timezone.localdate() >= SINCE
    assert asked.unit == here.economy
