"""A whole list at once: what each would get, all that are chosen or none, one batch in the trace; told together."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congminh.ledger.actions import Stale
from congminh.ledger.models import Entry, Notice
from congminh.unit_year.actions import (
    Ready,
    Verdict,
    Written,
    annul,
    decide_all,
    notify_all,
    ready,
    record_complaint,
    save_sheet,
)
from congminh.unit_year.facts.caps import range_of
from congminh.unit_year.models import UnitResult, UnitSheet
from tests.apps.unit_year.test_cap import Offices, seen, weighed
from tests.apps.unit_year.test_complaints import ON
from tests.apps.unit_year.year import SOUND, YEAR, Year

SCORES = [9500, 9200, 8000, 8000, 8000, 8000]


def listed(year: Year) -> dict[str, Ready]:
    return {each.sheet.unit.code: each for each in ready(seen(year))}


def verdicts(year: Year, *codes: str) -> list[Verdict]:
    found = listed(year)
    return [found[code].verdict for code in codes or found]


def decide(year: Year, chosen: list[Verdict], by: Any = None) -> list[Entry]:
    return decide_all(year.here.commune.pk, YEAR, chosen, by or year.here.an)


def grades(found: Offices) -> list[str]:
    return [UnitSheet.objects.get(unit=office).result.grade for office, _head in found]  # type: ignore[union-attr]


def test_the_preview_gives_each_its_level_within_the_cap_and_changes_nothing(year: Year) -> None:
    weighed(year, SCORES)
    found = listed(year)
    assert [each.grade for each in found.values()] == ["excellent", *["good"] * 5]
    assert all(each.fault is None for each in found.values())
    assert not UnitResult.objects.exists() and not UnitSheet.objects.exclude(grade="").exists()


def test_the_whole_list_is_decided_as_one_batch(year: Year) -> None:
    found, _range = weighed(year, SCORES)
    entries = decide(year, verdicts(year))
    assert len(entries) == 6 and grades(found) == ["excellent", *["good"] * 5]
    assert len({entry.data["batch"]["mark"] for entry in entries}) == 1
    assert {entry.data["batch"]["files"] for entry in entries} == {6}
    for entry in entries:
        sheet = UnitSheet.objects.select_related("result").get(pk=entry.file_id)
        assert sheet.result and (sheet.state, sheet.grade) == ("decided", sheet.result.grade)
        assert entry.data["seal"] == UnitResult.objects.get(pk=sheet.result_id).seal() and sheet.result.number == 1


def test_a_list_decided_together_keeps_what_each_alone_would_keep(year: Year) -> None:
    found, _range = weighed(year, SCORES)
    (entry,) = decide(year, verdicts(year, "P0"))
    year.decide(found[3][0], year.here.an, "good", 8000)
    alone, together = (UnitResult.objects.get(sheet__unit__code=code) for code in ("P1", "P0"))
    for name in ("law", "digest", "values", "score_cp", "law_grade", "grade", "cap"):
        assert getattr(alone, name) == getattr(together, name), name
    assert {*alone.row} == {*together.row} and [row[5] for row in alone.marks] == [row[5] for row in together.marks]
    assert "batch" not in entry.data


def test_a_prepared_level_stands_and_one_that_needs_a_reason_waits_for_it(year: Year) -> None:
    found, _range = weighed(year, SCORES)
    sheet = year.sheet(found[2][0])
    save_sheet(sheet, year.here.thu, sheet.draft, Written(columns={"grade": "fulfilled"}))
    waiting = listed(year)["P0"]
    assert waiting.grade == "fulfilled" and waiting.fault and set(waiting.fault.message_dict) == {"grade_reason"}
    with pytest.raises(ValidationError) as refused:
        decide(year, verdicts(year))
    assert refused.value.messages[0].startswith("Phòng số 0: ") and not UnitResult.objects.exists()
    sheet = year.sheet(found[2][0])
    save_sheet(sheet, year.here.thu, sheet.draft, Written(columns={"grade_reason": "Đơn thư kéo dài"}))
    decide(year, verdicts(year, "P0"))
    assert UnitResult.objects.get().reason == "Đơn thư kéo dài"


def test_no_more_are_excellent_than_the_cap_even_where_all_were_prepared_so(year: Year) -> None:
    found, _range = weighed(year, SCORES)
    for office, _head in found[:2]:
        sheet = year.sheet(office)
        save_sheet(sheet, year.here.thu, sheet.draft, Written(columns={"grade": "excellent"}))
    states = {code: each.fault is None for code, each in listed(year).items()}
    assert (states["KT"], states["VX"]) == (True, False)
    with pytest.raises(ValidationError):
        decide(year, verdicts(year, "KT", "VX"))
    assert not UnitResult.objects.exists()


def test_one_without_points_or_with_a_complaint_waits_and_says_why(year: Year) -> None:
    here = year.here
    year.sent(here.economy, here.minh, SOUND)
    year.sent(here.culture, here.thuong, SOUND)
    record_complaint(year.sheet(here.culture), here.thu, ON, "", "Đơn")
    found = listed(year)
    assert found["KT"].fault and len(found["KT"].fault.message_dict) == 11
    assert found["VX"].fault and "9.2.a" in found["VX"].fault.messages[0]


def test_an_upper_unit_in_the_list_waits_for_the_lower(year: Year) -> None:
    here = year.here
    year.sent(here.commune, here.an)
    (only,) = ready(range_of(here.province.pk, YEAR))
    assert only.sheet.unit == here.commune and only.fault and "9.1" in only.fault.messages[0]


def test_what_moved_since_its_page_was_made_stops_all(year: Year) -> None:
    found, _range = weighed(year, SCORES)
    shown = verdicts(year)
    sheet = year.sheet(found[4][0])
    save_sheet(sheet, year.here.thu, sheet.draft, Written(columns={"remark": "Sửa"}))
    with pytest.raises(Stale) as late:
        decide(year, shown)
    assert late.value.files == (sheet.pk,) and not UnitResult.objects.exists()


def test_only_who_recognises_decides_and_only_what_is_theirs(year: Year) -> None:
    here = year.here
    weighed(year, SCORES)
    shown = verdicts(year)
    for other in (here.thu, here.minh, here.chair, here.far):
        with pytest.raises(PermissionDenied):
            decide(year, shown, other)
    above = year.sheet(here.commune)
    with pytest.raises(PermissionDenied):
        decide(year, [Verdict(above.pk, above.version, above.draft, "good")])
    with pytest.raises(ValidationError):
        decide(year, [])
    assert not UnitResult.objects.exists()


def test_the_queries_of_a_list_do_not_grow_with_the_organisations(year: Year) -> None:
    weighed(year, SCORES)
    few = counted(lambda: decide(year, verdicts(year, "KT", "VX")))
    many = counted(lambda: decide(year, verdicts(year)))
    assert many <= few + 2, (few, many)


def counted(act: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_many_are_told_at_once_and_each_person_once(year: Year) -> None:
    here = year.here
    found, _range = weighed(year, SCORES)
    decide(year, verdicts(year))
    sheets = list(UnitSheet.objects.filter(state="decided").select_related("result").order_by("pk"))
    with pytest.raises(PermissionDenied):
        notify_all(sheets, here.thu)
    entries = notify_all(sheets, here.an, "Thông báo số 9/TB-UBND")
    assert {entry.data["written_notice"] for entry in entries} == {"Thông báo số 9/TB-UBND"}
    assert len({entry.data["batch"]["mark"] for entry in entries}) == 1
    told = list(Notice.objects.filter(entry__in=entries).values_list("to__code", flat=True))
    assert sorted(told) == sorted({*told}) and {head.code for _office, head in found} <= {*told}
    assert not UnitSheet.objects.filter(state="decided").exists()


def test_nobody_is_told_where_one_of_the_list_moved(year: Year) -> None:
    weighed(year, SCORES)
    decide(year, verdicts(year))
    sheets = list(UnitSheet.objects.filter(state="decided").order_by("pk"))
    sheets[2].version -= 1
    with pytest.raises(Stale):
        notify_all(sheets, year.here.an)
    assert UnitSheet.objects.filter(state="decided").count() == 6
    with pytest.raises(ValidationError):
        notify_all([], year.here.an)


def test_a_level_annulled_is_verified_again_and_decided_anew_beside_the_old(year: Year) -> None:
    here = year.here
    found, _range = weighed(year, SCORES)
    decide(year, verdicts(year, "P0"))
    (entry,) = notify_all([year.sheet(found[2][0])], here.an)
    sheet = year.sheet(found[2][0])
    annul(sheet, here.an, sheet.version, "Có đơn sau khi thông báo")
    record_complaint(year.sheet(found[2][0]), here.thu, ON, "Đơn 9", "Báo cáo sai")
    assert listed(year)["P0"].fault is not None
    year.verified(found[2][0], "Đơn đúng một phần")
    decide(year, verdicts(year, "P0"))
    kept = UnitResult.objects.filter(sheet__unit=found[2][0])
    assert [row.number for row in kept] == [1, 2] and year.sheet(found[2][0]).result == kept[1]
    assert entry.data.get("written_notice") is None
