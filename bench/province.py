"""A province in the database: agencies, units, people, posts, sheets scored and tasks confirmed, for one month.

An agency has 200 people: its head and two deputies, and eight units of a head, a deputy and staff. A deputy of the
agency has four units in charge, a deputy of a unit half of its staff. One adviser, of the province, closes the month.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from congminh.assessment.models import PeriodSheet, Round
from congminh.law.calendar import Period
from congminh.ledger.actions import open_files
from congminh.ledger.models import CaseFile
from congminh.org.models import PeerGroup, Person, Position, Post, Unit, UnitState

MONTH = Period.parse("2026-10")
SINCE = date(2026, 1, 1)
IN_AGENCY, UNITS = 200, 8
# What a task is like, by its number: products of 0,1 to 4,0, one in twenty extra, some late, some failed.
TASK = """
INSERT INTO work_task (casefile_ptr_id, person_id, unit_id, period, origin, name, code, output, coefficient_m,
  catalogue_number, provisional, assigned_m, assigned_on, due, urgent, giver_id, reported_m, finished_on, note, link,
  confirmed_m, confirmed_on, quality_failures, delays, cause, cause_about, waived_failures, waived_delays, folded)
SELECT {base} + n, s.person_id, s.unit_id, {period},
  CASE WHEN n %% 20 = 0 THEN 'ad_hoc' WHEN n %% 33 = 0 THEN 'taken_over' ELSE 'planned' END,
  'Việc ' || n, 'KT.' || n %% 400, 'Văn bản', 100 + (n * 7919 %% 40) * 100, 1, false,
  1000 + (n * 31 %% 4) * 1000, '{first}', '{due}', false, s.person_id, 4000, '{due}', '', '',
  CASE WHEN n %% 11 = 0 THEN 500 ELSE 1000 + (n * 31 %% 4) * 1000 END, '{due}',
  n %% 17 / 16, CASE WHEN n %% 13 = 0 THEN 2 ELSE 0 END, '', '', 0, CASE WHEN n %% 26 = 0 THEN 1 ELSE 0 END, 'viec'
FROM generate_series(1::bigint, {tasks}) AS n
JOIN (SELECT person_id, unit_id, row_number() OVER (ORDER BY casefile_ptr_id) - 1 AS place
      FROM assessment_periodsheet) s ON s.place = n %% {people}
"""


def fill(people: int, tasks: int) -> Person:
    """Everything but the closing; who is to close it."""
    who = seated(people)
    _tasks(tasks, people)
    return who


def seated(people: int, in_agency: int = IN_AGENCY) -> Person:
    """Everybody in their posts with a scored sheet, no task yet; who is to close the month."""
    group = PeerGroup.objects.create(code="all", name="Công chức")
    held = Position.objects.create(title="Chuyên viên", complexity=3, peer_group=group)
    adviser = Position.objects.create(title="Tổ chức – cán bộ", complexity=3, peer_group=group, is_personnel=True)
    province = _units([("T", "managing", None)])[0]
    who = Person.objects.create(code="NGA", name="Vũ Thị Nga", begun=SINCE)
    Post.objects.create(person=who, unit=province, position=adviser, first=SINCE)
    agencies = _units([(f"X{n}", "using", province) for n in range(people // in_agency)])
    units = _units([(f"{agency.code}.{n}", "direct", agency) for agency in agencies for n in range(UNITS)])
    posts = _posts(agencies, units, held, in_agency)
    _sheets(agencies, posts, in_agency)
    return who


def _units(rows: list[tuple[str, str, Unit | None]]) -> list[Unit]:
    made = Unit.objects.bulk_create(Unit(code=code, kind=kind, begun=SINCE) for code, kind, _parent in rows)
    states = zip(made, rows, strict=True)
    UnitState.objects.bulk_create(
        UnitState(unit=unit, first=SINCE, name=f"Đơn vị {code}", parent=parent, folded=code.lower())
        for unit, (code, _kind, parent) in states
    )
    return made


def _posts(agencies: list[Unit], units: list[Unit], held: Position, in_agency: int) -> list[Post]:
    """The people of every agency with their posts and fields in charge."""
    places = [place for number, agency in enumerate(agencies) for place in _places(agency, units, number, in_agency)]
    people = Person.objects.bulk_create(
        Person(code=f"C{n}", name=f"Người số {n}", folded=f"nguoi so {n}", begun=SINCE) for n in range(len(places))
    )
    posts = Post.objects.bulk_create(
        Post(person=person, unit=unit, rank=rank, position=held, first=SINCE)
        for person, (unit, rank, _field) in zip(people, places, strict=True)
    )
    _fields(posts, places)
    return posts


def _places(agency: Unit, units: list[Unit], number: int, in_agency: int) -> list[tuple[Unit, str, list[Unit]]]:
    own = units[number * UNITS : (number + 1) * UNITS]
    places: list[Any] = [(agency, "head", []), (agency, "deputy", own[:4]), (agency, "deputy", own[4:])]
    places += [(unit, rank, []) for unit in own for rank in ("head", "deputy")]
    left = in_agency - len(places)
    return places + [(own[n % UNITS], "staff", []) for n in range(left)]


def _fields(posts: list[Post], places: list[tuple[Unit, str, list[Unit]]]) -> None:
    in_unit: dict[int, list[Post]] = {}
    for post in posts:
        in_unit.setdefault(post.unit_id, []).append(post)
    units, persons = Post.units_in_charge.through, Post.persons_in_charge.through
    units.objects.bulk_create(
        units(post_id=post.pk, unit_id=unit.pk)
        for post, (_unit, _rank, field) in zip(posts, places, strict=True)
        for unit in field
    )
    persons.objects.bulk_create(
        persons(post_id=post.pk, person_id=each.person_id)
        for post, (unit, rank, field) in zip(posts, places, strict=True)
        if rank == "deputy" and not field
        for each in in_unit[unit.pk][2::2]
    )


def _sheets(agencies: list[Unit], posts: list[Post], in_agency: int) -> None:
    """A round each, and a scored sheet for everyone."""
    days = {"self_by": MONTH.last, "confirm_by": MONTH.last, "publish_by": MONTH.last + timedelta(days=5)}
    rounds = Round.objects.bulk_create(
        Round(agency=agency, period=MONTH.code, first=MONTH.first, last=MONTH.last, **days) for agency in agencies
    )
    sheets = [_sheet(rounds[place // in_agency], post, place) for place, post in enumerate(posts)]
    open_files(sheets)
    CaseFile.objects.filter(procedure="period_sheet").update(state="scored")


def _sheet(round: Round, post: Post, place: int) -> PeriodSheet:
    leads = post.rank != "staff"
    segment = {"unit": post.unit_id, "post": post.pk, "rank": post.rank}
    segment |= {"first": MONTH.first.isoformat(), "last": MONTH.last.isoformat()}
    return PeriodSheet(
        procedure="period_sheet",
        round=round,
        person_id=post.person_id,
        agency_id=round.agency_id,
        unit_id=post.unit_id,
        period=MONTH.code,
        rank=post.rank,
        position="Chuyên viên",
        peer_group="all",
        segments=[segment],
        days_worked=22,
        days_due=22,
        self_cp=3000,
        general_cp=1500 + place * 137 % 1501,
        remark="Hoàn thành nhiệm vụ",
        execution=(100, 50)[place % 2] if leads else None,
        cohesion=100 if leads else None,
    )


def _tasks(tasks: int, people: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_casefile")
        base = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO ledger_casefile (id, procedure, state, version, opened_at) SELECT %s + n, 'task',"
            " CASE WHEN n %% 50 = 0 THEN 'assigned' ELSE 'confirmed' END, 3, now() FROM generate_series(1, %s) AS n",
            [base, tasks],
        )
        numbers = {"base": base, "tasks": tasks, "people": people, "period": MONTH.code}
        cursor.execute(TASK.format(**numbers, first=MONTH.first, due=MONTH.last - timedelta(days=5)).replace("%%", "%"))
        cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_casefile', 'id'), %s)", [base + tasks])
        cursor.execute("UPDATE work_task SET confirmed_m = 0, confirmed_on = NULL WHERE casefile_ptr_id %% 50 = 0", [])
        cursor.execute("ANALYZE")
