"""Counting where no page can wait for it: a job that says how far it is, for one large unit or for a whole list."""

from typing import Any

import pytest

from congminh.jobs.models import Job
from congminh.org.models import Unit
from congminh.unit_year.actions import enter_counts, open_year
from congminh.unit_year.facts import tasks as counting_facts
from congminh.unit_year.facts.tasks import Counts
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.views import figures
from congminh.work.actions import confirm, report
from tests.apps.assessment_pages.conftest import Entering, words
from tests.apps.jobs.hands import run_waiting
from tests.apps.unit_year.test_complaints import ON
from tests.apps.unit_year.year import TIERS, YEAR, in_force
from tests.apps.work.desk import Desk, day, opened

ALL = "/to-chuc/dem-nhiem-vu/"


@pytest.fixture
def desk(db: None) -> Desk:
    """The commune with one task done, its organisations' year open."""
    found = opened()
    for code, tier in TIERS.items():
        Unit.objects.filter(code=code).update(tier=tier)
    in_force(found.here)
    open_year(YEAR, found.here.thu)
    task = found.given()
    report(task, found.here.lan, 2000, day(18))
    confirm(task, found.here.minh)
    return found


def counted() -> dict[str, tuple[str, int | None]]:
    rows = UnitSheet.objects.select_related("unit")
    return {sheet.unit.code: (sheet.tasks_from, sheet.tasks_given) for sheet in rows}


def test_all_one_may_count_are_counted_by_a_worker_with_progress(desk: Desk, enter: Entering) -> None:
    thu = enter(desk.here.thu)
    answer = thu.post(ALL, {"year": YEAR})
    job = Job.objects.get()
    assert answer.status_code == 302 and answer["Location"] == job.get_absolute_url()
    assert "Đếm nhiệm vụ của 2 tổ chức, năm 2026" in words(thu.get(job.get_absolute_url()))
    assert counted()["KT"] == ("", None), "nothing is counted while the page is asked for"
    run_waiting()
    assert counted() == {"KT": ("tasks", 1), "VX": ("", None), "X": ("", None)}
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", "/to-chuc/") and (job.done, job.total) == (2, 2)
    assert "Đã đếm cho 1 tổ chức; 1 tổ chức chưa ghi nhận nhiệm vụ nào" in job.note


def test_numbers_entered_with_a_source_stay(desk: Desk, enter: Entering) -> None:
    sheet = UnitSheet.objects.get(unit=desk.here.economy)
    enter_counts(sheet, desk.here.minh, Counts(20, 20, 20, 2), "Báo cáo 12/BC", ON)
    enter(desk.here.thu).post(ALL, {"year": YEAR})
    assert sheet.pk not in Job.objects.get().arguments["sheets"]
    run_waiting()
    assert counted()["KT"] == ("entered", 20)


def test_a_level_decided_while_tasks_were_counted_keeps_its_figures(desk: Desk, enter: Entering) -> None:
    enter(desk.here.thu).post(ALL, {"year": YEAR})
    UnitSheet.objects.filter(unit=desk.here.economy).update(state="decided")
    run_waiting()
    assert counted()["KT"] == ("", None) and Job.objects.get().state == "done"


def test_a_head_counts_their_own_alone_and_nothing_to_count_is_said(desk: Desk, enter: Entering) -> None:
    minh = enter(desk.here.minh)
    minh.post(ALL, {"year": YEAR})
    assert Job.objects.get().arguments == {"sheets": [UnitSheet.objects.get(unit=desk.here.economy).pk]}
    refused = minh.post(ALL, {"year": 2027})
    assert refused.status_code == 422 and "thuộc quyền đếm nhiệm vụ" in refused.content.decode()
    assert minh.post(ALL, {"year": "x"}).status_code == 422 and Job.objects.count() == 1
    assert enter(desk.here.lan).get(ALL).status_code == 403


def test_a_large_organisation_is_counted_by_a_worker(
    desk: Desk, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "SMALL", 1)
    sheet = UnitSheet.objects.get(unit=desk.here.commune)
    answer = enter(desk.here.an).post(f"/to-chuc/{sheet.pk}/so-lieu/", {"count": 1})
    assert answer["Location"] == Job.objects.get().get_absolute_url()
    run_waiting()
    assert Job.objects.get().result_url == f"/to-chuc/{sheet.pk}/so-lieu/" and counted()["X"] == ("tasks", 1)


def test_counting_in_steps_comes_to_the_same_and_tells_each_step(desk: Desk, monkeypatch: Any) -> None:
    units = [desk.here.economy.pk, desk.here.culture.pk, desk.here.commune.pk]
    whole, told = counting_facts.count_tasks(units, YEAR, day(28)), list[tuple[int, int]]()
    monkeypatch.setattr(counting_facts, "AT_ONCE", 1)
    found = counting_facts.count_by_unit(units, YEAR, day(28), lambda done, total: told.append((done, total)))
    assert counting_facts.summed(found.values()) == whole == Counts(1, 1, 1, 0)
    assert told == [(1, 3), (2, 3), (3, 3)] and set(found) == {desk.here.economy.pk}
