"""Giving work: by whom, to whom, of what, by when; and every wrong row said at its row and column."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from congminh.law.procedure import Role
from congminh.ledger.models import Entry, Notice
from congminh.org.actions import appoint, delegate, end_post
from congminh.org.models import Post
from congminh.work.actions import assign
from congminh.work.models import Goal, Task
from tests.apps.catalogue.office import after
from tests.apps.org.commune import post
from tests.apps.work.desk import MONTH, THIS, Desk, again, day


def faults(desk: Desk, *rows: Any, by: Any = None) -> dict[str, list[str]]:
    """What is said of rows that cannot be assigned."""
    with pytest.raises(ValidationError) as caught:
        assign(rows, by or desk.here.minh)
    assert not Task.objects.exists()
    return caught.value.message_dict


def test_a_task_keeps_the_product_as_it_was_assigned(desk: Desk) -> None:
    task = again(desk.given())
    assert (task.state, task.version, task.title()) == ("assigned", 1, "Phiếu thẩm định đất")
    assert (task.code, task.coefficient_m, task.catalogue_number) == ("KT.01", 6000, 1)
    assert (task.unit, task.giver, task.origin) == (desk.here.economy, desk.here.minh, "planned")
    assert (task.assigned_m, task.assigned_on, task.due) == (2000, day(1), day(20))


def test_a_later_catalogue_never_moves_a_coefficient_already_given(desk: Desk) -> None:
    task = desk.given()
    after(desk.office, THIS.first, KT_01=9000)
    assert again(task).coefficient_m == 6000


def test_the_entry_says_what_was_assigned(desk: Desk) -> None:
    entry = desk.given().entries.get()
    assert (entry.step, entry.cite, entry.role) == ("assign", "Điều 18.1.b", Role.ASSESSOR)
    assert entry.data == {
        "task": "Phiếu thẩm định đất",
        "product": "KT.01",
        "coefficient": "6",
        "quantity": "2",
        "due": f"{day(20):%d/%m/%Y}",
    }


def test_many_rows_are_one_batch_and_each_person_is_told_once(desk: Desk) -> None:
    rows = [desk.row(who, code) for who in (desk.here.lan, desk.here.hoa) for code in ("KT.01", "DC.01", "DC.02")]
    tasks = assign(rows, desk.here.minh)
    assert [task.code for task in tasks] == ["KT.01", "DC.01", "DC.02"] * 2
    marks = {str(entry.data["batch"]) for entry in Entry.objects.filter(step="assign")}
    assert len(marks) == 1 and "'files': 6" in marks.pop()
    assert sorted(notice.to.name for notice in Notice.objects.filter(entry__step="assign")) == [
        "Lê Thị Quỳnh Hoa",
        "Nguyễn Thị Ngọc Lan",
    ]


def test_a_head_of_an_agency_assigns_to_heads_of_its_units(desk: Desk) -> None:
    task = assign([desk.row(desk.here.minh, "DC.02")], desk.here.an)[0]
    assert (task.person, task.unit) == (desk.here.minh, desk.here.economy)


@pytest.mark.parametrize("who", ["an", "hoa", "thu", "dung", "son", "far"])
def test_only_who_scores_a_person_assigns_their_work(desk: Desk, who: str) -> None:
    said = faults(desk, desk.row(), by=getattr(desk.here, who))
    assert set(said) == {"0.person"} and "Nguyễn Thị Ngọc Lan" in said["0.person"][0]


def test_nobody_assigns_work_to_themselves(desk: Desk) -> None:
    assert set(faults(desk, desk.row(desk.here.minh))) == {"0.person"}


def test_a_delegate_assigns_while_the_delegation_lasts_and_never_to_themselves(desk: Desk) -> None:
    here, today = desk.here, timezone.localdate()
    delegate(here.economy, here.hoa, today, today + timedelta(days=3))
    assert assign([desk.row()], here.hoa)[0].giver == here.hoa
    with pytest.raises(ValidationError):
        assign([desk.row(here.hoa)], here.hoa)
    assert assign([desk.row(here.hoa)], here.minh)[0].person == here.hoa


def test_one_without_a_post_is_given_nothing(desk: Desk) -> None:
    said = faults(desk, desk.row(desk.here.son))
    assert set(said) == {"0.person"}


def test_a_unit_without_a_head_says_what_is_missing(desk: Desk) -> None:
    end_post(desk.here.minh.posts.get(), timezone.localdate() - timedelta(days=1))
    assert set(faults(desk, desk.row(), by=desk.here.an)) == {"0.person"}


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        ("quantity", {"quantity_m": 0}),
        ("quantity", {"quantity_m": -1000}),
        ("quantity", {"quantity_m": 10_000_001}),
        ("due", {"assigned_on": day(20), "due": day(19)}),
        ("due", {"due": THIS.first}),
        ("assigned_on", {"assigned_on": THIS.last + timedelta(days=1), "due": THIS.last, "period": THIS.code}),
        ("period", {"period": 202613}),
        ("period", {"period": 0}),
        ("name", {"name": "x" * 401}),
    ],
)
def test_a_wrong_row_is_said_at_its_column_and_nothing_is_assigned(
    desk: Desk, column: str, changes: dict[str, Any]
) -> None:
    said = faults(desk, desk.row(code="DC.01"), desk.row(**changes))
    assert f"1.{column}" in said and not [place for place in said if place.startswith("0")]


def test_a_refusal_says_what_why_and_what_to_do(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        assign([desk.row(due=THIS.first)], desk.here.minh)
    params = caught.value.error_dict["0.due"][0].params
    assert params and params["why"] and f"{MONTH.last:%d/%m/%Y}" in params["next"]


def test_the_bounds_themselves_are_allowed(desk: Desk) -> None:
    rows = [desk.row(quantity_m=1), desk.row(code="DC.01", quantity_m=10_000_000), desk.row(due=MONTH.last)]
    assert len(assign(rows, desk.here.minh)) == 3


def test_a_load_beyond_what_is_reckoned_exactly_is_refused(desk: Desk) -> None:
    huge = after(desk.office, MONTH.first, KT_01=1_000_000)
    row = desk.row(quantity_m=10_000_000)
    row = replace(row, product=huge.product("KT.01"))
    assert assign([row], desk.here.minh)
    with pytest.raises(ValidationError) as caught:
        assign([desk.row(code="DC.01", quantity_m=1)], desk.here.minh)
    assert "0.product" in caught.value.message_dict, "the catalogue of that day is the later one"
    small = replace(row, product=huge.product("DC.01"), quantity_m=1)
    with pytest.raises(ValidationError) as caught:
        assign([small], desk.here.minh)
    assert set(caught.value.message_dict) == {"0.quantity"}


def test_a_product_of_another_unit_or_version_is_refused(desk: Desk) -> None:
    assert set(faults(desk, desk.row(code="VX.01"))) == {"0.product"}
    assert set(faults(desk, replace(desk.row(), product=None))) == {"0.product"}


def test_a_product_without_a_coefficient_is_refused_with_what_to_do(desk: Desk) -> None:
    product = desk.product()
    product.coefficient_m = None
    row = replace(desk.row(), product=product)
    assert set(faults(desk, row)) == {"0.product"}


def test_nothing_to_assign_is_refused(desk: Desk) -> None:
    with pytest.raises(ValidationError) as caught:
        assign([], desk.here.minh)
    assert "rows" in caught.value.message_dict


def test_where_the_agency_scores_by_quarter_a_task_is_of_a_quarter(desk: Desk) -> None:
    desk.reads("scoring_period", "quarter")
    quarter = type(MONTH).of_day(day(1), "quarter")
    task = assign([desk.row(period=quarter.code)], desk.here.minh)[0]
    assert task.period == quarter.code
    if MONTH.code != quarter.code:
        with pytest.raises(ValidationError, match=r"."):
            assign([desk.row()], desk.here.minh)


def test_a_task_shows_the_goal_it_serves(desk: Desk) -> None:
    goal = Goal.objects.create(unit=desk.here.commune, name="Số hóa hồ sơ đất đai", first=202601, last=202612)
    task = desk.given(goal=goal)
    assert again(task).goal == goal
    assert [(each.given, each.done) for each in Goal.objects.counted()] == [(1, 0)]


def test_a_name_of_its_own_stands_for_the_products_output(desk: Desk) -> None:
    assert desk.given(name="  Thẩm định thửa 12  ").name == "Thẩm định thửa 12"
    assert list(Task.objects.search("tham dinh thua")) == list(Task.objects.all())


def test_a_second_post_is_another_place_of_work(desk: Desk) -> None:
    here = desk.here
    post(here.lan, here.culture, kind="concurrent")
    task = assign([desk.row(code="VX.01", unit=here.culture)], here.minh)[0]
    assert (task.unit, task.code) == (here.culture, "VX.01")


def test_nobody_is_given_work_in_a_unit_they_hold_no_post_in(desk: Desk) -> None:
    assert set(faults(desk, desk.row(code="VX.01", unit=desk.here.culture), by=desk.here.thuong)) == {"0.unit"}


def test_whoever_left_for_another_unit_is_confirmed_where_the_work_was_done(desk: Desk) -> None:
    task, here, today = desk.given(), desk.here, timezone.localdate()
    held = here.lan.posts.get()
    end_post(held, today - timedelta(days=1))
    appoint(Post(person=here.lan, unit=here.culture, first=today, position=held.position))
    moved = again(task)
    assert Role.ASSESSOR in moved.roles_of(here.minh) and Role.ASSESSOR not in moved.roles_of(here.thuong)
    fresh = assign([desk.row(here.lan, "VX.01")], here.thuong)[0]
    assert fresh.unit == here.culture and Role.ASSESSOR in fresh.roles_of(here.thuong)
