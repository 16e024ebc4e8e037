"""The reference pinned to the Ministry handbook's worked example and to sums a reader can do by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law import months
from tests.law.second_mind import excellent_max, organisation, score_sheet, year

STAFF = months.sheet_of(1, 202611, "staff", 3000, (None, None, None))
HEAD = months.sheet_of(1, 202611, "head", 3000, (50, 50, 100))


def handbook_tasks(*delays: int) -> list[dict[str, Any]]:
    """The three lines of the handbook's tables (Sổ tay VI.2) with the given delays."""
    table = ((1000, 5000, 4000, 0), (2700, 3000, 3000, 1), (3700, 1000, 800, 2))
    lines = [months.line("planned", *row, late) for row, late in zip(table, delays, strict=True)]
    return months.stamped(STAFF, lines)


def scored(*lines: dict[str, Any], sheet: dict = STAFF, law: str = "nd335", **readings: str) -> dict:
    return score_sheet(sheet, months.stamped(sheet, list(lines)), readings, law)


def test_the_handbooks_officer_has_its_printed_a_b_c_and_total() -> None:
    row = score_sheet(STAFF, handbook_tasks(4, 2, 0))
    assert row["quantity"] == Fraction(1506, 1680)
    assert row["quality"] == Fraction(11555, 16800)
    assert row["timeliness"] == Fraction(701, 1680)
    assert [row[f"{name}_bp"] for name in ("quantity", "quality", "timeliness", "results")] == [
        8964,
        6878,
        4173,
        6672,
    ]
    assert (row["total_cp"], row["grade"]) == (7670, "good")


def test_the_handbooks_officer_has_76_7_printed_to_one_decimal() -> None:
    assert score_sheet(STAFF, handbook_tasks(4, 2, 0), {"total_decimals": "1"})["total_cp"] == 7670


def test_the_handbooks_officer_has_83_68_when_a_delay_is_an_occurrence() -> None:
    row = score_sheet(STAFF, handbook_tasks(1, 1, 0))
    assert row["timeliness"] == Fraction(12035, 16800)
    assert row["total_cp"] == 8368


def test_working_days_late_give_the_handbooks_officer_47_68_per_cent_timeliness() -> None:
    assert score_sheet(STAFF, handbook_tasks(3, 2, 0))["timeliness_bp"] == 4768


def test_the_handbooks_leader_has_results_of_66_7_per_cent() -> None:
    row = score_sheet(HEAD, handbook_tasks(4, 2, 0))
    assert row["results_bp"] == 6669
    assert row["results"] == (row["quantity"] + row["quality"] + row["timeliness"] + 2) / 6


def test_the_handbooks_leader_has_82_5_when_nobody_under_him_is_below_50() -> None:
    row = score_sheet(HEAD | {"unit_results": 100}, handbook_tasks(4, 2, 0), {"total_decimals": "1"})
    assert (row["results_bp"], row["total_cp"]) == (7502, 8250)


def test_a_leader_without_all_three_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="head needs 50 or 100"):
        score_sheet(HEAD | {"cohesion": None}, handbook_tasks(0, 0, 0))


def test_only_the_persons_own_tasks_of_the_period_count() -> None:
    others = [task | {"person_id": 2} for task in handbook_tasks(9, 9, 9)]
    earlier = [task | {"period": 202610} for task in handbook_tasks(9, 9, 9)]
    assert score_sheet(STAFF, others + handbook_tasks(1, 1, 0) + earlier)["total_cp"] == 8368


def test_handed_over_work_stays_assigned_and_counts_nothing_done() -> None:
    row = scored(months.line("planned", 1000, 3000, 3000), months.line("handed_over", 1000, 1000, 1000))
    assert row["quantity"] == row["results"] == Fraction(3, 4)


def test_extra_work_lifts_the_numerator_only_or_both_by_the_reading() -> None:
    lines = months.line("planned", 1000, 4000, 2000), months.line("ad_hoc", 1000, 1000, 1000)
    assert scored(*lines)["quantity"] == Fraction(3, 4)
    assert scored(*lines, extra_denominator="both")["quantity"] == Fraction(3, 5)


def test_the_cap_holds_each_ratio_or_only_their_mean() -> None:
    late = months.line("planned", 1000, 2000, 3000, 0, 2)
    each, mean = scored(late), scored(late, cap_level="result")
    assert (each["quantity"], each["timeliness"], each["results"]) == (1, Fraction(3, 4), Fraction(11, 12))
    assert (mean["quantity"], mean["timeliness"], mean["results"]) == (Fraction(3, 2), Fraction(3, 4), 1)
    assert mean["total"] == 100


def test_a_failed_review_costs_a_quarter_of_the_line_or_of_one_unit() -> None:
    failed = months.line("planned", 2000, 4000, 4000, 1)
    assert scored(failed)["quality"] == Fraction(3, 4)
    assert scored(failed, deduction_scope="unit")["quality"] == Fraction(15, 16)


def test_more_than_four_delays_cost_no_more_than_the_line() -> None:
    lines = months.line("planned", 1000, 1000, 1000, 0, 9), months.line("planned", 1000, 1000, 1000)
    assert scored(*lines)["timeliness"] == scored(*lines, deduction_scope="unit")["timeliness"] == Fraction(1, 2)


def test_nothing_assigned_follows_the_reading() -> None:
    extra = months.line("ad_hoc", 1000, 1000, 1000)
    assert (scored(extra)["grade"], scored(extra)["total_cp"]) == ("insufficient_data", None)
    exempt = scored(empty_assignment="exempt")
    assert (exempt["grade"], exempt["quantity_bp"], exempt["total"]) == ("not_rated", None, None)
    assert scored(empty_assignment="zero")["total_cp"] == 3000
    head = scored(sheet=HEAD, empty_assignment="zero")
    assert (head["results"], head["total_cp"]) == (Fraction(1, 3), 5333)


def test_the_band_stands_on_the_exact_or_on_the_printed_total() -> None:
    almost = months.line("planned", 1000, 7_000_000, 5_999_999)
    exact, printed = scored(almost), scored(almost, band_on="printed")
    assert (exact["total_cp"], exact["grade"]) == (9000, "good")
    assert (printed["total_cp"], printed["grade"]) == (9000, "excellent")


def test_one_decimal_can_lift_a_printed_total_into_the_next_band() -> None:
    short = months.line("planned", 1000, 7000, 5995)
    row = scored(short, total_decimals="1", band_on="printed")
    assert (row["total"], row["total_cp"], row["grade"]) == (Fraction(8995, 100), 9000, "excellent")


@pytest.mark.parametrize(
    ("total", "grade", "mark"), [(5000, "fulfilled", 50), (7000, "good", 50), (9000, "excellent", 100)]
)
def test_a_score_on_the_line_has_the_higher_level_and_a_hair_less_has_not(total: int, grade: str, mark: int) -> None:
    leader = HEAD | dict.fromkeys(months.MARKS, mark)
    for sheet, marks in ((STAFF, 0), (leader, 3 * mark)):
        on = scored(months.tie_line(total - 3000, marks, 0), sheet=sheet)
        under = scored(months.tie_line(total - 3000, marks, -1), sheet=sheet)
        assert on["total"] * 100 == total
        assert under["total"] < on["total"] and under["grade"] != on["grade"] == grade


def test_the_draft_counts_only_products_without_any_failure_or_delay() -> None:
    lines = months.line("planned", 1000, 1000, 1000, 1, 0), months.line("planned", 1000, 3000, 3000, 0, 1)
    row = scored(*lines, law="duthao2025")
    assert (row["quantity"], row["quality"], row["timeliness"]) == (1, Fraction(3, 4), Fraction(1, 4))


@pytest.mark.parametrize(
    ("eligible", "good", "final", "original", "better"),
    [(10, 30, 6, 6, 8), (7, 28, 5, 5, 7), (3, 4, 1, 0, 1), (1, 4, 0, 0, 1), (12, 0, 2, 0, 2)],
)
def test_the_cap_on_excellent_at_20_per_cent(eligible: int, good: int, final: int, original: int, better: int) -> None:
    bases = {"final_good": final, "original_good": original, "good_or_better": better}
    assert {base: excellent_max(20, base, "floor", eligible, good) for base in bases} == bases


def test_a_quarter_of_the_good_when_the_organisation_stands_out() -> None:
    assert excellent_max(25, "final_good", "floor", 10, 30) == 8


def test_the_cap_to_the_nearest_person_and_for_small_units() -> None:
    assert excellent_max(20, "original_good", "nearest", 3, 3) == 1
    assert excellent_max(20, "final_good", "floor", 1, 4, small="at_least_one") == 1
    assert excellent_max(20, "final_good", "floor", 0, 4, small="at_least_one") == 0
    assert excellent_max(20, "all", "floor", 9, 9, rated=34) == 6


def months_at(cp: int, count: int = 12) -> dict[int, int]:
    return dict.fromkeys(range(1, count + 1), cp)


def test_a_years_mean_is_over_the_scored_months_and_half_up() -> None:
    row = year({"months": {1: 8250, 2: 9125, 3: 9126}, "months_worked": 12})
    assert (row["year_mean"], row["year_mean_cp"], row["grade"]) == (Fraction(26501, 300), 8834, "good")
    assert year({"months": {1: 8000, 2: 8001}})["year_mean_cp"] == 8001


def test_a_missing_month_counts_nothing_over_twelve_except_on_leave() -> None:
    given_year = {"months": months_at(8000, 9), "months_worked": 9}
    assert year(given_year, {"year_months": "twelve"})["year_mean"] == 60
    assert year(given_year | {"leave": ["maternity"]}, {"year_months": "twelve"})["year_mean"] == 80


def test_december_is_scored_left_out_or_stands_for_november() -> None:
    given_year = {"months": months_at(8000) | {11: 9200, 12: 5600}}
    means = {
        option: year(given_year, {"december": option})["year_mean"] for option in ("cut_off", "eleven_months", "reuse")
    }
    assert means == {"cut_off": 79, "eleven_months": Fraction(89200, 1100), "reuse": 82}


def test_with_december_left_out_the_whole_year_is_eleven_months() -> None:
    rules = {"december": "eleven_months", "year_months": "twelve"}
    assert year({"months": months_at(8800, 10) | {12: 100}}, rules)["year_mean"] == 80


def test_under_six_months_is_not_rated_save_for_sick_and_maternity_leave() -> None:
    short = {"months": months_at(8000, 5), "months_worked": 5}
    grades = [year(short | {"leave": [kind]})["grade"] for kind in ("unpaid", "sick", "maternity")]
    assert grades == ["not_rated", "good", "good"]


def test_a_ground_makes_the_year_not_fulfilled_and_corruption_weighs_on_leaders() -> None:
    fine = {"months": months_at(9500)}
    assert year(fine | {"grounds": ["duty_discipline"]})["grade"] == "not_fulfilled"
    corrupt = fine | {"grounds": ["unit_corruption"]}
    grades = [year(corrupt | {"post": post})["grade"] for post in ("staff", "deputy", "head")]
    assert grades == ["excellent", "not_fulfilled", "not_fulfilled"]


def test_a_head_is_not_above_the_unit_and_a_deputy_may_be() -> None:
    fine = {"months": months_at(9500), "unit_grade": "fulfilled"}
    grades = [year(fine | {"post": post})["grade"] for post in ("head", "deputy", "staff")]
    assert grades == ["fulfilled", "excellent", "excellent"]


UNIT = {
    "score": 91,
    "done": 100,
    "on_time": 100,
    "exceeded": 35,
    "subordinate_failed": False,
    "findings_remedied": True,
}


@pytest.mark.parametrize(
    ("changed", "grade"),
    [
        ({}, "excellent"),
        ({"exceeded": 29}, "good"),
        ({"subordinate_failed": True}, "good"),
        ({"findings_remedied": False}, "good"),
        ({"score": 89.99}, "good"),
        ({"score": 69.99}, "fulfilled"),
        ({"on_time": 80}, "fulfilled"),
        ({"on_time": 79}, "authority_decides"),
        ({"done": 99}, "authority_decides"),
        ({"done": 69}, "not_fulfilled"),
        ({"done": 69, "force_majeure": True}, "authority_decides"),
        ({"score": 49.99, "force_majeure": True}, "not_fulfilled"),
        ({"misconduct": True}, "not_fulfilled"),
    ],
)
def test_an_organisations_level(changed: dict[str, Any], grade: str) -> None:
    assert organisation(UNIT | changed) == grade


def test_an_organisation_between_the_levels_follows_the_reading() -> None:
    gap = UNIT | {"done": 90}
    grades = [organisation(gap, {"org_gap": option}) for option in ("authority", "fulfilled", "not_fulfilled")]
    assert grades == ["authority_decides", "fulfilled", "not_fulfilled"]


def test_the_fixed_months_stand_exactly_at_the_bounds() -> None:
    pairs = months.at_the_bounds()
    assert all(months.loads(tasks) == (10**13, 10**13) and sheet["general_cp"] == 3000 for sheet, tasks in pairs)
    assert {sheet["post"] for sheet, _ in pairs} == {"staff", "deputy", "head"}
    assert len({sheet["person_id"] for sheet, _ in pairs}) == len(pairs)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_drawn_month_is_within_the_bounds_and_scores_within_a_hundred(data: st.DataObject) -> None:
    sheets, tasks = data.draw(months.sheets_and_tasks())
    choice = data.draw(months.readings())
    assert len({(sheet["person_id"], sheet["period"]) for sheet in sheets}) == len(sheets)
    for task in tasks:
        assert task["assigned_m"] >= (1 if task["origin"] in ("planned", "handed_over") else 0)
        assert 1 <= task["coefficient_m"] <= 10**6 and max(task["assigned_m"], task["done_m"]) <= 10**7
    for sheet in sheets:
        row = score_sheet(sheet, tasks, choice)
        assert row["total"] is None or 0 <= row["total"] <= 100
