"""Mẫu 01, phần I: ten criteria of the form, 30 points, in the law's own words."""

import pytest

from congminh import law as laws
from congminh.law.faults import BadFacts
from congminh.law.nd335.general import criteria, general_cp, groups

FULL = {code: criterion.max_cp for code, criterion in criteria().items()}


def refused(scores: dict[str, int], step: str = "0.5") -> list[str]:
    with pytest.raises(BadFacts) as caught:
        general_cp(scores, step)
    return [fault.text() for fault in caught.value.faults]


def test_the_form_has_three_groups_of_ten_points_and_ten_criteria() -> None:
    assert [group.max_cp for group in groups()] == [1000, 1000, 1000]
    assert [len(group.criteria) for group in groups()] == [2, 4, 4]
    assert [sum(criterion.max_cp for criterion in group.criteria) for group in groups()] == [1000, 1000, 1000]


def test_full_marks_are_the_points_the_decree_gives() -> None:
    assert general_cp(FULL) == 100 * laws.named("nd335").parameters["general_points"].on(laws.named("nd335").since)


def test_points_are_added_up() -> None:
    assert general_cp(FULL | {"I.1": 450, "III.1": 0}) == 2700


@pytest.mark.parametrize(("score", "told"), [(251, "phải từ 0 đến 2,5 điểm"), (-50, "phải từ 0 đến 2,5 điểm")])
def test_a_score_beyond_its_criterion_is_refused_with_its_place(score: int, told: str) -> None:
    (line,) = refused(FULL | {"II.1": score})
    assert line.startswith("Mẫu 01, dòng II.1, cột self_score: ")
    assert line.endswith(told)


def test_the_step_is_the_agencys_reading() -> None:
    assert refused(FULL | {"II.1": 225}) == ["Mẫu 01, dòng II.1, cột self_score: «2,25» phải là bội của 0,5 điểm"]
    assert general_cp(FULL | {"II.1": 225}, "0.25") == 2975
    assert general_cp(FULL | {"II.1": 201}, "free") == 2951


def test_a_criterion_left_out_or_unknown_is_named() -> None:
    scores = {code: score for code, score in FULL.items() if code != "II.3"} | {"IV.1": 100}
    lines = refused(scores)
    assert "dòng II.3" in lines[0]
    assert "dòng IV.1" in lines[1]


def test_every_criterion_cites_an_article_that_resolves() -> None:
    articles = laws.named("nd335").articles
    assert {criterion.cite for criterion in criteria().values()} | {group.cite for group in groups()} <= set(articles)


def test_the_annexs_descriptors_stand_beside_the_criteria_in_both_languages() -> None:
    counts = [len(criterion.descriptors) for criterion in criteria().values()]
    assert counts == [8, 4, 3, 2, 2, 2, 0, 0, 0, 0]
    assert all(told.vi and told.en for criterion in criteria().values() for told in criterion.descriptors)
