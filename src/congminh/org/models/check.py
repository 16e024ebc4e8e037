"""«Kiểm tra trước khi mở kỳ», as it was run: when, by whom, over which units, what it found."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.org.models.person import Person
from congminh.org.models.unit import Unit, seen_by


class CheckQuerySet(models.QuerySet["Check"]):
    """Checks, the newest first."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of units whose files one sees; for personnel also those of the whole, whose findings are sifted."""
        sight = seen_by(person, day or timezone.localdate())
        if sight.everything:
            return self
        return self.filter(Q(within__in=sight.files) | (Q(within=None) if sight.is_personnel else Q(pk=None)))


class Check(models.Model):
    """One run of the check before a period opens («lần kiểm tra trước khi mở kỳ»), for `day`.

    `within` is the unit it looked into, with all beneath; empty for everything. `counts` says how many were
    found of each kind, and stays when a later check of the same units takes the findings' place.
    """

    day = models.DateField(_("day looked at"))
    run_at = models.DateTimeField(_("run at"), auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    within = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    counts = models.JSONField(_("found of each kind"), default=dict)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check before opening")
        verbose_name_plural = _("checks before opening")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {sum(self.counts.values())}"


class CheckFindingQuerySet(models.QuerySet["CheckFinding"]):
    """Findings in the order of the checks that found them."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those in the units whose files one sees; for personnel also those of people placed nowhere yet."""
        sight = seen_by(person, day or timezone.localdate())
        if sight.everything:
            return self
        return self.filter(Q(unit__in=sight.files) | (Q(unit=None) if sight.is_personnel else Q(pk=None)))

    def counts(self) -> dict[str, int]:
        """How many of each kind, in the order of the checks: one query."""
        rows = self.order_by().values_list("kind").annotate(found=Count("pk"), place=models.Min("pk"))
        return {kind: found for kind, found, _place in rows.order_by("place")}

    def described(self, day: date) -> Self:
        """With the person, and the unit by its name of `day`: one query more, however many findings."""
        return self.select_related("person").prefetch_related(Prefetch("unit", Unit.objects.named(day)))


class CheckFinding(models.Model):
    """One thing to mend («nội dung cần khắc phục»): about whom, in which unit, and the action that mends it.

    `words` is what the check said, by language, as it stood when it was run.
    """

    run = models.ForeignKey(Check, models.CASCADE, related_name="findings", verbose_name=_("check before opening"))
    kind = models.CharField(_("kind"), max_length=40)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("civil servant")
    )
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    words = models.JSONField(_("what"))
    mend = models.CharField(_("mended by"), max_length=40)

    objects = CheckFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("pk",)
        indexes = (models.Index(fields=["run", "kind"], name="org_finding_by_kind"),)

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        """What is to mend, in the language of whoever reads."""
        return str(self.words.get(get_language() or "vi") or self.words["vi"])
