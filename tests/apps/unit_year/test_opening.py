"""Opening the year: a sheet for every organisation Điều 5 knows; who is who in it is read from the tree."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.law.procedure import Role
from congminh.org.models import Unit
from congminh.unit_year.actions import open_year
from congminh.unit_year.models import UnitSheet
from congminh.unit_year.seats import bench_on
from tests.apps.org.commune import Commune, person, position, post
from tests.apps.unit_year.year import YEAR, Year, in_force


def test_every_organisation_beneath_the_agency_gets_a_sheet_once(here: Commune) -> None:
    in_force(here)
    opened = open_year(YEAR, here.thu)
    assert {sheet.unit for sheet in opened.sheets} == {here.commune, here.economy, here.culture}
    assert opened.without_criteria == [] and {sheet.state for sheet in opened.sheets} == {"drafting"}
    with pytest.raises(ValidationError) as refused:
        open_year(YEAR, here.thu)
    assert "year" in refused.value.message_dict and UnitSheet.objects.count() == 3


def test_without_criteria_nothing_is_opened(here: Commune) -> None:
    with pytest.raises(ValidationError) as refused:
        open_year(YEAR, here.thu)
    assert "Điều 6" in refused.value.error_dict["year"][0].params["why"]  # type: ignore[index]


@pytest.mark.parametrize("wrong", [2025, 2027])
def test_a_year_before_the_decree_or_yet_to_come_is_refused(here: Commune, wrong: int) -> None:
    in_force(here)
    with pytest.raises(ValidationError) as refused:
        open_year(wrong, here.thu)
    assert "year" in refused.value.message_dict


def test_only_personnel_advisers_open_the_year(here: Commune) -> None:
    in_force(here)
    for stranger in (here.an, here.minh, here.lan, here.dung):
        with pytest.raises(PermissionDenied):
            open_year(YEAR, stranger)


def test_roles_are_read_from_the_tree(year: Year) -> None:
    here = year.here
    office, commune = year.sheet(here.economy), year.sheet(here.commune)
    assert office.roles_of(here.minh) == {Role.HEAD}
    assert office.roles_of(here.an) == {Role.RECOGNISER, Role.RELATED}
    assert office.roles_of(here.dung) == {Role.INSPECTOR}
    assert office.roles_of(here.thu) == {Role.PERSONNEL, Role.RELATED}
    assert office.roles_of(here.lan) == office.roles_of(here.hoa) == office.roles_of(here.far) == frozenset()
    assert (commune.roles_of(here.an), Role.RECOGNISER in commune.roles_of(here.chair)) == ({Role.HEAD}, True)


def test_nobody_recognises_the_organisation_they_head(year: Year) -> None:
    here = year.here
    here.minh.posts.update(last="2026-09-30")
    post(here.an, here.economy, "head", "concurrent", first="2026-10-01")
    bench = bench_on(timezone.localdate())
    assert bench.head(here.economy.pk) == here.an.pk
    assert bench.recogniser_id(here.economy.pk) == here.chair.pk
    assert year.sheet(here.economy).roles_of(here.an) == {Role.HEAD}


def test_where_there_is_no_inspector_the_personnel_advisers_verify(year: Year) -> None:
    here = year.here
    here.dung.posts.update(last="2026-01-31")
    assert Role.INSPECTOR in year.sheet(here.economy).roles_of(here.thu)


def test_an_inspector_of_the_range_comes_before_one_further_off(year: Year) -> None:
    here = year.here
    near = person("TT-X", "Thanh tra xã")
    post(near, here.culture)
    near.posts.update(position=position("Thanh tra viên", is_inspector=True))
    assert year.sheet(here.economy).roles_of(near) == {Role.INSPECTOR}
    assert Role.INSPECTOR not in year.sheet(here.economy).roles_of(here.dung)


def test_a_unit_without_a_tier_is_no_organisation_to_be_recognised(here: Commune) -> None:
    in_force(here)
    Unit.objects.filter(pk=here.culture.pk).update(tier="")
    assert {sheet.unit for sheet in open_year(YEAR, here.thu).sheets} == {here.commune, here.economy}


def test_who_sees_the_sheets(year: Year) -> None:
    here = year.here
    seen = {
        who: set(UnitSheet.objects.visible_to(getattr(here, who)).values_list("unit__code", flat=True))
        for who in ("chair", "an", "minh", "hoa", "thuong", "thu", "dung", "lan", "far", "son")
    }
    all_of_them = {"X", "KT", "VX"}
    assert seen == {
        **dict.fromkeys(("chair", "an", "thu", "dung"), all_of_them),
        "minh": {"KT"},
        "hoa": {"KT"},
        "thuong": {"VX"},
        "lan": set(),
        "far": set(),
        "son": set(),
    }
