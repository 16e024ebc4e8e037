"""From the `given` of a case to the rows a reckoning starts from, exactly and with every word checked."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from congminh.law import calendar
from congminh.law.facts import CAP, HALF_YEAR, ORGANISATION, QUARTER, SHEET, YEAR
from congminh.law.figures import Grain
from congminh.law.reckon import Values

Given = Mapping[str, Any]
Rows = dict[str, list[dict[str, Any]]]
ONE = {"person_id": 1, "period": 202601, "unit_id": 1, "peer_group": "một nhóm", "year": 2026}


class BadCase(ValueError):
    """A case says something that is no part of the format; the message names the field."""


def fields(value: Any, where: str) -> Given:
    """What stands under `where` as names with values, none when empty; raises BadCase for anything else."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadCase(f"{where}: «{value}» must be names with values, such as {{name: 1}}")
    return value


def _items(value: Any, where: str) -> list[Any]:
    if not isinstance(value or [], list):
        raise BadCase(f"{where}: «{value}» must be a list, such as [{value}]")
    return value or []


def _yes(value: Any, where: str) -> int:
    if not isinstance(value, bool):
        raise BadCase(f"{where}: «{value}» must be true or false")
    return int(value)


def _word(value: Any, where: str) -> str | None:
    if not isinstance(value, str | None):
        raise BadCase(f"{where}: «{value}» must be one word")
    return value


def whole(value: Any, field: str, scale: int = 1) -> int:
    """A number as written, times `scale`, as an int; raises BadCase when digits would be lost."""
    try:
        exact = Fraction(str(value)) * scale
    except (ValueError, ZeroDivisionError) as error:
        raise BadCase(f"{field}: «{value}» is not a number") from error
    if isinstance(value, bool) or exact.denominator != 1:
        raise BadCase(f"{field}: «{value}» has more digits than are kept ({scale} to one)")
    if abs(exact) >= 2**63:
        raise BadCase(f"{field}: «{value}» is too large")
    return exact.numerator


def _only(given: Given, allowed: str, where: str) -> None:
    unknown = sorted(str(name) for name in fields(given, where) if name not in allowed.split())
    if unknown:
        raise BadCase(f"{where}: «{', '.join(unknown)}» is not part of it; it may have: {allowed}")


def _need(given: Given, name: str, where: str) -> Any:
    if name not in given:
        raise BadCase(f"{where}: «{name}» is missing")
    return given[name]


def _delays(task: Given, waived: int, values: Values) -> int:
    """The delays of a task: as given, or counted from its dates by the reading `delay_unit`."""
    if "finished" not in task and "due" not in task:
        return max(0, whole(task.get("delays", 0), "task.delays") - waived)
    due, finished = _need(task, "due", "task"), _need(task, "finished", "task")
    if not (isinstance(due, date) and isinstance(finished, date)) or "delays" in task:
        raise BadCase("task: give due and finished as dates, or delays, not both")
    return max(0, calendar.delays(due, finished, str(values["delay_unit"])) - waived)


def task_row(task: Given, values: Values) -> dict[str, Any]:
    """One task of a case as a row of facts (Điều 14, 18); objective causes are left out here."""
    _only(task, "coefficient assigned done delays quality_failures origin due finished objective product", "task")
    waived = fields(task.get("objective"), "task.objective")
    _only(waived, "delays quality_failures", "task.objective")
    failures = whole(task.get("quality_failures", 0), "task.quality_failures")
    return ONE | {
        "origin": _word(task.get("origin", "planned"), "task.origin"),
        "coefficient_m": whole(_need(task, "coefficient", "task"), "task.coefficient", 1000),
        "assigned_m": whole(_need(task, "assigned", "task"), "task.assigned", 1000),
        "done_m": whole(_need(task, "done", "task"), "task.done", 1000),
        "quality_failures": max(0, failures - whole(waived.get("quality_failures", 0), "objective.quality_failures")),
        "delays": _delays(task, whole(waived.get("delays", 0), "objective.delays"), values),
    }


def _sheet(given: Given, values: Values) -> Rows:
    _only(given, "general leader tasks post", "given")
    leader = fields(given.get("leader"), "leader")
    _only(leader, "unit_results execution cohesion", "leader")
    marks = {name: whole(_need(leader, name, "leader"), name) for name in SHEET_MARKS} if leader else {}
    sheet = {
        "post": _word(given.get("post", "head" if leader else "staff"), "post"),
        "general_cp": whole(given.get("general", 0), "general", 100),
    }
    tasks = [task_row(fields(task, "task"), values) for task in _items(given.get("tasks"), "tasks")]
    return {"sheet": [ONE | sheet | marks], "task": tasks}


SHEET_MARKS = ("unit_results", "execution", "cohesion")
LEAVE = ("maternity", "sick", "unpaid")
GROUNDS = (
    "degradation",
    "party_prohibition",
    "setting_example",
    "duty_discipline",
    "unit_corruption",
    "any_discipline",
)


def _months(given: Any, where: str, span: int = 1) -> list[dict[str, Any]]:
    return [
        ONE | {"month": whole(month, where) * span, "span": span, "total_cp": whole(total, f"{where}.{month}", 100)}
        for month, total in fields(given, where).items()
    ]


def _flags(names: tuple[str, ...], said: Any, where: str) -> dict[str, int]:
    said = [str(name) for name in _items(said, where)]
    _only(dict.fromkeys(said), " ".join(names), where)
    return {name: int(name in said) for name in names}


def _year(given: Given, values: Values) -> Rows:
    _only(given, "months quarters months_worked leave grounds post unit_grade", "year")
    months = _months(given.get("months"), "months") + _months(given.get("quarters"), "quarters", 3)
    year = {
        "post": _word(given.get("post", "staff"), "post"),
        "months_worked": whole(given.get("months_worked", 12), "months_worked"),
        "unit_grade": _word(given.get("unit_grade"), "unit_grade"),
    }
    flags = _flags(LEAVE, given.get("leave"), "leave") | _flags(GROUNDS, given.get("grounds"), "grounds")
    return {"year": [ONE | year | flags], "month": months}


def _mean(given: Given, values: Values, name: str) -> Rows:
    _only(given, "months", name)
    return {name: [ONE], "month": _months(given.get("months"), "months")}


def _cap(given: Given, values: Values) -> Rows:
    _only(given, "percent eligible good rated base rounding small party_percent exceptional", "cap")
    counts = {name: whole(given.get(name, 0), name) for name in ("eligible", "good", "party_percent")}
    percent = whole(given.get("percent", values["excellent_cap"]), "percent")
    more = {
        "rated": whole(given.get("rated", counts["eligible"] + counts["good"]), "rated"),
        "decided_percent": percent,
        "exceptional": _yes(given.get("exceptional", percent > int(values["excellent_cap"])), "exceptional"),
    }
    return {"cap": [ONE | counts | more]}


def _organisation(given: Given, values: Values) -> Rows:
    flags = ("quality_assured", "subordinate_failed", "findings_remedied", "misconduct", "force_majeure")
    _only(given, " ".join(("score done on_time exceeded", *flags)), "unit")
    usual = {"quality_assured": True, "findings_remedied": True}
    row = {name: _yes(given.get(name, usual.get(name, False)), name) for name in flags}
    shares = {f"{name}_bp": whole(_need(given, name, "unit"), name, 100) for name in ("done", "on_time")}
    exceeded = whole(given.get("exceeded", 0), "exceeded", 100)
    score = whole(_need(given, "score", "unit"), "score", 100)
    return {"organisation": [ONE | row | shares | {"exceeded_bp": exceeded, "score_cp": score}]}


_SHAPES: dict[str, tuple[Grain, Callable[[Given, Values], Rows]]] = {
    "year": (YEAR, _year),
    "quarter": (QUARTER, lambda given, values: _mean(given, values, "quarter")),
    "half_year": (HALF_YEAR, lambda given, values: _mean(given, values, "half_year")),
    "cap": (CAP, _cap),
    "unit": (ORGANISATION, _organisation),
}
CAP_READINGS = {"base": "cap_base", "rounding": "cap_rounding", "small": "cap_small"}


def rows_of(given: Given, values: Values) -> tuple[Grain, Rows]:
    """What a case reckons (a grain) and the rows it starts from; raises BadCase naming the field."""
    for name, (grain, rows) in _SHAPES.items():
        if name in given:
            _only(given, name, "given")
            return grain, rows(fields(given[name], name), values)
    return SHEET, _sheet(given, values)


def choices_in(given: Given) -> dict[str, str]:
    """The readings a cap names for itself: base, rounding, small units."""
    cap = fields(given.get("cap"), "cap")
    return {key: str(cap[name]) for name, key in CAP_READINGS.items() if name in cap}
