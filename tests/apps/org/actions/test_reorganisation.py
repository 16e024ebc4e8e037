"""Merger and split in mid-year: the days before keep the old units, the days after have the new."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from congminh.law.nd335.authority import Authority
from congminh.org import facts
from congminh.org.actions import merge_units, split_unit
from congminh.org.models import Person, Post, Unit
from tests.apps.org.commune import SINCE, TODAY, Commune, person, position, post, unit

JULY = date(2026, 7, 1)
EVE = JULY - timedelta(days=1)


@pytest.fixture
def merged(here: Commune) -> Unit:
    """Economy and culture become one on 1 July."""
    into = unit("KV", "Phòng Kinh tế và Văn hóa", "direct", here.commune, begun=JULY)
    merge_units([here.economy, here.culture], into, JULY, here.decision)
    return into


def place_on(who: Person, day: date) -> str:
    return Post.objects.held_on(day).get(person=who, kind="main").unit.code


def scorer(who: Person, day: date) -> Person:
    answer, _ = facts.authorities(day)[who.pk]
    assert isinstance(answer, Authority), answer
    return Person.objects.get(pk=answer.person)


def test_the_old_units_end_the_day_before_and_say_what_they_became(here: Commune, merged: Unit) -> None:
    for old in (here.economy, here.culture):
        old.refresh_from_db()
        assert (old.ended, old.succeeded_by) == (EVE, merged)
    assert set(Unit.objects.subtree(here.commune, EVE)) == {here.commune, here.economy, here.culture}
    assert set(Unit.objects.subtree(here.commune, JULY)) == {here.commune, merged}


def test_everyone_holds_one_post_on_every_day_and_none_is_lost(here: Commune, merged: Unit) -> None:
    assert (place_on(here.lan, EVE), place_on(here.lan, JULY)) == ("KT", "KV")
    assert (place_on(here.thu, EVE), place_on(here.thu, JULY)) == ("VX", "KV")
    before, after = here.lan.posts.order_by("first")
    assert (before.first, before.last, after.first, after.last) == (SINCE, EVE, JULY, None)
    assert (after.position, after.decision) == (before.position, here.decision)


def test_a_deputy_s_field_goes_on(here: Commune, merged: Unit) -> None:
    assert list(here.hoa.posts.get(first=JULY).persons_in_charge.all()) == [here.lan]
    assert list(here.hoa.posts.get(first=SINCE).persons_in_charge.all()) == [here.lan]


def test_who_scored_lan_before_the_merger_can_still_be_said_after_it(here: Commune) -> None:
    into = unit("KV", "Phòng Kinh tế và Văn hóa", "direct", here.commune, begun=JULY)
    here.thuong.posts.update(last=EVE)
    merge_units([here.economy, here.culture], into, JULY)
    assert scorer(here.thu, EVE) == here.thuong
    assert scorer(here.thu, JULY) == here.minh
    assert scorer(here.lan, EVE) == scorer(here.lan, JULY) == here.minh


def test_who_has_the_old_unit_in_charge_has_the_new_one_from_the_day(here: Commune) -> None:
    vice = person("VICE", "Hoàng Thị Trà")
    post(vice, here.commune, "deputy").units_in_charge.add(here.economy, here.culture)
    into = unit("KV", "Phòng Kinh tế và Văn hóa", "direct", here.commune, begun=JULY)
    merge_units([here.economy, here.culture], into, JULY)
    before, after = vice.posts.order_by("first")
    assert (set(before.units_in_charge.all()), before.last) == ({here.economy, here.culture}, EVE)
    assert (list(after.units_in_charge.all()), after.unit) == ([into], here.commune)


def test_a_unit_may_go_on_in_one_of_long_standing_with_the_units_beneath_it(here: Commune) -> None:
    team = unit("KT1", "Tổ Địa chính", "direct", here.economy)
    merge_units([here.economy], here.culture, JULY)
    assert Unit.objects.on(JULY).get(pk=team.pk).parent_id == here.culture.pk
    assert Unit.objects.on(EVE).get(pk=team.pk).parent_id == here.economy.pk
    assert here.culture.posts.filter(person=here.thu).count() == 1, "those who were there stay as they are"


def test_a_delegation_ends_with_the_unit_it_stood_for(here: Commune) -> None:
    post(here.hoa, here.economy, "head", "delegation", first=date(2026, 6, 1), last=TODAY)
    merge_units([here.economy], here.culture, JULY)
    assert list(here.hoa.posts.filter(kind="delegation").values_list("unit__code", "last")) == [("KT", EVE)]


def test_an_appointment_that_had_not_begun_is_to_the_new_unit(here: Commune) -> None:
    coming = post(here.son, here.economy, first=TODAY)
    merge_units([here.economy], here.culture, JULY)
    coming.refresh_from_db()
    assert (coming.unit, coming.first, here.son.posts.count()) == (here.culture, TODAY, 1)


def test_a_post_that_was_over_stays_where_it_was(here: Commune) -> None:
    over = post(here.son, here.economy, last=date(2026, 1, 31))
    merge_units([here.economy], here.culture, JULY)
    over.refresh_from_db()
    assert (over.unit, over.last) == (here.economy, date(2026, 1, 31))


@pytest.mark.parametrize(("which", "into", "field"), [("economy", "economy", "units"), ("economy", "gone", "into")])
def test_a_merger_into_itself_or_into_nothing_changes_nothing(here: Commune, which: str, into: str, field: str) -> None:
    units = {"economy": here.economy, "gone": Unit.objects.create(code="G", kind="direct", begun=TODAY)}
    with pytest.raises(ValidationError) as refused:
        merge_units([units[which]], units[into], JULY)
    assert list(refused.value.message_dict) == [field]
    assert place_on(here.lan, JULY) == "KT"


def test_a_merger_refused_half_way_leaves_nothing_behind(here: Commune) -> None:
    ended = Unit.objects.create(code="G", kind="direct", begun=SINCE, ended=SINCE)
    with pytest.raises(ValidationError):
        merge_units([here.economy, ended], here.culture, JULY)
    here.economy.refresh_from_db()
    assert here.economy.ended is None


@pytest.fixture
def parts(here: Commune) -> tuple[Unit, Unit]:
    """What economy is divided into on 1 July."""
    return tuple(unit(code, name, "direct", here.commune, begun=JULY) for code, name in (("A", "Một"), ("B", "Hai")))


def test_a_unit_divided_ends_and_its_people_go_to_the_parts(here: Commune, parts: tuple[Unit, Unit]) -> None:
    one, two = parts
    split_unit(here.economy, {one: [here.minh, here.lan], two: [here.hoa]}, JULY, here.decision)
    here.economy.refresh_from_db()
    assert here.economy.ended == EVE
    assert [place_on(each, JULY) for each in (here.minh, here.lan, here.hoa)] == ["A", "A", "B"]
    assert [place_on(each, EVE) for each in (here.minh, here.lan, here.hoa)] == ["KT"] * 3


def test_a_deputy_keeps_in_charge_those_who_go_to_the_same_part(here: Commune, parts: tuple[Unit, Unit]) -> None:
    one, two = parts
    bich = person("BICH", "Trương Thị Bích")
    post(bich, here.economy)
    here.hoa.posts.get().persons_in_charge.add(bich)
    split_unit(here.economy, {one: [here.minh, here.lan], two: [here.hoa, bich]}, JULY)
    assert list(here.hoa.posts.get(first=JULY).persons_in_charge.all()) == [bich]


def test_a_unit_from_which_a_part_is_taken_goes_on(here: Commune, parts: tuple[Unit, Unit]) -> None:
    one, _ = parts
    split_unit(here.economy, {here.economy: [here.minh, here.hoa], one: [here.lan]}, JULY)
    here.economy.refresh_from_db()
    assert here.economy.ended is None
    assert here.minh.posts.count() == 1, "whoever stays keeps the very post"
    assert place_on(here.lan, JULY) == "A"


def test_everyone_of_a_divided_unit_must_go_somewhere_and_once(here: Commune, parts: tuple[Unit, Unit]) -> None:
    one, two = parts
    with pytest.raises(ValidationError, match="Nguyễn Thị Ngọc Lan"):
        split_unit(here.economy, {one: [here.minh], two: [here.hoa]}, JULY)
    with pytest.raises(ValidationError) as refused:
        split_unit(here.economy, {one: [here.minh, here.lan], two: [here.hoa, here.lan]}, JULY)
    assert list(refused.value.message_dict) == ["parts"]


def test_a_unit_with_others_beneath_it_is_not_divided_over_their_heads(here: Commune, parts: tuple[Unit, Unit]) -> None:
    unit("KT1", "Tổ Địa chính", "direct", here.economy)
    with pytest.raises(ValidationError) as refused:
        split_unit(here.economy, {parts[0]: [here.minh, here.lan, here.hoa]}, JULY)
    assert list(refused.value.message_dict) == ["unit"]


def test_a_post_beside_the_divided_unit_is_left_alone(here: Commune, parts: tuple[Unit, Unit]) -> None:
    post(here.lan, here.culture, kind="concurrent", position=position("Kiêm nhiệm"))
    split_unit(here.economy, {parts[0]: [here.minh, here.lan, here.hoa]}, JULY)
    assert here.lan.posts.filter(unit=here.culture).count() == 1
