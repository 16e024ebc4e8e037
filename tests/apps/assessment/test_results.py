"""Figures while the month runs, and the result that is told: reckoned by the law, kept with all it rests on."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congminh.assessment.actions import notify, notify_all, notify_late, settle_round
from congminh.assessment.facts import differences, running
from congminh.assessment.models import Basis, PeriodSheet, Result, Round
from congminh.ledger.actions import Stale, take
from congminh.ledger.models import Unchangeable
from congminh.org.models import Person
from congminh.work.actions import confirm, report, return_work
from tests.apps.assessment.month import Month, given, last_entry
from tests.apps.org.commune import post
from tests.apps.work.desk import day

TODAY = timezone.localdate()


def stand(month: Month, who: Person) -> Any:
    sheet = month.sheet(who)
    return running([sheet])[sheet.pk]


def test_nothing_assigned_is_not_enough_data(month: Month) -> None:
    month.sent(month.here.lan)
    found = stand(month, month.here.lan)
    assert (found.grade, found.total_cp, found.tasks, found.is_signed) == ("insufficient_data", None, 0, False)
    assert found.missing == frozenset()


def test_the_running_score_rests_on_what_was_confirmed_and_the_self_score(month: Month) -> None:
    """9 of 10 products done on time and well, one late once: the case of the contract, by hand 97.42."""
    lan, minh = month.here.lan, month.here.minh
    month.done(code="DC.01", quantity_m=9000)
    late = given(month.desk, lan, minh, code="DC.01", quantity_m=1000)
    assert stand(month, lan).missing == {"general"}
    assert (stand(month, lan).quantity_bp, stand(month, lan).total_cp, stand(month, lan).grade) == (9000, None, None)
    report(late, lan, 1000, day(25))
    assert stand(month, lan).quantity_bp == 9000
    confirm(late, minh)
    assert (stand(month, lan).quantity_bp, stand(month, lan).timeliness_bp) == (10000, 9750)
    month.sent(lan, {"III.1": 50})
    found = stand(month, lan)
    assert (found.results_bp, found.general_cp, found.total_cp, found.grade) == (9917, 2800, 9742, "excellent")
    assert found.total == Fraction(28) + 70 * (Fraction(2) + Fraction(975, 1000)) / 3
    assert found.self_scored


def test_a_failed_review_counts_against_quality_alone(month: Month) -> None:
    lan, minh = month.here.lan, month.here.minh
    task = given(month.desk, lan, minh, code="DC.01", quantity_m=1000)
    report(task, lan, 1000, day(15))
    return_work(task, minh, "Sai số liệu")
    report(task, lan, 1000, day(16))
    confirm(task, minh)
    found = stand(month, lan)
    assert (found.quantity_bp, found.quality_bp, found.timeliness_bp) == (10000, 7500, 10000)


def test_a_leader_is_reckoned_with_the_work_of_those_in_charge_and_their_levels(month: Month) -> None:
    here = month.here
    month.done(here.lan, code="DC.01", quantity_m=1000)
    given(month.desk, here.minh, here.an, code="DC.01", quantity_m=1000)
    before = stand(month, here.minh)
    assert (before.tasks, before.quantity_bp, before.unit_results) == (2, 5000, 100)
    assert before.missing == {"general", "execution", "cohesion"}
    assert before.awaited == 2
    confirm_none = stand(month, here.hoa)
    assert (confirm_none.tasks, confirm_none.quantity_bp) == (1, 10000)
    assert stand(month, here.an).tasks == 2


def test_d_is_half_where_somebody_in_charge_fails(month: Month) -> None:
    here = month.here
    given(month.desk, here.lan, here.minh, code="DC.01", quantity_m=1000)
    month.told(here.lan, here.minh, dict.fromkeys(("I.1", "I.2"), 0))
    assert stand(month, here.lan).grade == "not_fulfilled"
    for who in (here.minh, here.hoa, here.an):
        assert stand(month, who).unit_results == 50
    assert stand(month, here.thuong).unit_results == 100


def test_by_the_reading_a_leader_is_reckoned_on_own_work_alone(month: Month) -> None:
    month.desk.reads("leader_abc_scope", "own")
    month.done(month.here.lan, code="DC.01", quantity_m=1000)
    given(month.desk, month.here.minh, month.here.an, code="DC.01", quantity_m=1000)
    assert (stand(month, month.here.minh).tasks, stand(month, month.here.minh).quantity_bp) == (1, 0)


def test_a_result_told_is_kept_with_all_it_rests_on(month: Month) -> None:
    here = month.here
    task = month.done(here.lan, code="DC.01", quantity_m=1000, finished=25)
    sheet = month.told(here.lan, here.minh)
    result: Any = sheet.result
    assert (result.number, result.by, result.post, result.unit) == (1, here.minh, "staff", here.economy)
    assert (result.quantity_bp, result.timeliness_bp, result.total_cp, result.grade) == (10000, 7500, 9417, "excellent")
    assert Fraction(result.total, result.shares * 100) == Fraction(30) + 70 * Fraction(11, 12)
    (fact,) = result.task_facts
    assert fact == {
        "task": task.pk,
        "origin": "planned",
        "coefficient_m": 1000,
        "assigned_m": 1000,
        "done_m": 1000,
        "quality_failures": 0,
        "delays": 1,
        "catalogue": 1,
    }
    entry = last_entry(sheet)
    assert (entry.step, entry.data["result"], entry.data["total_cp"]) == ("notify", 1, 9417)
    assert entry.data["seal"] == result.seal() and entry.data["digest"] == result.basis.digest
    assert {notice.to.code for notice in entry.notices.all()} == {"LAN", "THU"}
    assert result.basis.law == "nd335" and result.basis.values["excellent_from"] == 90
    assert differences(result) == []


def test_results_reckoned_alike_share_their_basis(month: Month) -> None:
    month.told(month.here.lan, month.here.minh)
    month.told(month.here.hoa, month.here.minh)
    assert Basis.objects.count() == 1 and Result.objects.count() == 2


@pytest.mark.parametrize("statement", ["UPDATE {} SET grade = 'excellent'", "DELETE FROM {}"])
def test_a_result_is_never_changed(month: Month, statement: str) -> None:
    sheet = month.told(month.here.lan, month.here.minh)
    result: Any = sheet.result
    with pytest.raises(Unchangeable):
        result.save()
    with pytest.raises(Unchangeable):
        result.delete()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement.format(Result._meta.db_table))


def test_a_result_doctored_past_the_database_is_found_out(month: Month) -> None:
    month.done(month.here.lan)
    result: Any = month.told(month.here.lan, month.here.minh).result
    doctored = Result.objects.get(pk=result.pk)
    doctored.total_cp += 100
    assert differences(doctored) == ["total_cp", "seal"]
    other = Result.objects.get(pk=result.pk)
    other.tasks_text = other.tasks_text.replace("2000", "2001")
    assert "seal" in differences(other)


def test_a_leader_is_told_after_those_in_charge(month: Month) -> None:
    here = month.here
    month.told(here.lan, here.minh)
    minh = month.scored(here.minh, here.an)
    assert [step.name for step in minh.open_to(here.an)] == ["return", "score"]
    with pytest.raises(ValidationError, match="phụ trách") as caught:
        notify(minh, here.an, minh.version)
    assert here.hoa.name in caught.value.params["why"]
    month.told(here.hoa, here.minh)
    minh = month.sheet(here.minh)
    assert "notify" in {step.name for step in minh.open_to(here.an)}
    notify(minh, here.an, minh.version)
    result: Any = month.sheet(here.minh).result
    assert (result.unit_results, result.execution, result.cohesion) == (100, 100, 100)
    assert {line["person"] for line in result.charge_facts} == {here.lan.pk, here.hoa.pk}
    assert differences(result) == []


def test_whoever_is_left_out_is_waited_for_by_nobody(month: Month) -> None:
    here = month.here
    month.told(here.lan, here.minh)
    take("leave_out", month.sheet(here.hoa), here.thu, 0, {"reason": "nghỉ ốm cả tháng"})
    minh = month.scored(here.minh, here.an)
    notify(minh, here.an, minh.version)
    assert month.sheet(here.minh).state == "notified"


def test_a_head_tells_all_at_once_and_leaders_after_their_people(month: Month) -> None:
    here = month.here
    sheets = [month.scored(here.minh, here.an), month.scored(here.thuong, here.an)]
    with pytest.raises(ValidationError):
        notify_all(sheets, here.an)
    for who, by in ((here.lan, here.minh), (here.hoa, here.minh), (here.thu, here.thuong)):
        month.told(who, by)
    sheets = [month.sheet(here.minh), month.sheet(here.thuong)]
    entries = notify_all(sheets, here.an)
    assert {entry.data["batch"]["files"] for entry in entries} == {2}
    assert {sheet.state for sheet in PeriodSheet.objects.filter(person__in=[here.minh, here.thuong])} == {"notified"}
    assert all(differences(sheet.result) == [] for sheet in PeriodSheet.objects.filter(result__isnull=False))


@pytest.mark.parametrize("who", ["lan", "an", "thu", "hoa"])
def test_only_the_assessor_tells(month: Month, who: str) -> None:
    sheet = month.scored(month.here.lan, month.here.minh)
    with pytest.raises(PermissionDenied):
        notify(sheet, getattr(month.here, who), sheet.version)
    assert not Result.objects.exists()


def test_a_second_click_tells_nothing_twice(month: Month) -> None:
    sheet = month.scored(month.here.lan, month.here.minh)
    again = month.sheet(month.here.lan)
    notify(sheet, month.here.minh, sheet.version)
    with pytest.raises(Stale):
        notify(again, month.here.minh, again.version)
    assert Result.objects.count() == 1


def test_personnel_tell_a_late_result_with_the_reason_after_the_day(month: Month) -> None:
    sheet = month.scored(month.here.lan, month.here.minh)
    Round.objects.update(publish_by=TODAY)
    with pytest.raises(ValidationError, match="thông báo"):
        notify_late(month.sheet(month.here.lan), month.here.thu, sheet.version, "Quá hạn")
    Round.objects.update(self_by=day(2), confirm_by=day(3), publish_by=TODAY - timedelta(days=1))
    entry = notify_late(month.sheet(month.here.lan), month.here.thu, sheet.version, "Quá hạn thông báo")
    assert (entry.data["reason"], {notice.to.code for notice in entry.notices.all()}) == (
        "Quá hạn thông báo",
        {"LAN", "MINH"},
    )


def test_a_page_of_many_asks_as_many_queries_as_a_page_of_few(month: Month) -> None:
    here = month.here

    def asked(sheets: list[PeriodSheet]) -> int:
        with CaptureQueriesContext(connection) as queries:
            found = running(sheets)
        assert len(found) == len(sheets)
        return len(queries)

    few = asked(list(PeriodSheet.objects.filter(person__in=[here.minh, here.lan])))
    people = [Person.objects.create(code=f"N{n}", name=f"Người {n}", begun=here.lan.begun) for n in range(60)]
    for who in people:
        post(who, here.economy)
    settle_round(month.round, here.thu)
    assert asked(list(PeriodSheet.objects.filter(unit=here.economy))) <= few <= 15
    assert asked(list(PeriodSheet.objects.filter(person=here.lan))) <= 4


def test_in_a_quarter_the_tasks_of_all_three_months_count(month: Month) -> None:
    """Tasks are coded by the quarter; those coded by a month of it count as well."""
    sheet = month.sheet(month.here.lan)
    task = month.done(month.here.lan)
    PeriodSheet.objects.filter(pk=sheet.pk).update(span=3, period=(sheet.period // 100) * 100 + 12)
    type(task).objects.filter(pk=task.pk).update(period=(sheet.period // 100) * 100 + 10)
    assert stand(month, month.here.lan).tasks == 1
    type(task).objects.filter(pk=task.pk).update(period=(sheet.period // 100) * 100 + 9)
    assert stand(month, month.here.lan).tasks == 0
