"""Who may import what: the units beneath the agency one advises, those to come and those gone among them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from congminh.exchange.actions import apply
from congminh.exchange.scope import scope_of
from congminh.org.models import Person, Post, Unit, UnitState
from tests.apps.exchange.books import faults, given
from tests.apps.exchange.test_people import LAN, MARCH, NEW
from tests.apps.exchange.test_units import TEAM
from tests.apps.org.commune import SINCE, TODAY, Commune, person, position, post, unit

AHEAD = timezone.localdate() + timedelta(days=40)


def test_an_adviser_reaches_the_agency_and_all_beneath_it(here: Commune) -> None:
    scope = scope_of(here.thu, TODAY)
    assert scope.units == {here.commune.pk, here.economy.pk, here.culture.pk}
    assert (scope.agency, scope.is_top) == (here.commune.pk, False)


@pytest.mark.parametrize("name", ["chair", "an", "minh", "hoa", "lan", "dung", "son", "far"])
def test_nobody_else_reaches_anything(here: Commune, name: str) -> None:
    with pytest.raises(PermissionDenied):
        scope_of(getattr(here, name), TODAY)


def test_the_right_ends_with_the_post_and_with_the_service(here: Commune) -> None:
    held = Post.objects.filter(person=here.thu)
    held.update(last=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        scope_of(here.thu, TODAY)
    held.update(last=None)
    here.thu.ended = TODAY - timedelta(days=1)
    with pytest.raises(PermissionDenied):
        scope_of(here.thu, TODAY)


def test_from_the_province_all_is_reached_and_it_is_the_top(here: Commune) -> None:
    office = position("Tổ chức tỉnh", is_personnel=True)
    above = person("TREN", "Người tỉnh")
    Post.objects.create(person=above, unit=here.province, first=SINCE, position=office)
    scope = scope_of(above, TODAY)
    all_of_it = (here.province, here.commune, here.economy, here.culture, here.other_commune)
    assert scope.units == {unit.pk for unit in all_of_it}
    assert scope.is_top


def test_units_that_ended_or_have_yet_to_begin_are_of_where_they_were_or_will_be(here: Commune) -> None:
    team = unit("KT1", "Tổ", "direct", here.economy)
    Unit.objects.filter(pk__in=[here.economy.pk, team.pk]).update(ended=date(2026, 1, 31))
    coming = unit("M", "Phòng mới", "direct", here.commune, AHEAD)
    others = unit("YM", "Phòng xã bên", "direct", here.other_commune, AHEAD)
    scope = scope_of(here.thu, TODAY)
    assert {here.economy.pk, team.pk, coming.pk} <= scope.units
    assert others.pk not in scope.units


def test_a_circle_among_ended_units_hangs_nothing(here: Commune) -> None:
    Unit.objects.filter(pk__in=[here.economy.pk, here.other_commune.pk]).update(ended=date(2026, 1, 31))
    UnitState.objects.filter(unit=here.economy).update(parent=here.other_commune)
    UnitState.objects.filter(unit=here.other_commune).update(parent=here.economy)
    assert here.economy.pk not in scope_of(here.thu, TODAY).units


def test_a_unit_and_its_people_may_be_entered_before_they_begin(here: Commune) -> None:
    apply(given("units", [{**TEAM, "first": AHEAD}], here.thu), here.thu)
    source = given("people", [{**NEW, "unit": "KT1", "first": AHEAD}], here.thu)
    assert faults(source) == []
    assert apply(source, here.thu).state == "applied"


def test_who_left_another_agency_may_be_taken_in_with_the_name_they_have(here: Commune) -> None:
    Post.objects.filter(person=here.far).update(last=date(2026, 1, 31))
    wrong = given("people", [{**NEW, "person": "FAR", "name": "Tên khác"}], here.thu)
    assert [kind for _row, _column, kind in faults(wrong)] == ["outside_person"]
    assert here.far.name not in str(wrong.rows.get().faults)
    apply(given("people", [{**NEW, "person": "FAR", "name": None}], here.thu), here.thu)
    assert Post.objects.held_on(MARCH).get(person=here.far).unit == here.economy


def test_who_went_to_another_agency_is_no_longer_changed_from_here(here: Commune) -> None:
    Post.objects.filter(person=here.lan).update(last=date(2026, 1, 31))
    post(here.lan, here.other_commune, first=date(2026, 2, 1))
    source = given("people", [{"person": "LAN", "name": "Tên khác"}], here.thu)
    assert [kind for _row, _column, kind in faults(source)] == ["outside_person"]
    back = given("people", [{**LAN, "name": None, "first": MARCH, "position": "Vị trí head"}], here.thu)
    assert "main_elsewhere" in [kind for _row, _column, kind in faults(back)]


def test_whoever_has_no_post_anywhere_is_anybodys_to_place(here: Commune) -> None:
    apply(given("people", [{**NEW, "person": "SON", "name": "Vi Trường Sơn"}], here.thu), here.thu)
    assert Post.objects.get(person=here.son).unit == here.economy
    assert Person.objects.visible_to(here.thu).filter(pk=here.son.pk).exists()
