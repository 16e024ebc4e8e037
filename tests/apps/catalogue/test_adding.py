"""Điều 13.3: a new product is reported, allowed with a provisional coefficient, added by decision or declined."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.catalogue.actions import add_new, approve_new, begin_catalogue, decline_new, propose_new
from congminh.catalogue.models import Product
from congminh.ledger.actions import Stale
from congminh.org.actions import choose_reading
from tests.apps.catalogue.office import Office, a_decision
from tests.apps.org.commune import SINCE


def reported(office: Office, who: str = "minh", where: str | None = "economy", coefficient_m: int = 2500) -> Product:
    """A new product of Minh's unit, as reported."""
    unit = getattr(office.here, where) if where else None
    product = office.new(unit=unit, coefficient_m=coefficient_m, output="Bản đồ số thửa đất")
    return propose_new(product, getattr(office.here, who), office.again().version)


def usable(office: Office, days: int = 0) -> set[str]:
    day = timezone.localdate() + timedelta(days=days)
    return {product.code for product in Product.objects.in_force(office.here.economy, day)}


def test_a_head_reports_a_new_product_and_those_who_decide_are_told(decided: Office) -> None:
    product = reported(decided)
    entry = decided.again().entries.last()
    assert entry and (entry.step, entry.cite, entry.before, entry.after) == (
        "report_new",
        "Điều 13.3",
        "decided",
        "adding",
    )
    assert entry.data == {"product": "SP.001", "output": "Bản đồ số thửa đất", "coefficient": "2,5"}
    assert {notice.to.code for notice in entry.notices.all()} == {"THU", "CHAIR"}
    assert (product.standing, product.reported_by, product.is_provisional) == ("proposed", decided.here.minh, True)


def test_it_is_usable_once_allowed_and_not_before(decided: Office) -> None:
    product = reported(decided)
    assert "SP.001" not in usable(decided)
    approve_new(product, decided.here.chair, decided.again().version)
    product.refresh_from_db()
    assert (product.standing, product.approved_by) == ("provisional", decided.here.chair)
    assert product.approved_at and product.first == timezone.localdate()
    assert "SP.001" in usable(decided) and "SP.001" not in usable(decided, -1)
    assert product.snapshot().provisional


def test_what_is_decided_goes_on_while_a_new_product_waits(decided: Office) -> None:
    before = usable(decided)
    reported(decided)
    assert decided.again().state == "adding"
    assert usable(decided) == before == {"DC.01", "DC.02", "KT.01"}


def test_by_decision_it_stays(decided: Office) -> None:
    product = reported(decided)
    approve_new(product, decided.here.chair, decided.again().version)
    add_new(decided.again(), decided.here.chair, decided.catalogue.version, a_decision("45/QĐ-UBND"))
    product.refresh_from_db()
    assert decided.again().state == "decided"
    assert (product.standing, str(product.decision)) == ("added", "45/QĐ-UBND, 31/12/2025")
    assert "SP.001" in usable(decided) and not product.snapshot().provisional


def test_it_may_be_added_without_having_been_allowed_first(decided: Office) -> None:
    reported(decided)
    add_new(decided.again(), decided.here.chair, decided.catalogue.version, a_decision("45/QĐ-UBND"))
    assert "SP.001" in usable(decided) and "SP.001" not in usable(decided, -1)


def test_declined_it_is_closed_and_what_was_given_keeps_its_number(decided: Office) -> None:
    product = reported(decided)
    approve_new(product, decided.here.chair, decided.again().version)
    given = product.snapshot()
    Product.objects.update(first=timezone.localdate() - timedelta(days=9))
    decline_new(decided.again(), decided.here.chair, decided.catalogue.version, "Đã có DC.02")
    product.refresh_from_db()
    assert (decided.catalogue.state, product.standing) == ("decided", "declined")
    assert "SP.001" not in usable(decided) and "SP.001" in usable(decided, -1), "it was usable while it was allowed"
    assert (given.coefficient_m, given.code, given.number) == (2500, "SP.001", 1)


def test_declining_needs_a_reason(decided: Office) -> None:
    reported(decided)
    with pytest.raises(ValidationError):
        decline_new(decided.again(), decided.here.chair, decided.catalogue.version, " ")
    assert decided.again().state == "adding"


def test_one_unit_does_not_wait_for_another(decided: Office) -> None:
    reported(decided)
    second = reported(decided, "thuong", "culture")
    assert second.code == "SP.002"
    assert [product.code for product in decided.catalogue.products.waiting()] == ["SP.001", "SP.002"]


def test_one_decision_settles_all_that_wait(decided: Office) -> None:
    first, second = reported(decided), reported(decided, "thuong", "culture")
    version, signed = decided.again().version, a_decision("45/QĐ-UBND")
    with pytest.raises(ValidationError) as caught:
        add_new(decided.catalogue, decided.here.chair, version, signed, [first])
    assert set(caught.value.message_dict) == {"reason"}
    with pytest.raises(ValidationError) as caught:
        add_new(decided.catalogue, decided.here.chair, version, signed, [], "không bổ sung")
    assert set(caught.value.message_dict) == {"products"}
    entry = add_new(decided.catalogue, decided.here.chair, version, signed, [first], "Trùng VX.01")
    assert (entry.data["added"], entry.data["declined"], entry.data["reason"]) == (
        ["SP.001"],
        ["SP.002"],
        "Trùng VX.01",
    )
    assert list(Product.objects.filter(pk__in=[first.pk, second.pk]).values_list("standing", flat=True)) == [
        "added",
        "declined",
    ]


@pytest.mark.parametrize(
    ("who", "where"), [("minh", "culture"), ("minh", None), ("lan", "economy"), ("thu", None), ("far", "economy")]
)
def test_nobody_reports_for_a_list_that_is_not_theirs(decided: Office, who: str, where: str | None) -> None:
    with pytest.raises(PermissionDenied):
        reported(decided, who, where)
    assert decided.again().state == "decided" and decided.catalogue.products.count() == 4


def test_the_head_of_the_agency_reports_for_any_list(decided: Office) -> None:
    assert reported(decided, "an", None).unit is None
    assert reported(decided, "an", "culture").unit == decided.here.culture


@pytest.mark.parametrize("who", ["an", "minh", "thu"])
def test_whoever_reports_does_not_allow_or_add_it(decided: Office, who: str) -> None:
    product = reported(decided)
    for act in (
        lambda: approve_new(product, getattr(decided.here, who), decided.again().version),
        lambda: add_new(decided.again(), getattr(decided.here, who), decided.catalogue.version, a_decision("45/QĐ")),
        lambda: decline_new(decided.again(), getattr(decided.here, who), decided.catalogue.version, "không"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    product.refresh_from_db()
    assert product.standing == "proposed"


def test_allowed_once(decided: Office) -> None:
    product = reported(decided)
    approve_new(product, decided.here.chair, decided.again().version)
    with pytest.raises(ValidationError):
        approve_new(product, decided.here.chair, decided.again().version)
    assert decided.again().entries.filter(step="approve_new").count() == 1


def test_a_decision_on_an_older_view_is_stale(decided: Office) -> None:
    reported(decided)
    seen = decided.again().version
    reported(decided, "thuong", "culture")
    with pytest.raises(Stale):
        add_new(decided.again(), decided.here.chair, seen, a_decision("45/QĐ-UBND"))
    assert decided.catalogue.products.waiting().count() == 2


def test_a_draft_takes_no_new_product_by_report(draft: Office) -> None:
    with pytest.raises(ValidationError):
        propose_new(draft.new(coefficient_m=1000), draft.here.an, 0)


@pytest.mark.parametrize("coefficient_m", [None, 0, 1_000_001])
def test_a_new_product_has_a_coefficient_within_bounds(decided: Office, coefficient_m: int | None) -> None:
    with pytest.raises(ValidationError):
        propose_new(decided.new(coefficient_m=coefficient_m), decided.here.an, 1)
    assert decided.again().state == "decided"


def test_where_the_agency_reads_it_so_a_new_product_is_worth_what_a_similar_one_is(decided: Office) -> None:
    choose_reading("new_item", "like_similar", SINCE, decided.here.decision)
    with pytest.raises(ValidationError) as caught:
        reported(decided)
    assert set(caught.value.message_dict) == {"like"}
    product = decided.new(coefficient_m=99_000)
    propose_new(product, decided.here.an, 1, like=decided.product("KT.01"))
    entry = decided.again().entries.last()
    assert product.coefficient_m == 6000
    assert entry and entry.data["like"] == "KT.01"


def test_the_next_version_takes_over_what_was_allowed_and_leaves_the_rest(decided: Office) -> None:
    allowed = reported(decided)
    approve_new(allowed, decided.here.chair, decided.again().version)
    reported(decided, "thuong", "culture")
    draft = begin_catalogue(decided.here.commune, "Danh mục 2027", decided.again())
    assert dict(draft.products.filter(code__startswith="SP").values_list("code", "standing")) == {"SP.001": "listed"}
