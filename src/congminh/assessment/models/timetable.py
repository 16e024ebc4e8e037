"""«Lịch theo dõi, đánh giá»: on which days of a period each step is due, as an agency decided."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.law.calendar import ONE_DAY, Period
from congminh.org.models import Decision, Unit
from congminh.org.tree import Tree
from congminh.work.periods import day_of


class Days(NamedTuple):
    """By when the steps of a period are due («hạn tự đánh giá, hạn chấm điểm, hạn thông báo»)."""

    self_by: date
    confirm_by: date
    publish_by: date


# The days the reading `calendar_days` suggests where an agency has decided none.
SELF_DAY, CONFIRM_DAY, PUBLISH_DAY = 25, 28, 5


class TimetableQuerySet(models.QuerySet["Timetable"]):
    """Timetables as they hold on a day."""

    def in_force(self, agency: int, day: date, tree: Tree) -> Timetable:
        """Of the nearest agency upward that has decided one; as suggested where none has (not saved)."""
        above = list(tree.upward(agency))
        held = {each.agency_id: each for each in self.filter(agency__in=above, first__lte=day).order_by("first")}
        return next((held[unit] for unit in above if unit in held), Timetable())


class Timetable(models.Model):
    """The days of an agency's periods from a day on («lịch», reading `calendar_days`), by decision.

    Days of a month: of the period's last month for self-evaluation and scoring, of the month after it for
    telling the result. It holds until the agency's next one begins, and for the agencies beneath that have none.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="timetables", verbose_name=_("agency"))
    first = models.DateField(_("from"))
    self_day = models.PositiveSmallIntegerField(_("self-evaluation by day"), default=SELF_DAY)
    confirm_day = models.PositiveSmallIntegerField(_("scoring by day"), default=CONFIRM_DAY)
    publish_day = models.PositiveSmallIntegerField(_("result told by day of the next month"), default=PUBLISH_DAY)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name=_("decision"))

    objects = TimetableQuerySet.as_manager()

    class Meta:
        verbose_name = _("timetable of periods")
        verbose_name_plural = _("timetables of periods")
        ordering = ("agency", "first")
        constraints = (
            models.UniqueConstraint(fields=["agency", "first"], name="assessment_timetable_once_a_day"),
            models.CheckConstraint(
                condition=Q(self_day__range=(1, 31), confirm_day__range=(1, 31), publish_day__range=(1, 31)),
                name="assessment_timetable_days",
                violation_error_message=_("A day of the month is from 1 to 31."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.self_day}, {self.confirm_day}, {self.publish_day}"

    def clean(self) -> None:
        """Scoring is not due before self-evaluation."""
        if self.confirm_day < self.self_day:
            wrong = _("Scoring is due before self-evaluation: choose a day not before it.")
            raise ValidationError({"confirm_day": wrong})

    def days_of(self, period: Period) -> Days:
        """The days of one period."""
        last = Period.of_day(period.last)
        after = Period.of_day(period.last + ONE_DAY)
        return Days(day_of(last, self.self_day), day_of(last, self.confirm_day), day_of(after, self.publish_day))
