"""Fairness while assigning: what each carries beside their peers, and a warning where a higher post carries less."""

import pytest

from congminh.work.actions import approve, assign, cancel, give_to, hand_over, propose
from congminh.work.loads import imbalances, loads
from tests.apps.org.commune import person, post
from tests.apps.work.desk import MONTH, THIS, Desk, again, extra


def carried(desk: Desk) -> dict[str, int]:
    """By code, the load in whole standard products of everyone in the economy office."""
    return {each.post.person.code: each.load // 10**6 for each in loads(desk.here.economy, MONTH.code)}


def test_a_load_is_coefficient_times_quantity_of_all_one_carries(desk: Desk) -> None:
    desk.given()
    desk.given(code="DC.01", quantity_m=3000)
    approve(again(propose(extra(desk, quantity_m=1000))), desk.here.minh)
    cancel(desk.given(code="DC.02"), desk.here.minh, "thôi")
    propose(extra(desk))
    assert carried(desk) == {"MINH": 0, "HOA": 0, "LAN": 12 + 3 + 6}


def test_what_was_handed_over_is_carried_by_who_took_it(desk: Desk) -> None:
    task = desk.given(period=THIS.code, assigned_on=THIS.first, due=THIS.last)
    hand_over(task, desk.here.lan, "bận")
    give_to(again(task), desk.here.hoa, desk.here.minh)
    found = {each.post.person.code: each.load for each in loads(desk.here.economy, THIS.code)}
    assert found == {"MINH": 0, "HOA": 12_000_000, "LAN": 0}


def test_each_stands_beside_the_peers_of_the_same_group_and_rank(desk: Desk) -> None:
    other = person("BA", "Bế Văn Ba")
    post(other, desk.here.economy)
    assign([desk.row(), desk.row(other, "DC.01")], desk.here.minh)
    found = {each.post.person.code: each for each in loads(desk.here.economy, MONTH.code)}
    assert (found["LAN"].peers, found["LAN"].peer_load) == (1, 2_000_000)
    assert found["LAN"].is_above_peers and found["BA"].is_below_peers and not found["MINH"].is_above_peers


def test_a_head_sees_the_units_beneath_too(desk: Desk) -> None:
    codes = [each.post.person.code for each in loads(desk.here.commune, MONTH.code)]
    assert codes == ["MINH", "HOA", "LAN", "THUONG", "THU", "AN"]


def warned(desk: Desk) -> set[tuple[str, str, str]]:
    """Who is warned about, of what, against which rank."""
    return {
        (each.load.post.person.code, each.kind, each.lower_rank)
        for each in imbalances(loads(desk.here.economy, MONTH.code))
    }


def test_a_higher_post_with_less_work_is_warned_about(desk: Desk) -> None:
    assign([desk.row(quantity_m=3000), desk.row(desk.here.hoa, quantity_m=2000)], desk.here.minh)
    assign([desk.row(desk.here.minh, quantity_m=4000)], desk.here.an)
    assert warned(desk) == {("HOA", "less", "staff")}


def test_a_higher_post_with_easier_work_is_warned_about(desk: Desk) -> None:
    assign([desk.row(quantity_m=1000), desk.row(desk.here.hoa, "DC.01", quantity_m=9000)], desk.here.minh)
    assign([desk.row(desk.here.minh, "DC.02", quantity_m=3000)], desk.here.an)
    assert warned(desk) == {("HOA", "easier", "staff")}


def test_a_lower_rank_is_taken_by_its_mean_exactly(desk: Desk) -> None:
    for mark in ("BA", "BON"):
        other = person(mark, f"Bế {mark}")
        post(other, desk.here.economy)
    assign([desk.row(quantity_m=1001), desk.row(desk.here.hoa, quantity_m=334)], desk.here.minh)
    assert ("HOA", "less", "staff") not in warned(desk), "334 is more than a third of 1001"
    assign([desk.row(quantity_m=2)], desk.here.minh)
    assert ("HOA", "less", "staff") in warned(desk), "and less than a third of 1003"


def test_fair_shares_and_empty_months_warn_of_nothing(desk: Desk) -> None:
    assert warned(desk) == set()
    assign([desk.row(), desk.row(desk.here.hoa)], desk.here.minh)
    assign([desk.row(desk.here.minh)], desk.here.an)
    assert warned(desk) == set()


@pytest.mark.parametrize("kind", ["concurrent", "acting"])
def test_one_with_two_posts_is_shown_once_by_the_main_one(desk: Desk, kind: str) -> None:
    post(desk.here.lan, desk.here.culture, "head", kind)
    shown = [each for each in loads(desk.here.commune, MONTH.code) if each.post.person == desk.here.lan]
    assert [each.post.unit.code for each in shown] == ["KT"]
