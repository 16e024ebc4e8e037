"""As many queries for many products, versions and agencies as for few."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from congminh.catalogue.actions import begin_catalogue
from congminh.catalogue.models import Catalogue, Product
from congminh.org.models import Unit
from tests.apps.catalogue.office import Office
from tests.apps.org.commune import TODAY, unit


def grow(office: Office, number: int) -> None:
    """So many more products, and a tenth as many agencies with a draft of their own."""
    rows = (Product(catalogue=office.catalogue, code=f"G.{n}", output=f"Sản phẩm {n}") for n in range(number))
    Product.objects.bulk_create(rows)
    begin_catalogue(office.here.commune, "Danh mục 2027")
    for n in range(number // 10):
        begin_catalogue(unit(f"U{n}", f"UBND xã {n}", "using", office.here.province), "Danh mục")


def listed(products: Any, day: date = TODAY) -> list[str]:
    """A page of products as a list shows it."""
    return [f"{each.code} {each.unit} {each.group}" for each in products.described(day)]


ASKED: dict[str, tuple[int, Callable[[Office], Any]]] = {
    "in force": (2, lambda office: Catalogue.objects.in_force(office.here.economy, TODAY)),
    "in force everywhere": (2, lambda office: Catalogue.objects.by_unit(TODAY)),
    "products in force": (4, lambda office: list(Product.objects.in_force(office.here.economy, TODAY))),
    "a page of products": (2, lambda office: listed(office.catalogue.products.all())),
    "what Lan sees": (3, lambda office: list(Catalogue.objects.visible_to(office.here.lan, TODAY))),
    "what An sees": (4, lambda office: list(Catalogue.objects.visible_to(office.here.an, TODAY))),
    "what waits for An": (10, lambda office: list(Catalogue.objects.waiting_for(office.here.an, TODAY))),
    "Thu's roles": (8, lambda office: office.again().roles_of(office.here.thu)),
    "what is to settle": (2, lambda office: office.catalogue.problems()),
    "a search": (1, lambda office: list(Product.objects.search("san pham 1"))),
}
FETCHED = {"Thu's roles": 1}


@pytest.mark.parametrize("products", [10, 300])
@pytest.mark.parametrize("name", ASKED)
def test_a_question_takes_as_many_queries_for_300_as_for_10(
    decided: Office, name: str, products: int, django_assert_num_queries: Any
) -> None:
    grow(decided, products)
    number, ask = ASKED[name]
    with django_assert_num_queries(number + FETCHED.get(name, 0)):
        ask(decided)


def test_there_really_is_more_to_ask_about(decided: Office) -> None:
    grow(decided, 30)
    assert decided.catalogue.products.count() == 34
    assert Catalogue.objects.count() == 5 and Unit.objects.count() == 8
