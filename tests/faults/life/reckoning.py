"""What the law makes of a plain life, past the product: its own figures over the plain facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from congminh import law as laws
from congminh.law.facts import SHEET
from congminh.law.in_memory import reckon_rows
from congminh.org import facts
from tests.apps.work.desk import MONTH, day
from tests.faults.life.plain import Life

FIGURES = ("quantity_bp", "quality_bp", "timeliness_bp", "results_bp", "general_cp", "total_cp", "grade")


def reckoning() -> Callable[[Life], Mapping[str, Any]]:
    """What the law makes of a plain life's facts; each set of facts once."""
    last = day(28)
    law = laws.at(last)
    values = law.values(last, facts.choices(last))
    known: dict[str, Mapping[str, Any]] = {}

    def reckon(life: Life) -> Mapping[str, Any]:
        key = {"person_id": 1, "period": MONTH.code}
        given = life.general_cp if life.general_cp is not None else life.self_cp
        sheet = {**key, "unit_id": 1, "peer_group": "all", "post": "staff", "general_cp": given or 0}
        tasks = [{**key, **work.facts()} for work in life.work if work.state != "cancelled"]
        said = repr((sheet, tasks))
        if said not in known:
            (row,) = reckon_rows(law, SHEET, {"sheet": [sheet], "task": tasks}, values)
            known[said] = {name: row[name] for name in FIGURES}
        return known[said]

    return reckon
