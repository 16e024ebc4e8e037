"""Units as they stood on a day: names and places begin and never overwrite each other."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from congminh.org.actions import begin_unit, move_unit, rename_unit
from congminh.org.models import Unit, UnitState
from tests.apps.org.commune import SINCE, TODAY, Commune, unit

MARCH = date(2026, 3, 1)
EVE = MARCH - timedelta(days=1)


def name_on(which: Unit, day: date) -> str:
    return Unit.objects.on(day).get(pk=which.pk).name


def parent_on(which: Unit, day: date) -> int | None:
    return Unit.objects.on(day).get(pk=which.pk).parent_id


def test_a_new_name_begins_on_its_day_and_the_old_one_stays_before_it(here: Commune) -> None:
    rename_unit(here.economy, "Phòng Kinh tế, Hạ tầng và Đô thị", MARCH, here.decision)
    assert name_on(here.economy, EVE) == "Phòng Kinh tế"
    assert name_on(here.economy, MARCH) == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert here.economy.state_on(MARCH).decision == here.decision
    assert here.economy.state_on(SINCE - timedelta(days=1)) is None


def test_a_unit_moved_keeps_its_place_for_the_days_before(here: Commune) -> None:
    move_unit(here.economy, here.other_commune, MARCH)
    assert (parent_on(here.economy, EVE), parent_on(here.economy, MARCH)) == (here.commune.pk, here.other_commune.pk)
    assert here.economy in Unit.objects.subtree(here.commune, EVE)
    assert here.economy not in Unit.objects.subtree(here.commune, MARCH)


def test_a_unit_renamed_and_moved_on_one_day_has_one_new_state(here: Commune) -> None:
    rename_unit(here.economy, "Phòng Mới", MARCH, here.decision)
    move_unit(here.economy, here.other_commune, MARCH)
    assert UnitState.objects.filter(unit=here.economy).count() == 2
    state = here.economy.state_on(MARCH)
    assert (state.name, state.parent, state.decision) == ("Phòng Mới", here.other_commune, here.decision)


def test_a_unit_is_alive_from_its_first_day_to_its_last(here: Commune) -> None:
    short = Unit.objects.create(code="S", kind="direct", begun=MARCH, ended=MARCH)
    assert [short in Unit.objects.alive(MARCH + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]
    assert [short.is_alive(MARCH + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]


def test_the_subtree_holds_the_unit_and_all_beneath_it(here: Commune) -> None:
    team = unit("KT1", "Tổ Địa chính", "direct", here.economy)
    assert set(Unit.objects.subtree(here.commune, TODAY)) == {here.commune, here.economy, here.culture, team}
    assert set(Unit.objects.subtree(team, TODAY)) == {team}


def test_the_right_children_stop_at_one_level(here: Commune) -> None:
    unit("KT1", "Tổ Địa chính", "direct", here.economy)
    assert set(Unit.objects.children([here.commune], TODAY)) == {here.economy, here.culture}


def test_a_circle_in_the_tree_never_hangs_a_question(here: Commune) -> None:
    UnitState.objects.filter(unit=here.commune).update(parent=here.economy)
    tree = Unit.objects.tree(TODAY)
    assert tree.circular() == {here.commune.pk, here.economy.pk}
    assert tree.beneath([here.commune.pk]) == {here.commune.pk, here.economy.pk, here.culture.pk}
    assert list(tree.upward(here.economy.pk)) == [here.economy.pk, here.commune.pk]


@pytest.mark.parametrize(
    ("parent", "on", "field", "said"),
    [
        ("economy", TODAY, "parent", "X"),
        ("commune", TODAY, "parent", "X"),
        ("other_commune", date(2025, 1, 1), "parent", "01/01/2025"),
    ],
)
def test_a_unit_is_never_moved_beneath_itself_or_before_its_time(
    here: Commune, parent: str, on: date, field: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        move_unit(here.commune, getattr(here, parent), on)
    assert list(refused.value.message_dict) == [field]
    assert parent_on(here.commune, TODAY) == here.province.pk


def test_changes_are_entered_in_the_order_of_their_days(here: Commune) -> None:
    rename_unit(here.economy, "Phòng Mới", MARCH)
    with pytest.raises(ValidationError, match="01/03/2026"):
        rename_unit(here.economy, "Phòng Giữa", date(2026, 1, 1))


def test_an_empty_name_is_refused_and_nothing_is_left_of_the_unit(here: Commune) -> None:
    with pytest.raises(ValidationError) as refused:
        begin_unit(Unit(code="N", kind="direct", begun=MARCH), "", here.commune)
    assert list(refused.value.message_dict) == ["name"]
    assert not Unit.objects.filter(code="N").exists()


def test_a_unit_without_a_known_kind_is_refused(here: Commune) -> None:
    with pytest.raises(ValidationError) as refused:
        begin_unit(Unit(code="N", kind="club", begun=MARCH), "Câu lạc bộ", here.commune)
    assert list(refused.value.message_dict) == ["kind"]
