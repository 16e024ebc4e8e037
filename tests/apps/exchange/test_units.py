"""Units by Excel: added, renamed, moved, put right; what is wrong is said with its row and column."""

from datetime import date, timedelta
from typing import Any

import pytest

from congminh.exchange.actions import apply
from congminh.exchange.models import Import
from congminh.org.models import Decision, Unit, UnitState
from tests.apps.exchange.books import counts, faults, given, notes
from tests.apps.org.commune import SINCE, Commune

MARCH = date(2026, 3, 1)
TEAM = {
    "code": "KT1",
    "name": "Tổ Địa chính",
    "parent": "KT",
    "kind": "đơn vị trực tiếp sử dụng công chức",
    "first": MARCH,
}
DECIDED = {"decision": "15/QĐ-UBND", "decided": date(2026, 2, 20), "signer": "Phạm Quốc An"}


def units(here: Commune, *rows: dict[str, Any]) -> Import:
    return given("units", rows, here.thu)


def done(here: Commune, *rows: dict[str, Any]) -> Import:
    source = units(here, *rows)
    assert faults(source) == []
    return apply(source, here.thu)


def on(code: str, day: date) -> Unit:
    return Unit.objects.on(day).get(code=code)


def test_a_new_unit_begins_on_its_day_under_its_parent_by_its_decision(here: Commune) -> None:
    source = units(here, {**TEAM, **DECIDED, "tier": "cơ quan thuộc cấp xã"})
    assert (counts(source), Unit.objects.filter(code="KT1").exists()) == ((1, 0, 0, 0), False)
    apply(source, here.thu)
    team = on("KT1", MARCH)
    assert (team.name, team.parent_id, team.kind, team.tier) == (
        "Tổ Địa chính",
        here.economy.pk,
        "direct",
        "commune_agency",
    )
    assert str(team.decision) == "15/QĐ-UBND, 20/02/2026"
    assert not Unit.objects.on(MARCH - timedelta(days=1)).filter(code="KT1").exists()
    assert Unit.objects.search("to dia chinh", MARCH).get() == team


def test_units_of_one_file_may_stand_beneath_each_other_in_any_order(here: Commune) -> None:
    below = {**TEAM, "code": "KT11", "name": "Nhóm 1", "parent": "kt1"}
    done(here, below, TEAM)
    assert on("KT11", MARCH).parent_id == on("KT1", MARCH).pk


def test_a_unit_renamed_keeps_its_name_for_the_days_before(here: Commune) -> None:
    source = done(here, {"code": "KT", "name": "Phòng Kinh tế và Đô thị", "first": MARCH})
    assert (counts(source), notes(source)) == ((0, 1, 0, 0), [(2, "holds_from")])
    assert source.rows.get().before == {"name": "Phòng Kinh tế"}
    assert (on("KT", MARCH).name, on("KT", MARCH - timedelta(days=1)).name) == (
        "Phòng Kinh tế và Đô thị",
        "Phòng Kinh tế",
    )
    assert on("KT", MARCH).parent_id == here.commune.pk


def test_a_slip_of_the_pen_is_put_right_on_the_day_it_was_entered_from(here: Commune) -> None:
    source = done(here, {"code": "KT", "name": "Phòng Kinh Tế", "first": SINCE, **DECIDED})
    assert notes(source) == [(2, "corrects")]
    state = UnitState.objects.get(unit=here.economy)
    assert (state.name, state.folded, str(state.decision)) == (
        "Phòng Kinh Tế",
        "phong kinh te",
        "15/QĐ-UBND, 20/02/2026",
    )


def test_a_unit_moved_keeps_its_place_for_the_days_before(here: Commune) -> None:
    done(here, {"code": "VX", "name": "Phòng Văn hóa", "parent": "KT", "first": MARCH})
    assert (on("VX", MARCH).parent_id, on("VX", SINCE).parent_id) == (here.economy.pk, here.commune.pk)


def test_kind_and_tier_are_put_right_in_place_and_a_blank_cell_keeps(here: Commune) -> None:
    source = done(here, {"code": "KT", "name": None, "kind": "Cơ quan sử dụng công chức", "tier": None})
    assert (counts(source), source.rows.get().before) == ((0, 1, 0, 0), {"kind": "direct"})
    assert (on("KT", MARCH).kind, on("KT", MARCH).name) == ("using", "Phòng Kinh tế")


def test_the_same_file_again_changes_nothing(here: Commune) -> None:
    rows = ({**TEAM, **DECIDED}, {"code": "KT", "name": "Phòng Mới", "first": MARCH})
    done(here, *rows)
    assert counts(units(here, *rows)) == (0, 0, 2, 0)


def test_a_decision_that_is_there_keeps_its_signer(here: Commune) -> None:
    source = done(here, {**TEAM, "decision": "12/QĐ-UBND", "decided": SINCE, "signer": "Ai đó"})
    assert notes(source) == [(2, "signer_kept")]
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (
            [{"code": "N", "name": "Mới"}],
            [(2, "", "needed_for_new_unit"), (2, "", "needed_for_new_unit"), (2, "", "parent_needed")],
        ),
        ([{**TEAM, "code": None}], [(2, "A", "needed")]),
        ([{**TEAM, "parent": "ZZ"}], [(2, "C", "unknown_unit")]),
        ([{**TEAM, "parent": "KT1"}], [(2, "C", "above_itself")]),
        ([{**TEAM, "parent": "Y"}], [(2, "C", "outside_unit")]),
        ([{**TEAM, "parent": None}], [(2, "C", "parent_needed")]),
        ([{**TEAM, "first": date(2025, 6, 1)}], [(2, "C", "unit_not_there")]),
        ([TEAM, {**TEAM, "code": "kt1"}], [(2, "A", "code_twice"), (3, "A", "code_twice")]),
        ([{**TEAM, "kind": "câu lạc bộ"}], [(2, "D", "not_a_choice")]),
        ([{**TEAM, "first": "31/02/2026"}], [(2, "E", "not_a_day")]),
        ([{**TEAM, "name": "x" * 201}], [(2, "B", "too_long")]),
        ([{"code": "Y", "name": "Xã khác", "first": MARCH}], [(2, "A", "outside_unit")]),
        ([{"code": "KT", "name": "Tên mới"}], [(2, "", "day_needed")]),
        ([{"code": "KT", "name": "Tên mới", "first": date(2025, 1, 1)}], [(2, "C", "before_unit")]),
        ([{**TEAM, "decision": "1/QĐ"}], [(2, "", "decision_half")]),
        ([{**TEAM, "decision": "1/QĐ", "decided": MARCH}], [(2, "", "signer_needed")]),
        (
            [{**TEAM, "first": date(2026, 5, 1)}, {**TEAM, "code": "KT2", "parent": "KT1"}],
            [(3, "C", "above_begins_later")],
        ),
        (
            [{**TEAM, "kind": None}, {**TEAM, "code": "KT2", "parent": "KT1"}],
            [(2, "D", "needed_for_new_unit"), (3, "C", "depends")],
        ),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(here: Commune, rows: list[dict[str, Any]], found: list[Any]) -> None:
    source = units(here, *rows)
    assert faults(source) == found
    for row in source.rows.filter(verdict="faulty"):
        assert all(one.what and one.heading for one in row.told_faults)


def test_a_circle_names_the_units_in_it(here: Commune) -> None:
    source = units(
        here,
        {"code": "KT", "name": "Phòng Kinh tế", "parent": "VX", "first": MARCH},
        {"code": "VX", "name": "Phòng Văn hóa", "parent": "KT", "first": MARCH},
    )
    assert faults(source) == [(2, "C", "circle"), (3, "C", "circle")]
    assert source.rows.all()[0].faults[0]["said"] == {"path": "KT → VX → KT"}


def test_a_unit_that_changed_later_is_not_changed_before(here: Commune) -> None:
    done(here, {"code": "KT", "name": "Phòng Mới", "first": MARCH})
    source = units(here, {"code": "KT", "name": "Phòng Giữa", "first": date(2026, 1, 1)})
    assert faults(source) == [(2, "C", "later_change")]


def test_an_ended_unit_is_left_alone(here: Commune) -> None:
    Unit.objects.filter(pk=here.culture.pk).update(ended=date(2026, 1, 31))
    assert faults(units(here, {"code": "VX", "name": "Phòng Văn hóa", "first": MARCH})) == [(2, "A", "unit_ended")]


def test_from_the_top_a_further_root_may_be_added(here: Commune) -> None:
    UnitState.objects.filter(unit=here.commune).update(parent=None)
    source = units(here, {"code": "R", "name": "Cơ quan khác", "kind": "cơ quan sử dụng công chức", "first": MARCH})
    assert counts(source) == (1, 0, 0, 0)
