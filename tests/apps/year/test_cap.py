"""The cap on excellent on real rows (decree-335 §5.3): vectors, ties, the exception, simulation, rating anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.ledger.actions import Stale
from congminh.ledger.forms import step_form
from congminh.org.actions import choose_reading
from congminh.org.models import PeerGroup, Person, Position, Post
from congminh.year.actions import (
    Verdict,
    choose,
    decide,
    decide_all,
    decide_exception,
    examine,
    keep,
    publish_anew,
    raise_wrong,
    replace_result,
)
from congminh.year.facts import cap_of
from congminh.year.models import Choice, ReRating, YearSheet
from tests.apps.desk.test_steps import PDF
from tests.apps.org.commune import Commune, found, position
from tests.apps.year.autumn import YEAR, Autumn, opened, put_months


def colleagues(here: Commune, totals: list[int], mark: str = "C", group: str = "") -> list[Person]:
    """People of the economy office with the year's months at these totals."""
    held = position("Vị trí staff")
    if group:
        peers = PeerGroup.objects.create(code=group, name=group)
        held = Position.objects.create(title=f"Vị trí {group}", complexity=3, peer_group=peers)
    people = []
    for number, total_cp in enumerate(totals):
        who = Person.objects.create(code=f"{mark}{number}", name=f"Người {mark}{number}", begun=date(2025, 7, 1))
        Post.objects.create(person=who, unit=here.economy, first=date(2025, 7, 1), position=held)
        put_months(who, {12: total_cp})
        people.append(who)
    return people


def with_colleagues(totals: list[int]) -> tuple[Autumn, list[Person]]:
    """The commune's year in which only these have scores."""
    here = found()
    people = colleagues(here, totals)
    return Autumn(here, opened(here)), people


def whole(autumn: Autumn) -> Any:
    return cap_of(autumn.opened.round).standings[-1]


@pytest.mark.parametrize(
    ("eligible", "good", "base", "most"),
    [
        (10, 30, "final_good", 6), (10, 30, "original_good", 6), (10, 30, "good_or_better", 8),
        (7, 28, "final_good", 5), (7, 28, "original_good", 5), (7, 28, "good_or_better", 7),
        (3, 4, "final_good", 1), (3, 4, "original_good", 0), (3, 4, "good_or_better", 1),
        (1, 4, "final_good", 0), (1, 4, "good_or_better", 1),
        (12, 0, "final_good", 2), (12, 0, "original_good", 0), (12, 0, "good_or_better", 2),
    ],
)  # fmt: skip
def test_the_vectors_of_the_cap_hold_on_rows(db: None, eligible: int, good: int, base: str, most: int) -> None:
    autumn, _people = with_colleagues([9500 - n for n in range(eligible)] + [8000] * good)
    choose_reading("cap_base", base, date(YEAR, 1, 1), autumn.here.decision)
    standing = whole(autumn)
    assert (standing.eligible, standing.good, standing.excellent_max) == (eligible, good, most)
    assert len(standing.of("within")) == most


def test_who_is_cut_by_the_cap_is_good_without_a_reason_and_who_is_within_is_excellent(db: None) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    first, second = people[:2]
    assert autumn.decided(first, "excellent").result.why == "law"  # type: ignore[union-attr]
    result = autumn.decided(second, "good").result
    assert result is not None and (result.law_grade, result.grade, result.why) == ("excellent", "good", "cap")
    assert {each["excellent_max"] for each in result.cap} == {1}
    assert {each["place"] for each in result.cap} == {"beyond"}


def test_nobody_is_excellent_beyond_the_number_whatever_the_reason(db: None) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    autumn.decided(people[0], "excellent")
    sheet = autumn.ready(people[1])
    with pytest.raises(ValidationError) as caught:
        decide(sheet, autumn.here.an, sheet.version, "excellent", "Rất xứng đáng")
    (error,) = caught.value.error_dict["grade"]
    assert error.params["most"] == 1 and error.params["base"] == 7


def test_another_than_the_first_by_score_takes_the_room_only_with_a_reason(db: None) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    sheet = autumn.ready(people[1])
    with pytest.raises(ValidationError) as caught:
        decide(sheet, autumn.here.an, sheet.version, "excellent")
    assert set(caught.value.error_dict) == {"reason"}
    decide(sheet, autumn.here.an, sheet.version, "excellent", "Sáng kiến cấp tỉnh")
    first = autumn.ready(people[0])
    with pytest.raises(ValidationError):
        decide(first, autumn.here.an, first.version, "excellent", "Điểm cao nhất")


def test_a_level_lowered_for_a_reason_leaves_its_room_to_the_next(db: None) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    sheet = autumn.ready(people[0])
    with pytest.raises(ValidationError) as caught:
        decide(sheet, autumn.here.an, sheet.version, "good")
    assert set(caught.value.error_dict) == {"reason"}
    decide(sheet, autumn.here.an, sheet.version, "good", "Ý kiến cuộc họp")
    assert autumn.decided(people[1], "excellent").result.why == "law"  # type: ignore[union-attr]


def test_the_tied_wait_for_a_choice_with_a_reason_and_then_go_by_it(db: None) -> None:
    autumn, people = with_colleagues([9500, 9500] + [8000] * 5)
    here, round = autumn.here, autumn.opened.round
    keys = [autumn.sheet(who).pk for who in people[:2]]
    for group in ("", "all"):
        assert [each.of("tied") for each in cap_of(round).standings if each.group[1] == group] == [keys]
    sheet = autumn.ready(people[0])
    with pytest.raises(ValidationError) as caught:
        decide(sheet, here.an, sheet.version, "excellent", "Có lý do")
    assert set(caught.value.error_dict) == {"grade"}
    with pytest.raises(ValidationError) as caught:
        choose(round, "all", keys, keys, "Cả hai", here.an)
    assert set(caught.value.error_dict) == {"chosen"}
    with pytest.raises(ValidationError) as caught:
        choose(round, "all", keys, keys[1:], " ", here.an)
    assert set(caught.value.error_dict) == {"reason"}
    with pytest.raises(PermissionDenied):
        choose(round, "all", keys, keys[1:], "Có sáng kiến", here.thu)
    choose(round, "all", keys, keys[1:], "Có sáng kiến", here.an)
    assert cap_of(round).places == {keys[0]: "beyond", keys[1]: "within"}
    decide(sheet, here.an, sheet.version, "good")
    result = autumn.sheet(people[0]).result
    assert result is not None and (result.why, result.reason) == ("choice", "")
    assert autumn.decided(people[1], "excellent").result.why == "law"  # type: ignore[union-attr]


def test_a_choice_holds_only_while_just_these_are_tied_and_a_later_one_replaces_it(db: None) -> None:
    autumn, people = with_colleagues([9500, 9500] + [8000] * 5)
    here, round = autumn.here, autumn.opened.round
    keys = [autumn.sheet(who).pk for who in people[:2]]
    choose(round, "all", keys, keys[:1], "Một", here.an)
    choose(round, "all", keys, keys[1:], "Hai", here.an)
    assert cap_of(round).places[keys[1]] == "within" and Choice.objects.count() == 2
    (third,) = colleagues(here, [9500], "T")
    from congminh.year.actions import settle_year

    settle_year(round, here.thu)
    assert set(cap_of(round).places.values()) == {"tied"}
    with pytest.raises(ValidationError) as caught:
        choose(round, "all", keys, keys[:1], "Một", here.an)
    assert set(caught.value.error_dict) == {"tied"} and third


def test_both_the_agency_and_each_peer_group_hold(db: None) -> None:
    here = found()
    colleagues(here, [9500, 9400] + [8000] * 4, "A")
    colleagues(here, [9300] + [8000] * 2, "B", group="van-thu")
    autumn = Autumn(here, opened(here))
    most = {each.group[1]: (each.base, each.excellent_max) for each in cap_of(autumn.opened.round).standings}
    assert most == {"all": (6, 1), "van-thu": (3, 0), "": (9, 1)}


def test_an_outstanding_organisation_has_up_to_a_quarter_by_decision(db: None) -> None:
    autumn, _people = with_colleagues([9500 - n for n in range(10)] + [8000] * 30)
    here, round = autumn.here, autumn.opened.round
    assert whole(autumn).excellent_max == 6
    for percent in (20, 26):
        with pytest.raises(ValidationError) as caught:
            decide_exception(round, percent, "Vượt kế hoạch", here.decision, here.thu)
        assert set(caught.value.error_dict) == {"percent"}
    with pytest.raises(PermissionDenied):
        decide_exception(round, 25, "Vượt kế hoạch", here.decision, here.lan)
    with pytest.raises(ValidationError):
        decide_exception(round, 25, "", here.decision, here.thu)
    decide_exception(round, 25, "Vượt kế hoạch", here.decision, here.thu)
    assert (whole(autumn).percent, whole(autumn).excellent_max) == (25, 8)
    with pytest.raises(ValidationError):
        decide_exception(round, 24, "Lần nữa", here.decision, here.thu)


def test_a_simulation_changes_nothing_reads_nothing_and_says_what_would_break(db: None) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    cap = cap_of(autumn.opened.round)
    keys = [autumn.sheet(who).pk for who in people]
    with CaptureQueriesContext(connection) as caught:
        both = cap.simulated({keys[0]: "excellent", keys[1]: "excellent"})
        assert {standing.group[1] for standing, _taken in both.beyond()} == {"", "all"}
        lowered = cap.simulated({keys[0]: "good", keys[1]: "excellent"})
        assert lowered.beyond() == [] and lowered.places[keys[1]] == "within"
        worse = cap.simulated(dict.fromkeys(keys[2:], "fulfilled"))
        assert worse.standings[-1].excellent_max == 0
    assert len(caught) == 0 and cap.beyond() == []
    assert not YearSheet.objects.exclude(result=None).exists()


def test_many_are_decided_at_once_all_or_none_under_the_cap(db: None) -> None:
    autumn, people = with_colleagues([9500, 9400] + [8000] * 5)
    sheets = autumn.discussed(*people)
    wrong = [Verdict(sheet, "excellent" if n < 2 else "good") for n, sheet in enumerate(sheets)]
    with pytest.raises(ValidationError) as caught:
        decide_all(wrong, autumn.here.an)
    assert {"0.grade", "1.grade"} <= set(caught.value.error_dict)
    assert set(YearSheet.objects.filter(pk__in=[s.pk for s in sheets]).values_list("state", flat=True)) == {"discussed"}
    right = [Verdict(autumn.sheet(who), "excellent" if n == 0 else "good") for n, who in enumerate(people)]
    with CaptureQueriesContext(connection) as queries:
        decide_all(right, autumn.here.an)
    assert len(queries) <= 60
    assert [autumn.sheet(who).result.why for who in people[:3]] == ["law", "cap", "law"]  # type: ignore[union-attr]


def raised(autumn: Autumn, who: Person, by: Person) -> ReRating:
    paper = SimpleUploadedFile("minh-chung.pdf", PDF)
    return raise_wrong(autumn.sheet(who), by, "Kết quả không trung thực", [paper])


def test_a_wrong_result_is_replaced_by_a_new_decision_and_the_old_one_stays(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.published(here.lan, "good")
    file = raised(autumn, here.lan, here.dung)
    examine(file, here.thu, 1, "Số liệu tháng 3 khai khống", "fulfilled")
    assert file.pk in {each.pk for each in ReRating.objects.waiting_for(here.chair)}
    with pytest.raises(PermissionDenied):
        replace_result(file, here.an, 2, "fulfilled", "Khai khống", here.decision)
    with pytest.raises(ValidationError) as caught:
        replace_result(file, here.chair, 2, "fulfilled", "Khai khống", None)
    assert set(caught.value.error_dict) == {"decision"}
    entry = replace_result(file, here.chair, 2, "fulfilled", "Khai khống", here.decision)
    assert entry.cite == "Điều 21.3"
    old, new = sheet.results.order_by("number")
    assert (old.grade, new.grade, new.why, new.decision) == ("good", "fulfilled", "re_rating", here.decision)
    assert autumn.sheet(here.lan).result == new and entry.data["seal"] == new.seal() and file.result == old
    publish_anew(file, here.chair, 3, "electronic")
    with pytest.raises(Stale):
        replace_result(ReRating.objects.get(), here.chair, 2, "good", "lần nữa", here.decision)


def test_a_result_is_reported_once_at_a_time_and_may_be_kept(autumn: Autumn) -> None:
    here = autumn.here
    autumn.published(here.lan, "good")
    file = raised(autumn, here.lan, here.an)
    with pytest.raises(ValidationError):
        raised(autumn, here.lan, here.dung)
    examine(file, here.thu, 1, "Đúng thực tế", "good")
    keep(file, here.chair, 2, "Không có sai sót")
    assert autumn.sheet(here.lan).results.count() == 1
    assert raised(autumn, here.lan, here.dung).state == "raised"
    with pytest.raises(PermissionDenied):
        raised(autumn, here.lan, here.lan)


def test_the_one_view_of_steps_serves_rating_anew(autumn: Autumn) -> None:
    here = autumn.here
    autumn.told(here.lan, "good")
    file = raised(autumn, here.lan, here.dung)
    signed = {"number": "502/QĐ-UBND", "signed_on": "2026-11-16", "signer": "Chủ tịch UBND tỉnh"}
    for step, by, data in (
        ("examine", here.thu, {"findings": "Sai", "proposed_grade": "fulfilled"}),
        ("replace", here.chair, {"grade": "fulfilled", "reason": "Sai", **signed}),
        ("publish", here.chair, {"form_of_publication": "electronic"}),
    ):
        form = step_form(file, step, by, data)
        assert form.is_valid(), form.errors
        form.act(file.version)
    assert file.state == "published"
    made = file.sheet.results.get(number=2).decision
    assert made and (made.number, made.signer, made.signed_on) == (
        "502/QĐ-UBND",
        "Chủ tịch UBND tỉnh",
        date(2026, 11, 16),
    )


def test_before_anybody_was_told_nothing_is_reported_as_wrong(autumn: Autumn) -> None:
    autumn.decided(autumn.here.lan, "good")
    with pytest.raises(ValidationError):
        raised(autumn, autumn.here.lan, autumn.here.dung)


def test_the_cap_takes_a_constant_number_of_queries(db: None) -> None:
    autumn, _people = with_colleagues([9500, 9400] + [8000] * 5)
    with CaptureQueriesContext(connection) as caught:
        cap_of(autumn.opened.round).standings  # noqa: B018
    assert len(caught) <= 14
