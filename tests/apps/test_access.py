"""Who gets through which door: every route of the site for each of the cast, as access.yaml says, and for those beyond.

A route that access.yaml does not list fails. `in` stands for being asked to sign in. What a browser is told with each
answer is looked at on the same walk, and that looking changes nothing.
"""

from __future__ import annotations

import pytest

from congminh.org.doors import ACCOUNT, ADMINISTRATOR, ANYONE
from tests.apps.matrix import BEYOND, CAST, FAR, TABLE, Matrix, Seen, is_of_a_row, routes, walked
from tests.apps.worlds import world

__all__ = ["CAST", "TABLE", "routes"]
LEAST_CELLS = 2000
ROWS = TABLE["routes"]
DOORS = {route.name: getattr(route.callback, "door", None) for route in routes()}
# One's own requests, which even who only inspects may make: about one's data, about who one's head is.
OWN = {"own_data", "ask_data sent", "ask_line done"}
# Of the whole installation: groups of like positions are shared by every agency.
SHARED = {"change_peer_group"}


def walk() -> Matrix:
    """Everybody at every door."""
    return walked()[0]


matrix = world(walk)


def door_of(key: str) -> object:
    return DOORS[key.partition(" ")[0]]


def is_posted(key: str) -> bool:
    return "post" in ROWS[key]


def statuses(row: dict[str, Seen], *who: str) -> str:
    return " ".join(row[one].status for one in who)


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    assert {route.name for route in routes()} == {key.partition(" ")[0] for key in ROWS}


def test_every_view_has_a_door() -> None:
    assert [route.name for route in routes() if not hasattr(route.callback, "door")] == []


def test_the_matrix_has_so_many_cells(matrix: Matrix) -> None:
    apart = [key for key in ROWS if not is_of_a_row(key)]
    assert len(CAST) + len(BEYOND) == 14
    assert sum(map(len, matrix.values())) == len(ROWS) * 14 - len(apart) * len(FAR) >= LEAST_CELLS


def test_everyone_gets_through_the_doors_that_are_theirs_and_no_other(matrix: Matrix) -> None:
    found = {key: statuses(row, *CAST) for key, row in matrix.items()}
    assert {key: seen for key, seen in found.items() if seen != " ".join(str(ROWS[key]["opens"]).split())} == {}


def test_every_answer_carries_its_headers_and_looking_changes_nothing(matrix: Matrix) -> None:
    looked = {f"{key} as {one}": seen for key, row in matrix.items() for one, seen in row.items() if not is_posted(key)}
    assert len(looked) > 1500
    assert {cell: seen.faults for cell, seen in looked.items() if seen.faults} == {}
    assert {cell: seen.wrote for cell, seen in looked.items() if seen.wrote} == {}


def test_whoever_led_a_unit_once_sees_and_does_what_a_colleague_does_and_no_more(matrix: Matrix) -> None:
    pairs = {key: statuses(row, "ex_head", "colleague") for key, row in matrix.items()}
    assert {key: pair for key, pair in pairs.items() if len(set(pair.split())) > 1} == {}


def test_whose_post_ended_is_signed_out_wherever_they_go(matrix: Matrix) -> None:
    behind = {key: row["ended"] for key, row in matrix.items() if door_of(key) is not ANYONE}
    assert len(behind) > 200
    assert {key: seen.status for key, seen in behind.items() if seen.status != "302"} == {}
    assert {key: seen.wrote for key, seen in behind.items() if seen.wrote} == {}


@pytest.mark.parametrize("who", ["far_head", "far_adviser"])
def test_another_agency_reaches_no_row_of_ours(matrix: Matrix, who: str) -> None:
    ours = {key: row[who] for key, row in matrix.items() if is_of_a_row(key) and door_of(key) is not ANYONE}
    assert len(ours) > 100
    reached = {key for key, seen in ours.items() if seen.status not in ("403", "404", "405")}
    assert reached - SHARED == set()
    assert {key: seen.wrote for key, seen in ours.items() if seen.wrote} == {}


def test_who_inspects_reads_and_writes_nothing(matrix: Matrix) -> None:
    read = [key for key, row in matrix.items() if row["dung"].status == "200" and not is_posted(key)]
    assert len(read) > 80
    wrote = {key for key, row in matrix.items() if row["dung"].wrote and door_of(key) not in (ANYONE, ACCOUNT)}
    assert wrote - OWN == {"read_notices"} & wrote, "but for one's own notices read"


def test_the_administrator_reads_no_scores(matrix: Matrix) -> None:
    """Only what every account has opens, and what runs the machine; none of it is about a row of the agency."""
    opened = {key for key, row in matrix.items() if row["admin"].status not in ("403", "404", "405")}
    of_accounts = {key for key in opened if door_of(key) in (ANYONE, ACCOUNT, ADMINISTRATOR)}
    assert opened - of_accounts == {"signing_key", "signing_key asked"}
    assert {key for key in of_accounts if is_of_a_row(key) and door_of(key) is not ANYONE} == set()


def test_a_closed_month_is_reached_by_its_owner_and_those_over_it_alone(matrix: Matrix) -> None:
    closed = [key for key in ROWS if ROWS[key].get("at", {}).get("pk") == "lan_closed"]
    assert len(closed) > 5
    for key in closed:
        assert statuses(matrix[key], "nobody", "son", "admin", "far_head", "far_adviser") == "in 404 404 404 404", key
