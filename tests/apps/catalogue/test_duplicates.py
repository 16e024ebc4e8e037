"""Near-duplicates are suggested to a person, across units and quickly; nothing is merged."""

from random import Random
from time import process_time
from typing import Any

import pytest

from congminh.catalogue.actions import put_product
from congminh.catalogue.duplicates import alike, near_duplicates
from congminh.catalogue.models import Product
from congminh.catalogue.models.product import describe
from congminh.demo.catalogue import load as demo_products
from tests.apps.catalogue.office import Office


def product(code: str, task: str, output: str, unit: int | None = None, work: str = "") -> Product:
    return Product(code=code, task=task, work=work, output=output, unit_id=unit)


def others(number: int = 20) -> list[Product]:
    """Products of the demonstration, which have nothing to do with one another."""
    every = list(demo_products().values())[::8][:number]
    return [product(each.code, each.duty, each.output, work=each.work) for each in every]


PAIR = (
    product("VP.34", "Đăng ký khai sinh cho công dân", "Trích lục khai sinh", 1),
    product("HC.07", "Đăng ký khai sinh của công dân", "Bản trích lục khai sinh", 2),
)


def test_products_of_two_units_that_read_alike_are_suggested() -> None:
    (found,) = alike([*others(), *PAIR])
    assert {found.first.code, found.second.code} == {"VP.34", "HC.07"}
    assert found.is_across and found.percent >= 85
    assert {"sinh", "luc", "trich"} <= set(found.shared)


def test_within_one_unit_they_are_suggested_and_said_to_be_so() -> None:
    same = [product(each.code, each.task, each.output, 1) for each in PAIR]
    (found,) = alike([*others(), *same])
    assert not found.is_across


def test_tone_marks_and_case_make_no_difference() -> None:
    bare = product("X.01", "DANG KY KHAI SINH CHO CONG DAN", "trich luc khai sinh", 2)
    (found,) = alike([*others(), PAIR[0], bare])
    assert found.percent == 100


def test_words_of_half_the_list_bring_nobody_together() -> None:
    reports = [
        product(f"B.{n}", word, f"Báo cáo {word}")
        for n, word in enumerate(["lúa", "ngô", "khoai", "sắn", "chè", "cam", "bưởi"])
    ]
    assert alike([*others(), *reports]) == []


def test_the_most_alike_come_first_and_less_alike_are_left_out() -> None:
    third = product("TP.01", "Đăng ký khai sinh, khai tử", "Trích lục khai sinh, khai tử", 3)
    found = alike([*others(), *PAIR, third])
    assert [each.percent for each in found] == sorted((each.percent for each in found), reverse=True)
    assert len(found) > len(alike([*others(), *PAIR, third], least=85)) == 1


@pytest.mark.parametrize("least", [60, 90])
def test_the_order_of_the_rows_changes_nothing(least: int) -> None:
    rows = [*others(), *PAIR, product("TP.01", "Đăng ký khai tử", "Trích lục khai tử", 3)]
    turned = [*rows]
    Random(335).shuffle(turned)
    said = [
        {(frozenset((a.first.code, a.second.code)), a.percent) for a in alike(each, least)} for each in (rows, turned)
    ]
    assert said[0] == said[1]


def test_a_catalogue_says_its_own_and_is_left_as_it_is(draft: Office, django_assert_num_queries: Any) -> None:
    words = {"task": "Quản lý đất đai xã", "work": "Thẩm định hồ sơ", "output": "Phiếu thẩm định đất"}
    put_product(draft.new(unit=draft.here.culture, **words))
    before = list(draft.catalogue.products.order_by("pk").values())
    with django_assert_num_queries(3):
        (found,) = near_duplicates(draft.catalogue)
        describe([found.first, found.second], draft.catalogue)
        assert {str(found.first.unit), str(found.second.unit)} == {"Phòng Kinh tế", "Phòng Văn hóa"}
    assert list(draft.catalogue.products.order_by("pk").values()) == before


def test_two_thousand_products_take_under_two_seconds() -> None:
    every, chance = list(demo_products().values()), Random(13)
    rows = []
    for n in range(2000):
        one, other = chance.choice(every), chance.choice(every)
        rows.append(product(f"M.{n}", f"{one.duty} {n % 97}", other.output, n % 40, one.work))
    begun = process_time()
    found = alike(rows)
    assert process_time() - begun < 2
    assert found, "among so many some are alike"
