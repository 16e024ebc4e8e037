"""A period planned from what was there: last period's tasks, recurring ones; and the goals they serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.models import Product
from congminh.law.calendar import Period
from congminh.org.models import Person, Post, Unit
from congminh.work.actions.assigning import assign, must_lead
from congminh.work.models import Goal, Task, Template
from congminh.work.periods import day_of, kind_on, moved, period_of
from congminh.work.refusing import fault, refuse
from congminh.work.rows import Row, faults_of, ground_of

# What a row left out stood for, and why it was left out, by column.
Left = tuple[Row, dict[str, ValidationError]]


@dataclass(frozen=True)
class Planned:
    """What a plan made: the tasks assigned, and the rows left for a person to settle."""

    tasks: Sequence[Task]
    left: Sequence[Left]


@transaction.atomic
def copy_period(unit: Unit, source: int, target: int, by: Person) -> Planned:
    """Assign in `target` what was planned in `source` in the unit, a month or quarter on («sao chép kỳ trước»).

    The same people, products by their code as now in force, quantities, and days of the month. Parts of a larger
    product and extra work are not copied; what was copied already is not copied twice.
    """
    kind = kind_on(timezone.localdate())
    first, then = period_of(source, kind), period_of(target, kind)
    _hold_unit(unit)
    here = Task.objects.counted().filter(unit=unit, origin__in=[Task.Origin.PLANNED, Task.Origin.HANDED_OVER])
    there = Counter(here.filter(period=target).values_list("person_id", "code", "name"))
    rows = here.filter(period=source, whole=None).select_related("person", "goal").order_by("pk")
    fresh = []
    for task in rows:
        key = (task.person_id, task.code, task.name)
        if there[key]:
            there[key] -= 1
        else:
            fresh.append(task)
    return _plan([_again(task, first, then) for task in fresh], [task.code for task in fresh], unit, by, then)


@transaction.atomic
def apply_templates(unit: Unit, period: int, by: Person) -> Planned:
    """Assign the unit's recurring tasks of a period («việc thường xuyên»), one for each of its months, never twice."""
    then = period_of(period, kind_on(timezone.localdate()))
    _hold_unit(unit)
    templates = list(Template.objects.filter(unit=unit, is_active=True).select_related("person", "goal"))
    done = set(
        Task.objects.filter(template__in=templates, period=period).values_list("template", "person", "recurrence")
    )
    found = [
        (template, person, month)
        for template, person in _for_whom(templates, unit)
        for month in then.months()
        if (template.pk, person.pk, month.code) not in done
    ]
    rows = [_recurring(template, person, month, then) for template, person, month in found]
    return _plan(rows, [template.code for template, _person, _month in found], unit, by, then)


@transaction.atomic
def put_template(template: Template, by: Person) -> Template:
    """Add a recurring task of a unit, or change it: by whoever leads or advises the unit."""
    must_lead(template.unit_id, by)
    template.full_clean()
    template.save()
    return template


@transaction.atomic
def put_goal(goal: Goal, by: Person) -> Goal:
    """Add a goal of a unit's programme («chương trình, kế hoạch»), or change it: by who leads or advises the unit."""
    must_lead(goal.unit_id, by)
    goal.full_clean()
    goal.save()
    return goal


@transaction.atomic
def remove_goal(goal: Goal, by: Person) -> None:
    """Take a goal out again, while no task serves it."""
    must_lead(goal.unit_id, by)
    try:
        goal.delete()
    except ProtectedError:
        what, mend = _("Tasks serve “%(goal)s”."), _("Let its last period be the one before this instead.")
        refuse("goal", what, mend, goal=goal)


def _plan(rows: Sequence[Row], codes: Sequence[str], unit: Unit, by: Person, period: Period) -> Planned:
    """Assign the rows that hold, with products by their codes; the others are left with their faults."""
    day = max(timezone.localdate(), period.first)
    wanted = Product.objects.in_force(unit, day).filter(code__in=set(codes))
    products = {product.code: product for product in wanted}
    rows = [replace(row, product=products.get(code)) for row, code in zip(rows, codes, strict=True)]
    faults = faults_of(rows, ground_of(rows), by) if rows else {}
    for number, code in enumerate(codes):
        if code not in products:
            what, mend = _("No product %(code)s is in force here."), _("Choose another product of the catalogue.")
            faults.setdefault(number, {})["product"] = fault(what, mend, code=code)
    good = [row for number, row in enumerate(rows) if number not in faults]
    left = [(rows[number], each) for number, each in faults.items()]
    return Planned(assign(good, by) if good else [], left)


def _again(task: Task, source: Period, target: Period) -> Row:
    recurs = task.template_id and task.recurrence
    month = target.months()[0].code if target.kind == "month" else None
    return Row(
        task.person,
        None,
        task.assigned_m,
        moved(task.due, source, target),
        target.code,
        task.name,
        urgent=False,
        goal=task.goal if task.goal and task.goal.last >= target.code else None,
        template=task.template if recurs and month else None,
        recurrence=month if recurs else None,
    )


def _for_whom(templates: Iterable[Template], unit: Unit) -> list[tuple[Template, Person]]:
    """Each template with its person, or with everyone who holds its position in the unit and its parts today."""
    day = timezone.localdate()
    units = Unit.objects.tree(day).beneath([unit.pk], within_agency=True)
    positions = {template.position_id for template in templates} - {None}
    posts = Post.objects.held_on(day).filter(position__in=positions, unit__in=units).select_related("person")
    holders = [(post.position_id, post.person) for post in posts.order_by("person")]
    found: list[tuple[Template, Person]] = []
    for template in templates:
        own = [template.person] if template.person else [who for held, who in holders if held == template.position_id]
        found += [(template, person) for person in dict.fromkeys(own)]
    return found


def _recurring(template: Template, person: Person, month: Period, period: Period) -> Row:
    due = day_of(month, template.due_day)
    recurs = {"goal": template.goal, "template": template, "recurrence": month.code}
    return Row(person, None, template.quantity_m, due, period.code, template.name, **recurs)  # type: ignore[arg-type]


def _hold_unit(unit: Unit) -> None:
    """Of two who plan a unit at once the second waits, on both engines, and finds what the first assigned."""
    Unit.objects.filter(pk=unit.pk).update(begun=F("begun"))
