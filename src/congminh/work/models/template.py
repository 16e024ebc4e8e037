"""«Việc thường xuyên»: what recurs every month, to be given again without typing."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Person, Position, Unit
from congminh.org.models.unit import seen_by
from congminh.work.models.goal import Goal
from congminh.work.models.kept import QUANTITY


class TemplateQuerySet(models.QuerySet["Template"]):
    """Recurring rows as heads see them."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of the units whose files one sees, and those made for oneself."""
        sight = seen_by(person, day or timezone.localdate())
        if sight.everything or not sight.is_anyone:
            return self if sight.everything else self.none()
        return self.filter(Q(unit__in=sight.files) | Q(person=person))


class Template(models.Model):
    """A recurring row of a unit («việc thường xuyên»): so much of a product by a day of each month.

    For one person, or for everyone who holds a position in the unit. The product is named by its code, so that each
    month takes the version of the catalogue in force.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="templates", verbose_name=_("unit"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("civil servant")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("job position")
    )
    code = models.CharField(_("code of the product"), max_length=40)
    name = models.CharField(_("what is to be delivered"), max_length=400, blank=True)
    quantity_m = models.PositiveIntegerField(_("quantity, in thousandths"), default=1000)
    due_day = models.PositiveSmallIntegerField(_("due on day"), default=25)
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("goal"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurring task")
        verbose_name_plural = _("recurring tasks")
        ordering = ("unit", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(person=None, position__isnull=False) | Q(person__isnull=False, position=None),
                name="work_template_for_one_or_all",
                violation_error_message=_("Choose a civil servant or a job position, and one of them alone."),
            ),
            models.CheckConstraint(
                condition=Q(due_day__range=(1, 31)),
                name="work_template_day",
                violation_error_message=_("A day of the month is from 1 to 31."),
            ),
            models.CheckConstraint(
                condition=Q(quantity_m__range=(1, QUANTITY.high)),
                name="work_template_quantity",
                violation_error_message=_("A quantity is above 0 and at most 10,000."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code

    def clean(self) -> None:
        """Says by field what the database does not check: a position of another unit."""
        if self.position and self.position.unit_id not in (None, self.unit_id):
            raise ValidationError({"position": _("This position is another unit's: choose one of this unit.")})
