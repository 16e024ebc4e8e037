"""Two versions side by side: what came, what went, what changed, field by field."""

from typing import Any

import pytest

from congminh.catalogue.actions import Frame, begin_catalogue, put_product, remove_product, set_groups
from congminh.catalogue.comparing import compare
from congminh.catalogue.models import Catalogue
from tests.apps.catalogue.office import FRAMES, Office


@pytest.fixture
def new(decided: Office) -> Catalogue:
    return begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)


def test_a_copy_is_alike(decided: Office, new: Catalogue) -> None:
    found = compare(decided.catalogue, new)
    assert (found.added, found.removed, found.changed, found.alike) == ((), (), (), 4)


def test_products_come_go_and_change(decided: Office, new: Catalogue) -> None:
    remove_product(new.products.get(code="DC.02"))
    put_product(Office(decided.here, new).new(code="DC.09"))
    product = new.products.get(code="KT.01")
    product.output, product.coefficient_m, product.unit = "Phiếu mới", 7500, None
    product.reason = "họp"
    put_product(product)
    found = compare(decided.catalogue, new)
    assert [each.code for each in found.added] == ["DC.09"]
    assert [each.code for each in found.removed] == ["DC.02"]
    (change,) = found.changed
    assert {each.field: (each.old, each.new) for each in change.fields} == {
        "unit": (decided.here.economy, None),
        "output": ("Phiếu thẩm định đất", "Phiếu mới"),
        "coefficient_m": (6000, 7500),
        "reason": ("", "họp"),
    }
    assert change.moves_the_score and found.alike == 2
    assert all(each.label for each in change.fields)


def test_a_change_of_words_moves_no_score(decided: Office, new: Catalogue) -> None:
    product = new.products.get(code="KT.01")
    product.note = "ghi chú"
    put_product(product)
    assert [change.moves_the_score for change in compare(decided.catalogue, new).changed] == [False]


def test_a_code_in_other_letters_is_the_same_product(decided: Office, new: Catalogue) -> None:
    product = new.products.get(code="KT.01")
    product.code = "kt.01"
    put_product(product)
    assert compare(decided.catalogue, new).alike == 4


def test_a_group_is_compared_by_its_name(decided: Office, new: Catalogue) -> None:
    set_groups(new, [*FRAMES[:2], Frame("Nhóm 3", 51_000, 100_000)])
    (change,) = compare(decided.catalogue, new).changed
    assert (change.new.code, change.fields[0][:3]) == ("VX.01", ("group", "N3", "Nhóm 3"))


def test_backwards_what_was_added_was_removed(decided: Office, new: Catalogue) -> None:
    put_product(Office(decided.here, new).new(code="DC.09"))
    forth, back = compare(decided.catalogue, new), compare(new, decided.catalogue)
    assert [each.pk for each in forth.added] == [each.pk for each in back.removed]


def test_four_queries_however_many_products(decided: Office, new: Catalogue, django_assert_num_queries: Any) -> None:
    for _ in range(10):
        put_product(Office(decided.here, new).new(unit=decided.here.economy))
    with django_assert_num_queries(4):
        found = compare(decided.catalogue, new)
        assert [str(each.unit) for each in found.added] == ["Phòng Kinh tế"] * 10
