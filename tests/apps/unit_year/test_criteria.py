"""The set of criteria: drawn up by personnel, 30 and 70 points, in force by a decision from a day on."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.org.models import Decision, Unit
from congminh.unit_year.actions import begin_set, decide_set, drop_set, put_criteria, put_indicators
from congminh.unit_year.actions.setting import CriterionRow, IndicatorRow
from congminh.unit_year.headings import PARTS, headings
from congminh.unit_year.models import CriteriaSet
from tests.apps.org.commune import Commune
from tests.apps.unit_year.year import in_force, rows


def paper(here: Commune) -> Decision:
    return Decision(number="46/QĐ-UBND", signed_on=date(2026, 6, 1), signer="Chủ tịch", about="Bộ tiêu chí")


def test_the_headings_are_the_three_of_dieu_6_and_the_eight_of_dieu_7() -> None:
    found = headings()
    assert list(found) == ["1", "2", "3", "a", "b", "c", "d", "đ", "e", "g", "h"]
    assert (found["2"].cite, found["đ"].cite) == ("Điều 6.2", "Điều 7.1.đ")
    assert "chuyển đổi số" in found["đ"].label.vi.lower()
    assert PARTS == {"general": 3000, "results": 7000}


def test_a_set_comes_into_force_by_a_decision_from_its_day(here: Commune) -> None:
    found = in_force(here)
    day, tree = timezone.localdate(), Unit.objects.tree(timezone.localdate())
    held = CriteriaSet.objects.by_unit([here.commune.pk, here.economy.pk, here.other_commune.pk], day, tree)
    assert held == {here.commune.pk: found, here.economy.pk: found}
    assert CriteriaSet.objects.by_unit([here.economy.pk], date(2025, 12, 31), tree) == {}


def test_points_that_do_not_come_to_thirty_and_seventy_are_refused(here: Commune) -> None:
    found = begin_set(here.commune, here.thu, "Bộ tiêu chí")
    put_criteria(found, here.thu, rows()[:-1])
    with pytest.raises(ValidationError, match="65") as refused:
        decide_set(found, here.thu, paper(here), date(2026, 1, 1))
    assert (refused.value.params or {})["cite"] == "Điều 7.1"
    found.refresh_from_db()
    assert found.is_draft and not Decision.objects.filter(number="46/QĐ-UBND").exists()


def test_what_is_wrong_in_a_row_is_said_at_its_column(here: Commune) -> None:
    found = begin_set(here.commune, here.thu, "Bộ tiêu chí")
    wrong = [CriterionRow("1", "Tốt", 500), CriterionRow("x", " ", 8000)]
    with pytest.raises(ValidationError) as refused:
        put_criteria(found, here.thu, wrong)
    assert set(refused.value.message_dict) == {"1.heading", "1.label", "1.max_cp"}
    assert not found.criteria.exists()


def test_an_indicator_has_one_source_and_one_day_that_every_year_has(here: Commune) -> None:
    found = begin_set(here.commune, here.thu, "Bộ tiêu chí")
    good = IndicatorRow("Hồ sơ đúng hạn", "%", "Cổng dịch vụ công", "entered", 11, 30)
    for wrong, column in (
        (good._replace(source=" "), "source"),
        (good._replace(closing_month=2, closing_day=29), "closes"),
        (good, "name"),
    ):
        with pytest.raises(ValidationError) as refused:
            put_indicators(found, here.thu, [good, wrong])
        assert f"1.{column}" in refused.value.message_dict
    put_indicators(found, here.thu, [good])
    assert found.indicators.get().closes(2026) == date(2026, 11, 30)


def test_what_is_in_force_stays_and_a_new_set_begins_from_it(here: Commune) -> None:
    old = in_force(here)
    with pytest.raises(ValidationError):
        put_criteria(old, here.thu, rows())
    with pytest.raises(ValidationError):
        drop_set(old, here.thu)
    new = begin_set(here.commune, here.thu, "Bộ tiêu chí mới", old)
    assert new.sums() == {"general": 3000, "results": 7000} and new.is_draft
    with pytest.raises(ValidationError) as refused:
        decide_set(new, here.thu, paper(here), date(2026, 1, 1))
    assert "first" in refused.value.message_dict
    decide_set(new, here.thu, paper(here), date(2026, 7, 1))
    tree = Unit.objects.tree(timezone.localdate())
    assert CriteriaSet.objects.by_unit([here.economy.pk], date(2026, 6, 30), tree)[here.economy.pk] == old
    assert CriteriaSet.objects.by_unit([here.economy.pk], date(2026, 7, 1), tree)[here.economy.pk] == new


def test_only_the_personnel_advisers_of_the_agency_draw_one_up(here: Commune) -> None:
    for stranger in (here.an, here.minh, here.lan, here.far, here.dung):
        with pytest.raises(PermissionDenied):
            begin_set(here.commune, stranger, "Bộ tiêu chí")
    with pytest.raises(PermissionDenied):
        begin_set(here.other_commune, here.thu, "Bộ tiêu chí")


def test_a_draft_is_seen_by_those_who_lead_or_advise_and_what_is_in_force_by_all_of_the_agency(here: Commune) -> None:
    decided = in_force(here)
    draft = begin_set(here.commune, here.thu, "Dự thảo")
    seen = {who: set(CriteriaSet.objects.visible_to(getattr(here, who))) for who in ("thu", "an", "lan", "far", "dung")}
    assert seen == {
        "thu": {decided, draft},
        "an": {decided, draft},
        "lan": {decided},
        "far": set(),
        "dung": {decided, draft},
    }


def test_an_indicator_has_a_code_of_its_own_that_the_next_set_keeps(here: Commune) -> None:
    first = IndicatorRow("Hồ sơ đúng hạn", "%", "Cổng dịch vụ công", "entered", 11, 30)
    drawn = begin_set(here.commune, here.thu, "Bộ tiêu chí")
    put_indicators(drawn, here.thu, [first, first._replace(name="Mức độ hài lòng", code="HL")])
    assert [each.code for each in drawn.indicators.all()] == ["CS-01", "HL"]
    with pytest.raises(ValidationError) as refused:
        put_indicators(drawn, here.thu, [first._replace(code="hl"), first._replace(name="Chi phí", code="HL")])
    assert set(refused.value.message_dict) == {"1.code"}
    again = begin_set(here.commune, here.thu, "Bộ tiêu chí mới", drawn)
    assert [each.code for each in again.indicators.all()] == ["CS-01", "HL"]
