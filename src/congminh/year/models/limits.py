"""What bears on the cap on excellent (Điều 20.5): the percent decided above 20, and the choice among the tied."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Decision, Person, Unit
from congminh.year.models.round import YearRound


class ExceptionDecision(models.Model):
    """«Tỷ lệ cao hơn 20 % nhưng không quá 25 %» of an outstanding organisation, by a decision (Điều 20.5.b)."""

    round = models.OneToOneField(
        YearRound, models.PROTECT, related_name="exception", verbose_name=_("year of the agency")
    )
    percent = models.PositiveSmallIntegerField(_("percent"))
    achievement = models.TextField(_("outstanding achievement"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name=_("decision"))
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("higher share of excellent")
        verbose_name_plural = _("higher shares of excellent")

    def __str__(self) -> str:
        return f"{self.percent} %, {self.decision}"


class Choice(models.Model):
    """«Chọn khi bằng điểm ở ngưỡng»: who of those tied is excellent, and why (reading `tie_break`, Q12).

    `group` is the peer group, empty for the whole agency; `tied` and `chosen` are keys of sheets. It holds while just
    these are tied there; of several choices the last one counts. Rows are only ever added.
    """

    round = models.ForeignKey(YearRound, models.PROTECT, related_name="choices", verbose_name=_("year of the agency"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency"))
    group = models.CharField(_("peer group"), max_length=40, blank=True)
    tied = models.JSONField(_("tied"))
    chosen = models.JSONField(_("chosen"))
    reason = models.TextField(_("Reason"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("choice among the tied")
        verbose_name_plural = _("choices among the tied")
        ordering = ("round", "pk")

    def __str__(self) -> str:
        return self.reason
