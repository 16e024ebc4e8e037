"""«Nhật ký»: what one did on a day, for whoever wants to keep it; it never scores by itself."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Person
from congminh.org.models.unit import seen_by
from congminh.work.models.task import Task


class DailyNoteQuerySet(models.QuerySet["DailyNote"]):
    """Notes of days."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own, and of those whose files one sees."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        return self.filter(person__in=Person.objects.whose_file_is_in(sight, person, day))


class DailyNote(models.Model):
    """A line of a civil servant's own daily log («nhật ký công việc»), on a task or on none."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="daily_notes", verbose_name=_("civil servant"))
    day = models.DateField(_("day"))
    text = models.CharField(_("what was done"), max_length=1000)
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="daily_notes", verbose_name=_("task")
    )

    objects = DailyNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily note")
        verbose_name_plural = _("daily notes")
        ordering = ("person", "-day", "-pk")

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.text}"
