"""The cap on excellent organisations (Điều 8.5): of one authority's range; people choose among the tied."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from congminh.org.actions import choose_reading
from congminh.org.models import Decision, Person, Unit
from congminh.unit_year.actions import allow_more, choose_tied, save_sheet
from congminh.unit_year.actions.writing import Written
from congminh.unit_year.facts.caps import Range, range_of
from congminh.unit_year.models import UnitSheet
from tests.apps.unit_year.year import PERFECT, SOUND, YEAR, Year, points

Offices = list[tuple[Unit, Person]]


def offices(year: Year, number: int) -> Offices:
    """The two of the commune and so many more."""
    here = year.here
    return [
        (here.economy, here.minh),
        (here.culture, here.thuong),
        *(year.another(f"P{n}", f"Phòng số {n}") for n in range(number - 2)),
    ]


def weigh(year: Year, office: Unit, head: Person, score_cp: int) -> UnitSheet:
    """Sent by its head and given points, not decided."""
    sheet = year.sent(office, head, PERFECT if score_cp >= 9000 else SOUND)
    marks = {pk: (cp, "Theo hồ sơ") for pk, (cp, _said) in points(sheet, score_cp).items()}
    save_sheet(sheet, year.here.an, sheet.draft, Written(marks))
    return sheet


def weighed(year: Year, scores: list[int]) -> tuple[Offices, Range]:
    found = offices(year, len(scores))
    for (office, head), score in zip(found, scores, strict=True):
        weigh(year, office, head, score)
    return found, seen(year)


def seen(year: Year) -> Range:
    return range_of(year.here.commune.pk, YEAR)


def decide(year: Year, office: Unit, grade: str, score: int, reason: str = "") -> Any:
    return year.decide(office, year.here.an, grade, score, reason)


def test_the_denominator_is_the_range_of_who_recognises(year: Year) -> None:
    _found, ranged = weighed(year, [9500, 9200, 8000, 8000, 8000, 8000])
    standing = ranged.standing
    assert standing and (standing.eligible, standing.good, standing.base, standing.percent) == (2, 4, 6, 20)
    assert standing.excellent_max == 1 and len(standing.of("within")) == 1
    assert ranged.awaited == [] and year.sheet(year.here.commune).pk not in ranged.sheets


def test_beyond_the_cap_excellent_is_refused_and_good_needs_no_reason(year: Year) -> None:
    found, _ranged = weighed(year, [9500, 9200, 8000, 8000, 8000, 8000])
    with pytest.raises(ValidationError) as refused:
        decide(year, found[1][0], "excellent", 9200)
    assert set(refused.value.message_dict) == {"grade"}
    decide(year, found[1][0], "good", 9200)
    decide(year, found[0][0], "excellent", 9500)
    sheet = year.sheet(found[0][0])
    assert sheet.result and (sheet.result.grade, sheet.result.cap["base"]) == ("excellent", 6)
    assert seen(year).standing.base == 6  # type: ignore[union-attr]


def test_excellent_waits_for_the_points_of_the_whole_range(year: Year) -> None:
    found = offices(year, 6)
    weigh(year, *found[0], 9500)
    with pytest.raises(ValidationError) as refused:
        decide(year, found[0][0], "excellent", 9500)
    assert "Phòng số" in refused.value.error_dict["grade"][0].params["why"]  # type: ignore[index]
    for office, head in found[1:]:
        weigh(year, office, head, 8000)
    decide(year, found[0][0], "excellent", 9500)


def test_a_body_that_closes_later_does_not_hold_up_the_others(year: Year) -> None:
    found = offices(year, 7)
    for office, head in found[:-1]:
        weigh(year, office, head, 9500 if office == found[0][0] else 8000)
    UnitSheet.objects.filter(unit=found[-1][0]).update(special=True)
    decide(year, found[0][0], "excellent", 9500)


def test_the_tied_are_listed_and_people_choose_with_a_reason(year: Year) -> None:
    here = year.here
    found, ranged = weighed(year, [9500, 9500, 8000, 8000, 8000, 8000])
    keys = [year.sheet(office).pk for office, _head in found[:2]]
    assert (sorted(ranged.tied), ranged.room) == (sorted(keys), 1)
    with pytest.raises(ValidationError) as refused:
        decide(year, found[0][0], "excellent", 9500)
    assert set(refused.value.message_dict) == {"grade"}
    for chosen, reason, field in ((keys, "Cả hai", "chosen"), ([], " ", "reason"), ([10**9], "x", "chosen")):
        with pytest.raises(ValidationError) as refused:
            choose_tied(here.commune.pk, YEAR, here.an, chosen, reason)
        assert set(refused.value.message_dict) == {field}
    choose_tied(here.commune.pk, YEAR, here.an, keys[:1], "Tỷ lệ hồ sơ đúng hạn cao hơn")
    after = seen(year)
    assert (after.place(keys[0]), after.place(keys[1]), after.tied) == ("within", "beyond", [])
    decide(year, found[0][0], "excellent", 9500)
    decide(year, found[1][0], "good", 9500)


def test_a_choice_holds_only_while_the_same_are_tied(year: Year) -> None:
    here = year.here
    found, _ranged = weighed(year, [9500, 9500, 9300, 8000, 8000, 8000])
    keys = [year.sheet(office).pk for office, _head in found[:3]]
    choose_tied(here.commune.pk, YEAR, here.an, keys[:1], "Thành tích")
    third = year.sheet(found[2][0])
    save_sheet(
        third, here.an, third.draft, Written({pk: (cp, "Theo hồ sơ") for pk, (cp, _n) in points(third, 9500).items()})
    )
    assert sorted(seen(year).tied) == sorted(keys)


def test_nobody_else_chooses(year: Year) -> None:
    here = year.here
    _found, ranged = weighed(year, [9500, 9500, 8000, 8000, 8000, 8000])
    for stranger in (here.thu, here.minh, here.chair, here.dung):
        with pytest.raises(PermissionDenied):
            choose_tied(here.commune.pk, YEAR, stranger, ranged.tied[:1], "Lý do")


def test_a_higher_share_rests_on_a_decision_and_ends_at_twenty_five(year: Year) -> None:
    here = year.here
    weighed(year, [9500, 9200, *[8000] * 8])
    paper = Decision(number="90/QĐ-UBND", signed_on=date(2026, 11, 2), signer="Chủ tịch", about="Tỷ lệ")
    for percent in (20, 26):
        with pytest.raises(ValidationError) as refused:
            allow_more(here.commune.pk, YEAR, here.thu, percent, paper, "Thành tích nổi trội")
        assert set(refused.value.message_dict) == {"percent"}
    assert seen(year).standing.excellent_max == 1  # type: ignore[union-attr]
    kept = allow_more(here.commune.pk, YEAR, here.thu, 25, paper, "Thành tích nổi trội")
    standing = seen(year).standing
    assert standing and (standing.percent, standing.excellent_max) == (25, 2)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM unit_year_capexception")
    with pytest.raises(PermissionDenied):
        allow_more(here.commune.pk, YEAR, here.minh, 25, kept.decision, "Lý do")


def test_who_has_the_points_and_is_decided_lower_takes_no_room(year: Year) -> None:
    found, ranged = weighed(year, [9500, 9200, 8000, 8000, 8000, 8000])
    decide(year, found[0][0], "good", 9500, "Để chậm giải ngân")
    after = seen(year)
    second = year.sheet(found[1][0]).pk
    assert ranged.place(second) == "beyond" and after.place(second) == "within"
    assert after.standing and after.standing.base == 6
    decide(year, found[1][0], "excellent", 9200)


def test_the_base_is_the_agencys_reading_and_groups_of_people_play_no_part(year: Year) -> None:
    weighed(year, [9500, 9200, 8000, 8000, 8000, 8000])
    choose_reading("cap_scope", "group", date(2026, 1, 1), year.here.decision)
    choose_reading("cap_base", "original_good", date(2026, 1, 1), year.here.decision)
    standing = seen(year).standing
    assert standing and (standing.base, standing.excellent_max) == (4, 0)


def test_two_authorities_have_ranges_of_their_own(year: Year) -> None:
    weighed(year, [9500, 8000])
    above = range_of(year.here.province.pk, YEAR)
    assert [sheet.unit for sheet in above.sheets.values()] == [year.here.commune] and above.standing is None
