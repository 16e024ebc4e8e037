"""The coefficient calculator: one formula, its arithmetic as people write it, what the frame and the bounds say."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congminh.catalogue.actions import Frame
from congminh.catalogue.calculator import calculator

N2 = Frame("N2", 11_000, 50_000)


@pytest.mark.parametrize(
    ("points_m", "standard_m", "decimals", "coefficient_m", "vi", "en"),
    [
        (8_000, 5_000, 1, 1600, "8 ÷ 5 = 1,6", "8 ÷ 5 = 1.6"),
        (5_000, 5_000, 1, 1000, "5 ÷ 5 = 1", "5 ÷ 5 = 1"),
        (7_000, 3_000, 1, 2300, "7 ÷ 3 = 2,333… ≈ 2,3", "7 ÷ 3 = 2.333… ≈ 2.3"),
        (1_000, 8_000, 1, 100, "1 ÷ 8 = 0,125 ≈ 0,1", "1 ÷ 8 = 0.125 ≈ 0.1"),
        (1_000, 8_000, 2, 130, "1 ÷ 8 = 0,125 ≈ 0,13", "1 ÷ 8 = 0.125 ≈ 0.13"),
        (2_500, 40_000, 3, 63, "2,5 ÷ 40 = 0,0625 ≈ 0,063", "2.5 ÷ 40 = 0.0625 ≈ 0.063"),
        (500_000, 5_000, 1, 100_000, "500 ÷ 5 = 100", "500 ÷ 5 = 100"),
    ],
)
def test_the_arithmetic_is_said_as_on_paper(
    points_m: int, standard_m: int, decimals: int, coefficient_m: int, vi: str, en: str
) -> None:
    found = calculator(points_m, standard_m, decimals)
    assert (found.coefficient_m, found.doubts) == (coefficient_m, ())
    assert found.arithmetic.vi.split(" (")[0] == vi and found.arithmetic.en.split(" (")[0] == en


def test_rounding_is_said_only_where_something_was_rounded() -> None:
    assert "làm tròn đến 1 chữ số" in calculator(7_000, 3_000).arithmetic.vi
    assert "làm tròn" not in calculator(8_000, 5_000).arithmetic.vi


@given(st.integers(1, 500_000), st.integers(1, 500_000), st.sampled_from([1, 2, 3]))
def test_digits_shown_never_contradict_the_rounding(points_m: int, standard_m: int, decimals: int) -> None:
    found = calculator(points_m, standard_m, decimals)
    if found.coefficient_m is not None and "≈" in found.arithmetic.en:
        shown = Fraction(found.arithmetic.en.split(" = ")[1].split(" ≈")[0].rstrip("…"))
        half = Fraction(5, 10 ** (decimals + 1))
        assert -half <= shown - Fraction(found.coefficient_m, 1000) < half


@pytest.mark.parametrize(
    ("points_m", "said"), [(50_000, ""), (11_000, ""), (50_001, "tối đa 50"), (10_999, "từ 11 điểm")]
)
def test_points_outside_the_frame_of_the_group_are_said(points_m: int, said: str) -> None:
    doubts = calculator(points_m, 5_000, 3, N2).doubts
    assert bool(doubts) is bool(said)
    assert not said or (said in doubts[0].vi and "N2" in doubts[0].en)


def test_a_group_without_a_frame_says_nothing() -> None:
    assert calculator(900_000, 5_000, 1, Frame("N5")).doubts == ()


@pytest.mark.parametrize(("points_m", "standard_m"), [(100, 5_000), (6_000_000, 5_000)])
def test_a_coefficient_out_of_bounds_is_none_and_says_what_to_do(points_m: int, standard_m: int) -> None:
    found = calculator(points_m, standard_m)
    assert found.coefficient_m is None and len(found.doubts) == 1


@pytest.mark.parametrize(
    ("points_m", "standard_m", "decimals"), [(0, 5, 1), (5, 0, 1), (-1, 5, 1), (5, 5, 0), (5, 5, 4)]
)
def test_what_cannot_be_divided_is_an_error(points_m: int, standard_m: int, decimals: int) -> None:
    with pytest.raises(ValueError, match="above 0"):
        calculator(points_m, standard_m, decimals)
