"""Who recognises an organisation's result (Điều 5), and whom a leader has in charge (Điều 15.3.a, 15.4)."""

from __future__ import annotations

from datetime import date

import pytest

from congminh.law.nd335.authority import Authority, Gap, Unit, charge, recogniser_of, recognises
from tests.law.department import CLERK, POSTS, TODAY, UNITS, post, without


@pytest.mark.parametrize(
    ("unit", "recogniser", "article"),
    [
        ("home_affairs", "Chủ tịch tỉnh", "Điều 5.2"),
        ("commune", "Chủ tịch tỉnh", "Điều 5.2"),
        ("staffing", "Giám đốc", "Điều 5.4"),
        ("economy", "Chủ tịch xã", "Điều 5.5"),
    ],
)
def test_article_5_names_who_recognises_an_organisations_result(unit: str, recogniser: str, article: str) -> None:
    answer = recogniser_of(unit, TODAY, POSTS, UNITS)
    assert isinstance(answer, Authority)
    assert (answer.person, answer.article) == (recogniser, article)


def test_a_minister_recognises_departments_and_their_heads_all_units_within() -> None:
    units = (
        Unit("bộ", None, "managing", "ministry"),
        Unit("cục", "bộ", "using", "department"),
        Unit("chi cục", "cục", "direct", "department_unit"),
        Unit("đội", "chi cục", "direct", "department_unit"),
    )
    posts = [post(f"đứng đầu {unit.id}", str(unit.id), "head") for unit in units]
    found = {unit.id: recogniser_of(unit.id, TODAY, posts, units) for unit in units[1:]}
    said = {unit: (a.person, a.article) for unit, a in found.items() if isinstance(a, Authority)}
    assert said == {
        "cục": ("đứng đầu bộ", "Điều 5.1"),
        "chi cục": ("đứng đầu cục", "Điều 5.3"),
        "đội": ("đứng đầu cục", "Điều 5.3"),
    }


def test_ministries_and_provinces_are_recognised_under_other_rules() -> None:
    answer = recogniser_of("province", TODAY, POSTS, UNITS)
    assert isinstance(answer, Gap) and answer.kind == "outside"
    assert recognises("province") is None and recognises("commune") == ("province", "Điều 5.2")


def test_a_head_has_everyone_of_the_unit_and_beneath_it_in_charge() -> None:
    assert charge("Trưởng phòng", TODAY, POSTS, UNITS) == {"Phó Trưởng phòng", "Chuyên viên"}
    assert charge("Giám đốc", TODAY, POSTS, UNITS) == {
        *("Phó Giám đốc", "Văn thư Sở", "Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên"),
        *("Trưởng phòng CCHC", "Chuyên viên CCHC"),
    }


def test_a_deputy_has_the_field_in_charge_and_no_more() -> None:
    assert charge("Phó Giám đốc", TODAY, POSTS, UNITS) == {"Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên"}
    assert charge("Phó Trưởng phòng", TODAY, POSTS, UNITS) == {"Chuyên viên"}
    assert charge("Chuyên viên", TODAY, POSTS, UNITS) == frozenset()


def test_a_person_seconded_is_in_the_charge_of_those_who_have_them() -> None:
    away = post("Chuyên viên", "economy", kind="seconded")
    assert "Chuyên viên" not in charge("Trưởng phòng", TODAY, (*POSTS, away), UNITS)
    assert "Chuyên viên" in charge("Trưởng phòng Kinh tế", TODAY, (*POSTS, away), UNITS)


def test_a_person_in_doubt_is_in_everyones_charge_rather_than_nobodys() -> None:
    twice = post("Chuyên viên", "economy")
    for leader in ("Trưởng phòng", "Trưởng phòng Kinh tế"):
        assert "Chuyên viên" in charge(leader, TODAY, (*POSTS, twice), UNITS)


def test_one_who_has_left_is_in_nobodys_charge() -> None:
    gone = post("Chuyên viên", "staffing", last=date(2026, 9, 30))
    posts = (*without(CLERK), gone)
    assert "Chuyên viên" not in charge("Phó Trưởng phòng", TODAY, posts, UNITS)
    assert "Chuyên viên" in charge("Phó Trưởng phòng", date(2026, 9, 30), posts, UNITS)


def test_a_delegation_gives_a_signature_and_not_a_charge() -> None:
    delegate = post("Văn thư Sở", "home_affairs", "head", "delegation", last=date(2026, 12, 31))
    assert charge("Văn thư Sở", TODAY, (*POSTS, delegate), UNITS) == frozenset()
