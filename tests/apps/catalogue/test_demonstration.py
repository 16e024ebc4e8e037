"""The demonstration commune's catalogue as rows: one decided version, every product with its unit and coefficient."""

from collections import Counter
from datetime import date

import pytest

from congminh.catalogue.models import Catalogue, Devolution, Product
from congminh.demo import agency
from congminh.demo.catalogue import STANDARD
from congminh.demo.catalogue import load as load_products
from congminh.demo.catalogue_rows import load_catalogue
from congminh.demo.organisation import code, load_organisation
from congminh.law.procedure import Role
from congminh.org.models import Person, Unit

DAY = date(2026, 10, 1)


@pytest.fixture
def catalogue(db: None) -> Catalogue:
    load_organisation()
    return load_catalogue()


def test_it_is_one_decided_version_of_the_commune(catalogue: Catalogue) -> None:
    assert (catalogue.number, catalogue.state, str(catalogue.agency.code)) == (1, "decided", code(1))
    assert catalogue.decision and catalogue.decision.number in agency.load().decision
    assert [entry.step for entry in catalogue.entries.all()] == ["record"]


def test_every_product_of_the_file_is_there_with_its_coefficient(catalogue: Catalogue) -> None:
    kept = dict(catalogue.products.values_list("code", "coefficient_m"))
    assert kept == {each.code: each.coefficient_m for each in load_products().values()}
    assert len(kept) == 176


def test_products_stand_in_the_lists_of_their_units(catalogue: Catalogue) -> None:
    numbers = Counter(product.unit.code if product.unit else "" for product in catalogue.products.described(DAY))
    wanted = Counter(code(each.unit) if each.unit else "" for each in load_products().values())
    assert numbers == wanted


def test_there_is_nothing_to_settle(catalogue: Catalogue) -> None:
    assert catalogue.problems() == []
    assert catalogue.products.get(is_standard=True).code == STANDARD


def test_every_product_of_a_person_s_work_is_in_force_in_their_unit(catalogue: Catalogue) -> None:
    for unit in agency.load().units.values():
        held = {product.code for product in Product.objects.in_force(Unit.objects.get(code=code(unit.id)), DAY)}
        assert {each for person in agency.load().members(unit.id) for each in person.work} <= held


def test_loading_again_changes_nothing(catalogue: Catalogue) -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Catalogue, Product, Devolution)]
    assert load_catalogue() == catalogue
    assert [list(model.objects.order_by("pk").values()) for model in (Catalogue, Product, Devolution)] == before


def test_the_commune_s_chair_decides_what_comes_next(catalogue: Catalogue) -> None:
    an, thu = (Person.objects.get(code=code(agency.load().cast[name])) for name in ("an", "thu"))
    assert catalogue.roles_of(an) == {Role.HEAD, Role.MANAGING_HEAD}
    assert catalogue.roles_of(thu) == {Role.PERSONNEL}
