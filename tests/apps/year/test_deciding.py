"""The level decided: the law's vectors on real rows, off the band only for a reason, a head never above the unit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from congminh.assessment.models import PeriodSheet
from congminh.ledger.models import CaseFile, Unchangeable
from congminh.org.actions import choose_reading
from congminh.org.models import Leave, Person, Post
from congminh.year.actions import (
    bring_months,
    decide,
    enter_ground,
    take_back_ground,
    take_back_month,
)
from congminh.year.facts import reckoned
from congminh.year.facts.months import months_of
from congminh.year.models import Ground, MonthBrought, YearResult, YearSheet
from tests.apps.org.commune import found, position
from tests.apps.year.autumn import YEAR, Autumn, begun, opened, put_months, rate_unit

MONTHS = range(1, 13)


def ground(autumn: Autumn, who: Person, **more: Any) -> Ground:
    usual: dict[str, Any] = {"kind": "administrative", "act": "Làm thất lạc hồ sơ", "act_day": date(YEAR, 3, 2)}
    usual |= {"document": "15/QĐ-KL", "effective": date(YEAR, 5, 4), "signer": "Chủ tịch", "duty_related": True}
    usual |= {"person": who, "happened_at": autumn.here.economy}
    return enter_ground(Ground(**{**usual, **more}), autumn.here.thu)


def level(autumn: Autumn, who: Person) -> tuple[int | None, str]:
    each = reckoned(autumn.opened.round)[autumn.sheet(who).pk]
    return each.row["year_mean_cp"], each.grade


def faults(sheet: YearSheet, by: Person, grade: str, reason: str = "") -> set[str]:
    with pytest.raises(ValidationError) as caught:
        decide(sheet, by, sheet.version, grade, reason)
    return set(caught.value.error_dict)


@pytest.mark.parametrize(
    ("total_cp", "grade"),
    [
        (9000, "excellent"),
        (8999, "good"),
        (7000, "good"),
        (6999, "fulfilled"),
        (5000, "fulfilled"),
        (4999, "not_fulfilled"),
    ],
)
def test_the_bands_of_the_mean_hold_to_the_hundredth(db: None, total_cp: int, grade: str) -> None:
    autumn = begun({"lan": total_cp})
    assert level(autumn, autumn.here.lan) == (total_cp, grade)


def test_maternity_of_eight_months_is_rated_on_the_four_worked(db: None) -> None:
    """Điều 11.2: 92,3; 91,05; 93,4; 90,85 give 91,90."""
    here = found()
    Leave.objects.create(person=here.lan, kind="maternity", first=date(YEAR, 5, 1), last=date(YEAR, 12, 31))
    put_months(here.lan, {1: 9230, 2: 9105, 3: 9340, 4: 9085})
    autumn = Autumn(here, opened(here))
    assert level(autumn, here.lan) == (9190, "excellent")


def test_unpaid_leave_divides_by_the_months_worked_even_where_twelve_is_read(db: None) -> None:
    here = found()
    choose_reading("year_months", "twelve", date(YEAR, 1, 1), here.decision)
    Leave.objects.create(person=here.lan, kind="unpaid", first=date(YEAR, 7, 1), last=date(YEAR, 12, 31))
    put_months(here.lan, {1: 7850, 2: 8020, 3: 7965, 4: 8110, 5: 7790, 6: 8080})
    put_months(here.hoa, {1: 9000, 2: 9000})
    autumn = Autumn(here, opened(here))
    assert level(autumn, here.lan) == (7969, "good")
    assert level(autumn, here.hoa) == (1500, "not_fulfilled")


@pytest.mark.parametrize(("option", "mean_cp"), [("cut_off", 8083), ("eleven_months", 8000), ("reuse", 8000)])
def test_december_counts_as_it_was_read_when_the_year_was_opened(db: None, option: str, mean_cp: int) -> None:
    here = found()
    choose_reading("december", option, date(YEAR, 1, 1), here.decision)
    put_months(here.lan, dict.fromkeys(range(1, 12), 8000) | {12: 9000})
    autumn = Autumn(here, opened(here))
    choose_reading("december", "cut_off", date(YEAR, 1, 2), here.decision)
    assert level(autumn, here.lan) == (mean_cp, "good")


def test_months_of_the_old_agency_inside_the_installation_count_by_themselves(db: None) -> None:
    here = found()
    put_months(here.lan, dict.fromkeys(range(1, 7), 7000), here.other_commune)
    put_months(here.lan, dict.fromkeys(range(7, 13), 9000))
    put_months(here.lan, {7: 1000}, here.other_commune, days_worked=2)
    autumn = Autumn(here, opened(here))
    assert level(autumn, here.lan) == (8000, "good")


def test_months_of_an_agency_outside_are_brought_by_a_document_and_never_twice(db: None) -> None:
    here = found()
    put_months(here.lan, dict.fromkeys(range(7, 13), 9000))
    autumn = Autumn(here, opened(here))
    usual: dict[str, Any] = {"person": here.lan, "year": YEAR, "agency": "Sở A", "document": "3/SA"}
    usual |= {"signed_on": date(YEAR, 7, 1)}
    quarter, april = (
        MonthBrought(month=3, span=3, total_cp=8000, **usual),
        MonthBrought(month=4, total_cp=8000, **usual),
    )
    bring_months([quarter, april], here.thu)
    assert [month.source for month in months_of([here.lan.pk], YEAR)[here.lan.pk]] == ["brought"] * 2 + ["sheet"] * 6
    assert level(autumn, here.lan) == (8600, "good")
    for month in (2, 4, 8):
        with pytest.raises(ValidationError) as caught:
            bring_months([MonthBrought(month=month, total_cp=9999, **usual)], here.thu)
        assert set(caught.value.error_dict) == {"0.month"}
    take_back_month(MonthBrought.objects.get(month=4), here.thu, "Nhầm tháng")
    bring_months([MonthBrought(month=4, total_cp=7000, **usual)], here.thu)
    with pytest.raises(PermissionDenied):
        bring_months([MonthBrought(month=5, total_cp=9000, **usual)], here.lan)


def test_a_month_not_told_yet_holds_the_decision_back(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    month = PeriodSheet.objects.get(person=here.lan, period=YEAR * 100 + 11)
    CaseFile.objects.filter(pk=month.pk).update(state="scored")
    assert faults(sheet, here.an, "good") == {"grade"}
    CaseFile.objects.filter(pk=month.pk).update(state="notified")
    decide(autumn.sheet(here.lan), here.an, sheet.version, "good")


def test_nobody_is_decided_on_no_months(db: None) -> None:
    here = found()
    autumn = Autumn(here, opened(here))
    assert faults(autumn.ready(here.lan), here.an, "good", "có lý do") == {"grade"}


@pytest.mark.parametrize("grade", ["fulfilled", "not_fulfilled"])
def test_off_the_band_only_with_a_reason_which_is_recorded(autumn: Autumn, grade: str) -> None:
    here = autumn.here
    sheet = autumn.ready(here.lan)
    assert faults(sheet, here.an, grade) == {"reason"}
    entry = decide(sheet, here.an, sheet.version, grade, "Việc lớn không hoàn thành")
    result = autumn.sheet(here.lan).result
    assert result is not None
    assert (result.law_grade, result.grade, result.why) == ("good", grade, "reason")
    assert entry.data["reason"] == result.reason == "Việc lớn không hoàn thành"


def test_an_agency_that_never_departs_from_the_band_is_held_to_it(autumn: Autumn) -> None:
    here = autumn.here
    choose_reading("override", "never", date(YEAR, 1, 1), here.decision)
    sheet = autumn.ready(here.lan)
    assert faults(sheet, here.an, "fulfilled", "có lý do") == {"grade"}
    decide(sheet, here.an, sheet.version, "good")


def test_a_head_waits_for_the_organisation_and_is_never_above_it(db: None) -> None:
    autumn = begun({"an": 9500})
    here = autumn.here
    here.commune.tier = "commune"
    here.commune.save()
    sheet = autumn.ready(here.an)
    with pytest.raises(ValidationError) as caught:
        decide(sheet, here.chair, sheet.version, "good", "có lý do")
    assert "Điều 9" in str(caught.value.error_dict["grade"][0].params["next"])
    rate_unit(here, here.commune, "fulfilled")
    assert level(autumn, here.an) == (9500, "fulfilled")
    for grade in ("excellent", "good"):
        assert faults(sheet, here.chair, grade, "có lý do") == {"grade"}
    decide(sheet, here.chair, sheet.version, "fulfilled")
    result = autumn.sheet(here.an).result
    assert result is not None and (result.unit_grade, result.band, result.why) == ("fulfilled", "excellent", "law")


def test_a_head_of_a_unit_without_a_tier_needs_it_or_a_reason(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.ready(here.minh)
    assert faults(sheet, here.an, "good") == {"grade"}
    decide(sheet, here.an, sheet.version, "good", "Tổ công tác, không thuộc diện Điều 5")
    result = autumn.sheet(here.minh).result
    assert result is not None and "Điều 5" in result.reason


def test_a_deputy_is_not_held_to_the_organisation(db: None) -> None:
    autumn = begun({"hoa": 8000})
    rate_unit(autumn.here, autumn.here.economy, "fulfilled")
    assert level(autumn, autumn.here.hoa) == (8000, "good")


def test_a_reprimand_for_duty_rates_not_fulfilled_whatever_the_score(db: None) -> None:
    autumn = begun({"lan": 9300})
    here = autumn.here
    ground(autumn, here.lan)
    sheet = autumn.ready(here.lan)
    assert faults(sheet, here.an, "good", "có lý do") == {"grade"}
    decide(sheet, here.an, sheet.version, "not_fulfilled")
    result = autumn.sheet(here.lan).result
    assert result is not None and (result.why, result.duty_discipline) == ("ground", True)
    (kept,) = result.counted_grounds
    assert (kept["act"], kept["document"], kept["cite"]) == ("Làm thất lạc hồ sơ", "15/QĐ-KL", "Điều 20.4.c")


def test_a_discipline_unrelated_to_duty_is_no_ground(autumn: Autumn) -> None:
    with pytest.raises(ValidationError) as caught:
        ground(autumn, autumn.here.lan, duty_related=False)
    assert set(caught.value.error_dict) == {"duty_related"}


def test_one_act_counts_in_one_year_by_the_first_decision(autumn: Autumn) -> None:
    here = autumn.here
    ground(autumn, here.lan, kind="party", document="1-KL", act_day=date(2025, 9, 1), effective=date(2025, 11, 1))
    ground(autumn, here.lan, act_day=date(2025, 9, 1))
    assert level(autumn, here.lan) == (8500, "good")


def test_an_act_used_before_its_discipline_is_not_used_again(autumn: Autumn) -> None:
    here = autumn.here
    ground(autumn, here.lan, used_in=YEAR - 1)
    assert level(autumn, here.lan) == (8500, "good")


def test_an_act_that_rated_in_the_year_before_here_is_not_counted_again(autumn: Autumn) -> None:
    """The conclusion rated 2026; the discipline on the same act, of 2027, counts nowhere (Điều 11.3.b)."""
    from congminh.year.facts.grounds import grounds_of

    here = autumn.here
    ground(autumn, here.lan, kind="setting_example", duty_related=False, document="9-KL")
    autumn.decided(here.lan, "not_fulfilled")
    Ground.objects.create(
        person=here.lan, kind="administrative", act="Làm thất lạc hồ sơ", act_day=date(YEAR, 3, 2), document="7/QĐ",
        effective=date(YEAR + 1, 2, 1), signer="Chủ tịch", duty_related=True, happened_at=here.economy,
        agency=here.commune, entered_by=here.thu,
    )  # fmt: skip
    assert grounds_of({here.lan.pk: here.commune.pk}, YEAR + 1) == {here.lan.pk: []}


def test_an_act_at_the_old_agency_disciplined_at_the_new_one_counts_at_the_old_one(autumn: Autumn) -> None:
    here = autumn.here
    ground(autumn, here.lan, happened_at=here.other_commune, disciplined_at=here.commune)
    assert level(autumn, here.lan) == (8500, "good")
    from congminh.year.facts.grounds import grounds_of

    (there,) = grounds_of({here.lan.pk: here.other_commune.pk}, YEAR)[here.lan.pk]
    assert there.name == "duty_discipline"


def test_corruption_in_the_unit_bears_on_who_leads_it_alone(autumn: Autumn) -> None:
    here = autumn.here
    for who in (here.hoa, here.lan):
        ground(autumn, who, kind="unit_corruption", duty_related=False)
    assert (level(autumn, here.hoa)[1], level(autumn, here.lan)[1]) == ("not_fulfilled", "good")


def test_a_ground_taken_back_counts_no_more_and_stays(autumn: Autumn) -> None:
    here = autumn.here
    row = ground(autumn, here.lan)
    take_back_ground(row, here.thu, "Quyết định bị hủy")
    assert level(autumn, here.lan)[1] == "good" and Ground.objects.get().withdrawn_for == "Quyết định bị hủy"
    with pytest.raises(ValidationError):
        take_back_ground(row, here.thu, "lần nữa")


@pytest.mark.parametrize("name", ["lan", "minh", "far", "an"])
def test_grounds_are_entered_by_personnel_or_inspectors_and_never_on_oneself(autumn: Autumn, name: str) -> None:
    here = autumn.here
    row = Ground(person=here.lan, kind="party", act="x", act_day=date(YEAR, 1, 1), effective=date(YEAR, 1, 2))
    row.document, row.signer, row.duty_related, row.happened_at = "1", "Ủy ban Kiểm tra", True, here.economy
    with pytest.raises(PermissionDenied):
        enter_ground(row, getattr(here, name))
    enter_ground(row, here.dung)


def test_a_decision_is_kept_with_all_it_rests_on_and_the_database_refuses_to_change_it(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.decided(here.lan, "good")
    result = sheet.result
    assert result is not None
    entry = sheet.entries.get(step="decide")
    assert (entry.data["seal"], entry.data["digest"]) == (result.seal(), result.basis.digest)
    assert result.basis.law == "nd335" and result.basis.values["december"] == "cut_off"
    assert [month["month"] for month in result.months] == list(MONTHS)
    assert {each["group"] for each in result.cap} == {"", "all"} and all("base" in each for each in result.cap)
    for act in (result.save, result.delete):
        with pytest.raises(Unchangeable):
            act()
    rows: Any = YearResult.objects.all()
    for act in (lambda: rows.update(grade="excellent"), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_what_moves_after_the_decision_moves_no_decision(autumn: Autumn) -> None:
    here = autumn.here
    sheet = autumn.decided(here.lan, "good")
    ground(autumn, here.lan)
    stands = autumn.sheet(here.lan).result
    assert stands is not None and sheet.result is not None
    assert (stands.grade, stands.seal()) == ("good", sheet.result.seal())


def test_reckoning_takes_a_constant_number_of_queries(db: None) -> None:
    def queries(autumn: Autumn) -> int:
        with CaptureQueriesContext(connection) as caught:
            reckoned(autumn.opened.round)
        return len(caught)

    autumn = begun()
    before = queries(autumn)
    from congminh.year.actions import settle_year

    for number in range(20):
        who = Person.objects.create(code=f"M{number}", name=f"Người {number}", begun=date(2025, 7, 1))
        Post.objects.create(
            person=who, unit=autumn.here.economy, first=date(2025, 7, 1), position=position("Vị trí staff")
        )
        put_months(who, dict.fromkeys(MONTHS, 8000))
    settle_year(autumn.opened.round, autumn.here.thu)
    assert queries(autumn) == before <= 8
