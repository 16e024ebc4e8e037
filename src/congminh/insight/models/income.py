"""«Bảng hệ số thu nhập tăng thêm, tiền thưởng» (Điều 26.1.e): by an agency's own rules, under a decision."""

from __future__ import annotations

from datetime import date
from typing import Any, Never, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.ledger.models import Unchangeable
from congminh.org.models import Decision, Person, Unit
from congminh.org.tree import Tree

LEVELS = ("excellent", "good", "fulfilled", "not_fulfilled")
MOST_M = 100_000


class IncomeTableQuerySet(models.QuerySet["IncomeTable"]):
    """Tables as they hold on a day."""

    def by_agency(self, agencies: list[int], day: date, tree: Tree) -> dict[int, IncomeTable]:
        """For each agency the table in force: its own, else of the nearest agency above; one query."""
        begun = self.filter(first__lte=day).select_related("decision").order_by("first", "pk")
        held = {each.agency_id: each for each in begun}
        nearest = {unit: next((held[above] for above in tree.upward(unit) if above in held), None) for unit in agencies}
        return {unit: found for unit, found in nearest.items() if found}

    def of_agencies(self, agencies: list[int]) -> Self:
        """Those of these agencies, the newest first."""
        return self.filter(agency__in=agencies).select_related("decision").order_by("-first", "-pk")


class IncomeTable(models.Model):
    """One table of one agency from a day on: the coefficient of each level, in thousandths.

    Rows are only ever added: of several the last that has begun holds.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency"))
    first = models.DateField(_("in force from"))
    excellent_m = models.PositiveIntegerField(_("excellent, in thousandths"))
    good_m = models.PositiveIntegerField(_("good, in thousandths"))
    fulfilled_m = models.PositiveIntegerField(_("fulfilled, in thousandths"))
    not_fulfilled_m = models.PositiveIntegerField(_("not fulfilled, in thousandths"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name=_("decision"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = IncomeTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of coefficients of income")
        verbose_name_plural = _("tables of coefficients of income")
        ordering = ("agency", "first", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(**{f"{level}_m__lte": MOST_M for level in LEVELS}), name="insight_income_bounds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first:%d/%m/%Y}: {self.decision}"

    def coefficient_m(self, grade: str) -> int | None:
        """The coefficient of a level; None for what is no level (not rated, not enough data)."""
        return getattr(self, f"{grade}_m") if grade in LEVELS else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the table; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("a table of coefficients is never changed: enter the next one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("a table of coefficients is never removed")
