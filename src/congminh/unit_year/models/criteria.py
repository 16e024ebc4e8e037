"""«Bộ tiêu chí đánh giá tổ chức» (Điều 6, 7.2): laid down by a ministry or province, by decision, from a day on."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Decision, Person, Unit
from congminh.org.models.unit import seen_by
from congminh.org.tree import Tree
from congminh.unit_year.headings import CODES, PARTS


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    """Sets of criteria as they hold on a day."""

    def begun(self, day: date) -> Self:
        """Decided sets in force from `day` or before, the oldest first: of an agency the last one holds."""
        return self.filter(first__lte=day).order_by("first", "pk")

    def by_unit(self, units: list[int], day: date, tree: Tree) -> dict[int, CriteriaSet]:
        """For each unit the set in force: of the nearest agency upward that has one; left out where none has."""
        held = {each.agency_id: each for each in self.begun(day)}
        nearest = {unit: next((held[above] for above in tree.upward(unit) if above in held), None) for unit in units}
        return {unit: found for unit, found in nearest.items() if found}

    def described(self, day: date) -> Self:
        """With the decision, and the agency by its name of `day`: one more query, however many."""
        agencies = Prefetch("agency", Unit.objects.named(day))
        return self.select_related("decision").prefetch_related(agencies)

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Decided: those of one's agency and of the agencies above. Drafts: of what one leads or advises."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything:
            return self
        tree = Unit.objects.tree(day)
        above = {agency for unit in sight.names for agency in tree.upward(unit)}
        return self.filter(Q(agency__in=above, decision__isnull=False) | Q(agency__in=sight.files))


class CriteriaSet(models.Model):
    """One set of criteria of one agency; a draft until a decision puts it in force from `first`.

    It holds for the agency's units and for those of agencies beneath that have none of their own.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency"))
    name = models.CharField(_("name"), max_length=200)
    first = models.DateField(_("in force from"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    begun_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("begun by"))

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of criteria for organisations")
        verbose_name_plural = _("sets of criteria for organisations")
        ordering = ("agency", "first", "pk")
        constraints = (
            models.UniqueConstraint(fields=["agency", "first"], name="unit_year_set_once_a_day"),
            models.CheckConstraint(
                condition=Q(first=None, decision=None) | Q(first__isnull=False, decision__isnull=False),
                name="unit_year_set_by_decision",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether no decision has put it in force yet."""
        return self.decision_id is None

    def sums(self) -> dict[str, int]:
        """What the criteria of each part come to, in hundredths of a point."""
        found = dict.fromkeys(PARTS, 0)
        for criterion in self.criteria.all():
            found[CODES[criterion.heading][0]] += criterion.max_cp
        return found


class Criterion(models.Model):
    """One criterion under a heading of the decree, with the most points it gives, in hundredths."""

    set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria", verbose_name=_("set"))
    heading = models.CharField(_("heading"), max_length=2)
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("criterion"), max_length=400)
    max_cp = models.PositiveSmallIntegerField(_("most points, in hundredths"))

    class Meta:
        verbose_name = _("criterion of organisations")
        verbose_name_plural = _("criteria of organisations")
        ordering = ("set", "place", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(heading__in=list(CODES)), name="unit_year_criterion_heading"),
            models.CheckConstraint(
                condition=Q(max_cp__range=(1, max(PARTS.values()))), name="unit_year_criterion_most"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def code(self) -> str:
        """The name of its field on a form."""
        return f"c{self.pk}"


class Indicator(models.Model):
    """A figure of the organisation («chỉ số»): one source, and one day of each year on which it closes.

    Files find it by `code`, kept from one set to the next. `takes` says which count of the year's tasks it is; entered
    by hand or by a file where it is none of them.
    """

    class Takes(models.TextChoices):
        """Where its value comes from."""

        ENTERED = "entered", _("entered")
        DONE = "done", _("tasks done")
        ON_TIME = "on_time", _("tasks done on time")
        EXCEEDED = "exceeded", _("tasks beyond what was required")

    set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="indicators", verbose_name=_("set"))
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    code = models.CharField(_("indicator code"), max_length=20)
    name = models.CharField(_("indicator"), max_length=200)
    measure = models.CharField(_("measured in"), max_length=40)
    source = models.CharField(_("source"), max_length=200)
    takes = models.CharField(_("value"), max_length=10, choices=Takes, default=Takes.ENTERED)
    closing_month = models.PositiveSmallIntegerField(_("closes in month"), default=11)
    closing_day = models.PositiveSmallIntegerField(_("closes on day"), default=30)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("set", "place", "pk")
        constraints = (
            models.UniqueConstraint(fields=["set", "name"], name="unit_year_indicator_once"),
            models.UniqueConstraint(fields=["set", "code"], name="unit_year_indicator_code_once"),
            models.CheckConstraint(
                condition=Q(closing_month__range=(1, 12), closing_day__range=(1, 31)), name="unit_year_indicator_closes"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def field(self) -> str:
        """The name of its field on a form."""
        return f"i{self.pk}"

    def closes(self, year: int) -> date:
        """The last day on which its value of a year is taken."""
        return date(year, self.closing_month, self.closing_day)


class IndicatorValue(models.Model):
    """What an indicator of an organisation was in a year, in thousandths; of several entries the last one counts."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values", verbose_name=_("indicator"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    value_m = models.BigIntegerField(_("value, in thousandths"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ("pk",)
        indexes = (models.Index(fields=["unit", "year"], name="unit_year_value_of_unit"),)

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value_m}"
