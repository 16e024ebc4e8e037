"""The months reckoned by hand in fractions, from Điều 14–17 and the readings an agency starts with."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

Month = tuple[int, int]
Rows = list[dict[str, Any]]


def totals(tasks: Rows, sheets: Rows, charge: Rows) -> dict[Month, Any]:
    """The exact total of every sheet, bottom-up; None where nothing was assigned."""
    given, led = defaultdict(list), defaultdict(list)
    for task in tasks:
        given[task["person_id"], task["period"]].append(task)
    for row in charge:
        led[row["leader_id"], row["period"]].append((row["person_id"], row["period"]))
    by_month = {(sheet["person_id"], sheet["period"]): sheet for sheet in sheets}
    found: dict[Month, Any] = {}
    for month in sorted(by_month, key=lambda month: depth(month, led)):
        found[month] = _total(month, by_month[month], given, led, found)
    return found


def depth(month: Month, led: dict[Month, list[Month]]) -> int:
    """How many steps of charge lie below a person; a cycle would never end."""
    return 1 + max((depth(one, led) for one in led.get(month, ())), default=0)


def shares(tasks: Rows) -> tuple[Fraction, Fraction, Fraction] | None:
    """a, b, c of Điều 14.2, each held at 100 %."""
    first_given = [task for task in tasks if task["origin"] in ("planned", "handed_over")]
    assigned = sum(_converted(task, "assigned_m") for task in first_given)
    if not assigned:
        return None
    done = [sum(_kept(task, event) for task in tasks) for event in (None, "quality_failures", "delays")]
    a, b, c = (min(one, assigned) / assigned for one in done)
    return a, b, c


def _total(month: Month, sheet: Any, given: Any, led: Any, found: dict[Month, Any]) -> Fraction | None:
    parts = shares([task for one in (month, *led.get(month, ())) for task in given[one]])
    if parts is None:
        return None
    marks: list[Fraction] = []
    if sheet["post"] != "staff":
        failed = any(found[one] is not None and found[one] < 50 for one in led[month])
        unit_results = 50 if failed else 100
        marks = [Fraction(mark, 100) for mark in (unit_results, sheet["execution"], sheet["cohesion"])]
    results = (sum(parts) + sum(marks)) / (3 + len(marks))
    return Fraction(sheet["general_cp"], 100) + 70 * results


def _kept(task: dict[str, Any], event: str | None) -> Fraction:
    if task["origin"] == "handed_over":
        return Fraction(0)
    return _converted(task, "done_m") * max(Fraction(0), 1 - Fraction(task[event] if event else 0, 4))


def _converted(task: dict[str, Any], quantity: str) -> Fraction:
    return Fraction(task["coefficient_m"] * task[quantity], 1_000_000)
