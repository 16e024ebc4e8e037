"""Work outside the plan: proposed before or after it is done, approved by who scores, counted on top."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.catalogue.models import Product
from congminh.work.actions import approve, confirm, decline, propose, report, withdraw
from congminh.work.models import Task
from congminh.work.rows import Row
from tests.apps.work.desk import Desk, again, day, extra


def new_item(desk: Desk, **more: Any) -> Row:
    """A row for something no catalogue holds."""
    return extra(desk, product=None, name="Kiểm đếm sau lũ", **more)


def test_a_task_to_be_done_is_proposed_approved_and_reported(desk: Desk) -> None:
    task = propose(extra(desk))
    assert (again(task).state, task.coefficient_m, task.is_extra) == ("proposed", 6000, True)
    assert {step.name for step in again(task).open_to(desk.here.minh)} == {"approve", "decline"}
    approve(again(task), desk.here.minh)
    assert (again(task).state, again(task).giver) == ("assigned", desk.here.minh)
    report(again(task), desk.here.lan, 2000, day(18))


def test_a_task_done_already_is_reported_once_it_is_approved(desk: Desk) -> None:
    task = propose(extra(desk), done_m=1500, finished_on=day(22))
    assert {step.name for step in again(task).open_to(desk.here.minh)} == {"approve_done", "decline"}
    approve(again(task), desk.here.minh)
    done = again(task)
    assert (done.state, done.reported_m, done.finished_on, done.delays) == ("reported", 1500, day(22), 1)
    confirm(done, desk.here.minh)
    assert again(task).confirmed_m == 1500


def test_a_task_taken_over_may_be_proposed_too(desk: Desk) -> None:
    assert propose(extra(desk, origin="taken_over")).origin == "taken_over"


def test_nobody_approves_their_own(desk: Desk) -> None:
    task = propose(extra(desk))
    for who in (desk.here.lan, desk.here.hoa, desk.here.an):
        with pytest.raises(PermissionDenied):
            approve(again(task), who)


def test_a_new_item_gets_a_provisional_coefficient_and_goes_to_the_catalogue(desk: Desk) -> None:
    task = propose(new_item(desk), coefficient_m=1500)
    assert (task.product, task.coefficient_m, task.provisional) == (None, 1500, True)
    approve(again(task), desk.here.minh, coefficient_m=1200)
    kept = again(task)
    assert (kept.state, kept.coefficient_m, kept.provisional) == ("assigned", 1200, True)
    product = Product.objects.get(standing="proposed")
    assert kept.product == product and (product.output, product.coefficient_m) == ("Kiểm đếm sau lũ", 1200)
    assert (product.reported_by, kept.code) == (desk.here.minh, product.code)
    assert desk.office.again().state == "adding"


def test_a_new_item_without_any_coefficient_is_refused_at_its_field(desk: Desk) -> None:
    task = propose(new_item(desk))
    with pytest.raises(ValidationError) as caught:
        approve(again(task), desk.here.minh)
    assert set(caught.value.message_dict) == {"coefficient_m"}
    assert again(task).state == "proposed"


@pytest.mark.parametrize("coefficient_m", [0, -1, 1_000_001])
def test_a_coefficient_beyond_the_bounds_is_refused(desk: Desk, coefficient_m: int) -> None:
    with pytest.raises(ValidationError) as caught:
        propose(new_item(desk), coefficient_m=coefficient_m)
    assert set(caught.value.message_dict) == {"coefficient_m"}
    assert not Task.objects.exists()


def test_where_the_agency_says_so_a_new_item_counts_like_a_similar_one(desk: Desk) -> None:
    desk.reads("new_item", "like_similar")
    task = propose(new_item(desk))
    with pytest.raises(ValidationError):
        approve(again(task), desk.here.minh, coefficient_m=1200)
    approve(again(task), desk.here.minh, like=desk.product("DC.02"))
    assert again(task).coefficient_m == 8000


def test_who_scores_but_keeps_no_list_approves_with_a_provisional_coefficient(desk: Desk) -> None:
    here = desk.here
    row = replace(new_item(desk), person=here.an)
    task = propose(row, coefficient_m=3000)
    approve(again(task), here.chair)
    assert (again(task).state, again(task).product, again(task).coefficient_m) == ("assigned", None, 3000)


def test_a_proposal_is_declined_with_a_reason_or_withdrawn(desk: Desk) -> None:
    declined, withdrawn = propose(extra(desk)), propose(extra(desk))
    with pytest.raises(ValidationError) as caught:
        decline(again(declined), desk.here.minh, " ")
    assert set(caught.value.message_dict) == {"reason"}
    decline(again(declined), desk.here.minh, "Đã nằm trong kế hoạch")
    withdraw(again(withdrawn), desk.here.lan)
    assert (again(declined).state, again(withdrawn).state) == ("declined", "cancelled")
    with pytest.raises(ValidationError):
        approve(again(declined), desk.here.minh)


@pytest.mark.parametrize(
    ("field", "row", "more"),
    [
        ("origin", {"origin": "planned"}, {}),
        ("origin", {"origin": "handed_over"}, {}),
        ("quantity", {"quantity_m": 0}, {}),
        ("due", {"due": day(1), "assigned_on": day(2)}, {}),
        ("name", {"product": None, "name": " "}, {"coefficient_m": 1000}),
        ("product", {"product": None, "origin": "taken_over"}, {}),
        ("quantity", {}, {"done_m": 0, "finished_on": day(18)}),
        ("finished_on", {}, {"done_m": 1000}),
        ("finished_on", {"assigned_on": day(10)}, {"done_m": 1000, "finished_on": day(9)}),
        ("finished_on", {}, {"done_m": 1000, "finished_on": timezone.localdate().replace(year=2099)}),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_its_field(
    desk: Desk, field: str, row: dict[str, Any], more: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as caught:
        propose(extra(desk, **row), **more)
    assert set(caught.value.message_dict) == {field}
    assert not Task.objects.exists()


def test_one_whom_nobody_scores_can_propose_nothing(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        propose(replace(extra(desk), person=desk.here.chair))
    assert "person" in caught.value.message_dict
