"""«Tỷ lệ xuất sắc của tổ chức» (Điều 8.5): what an authority decided beyond 20 %, whom it chose among the tied."""

from __future__ import annotations

from typing import Any, Never

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.ledger.models import Unchangeable
from congminh.org.models import Decision, Person, Unit


class Kept(models.Model):
    """A row of the cap: added with its reason, never changed or removed; of several the last one counts."""

    authority = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("authority"))
    year = models.PositiveSmallIntegerField(_("year"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("pk",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("what was decided of the cap is never changed: decide anew")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("what was decided of the cap is never removed")


class CapException(Kept):
    """A higher share for outstanding achievement, by decision («không quá 25%», Điều 8.5.b)."""

    percent = models.PositiveSmallIntegerField(_("percent"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name=_("decision"))

    class Meta(Kept.Meta):
        verbose_name = _("higher share of excellent organisations")
        verbose_name_plural = _("higher shares of excellent organisations")
        constraints = (models.CheckConstraint(condition=Q(percent__lte=100), name="unit_year_percent"),)

    def __str__(self) -> str:
        return f"{self.year}: {self.percent} %"


class TieChoice(Kept):
    """Which of the organisations tied at the line are excellent: sheets by key, chosen by people with a reason (Q12).

    It holds while exactly those of `tied` are tied.
    """

    tied = models.JSONField(_("tied"))
    chosen = models.JSONField(_("chosen"))

    class Meta(Kept.Meta):
        verbose_name = _("choice among the tied")
        verbose_name_plural = _("choices among the tied")

    def __str__(self) -> str:
        return f"{self.year}: {self.chosen}"
