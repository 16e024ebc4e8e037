"""A period planned from what was there: copied, recurring, serving goals; never twice, and what cannot be is left."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from congminh.law.calendar import Period
from congminh.org.actions import end_post
from congminh.org.models import Post, Unit
from congminh.work.actions import (
    apply_templates,
    approve,
    assign,
    assign_shared,
    cancel,
    confirm,
    copy_period,
    propose,
    put_goal,
    put_template,
    remove_goal,
    report,
)
from congminh.work.models import Goal, Task, Template
from congminh.work.periods import day_of, moved
from tests.apps.catalogue.office import after
from tests.apps.org.commune import position
from tests.apps.work.desk import MONTH, NEXT, Desk, again, day, extra, project

AFTER = Period.of_day(NEXT.last + timedelta(days=1))


def copied(desk: Desk, target: Period = NEXT) -> Any:
    """The economy office's month before copied on."""
    return copy_period(desk.here.economy, MONTH.code, target.code, desk.here.minh)


def test_last_months_plan_is_this_ones_with_the_same_days(desk: Desk) -> None:
    desk.given(urgent=True, name="Thẩm định thửa 12")
    desk.given(person=desk.here.hoa, code="DC.01", due=MONTH.last)
    plan = copied(desk)
    assert not plan.left
    assert [(task.person.code, task.code, task.name, task.due, task.assigned_m) for task in plan.tasks] == [
        ("LAN", "KT.01", "Thẩm định thửa 12", day(20, NEXT), 2000),
        ("HOA", "DC.01", "Văn bản hành chính", day_of(NEXT, MONTH.last.day), 2000),
    ]
    assert {(task.state, task.period, task.urgent, task.assigned_on) for task in plan.tasks} == {
        ("assigned", NEXT.code, False, timezone.localdate())
    }


def test_a_plan_copied_twice_is_there_once(desk: Desk) -> None:
    for name in ("một", "một", "hai"):
        desk.given(name=name)
    assert len(copied(desk).tasks) == 3
    assert copied(desk).tasks == []
    desk.given(name="một")
    assert [task.name for task in copied(desk).tasks] == ["một"]


def test_what_was_not_planned_is_not_copied(desk: Desk) -> None:
    cancel(desk.given(), desk.here.minh, "thôi")
    approve(again(propose(extra(desk))), desk.here.minh)
    assign_shared(project(desk), [desk.row(quantity_m=500)], desk.here.minh)
    plan = copied(desk)
    assert (plan.tasks, plan.left) == ([], [])


def test_a_copied_product_has_the_coefficient_of_the_catalogue_then_in_force(desk: Desk) -> None:
    desk.given()
    after(desk.office, NEXT.first, KT_01=9000)
    assert copied(desk).tasks[0].coefficient_m == 9000


def test_rows_that_no_longer_hold_are_left_with_their_reasons(desk: Desk) -> None:
    desk.given()
    desk.given(person=desk.here.hoa)
    desk.given(code="DC.01")
    end_post(desk.here.hoa.posts.get(), timezone.localdate() - timedelta(days=1))
    newer = after(desk.office, MONTH.first)
    newer.catalogue.products.filter(code="DC.01").update(code="DC.99")
    plan = copied(desk)
    assert [(task.person.code, task.code) for task in plan.tasks] == [("LAN", "KT.01")]
    assert [(row.person.code, sorted(faults)) for row, faults in plan.left] == [
        ("HOA", ["person"]),
        ("LAN", ["product"]),
    ]


def test_only_who_scores_them_gets_a_plan_assigned(desk: Desk) -> None:
    desk.given()
    plan = copy_period(desk.here.economy, MONTH.code, NEXT.code, desk.here.thuong)
    assert plan.tasks == [] and [sorted(faults) for _row, faults in plan.left] == [["person"]]


@pytest.mark.parametrize("codes", [(202613, 202612), (202612, 0)])
def test_a_period_that_is_none_is_refused(desk: Desk, codes: tuple[int, int]) -> None:
    with pytest.raises(ValidationError) as caught:
        copy_period(desk.here.economy, *codes, desk.here.minh)
    assert set(caught.value.message_dict) == {"period"}


@pytest.mark.parametrize(
    ("source", "target", "given", "expected"),
    [
        ("2026-10", "2026-11", date(2026, 10, 31), date(2026, 11, 30)),
        ("2026-01", "2026-02", date(2026, 1, 30), date(2026, 2, 28)),
        ("2026-02", "2026-03", date(2026, 2, 28), date(2026, 3, 28)),
        ("2026-Q3", "2026-Q4", date(2026, 8, 31), date(2026, 11, 30)),
        ("2026-Q4", "2027-Q1", date(2026, 10, 5), date(2027, 1, 5)),
    ],
)
def test_a_day_moves_to_the_same_place_of_another_period(source: str, target: str, given: date, expected: date) -> None:
    assert moved(given, Period.parse(source), Period.parse(target)) == expected


def recurring(desk: Desk, **more: Any) -> Template:
    """A monthly report of Lan's."""
    usual = {"unit": desk.here.economy, "code": "DC.02", "name": "Báo cáo tháng", "due_day": 31}
    usual |= {} if "position" in more else {"person": desk.here.lan}
    return put_template(Template(**{**usual, **more}), desk.here.minh)


def applied(desk: Desk, period: Period = NEXT) -> list[Task]:
    """The recurring tasks of the economy office in a period."""
    plan = apply_templates(desk.here.economy, period.code, desk.here.minh)
    assert not plan.left
    return list(plan.tasks)


def test_a_recurring_task_is_assigned_once_a_month_on_its_day_or_the_last(desk: Desk) -> None:
    template = recurring(desk)
    (task,) = applied(desk)
    assert (task.name, task.due, task.template, task.recurrence) == (
        "Báo cáo tháng",
        NEXT.last,
        template,
        NEXT.code,
    )
    assert applied(desk) == []
    assert [task.period for task in applied(desk, AFTER)] == [AFTER.code]


def test_a_recurring_task_somebody_cancelled_stays_cancelled(desk: Desk) -> None:
    recurring(desk)
    cancel(applied(desk)[0], desk.here.minh, "tháng này không có")
    assert applied(desk) == []


def test_a_recurring_task_of_a_position_goes_to_all_who_hold_it(desk: Desk) -> None:
    held = position("Vị trí staff")
    extra = Post.objects.create(person=desk.here.son, unit=desk.here.economy, first=MONTH.first, position=held)
    recurring(desk, position=held)
    assert {task.person.code for task in applied(desk)} == {"LAN", "SON"}
    end_post(extra, timezone.localdate() - timedelta(days=1))
    assert {task.person.code for task in applied(desk, AFTER)} == {"LAN"}


def test_where_scored_by_quarter_a_recurring_task_is_due_each_month_of_it(desk: Desk) -> None:
    desk.reads("scoring_period", "quarter")
    recurring(desk, due_day=25)
    quarter = Period.of_day(AFTER.last + timedelta(days=45), "quarter")
    assert [task.due for task in applied(desk, quarter)] == [day(25, month) for month in quarter.months()]


def test_copying_and_recurring_do_not_meet_twice(desk: Desk) -> None:
    recurring(desk)
    assert len(applied(desk)) == 1
    plan = copy_period(desk.here.economy, NEXT.code, AFTER.code, desk.here.minh)
    assert [(task.recurrence, task.template_id is not None) for task in plan.tasks] == [(AFTER.code, True)]
    assert applied(desk, AFTER) == []


def test_one_out_of_use_is_not_assigned(desk: Desk) -> None:
    recurring(desk, is_active=False)
    assert applied(desk) == []


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("due_day", {"due_day": 32}),
        ("due_day", {"due_day": 0}),
        ("quantity_m", {"quantity_m": 0}),
        ("code", {"code": ""}),
        ("person", {"person": None}),
    ],
)
def test_a_recurring_task_that_cannot_be_is_refused(desk: Desk, field: str, more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        recurring(desk, **more)
    assert not Template.objects.exists()


def test_plans_are_made_by_who_leads_or_advises_the_unit(desk: Desk) -> None:
    here = desk.here
    goal = Goal(unit=here.economy, name="Cấp 500 giấy chứng nhận", first=202601, last=202612)
    for who in (here.lan, here.thuong, here.far, here.son):
        with pytest.raises(PermissionDenied):
            put_goal(goal, who)
        with pytest.raises(PermissionDenied):
            put_template(Template(unit=here.economy, person=here.lan, code="DC.02"), who)
    assert put_goal(goal, here.hoa).pk and put_goal(goal, here.an).pk and put_goal(goal, here.thu).pk


@pytest.mark.parametrize(("field", "periods"), [("last", (202610, 202609)), ("first", (202613, 202613))])
def test_a_goal_of_periods_that_cannot_be_is_refused(desk: Desk, field: str, periods: tuple[int, int]) -> None:
    first, last = periods
    with pytest.raises(ValidationError) as caught:
        put_goal(Goal(unit=desk.here.economy, name="x", first=first, last=last), desk.here.minh)
    assert field in caught.value.message_dict


def test_goals_are_seen_and_served_in_the_units_beneath(desk: Desk) -> None:
    here = desk.here
    top = put_goal(Goal(unit=here.commune, name="Hài lòng 95 %", first=202601, last=202612), here.an)
    own = put_goal(Goal(unit=here.economy, name="Cấp giấy", first=202607, last=202612), here.minh)
    put_goal(Goal(unit=here.culture, name="Thư viện", first=202601, last=202612), here.thuong)
    tree = Unit.objects.tree(timezone.localdate())
    assert set(Goal.objects.serving(here.economy.pk, tree)) == {top, own}
    assert set(Goal.objects.serving(here.economy.pk, tree).in_period(202603)) == {top}
    sees = {who: Goal.objects.visible_to(getattr(here, who)).count() for who in ("lan", "minh", "dung", "far", "son")}
    assert sees == {"lan": 3, "minh": 3, "dung": 3, "far": 0, "son": 0}


def test_a_goal_that_tasks_serve_is_not_taken_out(desk: Desk) -> None:
    goal = put_goal(Goal(unit=desk.here.economy, name="Cấp giấy", first=202601, last=202612), desk.here.minh)
    task = assign([desk.row(goal=goal)], desk.here.minh)[0]
    with pytest.raises(ValidationError) as caught:
        remove_goal(goal, desk.here.minh)
    assert set(caught.value.message_dict) == {"goal"}
    report(task, desk.here.lan, 2000, day(18))
    confirm(again(task), desk.here.minh)
    assert [(each.given, each.done) for each in Goal.objects.counted()] == [(1, 1)]
    other = put_goal(Goal(unit=desk.here.economy, name="Khác", first=202601, last=202612), desk.here.minh)
    remove_goal(other, desk.here.minh)
    assert Goal.objects.count() == 1
