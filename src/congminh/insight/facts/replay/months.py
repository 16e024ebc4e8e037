"""Months (or quarters) reckoned anew: sums of tasks, then the law from below, those in charge before who leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from congminh import law as laws
from congminh.assessment.models import Basis
from congminh.assessment.models.result import SUMS
from congminh.insight.facts.replay.supposing import Supposed, sheets_alike, tasks_alike
from congminh.insight.facts.replay.taking import Kept, Said, take_tasks, task_select
from congminh.law.calendar import Period
from congminh.law.decree import Law
from congminh.law.facts import LEADER, MOST_LOAD, SHEET
from congminh.law.faults import BadFacts, Fault, too_much
from congminh.law.reckon import Values, reckon

FIGURES = (
    "tasks",
    "unit_results",
    "quantity_bp",
    "quality_bp",
    "timeliness_bp",
    "results_bp",
    "total_cp",
    "grade",
)
TOLD = ", ".join(f"{name} {'VARCHAR' if name == 'grade' else 'BIGINT'}" for name in FIGURES)


def replay_months(kept: Kept, supposed: Supposed, said: Said) -> None:
    """Fill `told`: by result (pk) the figures under what is supposed; whoever is in charge stands as signed with it."""
    kept.rows(f"CREATE OR REPLACE TABLE told (pk BIGINT, period BIGINT, {TOLD})")
    bases = {basis.pk: basis for basis in Basis.objects.all()}
    periods = kept.rows("SELECT period, span, basis, count(*) FROM result GROUP BY ALL ORDER BY period")
    counted: dict[tuple[int, int], Counter[int]] = {}
    for period, span, basis, number in periods:
        counted.setdefault((period, span), Counter())[basis] += number
    for done, ((period, span), used) in enumerate(counted.items(), start=1):
        _replay(kept, supposed, period, span, bases[used.most_common(1)[0][0]])
        said(done, len(counted), str(Period.of_code(period, "month")))


def _replay(kept: Kept, supposed: Supposed, period: int, span: int, basis: Basis) -> None:
    last = Period.of_code(period, {1: "month", 3: "quarter"}[span]).last
    signed = {name: basis.values[name] for name in basis.values}
    law, values = supposed.of(basis.law), supposed.values(basis.law, signed, last)
    was, before = laws.named(basis.law), Supposed().values(basis.law, signed, last)
    if supposed.catalogue is None and sheets_alike(law, values, was, before):
        kept.rows(f"INSERT INTO told SELECT pk, period, {', '.join(FIGURES)} FROM result WHERE period = {period}")
        return
    if supposed.catalogue is None and tasks_alike(law, values, was, before):
        _kept_sums(kept, period, str(before["leader_abc_scope"]))
    else:
        _new_sums(kept, period, law, values)
    _pool(kept, period, str(values["leader_abc_scope"]))
    kept.rows(f"CREATE OR REPLACE TABLE left_over AS SELECT pk FROM result WHERE period = {period}")
    while _level(kept, period, law, values):
        pass


def _kept_sums(kept: Kept, period: int, scope: str) -> None:
    """Everyone's own sums, from those signed: a leader's less those of the people in charge."""
    led = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    own = ", ".join(f"r.{name} - coalesce(c.{name}, 0) AS {name}" for name in SUMS)
    charge = f"SELECT leader, {led} FROM charge WHERE period = {period} GROUP BY leader"
    none = " AND 1 = 0" if scope != "pooled" else ""
    kept.rows(
        f"CREATE OR REPLACE TABLE own AS SELECT r.pk, {own} FROM result r LEFT JOIN ({charge}) c"
        f" ON c.leader = r.pk{none} WHERE r.period = {period}"
    )


def _new_sums(kept: Kept, period: int, law: Law, values: Values) -> None:
    """Everyone's own sums, of the tasks kept with each result."""
    take_tasks(kept)
    sheet = (
        f"SELECT pk AS person_id, period, 0 AS unit_id, '' AS peer_group, 'staff' AS post, 0 AS general_cp,"
        f" NULL AS unit_results, NULL AS execution, NULL AS cohesion FROM result WHERE period = {period}"
    )
    tables = {"task": f"({task_select(period)})", "sheet": f"({sheet})"}
    query = reckon(law, SHEET, tables, "duckdb", values, ("person_id AS pk", *SUMS))
    kept.rows(f"CREATE OR REPLACE TABLE own AS {query.sql}")


def _pool(kept: Kept, period: int, scope: str) -> None:
    """A leader's sums with those of the people in charge, by the reading (Điều 15.1); a sum of sums is the sum."""
    added = ", ".join(f"sum(coalesce(o.{name}, c.{name})) AS {name}" for name in SUMS)
    led = (
        f"SELECT c.leader, {added} FROM charge c LEFT JOIN own o ON o.pk = c.result WHERE c.period = {period}"
        f"{'' if scope == 'pooled' else ' AND 1 = 0'} GROUP BY c.leader"
    )
    both = ", ".join(f"o.{name} + coalesce(c.{name}, 0) AS {name}" for name in SUMS)
    kept.rows(
        f"CREATE OR REPLACE TABLE pooled AS SELECT o.pk AS person_id, {period} AS period, {both}"
        f" FROM own o LEFT JOIN ({led}) c ON c.leader = o.pk"
    )
    much = kept.rows(f"SELECT person_id FROM pooled WHERE greatest(load, delivered_load) > {MOST_LOAD} LIMIT 20")
    if much:
        raise BadFacts([Fault("sheet", pk, "person_id", str(pk), too_much(period)) for (pk,) in much])


def _level(kept: Kept, period: int, law: Law, values: Values) -> bool:
    """Reckon those whose people in charge are all reckoned; False when nobody is left.

    Whoever could never be reckoned first (in charge of each other) is reckoned on what was signed.
    """
    waits = (
        "SELECT c.leader FROM charge c JOIN left_over l ON l.pk = c.result AND c.result <> c.leader"
        f" WHERE c.period = {period}"
    )
    kept.rows(f"CREATE OR REPLACE TABLE ready AS SELECT pk FROM left_over WHERE pk NOT IN ({waits})")
    if not kept.rows("SELECT count(*) FROM ready")[0][0]:
        if not kept.rows("SELECT count(*) FROM left_over")[0][0]:
            return False
        kept.rows("CREATE OR REPLACE TABLE ready AS SELECT pk FROM left_over")
    _reckon(kept, period, law, values)
    kept.rows("DELETE FROM left_over WHERE pk IN (SELECT pk FROM ready)")
    return True


def _reckon(kept: Kept, period: int, law: Law, values: Values) -> None:
    for name, sql in _leaders(period).items():
        kept.rows(f"CREATE OR REPLACE TABLE {name} AS {sql}")
    d = reckon(law, LEADER, {"leader": "led_by", "in_charge": "led"}, "duckdb", values, ("person_id", "unit_results"))
    kept.rows(f"CREATE OR REPLACE TABLE d AS {d.sql}")
    kept.rows(
        "CREATE OR REPLACE TABLE facts AS SELECT r.pk AS person_id, r.period, coalesce(r.unit_id, 0) AS unit_id,"
        " r.peer_group, r.post, r.general_cp, CASE WHEN r.post = 'staff' THEN r.unit_results ELSE"
        " coalesce(d.unit_results, r.unit_results) END AS unit_results, r.execution, r.cohesion"
        " FROM result r JOIN ready USING (pk) LEFT JOIN d ON d.person_id = r.pk"
    )
    query = reckon(law, SHEET, {"sheet": "facts", "sheet_sums": "pooled"}, "duckdb", values, _asked())
    kept.rows(f"INSERT INTO told {query.sql}")


def _leaders(period: int) -> Mapping[str, str]:
    """The leaders to be reckoned and the levels of those in their charge, as the law's rows (Điều 15.3.a)."""
    return {
        "led_by": "SELECT pk AS person_id, period FROM result JOIN ready USING (pk) WHERE post <> 'staff'",
        "led": f"SELECT c.leader AS person_id, {period} AS period, coalesce(t.grade, c.grade) AS grade"
        " FROM charge c JOIN ready ON ready.pk = c.leader LEFT JOIN told t ON t.pk = c.result",
    }


def _asked() -> tuple[str, ...]:
    columns: tuple[Any, ...] = ("person_id", "period", *FIGURES)
    return columns
