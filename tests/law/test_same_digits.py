"""SQLite, PostgreSQL, DuckDB, Spark and a second mind agree on every digit, whatever the month."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congminh import law as laws
from congminh.law.facts import MOST_LOAD, SHEET
from congminh.law.in_memory import reckon_rows
from tests import engines
from tests.law import months, second_mind

DAY = date(2026, 10, 31)
ENGINES = ("sqlite", "postgresql", "duckdb", "spark")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> engines.Engine:
    """One engine by its name."""
    if request.param == "postgresql":
        return engines.on_postgresql(request.getfixturevalue("postgres"))
    if request.param == "duckdb":
        return engines.on_duckdb(request.getfixturevalue("duckdb_connection"))
    if request.param == "spark":
        return engines.on_spark(request.getfixturevalue("spark"))
    return engines.on_sqlite


def expected(sheets: list[dict], tasks: list[dict], readings: dict, law: str) -> dict:
    """The printed columns by the second mind."""
    scored = {}
    for sheet in sheets:
        found = second_mind.score_sheet(sheet, tasks, readings, law)
        scored[sheet["person_id"], sheet["period"]] = tuple(found[name] for name in engines.PRINTED[2:])
    return scored


def agree(engine: engines.Engine, month: tuple, readings: dict, key: str) -> None:
    """The engine and the second mind print the same month."""
    sheets, tasks = month
    law = laws.named(key)
    assert engine(law, law.values(DAY, readings), tasks, sheets) == expected(sheets, tasks, readings, key)


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"], indirect=True)
@settings(max_examples=150)
@given(month=months.sheets_and_tasks(), readings=months.readings(), key=st.sampled_from(["nd335", "duthao2025"]))
def test_embedded_engines_agree_with_the_second_mind(
    engine: engines.Engine, month: tuple, readings: dict, key: str
) -> None:
    agree(engine, month, readings, key)


@pytest.mark.parametrize("engine", ["postgresql", "spark"], indirect=True)
@settings(max_examples=60)
@given(month=months.sheets_and_tasks(), readings=months.readings(), key=st.sampled_from(["nd335", "duthao2025"]))
def test_served_engines_agree_with_the_second_mind(
    engine: engines.Engine, month: tuple, readings: dict, key: str
) -> None:
    agree(engine, month, readings, key)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@pytest.mark.parametrize("key", ["nd335", "duthao2025"])
def test_nothing_overflows_at_the_bounds(engine: engines.Engine, key: str) -> None:
    """Both loads exactly at the bound, for staff and leaders: no engine is off by a digit."""
    for sheet, tasks in months.at_the_bounds():
        assert sum(task["coefficient_m"] * task["assigned_m"] for task in tasks) == MOST_LOAD
        for cap_level in ("each", "result"):
            agree(engine, ([sheet], tasks), {"cap_level": cap_level}, key)


def reckoned(tasks: list[dict], sheet: dict) -> Iterator[dict]:
    """The sheet under the decree's defaults, with every column."""
    law = laws.named("nd335")
    return reckon_rows(law, SHEET, {"task": tasks, "sheet": [sheet]}, law.values(DAY))[0]


@st.composite
def one_sheet(draw: st.DrawFn) -> tuple[dict, list[dict]]:
    """A sheet that has tasks, and those tasks."""
    sheets, tasks = draw(months.sheets_and_tasks())
    sheet = draw(st.sampled_from(sheets))
    return sheet, [task for task in tasks if months_of(task) == months_of(sheet)]


def months_of(row: dict) -> tuple[int, int]:
    return row["person_id"], row["period"]


@given(one_sheet())
def test_a_score_lies_between_nought_and_a_hundred(drawn: tuple) -> None:
    row = reckoned(drawn[1], drawn[0])
    assert row["total_cp"] is None or 0 <= row["total_cp"] <= 10_000


@given(one_sheet(), st.randoms())
def test_the_order_of_tasks_does_not_matter(drawn: tuple, chance: Any) -> None:
    sheet, tasks = drawn
    turned = list(tasks)
    chance.shuffle(turned)
    assert reckoned(tasks, sheet) == reckoned(turned, sheet)


def exact(row: dict) -> Any:
    law = laws.named("nd335")
    return law.find(SHEET, "total").value(row)


@given(one_sheet(), st.data())
def test_more_done_never_scores_less(drawn: tuple, data: st.DataObject) -> None:
    sheet, tasks = drawn
    if not tasks or reckoned(tasks, sheet)["total_cp"] is None:
        return
    place = data.draw(st.integers(0, len(tasks) - 1))
    room = min(10**7, (MOST_LOAD - second_load(tasks, place)) // tasks[place]["coefficient_m"])
    more = data.draw(st.integers(tasks[place]["done_m"], max(room, tasks[place]["done_m"])))
    better = [task | {"done_m": more} if n == place else task for n, task in enumerate(tasks)]
    assert exact(reckoned(better, sheet)) >= exact(reckoned(tasks, sheet))


def second_load(tasks: list[dict], but: int) -> int:
    return sum(t["coefficient_m"] * t["done_m"] for n, t in enumerate(tasks) if n != but)


@pytest.mark.parametrize("event", ["delays", "quality_failures"])
@given(drawn=one_sheet(), data=st.data())
def test_one_more_delay_or_failed_review_never_scores_more(event: str, drawn: tuple, data: st.DataObject) -> None:
    sheet, tasks = drawn
    if not tasks or reckoned(tasks, sheet)["total_cp"] is None:
        return
    place = data.draw(st.integers(0, len(tasks) - 1))
    worse = [task | {event: min(1000, task[event] + 1)} if n == place else task for n, task in enumerate(tasks)]
    assert exact(reckoned(worse, sheet)) <= exact(reckoned(tasks, sheet))
