"""«Giả định»: a closed period reckoned anew under something else, and who would move. No result of anybody changes."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models import Catalogue
from congminh.law.calendar import Period
from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by


class WhatIfQuerySet(models.QuerySet["WhatIf"]):
    """What was supposed, as it is seen."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of the agencies one advises on personnel; all for an inspector; nothing for others."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        if sight.everything:
            return self
        return self.filter(agencies__in=sight.files).distinct() if sight.is_personnel else self.none()


class WhatIf(models.Model):
    """One supposition about one closed period of some agencies, and what came of it.

    `readings` are the options supposed, by reading; `law` and `catalogue` are empty where they stay; `party_percent` is
    the share of Party members rated excellent, which the draft of 2025 caps by. `counts` holds how many stand at each
    level before and after; `changed` how many have another figure at all. `done_at` is empty until it is reckoned.
    """

    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    agencies = models.ManyToManyField(Unit, related_name="+", verbose_name=_("agencies"))
    kind = models.CharField(_("kind of period"), max_length=10)
    period = models.PositiveIntegerField(_("period"))
    law = models.CharField(_("law"), max_length=40, blank=True)
    catalogue = models.ForeignKey(
        Catalogue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("catalogue")
    )
    readings = models.JSONField(_("readings supposed"), default=dict)
    party_percent = models.PositiveSmallIntegerField(_("excellent Party members, in percent"), default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    changed = models.PositiveIntegerField(_("with other figures"), default=0)
    counts = models.JSONField(_("counts by level"), default=dict)
    done_at = models.DateTimeField(_("reckoned at"), null=True, blank=True)

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        verbose_name = _("what-if")
        verbose_name_plural = _("what-ifs")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=["month", "quarter", "year"]), name="insight_what_if_kind"),
        )

    def __str__(self) -> str:
        return self.of.label(get_language() or "vi")

    @property
    def of(self) -> Period:
        """The period in the calendar."""
        return Period.of_code(self.period, self.kind)

    def changes(self) -> list[str]:
        """Each thing supposed, by a name of its own: «law», «catalogue», else the key of a reading."""
        found = [name for name in ("law", "catalogue") if getattr(self, f"{name}_id" if name == "catalogue" else name)]
        return [*found, *sorted(self.readings)]

    def get_absolute_url(self) -> str:
        """The page of what came of it."""
        return reverse("what_if", args=[self.pk])


class Move(models.Model):
    """One who would stand at another level, with the figures that make it so.

    `decided` is the level as it was told or decided, `before` and `after` those of the law and the cap on the same
    facts; `figures` are lines of name, before, after; `moved_by` the changes that move the person alone, empty where
    only all of them together do.
    """

    what_if = models.ForeignKey(WhatIf, models.CASCADE, related_name="moves", verbose_name=_("what-if"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("civil servant"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    rank = models.CharField(_("rank"), max_length=10)
    decided = models.CharField(_("level told"), max_length=20)
    before = models.CharField(_("before"), max_length=20)
    after = models.CharField(_("after"), max_length=20)
    place = models.CharField(_("place under the cap"), max_length=10, blank=True)
    figures = models.JSONField(_("figures"), default=list)
    moved_by = models.JSONField(_("moved by"), default=list)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ("what_if", "pk")
        constraints = (models.UniqueConstraint(fields=["what_if", "person", "unit"], name="insight_move_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.before} → {self.after}"

    def lines(self) -> list[dict[str, Any]]:
        """The figures as dictionaries."""
        return [dict(zip(("name", "before", "after"), line, strict=True)) for line in self.figures]
