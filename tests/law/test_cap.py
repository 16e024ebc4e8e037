"""Điều 20.5, 8.5: the cap per unit and per peer group; ties are listed, never broken."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congminh import law as laws
from congminh.law.nd335.cap import Candidate, Pick, final_places, places, standings
from tests.law import second_mind

LAW = laws.named("nd335")
EXCELLENT, GOOD = Fraction(92), Fraction(80)


def people(*means: Fraction | int, unit: int = 1, peers: str = "chuyên viên", first: int = 1) -> list[Candidate]:
    """People of one group with these means, numbered from `first`."""
    grade = second_mind.band
    return [Candidate(first + n, unit, peers, grade(Fraction(mean)), Fraction(mean)) for n, mean in enumerate(means)]


def within(found: list, **readings: str) -> dict[int, str]:
    return final_places(standings(LAW, found, LAW.values(date(2026, 12, 10), readings)))


def test_six_of_forty_are_excellent_when_ten_reach_ninety() -> None:
    found = within(people(*range(99, 89, -1), *[80] * 30))
    assert [each for each, place in found.items() if place == "within"] == [1, 2, 3, 4, 5, 6]
    assert {found[each] for each in (7, 8, 9, 10)} == {"beyond"}


def test_a_tie_at_the_line_is_listed_and_nobody_of_it_is_picked() -> None:
    found = within(people(98, 97, 96, 95, 94, 93, 93, 92, 91, 90, *[80] * 30))
    assert {each for each, place in found.items() if place == "tied"} == {6, 7}
    assert found[5] == "within"
    assert found[8] == "beyond"


def test_a_tie_that_fits_as_a_whole_is_no_tie() -> None:
    found = within(people(98, 97, 96, 95, 93, 93, 92, 91, 90, 90, *[80] * 30))
    assert (found[5], found[6]) == ("within", "within")


def test_means_that_differ_beyond_the_printed_digits_are_not_tied() -> None:
    close = [Fraction(93) + Fraction(1, 10**9), Fraction(93)]
    found = within(people(98, 97, 96, 95, 94, *close, *[80] * 33))
    assert (found[6], found[7]) == ("within", "beyond")


def two_groups() -> list[Candidate]:
    return people(*[95, 94, 93, 92, 91], *[80] * 7, peers="một cửa") + people(
        *[98, 97, 96], *[80] * 21, peers="văn phòng", first=101
    )


def test_the_group_and_the_unit_both_hold() -> None:
    found = standings(LAW, two_groups(), LAW.values(date(2026, 12, 10)))
    assert {standing.group: standing.excellent_max for standing in found} == {
        (1, "một cửa"): 2,
        (1, "văn phòng"): 3,
        (1, ""): 6,
    }
    final = final_places(found)
    assert sorted(each for each, place in final.items() if place == "within") == [1, 2, 101, 102, 103]


def test_by_the_unit_alone_the_groups_do_not_matter() -> None:
    final = within(two_groups(), cap_scope="unit")
    assert sorted(each for each, place in final.items() if place == "within") == [1, 2, 3, 101, 102, 103]


def test_each_unit_has_its_own_cap_and_its_denominator_is_told() -> None:
    both = people(*[95] * 2, *[80] * 10) + people(*[95] * 2, *[80] * 4, unit=2, first=101)
    found = {standing.group[0]: standing for standing in standings(LAW, both, LAW.values(date(2026, 12, 10)))}
    assert (found[1].excellent_max, found[1].base, found[1].percent) == (2, 12, 20)
    assert (found[2].excellent_max, found[2].base, found[2].of("tied")) == (1, 6, [101, 102])


@pytest.mark.parametrize(("decided", "most"), [({}, 6), ({1: 25}, 8), ({1: 40}, 8)])
def test_an_authority_may_decide_up_to_25_percent_and_never_more(decided: dict, most: int) -> None:
    crowd = people(*range(99, 89, -1), *[80] * 30)
    found = standings(LAW, crowd, LAW.values(date(2026, 12, 10), {"cap_scope": "unit"}), decided)
    assert found[0].excellent_max == most


def test_who_is_not_rated_takes_no_part() -> None:
    absent = [Candidate(900 + n, 1, "chuyên viên", "not_rated", Fraction(95)) for n in range(20)]
    found = standings(LAW, people(95, *[80] * 4) + absent, LAW.values(date(2026, 12, 10), {"cap_base": "all"}))
    assert {(standing.rated, standing.excellent_max) for standing in found} == {(5, 1)}


@given(st.lists(st.integers(9000, 9010), max_size=30), st.integers(0, 30))
def test_never_more_than_the_limit_are_within_and_only_equals_are_tied(means: list[int], limit: int) -> None:
    crowd = people(*[Fraction(mean, 100) for mean in means])
    found = places(crowd, limit)
    inside = [each for each in crowd if found[each.id] == "within"]
    tied = {each.mean for each in crowd if found[each.id] == "tied"}
    outside = [each.mean for each in crowd if found[each.id] == "beyond"]
    assert len(inside) <= limit
    assert len(tied) <= 1
    assert all(each.mean > mean for each in inside for mean in [*tied, *outside])
    assert len(inside) == min(limit, len(crowd)) or tied


def test_organisations_have_the_same_cap_among_those_their_authority_recognises() -> None:
    """Điều 8.5: twelve communes of one province, three reach excellent, nine are good: two may be."""
    province, communes = 1, [95, 93, 91, *[80] * 9]
    found = standings(
        LAW, people(*communes, unit=province, peers="xã"), LAW.values(date(2026, 12, 10), {"cap_scope": "unit"})
    )
    assert (found[0].excellent_max, found[0].of("within"), found[0].of("beyond")) == (2, [1, 2], [3])


def test_a_choice_among_the_tied_holds_while_just_these_are_tied() -> None:
    found = people(98, 93, 93, *[80] * 9)
    values = LAW.values(date(2026, 12, 10), {"cap_scope": "unit"})

    def chosen(*tied: int, of: tuple[int, ...]) -> dict[int, str]:
        pick = Pick((1, ""), frozenset(tied), frozenset(of))
        return dict(final_places(standings(LAW, found, values, picks=[pick])))

    assert chosen(2, 3, of=(3,)) == {1: "within", 2: "beyond", 3: "within"}
    assert chosen(2, 3, of=()) == {1: "within", 2: "beyond", 3: "beyond"}
    for stale in (chosen(1, 2, of=(2,)), chosen(2, 3, of=(2, 3)), chosen(2, 3, of=(1,))):
        assert stale == {1: "within", 2: "tied", 3: "tied"}


def test_who_was_decided_lower_stays_in_the_base_and_takes_no_room() -> None:
    values = LAW.values(date(2026, 12, 10), {"cap_scope": "unit", "cap_base": "original_good"})
    found = people(98, 97, *[80] * 5)
    (standing,) = standings(LAW, found, values, aside=[1])
    assert (standing.good, standing.excellent_max) == (5, 1)
    assert standing.places == {1: "beyond", 2: "within"}
