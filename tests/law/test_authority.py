"""Who scores and who rates whom, on either side of each rule and each date (Điều 10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import congminh.law.nd335
from congminh.law.nd335.authority import (
    RATED_BY,
    RECOGNISED_BY,
    SCORED_BY,
    Authority,
    Gap,
    Post,
    Unit,
    assessor_of,
    chart_on,
    decider_of,
    scored_by,
)
from congminh.law.parameters import load_yaml
from tests.law.department import (
    CHAIRMAN,
    CHIEF,
    CLERK,
    DIRECTOR,
    ECONOMY_HEAD,
    POSTS,
    TODAY,
    UNITS,
    post,
    without,
)


def both(person: str, posts: Iterable[Post] = POSTS, day: date = TODAY, **reading: str) -> tuple[Any, Any]:
    """Who scores and who rates: their names, or the kind of gap."""
    found = (
        assessor_of(person, day, posts, UNITS, **reading),
        decider_of(person, day, posts, UNITS, **reading),
    )
    return tuple(a.person if isinstance(a, Authority) else a.kind for a in found)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("person", "scorer", "scored_by_article", "rater", "rated_by_article"),
    [
        ("Giám đốc", "Chủ tịch tỉnh", "Điều 10.1.a", "Chủ tịch tỉnh", "Điều 10.2.a"),
        ("Phó Giám đốc", "Giám đốc", "Điều 10.1.b", "Giám đốc", "Điều 10.2.b"),
        ("Văn thư Sở", "Giám đốc", "Điều 10.1.b", "Giám đốc", "Điều 10.2.b"),
        ("Trưởng phòng", "Giám đốc", "Điều 10.1.b", "Giám đốc", "Điều 10.2.b"),
        ("Phó Trưởng phòng", "Trưởng phòng", "Điều 10.1.c", "Giám đốc", "Điều 10.2.b"),
        ("Chuyên viên", "Trưởng phòng", "Điều 10.1.c", "Giám đốc", "Điều 10.2.b"),
        ("Chủ tịch xã", "Chủ tịch tỉnh", "Điều 10.1.a", "Chủ tịch tỉnh", "Điều 10.2.a"),
        ("Trưởng phòng Kinh tế", "Chủ tịch xã", "Điều 10.1.b", "Chủ tịch xã", "Điều 10.2.b"),
    ],
)
def test_article_10_names_who_scores_and_who_rates(
    person: str, scorer: str, scored_by_article: str, rater: str, rated_by_article: str
) -> None:
    scores = assessor_of(person, TODAY, POSTS, UNITS)
    rates = decider_of(person, TODAY, POSTS, UNITS)
    assert isinstance(scores, Authority) and isinstance(rates, Authority)
    assert (scores.person, scores.article) == (scorer, scored_by_article)
    assert (rates.person, rates.article) == (rater, rated_by_article)


def test_an_answer_says_by_which_seat_and_article() -> None:
    answer = assessor_of("Chuyên viên", TODAY, POSTS, UNITS)
    assert isinstance(answer, Authority)
    assert answer.why.vi == "người đứng đầu đơn vị nơi công chức công tác (staffing); Điều 10.1.c"
    assert answer.why.en == "head of the unit the person works in (staffing); Điều 10.1.c"
    assert answer.post == CHIEF


def test_every_article_named_resolves() -> None:
    articles = load_yaml(Path(congminh.law.nd335.__file__).parent / "articles.yaml")["articles"]
    named = {article for rule in (SCORED_BY, RATED_BY, RECOGNISED_BY) for _, article in rule.values()}
    assert named <= set(articles) and len(named) == 10


def test_the_head_of_a_province_is_outside_the_decree() -> None:
    answer = assessor_of("Chủ tịch tỉnh", TODAY, POSTS, UNITS)
    assert isinstance(answer, Gap) and answer.kind == "outside"
    assert "Trên đơn vị province không có cơ quan có thẩm quyền" in answer.why.vi


def test_a_unit_without_a_head_leaves_its_people_unscored_but_rated() -> None:
    assert both("Chuyên viên", without(CHIEF)) == ("nobody", "Giám đốc")
    answer = assessor_of("Chuyên viên", TODAY, without(CHIEF), UNITS)
    assert isinstance(answer, Gap) and "không có người đứng đầu vào ngày 15/10/2026" in answer.why.vi


def test_an_acting_head_stands_where_there_is_no_head_and_nowhere_else() -> None:
    acting = post("Phó Trưởng phòng", "staffing", "head", "acting")
    assert both("Chuyên viên", (*without(CHIEF), acting))[0] == "Phó Trưởng phòng"
    assert both("Chuyên viên", (*POSTS, acting))[0] == "Trưởng phòng"
    assert both("Chuyên viên", (*without(CHIEF), acting), delegation="none")[0] == "nobody"


def test_an_acting_head_is_evaluated_as_the_head() -> None:
    acting = post("Phó Trưởng phòng", "staffing", "head", "acting")
    assert both("Phó Trưởng phòng", (*without(CHIEF), acting)) == ("Giám đốc", "Giám đốc")
    acting_director = post("Phó Giám đốc", "home_affairs", "head", "acting")
    assert both("Phó Giám đốc", (*without(DIRECTOR), acting_director)) == ("Chủ tịch tỉnh", "Chủ tịch tỉnh")


def test_an_acting_head_is_not_scored_by_the_one_the_signature_was_delegated_to() -> None:
    acting = post("Phó Giám đốc", "home_affairs", "head", "acting")
    delegate = post("Văn thư Sở", "home_affairs", "head", "delegation", last=date(2026, 12, 31))
    assert both("Phó Giám đốc", (*without(DIRECTOR), acting, delegate))[0] == "Chủ tịch tỉnh"


def test_acting_holds_on_its_last_day_and_not_on_the_next() -> None:
    acting = post("Phó Trưởng phòng", "staffing", "head", "acting", last=TODAY)
    posts = (*without(CHIEF), acting)
    assert both("Chuyên viên", posts, TODAY)[0] == "Phó Trưởng phòng"
    assert both("Chuyên viên", posts, date(2026, 10, 16))[0] == "nobody"


def test_a_delegate_stands_before_the_head_while_the_delegation_lasts() -> None:
    delegate = post("Phó Giám đốc", "home_affairs", "head", "delegation", first=TODAY, last=date(2026, 10, 31))
    posts = (*POSTS, delegate)
    assert both("Trưởng phòng", posts, date(2026, 10, 14))[0] == "Giám đốc"
    assert both("Trưởng phòng", posts, TODAY)[0] == "Phó Giám đốc"
    assert both("Trưởng phòng", posts, date(2026, 11, 1))[0] == "Giám đốc"
    assert both("Trưởng phòng", posts, TODAY, delegation="none")[0] == "Giám đốc"


def test_a_delegate_never_decides_on_their_own_file() -> None:
    delegate = post("Phó Giám đốc", "home_affairs", "head", "delegation", last=date(2026, 12, 31))
    assert both("Phó Giám đốc", (*POSTS, delegate)) == ("Giám đốc", "Giám đốc")


def test_a_delegation_must_end_and_no_post_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="a delegation must end"):
        post("Phó Giám đốc", "home_affairs", "head", "delegation")
    with pytest.raises(ValueError, match="ends 2025-12-31, before 2026-01-01"):
        post("Chuyên viên", "staffing", last=date(2025, 12, 31))


def test_a_person_seconded_is_scored_and_rated_where_seconded() -> None:
    away = post("Chuyên viên", "economy", kind="seconded", last=date(2026, 10, 31))
    assert both("Chuyên viên", (*POSTS, away)) == ("Trưởng phòng Kinh tế", "Chủ tịch xã")
    assert both("Chuyên viên", (*POSTS, away), date(2026, 11, 1)) == ("Trưởng phòng", "Giám đốc")


def test_a_person_seconded_to_head_a_unit_heads_it() -> None:
    sent = post("Trưởng phòng CCHC", "economy", "head", "seconded")
    assert both("Trưởng phòng CCHC", (*without(ECONOMY_HEAD), sent)) == ("Chủ tịch xã", "Chủ tịch xã")
    staff = post("Cán bộ kinh tế", "economy")
    assert both("Cán bộ kinh tế", (*without(ECONOMY_HEAD), sent, staff))[0] == "Trưởng phòng CCHC"


def test_a_deputy_director_who_also_heads_a_division_scores_it_and_is_scored_by_the_director() -> None:
    also = post("Phó Giám đốc", "staffing", "head", "concurrent")
    assert both("Chuyên viên", (*without(CHIEF), also)) == ("Phó Giám đốc", "Giám đốc")
    assert both("Phó Giám đốc", (*without(CHIEF), also)) == ("Giám đốc", "Giám đốc")


def test_nobody_is_their_own_authority_the_level_above_decides() -> None:
    acting_director = post("Trưởng phòng", "home_affairs", "head", "acting")
    posts = (*without(DIRECTOR), acting_director)
    assert both("Trưởng phòng", posts) == ("Chủ tịch tỉnh", "Chủ tịch tỉnh")
    assert both("Chuyên viên", posts) == ("Trưởng phòng", "Trưởng phòng")


def test_one_who_heads_every_level_has_nobody_above() -> None:
    also = post("Giám đốc", "province", "head", "concurrent")
    assert both("Giám đốc", (*without(CHAIRMAN), also)) == ("outside", "outside")


def test_two_heads_at_once_are_a_gap_that_names_them() -> None:
    second = post("Trưởng phòng mới", "staffing", "head", first=TODAY)
    answer = assessor_of("Chuyên viên", TODAY, (*POSTS, second), UNITS)
    assert isinstance(answer, Gap) and answer.kind == "two"
    assert answer.persons == ("Trưởng phòng", "Trưởng phòng mới")
    assert both("Chuyên viên", (*POSTS, second), date(2026, 10, 14))[0] == "Trưởng phòng"


def test_one_person_with_two_posts_at_the_head_is_one_head() -> None:
    again = post("Trưởng phòng", "staffing", "head", "concurrent")
    assert both("Chuyên viên", (*POSTS, again))[0] == "Trưởng phòng"


def test_a_person_in_two_main_posts_or_in_none_is_a_gap() -> None:
    assert both("Chuyên viên", (*POSTS, post("Chuyên viên", "economy"))) == ("two", "two")
    assert both("Người lạ") == ("nobody", "nobody")
    assert both("Chuyên viên", POSTS, date(2025, 12, 31)) == ("nobody", "nobody")


def test_a_transfer_takes_effect_on_its_day() -> None:
    left = post("Chuyên viên", "staffing", last=TODAY)
    joined = post("Chuyên viên", "economy", first=date(2026, 10, 16))
    posts = (*without(CLERK), left, joined)
    assert both("Chuyên viên", posts, TODAY) == ("Trưởng phòng", "Giám đốc")
    assert both("Chuyên viên", posts, date(2026, 10, 16)) == ("Trưởng phòng Kinh tế", "Chủ tịch xã")


def test_units_that_stand_above_each_other_are_a_circle() -> None:
    units = (Unit("a", "b", "direct"), Unit("b", "a", "direct"))
    answer = decider_of("Chuyên viên", TODAY, (post("Chuyên viên", "a"),), units)
    assert isinstance(answer, Gap) and answer.kind == "circular"
    assert "a, b" in answer.why.vi


def test_a_unit_missing_from_the_tree_is_a_gap_in_words() -> None:
    answer = assessor_of("Chuyên viên", TODAY, (post("Chuyên viên", "nowhere"),), UNITS)
    assert isinstance(answer, Gap) and answer.kind == "outside" and "nowhere" in answer.why.vi
    orphan = (Unit("staffing", "gone", "direct"),)
    answer = decider_of("Chuyên viên", TODAY, (CLERK,), orphan)
    assert isinstance(answer, Gap) and answer.kind == "outside"


def test_an_agency_that_manages_its_own_people_also_uses_them() -> None:
    units = (
        Unit("ministry", None, "managing"),
        Unit("cuc", "ministry", "managing"),
        Unit("doi", "cuc", "direct"),
    )
    posts = (
        post("Bộ trưởng", "ministry", "head"),
        post("Cục trưởng", "cuc", "head"),
        post("Phó Cục trưởng", "cuc", "deputy"),
        post("Đội trưởng", "doi", "head"),
        post("Đội viên", "doi"),
    )
    chart = chart_on(TODAY, posts, units)
    scorers = {p.person: found.person for p in posts if isinstance(found := scored_by(p.person, chart), Authority)}
    assert scorers == {
        "Cục trưởng": "Bộ trưởng",
        "Phó Cục trưởng": "Cục trưởng",
        "Đội trưởng": "Cục trưởng",
        "Đội viên": "Đội trưởng",
    }


@given(
    st.lists(st.tuples(*[st.sampled_from("ABCD"), st.sampled_from([u.id for u in UNITS])]), max_size=8),
    st.data(),
)
def test_nobody_ever_scores_or_rates_themselves(seats: list[tuple[str, str]], data: st.DataObject) -> None:
    ranks, kinds = (
        st.sampled_from(["staff", "deputy", "head"]),
        st.sampled_from(["main", "concurrent", "acting"]),
    )
    posts = [post(person, unit, data.draw(ranks), data.draw(kinds)) for person, unit in seats]
    for person in "ABCD":
        for ask in (assessor_of, decider_of):
            answer = ask(person, TODAY, posts, UNITS)
            assert isinstance(answer, Gap) or answer.person != person


def test_an_unknown_reading_of_delegation_is_refused() -> None:
    with pytest.raises(ValueError, match="choose dated_post or none"):
        assessor_of("Chuyên viên", TODAY, POSTS, UNITS, "sometimes")
