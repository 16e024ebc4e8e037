"""Work in the demonstration: months confirmed, this one in full swing, all through the actions of the site.

Which task is late, returned or asked about is drawn, and always alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from congminh.catalogue.models import Product
from congminh.demo import agency, months
from congminh.demo.catalogue import load as load_products
from congminh.demo.lines import Line, chance, draw
from congminh.demo.ordinary import rhythm
from congminh.demo.organisation import code
from congminh.demo.work_steps import TOLD, Given, finish_month, work_month
from congminh.law.calendar import ONE_DAY, Period
from congminh.law.nd335.posts import Gap
from congminh.org import facts
from congminh.org.models import Person, Unit
from congminh.work.actions import assign, put_goal, put_template
from congminh.work.models import Goal, Task, Template
from congminh.work.rows import Row

# Before this day of a month the month before is the one in full swing: it is still being done and confirmed.
SWING_FROM = 10


@dataclass(frozen=True)
class Ground:
    """Who is who, who scores whom, what may be assigned in which unit; all by the numbers of agency.yaml."""

    people: Mapping[int, Person]
    heads: Mapping[int, Person]
    units: Mapping[int, Unit]
    products: Mapping[int, Mapping[str, Product]]


@transaction.atomic
def load_work() -> None:
    """Bring in the months up to this one, after organisation and catalogue; loading it again changes nothing."""
    if Task.objects.exists():
        return
    day = timezone.localdate()
    this = in_swing(day)
    over = sorted({*months.PERIODS, Period.of_day(this.first - ONE_DAY).code})
    ground = _ground(day, this)
    goals = _goals(ground, Period.of_code(over[0]))
    templates = _templates(ground, goals)
    for code_of_month in over:
        if code_of_month < this.code:
            finish_month(_given(ground, Period.of_code(code_of_month), goals, templates))
    work_month(_given(ground, this, goals, templates), day)


def in_swing(day: date) -> Period:
    """The month shown in full swing on `day`."""
    return Period.of_day(day if day.day >= SWING_FROM else day.replace(day=1) - ONE_DAY)


def _ground(day: date, first: Period) -> Ground:
    loaded = agency.load()
    people = {number: Person.objects.get(code=code(number)) for number in loaded.people}
    scored = facts.authorities(day, [person.pk for person in people.values()])
    by = {number: scored[person.pk][0] for number, person in people.items()}
    heads = Person.objects.in_bulk({answer.person for answer in by.values() if not isinstance(answer, Gap)})
    units = {number: Unit.objects.get(code=code(number)) for number in loaded.units}
    products = {
        number: {each.code: each for each in Product.objects.in_force(unit, first.first)}
        for number, unit in units.items()
    }
    scoring = {number: heads[answer.person] for number, answer in by.items() if not isinstance(answer, Gap)}
    return Ground(people, scoring, units, products)


def _goals(ground: Ground, first: Period) -> dict[str, Goal]:
    """By product the goal its tasks serve, entered by whoever heads the unit."""
    text = (resources.files("congminh.demo") / "goals.yaml").read_text(encoding="utf-8")
    found: dict[str, Goal] = {}
    for row in yaml.safe_load(text):
        words = {name: row[name] for name in ("programme", "name", "indicator")}
        goal = Goal(unit=ground.units[row["unit"]], first=first.code, last=first.code // 100 * 100 + 12, **words)
        put_goal(goal, ground.people[_head_of(row["unit"])])
        found |= dict.fromkeys(row["codes"], goal)
    return found


def _head_of(unit: int) -> int:
    return next(one.id for one in agency.load().people.values() if one.unit == unit and one.post == "head")


def _templates(ground: Ground, goals: Mapping[str, Goal]) -> dict[tuple[int, str], Template]:
    """What recurs in the work of staff, by person and product."""
    found = {}
    for one in agency.load().people.values():
        for name in one.work:
            times = rhythm(load_products()[name])
            if times and not one.leads and name in ground.products[one.unit]:
                row = {"quantity_m": 1000 * times, "due_day": _due_day(one.id, name), "goal": goals.get(name)}
                template = Template(unit=ground.units[one.unit], person=ground.people[one.id], code=name, **row)
                found[one.id, name] = put_template(template, ground.people[_head_of(one.unit)])
    return found


def _given(
    ground: Ground, month: Period, goals: Mapping[str, Goal], templates: Mapping[tuple[int, str], Template]
) -> list[Given]:
    """The tasks of a month, assigned by whoever scores each person: one batch a head."""
    lines = months.lines(month.code)
    found: list[Given] = []
    for head in dict.fromkeys(ground.heads.values()):
        numbers = [number for number, by in ground.heads.items() if by == head]
        wanted = [
            (number, line)
            for number in numbers
            for line in whole(lines[number])
            if line.product in ground.products[agency.load().people[number].unit]
        ]
        rows = [_row(ground, number, line, month, goals, templates) for number, line in wanted]
        given = assign(rows, head) if rows else []
        found += [Given(task, line, head) for task, (_number, line) in zip(given, wanted, strict=True)]
    return found


def whole(lines: Iterable[Line]) -> Sequence[Line]:
    """One line a product, where a month has what went well and what did not apart."""
    found: dict[str, Line] = {}
    for line in lines:
        there = found.get(line.product)
        added = {name: getattr(line, name) + getattr(there, name) for name in ADDED} if there else {}
        found[line.product] = line._replace(**added)
    return list(found.values())


ADDED = ("assigned_m", "done_m", "quality_failures", "delays")


def _row(
    ground: Ground,
    number: int,
    line: Line,
    month: Period,
    goals: Mapping[str, Goal],
    templates: Mapping[tuple[int, str], Template],
) -> Row:
    product = ground.products[agency.load().people[number].unit][line.product]
    template = templates.get((number, line.product))
    recurs: dict[str, Any] = {"template": template, "recurrence": month.code} if template else {}
    return Row(
        ground.people[number],
        product,
        line.assigned_m,
        _due(number, line, month),
        month.code,
        assigned_on=month.first,
        urgent=chance(4, "urgent", number, line.product, month.code),
        goal=goals.get(line.product),
        origin=Task.Origin.AD_HOC if line.origin == "ad_hoc" else Task.Origin.PLANNED,
        **recurs,
    )


def _due_day(number: int, name: str) -> int:
    told = TOLD.get((code(number), name))
    return told[0] if told else 6 + draw(23, "due", number, name)


def _due(number: int, line: Line, month: Period) -> date:
    """A working day of the month."""
    day = month.first + timedelta(days=_due_day(number, line.product) - 1)
    while day.weekday() > 4 and day > month.first:
        day -= ONE_DAY
    return day
