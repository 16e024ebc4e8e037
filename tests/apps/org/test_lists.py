"""What pages list: the tree with heads and numbers, people of a subtree, histories of units and of posts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from congminh.org import facts
from congminh.org.actions import appoint, delegate, end_post, merge_units, move_unit, rename_unit
from congminh.org.models import Change, Leave, Person, Post, Unit, UnitState
from congminh.org.outline import outline
from tests.apps.org.commune import SINCE, TODAY, Commune, person, position, post, unit
from tests.apps.org.test_counts import grow

MARCH = date(2026, 3, 1)
EVE = MARCH - timedelta(days=1)


def lines(who: Person, day: date = TODAY) -> list[tuple[int, str, int, int, int, list[str]]]:
    """Each line as it is read: depth, name, people, beneath, posts, heads."""
    return [
        (each.depth, each.unit.name, each.people, each.beneath, each.posts, [head.person.code for head in each.heads])
        for each in outline(Unit.objects.visible_to(who, day), day)
    ]


def test_the_tree_is_indented_with_heads_and_numbers(here: Commune) -> None:
    assert lines(here.dung) == [
        (0, "UBND tỉnh", 2, 9, 2, ["CHAIR"]),
        (1, "UBND xã Thanh Bình Minh", 1, 6, 1, ["AN"]),
        (2, "Phòng Kinh tế", 3, 3, 3, ["MINH"]),
        (2, "Phòng Văn hóa", 2, 2, 2, ["THUONG"]),
        (1, "UBND xã Bên", 1, 1, 1, ["FAR"]),
    ]


def test_one_s_own_agency_begins_at_the_margin(here: Commune) -> None:
    assert [(depth, name) for depth, name, *_ in lines(here.lan)] == [
        (0, "UBND xã Thanh Bình Minh"),
        (1, "Phòng Kinh tế"),
        (1, "Phòng Văn hóa"),
    ]
    assert lines(here.son) == []


def test_a_delegate_stands_before_the_holder_and_is_no_post(here: Commune) -> None:
    delegate(here.economy, here.hoa, TODAY, TODAY)
    economy = next(line for line in lines(here.an) if line[1] == "Phòng Kinh tế")
    assert economy == (1, "Phòng Kinh tế", 3, 3, 3, ["HOA", "MINH"])


def test_a_second_post_counts_as_a_post_and_not_as_a_person(here: Commune) -> None:
    post(here.lan, here.culture, kind="concurrent")
    culture = next(line for line in lines(here.an) if line[1] == "Phòng Văn hóa")
    assert culture[2:5] == (2, 2, 3)


def test_a_circle_is_listed_and_marked(here: Commune) -> None:
    UnitState.objects.filter(unit=here.commune).update(parent=here.economy)
    rows = outline(Unit.objects.all(), TODAY)
    assert {each.unit for each in rows if each.is_circular} == {here.commune, here.economy, here.culture}
    assert len(rows) == 5


def test_the_tree_is_that_of_its_day(here: Commune) -> None:
    move_unit(here.economy, here.other_commune, MARCH)
    rename_unit(here.economy, "Phòng Đô thị", MARCH)
    assert (2, "Phòng Kinh tế", 3, 3, 3, ["MINH"]) in lines(here.dung, EVE)
    assert lines(here.dung)[-1][:2] == (2, "Phòng Đô thị")
    assert lines(here.dung)[-2][1:4] == ("UBND xã Bên", 1, 4)


def test_people_of_a_unit_and_all_beneath_it(here: Commune) -> None:
    codes = lambda unit: set(Person.objects.within(unit, TODAY).values_list("code", flat=True))  # noqa: E731
    assert codes(here.economy) == {"MINH", "HOA", "LAN"}
    assert codes(here.commune) == {"AN", "MINH", "HOA", "LAN", "THU", "THUONG"}
    assert [who.code for who in Person.objects.within(here.commune, TODAY).search("ngoc lan")] == ["LAN"]


def test_people_without_a_post_are_those_who_serve_and_hold_none(here: Commune) -> None:
    end_post(here.lan.posts.get(), TODAY - timedelta(days=1))
    post(here.lan, here.culture, "head", "delegation", last=TODAY)
    left = person("GONE", "Đã Nghỉ")
    Person.objects.filter(pk=left.pk).update(ended=TODAY - timedelta(days=1))
    assert {who.code for who in Person.objects.without_post(TODAY)} == {"LAN", "SON"}


def test_a_person_s_posts_are_told_with_the_unit_s_name_of_then(here: Commune) -> None:
    end_post(here.lan.posts.get(), EVE)
    appoint(Post(person=here.lan, unit=here.culture, first=MARCH, position=position("Chuyên viên")))
    rename_unit(here.economy, "Phòng Đô thị", MARCH)
    rename_unit(here.culture, "Phòng Văn hóa – Xã hội", MARCH)
    rename_unit(here.culture, "Phòng Mai sau", TODAY + timedelta(days=9))
    told = [(held.unit_name, held.first, held.last) for held in here.lan.posts.history(TODAY)]
    assert told == [("Phòng Văn hóa – Xã hội", MARCH, None), ("Phòng Kinh tế", SINCE, EVE)]


def test_a_post_to_come_is_told_with_the_name_it_will_have(here: Commune) -> None:
    coming = unit("N", "Phòng Mới", "direct", here.commune, begun=TODAY + timedelta(days=30))
    post(here.son, coming, first=coming.begun)
    assert [held.unit_name for held in here.son.posts.history(TODAY)] == ["Phòng Mới"]


def test_a_unit_s_states_are_told_with_the_unit_above_as_it_was_called(here: Commune) -> None:
    move_unit(here.economy, here.other_commune, MARCH, here.decision)
    rename_unit(here.other_commune, "UBND phường Bên", TODAY)
    told = [(state.name, state.parent_name, state.decision) for state in here.economy.states.history()]
    assert told == [("Phòng Kinh tế", "UBND xã Bên", here.decision), ("Phòng Kinh tế", "UBND xã Thanh Bình Minh", None)]


def changes(who: Person | None) -> set[str]:
    seen = Change.objects.visible_to(who, TODAY).select_related("person", "unit")
    return {(each.person or each.unit or each.decision).code for each in seen if each.person or each.unit}


def test_the_trace_of_a_unit_and_of_a_person_is_told_newest_first(here: Commune) -> None:
    rename_unit(here.economy, "Phòng Đô thị", MARCH)
    end_post(here.lan.posts.get(), TODAY)
    assert [each.action for each in Change.objects.about(unit=here.economy)] == [
        "end_post",
        "rename_unit",
        "begin_unit",
    ]
    assert [each.action for each in Change.objects.about(person=here.lan)] == ["end_post"]


def test_the_trace_is_seen_by_those_who_see_the_file(here: Commune) -> None:
    Change.objects.bulk_create(
        Change(action="correct_person", person=who) for who in (here.lan, here.thuong, here.far, here.son, here.an)
    )
    units = {"X", "KT", "VX"}
    assert changes(here.lan) == {"LAN"}
    assert changes(here.minh) == {"KT", "LAN"}
    assert changes(here.thu) == units | {"LAN", "THUONG", "SON", "AN"}
    assert changes(here.dung) == units | {"T", "Y", "LAN", "THUONG", "SON", "AN", "FAR"}
    assert changes(here.son) == changes(None) == set()


def test_personnel_see_what_is_common_to_all(here: Commune) -> None:
    Change.objects.create(action="decide", decision=here.decision)
    common = Change.objects.filter(unit=None, person=None)
    assert common.visible_to(here.thu, TODAY).exists() and common.visible_to(here.dung, TODAY).exists()
    assert not common.visible_to(here.minh, TODAY).exists()


def test_leave_is_seen_by_oneself_and_those_who_see_the_file(here: Commune) -> None:
    sick = Leave.objects.create(person=here.lan, kind="sick", first=TODAY, last=TODAY)
    seen = {name: sick in Leave.objects.visible_to(getattr(here, name), TODAY) for name in ("lan", "minh", "thu", "an")}
    assert all(seen.values())
    unseen = (here.thuong, here.far, here.son, None)
    assert not any(sick in Leave.objects.visible_to(who, TODAY) for who in unseen)


def test_personnel_lose_the_file_of_one_who_has_gone_to_another_agency(here: Commune) -> None:
    end_post(here.lan.posts.get(), EVE)
    sick = Leave.objects.create(person=here.lan, kind="sick", first=TODAY, last=TODAY)
    assert sick in Leave.objects.visible_to(here.thu, TODAY), "who holds nothing is still theirs to place"
    appoint(Post(person=here.lan, unit=here.other_commune, first=MARCH, position=position("Chuyên viên")))
    assert sick not in Leave.objects.visible_to(here.thu, TODAY)
    assert sick in Leave.objects.visible_to(here.far, TODAY)


def test_settings_are_seen_by_whoever_holds_a_post(here: Commune) -> None:
    own = position("Riêng")
    own.unit = here.economy
    own.save()
    for who, sees in ((here.lan, True), (here.far, False), (here.son, False)):
        assert (own in type(own).objects.visible_to(who, TODAY)) is sees
    for model in (type(own.peer_group), type(here.decision)):
        assert model.objects.visible_to(here.lan, TODAY).exists()
        assert not model.objects.visible_to(here.son, TODAY).exists()


ASKED: dict[str, tuple[int, Any]] = {
    "the tree of an agency": (5, lambda here: outline(Unit.objects.visible_to(here.an, TODAY), TODAY)),
    "fifty people with who scores and rates them": (
        5,
        lambda here: facts.authorities(TODAY, list(Person.objects.order_by("code").values_list("pk", flat=True)[:50])),
    ),
    "a page of people": (
        6,
        lambda here: list(
            Person.objects.visible_to(here.thu, TODAY).within(here.commune, TODAY).with_posts(TODAY).search("b")[:25]
        ),
    ),
    "people without a post": (1, lambda here: list(Person.objects.without_post(TODAY))),
    "a history of posts": (1, lambda here: [str(held) for held in Post.objects.history(TODAY)]),
    "the trace": (
        3,
        lambda here: [each.lines() for each in Change.objects.visible_to(here.thu, TODAY).select_related("who")[:25]],
    ),
}


@pytest.mark.parametrize("people", [10, 400])
@pytest.mark.parametrize("name", ASKED)
def test_a_list_takes_as_many_queries_for_400_as_for_10(
    here: Commune, name: str, people: int, django_assert_num_queries: Any
) -> None:
    grow(here, people)
    number, ask = ASKED[name]
    with django_assert_num_queries(number):
        ask(here)


def test_a_merged_unit_s_trace_leads_to_what_it_became(here: Commune) -> None:
    merge_units([here.economy], here.culture, MARCH)
    newest = Change.objects.about(unit=here.economy)[0]
    assert newest.data["after"]["into"] == "Phòng Văn hóa (VX)"
