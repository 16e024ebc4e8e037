"""What a personnel adviser may change: the agency one advises with all beneath it, and the people placed there."""

from __future__ import annotations

from datetime import date

import pytest

from congminh.org.actions import dissolve_unit, end_post, rename_unit
from congminh.org.doors import Visit
from congminh.org.models import Person, Unit
from congminh.org.reach import called, reach_of
from tests.apps.org.commune import SINCE, TODAY, Commune, person, position, post, unit


def visit(who: Person, day: date = TODAY) -> Visit:
    """A request of somebody, as it comes through a door."""
    request = Visit()
    request.person, request.day = who, day
    request.posts = tuple(who.posts.held_on(day).described(day))
    return request


def codes(who: Person) -> set[str]:
    return set(reach_of(visit(who)).units().values_list("code", flat=True))


@pytest.mark.parametrize(("who", "units"), [("thu", {"X", "KT", "VX"}), ("an", set()), ("dung", set()), ("son", set())])
def test_only_the_advised_agency_and_what_is_beneath(here: Commune, who: str, units: set[str]) -> None:
    assert codes(getattr(here, who)) == units


def test_whoever_advises_here_and_leads_there_changes_nothing_there(here: Commune) -> None:
    post(here.thu, here.other_commune, "deputy", "concurrent")
    assert codes(here.thu) == {"X", "KT", "VX"}


def test_an_adviser_of_the_province_reaches_every_commune(here: Commune) -> None:
    here.chair.posts.update(position=position("Tổ chức tỉnh", is_personnel=True))
    assert codes(here.chair) == {"T", "X", "Y", "KT", "VX"}
    assert reach_of(visit(here.chair)).is_of_the_top
    assert not reach_of(visit(here.thu)).is_of_the_top


def test_units_that_will_begin_are_within_reach_and_those_beneath_them(here: Commune) -> None:
    coming = unit("MT", "Phòng Môi trường", "direct", here.commune, date(2027, 1, 1))
    unit("MT1", "Tổ môi trường", "direct", coming, date(2027, 2, 1))
    unit("Y1", "Phòng của xã bên", "direct", here.other_commune, date(2027, 1, 1))
    assert codes(here.thu) == {"X", "KT", "VX", "MT", "MT1"}
    names = {each.code: str(each) for each in reach_of(visit(here.thu)).units()}
    assert names["MT1"] == "Tổ môi trường"


def test_units_that_have_ended_are_beyond_it(here: Commune) -> None:
    old = unit("CU", "Phòng cũ", "direct", here.commune)
    dissolve_unit(old, date(2026, 9, 30))
    assert "CU" not in codes(here.thu)


def test_a_unit_is_called_as_on_the_day_and_one_to_come_as_it_will_begin(here: Commune) -> None:
    rename_unit(here.economy, "Phòng Kinh tế – Hạ tầng", date(2026, 11, 1))
    unit("MT", "Phòng Môi trường", "direct", here.commune, date(2027, 1, 1))
    names = {each.code: each.name for each in called(Unit.objects.all(), TODAY)}
    assert (names["KT"], names["MT"]) == ("Phòng Kinh tế", "Phòng Môi trường")
    assert called(Unit.objects.all(), date(2026, 11, 1)).get(code="KT").name == "Phòng Kinh tế – Hạ tầng"


def people(who: Person) -> set[str]:
    return set(reach_of(visit(who)).people().values_list("code", flat=True))


def test_people_placed_there_and_people_placed_nowhere(here: Commune) -> None:
    assert people(here.thu) == {"AN", "MINH", "HOA", "LAN", "THU", "THUONG", "SON"}


def test_someone_who_left_for_another_agency_is_beyond_it_and_one_who_left_for_none_is_not(here: Commune) -> None:
    end_post(here.lan.posts.get(), date(2026, 9, 30))
    end_post(here.hoa.posts.get(), date(2026, 9, 30))
    post(here.hoa, here.other_commune, first=date(2026, 10, 1))
    assert {"LAN", "HOA"} & people(here.thu) == {"LAN"}


def test_someone_whose_post_there_is_yet_to_begin_is_within_it(here: Commune) -> None:
    new = person("MOI", "Hồ Thị Mới", SINCE)
    post(new, here.economy, first=date(2027, 1, 1))
    away = person("XA", "Lò Thị Xa", SINCE)
    post(away, here.other_commune, first=date(2027, 1, 1))
    assert {"MOI", "XA"} & people(here.thu) == {"MOI"}
