"""What is wrong with a row of people is said with its row, its column and what to do."""

from datetime import date
from typing import Any

import pytest

from congminh.exchange.actions import apply
from congminh.exchange.models import Import
from congminh.org.models import Position, Unit
from tests.apps.exchange.books import counts, faults, given
from tests.apps.exchange.test_people import EVE, HOA, LAN, MARCH, NEW
from tests.apps.org.commune import SINCE, Commune, post

HEAD = {**NEW, "rank": "người đứng đầu", "position": "Vị trí head", "complexity": None, "peer_group": None}
OTHER = {**NEW, "person": "M2", "name": "La Văn Cầu"}


def people(here: Commune, *rows: dict[str, Any]) -> Import:
    return given("people", rows, here.thu)


def kinds(source: Import) -> list[tuple[int, str]]:
    return [(row, kind) for row, _column, kind in faults(source)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{**NEW, "person": None}], [(2, "needed")]),
        ([{**NEW, "name": None}], [(2, "needed_for_new_person")]),
        ([{**NEW, "unit": None}], [(2, "needed_for_post")]),
        ([{**NEW, "unit": "ZZ"}], [(2, "unknown_unit")]),
        ([{**NEW, "unit": "Y"}], [(2, "outside_unit")]),
        ([{**NEW, "first": None, "begun": MARCH}], [(2, "needed_for_new_post")]),
        ([{**NEW, "position": None}], [(2, "needed_for_new_post")]),
        ([{**NEW, "complexity": None}], [(2, "needed_for_new_position")]),
        ([{**NEW, "complexity": 6}], [(2, "not_whole")]),
        ([{**NEW, "last": EVE}], [(2, "ends_before_it_begins")]),
        ([{**NEW, "begun": date(2026, 4, 1)}], [(2, "not_serving")]),
        ([{**NEW, "first": date(2025, 6, 1)}], [(2, "unit_not_there")]),
        ([NEW, NEW], [(2, "post_twice"), (3, "post_twice")]),
        ([NEW, {**NEW, "name": "Người khác", "unit": "VX"}], [(2, "two_of_a_person"), (3, "two_of_a_person")]),
        ([NEW, {**OTHER, "complexity": 4}], [(2, "two_of_a_position"), (3, "two_of_a_position")]),
        ([{**NEW, "persons": "M1"}], [(2, "in_charge_of_oneself")]),
        ([{**NEW, "persons": "FAR"}], [(2, "unknown_person")]),
        ([{**NEW, "rank": "cấp phó", "units": "Y; KT"}], [(2, "outside_unit")]),
        ([{**NEW, "persons": "M2"}, {**OTHER, "unit": "ZZ"}], [(2, "depends"), (3, "unknown_unit")]),
        ([HEAD], [(2, "two_heads")]),
        (
            [{**HEAD, "kind": "phụ trách"}, {**HEAD, "person": "M2", "kind": "phụ trách"}],
            [(2, "two_heads"), (3, "two_heads")],
        ),
        ([{**LAN, "first": MARCH}], [(2, "held_already")]),
        ([{**LAN, "unit": "VX", "first": SINCE}], [(2, "two_mains")]),
        ([{**LAN, "name": None, "begun": MARCH}], [(2, "begun_after_post")]),
        ([{**LAN, "kind": "kiêm nhiệm", "is_inspector": "x"}], [(2, "common_position")]),
        ([{**NEW, "is_inspector": "x"}], [(2, "inspector_from_top")]),
        ([{**NEW, "is_personnel": "x"}, OTHER], [(2, "marked_in_some")]),
        ([{**NEW, "is_personnel": "có thể"}], [(2, "not_a_mark")]),
        ([{"person": "FAR", "name": "Lò Văn Xa", "begun": MARCH}], [(2, "outside_person")]),
        ([{"person": "FAR", "name": "Người khác"}], [(2, "outside_person")]),
        ([{**NEW, "person": "FAR", "name": None}], [(2, "main_elsewhere")]),
        ([{**NEW, "kind": "theo ủy quyền"}], [(2, "delegation_ends"), (2, "delegation_without_position")]),
        ([{**NEW, "kind": "theo ủy quyền", "position": None, "last": MARCH}], [(2, "delegated_to_nobody")]),
        ([{**NEW, "kind": "biệt phái"}], [(2, "seconded_from_nowhere")]),
        ([{**LAN, "kind": "biệt phái", "first": MARCH}], [(2, "held_already")]),
        ([{**LAN, "kind": "biệt phái", "first": MARCH, "position": "Vị trí deputy"}], [(2, "seconded_at_home")]),
    ],
)
def test_what_is_wrong_is_said_with_its_row(here: Commune, rows: list[dict[str, Any]], found: list[Any]) -> None:
    source = people(here, *rows)
    assert kinds(source) == found
    for row in source.rows.filter(verdict="faulty"):
        assert row.before == {}
        assert all(one.what and one.heading for one in row.told_faults)


def test_the_head_there_is_named_with_the_day(here: Commune) -> None:
    row = people(here, HEAD).rows.get()
    assert row.faults[0]["said"] == {"person": "Trần Khải Minh", "day": "01/07/2025"}


def test_a_row_that_loses_its_ground_by_anothers_fault_is_faulty_too(here: Commune) -> None:
    """Minh cannot leave, since his row is wrong; so his place is not free."""
    leaves = {
        "person": "MINH",
        "name": None,
        "unit": "VX",
        "position": "Vị trí staff",
        "first": MARCH,
        "decision": "1/QĐ",
    }
    takes = {**HEAD, "person": "HOA", "name": None}
    assert kinds(people(here, leaves, takes)) == [(2, "decision_half"), (3, "two_heads")]
    assert faults(people(here, {**leaves, "decision": None}, takes)) == []


def test_a_post_is_made_longer_unless_it_meets_another_main_one(here: Commune) -> None:
    here.lan.posts.update(last=EVE)
    assert faults(people(here, {**LAN, "last": MARCH})) == []
    post(here.lan, here.culture, first=MARCH)
    assert kinds(people(here, {**LAN, "last": MARCH})) == [(2, "main_already")]


def test_a_decision_is_signed_by_today(here: Commune) -> None:
    row = {**NEW, "decision": "1/QĐ", "decided": date(2099, 1, 1), "signer": "Ai đó"}
    assert kinds(people(here, row)) == [(2, "decision_to_come")]


def test_of_several_posts_the_row_must_mean_one(here: Commune) -> None:
    post(here.lan, here.economy, "staff", "concurrent", "Vị trí hai")
    source = people(here, {"person": "LAN", "name": None, "unit": "KT", "last": MARCH})
    assert kinds(source) == [(2, "several_posts")]


def test_a_mark_is_not_given_to_others_unseen(here: Commune) -> None:
    apply(people(here, NEW, OTHER), here.thu)
    assert kinds(people(here, {**NEW, "is_personnel": "x"})) == [(2, "held_by_others")]
    both = people(here, {**NEW, "is_personnel": "x"}, {**OTHER, "is_personnel": "x"})
    assert (faults(both), counts(both)) == ([], (0, 2, 0, 0))
    newcomer = {**NEW, "person": "M3", "name": "Cù Chính Lan"}
    assert kinds(people(here, {**NEW, "is_personnel": "x"}, {**OTHER, "is_personnel": "x"}, newcomer)) == [
        (2, "marked_in_some"),
        (3, "marked_in_some"),
    ]


def test_a_mark_that_is_there_stays_where_the_cell_is_blank(here: Commune) -> None:
    apply(people(here, {**NEW, "is_personnel": "x"}), here.thu)
    assert counts(people(here, NEW)) == (0, 0, 1, 0)
    apply(people(here, {**NEW, "is_personnel": "không"}), here.thu)
    assert not Position.objects.get(title=NEW["position"]).is_personnel


def test_what_is_beneath_another_agency_is_read_but_not_written(here: Commune) -> None:
    """The chair's own post in the province is left; another end of it is not the commune's to write."""
    row = {
        "person": "CHAIR",
        "name": None,
        "unit": "T",
        "position": "Vị trí head",
        "rank": "người đứng đầu",
        "first": SINCE,
    }
    assert counts(people(here, row)) == (0, 0, 1, 0)
    assert kinds(people(here, {**row, "last": MARCH})) == [(2, "outside_unit")]


def test_an_ended_unit_takes_nobody(here: Commune) -> None:
    Unit.objects.filter(pk=here.economy.pk).update(ended=EVE)
    assert kinds(people(here, NEW)) == [(2, "unit_not_there")]


def test_faults_are_read_in_the_readers_language(here: Commune) -> None:
    from django.utils.translation import override

    row = people(here, HEAD).rows.get()
    with override("en"):
        assert row.told_faults[0].what == "The unit has another head in those days: Trần Khải Minh, from 01/07/2025."


def test_hoa_may_be_named_without_a_change(here: Commune) -> None:
    assert counts(people(here, HOA)) == (0, 0, 1, 0)
