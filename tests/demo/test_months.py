"""The three months of the demonstration agency: lawful rows, every texture, totals as in real life."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from congminh.demo import agency, catalogue, months
from congminh.demo.lines import draw
from tests.demo import by_hand

AUGUST, SEPTEMBER, OCTOBER = months.PERIODS
AGENCY, PRODUCTS = agency.load(), catalogue.load()
TASKS, SHEETS = months.tasks(), months.sheets()
TOTALS = by_hand.totals(TASKS, SHEETS, months.charge())
SCORED = {month: exact for month, exact in TOTALS.items() if exact is not None}


def of(name: str, person: int = 0) -> list[dict[str, Any]]:
    """The tasks of one person of a texture, in its month."""
    texture = months.TEXTURES[name]
    month = (texture.people[person], texture.period)
    return [task for task in TASKS if (task["person_id"], task["period"]) == month]


def total(name: str, person: int = 0) -> Any:
    return TOTALS[months.TEXTURES[name].people[person], months.TEXTURES[name].period]


def test_two_calls_give_the_same_months():
    assert (months.tasks(), months.sheets()) == (TASKS, SHEETS)


def test_a_draw_is_the_same_in_every_process_and_on_every_machine():
    assert [draw(1000, "load", person, AUGUST) for person in (204, 304, 504)] == [395, 900, 799]


def test_rows_hold_the_batch_columns_and_the_notes_beside_them():
    assert all(set(task) == {*months.TASK_COLUMNS, *months.TASK_NOTES} for task in TASKS)
    assert all(tuple(sheet) == months.SHEET_COLUMNS for sheet in SHEETS)


def test_everybody_has_one_sheet_a_month():
    assert Counter((sheet["person_id"], sheet["period"]) for sheet in SHEETS) == {
        (person, period): 1 for person in AGENCY.people for period in months.PERIODS
    }


def test_every_number_is_an_integer_within_the_bounds_of_the_batch_files():
    for task in TASKS:
        assert 1 <= task["assigned_m"] <= 10_000_000
        assert 0 <= task["done_m"] <= task["assigned_m"]
        assert all(0 <= task[events] <= 4 for events in ("quality_failures", "delays"))
    assert all(1500 <= sheet["general_cp"] <= 3000 and sheet["general_cp"] % 50 == 0 for sheet in SHEETS)


def test_nothing_undone_is_late_or_returned():
    assert not [task for task in TASKS if not task["done_m"] and task["quality_failures"] + task["delays"]]


def test_whatever_went_wrong_is_explained_in_a_note():
    for task in TASKS:
        undone = task["assigned_m"] - task["done_m"]
        assert task["note"] or not task["quality_failures"] + task["delays"] + undone, task


def test_leaders_are_marked_and_staff_are_not():
    for sheet in SHEETS:
        marks = {sheet["execution"], sheet["cohesion"]}
        assert sheet["unit_results"] is None
        assert marks == {None} if sheet["post"] == "staff" else marks <= {50, 100}


def test_a_task_s_product_is_of_the_person_s_unit_or_of_a_common_list():
    for task in TASKS:
        person, product = AGENCY.people[task["person_id"]], PRODUCTS[task["product"]]
        assert product.unit in (person.unit, None)
        assert person.leads or product.listed_under != catalogue.LEADING
        assert task["coefficient_m"] == product.coefficient_m


def test_every_leader_has_leading_work_in_every_month():
    leading = [task for task in TASKS if PRODUCTS[task["product"]].listed_under == catalogue.LEADING]
    led = {(task["person_id"], task["period"]) for task in leading}
    assert led == {(sheet["person_id"], sheet["period"]) for sheet in SHEETS if sheet["post"] != "staff"}


def test_shares_of_a_product_of_the_year_stay_within_the_whole():
    shares = Counter[str]()
    for task in TASKS:
        if PRODUCTS[task["product"]].group == "N4":
            shares[task["product"]] += task["assigned_m"]
    assert max(shares.values()) <= 1000


@pytest.mark.parametrize("name", months.TEXTURES)
def test_a_texture_names_people_a_month_and_one_sentence(name: str):
    texture = months.TEXTURES[name]
    assert texture.people
    assert set(texture.people) <= set(AGENCY.people)
    assert texture.period in months.PERIODS
    assert texture.sentence.endswith(".")


@pytest.mark.parametrize("person", [0, 1, 2])
def test_the_flood_brings_ad_hoc_work(person: int):
    notes = [task["note"] for task in of("ad_hoc", person) if task["origin"] == "ad_hoc"]
    assert any(note.startswith("Đột xuất") for note in notes)


def test_a_task_handed_over_stands_with_the_colleague_as_taken_over():
    (left,) = [task for task in of("handed_over", 0) if task["origin"] == "handed_over"]
    (came,) = [task for task in of("handed_over", 1) if task["origin"] == "taken_over"]
    assert left["done_m"] == 0 < came["done_m"] == came["assigned_m"] == left["assigned_m"]
    assert left["product"] == came["product"]


@pytest.mark.parametrize(
    ("name", "waived", "counted"),
    [
        ("objective_delay", "waived_delays", "delays"),
        ("objective_failure", "waived_failures", "quality_failures"),
    ],
)
def test_an_objective_cause_is_kept_apart_from_what_counts(name: str, waived: str, counted: str):
    (task,) = [task for task in of(name) if task[waived]]
    assert task[counted] == 0
    assert "khách quan" in task["note"]
    assert sum(task[waived] > 0 for task in TASKS) == 1


def test_sick_leave_leaves_fewer_tasks_than_in_the_other_months():
    (person,) = months.TEXTURES["leave"].people
    counts = Counter(task["period"] for task in TASKS if task["person_id"] == person)
    assert counts[SEPTEMBER] == 2 < min(counts[AUGUST], counts[OCTOBER])


def test_one_sheet_has_nothing_assigned_and_so_no_total():
    assert of("nothing_assigned") == []
    assert [month for month, exact in TOTALS.items() if exact is None] == [(410, SEPTEMBER)]


def test_one_person_falls_below_fifty_and_takes_d_from_those_in_charge():
    texture = months.TEXTURES["failing_subordinate"]
    person, deputy, head = texture.people
    assert [month for month, exact in SCORED.items() if exact < 50] == [(person, OCTOBER)]
    assert {leader for leader, led in agency.in_charge(AGENCY) if led == person} == {deputy, head}
    assert head == AGENCY.cast["minh"]
    lifted = [sheet | {"general_cp": 3000} if sheet["person_id"] == person else sheet for sheet in SHEETS]
    unhurt = by_hand.totals(TASKS, lifted, months.charge())
    for leader in (deputy, head):
        assert unhurt[leader, OCTOBER] - TOTALS[leader, OCTOBER] == Fraction(70, 12)
    assert unhurt[AGENCY.cast["hoa"], OCTOBER] == TOTALS[AGENCY.cast["hoa"], OCTOBER]


def test_one_total_is_exactly_90_and_lan_s_exactly_89_99():
    assert total("exactly_90") == 90
    assert total("exactly_89_99") == Fraction(8999, 100)
    assert months.TEXTURES["exactly_89_99"].people == (AGENCY.cast["lan"],)
    printed = Counter((200 * exact + 1) // 2 for exact in SCORED.values())
    assert printed[9000] == printed[8999] == 1


def test_a_product_is_returned_twice():
    assert [task["product"] for task in of("returned_product") if task["quality_failures"] == 2] == ["KT-08"]


def test_a_group_product_is_split_into_shares_that_make_the_whole():
    people = set(months.TEXTURES["shared_product"].people)
    parts = {task["person_id"]: task["assigned_m"] for task in TASKS if task["product"] == "KT-01"}
    assert (set(parts), sorted(parts.values())) == (people, [200, 300, 500])


def test_extra_work_may_exceed_what_was_assigned():
    tasks = of("beyond_assigned")
    planned = sum(task["coefficient_m"] * task["assigned_m"] for task in tasks if task["origin"] == "planned")
    assert sum(task["coefficient_m"] * task["done_m"] for task in tasks) > planned
    assert by_hand.shares(tasks)[0] == 1


def test_a_complaint_about_disunity_halves_cohesion_once():
    texture = months.TEXTURES["disunity"]
    halved = [(sheet["person_id"], sheet["period"]) for sheet in SHEETS if sheet["cohesion"] == 50]
    assert halved == [(*texture.people, texture.period)]


@pytest.mark.parametrize("period", months.PERIODS)
def test_most_totals_lie_between_70_and_95_and_a_few_below(period: int):
    found = [exact for (_, month), exact in SCORED.items() if month == period]
    assert sum(70 <= exact <= 95 for exact in found) > Fraction(8, 10) * len(found)
    assert 1 <= sum(exact < 70 for exact in found) <= 6
    assert sum(exact >= 90 for exact in found) < Fraction(1, 2) * len(found)
