"""Outside the stated bounds a row is refused, by the same words on every engine; at the bounds it is not."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from congminh.law.facts import SHEET, TASK, rules
from congminh.law.faults import BadFacts, Fault, count_query
from congminh.law.figures import Grain
from congminh.law.in_memory import check, fill_table
from tests.engines import values_table

GOOD_TASK = {
    "person_id": 1,
    "period": 202610,
    "origin": "planned",
    "coefficient_m": 1000,
    "assigned_m": 1000,
    "done_m": 1000,
    "quality_failures": 0,
    "delays": 0,
}
GOOD_SHEET = {"person_id": 1, "period": 202610, "unit_id": 1, "peer_group": "a", "post": "staff", "general_cp": 2800}
LEADER = GOOD_SHEET | {"post": "head", "unit_results": 100, "execution": 50, "cohesion": 100}
EDGES = [
    (TASK, "coefficient_m", 1, 0),
    (TASK, "coefficient_m", 10**6, 10**6 + 1),
    (TASK, "assigned_m", 1, 0),
    (TASK, "assigned_m", 10**7, 10**7 + 1),
    (TASK, "done_m", 0, -1),
    (TASK, "done_m", 10**7, 10**7 + 1),
    (TASK, "quality_failures", 1000, 1001),
    (TASK, "delays", 0, -1),
    (TASK, "period", 202612, 202613),
    (TASK, "period", 200001, 199912),
    (TASK, "origin", "handed_over", "chuyển giao"),
    (TASK, "person_id", 2**62, None),
    (SHEET, "general_cp", 3000, 3001),
    (SHEET, "general_cp", 0, -1),
    (SHEET, "post", "staff", "trưởng phòng"),
    (SHEET, "peer_group", "một cửa", None),
    (SHEET, "unit_results", 50, 75),
    (SHEET, "execution", 100, None),
    (SHEET, "cohesion", 50, 0),
]


def row_with(grain: Grain, column: str, value: Any) -> dict:
    """A good row of the grain but for one column."""
    leader = column in ("unit_results", "execution", "cohesion")
    good = GOOD_TASK if grain is TASK else LEADER if leader else GOOD_SHEET
    return good | {column: value}


def refused_by_sqlite(grain: Grain, row: dict) -> int:
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, grain, [row])
        return connection.execute(count_query(grain, grain.name)).fetchone()[0]


@pytest.fixture(params=["sqlite", "postgresql", "duckdb", "spark"])
def refused(request: pytest.FixtureRequest) -> Callable[[Grain, dict], int]:
    """How many of one row an engine refuses: 0 or 1."""
    if request.param == "sqlite":
        return refused_by_sqlite
    names = {"postgresql": "postgres", "duckdb": "duckdb_connection", "spark": "spark"}
    connection = request.getfixturevalue(names[request.param])
    text = "STRING" if request.param == "spark" else "VARCHAR"

    def count(grain: Grain, row: dict) -> int:
        query = count_query(grain, values_table(grain, [row], text))
        if request.param == "spark":
            return connection.sql(query).collect()[0][0]
        return connection.execute(query).fetchone()[0]

    return count


@pytest.mark.parametrize(
    ("grain", "column", "inside", "outside"), EDGES, ids=lambda each: str(getattr(each, "name", each))
)
def test_each_bound_holds_on_either_side(
    refused: Callable, grain: Grain, column: str, inside: Any, outside: Any
) -> None:
    assert refused(grain, row_with(grain, column, inside)) == 0
    assert refused(grain, row_with(grain, column, outside)) == 1


def test_extra_work_needs_no_quantity_assigned(refused: Callable) -> None:
    assert refused(TASK, GOOD_TASK | {"origin": "ad_hoc", "assigned_m": 0}) == 0


def faults_of(grain: Grain, rows: list[dict]) -> list[Fault]:
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, grain, rows)
        with pytest.raises(BadFacts) as caught:
            check(connection, grain)
    return caught.value.faults


def test_a_fault_names_its_table_row_column_value_and_what_it_must_be() -> None:
    (fault,) = faults_of(TASK, [GOOD_TASK, GOOD_TASK | {"delays": -3}])
    assert fault.text() == "task, dòng 2, cột delays: «-3» phải từ 0 đến 1000"
    assert fault.text("en") == "task, row 2, column delays: «-3» must be from 0 to 1000"


def test_every_fault_of_a_row_is_named_in_the_order_of_rows() -> None:
    found = faults_of(TASK, [GOOD_TASK | {"delays": -1, "origin": "?"}, GOOD_TASK | {"done_m": None}])
    assert [(fault.row, fault.column) for fault in found] == [(1, "origin"), (1, "delays"), (2, "done_m")]


def test_every_rule_speaks_both_languages() -> None:
    for grain in (TASK, SHEET):
        for rule in rules(grain):
            assert rule.what.vi
            assert rule.what.en != rule.what.vi


def test_a_load_beyond_the_bound_is_refused_before_anything_is_reckoned() -> None:
    """A hundred tasks of ten million standard products each: SQLite alone would turn to floating point."""
    heavy = GOOD_TASK | {"coefficient_m": 10**6, "assigned_m": 10**7, "done_m": 10**7}
    (fault,) = faults_of(TASK, [heavy] * 100)
    assert fault.text() == (
        "task, dòng person_id 1, period 202610, cột person_id: «1» tổng quy đổi kỳ 202610 vượt 10.000.000 "
        "sản phẩm chuẩn; kiểm tra hệ số, số lượng"
    )


def test_a_load_at_the_bound_is_not_and_one_thousandth_more_is() -> None:
    heavy = GOOD_TASK | {"coefficient_m": 10**6, "assigned_m": 10**7, "done_m": 10**7}
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_table(connection, TASK, [heavy])
        check(connection, TASK)
    assert len(faults_of(TASK, [heavy, GOOD_TASK | {"coefficient_m": 1, "assigned_m": 1, "done_m": 0}])) == 1
