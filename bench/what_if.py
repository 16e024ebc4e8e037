"""A closed year replayed under another reading, on PostgreSQL: nothing but who would move comes of it.

    python -m bench.what_if [people] [tasks]    40,000 and 12,000,000 unless said otherwise

The measure is 40,000 people with 12,000,000 tasks in ≤ 30 s on 2 cores. The first reading changes what a task is worth,
so that every task of the year is read again; one that changes the year alone is timed beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from bench.measure import peak_gigabytes, within

LIMIT_SECONDS = 30
MONTHS = range(1, 13)
# A twelfth of the tasks each month: lines as a closing keeps them, alike in size.
RESULTS = """
INSERT INTO assessment_result (sheet_id, number, at, basis_id, unit_id, post, peer_group, general_cp, unit_results,
  execution, cohesion, tasks, load, delivered_load, well_made_load, on_time_load, quantity_bp, quality_bp,
  timeliness_bp, results_bp, total_cp, total, shares, grade, tasks_text, charge_text)
SELECT s.casefile_ptr_id, 1, now(), {basis}, s.unit_id, s.rank, s.peer_group, s.general_cp,
  CASE WHEN s.rank = 'staff' THEN NULL ELSE 100 END, s.execution, s.cohesion, {each}, 0, 0, 0, 0, 9000, 9000, 9000,
  9000, 5000 + s.casefile_ptr_id %% 4500, 0, 1, 'good',
  (SELECT json_agg(json_build_array(s.casefile_ptr_id * {each} + n, CASE WHEN n %% 20 = 0 THEN 3 ELSE 0 END,
     100 + (n * 7919 %% 40) * 100, 1000 + (n * 31 %% 4) * 1000, 1000 + (n * 31 %% 4) * 1000, n %% 17 / 16,
     CASE WHEN n %% 13 = 0 THEN 2 ELSE 0 END, 1))::text FROM generate_series(1, {each}) n), ''
FROM assessment_periodsheet s
"""
CHARGE = """
UPDATE assessment_result r SET charge_text = coalesce(c.lines::text, '') FROM (
  SELECT h.id, json_agg(json_build_array(m.sheet_id, ms.person_id, m.id, 2, 0, 0, 0, 0, 0)) AS lines
  FROM assessment_result h JOIN assessment_periodsheet hs ON hs.casefile_ptr_id = h.sheet_id AND hs.rank <> 'staff'
  JOIN assessment_periodsheet ms ON ms.period = hs.period AND ms.unit_id = hs.unit_id AND ms.rank = 'staff'
  JOIN assessment_result m ON m.sheet_id = ms.casefile_ptr_id GROUP BY h.id) c WHERE c.id = r.id
"""
YEARS = """
INSERT INTO year_yearresult (sheet_id, number, at, by_id, basis_id, unit_id, post, peer_group, months_worked, maternity,
  sick, unpaid, degradation, party_prohibition, setting_example, duty_discipline, unit_corruption, unit_grade, points,
  months_scored, months_counted, year_mean_cp, band, ceiling, rateable, grounded, law_grade, grade, why, reason,
  months_text, grounds_text, cap_text)
SELECT y.casefile_ptr_id, 1, now(), {by}, {basis}, y.unit_id, y.rank, y.peer_group, 12, false, false, false, false,
  false, false, false, false, '', p.points, 12, 12, p.points / 12, 'good', 4, true, false, 'good', 'good', 'law', '',
  p.lines, '[]', '[]'
FROM year_yearsheet y JOIN (SELECT s.person_id, sum(r.total_cp) AS points,
    json_agg(json_build_array(s.period %% 100, 1, r.total_cp, 'sheet', s.casefile_ptr_id, 1))::text AS lines
  FROM assessment_result r JOIN assessment_periodsheet s ON s.casefile_ptr_id = r.sheet_id GROUP BY s.person_id) p
  ON p.person_id = y.person_id
"""


def main(people: int = 40_000, tasks: int = 12_000_000) -> None:
    """One line for each replay: seconds in a process of its own, and its memory."""
    from tests.postgres import server

    with server() as url, tempfile.TemporaryDirectory() as home:
        os.environ.update(DATABASE_URL=url, CONGMINH_DEBUG="1", DJANGO_SETTINGS_MODULE="congminh.site.settings")
        os.environ["CONGMINH_HOME"] = home
        prepare(people, tasks)
        for name in ("deduction_scope=unit", "cap_base=all"):
            found = subprocess.run(
                [sys.executable, "-m", __spec__.name, "--replay", name], check=True, capture_output=True
            )
            seconds, processor, gigabytes, moved = found.stdout.decode().split()
            said = f"replaying a year of {people:,} people, {tasks:,} tasks, {name} ({moved} would move)"
            within(said, float(seconds), LIMIT_SECONDS, "s")
            print(f"{said}: {float(processor):.2f} s of processor, peak {float(gigabytes):.2f} GB here", flush=True)


def prepare(people: int, tasks: int) -> None:
    """The tables and a closed year in them."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    began = time.perf_counter()
    fill(people, tasks // people // 12)
    print(f"year made in {time.perf_counter() - began:.0f} s", flush=True)


def fill(people: int, each: int) -> None:
    """The province with twelve months told and the year decided; `each` tasks a person and month."""
    from django.db import connection

    from bench import province
    from congminh import law as laws
    from congminh.assessment.models import Basis
    from congminh.law.calendar import Period
    from congminh.ledger.models import CaseFile

    law = laws.named("nd335")
    for number in MONTHS:
        province.MONTH = Period(2026, "month", number)
        province.fill(people, 0) if number == 1 else _next_month(province)
    CaseFile.objects.filter(procedure="period_sheet").update(state="closed")
    values = dict(law.values(Period(2026, "year", 1).last))
    basis = Basis.objects.create(digest="0" * 64, law=law.key, values=values, sql="SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute(RESULTS.format(basis=basis.pk, each=each).replace("%%", "%"))
        # A province is made here, nobody's result changed: what refuses that stands aside for it.
        cursor.execute("ALTER TABLE assessment_result DISABLE TRIGGER USER")
        cursor.execute(CHARGE)
        cursor.execute("ALTER TABLE assessment_result ENABLE TRIGGER USER")
        cursor.execute(
            "UPDATE assessment_periodsheet s SET result_id = r.id FROM assessment_result r"
            " WHERE r.sheet_id = s.casefile_ptr_id"
        )
        _years()
        by = _adviser()
        cursor.execute(YEARS.format(basis=basis.pk, by=by).replace("%%", "%"))
        cursor.execute(
            "UPDATE year_yearsheet y SET result_id = r.id FROM year_yearresult r WHERE r.sheet_id = y.casefile_ptr_id"
        )
        cursor.execute("ANALYZE")


def _next_month(province: object) -> None:
    """The same people's sheets of a further month."""
    from bench import province as made
    from congminh.org.models import Post, Unit

    agencies = list(Unit.objects.filter(kind="using").order_by("pk"))
    posts = list(Post.objects.exclude(person__code="NGA").order_by("pk"))
    made._sheets(agencies, posts)


def _adviser() -> int:
    from congminh.org.models import Person

    return Person.objects.get(code="NGA").pk


def _years() -> None:
    """A year of each agency and a decided sheet for everyone."""
    from datetime import date

    from congminh.ledger.actions import open_files
    from congminh.ledger.models import CaseFile
    from congminh.org.models import Person, Post, Unit
    from congminh.year.models import YearRound, YearSheet

    day, by = date(2026, 12, 1), Person.objects.get(code="NGA")
    days = {"file_by": day, "meet_by": day, "decide_by": day, "december": "cut_off", "opened_by": by}
    agencies = list(Unit.objects.filter(kind="using").order_by("pk"))
    rounds = [YearRound.objects.create(agency=unit, year=2026, **days) for unit in agencies]
    posts = Post.objects.exclude(person=by).order_by("pk")
    rows = [
        YearSheet(
            procedure="year_others",
            round=rounds[place // 200],
            person_id=post.person_id,
            agency=agencies[place // 200],
            unit_id=post.unit_id,
            year=2026,
            rank=post.rank,
            position="Chuyên viên",
            peer_group="all",
            months_worked=12,
        )
        for place, post in enumerate(posts)
    ]
    open_files(rows)
    CaseFile.objects.filter(procedure="year_others").update(state="published")


def replay(name: str) -> None:
    """In a process of its own, as a worker does: seconds, peak memory, how many would move."""
    import django

    django.setup()
    from congminh.insight.facts.replay import Supposed, moves_of
    from congminh.year.models import YearRound

    reading, _is, option = name.partition("=")
    rounds = list(YearRound.objects.values_list("pk", flat=True))
    began, busy = time.perf_counter(), time.process_time()
    found = moves_of("year", rounds, Supposed(readings={reading: option}))
    print(time.perf_counter() - began, time.process_time() - busy, peak_gigabytes(), len(found.moved))


if __name__ == "__main__":
    replay(sys.argv[2]) if sys.argv[1:2] == ["--replay"] else main(*map(int, sys.argv[1:]))
