"""Rows to assign, wherever they come from (a form, a paste, last period, a template), and what is wrong with them.

Everything a check asks of the database is read once for all rows, by `ground_of`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, F, Sum
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.models import Product
from congminh.law.calendar import Period
from congminh.law.facts import MOST_LOAD
from congminh.law.nd335.task_procedure import TASK
from congminh.law.text import scaled
from congminh.org.models import Person, Unit
from congminh.work.models import Goal, Task, Template, Whole
from congminh.work.models.kept import QUANTITY
from congminh.work.openness import closed, closed_fault
from congminh.work.periods import kind_on, period_of
from congminh.work.refusing import Faults, fault
from congminh.work.seats import Seats, seats_on

NAME_LETTERS = 400
Fault = tuple[str, ValidationError]


@dataclass(frozen=True)
class Row:
    """One row to assign: so much of a product to a person by a day of a period (yyyymm).

    Without `name` it is called as the product's output; without `unit` it is done where the person is evaluated;
    without `assigned_on` it is assigned today. With `whole` or `source` the product is as it stands there.
    """

    person: Person
    product: Product | None
    quantity_m: int
    due: date
    period: int
    name: str = ""
    assigned_on: date | None = None
    unit: Unit | None = None
    urgent: bool = False
    goal: Goal | None = None
    whole: Whole | None = None
    source: Task | None = None
    template: Template | None = None
    recurrence: int | None = None
    origin: str = Task.Origin.PLANNED

    @property
    def given_on(self) -> date:
        """The day of assignment."""
        return self.assigned_on or timezone.localdate()

    @property
    def kept(self) -> Task | Whole | None:
        """Where the product stands already as it counts: the whole, or the task taken over."""
        return self.source or self.whole

    def task(self, ground: Ground) -> Task:
        """The task, not yet saved; the row has been checked."""
        task = Task(procedure=TASK.name, person=self.person, period=self.period)
        task.unit_id = ground.unit_of(self) or 0
        task.assigned_m, task.due, task.assigned_on = self.quantity_m, self.due, self.given_on
        task.origin, task.urgent, task.goal, task.whole = self.origin, self.urgent, self.goal, self.whole
        task.source, task.template, task.recurrence = self.source, self.template, self.recurrence
        if self.kept:
            for name, value in self.kept.kept().items():
                setattr(task, name, value)
        elif self.product:
            task.keep(self.product.snapshot())
        task.name = self.name.strip() or (self.kept.name if self.kept else _called(self.product))
        return task


@dataclass(frozen=True)
class Ground:
    """What checks of rows stand on: who is who, what is in force, which periods are open, what people carry already."""

    day: date
    kind: str
    seats: Seats
    usable: Mapping[tuple[int, date], set[int]]
    shut: Collection[tuple[int, int]]
    carried: Mapping[tuple[int, int], int]

    def unit_of(self, row: Row) -> int | None:
        """The unit in which the row's work is done."""
        return row.unit.pk if row.unit else self.seats.unit_of(row.person.pk)

    def assessor_of(self, row: Row) -> int | None:
        """Who may assign the row."""
        unit = self.unit_of(row)
        return None if unit is None else self.seats.assessor(row.person.pk, unit)

    @cached_property
    def periods(self) -> dict[int, Period]:
        """Periods by code, as they are asked for."""
        return {}

    def period(self, code: int) -> Period:
        """The period with this code; ValidationError where the agency does not score by it."""
        if code not in self.periods:
            self.periods[code] = period_of(code, self.kind)
        return self.periods[code]


def ground_of(rows: Sequence[Row], seats: Seats | None = None) -> Ground:
    """All that the checks of these rows need, in a number of queries that grows with units and never with rows."""
    day = timezone.localdate()
    kind = kind_on(day)
    found = seats or seats_on(day, {(row.person.pk, row.unit.pk if row.unit else 0) for row in rows})
    pairs = {(row.person.pk, row.period) for row in rows}
    bare = Ground(day, kind, found, {}, closed(pairs), _carried(pairs))
    return replace(bare, usable=_usable(rows, bare))


def faults_of(rows: Sequence[Row], ground: Ground, by: Person | None) -> Faults:
    """Every fault by row and column; `by` is who assigns them, None where the rows are only proposed."""
    found: Faults = {}
    for number, row in enumerate(rows):
        found[number] = dict(faults_in(row, ground, by))
    for number, each in _overloads(rows, ground):
        found[number].setdefault("quantity", each)
    return {number: faults for number, faults in found.items() if faults}


def faults_in(row: Row, ground: Ground, by: Person | None) -> Iterator[Fault]:
    """What is wrong with one row, column by column."""
    yield from _of_person(row, ground, by)
    yield from _of_product(row, ground)
    yield from _of_quantity(row)
    yield from _of_days(row, ground)
    if len(row.name) > NAME_LETTERS:
        what = _("This is longer than %(most)s letters.")
        yield "name", fault(what, _("Shorten it; details go into the note."), most=NAME_LETTERS)


def _of_person(row: Row, ground: Ground, by: Person | None) -> Iterator[Fault]:
    unit, assessor = ground.unit_of(row), ground.assessor_of(row)
    if unit is None:
        what = _("%(person)s stands in no unit today.")
        yield "person", fault(what, _("Choose somebody else, or have personnel enter the post."), person=row.person)
    elif row.source is None and not ground.seats.stands_in(row.person.pk, unit):
        what, mend = _("%(person)s holds no post in this unit today."), _("Choose a unit in which they hold one.")
        yield "unit", fault(what, mend, person=row.person)
    elif assessor is None:
        what = _("Nobody is competent to assign work to %(person)s today.")
        yield "person", fault(what, _("Have personnel enter the head of the unit."), person=row.person)
    elif by is not None and row.person.pk == by.pk:
        what, mend = _("Nobody assigns work to themselves."), _("Propose the task instead; who scores you approves it.")
        yield "person", fault(what, mend)
    elif by is not None and assessor != by.pk:
        what = _("%(person)s's work is not yours to assign.")
        why = _("Only who monitors and scores a person assigns their work.")
        yield "person", fault(what, _("Choose one of your own people."), why, person=row.person)


def _of_product(row: Row, ground: Ground) -> Iterator[Fault]:
    if row.kept or (row.product is None and row.origin == Task.Origin.AD_HOC):
        return
    unit = ground.unit_of(row)
    if row.product is None:
        yield "product", fault(_("No product is chosen."), _("Choose one of the catalogue in force."))
    elif not row.product.coefficient_m:
        what, mend = _("%(product)s has no coefficient."), _("Choose another, or have its coefficient decided.")
        yield "product", fault(what, mend, product=row.product)
    elif unit is not None and row.product.pk not in ground.usable[unit, _in_force_day(row, ground)]:
        what = _("%(product)s is not in force here on the day of assignment.")
        yield "product", fault(what, _("Choose a product of the catalogue in force."), product=row.product)


def _of_quantity(row: Row) -> Iterator[Fault]:
    if wrong := quantity_fault(row.quantity_m):
        yield "quantity", wrong


def quantity_fault(quantity_m: int) -> ValidationError | None:
    """What is wrong with a quantity by the bounds of the law's facts."""
    if 0 < quantity_m <= QUANTITY.high:
        return None
    what, most = _("A quantity is above 0 and at most %(most)s."), scaled(QUANTITY.high, 3)
    return fault(what, _("Enter how many, such as 1 or 0,5."), most=most)


def _of_days(row: Row, ground: Ground) -> Iterator[Fault]:
    try:
        period = ground.period(row.period)
    except ValidationError as error:
        yield "period", error.error_dict["period"][0]
        return
    if (row.person.pk, row.period) in ground.shut:
        yield "period", closed_fault(row.period)
    given = {"due": f"{row.due:%d/%m/%Y}", "given": f"{row.given_on:%d/%m/%Y}"}
    if row.given_on > ground.day:
        yield "assigned_on", fault(_("%(given)s is a day to come."), _("Enter today or an earlier day."), **given)
    if row.due < row.given_on:
        what = _("The task is due on %(due)s, before it is assigned on %(given)s.")
        yield "due", fault(what, _("Enter a day from then on."), **given)
    elif row.due not in period:
        what, last = _("%(due)s is outside the period."), f"{period.last:%d/%m/%Y}"
        mend = _("Enter a day up to %(last)s, or split the product by period.")
        yield "due", fault(what, mend, _("What is assigned in a period is scored in it."), last=last, **given)


def _overloads(rows: Sequence[Row], ground: Ground) -> Iterator[tuple[int, ValidationError]]:
    """Rows by which somebody's converted load passes what is proved to be reckoned exactly."""
    loads = dict(ground.carried)
    for number, row in enumerate(rows):
        coefficient_m = (row.kept or row.product or Product()).coefficient_m or 0
        key = (row.person.pk, row.period)
        loads[key] = loads.get(key, 0) + coefficient_m * max(row.quantity_m, 0)
        if loads[key] > MOST_LOAD:
            what = _("With this %(person)s carries more than can be reckoned.")
            yield number, fault(what, _("Check quantity and coefficient."), person=row.person)


def _carried(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """What people carry already in their periods, in millionths of a standard product."""
    people, periods = ({pair[place] for pair in pairs} for place in (0, 1))
    load = Cast("coefficient_m", BigIntegerField()) * F("assigned_m")
    rows = Task.objects.counted().filter(person__in=people, period__in=periods).order_by()
    summed = rows.values_list("person_id", "period").annotate(load=Sum(load, output_field=BigIntegerField()))
    return {(person, period): int(total or 0) for person, period, total in summed}


def _in_force_day(row: Row, ground: Ground) -> date:
    """The day whose catalogue counts: of assignment, or the first of the period when it is assigned before it."""
    try:
        return max(row.given_on, ground.period(row.period).first)
    except ValidationError:
        return row.given_on


def _usable(rows: Sequence[Row], ground: Ground) -> dict[tuple[int, date], set[int]]:
    """Of the products in the rows, those in force by unit and day."""
    wanted: dict[tuple[int, date], set[int]] = defaultdict(set)
    for row in rows:
        unit = ground.unit_of(row)
        if row.product and unit is not None and not row.kept:
            wanted[unit, _in_force_day(row, ground)].add(row.product.pk)
    units = Unit.objects.in_bulk({unit for unit, _day in wanted})
    found = {}
    for (unit, day), products in wanted.items():
        in_force = Product.objects.in_force(units[unit], day).filter(pk__in=products)
        found[unit, day] = set(in_force.values_list("pk", flat=True))
    return found


def _called(product: Product | None) -> str:
    return (product.output or product.work or product.task or product.code)[:NAME_LETTERS] if product else ""
