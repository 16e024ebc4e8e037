"""The bridge to the law: what the database reckons over tasks is what the law reckons over the same rows by hand."""

from datetime import date
from typing import Any

from django.db import connection

from congminh import law
from congminh.law.facts import SHEET, TASK
from congminh.law.in_memory import columns_of, reckon_rows
from congminh.law.reckon import reckon
from congminh.org import facts as org_facts
from congminh.work.actions import (
    accept_cause,
    approve,
    ask_cause,
    cancel,
    confirm,
    decline,
    give_to,
    hand_over,
    propose,
    report,
    return_work,
    undo,
)
from congminh.work.facts import task_rows, task_table
from tests.apps.work.desk import MONTH, THIS, Desk, again, day, extra

FIGURES = ("person_id", "load", "delivered_load", "well_made_load", "on_time_load", "total_cp", "grade")


def month_of_lan(desk: Desk) -> None:
    """A month with everything in it."""
    here = desk.here
    confirm(again(desk.reported()), here.minh)
    confirm(again(desk.reported(800, 24, code="DC.01", quantity_m=1000)), here.minh)
    poor = desk.reported(code="DC.02")
    return_work(again(poor), here.minh, "Sai số liệu")
    report(again(poor), here.lan, 2000, day(19))
    confirm(again(poor), here.minh)
    excused = desk.reported(finished=25)
    ask_cause(again(excused), here.lan, "delay", "Mất điện")
    accept_cause(again(excused), here.minh, "Đúng")
    confirm(again(excused), here.minh)
    approve(again(propose(extra(desk), done_m=1000, finished_on=day(10))), here.minh)
    desk.reported(code="DC.01")
    desk.given(code="DC.02")
    cancel(desk.given(), here.minh, "thôi")
    decline(again(propose(extra(desk))), here.minh, "không")
    hand_over(desk.given(code="DC.01"), here.lan, "bận")


def by_hand(desk: Desk) -> list[dict[str, Any]]:
    """The same month as a clerk would write it down."""
    key = {"person_id": desk.here.lan.pk, "period": MONTH.code}
    columns = ("origin", "coefficient_m", "assigned_m", "done_m", "quality_failures", "delays")
    lines = [
        ("planned", 6000, 2000, 2000, 0, 0),
        ("planned", 1000, 1000, 800, 0, 1),
        ("planned", 8000, 2000, 2000, 1, 0),
        ("planned", 6000, 2000, 2000, 0, 0),
        ("ad_hoc", 6000, 2000, 0, 0, 0),
        ("planned", 1000, 2000, 0, 0, 0),
        ("planned", 8000, 2000, 0, 0, 0),
        ("planned", 1000, 2000, 0, 0, 0),
    ]
    return [{**key, **dict(zip(columns, line, strict=True))} for line in lines]


def written(row: dict[str, Any]) -> list[str]:
    """A row as columns of a SELECT that both engines read."""
    texts = {name: f"CAST('{value}' AS text)" for name, value in row.items() if isinstance(value, str)}
    plain = {name: f"CAST({'NULL' if value is None else value} AS bigint)" for name, value in row.items()}
    return [f"{said} AS {name}" for name, said in {**plain, **texts}.items()]


def test_rows_are_the_facts_of_the_law(desk: Desk) -> None:
    month_of_lan(desk)
    rows = task_rows([MONTH.code], [desk.here.lan.pk])
    names = columns_of(TASK)
    assert [{name: row[name] for name in names} for row in rows] == by_hand(desk)
    assert len({row["task_id"] for row in rows}) == len(rows)


def test_the_database_reckons_what_the_law_reckons_by_hand(desk: Desk) -> None:
    month_of_lan(desk)
    sheet = {"person_id": desk.here.lan.pk, "period": MONTH.code, "unit_id": 1, "peer_group": "a", "post": "staff"}
    sheet |= {"general_cp": 2850, "unit_results": None, "execution": None, "cohesion": None}
    decree, values = law.named("nd335"), org_facts.values(date(2026, 10, 31))
    tables = {"task": task_table([MONTH.code]), "sheet": f"(SELECT {', '.join(written(sheet))})"}
    with connection.cursor() as cursor:
        cursor.execute(reckon(decree, SHEET, tables, connection.vendor, values, FIGURES).sql)
        found = cursor.fetchall()
    told = reckon_rows(decree, SHEET, {"task": by_hand(desk), "sheet": [sheet]}, values)[0]
    assert found == [tuple(told[name] for name in FIGURES)]
    assert told["delivered_load"] == 12_000_000 + 800_000 + 16_000_000 + 12_000_000


def test_an_undone_confirmation_counts_nothing_as_done(desk: Desk) -> None:
    task = desk.reported()
    confirm(task, desk.here.minh)
    undo(again(task), desk.here.minh)
    assert [row["done_m"] for row in task_rows([MONTH.code])] == [0]


def test_work_handed_over_stays_with_the_giver_and_is_extra_for_the_taker(desk: Desk) -> None:
    here = desk.here
    task = desk.given(period=THIS.code, assigned_on=THIS.first, due=THIS.last)
    hand_over(task, here.lan, "bận")
    theirs = give_to(again(task), here.hoa, here.minh)
    report(theirs, here.hoa)
    confirm(again(theirs), here.minh)
    rows = task_rows([THIS.code])
    assert [(row["person_id"], row["origin"], row["assigned_m"], row["done_m"]) for row in rows] == [
        (here.lan.pk, "handed_over", 2000, 0),
        (here.hoa.pk, "taken_over", 2000, 2000),
    ]


def test_rows_are_of_the_periods_and_people_asked_for(desk: Desk) -> None:
    desk.given()
    lan = desk.here.lan.pk
    assert len(task_rows([MONTH.code, THIS.code], [lan])) == 1
    assert task_rows([THIS.code]) == task_rows([MONTH.code], [desk.here.minh.pk]) == task_rows([MONTH.code], []) == []
    assert len(task_rows([MONTH.code], "SELECT id FROM org_person WHERE code = 'LAN'")) == 1
