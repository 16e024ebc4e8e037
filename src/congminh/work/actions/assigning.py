"""Giving work (Điều 18.1.a–c): to one or many people, and a large product in parts within its total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.ledger.actions import Taking, open_files, take_all
from congminh.org.models import Person
from congminh.org.models.unit import seen_by
from congminh.work.actions.stepping import move, must_stand_where, number, vn
from congminh.work.models import Task, Whole
from congminh.work.models.task import seat
from congminh.work.refusing import Faults, fault, refuse, refuse_rows
from congminh.work.rows import Ground, Row, faults_of, ground_of, quantity_fault


@transaction.atomic
def assign(rows: Sequence[Row], by: Person, ground: Ground | None = None) -> list[Task]:
    """Assign many rows at once («giao nhiệm vụ», Điều 18.1.b), each to a person whom `by` scores.

    All of them or none: faults stand at «row.column» (person, product, quantity, due, period, assigned_on, name).
    In a few statements however many rows; each person is told once.
    """
    if not rows:
        refuse("rows", _("There is nothing to assign."), _("Enter at least one row."))
    hold_wholes(row.whole for row in rows)
    ground = ground or ground_of(rows)
    refuse_rows(faults_of(rows, ground, by) or beyond_wholes(rows))
    tasks = open_files([_given(row.task(ground), by) for row in rows])
    seat(tasks, ground.seats)
    take_all("assign", [Taking(task, said(task)) for task in tasks], by)
    return tasks


@transaction.atomic
def put_whole(whole: Whole, by: Person) -> Whole:
    """Begin a product in parts («sản phẩm chia phần», Điều 18.1.c), or change its name and total.

    By whoever leads or advises the unit. Its product is kept as it stands when it begins; a total below what is
    given already is refused.
    """
    must_lead(whole.unit_id, by)
    if wrong := quantity_fault(whole.total_m):
        raise ValidationError({"total_m": wrong})
    if whole.pk is None:
        if whole.product is None or not whole.product.coefficient_m:
            refuse("product", _("The product has no coefficient."), _("Choose one of the catalogue in force."))
        whole.keep(whole.product.snapshot())
        whole.begun_by, whole.name = by, whole.name.strip() or whole.output[:400]
    else:
        hold_wholes([whole])
        _must_hold_parts(whole)
    whole.full_clean()
    whole.save()
    return whole


@transaction.atomic
def assign_shared(whole: Whole, rows: Sequence[Row], by: Person) -> list[Task]:
    """Give parts of a product to people or over time (Điều 18.1.c): together no more than the whole."""
    if whole.pk is None:
        put_whole(whole, by)
    return assign([replace(row, whole=whole, product=None) for row in rows], by)


@dataclass(frozen=True)
class Part:
    """A part of a task being split: so much, by a day, in a period."""

    quantity_m: int
    due: date
    period: int
    name: str = ""


@transaction.atomic
def split(task: Task, parts: Sequence[Part], by: Person, version: int | None = None) -> list[Task]:
    """Split a task over time (Điều 18.1.c): it becomes its first part, the others are assigned to the same person.

    Parts may be of later periods; together they are no more than the task was, and the first stays in its period.
    """
    must_stand_where("adjust", task, version=version)
    if len(parts) < 2:
        refuse("parts", _("A task is split into two parts or more."), _("Enter another part."))
    if parts[0].period != task.period:
        refuse("parts", _("The first part stays in the task's own period."), _("Choose that period for it."))
    _must_be_within([part.quantity_m for part in parts], task.assigned_m)
    first = parts[0]
    whole = task.whole or _whole_of(task, by)
    names = [f"{part.name.strip() or task.name} ({place}/{len(parts)})" for place, part in enumerate(parts, start=1)]
    rows = [_row(task, part, whole, name) for part, name in zip(parts, names, strict=True)]
    ground = ground_of(rows)
    refuse_rows(faults_of(rows, ground, by))
    data = {"reason": _("split into parts"), "quantity": f"{number(task.assigned_m)} → {number(first.quantity_m)}"}
    columns: dict[str, Any] = {"assigned_m": first.quantity_m, "due": first.due, "name": names[0], "whole": whole}
    columns |= searchable(names[0], task)
    move("adjust", task, by, version, data, **columns)
    return [task, *assign(rows[1:], by)]


def said(task: Task) -> dict[str, str]:
    """What was assigned, as the entry keeps it."""
    coefficient = {"coefficient": number(task.coefficient_m)} if task.coefficient_m else {}
    product = {"product": task.code} if task.code else {}
    return {"task": task.name, **product, **coefficient, "quantity": number(task.assigned_m), "due": vn(task.due)}


def searchable(name: str, task: Task) -> dict[str, str]:
    """The search text that goes with a new name: an update passes the field by."""
    renamed = Task(name=name, code=task.code)
    return {"folded": Task._meta.get_field("folded").pre_save(renamed, add=False)}


def must_lead(unit: int, by: Person) -> None:
    """Refuse whoever neither leads nor advises the unit."""
    sight = seen_by(by, timezone.localdate())
    if unit not in sight.files:
        raise PermissionDenied(_("This unit is not yours to plan for."))


def _given(task: Task, by: Person) -> Task:
    task.giver = by
    return task


def _row(task: Task, part: Part, whole: Whole, name: str) -> Row:
    """A part as a row: assigned when the task was, or today where it is of a later period."""
    given_on = task.assigned_on if part.period == task.period else None
    same: dict[str, Any] = {"urgent": task.urgent, "goal": task.goal, "origin": task.origin, "unit": task.unit}
    return Row(task.person, None, part.quantity_m, part.due, part.period, name, given_on, whole=whole, **same)


def _whole_of(task: Task, by: Person) -> Whole:
    kept: dict[str, Any] = task.kept()
    if not task.coefficient_m:
        refuse("product", _("The task has no coefficient yet."), _("Approve it with one first."))
    return Whole.objects.create(unit=task.unit, name=task.name, total_m=task.assigned_m, begun_by=by, **kept)


def hold_wholes(wholes: Iterable[Whole | None]) -> None:
    """Lock wholes for the rest of the transaction, in the order of their keys: an UPDATE does on both engines."""
    for pk in sorted({whole.pk for whole in wholes if whole and whole.pk}):
        Whole.objects.filter(pk=pk).update(total_m=F("total_m"))


def beyond_wholes(rows: Sequence[Row]) -> Faults:
    """Rows by which more of a product would be given than it is; the wholes are held."""
    held = {row.whole.pk for row in rows if row.whole}
    found: Mapping[int, Whole] = {whole.pk: whole for whole in Whole.objects.with_given().filter(pk__in=held)}
    left = {pk: whole.total_m - whole.given_m for pk, whole in found.items()}
    faults: Faults = defaultdict(dict)
    for place, row in enumerate(rows):
        if row.whole:
            room, left[row.whole.pk] = left[row.whole.pk], left[row.whole.pk] - row.quantity_m
            if row.quantity_m > room:
                faults[place]["quantity"] = beyond(row.whole, room)
    return faults


def beyond(whole: Whole, room_m: int) -> ValidationError:
    """What is said where a part is more than is left."""
    what = _("Of “%(whole)s” only %(room)s is left to give.")
    mend = _("Give less, or raise the total of the product first.")
    why = _("Parts together are no more than the whole.")
    return fault(what, mend, why, whole=whole.name, room=number(max(room_m, 0)))


def _must_be_within(parts: Sequence[int], total_m: int) -> None:
    for part in parts:
        if wrong := quantity_fault(part):
            raise ValidationError({"parts": wrong})
    if sum(parts) > total_m:
        what, mend = _("The parts come to %(sum)s, and the task is %(total)s."), _("Make some of them smaller.")
        why = _("Parts together are no more than the whole.")
        refuse("parts", what, mend, why, sum=number(sum(parts)), total=number(total_m))


def _must_hold_parts(whole: Whole) -> None:
    given_m = Whole.objects.with_given().get(pk=whole.pk).given_m
    if whole.total_m < given_m:
        what, mend = _("%(given)s of it is given already."), _("Enter that or more, or take parts back first.")
        refuse("total_m", what, mend, given=number(given_m))
