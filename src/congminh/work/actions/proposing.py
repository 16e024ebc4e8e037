"""Work outside the plan (Điều 18.1.d): proposed by who did it or will, approved by who scores them, before or after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.catalogue.actions import propose_new
from congminh.catalogue.models import Catalogue, Product
from congminh.law.procedure import Role
from congminh.ledger.actions import open_file, take
from congminh.ledger.models import CaseFile, Entry
from congminh.org.models import Person
from congminh.work.actions.assigning import said
from congminh.work.actions.reporting import must_be_done_right, url_of
from congminh.work.actions.stepping import move, must_be_one_of, must_say, must_stand_where, number, vn
from congminh.work.models import Task
from congminh.work.models.kept import COEFFICIENT
from congminh.work.models.task import seat
from congminh.work.refusing import refuse, refuse_fields
from congminh.work.rows import Row, faults_in, ground_of

EXTRA = (Task.Origin.AD_HOC, Task.Origin.TAKEN_OVER)


@transaction.atomic
def propose(
    row: Row,
    coefficient_m: int | None = None,
    done_m: int = 0,
    finished_on: date | None = None,
    note: str = "",
    link: str = "",
    evidence: Sequence[File] = (),
) -> Task:
    """Propose a task of one's own: ad hoc, or taken over from another («tính ngoài tổng số», Điều 18.1.d).

    A new item has no product but a `name`, and the coefficient one holds right for it, if any. Of work already done
    `done_m` and `finished_on` say how much and when; approval then makes it reported.
    """
    must_be_one_of(row.origin, EXTRA, "origin")
    ground = ground_of([row])
    refuse_fields(dict(faults_in(row, ground, None)))
    if row.product is None and not row.name.strip():
        refuse("name", _("A new item has no name."), _("Say what is to be delivered."))
    task = row.task(ground)
    if row.product is None:
        task.coefficient_m, task.provisional = _within_bounds(coefficient_m), True
    task.note, task.link = note.strip(), url_of(link)
    if done_m or finished_on:
        task.reported_m, task.finished_on = done_m, finished_on
        task.delays = must_be_done_right(task, done_m, finished_on)
    open_file(task)
    seat([task], ground.seats)
    done = {"done": number(done_m), "finished_on": vn(finished_on)} if finished_on else {}
    take("propose", task, row.person, task.version, {**said(task), **done, "note": task.note}, evidence)
    return task


@transaction.atomic
def approve(
    task: Task, by: Person, coefficient_m: int | None = None, like: Product | None = None, version: int | None = None
) -> Entry:
    """Approve a proposal (Điều 18.1.d): the task is assigned, or reported where it was done already.

    A new item needs a coefficient, provisional until the catalogue has it: `coefficient_m`, the proposer's, or that
    of the product it is `like`. Where `by` keeps the catalogue's list, the item is reported there (Điều 13.3).
    """
    step = "approve_done" if task.finished_on else "approve"
    must_stand_where(step, task, version=version)
    columns: dict[str, Any] = {"giver": by}
    if task.product_id is None:
        given = (like and like.coefficient_m) or coefficient_m or task.coefficient_m
        columns["coefficient_m"] = _within_bounds(given) or _no_coefficient()
        columns |= _reported_new(task, by, columns["coefficient_m"], like)
    data = {"coefficient": number(columns.get("coefficient_m") or task.coefficient_m or 0)}
    return move(step, task, by, version, data, **columns)


def decline(task: Task, by: Person, reason: str, version: int | None = None) -> Entry:
    """Do not approve a proposal («không duyệt»), with the reason."""
    return move("decline", task, by, version, {"reason": must_say(reason)})


def withdraw(task: Task, by: Person, version: int | None = None) -> Entry:
    """Take back one's own proposal while nobody has decided on it."""
    return move("withdraw", task, by, version)


def _within_bounds(coefficient_m: int | None) -> int | None:
    if coefficient_m is not None and not COEFFICIENT.low <= coefficient_m <= COEFFICIENT.high:
        what, most = _("A coefficient is above 0 and at most %(most)s."), number(COEFFICIENT.high)
        refuse("coefficient_m", what, _("Enter another, such as 1,5."), most=most)
    return coefficient_m


def _no_coefficient() -> int:
    what, mend = _("A new item needs a provisional coefficient."), _("Enter one, or choose the product it is like.")
    return refuse("coefficient_m", what, mend, _("Without one it could not be counted."))


def _reported_new(task: Task, by: Person, coefficient_m: int, like: Product | None) -> dict[str, Any]:
    """The columns of a new item reported to the catalogue in force; none where `by` does not keep its list."""
    catalogue = Catalogue.objects.in_force(task.unit, timezone.localdate())
    if catalogue is None or Role.HEAD not in catalogue.roles_of(by):
        return {}
    product = Product(catalogue=catalogue, unit=task.unit, work=task.name, output=task.name)
    product.coefficient_m = coefficient_m
    if task.unit_id not in catalogue.seats().lists_of(by.pk, catalogue.agency_id):
        return {}
    stored = CaseFile.objects.select_for_update().get(pk=catalogue.pk)
    similar = like if like and like.catalogue_id == catalogue.pk else None
    new = propose_new(product, by, stored.version, similar)
    kept = task.keep(new.snapshot()).kept()
    return {**kept, "folded": _folded(task)}


def _folded(task: Task) -> str:
    return str(Task._meta.get_field("folded").pre_save(task, add=False))
