"""«Nghỉ»: days a civil servant was away."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models.person import Person
from congminh.org.models.unit import seen_by


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Leave as it is seen."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own, and that of the people whose files one sees."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        return self.filter(person__in=Person.objects.whose_file_is_in(sight, person, day))

    def within(self, first: date, last: date) -> Self:
        """That with a day from `first` to `last`."""
        return self.filter(first__lte=last, last__gte=first)


class Leave(models.Model):
    """Days a civil servant was away («nghỉ», Điều 11.2); both days included."""

    class Kind(models.TextChoices):
        """Why: the first three bear on the year (Điều 11.2)."""

        SICK = "sick", _("sick leave")
        MATERNITY = "maternity", _("maternity leave")
        UNPAID = "unpaid", _("unpaid leave")
        ANNUAL = "annual", _("annual leave")
        OTHER = "other", _("other leave")

    person = models.ForeignKey(Person, models.PROTECT, related_name="leaves", verbose_name=_("civil servant"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ("person", "first")
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="org_leave_ends_last"),
            models.CheckConstraint(
                condition=Q(kind__in=["sick", "maternity", "unpaid", "annual", "other"]), name="org_leave_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"
