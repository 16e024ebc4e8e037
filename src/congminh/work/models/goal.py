"""«Chương trình, kế hoạch công tác» of a unit: the goals its tasks serve (Điều 18.1.a)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by
from congminh.org.tree import Tree

if TYPE_CHECKING:
    from congminh.work.models.task import Task


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals as units look for them."""

    def in_period(self, period: int) -> Self:
        """Those of a period (yyyymm)."""
        return self.filter(first__lte=period, last__gte=period)

    def serving(self, unit: int, tree: Tree) -> Self:
        """Those a task in `unit` may serve: the unit's own, and those of the units above it."""
        return self.filter(unit__in=list(tree.upward(unit)))

    def counted(self) -> Self:
        """With `done` and `given`, how many tasks that serve it are confirmed, and how many there are."""
        given = Count("tasks", filter=~Q(tasks__state__in=["drafting", "proposed", "declined", "cancelled"]))
        return self.annotate(given=given, done=Count("tasks", filter=Q(tasks__state="confirmed")))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of every unit one sees by name: a plan is known to all who serve it, and of the units above."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything or not sight.is_anyone:
            return self if sight.everything else self.none()
        tree = Unit.objects.tree(day)
        return self.filter(unit__in={above for unit in sight.names for above in tree.upward(unit)})


class Goal(models.Model):
    """One goal of a unit's programme or plan («mục tiêu, nhiệm vụ của kế hoạch công tác»), from period to period."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="goals", verbose_name=_("unit"))
    programme = models.CharField(_("programme or plan"), max_length=200, blank=True)
    name = models.CharField(_("goal"), max_length=400)
    indicator = models.CharField(_("indicator"), max_length=400, blank=True)
    first = models.PositiveIntegerField(_("first period"))
    last = models.PositiveIntegerField(_("last period"))

    tasks: models.Manager[Task]

    # How many tasks serve it and how many of them are confirmed: set by `counted`.
    given: int
    done: int

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ("unit", "first", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="work_goal_ends_last"),
            models.CheckConstraint(
                condition=Q(first__range=(200001, 210012), last__range=(200001, 210012)), name="work_goal_periods"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Says by field what the database would refuse."""
        wrong = {}
        for field in ("first", "last"):
            if not 1 <= (getattr(self, field) or 1) % 100 <= 12:
                wrong[field] = _("This is no month: write it as 202610.")
        if not wrong and self.first and self.last and self.last < self.first:
            wrong["last"] = _("The last period is before the first: choose a later one.")
        if wrong:
            raise ValidationError(wrong)
