"""Điều 15: what a leader answers for, reckoned bottom-up: the work of those in charge, and d."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congminh.law.decree import Law
from congminh.law.facts import IN_CHARGE, LEADER, SHEET
from congminh.law.figures import Figure, Unit
from congminh.law.in_memory import reckon_rows
from congminh.law.reckon import Values
from congminh.law.text import Text

Rows = Sequence[Mapping[str, Any]]

FIGURES = (
    Figure(
        "failing",
        Text("có điểm ở mức không hoàn thành nhiệm vụ", "scored in the band of not fulfilled"),
        IN_CHARGE,
        "Điều 15.3.a",
        "flag(grade = 'not_fulfilled')",
        Unit.FLAG,
        ("grade",),
    ),
    Figure(
        "failing_in_charge",
        Text("số công chức có điểm ở mức không hoàn thành nhiệm vụ", "how many in charge are not fulfilled"),
        LEADER,
        "Điều 15.3.a",
        "sum(failing)",
        parts=("failing",),
    ),
    Figure(
        "unit_results",
        Text("kết quả hoạt động của đơn vị, lĩnh vực được giao phụ trách", "results of the unit or field in charge"),
        LEADER,
        "Điều 15.3.a",
        "CASE WHEN failing_in_charge > 0 THEN unit_failed ELSE unit_met END",
        Unit.PERCENT,
        ("failing_in_charge",),
        letter="d",
    ),
)


def pooled(tasks: Rows, charge: Rows, values: Values) -> list[dict[str, Any]]:
    """Everyone's tasks; a leader's with those of the people in charge, by the reading (Điều 15.1, Q6)."""
    if values["leader_abc_scope"] == "own":
        return [dict(task) for task in tasks]
    leaders = defaultdict(list)
    for row in charge:
        leaders[row["person_id"], row["period"]].append(row["leader_id"])
    own = [dict(task) for task in tasks]
    led = (
        dict(task) | {"person_id": leader} for task in tasks for leader in leaders[task["person_id"], task["period"]]
    )
    return [*own, *led]


def rounds(people: Iterable[int], charge: Rows) -> list[list[int]]:
    """People in the order their scores can be reckoned: those in charge before who leads them.

    Raises ValueError when people are in charge of each other in a ring.
    """
    below: dict[int, set[int]] = {person: set() for person in people}
    for row in charge:
        below.setdefault(row["leader_id"], set()).add(row["person_id"])
    done: set[int] = set()
    found = []
    while left := below.keys() - done:
        ready = sorted(person for person in left if not below[person] & left)
        if not ready:
            raise ValueError(f"in charge of each other: {sorted(left)}")
        found.append(ready)
        done |= set(ready)
    return found


def with_unit_results(law: Law, tasks: Rows, sheets: Rows, charge: Rows, values: Values) -> list[dict[str, Any]]:
    """One period's sheets with d filled in where a leader's is empty (Điều 15.3.a), bottom-up.

    `tasks` are already pooled. Raises ValueError for a ring of charge, BadFacts for rows out of bounds.
    """
    by_person = {sheet["person_id"]: dict(sheet) for sheet in sheets}
    levels: dict[int, str] = {}
    for people in rounds(by_person, charge):
        d = _unit_results(law, people, charge, levels, values)
        for person in people:
            sheet = by_person[person]
            if sheet["post"] != "staff" and sheet.get("unit_results") is None:
                sheet["unit_results"] = d[person]
        chosen = [by_person[person] for person in people]
        mine = [task for task in tasks if task["person_id"] in set(people)]
        scored = reckon_rows(law, SHEET, {"task": mine, "sheet": chosen}, values)
        levels |= {row["person_id"]: row["grade"] for row in scored}
    return [by_person[sheet["person_id"]] for sheet in sheets]


def _unit_results(
    law: Law, people: list[int], charge: Rows, levels: Mapping[int, str], values: Values
) -> dict[int, int]:
    """d of each leader from the levels below: 100 where nobody failed, else 50."""
    wanted = set(people)
    below = [
        {"person_id": row["leader_id"], "period": row["period"], "grade": levels[row["person_id"]]}
        for row in charge
        if row["leader_id"] in wanted and row["person_id"] in levels
    ]
    period = charge[0]["period"] if charge else 200001
    leaders = [{"person_id": person, "period": period} for person in people]
    return {
        row["person_id"]: row["unit_results"]
        for row in reckon_rows(law, LEADER, {"leader": leaders, "in_charge": below}, values)
    }
