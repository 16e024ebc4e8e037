"""Điều 8: time and quality are two conditions, and «hoàn thành nhiệm vụ» asks only for time."""

from datetime import date
from typing import Any

import pytest

from congminh import law as laws
from congminh.law.facts import ORGANISATION
from congminh.law.in_memory import reckon_rows

LAW = laws.named("nd335")
UNIT = {
    **{"unit_id": 1, "year": 2026, "score_cp": 9500, "done_bp": 10_000, "on_time_bp": 10_000, "exceeded_bp": 4000},
    **{"subordinate_failed": 0, "findings_remedied": 1, "misconduct": 0, "force_majeure": 0, "quality_assured": 1},
}


def grade(**changed: Any) -> str:
    values = LAW.values(date(2026, 12, 5))
    return str(reckon_rows(LAW, ORGANISATION, {"organisation": [UNIT | changed]}, values)[0]["grade"])


@pytest.mark.parametrize(
    ("score_cp", "assured", "not_assured"),
    [(9500, "excellent", "fulfilled"), (7800, "good", "fulfilled"), (6000, "fulfilled", "fulfilled")],
)
def test_quality_is_a_condition_of_excellent_and_good_but_not_of_fulfilled(
    score_cp: int, assured: str, not_assured: str
) -> None:
    assert grade(score_cp=score_cp) == assured
    assert grade(score_cp=score_cp, quality_assured=0) == not_assured


def test_quality_that_nobody_questioned_is_taken_as_assured() -> None:
    assert grade(quality_assured=None) == "excellent"


def test_poor_quality_never_makes_a_task_late() -> None:
    """On time to a fifth late is «hoàn thành nhiệm vụ» whatever the quality; beyond it no level fits."""
    assert grade(score_cp=6000, on_time_bp=8000, quality_assured=0) == "fulfilled"
    assert grade(score_cp=6000, on_time_bp=7999, quality_assured=0) == "authority_decides"
