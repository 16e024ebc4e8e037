"""The check before a period opens names each unit at work without a catalogue, and no other."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from congminh.catalogue.actions import record_decided
from congminh.catalogue.models import Catalogue
from congminh.org import precheck
from congminh.org.models import Person, Post, Unit
from tests.apps.catalogue.office import FIRST, Office, a_decision, drawn_up
from tests.apps.org.commune import SINCE, TODAY, Commune, position, unit
from tests.apps.org.test_counts import grow

EVE = FIRST - timedelta(days=1)


def lacking(day: date = TODAY, within: Unit | None = None) -> set[str]:
    """The codes of the units named."""
    found = [each for each in precheck.findings(day, within) if each.kind == "without_catalogue"]
    assert {each.mend for each in found} <= {"bring_catalogue"}
    codes = [each.unit.code for each in found if each.unit]
    assert len(codes) == len(set(codes)) == len(found)
    return set(codes)


def test_of_two_agencies_the_one_without_a_catalogue_is_named(decided: Office) -> None:
    here = decided.here
    Post.objects.filter(unit=here.province).exclude(rank="head").delete()
    assert lacking() == {"Y"}
    assert lacking(within=here.commune) == set()
    assert lacking(within=here.other_commune) == {"Y"}


def test_every_unit_of_an_agency_is_named_until_the_catalogue_is_decided(here: Commune) -> None:
    office = drawn_up(here)
    assert lacking(within=here.commune) == {"X", "KT", "VX"}, "a draft is no catalogue in force"
    record_decided(office.catalogue, here.thu, 0, a_decision(), FIRST)
    assert lacking(within=here.commune) == set()


def test_a_catalogue_of_the_agency_above_is_one(decided: Office) -> None:
    Catalogue.objects.update(agency=decided.here.province)
    assert lacking() == set()


def test_the_day_is_looked_at_and_not_today(decided: Office) -> None:
    assert lacking(EVE, decided.here.commune) == {"X", "KT", "VX"}
    assert lacking(FIRST, decided.here.commune) == set()


def test_a_unit_in_which_nobody_is_to_be_scored_is_not_named(here: Commune) -> None:
    unit("TRONG", "Phòng chưa có người", "direct", here.commune)
    Person.objects.filter(pk__in=[here.thu.pk, here.thuong.pk]).update(ended=SINCE)
    assert lacking(within=here.commune) == {"X", "KT"}


def test_whoever_heads_the_top_needs_none_and_others_there_do(here: Commune) -> None:
    assert "T" in lacking()
    Post.objects.filter(person=here.dung).delete()
    assert "T" not in lacking()


def test_whoever_is_seconded_needs_one_where_seconded(decided: Office) -> None:
    here = decided.here
    Post.objects.filter(person=here.far).delete()
    assert "Y" not in lacking()
    seat = position("Biệt phái")
    Post.objects.create(person=here.lan, unit=here.other_commune, kind="seconded", first=SINCE, position=seat)
    assert "Y" in lacking()


def test_it_is_said_in_the_reader_s_language(here: Commune) -> None:
    found = next(each for each in precheck.findings(TODAY, here.economy) if each.kind == "without_catalogue")
    with override("vi"):
        assert str(found.what).startswith("Phòng Kinh tế chưa có danh mục đang áp dụng tại ngày này")
    with override("en"):
        assert str(found.what).startswith("Phòng Kinh tế has no catalogue in force on this day")


@pytest.mark.parametrize("people", [10, 400])
def test_it_takes_one_query_more_for_400_people_as_for_10(
    here: Commune, people: int, django_assert_num_queries: Any
) -> None:
    grow(here, people)
    with django_assert_num_queries(9):
        assert len(lacking()) == 5 + people // 10
