"""Three months of the demonstration agency as batch rows (contracts: «Batch files»), alike at every call."""

from typing import Any

from congminh.demo import agency, ordinary
from congminh.demo.agency import Person
from congminh.demo.catalogue import load as load_products
from congminh.demo.lines import Line
from congminh.demo.textures import ADDED, DISUNITY, GENERAL_CP, PLAN_LATE, TEXTURES, WRITTEN

__all__ = ["PERIODS", "SHEET_COLUMNS", "TASK_COLUMNS", "TASK_NOTES", "TEXTURES", "charge", "lines", "sheets", "tasks"]

PERIODS = (202608, 202609, 202610)
TASK_COLUMNS = (
    "person_id", "period", "origin", "coefficient_m", "assigned_m", "done_m", "quality_failures", "delays",
)  # fmt: skip
TASK_NOTES = ("product", "note", "waived_failures", "waived_delays")
SHEET_COLUMNS = (
    "person_id", "period", "unit_id", "peer_group", "post", "general_cp",
    "unit_results", "execution", "cohesion",
)  # fmt: skip


def tasks() -> list[dict[str, Any]]:
    """Every task of the three months: the batch columns TASK_COLUMNS, and beside them TASK_NOTES.

    Events with a confirmed objective cause are not in the batch columns: they stand in waived_* (Điều 14.2).
    """
    people = agency.load().people.values()
    return [_task(one, period, line) for period in PERIODS for one in people for line in _lines(one, period)]


def lines(period: int) -> dict[int, list[Line]]:
    """By person the lines of any month; those of the three months as `tasks` has them."""
    return {person.id: _lines(person, period) for person in agency.load().people.values()}


def sheets() -> list[dict[str, Any]]:
    """Every sheet «phiếu» of the three months: SHEET_COLUMNS.

    unit_results «d» is None even for heads and deputies: the law derives it bottom-up (Điều 15.3.a).
    """
    return [_sheet(person, period) for period in PERIODS for person in agency.load().people.values()]


def charge() -> list[dict[str, int]]:
    """Who is in whose charge in each month (Điều 15.3–15.4): leader_id, person_id, period."""
    pairs = agency.in_charge(agency.load())
    return [{"leader_id": who, "person_id": whom, "period": on} for on in PERIODS for who, whom in pairs]


def _lines(person: Person, period: int) -> list[Line]:
    month = (person.id, period)
    if month in WRITTEN:
        return list(WRITTEN[month])
    added = ADDED.get(month, ())
    return ordinary.lines(person, period, frozenset(line.product for line in added)) + list(added)


def _task(person: Person, period: int, line: Line) -> dict[str, Any]:
    coefficient_m = load_products()[line.product].coefficient_m
    return {"person_id": person.id, "period": period, "coefficient_m": coefficient_m, **line._asdict()}


def _sheet(person: Person, period: int) -> dict[str, Any]:
    month = (person.id, period)
    return {
        "person_id": person.id,
        "period": period,
        "unit_id": person.unit,
        "peer_group": person.peer_group,
        "post": person.post,
        "general_cp": GENERAL_CP[month] if month in GENERAL_CP else ordinary.general_cp(person, period),
        "unit_results": None,
        "execution": _mark(month in PLAN_LATE) if person.leads else None,
        "cohesion": _mark(month in DISUNITY) if person.leads else None,
    }


def _mark(fell_short: bool) -> int:
    return 50 if fell_short else 100
