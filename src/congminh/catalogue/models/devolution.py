"""«Phân cấp»: who decides an agency's catalogue, where that is not the head of the managing agency above."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Decision, Unit


class DevolutionQuerySet(models.QuerySet["Devolution"]):
    """Devolutions as they hold on a day."""

    def in_force(self, day: date) -> dict[int, int]:
        """By agency, the unit whose head decides: the last that had begun holds; both as ids."""
        rows = self.filter(first__lte=day).order_by("first")
        return dict(rows.values_list("agency_id", "to_id"))


class Devolution(models.Model):
    """From a day on, the head of `to` decides the agency's catalogue («phân cấp», Điều 13.2), by decision.

    It holds until the next one of the agency begins; naming the managing agency takes the power back.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="devolutions", verbose_name=_("agency"))
    to = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("decided by the head of"))
    first = models.DateField(_("from"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name=_("decision"))

    objects = DevolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("power to decide a catalogue")
        verbose_name_plural = _("powers to decide catalogues")
        ordering = ("agency", "first")
        constraints = (models.UniqueConstraint(fields=["agency", "first"], name="catalogue_devolution_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.agency} → {self.to}, {self.first:%d/%m/%Y}"
