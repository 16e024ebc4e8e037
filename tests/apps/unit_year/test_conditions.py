"""Why a level holds or not: asked of the law itself, so it never disagrees with the level the law gives."""

from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from congminh import law as laws
from congminh.law.facts import GRADES, ORGANISATION
from congminh.law.in_memory import reckon_rows
from congminh.unit_year.facts.conditions import LEVELS, PERFECT, levels_of

LAW = laws.named("nd335")
VALUES = LAW.values(timezone.localdate())
KEYS = {"unit_id": 1, "year": 2026}


def row(**facts: Any) -> dict[str, Any]:
    return reckon_rows(LAW, ORGANISATION, {"organisation": [{**PERFECT, **KEYS, **facts}]}, VALUES)[0]


def unmet(level: str, **facts: Any) -> set[str]:
    found = next(each for each in levels_of(row(**facts), LAW, VALUES) if each.grade == level)
    return {each.fact for each in found.conditions if not each.met}


@pytest.mark.parametrize(
    ("level", "facts", "expected"),
    [
        ("excellent", {}, set()),
        ("excellent", {"score_cp": 8999}, {"score_cp"}),
        ("excellent", {"exceeded_bp": 2999, "findings_remedied": 0}, {"exceeded_bp", "findings_remedied"}),
        ("excellent", {"subordinate_failed": 1, "quality_assured": 0}, {"subordinate_failed", "quality_assured"}),
        ("good", {"on_time_bp": 9999, "score_cp": 6999}, {"on_time_bp", "score_cp"}),
        ("good", {"quality_assured": None}, set()),
        ("fulfilled", {"on_time_bp": 8000}, set()),
        ("fulfilled", {"on_time_bp": 7999, "done_bp": 9999}, {"on_time_bp", "done_bp"}),
    ],
)
def test_the_conditions_that_bar_a_level_are_named(level: str, facts: dict[str, Any], expected: set[str]) -> None:
    assert unmet(level, **facts) == expected


def test_any_one_case_of_not_fulfilled_is_enough() -> None:
    for facts, cases in (
        ({"score_cp": 4999}, {"score_cp"}),
        ({"misconduct": 1}, {"misconduct"}),
        ({"done_bp": 6999, "on_time_bp": 6999}, {"done_bp"}),
        ({"done_bp": 6999, "on_time_bp": 6999, "force_majeure": 1}, set()),
    ):
        level = levels_of(row(**facts), LAW, VALUES)[-1]
        assert {each.fact for each in level.conditions if each.met} == cases
        assert level.holds is bool(cases)


def test_the_best_level_whose_conditions_hold_is_the_one_the_law_gives() -> None:
    ranges = {
        "score_cp": (4999, 5000, 6999, 7000, 8999, 9000),
        "done_bp": (6999, 7000, 10_000),
        "on_time_bp": (7999, 8000, 10_000),
        "exceeded_bp": (2999, 3000),
        "findings_remedied": (0, 1),
        "misconduct": (0, 1),
    }
    for values in product(*ranges.values()):
        facts = dict(zip(ranges, values, strict=True))
        found = row(**facts)
        levels = {level.grade: level.holds for level in levels_of(found, LAW, VALUES)}
        held = "not_fulfilled" if levels["not_fulfilled"] else next((each for each in LEVELS if levels[each]), None)
        assert (held if held in GRADES else "authority_decides") == found["grade"], facts
