"""Who sees whom: one's agency by name, the files one leads or advises; inspectors all, strangers nothing."""

from datetime import date

import pytest

from congminh.org.actions import delegate, merge_units
from congminh.org.models import Person, Post, Unit
from tests.apps.org.commune import SINCE, TODAY, Commune, person, post

OUT = {"SON"}
COMMUNE = {"AN", "MINH", "HOA", "LAN", "THU", "THUONG"}
ECONOMY, CULTURE = {"MINH", "HOA", "LAN"}, {"THU", "THUONG"}
EVERYONE = COMMUNE | {"CHAIR", "DUNG", "FAR", "SON"}


def people(who: Person | None, day: date = TODAY) -> set[str]:
    return set(Person.objects.visible_to(who, day).values_list("code", flat=True))


def units(who: Person | None, day: date = TODAY) -> set[str]:
    return set(Unit.objects.visible_to(who, day).values_list("code", flat=True))


def files(who: Person | None, day: date = TODAY) -> set[str]:
    return set(Post.objects.visible_to(who, day).values_list("person__code", flat=True))


@pytest.mark.parametrize(
    ("who", "names", "posts"),
    [
        ("lan", COMMUNE, {"LAN"}),
        ("hoa", COMMUNE, ECONOMY),
        ("minh", COMMUNE, ECONOMY),
        ("thuong", COMMUNE, CULTURE),
        ("an", COMMUNE, COMMUNE),
        ("thu", COMMUNE | OUT, COMMUNE),
        ("dung", EVERYONE, EVERYONE - OUT),
        ("chair", EVERYONE - OUT, EVERYONE - OUT),
        ("far", {"FAR"}, {"FAR"}),
        ("son", set(), set()),
    ],
)
def test_each_of_the_cast_sees_what_is_theirs_to_see(here: Commune, who: str, names: set[str], posts: set[str]) -> None:
    seer = getattr(here, who)
    assert (people(seer), files(seer)) == (names, posts)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("lan", {"X", "KT", "VX"}),
        ("an", {"X", "KT", "VX"}),
        ("chair", {"T", "X", "Y", "KT", "VX"}),
        ("dung", {"T", "X", "Y", "KT", "VX"}),
        ("far", {"Y"}),
        ("son", set()),
    ],
)
def test_everyone_sees_the_units_of_their_own_agency(here: Commune, who: str, seen: set[str]) -> None:
    assert units(getattr(here, who)) == seen


def test_a_visitor_who_is_nobody_sees_nothing(here: Commune) -> None:
    assert people(None) == units(None) == files(None) == set()


def test_staff_of_the_province_see_its_names_and_not_the_communes_(here: Commune) -> None:
    clerk = person("CLERK", "Hồ Thị Hằng")
    post(clerk, here.province)
    assert units(clerk) == {"T"}
    assert people(clerk) == {"CHAIR", "DUNG", "CLERK"}


def test_sight_ends_with_the_post_and_with_service(here: Commune) -> None:
    here.minh.posts.update(last=date(2026, 9, 30))
    assert files(here.minh, date(2026, 9, 30)) == ECONOMY
    assert people(here.minh) == set()
    here.an.ended = date(2026, 9, 30)
    assert people(here.an) == set()


def test_a_delegate_sees_while_the_delegation_lasts(here: Commune) -> None:
    delegate(here.culture, here.lan, TODAY, TODAY)
    assert files(here.lan) == CULTURE | {"LAN"}
    assert files(here.lan, date(2026, 10, 16)) == {"LAN"}


def test_a_head_sees_the_earlier_posts_of_the_people_of_the_unit(here: Commune) -> None:
    post(here.lan, here.other_commune, first=date(2024, 1, 1), last=date(2025, 6, 30))
    seen = Post.objects.visible_to(here.minh, TODAY).filter(person=here.lan)
    assert set(seen.values_list("unit__code", flat=True)) == {"KT", "Y"}
    assert not Post.objects.visible_to(here.thuong, TODAY).filter(person=here.lan).exists()


def test_units_that_went_on_in_one_s_own_are_seen_still(here: Commune) -> None:
    merge_units([here.economy], here.culture, date(2026, 7, 1))
    assert units(here.lan) == {"X", "VX", "KT"}


def test_personnel_find_whoever_has_left_the_posts_of_their_agency(here: Commune) -> None:
    here.lan.posts.update(last=SINCE)
    assert "LAN" in people(here.thu)
    assert "LAN" not in people(here.minh)
    here.far.posts.update(last=SINCE)
    assert "FAR" not in people(here.thu)


def test_a_question_takes_three_queries(here: Commune, django_assert_num_queries) -> None:
    for model in (Person, Unit, Post):
        with django_assert_num_queries(3):
            list(model.objects.visible_to(here.an, TODAY))
