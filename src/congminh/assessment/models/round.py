"""«Kỳ đánh giá» of an agency: one month or quarter from opening to closing."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.law.calendar import Period
from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by

KINDS = {1: "month", 3: "quarter"}


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds of agencies."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of every agency one sees by name: by when one must do what is no secret."""
        sight = seen_by(person, day or timezone.localdate())
        return self if sight.everything else self.filter(agency__in=sight.agencies)

    def described(self, day: date) -> Self:
        """With the agency by its name of `day`: one more query, however many."""
        return self.prefetch_related(Prefetch("agency", Unit.objects.named(day)))

    def open(self) -> Self:
        """Those not closed yet."""
        return self.filter(closed_at=None)

    def of_period(self, period: Period) -> Self:
        """Those of one period, of all agencies."""
        return self.filter(period=period.code, span=len(period.months()))


class Round(models.Model):
    """One agency's period of evaluation («kỳ theo dõi, đánh giá», Điều 3.4): its days, who opened and closed it.

    `period` is the code of its last month, `span` how many months it has (1 or 3). `overlooked` counts, by kind,
    what the check before opening found and the opener went on without mending, for `reason`.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="rounds", verbose_name=_("agency"))
    period = models.PositiveIntegerField(_("period"))
    span = models.PositiveSmallIntegerField(_("months"), default=1)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    self_by = models.DateField(_("self-evaluation by"))
    confirm_by = models.DateField(_("scoring by"))
    publish_by = models.DateField(_("result told by"))
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    reason = models.TextField(_("reason to open all the same"), blank=True)
    overlooked = models.JSONField(_("found and not mended"), default=dict)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("period of an agency")
        verbose_name_plural = _("periods of agencies")
        ordering = ("-period", "agency")
        constraints = (
            models.UniqueConstraint(fields=["agency", "period", "span"], name="assessment_round_once"),
            models.CheckConstraint(condition=Q(span__in=(1, 3)), name="assessment_round_span"),
            models.CheckConstraint(
                condition=Q(first__lte=F("self_by"), self_by__lte=F("confirm_by"), confirm_by__lte=F("publish_by")),
                name="assessment_round_days_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def kind(self) -> str:
        """month or quarter."""
        return KINDS[self.span]

    @property
    def of(self) -> Period:
        """The period in the calendar."""
        return Period.of_code(self.period, self.kind)

    @property
    def label(self) -> str:
        """«Tháng 10 năm 2026», in the page's language."""
        return self.of.label(get_language() or "vi")

    @property
    def is_closed(self) -> bool:
        """Whether it was summed up and closed («đã khóa kỳ»)."""
        return self.closed_at is not None
