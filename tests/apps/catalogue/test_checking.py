"""What stands in the way of a decision and what only advises: the decree stops, the handbook advises."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from congminh.catalogue.checking import Problem, problems
from congminh.catalogue.models import Group, Product
from congminh.law import nd335
from congminh.law.parameters import load_yaml


def standard(**values: Any) -> Product:
    group = Group(number=1, name="N1", floor_m=1000, ceiling_m=10_000)
    words = {"code": "DC.01", "task": "Soạn thảo", "work": "Soạn", "output": "Công văn", "group": group}
    return Product(**{**words, "points_m": 5000, "coefficient_m": 1000, "is_standard": True, **values})


def product(**values: Any) -> Product:
    group = Group(number=2, name="N2", floor_m=11_000, ceiling_m=50_000)
    words = {"code": "DC.02", "task": "Báo cáo", "work": "Tổng hợp", "output": "Báo cáo", "group": group}
    return Product(**{**words, "points_m": 40_000, "coefficient_m": 8000, **values})


def found(*products: Product, groups: tuple[Group, ...] = (), decimals: int = 1) -> list[Problem]:
    return problems(groups, products, decimals)


def test_a_sound_catalogue_has_no_problem() -> None:
    assert found(standard(), product()) == []


@pytest.mark.parametrize(
    ("values", "kind", "stops", "cite"),
    [
        ({"coefficient_m": None}, "without_coefficient", "use", "Điều 13.1.c"),
        ({"output": ""}, "without_output", "decision", "Điều 13.1.a"),
        ({"group": None}, "without_group", "decision", "Điều 13.1.a"),
        ({"coefficient_m": 8100}, "unlike", "decision", "Điều 13.1.c"),
        ({"points_m": 50_500, "coefficient_m": 10_100}, "above_ceiling", "", "Sổ tay II.III.4"),
        ({"points_m": 10_500, "coefficient_m": 2100}, "below_floor", "", "Sổ tay II.III.4"),
        ({"points_m": None}, "without_points", "", "Điều 13.1.c"),
    ],
)
def test_each_thing_to_settle_is_named_with_its_weight_and_article(
    values: dict[str, Any], kind: str, stops: str, cite: str
) -> None:
    bad = product(**values)
    (problem,) = found(standard(), bad)
    assert (problem.kind, problem.stops, problem.cite, problem.product) == (kind, stops, cite, bad)
    assert problem.what and problem.mend and problem.sentence().startswith("DC.02: ")


@pytest.mark.parametrize("points_m", [11_000, 50_000])
def test_points_at_the_edges_of_the_frame_are_in_order(points_m: int) -> None:
    assert found(standard(), product(points_m=points_m, coefficient_m=points_m // 5)) == []


@pytest.mark.parametrize("values", [{"coefficient_m": 8100}, {"points_m": None}])
def test_a_written_reason_settles_a_coefficient_that_cannot_be_checked(values: dict[str, Any]) -> None:
    assert found(standard(), product(reason="Hội đồng chuyên gia", **values)) == []


def test_decimals_say_what_is_alike() -> None:
    third = product(points_m=40_330, coefficient_m=8100)
    assert found(standard(), third) == []
    assert [each.kind for each in found(standard(), third, decimals=2)] == ["unlike"]


def test_an_empty_catalogue_and_one_without_a_standard_stop_everything() -> None:
    assert [(each.kind, each.stops) for each in found()] == [("empty", "use")]
    assert [(each.kind, each.stops) for each in found(product())] == [("without_standard", "use")]


def test_the_same_work_twice_in_one_list_stops_and_in_two_lists_does_not() -> None:
    (problem,) = found(standard(), product(), product(code="DC.03", output="BÁO  CÁO"))
    assert (problem.kind, problem.stops) == ("twice", "decision")
    assert "DC.02" in problem.what
    assert found(standard(), product(), product(code="KT.03", unit_id=7)) == []


def test_why_there_is_no_coefficient_is_said() -> None:
    tiny, huge = product(points_m=100, coefficient_m=None), product(points_m=10**8, coefficient_m=None)
    said = {each.kind: each.what for each in found(standard(), tiny) if each.stops == "use"}
    assert "0" in said["without_coefficient"]
    said = {each.kind: each.what for each in found(standard(), huge) if each.stops == "use"}
    assert "1" in said["without_coefficient"]


def test_ceilings_that_do_not_rise_advise() -> None:
    groups = (Group(number=1, name="N1", ceiling_m=100_000), Group(number=2, name="N2", ceiling_m=90_000))
    (problem,) = found(standard(), groups=groups)
    assert (problem.kind, problem.stops, problem.group) == ("ceilings", "", groups[1])


def test_what_was_declined_is_not_looked_at() -> None:
    assert found(standard(), product(coefficient_m=None, standing="declined")) == []


def test_what_stops_most_comes_first() -> None:
    every = found(
        standard(), product(points_m=60_000, coefficient_m=1, output=""), product(code="X", coefficient_m=None)
    )
    assert [each.stops for each in every] == sorted((each.stops for each in every), key=("use", "decision", "").index)


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    unlike = product(coefficient_m=8100)
    with override("vi"):
        assert "8,1" in found(standard(), unlike)[0].what
    with override("en"):
        assert "8.1" in found(standard(), unlike)[0].what


def test_every_article_named_resolves() -> None:
    articles = load_yaml(Path(nd335.__file__).parent / "articles.yaml")["articles"]
    bad = product(output="", group=None, coefficient_m=None)
    every = [*found(), *found(product()), *found(standard(), bad), *found(standard(), product(points_m=1000))]
    assert {each.cite for each in every} <= set(articles)
