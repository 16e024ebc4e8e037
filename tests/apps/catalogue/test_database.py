"""What the database itself refuses in a catalogue, whoever writes the row."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from congminh.catalogue.models import Catalogue, Devolution, Group, Product
from congminh.law.facts import TASK
from congminh.law.nd335.procedure import CATALOGUE
from congminh.ledger.files import kinds
from tests.apps.catalogue.office import FIRST, Office
from tests.apps.org.test_database import refused


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({}, False),
        ({"code": "dc.01"}, True),
        ({"code": ""}, True),
        ({"points_m": 0}, True),
        ({"points_m": 1}, False),
        ({"points_m": 10**9 + 1}, True),
        ({"coefficient_m": 0}, True),
        ({"coefficient_m": 1}, False),
        ({"coefficient_m": 1_000_000}, False),
        ({"coefficient_m": 1_000_001}, True),
        ({"is_standard": True}, True),
        ({"standing": "lost"}, True),
        ({"standing": "provisional"}, True),
        ({"standing": "provisional", "first": FIRST}, False),
        ({"standing": "added"}, True),
    ],
)
def test_a_product(draft: Office, values: dict[str, Any], is_refused: bool) -> None:
    assert refused(Product, **{"catalogue": draft.catalogue, "code": "X.01", **values}) is is_refused


def test_the_standard_product_has_coefficient_1(draft: Office) -> None:
    Product.objects.filter(is_standard=True).update(is_standard=False)
    row = {"catalogue": draft.catalogue, "code": "X.01", "is_standard": True}
    assert refused(Product, **row, coefficient_m=1001)
    assert not refused(Product, **row, coefficient_m=1000)
    assert refused(Product, **{**row, "code": "X.02"})


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({"number": 4}, False),
        ({"number": 0}, True),
        ({"number": 6}, True),
        ({"number": 1}, True),
        ({"number": 5, "ceiling_m": 0}, True),
        ({"number": 5, "floor_m": 10, "ceiling_m": 10}, True),
        ({"number": 5, "floor_m": 9, "ceiling_m": 10}, False),
    ],
)
def test_a_group(draft: Office, values: dict[str, Any], is_refused: bool) -> None:
    assert refused(Group, catalogue=draft.catalogue, name="N", **values) is is_refused


def test_a_version_has_a_number_of_its_own_and_a_day_only_with_a_decision(draft: Office) -> None:
    file = {"procedure": "catalogue", "state": "listing", "name": "Danh mục"}

    def is_kept(**values: Any) -> bool:
        new = Catalogue(**{**file, "agency": draft.here.commune, "number": 2, **values})
        return not refused_by(new)

    assert not is_kept(number=1)
    assert not is_kept(number=0)
    assert not is_kept(first=FIRST)
    assert not is_kept(decision=draft.here.decision)
    assert not is_kept(decimals=4)
    assert is_kept(first=FIRST, decision=draft.here.decision)
    assert not is_kept(number=3, first=FIRST, decision=draft.here.decision), "one version begins on a day"


def refused_by(row: Catalogue) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return True
    return False


def test_one_devolution_a_day(draft: Office) -> None:
    row = {"agency": draft.here.commune, "to": draft.here.commune, "first": FIRST, "decision": draft.here.decision}
    assert not refused(Devolution, **row)
    assert refused(Devolution, **row)


def test_a_group_with_products_and_a_unit_with_a_list_are_never_deleted(draft: Office) -> None:
    with pytest.raises(ProtectedError):
        draft.catalogue.groups.get(number=1).delete()
    with pytest.raises(ProtectedError):
        draft.here.economy.delete()


def test_the_bounds_of_a_coefficient_are_those_the_reckoning_takes() -> None:
    fact = next(fact for fact in TASK.facts if fact.name == "coefficient_m")
    (constraint,) = (each for each in Product._meta.constraints if each.name == "catalogue_product_coefficient")
    assert str((fact.low, fact.high)) in str(constraint)


def test_the_files_of_the_procedure_are_catalogues() -> None:
    assert kinds()[CATALOGUE.name] is Catalogue
