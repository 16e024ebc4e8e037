"""Sending, weighing, deciding (Điều 8, 9): lower before upper, complaints first, the law's level, kept for good."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from congminh.ledger.actions import Stale, take
from congminh.ledger.models import Notice, Unchangeable
from congminh.unit_year.actions import Overtaken, annul, decide, save_sheet, send
from congminh.unit_year.actions.writing import Written
from congminh.unit_year.facts import grade_of, grades_of
from congminh.unit_year.facts.reckoning import reckoned
from congminh.unit_year.facts.tasks import Counts
from congminh.unit_year.models import UnitResult, UnitSheet
from tests.apps.unit_year.year import LATE, PERFECT, SOUND, YEAR, Year, points


def level(sheet: UnitSheet) -> str | None:
    return reckoned([sheet], YEAR, sheet.bench()).every[sheet.pk].grade


def wrong(refused: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refused.value.message_dict)


def test_the_head_sends_and_the_recogniser_is_told(year: Year) -> None:
    sheet = year.sent(year.here.economy, year.here.minh)
    assert (sheet.state, sheet.proposed_grade, sheet.remedied) == ("submitted", "good", True)
    assert [notice.to for notice in Notice.objects.filter(entry__file=sheet)] == [year.here.an]
    assert set(UnitSheet.objects.waiting_for(year.here.an)) == {sheet, year.sheet(year.here.commune)}
    assert set(UnitSheet.objects.waiting_for(year.here.minh)) == set()
    assert UnitSheet.objects.waiting_for(year.here.thuong).get().unit == year.here.culture


def test_what_is_missing_is_said_at_its_field_and_nothing_is_sent(year: Year) -> None:
    sheet = year.sheet(year.here.economy)
    first = sheet.criteria.criteria.all()[0]
    with pytest.raises(ValidationError) as refused:
        send(sheet, year.here.minh, 0, 0, Written({first.pk: (500, "")}))
    others = {each.code for each in sheet.criteria.criteria.all()[1:]}
    assert wrong(refused) == {"self_evaluation", "proposed_grade", "remedied", "__all__", *others}
    assert year.sheet(year.here.economy).state == "drafting" and not sheet.marks.exists()


def test_nobody_but_the_head_sends(year: Year) -> None:
    sheet = year.counted(year.here.economy, year.here.minh)
    for stranger in (year.here.hoa, year.here.an, year.here.thu):
        with pytest.raises(PermissionDenied):
            send(sheet, stranger, 0, 0, year.written(sheet))


def test_points_beyond_a_criterion_are_refused(year: Year) -> None:
    sheet = year.sheet(year.here.economy)
    first = sheet.criteria.criteria.all()[0]
    with pytest.raises(ValidationError) as refused:
        save_sheet(sheet, year.here.minh, 0, Written({first.pk: (first.max_cp + 1, "")}))
    assert wrong(refused) == {first.code}


def test_a_draft_is_kept_and_the_second_of_two_at_once_overwrites_nothing(year: Year) -> None:
    sheet, minh = year.sheet(year.here.economy), year.here.minh
    first = sheet.criteria.criteria.all()[0]
    assert save_sheet(sheet, minh, 0, Written({first.pk: (400, "Một")}, {"self_evaluation": "Nháp"})) == 1
    with pytest.raises(Overtaken) as late:
        save_sheet(year.sheet(year.here.economy), minh, 0, Written({first.pk: (300, "Hai")}))
    assert late.value.marks[first.pk].self_cp == 400 and late.value.by == minh
    assert year.sheet(year.here.economy).self_evaluation == "Nháp"


def test_each_side_writes_its_own_part_only_while_it_is_its_turn(year: Year) -> None:
    sheet = year.sheet(year.here.economy)
    with pytest.raises(PermissionDenied):
        save_sheet(sheet, year.here.minh, 0, Written(columns={"grade": "excellent"}))
    with pytest.raises(PermissionDenied):
        save_sheet(sheet, year.here.an, 0, Written(columns={"remark": "Tốt"}))
    sheet = year.sent(year.here.economy, year.here.minh)
    with pytest.raises(PermissionDenied):
        save_sheet(sheet, year.here.minh, sheet.draft, Written(columns={"self_evaluation": "Khác"}))
    assert save_sheet(sheet, year.here.thu, sheet.draft, Written(columns={"remark": "Dự thảo"})) == sheet.draft


@pytest.mark.parametrize(
    ("counts", "score_cp", "columns", "expected"),
    [
        (PERFECT, 9000, {}, "excellent"),
        (PERFECT, 8999, {}, "good"),
        (SOUND, 9500, {}, "good"),
        (PERFECT, 9500, {"remedied": False}, "good"),
        (SOUND, 6999, {}, "fulfilled"),
        (LATE, 9500, {}, "fulfilled"),
        (Counts(20, 20, 15, 0), 9500, {}, "authority_decides"),
        (Counts(20, 14, 14, 0), 9500, {}, "authority_decides"),
        (Counts(20, 13, 13, 0), 9500, {}, "not_fulfilled"),
        (PERFECT, 4999, {}, "not_fulfilled"),
    ],
)
def test_the_level_is_the_laws(year: Year, counts: Counts, score_cp: int, columns: dict, expected: str) -> None:
    sheet = year.sent(year.here.economy, year.here.minh, counts, score_cp, **columns)
    assert level(sheet) == expected


def test_deciding_keeps_everything_it_rests_on(year: Year) -> None:
    year.sent(year.here.economy, year.here.minh, SOUND)
    sheet = year.decided(year.here.economy, year.here.an, "good", 8000)
    result = sheet.result
    assert result is not None and (sheet.state, result.grade, result.score_cp) == ("decided", "good", 8000)
    assert (result.law, result.row["sound"], result.row["tasks_given"]) == ("nd335", 1, 20)
    assert result.cap["good"] == 1 and len(result.marks) == 11 and result.marks[-1][5] == 0
    entry = sheet.entries.get(step="decide")
    assert entry.data["seal"] == result.seal() and entry.data["score"] == "80" and entry.cite == "Điều 9.2.a"
    assert (grade_of(year.here.economy, YEAR), grade_of(year.here.culture.pk, YEAR)) == ("good", None)
    assert grades_of([year.here.economy.pk, year.here.culture.pk], YEAR) == {year.here.economy.pk: "good"}


def test_points_that_differ_from_the_organisations_own_need_a_reason(year: Year) -> None:
    sheet = year.sent(year.here.economy, year.here.minh, SOUND)
    written = Written(points(sheet, 8000), {"grade": "good"})
    with pytest.raises(ValidationError) as refused:
        decide(sheet, year.here.an, sheet.version, sheet.draft, written)
    assert len(wrong(refused)) == 3 and all(field.endswith("_note") for field in wrong(refused))


def test_a_level_above_the_laws_is_refused_and_one_below_needs_a_reason(year: Year) -> None:
    year.sent(year.here.economy, year.here.minh, SOUND)
    with pytest.raises(ValidationError) as refused:
        year.decide(year.here.economy, year.here.an, "excellent", 9500)
    assert wrong(refused) == {"grade"}
    with pytest.raises(ValidationError) as refused:
        year.decide(year.here.economy, year.here.an, "fulfilled", 8000)
    assert wrong(refused) == {"grade_reason"}
    assert year.sheet(year.here.economy).state == "submitted" and not UnitResult.objects.exists()
    sheet = year.decided(year.here.economy, year.here.an, "fulfilled", 8000, "Để xảy ra đơn thư kéo dài")
    assert sheet.result and sheet.result.law_grade == "good" and sheet.result.reason == "Để xảy ra đơn thư kéo dài"


def test_where_the_law_leaves_it_to_the_authority_the_level_needs_a_reason(year: Year) -> None:
    year.sent(year.here.economy, year.here.minh, Counts(20, 16, 16, 0))
    with pytest.raises(ValidationError) as refused:
        year.decide(year.here.economy, year.here.an, "fulfilled", 9000)
    assert wrong(refused) == {"grade_reason"}
    assert year.decided(year.here.economy, year.here.an, "fulfilled", 9000, "Thiên tai").state == "decided"


def test_force_majeure_and_misconduct_name_what_they_rest_on(year: Year) -> None:
    year.sent(year.here.economy, year.here.minh, Counts(20, 10, 10, 0))
    with pytest.raises(ValidationError) as refused:
        year.decide(year.here.economy, year.here.an, "fulfilled", 9000, "Bão", force_majeure=True, misconduct=True)
    assert wrong(refused) == {"force_majeure_note", "misconduct_note"}
    more = {"force_majeure": True, "force_majeure_note": "Bão số 3, Công điện 12"}
    assert year.decided(year.here.economy, year.here.an, "fulfilled", 9000, "Bão", **more).grade == "fulfilled"


def test_misconduct_alone_makes_it_not_fulfilled(year: Year) -> None:
    year.sent(year.here.economy, year.here.minh)
    more: Any = {"misconduct": True, "misconduct_note": "Kết luận 05/KL-UBKT"}
    with pytest.raises(ValidationError) as refused:
        year.decide(year.here.economy, year.here.an, "good", 9500, **more)
    assert wrong(refused) == {"grade"}
    assert year.decided(year.here.economy, year.here.an, "not_fulfilled", 9500, **more).state == "decided"


def test_lower_units_come_before_the_upper_one(year: Year) -> None:
    here = year.here
    year.sent(here.commune, here.an)
    year.sent(here.economy, here.minh, SOUND)
    year.sent(here.culture, here.thuong, SOUND)
    year.decided(here.economy, here.an, "good", 8000)
    with pytest.raises(ValidationError, match=r"9\.1") as refused:
        year.decide(here.commune, here.chair, "good", 8000)
    why = (refused.value.params or {})["why"]
    assert "Phòng Văn hóa" in why and "Phòng Kinh tế" not in why
    year.decided(here.culture, here.an, "good", 8000)
    assert year.decided(here.commune, here.chair, "good", 8000).state == "decided"


def test_a_failed_lower_unit_bars_excellent(year: Year) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    year.sent(here.culture, here.thuong, Counts(20, 10, 10, 0))
    year.decided(here.economy, here.an, "good", 8000)
    year.decided(here.culture, here.an, "not_fulfilled", 8000)
    sheet = year.sent(here.commune, here.an)
    row = reckoned([sheet], YEAR, sheet.bench()).every[sheet.pk].row
    assert row and (row["subordinate_failed"], row["outstanding"], row["grade"]) == (1, 0, "good")


def test_the_organisation_and_the_agencies_concerned_are_told(year: Year) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    sheet = year.decided(here.economy, here.an, "good", 8000)
    entry = take("notify", sheet, here.an, sheet.version)
    assert set(Notice.objects.filter(entry=entry).values_list("to__code", flat=True)) == {"MINH", "THU"}
    assert year.sheet(here.economy).state == "notified" and grade_of(here.economy, YEAR) == "good"


def test_an_annulled_level_stands_no_more_and_is_kept_beside_the_new_one(year: Year) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    sheet = year.decided(here.economy, here.an, "good", 8000)
    take("notify", sheet, here.an, sheet.version)
    annul(sheet, here.an, sheet.version, "Số liệu báo cáo không đúng")
    assert grade_of(here.economy, YEAR) is None and year.sheet(here.economy).state == "submitted"
    again = year.decided(here.economy, here.an, "fulfilled", 6500)
    assert [(row.number, row.grade) for row in again.results.all()] == [(1, "good"), (2, "fulfilled")]
    assert grade_of(here.economy, YEAR) == "fulfilled"


def test_a_decided_level_is_never_changed_not_even_by_the_database(year: Year) -> None:
    year.sent(year.here.economy, year.here.minh, SOUND)
    result = year.decided(year.here.economy, year.here.an, "good", 8000).result
    assert result is not None
    with pytest.raises(Unchangeable):
        result.save()
    with pytest.raises(Unchangeable):
        result.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE unit_year_unitresult SET grade = 'excellent'")


def test_a_decision_on_a_sheet_that_has_moved_is_stale(year: Year) -> None:
    sheet = year.sent(year.here.economy, year.here.minh, SOUND)
    with pytest.raises(Stale):
        decide(sheet, year.here.an, sheet.version - 1, sheet.draft, year.written(sheet, 10_000, grade="good"))
    assert not UnitResult.objects.exists() and year.sheet(year.here.economy).grade == ""
