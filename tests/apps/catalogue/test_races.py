"""Two at once in a catalogue: rows never change behind a step, and two drafts are never begun."""

from secrets import token_hex

import pytest
from django.core.exceptions import ValidationError

from congminh.catalogue.actions import begin_catalogue, put_product, record_decided
from congminh.catalogue.models import Catalogue, Product
from congminh.ledger.models import Entry
from congminh.org.actions import begin_unit
from congminh.org.models import Person, Post, Unit
from tests.apps.catalogue.office import FIRST, a_decision
from tests.apps.ledger.test_races import committed, together
from tests.apps.org.commune import SINCE, position

__all__ = ["committed"]
ROUNDS = 20


def agency() -> tuple[Unit, Person]:
    """A new agency under nobody, with its head, who advises on personnel too; committed rows stay behind."""
    unit = begin_unit(Unit(code=f"R{token_hex(8)}", kind="using", begun=SINCE), "UBND xã Đua", None)
    head = Person.objects.create(code=unit.code, name="Nông Văn Đua", begun=SINCE)
    seat = position("Chủ tịch kiêm tổ chức", is_personnel=True)
    Post.objects.create(person=head, unit=unit, rank="head", first=SINCE, position=seat)
    return unit, head


def drawn_up(unit: Unit) -> tuple[Catalogue, Product]:
    """A draft with its standard product and another."""
    file = begin_catalogue(unit, "Danh mục")
    put_product(Product(catalogue=file, output="Công văn", is_standard=True))
    return file, put_product(Product(catalogue=file, output="Báo cáo", coefficient_m=8000))


def test_nothing_is_taken_out_behind_a_decision(committed: None) -> None:
    ends = set()
    for number in range(ROUNDS):
        unit, head = agency()
        file, product = drawn_up(unit)
        product.coefficient_m = None
        decision = a_decision(f"{unit.code}-{number}")
        recorded, emptied = together(
            lambda: record_decided(Catalogue.objects.get(pk=file.pk), head, 0, decision, FIRST),  # noqa: B023
            lambda: put_product(product, seen=0),  # noqa: B023
        )
        file.refresh_from_db()
        assert {type(recorded), type(emptied)} in ({Entry, ValidationError}, {ValidationError, Product})
        assert file.is_decided is isinstance(recorded, Entry)
        assert not (file.is_decided and file.products.filter(coefficient_m=None).exists())
        ends.add(file.state)
    assert ends <= {"decided", "listing"}


def test_the_same_row_is_changed_once(committed: None) -> None:
    unit, _head = agency()
    file = begin_catalogue(unit, "Danh mục")
    for _ in range(ROUNDS):
        product = put_product(Product(catalogue=file, output="Công văn"))
        twins = [Product.objects.get(pk=product.pk) for _ in range(2)]
        found = together(*(lambda twin=twin: put_product(twin, seen=0) for twin in twins))
        assert {type(each) for each in found} == {Product, ValidationError}
        product.refresh_from_db()
        assert product.version == 1


def test_one_of_two_drafts_begins(committed: None) -> None:
    for _ in range(ROUNDS):
        unit, _head = agency()
        found = together(*(lambda: begin_catalogue(unit, "Danh mục") for _ in range(2)))  # noqa: B023
        assert sum(isinstance(each, Catalogue) for each in found) == 1
        assert all(isinstance(each, Catalogue | ValidationError) for each in found)
        assert Catalogue.objects.filter(agency=unit).count() == 1


def test_one_after_the_other_the_second_is_refused(db: None) -> None:
    """Not a race: the database is made for tests that ask for it, so that this file runs by itself."""
    unit, _head = agency()
    begin_catalogue(unit, "Danh mục")
    with pytest.raises(ValidationError):
        begin_catalogue(unit, "Danh mục")
