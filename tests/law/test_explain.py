"""«Vì sao điểm này?»: what a person is shown is what was reckoned, with its articles."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from congminh import law as laws
from congminh.law.decree import Law
from congminh.law.explain import Teller, as_dict, explain, reading_lines
from congminh.law.facts import SHEET, TASK, YEAR
from congminh.law.figures import Figure, Grain, value_of
from congminh.law.in_memory import reckon_rows
from congminh.law.text import points
from congminh.law.tree import lines, task_lines
from tests.law import months

DAY = date(2026, 10, 31)
LAW = laws.named("nd335")
ONE = {"person_id": 1, "period": 202610}
HANDBOOK = [
    ONE | dict(zip(("coefficient_m", "assigned_m", "done_m", "quality_failures", "delays"), row, strict=True))
    for row in ((1000, 5000, 4000, 0, 4), (2700, 3000, 3000, 1, 2), (3700, 1000, 800, 2, 0))
]
TASKS = [task | {"origin": "planned"} for task in HANDBOOK]
STAFF = ONE | {"unit_id": 1, "peer_group": "chuyên viên", "post": "staff", "general_cp": 3000}
HEAD = STAFF | {"post": "head", "unit_results": 50, "execution": 50, "cohesion": 100}


def told(sheet: dict, tasks: list[dict], language: str = "vi", readings: dict | None = None) -> tuple[Teller, dict]:
    """A teller of one sheet, and the sheet's row."""
    values = LAW.values(DAY, readings)
    row = reckon_rows(LAW, SHEET, {"sheet": [sheet], "task": tasks}, values)[0]
    return Teller(LAW, values, language, reckon_rows(LAW, TASK, {"task": tasks}, values)), row


def tree(sheet: dict, tasks: list[dict], language: str = "vi", **readings: str) -> list[str]:
    teller, row = told(sheet, tasks, language, readings)
    return lines(teller.node(SHEET, "grade", row), language)


def test_the_handbooks_example_reads_down_to_each_sum() -> None:
    shown = "\n".join(tree(STAFF, TASKS))
    for line in (
        "điểm theo dõi, đánh giá = 76,70 = 30,00 + 46,70  [Điều 17.1]",
        "R – kết quả thực hiện nhiệm vụ = 66,72 % = (89,64 % + 68,78 % + 41,73 %) ÷ 3  [Điều 16]",
        "a – số lượng = 89,64 % = min(15,06; 16,8) ÷ 16,8  [Điều 14.2.a]",
        "tổng hoàn thành đạt chất lượng (đã quy đổi) = 11,555, cộng cột (9) của 3 nhiệm vụ  [Điều 14.2.b]",
    ):
        assert line in shown


def test_a_leader_reads_all_six_criteria() -> None:
    shown = "\n".join(tree(HEAD, TASKS, "en"))
    assert "R – task results = 66.69 % = (89.64 % + 68.78 % + 41.73 % + 50 % + 50 % + 100 %) ÷ 6  [Điều 16]" in shown
    assert "d – results of the unit = 50 %  [Điều 15.3.a]" in shown
    assert "đ – execution = 50 %  [Điều 15.3.b]" in shown


def test_the_task_table_says_where_each_column_comes_from() -> None:
    teller, _ = told(STAFF, TASKS)
    shown = task_lines(teller, teller.gathered)
    assert re.split(r"\s{2,}", shown[3].strip()) == [
        *("2", "trong kế hoạch", "2,7", "3", "8,1", "3", "8,1", "1", "75 %", "6,075", "2", "50 %", "4,05"),
    ]
    assert "  (8) điểm chất lượng còn lại của sản phẩm = max(0; 100 % - 25 % × (7))  [Điều 14.2.b]" in shown
    assert "  (9) hoàn thành đạt yêu cầu về chất lượng (đã quy đổi) = (6) × (8)  [Điều 14.2.b]" in shown


def test_nothing_assigned_is_said_to_be_not_enough_data_never_nought() -> None:
    shown = tree(STAFF, [])
    assert shown[0] == "mức điểm tương ứng với mức xếp loại chất lượng = chưa đủ dữ liệu  [Điều 20]"
    assert "0 %" not in "\n".join(shown)


def test_a_score_just_below_ninety_is_not_printed_as_ninety() -> None:
    edges = (Fraction(50), Fraction(70), Fraction(90))
    assert points(Fraction("89.996"), edges) == "89,996"
    assert points(Fraction("89.994"), edges) == "89,99"
    assert points(Fraction("90"), edges) == "90,00"
    assert points(Fraction("69.9999"), edges, "en") == "69.9999"


def test_the_readings_a_number_rests_on_are_named_with_the_option_chosen() -> None:
    teller, row = told(STAFF, TASKS, readings={"cap_level": "result"})
    node = teller.node(SHEET, "total", row)
    shown = reading_lines(LAW, node, teller.values)
    assert any(line.startswith("Q4 ") and LAW.readings["cap_level"].options["result"].vi in line for line in shown)


def test_the_tree_as_data_has_an_article_for_every_figure() -> None:
    values = LAW.values(DAY)
    row = reckon_rows(LAW, SHEET, {"sheet": [HEAD], "task": TASKS}, values)[0]
    data = as_dict(explain(LAW, SHEET, "total", row, values), "en")
    waiting = [data]
    while waiting:
        node = waiting.pop()
        assert node["cite"] in LAW.articles
        waiting += node["parts"]


# --- what is shown is what was reckoned --------------------------------------------------------------


def arithmetic(shown: str, values: Mapping[str, Fraction]) -> Fraction:
    """The value of a shown formula, with the exact values of its parts put in."""
    python = re.sub(r"(\d+) %", r"Fraction(\1, 100)", shown)
    python = re.sub(r"\{(\w+)\}", r"V['\1']", python)
    python = re.sub(r"(?<![\w\['(])(\d+)(?![\w\]'])", r"Fraction(\1)", python)
    python = python.replace("÷", "/").replace("×", "*").replace(";", ",")
    return eval(python, {"Fraction": Fraction, "V": values, "min": min, "max": max})


def shown_of(figure: Figure, row: dict, values: Mapping[str, Any]) -> str:
    return figure.shown(row, values) if callable(figure.shown) else figure.shown


def prove(law: Law, grain: Grain, row: dict, values: Mapping[str, Any]) -> None:
    """Every figure of a row that shows an arithmetic has exactly its value."""
    for figure in law.figures:
        if figure.of is not grain or not figure.shown or figure.value(row) is None:
            continue
        shown = shown_of(figure, row, values)
        parts = {name: value_of(law.find(grain, name), row) for name in re.findall(r"\{(\w+)\}", shown)}
        assert arithmetic(shown, parts) == figure.value(row), f"{figure.name}: {shown} with {parts}"


@pytest.mark.parametrize("law", laws.laws(), ids=lambda law: law.key)
@given(month=months.sheets_and_tasks(), readings=months.readings("cap_level", "extra_denominator", "deduction_scope"))
def test_the_arithmetic_shown_gives_the_number_reckoned(law: Law, month: tuple, readings: dict) -> None:
    sheets, tasks = month
    values = law.values(DAY, readings)
    for row in reckon_rows(law, TASK, {"task": tasks}, values):
        prove(law, TASK, row, values)
    for row in reckon_rows(law, SHEET, {"sheet": sheets, "task": tasks}, values):
        prove(law, SHEET, row, values)


def test_the_years_mean_shows_its_division() -> None:
    values = LAW.values(DAY)
    scored = [{"person_id": 1, "year": 2026, "month": n, "span": 1, "total_cp": 8000 + n} for n in range(1, 13)]
    year = {"person_id": 1, "year": 2026, "unit_id": 1, "peer_group": "a", "post": "staff", "months_worked": 12}
    flags = {fact.name: 0 for fact in YEAR.facts if fact.high == 1}
    row = reckon_rows(LAW, YEAR, {"year": [year | flags], "month": scored}, values)[0]
    prove(LAW, YEAR, row, values)
    assert Teller(LAW, values).node(YEAR, "year_mean", row).arithmetic == "960,78 ÷ 12"
