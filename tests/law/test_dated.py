"""Law has dates: an amended number, an amended formula, and a draft beside both."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from congminh import law as laws
from congminh.law.decree import Law
from congminh.law.explain import explain
from congminh.law.facts import SHEET, TASK
from congminh.law.figures import amend
from congminh.law.in_memory import reckon_rows
from congminh.law.parameters import Parameter, UnknownChoice, load_parameters

LAW = laws.named("nd335")
ONE = {"person_id": 1, "period": 202610}
TASKS = [
    ONE
    | {"origin": "planned", "coefficient_m": 1000, "assigned_m": 10_000, "done_m": 10_000}
    | {"quality_failures": 0, "delays": 1}
]
STAFF = ONE | {"unit_id": 1, "peer_group": "a", "post": "staff", "general_cp": 3000}
BEFORE, AFTER = date(2027, 6, 30), date(2027, 7, 31)


def amended() -> Law:
    """The decree with a stricter timeliness from 1 July 2027: half of a product a delay."""
    old = LAW.find(TASK, "timeliness_kept")
    new = replace(old, formula="greatest(0, 100 - 50 * delays)", cite="Điều 14.2", since=date(2027, 7, 1))
    return replace(LAW, figures=(*LAW.figures, new))


def timeliness(law: Law, day: date) -> int:
    return reckon_rows(law, SHEET, {"task": TASKS, "sheet": [STAFF]}, law.values(day))[0]["timeliness_bp"]


def test_an_amended_formula_holds_from_its_day_and_the_old_one_before() -> None:
    assert timeliness(amended(), BEFORE) == 7500
    assert timeliness(amended(), AFTER) == 5000


def test_an_old_period_is_explained_by_the_old_article() -> None:
    law = amended()
    for day, cite in ((BEFORE, "Điều 14.2.c"), (AFTER, "Điều 14.2")):
        row = reckon_rows(law, TASK, {"task": TASKS}, law.values(day))[0]
        assert explain(law, TASK, "timeliness_kept", row, law.values(day)).cite == cite


def test_a_draft_takes_the_place_of_every_dated_sibling() -> None:
    draft = replace(LAW.find(TASK, "timeliness_kept"), formula="0")
    table = amend(amended().figures, draft)
    assert [figure for figure in table if figure.name == "timeliness_kept"] == [draft]
    assert len(table) == len(LAW.figures)


def test_a_number_holds_until_the_next_one_begins() -> None:
    number = LAW.parameters["excellent_cap"]
    later = replace(number, values=(*number.values, (date(2028, 1, 1), 30)))
    assert (later.on(date(2027, 12, 31)), later.on(date(2028, 1, 1)), later.on(date(2040, 1, 1))) == (20, 30, 30)


def test_a_day_before_the_first_value_has_the_first_value() -> None:
    assert LAW.parameters["excellent_cap"].on(date(2025, 11, 30)) == 20


def test_values_are_read_in_the_order_of_their_days(tmp_path: Path) -> None:
    file = tmp_path / "parameters.yaml"
    file.write_text(
        "cap:\n  {vi: trần, en: cap, unit: '%', cite: Điều 20, values: {2028-01-01: 30, 2026-01-01: 20}}\n", "utf-8"
    )
    found = load_parameters(file)["cap"]
    assert isinstance(found, Parameter)
    assert [value for _, value in found.values] == [20, 30]


def test_a_choice_that_is_no_option_names_those_there_are() -> None:
    with pytest.raises(UnknownChoice, match="occurrence, calendar_day, working_day"):
        LAW.values(BEFORE, {"delay_unit": "hour"})
    with pytest.raises(UnknownChoice, match="no reading «delay»"):
        LAW.values(BEFORE, {"delay": "occurrence"})


def test_the_draft_shares_the_decrees_numbers_and_readings_and_has_its_own_articles() -> None:
    draft = laws.named("duthao2025")
    assert draft.parameters["result_points"] == LAW.parameters["result_points"]
    assert set(draft.readings) == set(LAW.readings)
    assert "Dự thảo 9/2025" in draft.articles
    assert "Dự thảo 9/2025" not in LAW.articles
