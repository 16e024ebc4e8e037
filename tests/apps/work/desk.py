"""A month of work in the small commune: the month before this one, so that every day of it has passed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from congminh.catalogue.models import Product
from congminh.law.calendar import Period
from congminh.org.actions import choose_reading
from congminh.org.models import Person
from congminh.work.actions import assign, report
from congminh.work.models import Task, Whole
from congminh.work.rows import Row
from tests.apps.catalogue.office import Office, in_force
from tests.apps.org.commune import Commune, found

YESTERDAY = timezone.localdate() - timedelta(days=1)
THIS = Period.of_day(timezone.localdate())
MONTH = Period.of_day(THIS.first - timedelta(days=1))
NEXT = Period.of_day(THIS.last + timedelta(days=1))


def day(number: int, month: Period = MONTH) -> date:
    """A day of the month before this one."""
    return date(month.year, month.last_month, number)


@dataclass
class Desk:
    """The commune with its catalogue in force."""

    here: Commune
    office: Office

    def product(self, code: str = "KT.01") -> Product:
        """A product in force: coefficient 6 unless said otherwise."""
        return self.office.product(code)

    def row(self, person: Person | None = None, code: str = "KT.01", **more: Any) -> Row:
        """A row for Lan: two of a product, assigned on the 1st, due on the 20th."""
        usual = {"quantity_m": 2000, "due": day(20), "period": MONTH.code, "assigned_on": day(1)}
        return Row(person or self.here.lan, self.product(code), **{**usual, **more})

    def given(self, **more: Any) -> Task:
        """A task assigned to Lan by Minh."""
        return assign([self.row(**more)], self.here.minh)[0]

    def reported(self, done_m: int = 2000, finished: int = 18, **more: Any) -> Task:
        """A task Lan reports done on a day of the month."""
        task = self.given(**more)
        report(task, self.here.lan, done_m, day(finished))
        return task

    def reads(self, reading: str, option: str) -> None:
        """The agency chooses an option of a reading."""
        choose_reading(reading, option, date(2026, 1, 1), self.here.decision)


def opened() -> Desk:
    """The desk, in whatever database is open."""
    here = found()
    return Desk(here, in_force(here))


def extra(desk: Desk, **more: Any) -> Row:
    """A row Lan proposes for herself."""
    return replace(desk.row(), **{"origin": "ad_hoc", "name": "Phục vụ đoàn kiểm tra", **more})


def project(desk: Desk, total_m: int = 1000) -> Whole:
    """A large product of the economy office, not yet saved."""
    return Whole(unit=desk.here.economy, product=desk.product(), name="Đề án giao đất", total_m=total_m)


def again(task: Task) -> Task:
    """The task as it is stored."""
    return Task.objects.get(pk=task.pk)
