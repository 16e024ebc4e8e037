"""Which version and which products hold for a unit on a day; what a task keeps of a product."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from congminh.catalogue.actions import begin_catalogue, put_product, record_decided
from congminh.catalogue.models import Catalogue, Product
from congminh.org.actions import merge_units
from tests.apps.catalogue.office import FIRST, Office, a_decision, after, drawn_up
from tests.apps.org.commune import TODAY, Commune, post, unit

NEXT = date(2026, 7, 1)


def version(here: Commune, where: str, day: date) -> int | None:
    found = Catalogue.objects.in_force(getattr(here, where), day)
    return found and found.number


def codes(office: Office, where: str, day: date = TODAY) -> set[str]:
    return {product.code for product in Product.objects.in_force(getattr(office.here, where), day)}


def the_province_s(office: Office) -> Catalogue:
    """A version of the province with one product."""
    catalogue = begin_catalogue(office.here.province, "Danh mục tỉnh")
    product = Product(catalogue=catalogue, code="T.01", output="Văn bản", points_m=5000, is_standard=True)
    put_product(product)
    adviser = post(office.here.son, office.here.province, title="Tổ chức tỉnh")
    adviser.position.is_personnel = True
    adviser.position.save()
    record_decided(catalogue, office.here.son, 0, a_decision("1/QĐ-UBND"), FIRST)
    return catalogue


def test_a_draft_is_in_force_nowhere(draft: Office) -> None:
    assert version(draft.here, "commune", TODAY) is None
    assert codes(draft, "economy") == set()


def test_a_version_holds_from_its_first_day_until_the_next_begins(decided: Office) -> None:
    after(decided, NEXT)
    days = [date(2025, 12, 31), FIRST, date(2026, 6, 30), NEXT, date(2030, 1, 1)]
    assert [version(decided.here, "commune", day) for day in days] == [None, 1, 1, 2, 2]


def test_a_unit_works_by_the_nearest_agency_upward_that_has_one(decided: Office) -> None:
    assert version(decided.here, "economy", TODAY) == 1
    assert version(decided.here, "other_commune", TODAY) is None
    the_province_s(decided)
    found = {
        where: Catalogue.objects.in_force(getattr(decided.here, where), TODAY) for where in ("economy", "province")
    }
    assert found["economy"] == decided.catalogue
    assert found["province"] == Catalogue.objects.in_force(decided.here.other_commune, TODAY) != decided.catalogue


def test_by_unit_says_the_same_for_every_unit_at_once(decided: Office) -> None:
    units = ("commune", "economy", "culture")
    assert Catalogue.objects.by_unit(TODAY) == {
        getattr(decided.here, where).pk: decided.catalogue.pk for where in units
    }
    assert Catalogue.objects.by_unit(date(2025, 12, 31)) == {}


def test_a_unit_has_the_common_list_and_its_own(decided: Office) -> None:
    assert codes(decided, "economy") == {"DC.01", "DC.02", "KT.01"}
    assert codes(decided, "culture") == {"DC.01", "DC.02", "VX.01"}
    assert codes(decided, "commune") == {"DC.01", "DC.02"}


def test_a_team_within_a_unit_has_that_unit_s_list_too(decided: Office) -> None:
    team = unit("KT1", "Tổ địa chính", "direct", decided.here.economy)
    assert {product.code for product in Product.objects.in_force(team, TODAY)} == {"DC.01", "DC.02", "KT.01"}


def test_the_list_of_a_unit_goes_on_in_the_unit_it_was_merged_into(decided: Office) -> None:
    merge_units([decided.here.economy], decided.here.culture, NEXT)
    assert codes(decided, "culture", date(2026, 6, 30)) == {"DC.01", "DC.02", "VX.01", "KT.01"}
    assert codes(decided, "culture", NEXT) == {"DC.01", "DC.02", "VX.01", "KT.01"}
    assert codes(decided, "economy", NEXT) == set(), "a unit that is no more assigns nothing"


def test_products_are_found_without_diacritics(decided: Office) -> None:
    found = Product.objects.in_force(decided.here.economy, TODAY).search("phieu dat")
    assert [product.code for product in found] == ["KT.01"]
    assert Product.objects.search("kt.01").count() == 1
    assert Product.objects.search("hình").count() == 0


def test_a_snapshot_never_moves(decided: Office) -> None:
    kept = decided.product("KT.01").snapshot()
    after(decided, NEXT, KT_01=9900)
    now = Product.objects.in_force(decided.here.economy, TODAY).get(code="KT.01").snapshot()
    assert (kept.coefficient_m, kept.number, kept.catalogue) == (6000, 1, decided.catalogue.pk)
    assert (now.coefficient_m, now.number) == (9900, 2)
    with pytest.raises(FrozenInstanceError):
        kept.coefficient_m = 1  # type: ignore[misc]


def test_what_has_no_coefficient_cannot_be_given(draft: Office) -> None:
    with pytest.raises(ValueError, match=r"SP\.001"):
        put_product(draft.new()).snapshot()


def test_the_other_commune_s_catalogue_is_its_own(here: Commune) -> None:
    office = drawn_up(here)
    record_decided(office.catalogue, here.thu, 0, a_decision(), FIRST)
    assert Catalogue.objects.in_force(here.other_commune, TODAY) is None
