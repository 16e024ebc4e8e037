"""Drawing up a version: groups and products, by whom and while it may be changed, one formula for coefficients."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from congminh.catalogue.actions import (
    Frame,
    begin_catalogue,
    choose_standard,
    put_product,
    reckon_coefficients,
    remove_product,
    set_groups,
)
from congminh.catalogue.models import Catalogue, Product
from congminh.org.actions import choose_reading
from tests.apps.catalogue.office import FIRST, FRAMES, Office, merged
from tests.apps.org.commune import SINCE, Commune


def said(caught: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return caught.value.message_dict


def test_a_version_begins_empty_in_the_first_state_with_the_decimals_in_force(here: Commune) -> None:
    new = begin_catalogue(here.commune, "  Danh mục  ", by=here.thu)
    assert (new.number, new.name, new.decimals, new.state, new.version) == (1, "Danh mục", 1, "listing", 0)
    assert (new.first, new.decision, new.begun_by) == (None, None, here.thu)
    assert not new.products.exists() and not new.groups.exists()


def test_decimals_are_those_the_agency_chose(here: Commune) -> None:
    choose_reading("coefficient_decimals", "3", SINCE, here.decision)
    assert begin_catalogue(here.commune, "Danh mục").decimals == 3
    assert begin_catalogue(here.other_commune, "Danh mục", day=SINCE).decimals == 3


@pytest.mark.parametrize("who", ["an", "thu", "minh", "chair"])
def test_heads_and_personnel_begin_a_version(here: Commune, who: str) -> None:
    assert begin_catalogue(here.commune, "Danh mục", by=getattr(here, who)).number == 1


@pytest.mark.parametrize("who", ["lan", "hoa", "dung", "son", "far"])
def test_nobody_else_begins_one(here: Commune, who: str) -> None:
    with pytest.raises(PermissionDenied):
        begin_catalogue(here.commune, "Danh mục", by=getattr(here, who))
    assert not Catalogue.objects.exists()


def test_a_unit_within_an_agency_has_no_catalogue_of_its_own(here: Commune) -> None:
    with pytest.raises(ValidationError) as caught:
        begin_catalogue(here.economy, "Danh mục")
    assert set(said(caught)) == {"agency"}


def test_one_draft_at_a_time(draft: Office) -> None:
    with pytest.raises(ValidationError) as caught:
        begin_catalogue(draft.here.commune, "Danh mục khác")
    error = caught.value.error_dict["agency"][0]
    assert draft.catalogue.name in error.messages[0]
    assert error.params["next"]
    assert begin_catalogue(draft.here.other_commune, "Danh mục").number == 1, "another agency has its own"


def test_the_next_version_takes_over_groups_and_products(decided: Office) -> None:
    new = begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)
    assert (new.number, new.based_on, new.state) == (2, decided.catalogue, "listing")
    columns = ("code", "unit_id", "task", "work", "output", "group__number", "points_m", "coefficient_m", "folded")
    rows = [list(each.products.order_by("code").values_list(*columns)) for each in (decided.catalogue, new)]
    assert rows[0] == rows[1] and len(rows[0]) == 4
    assert {product.group.catalogue_id for product in new.products.all() if product.group} == {new.pk}
    assert new.products.get(is_standard=True).code == "DC.01"


def test_a_version_is_not_based_on_another_agency_s(decided: Office) -> None:
    with pytest.raises(ValidationError) as caught:
        begin_catalogue(decided.here.other_commune, "Danh mục", decided.catalogue)
    assert set(said(caught)) == {"based_on"}


def test_at_most_five_groups(draft: Office) -> None:
    six = [Frame(f"N{n}", None, n * 100_000) for n in range(1, 7)]
    with pytest.raises(ValidationError) as caught:
        set_groups(draft.catalogue, six)
    assert set(said(caught)) == {"groups"}
    assert len(set_groups(draft.catalogue, six[:5])) == 5


@pytest.mark.parametrize(
    "frames",
    [
        [Frame("N1", None, 100_000), Frame("N2", None, 100_000), Frame("N3", None, 300_000)],
        [Frame("N1", 10_000, 10_000), Frame("N2"), Frame("N3")],
        [Frame("N1", 5000, None), Frame("N2"), Frame("N3")],
        [Frame("N1", None, 0), Frame("N2"), Frame("N3")],
        [Frame("", None, 1000), Frame("N2"), Frame("N3")],
    ],
)
def test_frames_that_do_not_rise_or_turn_round_or_have_no_name_are_refused(draft: Office, frames: list[Frame]) -> None:
    with pytest.raises(ValidationError):
        set_groups(draft.catalogue, frames)
    assert [group.ceiling_m for group in draft.catalogue.groups.all()] == [10_000, 50_000, 100_000]


def test_a_group_that_holds_products_is_not_left_out(draft: Office) -> None:
    with pytest.raises(ValidationError) as caught:
        set_groups(draft.catalogue, FRAMES[:2])
    assert "VX.01" in said(caught)["groups"][0]
    set_groups(draft.catalogue, [*FRAMES, Frame("N4", None, 200_000)])
    set_groups(draft.catalogue, FRAMES)
    assert draft.catalogue.groups.count() == 3


@pytest.mark.parametrize(("who", "where"), [("thu", None), ("thu", "economy"), ("an", "culture"), ("minh", "economy")])
def test_personnel_and_the_head_change_any_list_a_unit_s_head_its_own(
    draft: Office, who: str, where: str | None
) -> None:
    unit = getattr(draft.here, where) if where else None
    put = put_product(draft.new(unit=unit), by=getattr(draft.here, who))
    assert (put.code, put.unit) == ("SP.001", unit)
    remove_product(put, by=getattr(draft.here, who))
    assert draft.catalogue.products.count() == 4


@pytest.mark.parametrize(
    ("who", "where"),
    [("minh", None), ("minh", "culture"), ("lan", "economy"), ("hoa", "economy"), ("far", None), ("dung", None)],
)
def test_nobody_changes_a_list_that_is_not_theirs(draft: Office, who: str, where: str | None) -> None:
    unit = getattr(draft.here, where) if where else None
    with pytest.raises(PermissionDenied):
        put_product(draft.new(unit=unit), by=getattr(draft.here, who))
    assert draft.catalogue.products.count() == 4


def test_a_unit_s_head_neither_takes_nor_gives_away_what_is_not_theirs(draft: Office) -> None:
    common, own = draft.product("DC.02"), draft.product("KT.01")
    common.unit, own.unit = draft.here.economy, draft.here.culture
    for product in (common, own):
        with pytest.raises(PermissionDenied):
            put_product(product, by=draft.here.minh)
    assert draft.product("DC.02").unit is None and draft.product("KT.01").unit == draft.here.economy


def test_a_change_to_what_someone_changed_meanwhile_is_refused(draft: Office) -> None:
    mine, theirs = draft.product("KT.01"), draft.product("KT.01")
    theirs.output = "Phiếu thẩm định hồ sơ đất"
    put_product(theirs, by=draft.here.thu)
    mine.output = "Phiếu của tôi"
    with pytest.raises(ValidationError) as caught:
        put_product(mine, by=draft.here.minh)
    assert "KT.01" in said(caught)["__all__"][0]
    assert draft.product("KT.01").output == "Phiếu thẩm định hồ sơ đất"
    with pytest.raises(ValidationError):
        remove_product(mine, by=draft.here.minh)


def test_what_was_typed_is_compared_with_the_version_it_was_typed_on(draft: Office) -> None:
    product = draft.product("KT.01")
    put_product(product)
    product.note = "sửa tiếp"
    with pytest.raises(ValidationError):
        put_product(product, seen=0)
    assert put_product(product, seen=1).version == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "dc.01"}, "__all__"),
        ({"points_m": 0}, "__all__"),
        ({"coefficient_m": 0}, "__all__"),
        ({"coefficient_m": 1_000_001}, "__all__"),
        ({"is_standard": True, "coefficient_m": 1000}, "__all__"),
    ],
)
def test_what_the_database_would_refuse_is_said_in_words(draft: Office, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        put_product(draft.new(**values))
    assert "violated" not in said(caught)[field][0]


def test_a_group_of_another_version_and_a_unit_of_another_agency_are_refused(draft: Office) -> None:
    other = begin_catalogue(draft.here.other_commune, "Danh mục")
    group = set_groups(other, [Frame("N1")])[0]
    stray = draft.new()
    stray.group = group
    with pytest.raises(ValidationError) as caught:
        put_product(stray)
    assert set(said(caught)) == {"group"}
    with pytest.raises(ValidationError) as caught:
        put_product(draft.new(unit=draft.here.other_commune))
    assert set(said(caught)) == {"unit"}


def test_codes_given_are_never_given_again(draft: Office) -> None:
    first, second = put_product(draft.new()), put_product(draft.new())
    assert (first.code, second.code) == ("SP.001", "SP.002")
    remove_product(first)
    assert put_product(draft.new()).code == "SP.003"


def test_one_standard_product_with_coefficient_1(draft: Office) -> None:
    chosen = choose_standard(draft.product("DC.02"), by=draft.here.an)
    assert (chosen.is_standard, chosen.coefficient_m) == (True, 1000)
    assert [product.code for product in draft.catalogue.products.filter(is_standard=True)] == ["DC.02"]
    with pytest.raises(PermissionDenied):
        choose_standard(draft.product("KT.01"), by=draft.here.minh)


def test_coefficients_are_points_over_standard_points_half_up(draft: Office) -> None:
    choose_standard(draft.product("DC.02"))
    assert reckon_coefficients(draft.catalogue, by=draft.here.thu) == 3
    coefficients = dict(draft.catalogue.products.values_list("code", "coefficient_m"))
    assert coefficients == {"DC.01": 100, "DC.02": 1000, "KT.01": 800, "VX.01": 1500}, "5 ÷ 40 = 0,125 ≈ 0,1"
    assert reckon_coefficients(draft.catalogue) == 0


def test_a_coefficient_with_a_reason_and_one_without_points_are_left(draft: Office) -> None:
    for code, values in {"KT.01": {"reason": "họp chuyên gia"}, "VX.01": {"points_m": None}}.items():
        product = draft.product(code)
        for name, value in {"coefficient_m": 7000, **values}.items():
            setattr(product, name, value)
        put_product(product)
    assert reckon_coefficients(draft.catalogue) == 0
    assert draft.product("KT.01").coefficient_m == draft.product("VX.01").coefficient_m == 7000


def test_a_coefficient_that_rounds_to_nothing_is_none_and_a_problem(draft: Office) -> None:
    small = put_product(draft.new(points_m=200))
    reckon_coefficients(draft.catalogue)
    small.refresh_from_db()
    assert small.coefficient_m is None
    first = draft.catalogue.problems()[0]
    assert (first.kind, first.stops, first.product) == ("without_coefficient", "use", small)


def test_without_the_points_of_the_standard_nothing_is_reckoned(draft: Office) -> None:
    Product.objects.filter(code="DC.01").update(points_m=None)
    with pytest.raises(ValidationError) as caught:
        reckon_coefficients(draft.catalogue)
    assert set(said(caught)) == {"standard_product"}


def test_once_sent_only_personnel_put_the_lists_in_one_form(draft: Office) -> None:
    for name in ("list", "propose_standard", "propose_conversion", "send"):
        draft.hand(name, draft.here.an)
    product = Product.objects.select_related("catalogue").get(code="KT.01")
    with pytest.raises(PermissionDenied):
        put_product(product, by=draft.here.minh)
    with pytest.raises(PermissionDenied):
        put_product(product, by=draft.here.an)
    assert put_product(product, by=draft.here.thu).version == 1


def test_what_waits_for_the_decision_or_was_decided_is_never_changed(here: Commune) -> None:
    office = merged(here)
    for act in (
        lambda: put_product(office.product("KT.01"), by=here.thu),
        lambda: remove_product(office.product("KT.01"), by=here.thu),
        lambda: set_groups(office.catalogue, FRAMES),
        lambda: choose_standard(office.product("KT.01")),
        lambda: reckon_coefficients(office.catalogue),
    ):
        with pytest.raises(ValidationError):
            act()
    assert office.catalogue.products.filter(version=0).count() == 4


def test_what_was_decided_stays_when_the_next_version_changes(decided: Office) -> None:
    new = begin_catalogue(decided.here.commune, "Danh mục 2027", decided.catalogue)
    product = new.products.get(code="KT.01")
    product.coefficient_m, product.reason = 9900, "khối lượng tăng"
    put_product(product)
    assert decided.product("KT.01").coefficient_m == 6000
    assert decided.again().first == FIRST
