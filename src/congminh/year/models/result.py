"""«Quyết định xếp loại chất lượng» as it was made: facts, figures and the law they rest on, kept for good."""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import sha256
from typing import Any, Never

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models import Basis
from congminh.law.facts import GRADES
from congminh.ledger.models import Unchangeable
from congminh.org.models import Decision, Person, Unit
from congminh.year.models.sheet import YearSheet

FLAGS = ("maternity", "sick", "unpaid")
GROUNDS = ("degradation", "party_prohibition", "setting_example", "duty_discipline", "unit_corruption")
# What a line of `months_text` holds, in order: `source` is sheet or brought, `key` the row there.
MONTH_COLUMNS = ("month", "span", "total_cp", "source", "key", "number")
FIGURES = ("points", "months_scored", "months_counted", "year_mean_cp", "band", "ceiling", "rateable", "grounded")
# The columns by which the ledger's entry vouches for the row.
SEALED = (
    "sheet_id",
    "number",
    "post",
    "peer_group",
    "months_worked",
    *FLAGS,
    *GROUNDS,
    "unit_grade",
    *FIGURES,
    "law_grade",
    "grade",
    "why",
    "reason",
    "months_text",
    "grounds_text",
    "cap_text",
)


class YearResult(models.Model):
    """One decision on one sheet; a re-rating adds a further row and leaves this one (Điều 21.3).

    `law_grade` is the level by the law before the cap, `grade` the level decided; `why` says how they came apart:
    law, cap, choice, reason, ground or re_rating. `months_text` holds the months the mean is of, `grounds_text` the
    grounds with their acts, `cap_text` how the cap stood. Rows are only ever added: the database itself refuses
    UPDATE, DELETE and TRUNCATE (first migration).
    """

    sheet = models.ForeignKey(YearSheet, models.PROTECT, related_name="results", verbose_name=_("year sheet"))
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    basis = models.ForeignKey(Basis, models.PROTECT, related_name="+", verbose_name=_("basis"))

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    post = models.CharField(_("rank"), max_length=10)
    peer_group = models.CharField(_("peer group"), max_length=40, blank=True)
    months_worked = models.PositiveSmallIntegerField(_("months worked"))
    maternity = models.BooleanField(_("maternity leave"))
    sick = models.BooleanField(_("sick leave"))
    unpaid = models.BooleanField(_("unpaid leave"))
    degradation = models.BooleanField(_("degradation"))
    party_prohibition = models.BooleanField(_("breach of what Party members may not do"))
    setting_example = models.BooleanField(_("breach of the duty to set an example"))
    duty_discipline = models.BooleanField(_("discipline related to public duty"))
    unit_corruption = models.BooleanField(_("corruption or waste in the unit in charge, dealt with by law"))
    unit_grade = models.CharField(_("the organisation's level"), max_length=20, blank=True)

    # The exact mean is points ÷ months_counted, in hundredths of a point.
    points = models.BigIntegerField(_("points in all"))
    months_scored = models.PositiveSmallIntegerField(_("months scored"))
    months_counted = models.PositiveSmallIntegerField(_("months the mean is taken over"), null=True, blank=True)
    year_mean_cp = models.PositiveSmallIntegerField(_("the year's mean, in hundredths"), null=True, blank=True)
    band = models.CharField(_("level of the mean"), max_length=20, blank=True)
    ceiling = models.PositiveSmallIntegerField(_("highest level of a head"))
    rateable = models.BooleanField(_("can be rated"))
    grounded = models.BooleanField(_("a ground for not fulfilled holds"))
    law_grade = models.CharField(_("level by the law"), max_length=20)
    grade = models.CharField(_("Level"), max_length=20)
    why = models.CharField(_("how it was decided"), max_length=20)
    reason = models.TextField(_("Reason"), blank=True)

    months_text = models.TextField(_("months as reckoned"))
    grounds_text = models.TextField(_("grounds as counted"))
    cap_text = models.TextField(_("the cap as it stood"))

    class Meta:
        verbose_name = _("decision on the year")
        verbose_name_plural = _("decisions on the year")
        ordering = ("sheet", "number")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "number"], name="year_result_once"),
            models.CheckConstraint(condition=Q(grade__in=GRADES), name="year_result_grade"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.grade}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the result; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("a decision is never changed: a new one replaces it (Điều 21.3)")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("a decision is never removed")

    @cached_property
    def months(self) -> list[dict[str, Any]]:
        """The months the mean is of, one dictionary each (MONTH_COLUMNS)."""
        return [dict(zip(MONTH_COLUMNS, line, strict=True)) for line in json.loads(self.months_text)]

    @cached_property
    def counted_grounds(self) -> list[dict[str, Any]]:
        """The grounds that counted: {"ground", "act", "name"} each."""
        found: list[dict[str, Any]] = json.loads(self.grounds_text)
        return found

    @cached_property
    def cap(self) -> list[dict[str, Any]]:
        """How the cap stood in each group the person is of, with its denominator."""
        found: list[dict[str, Any]] = json.loads(self.cap_text)
        return found

    def seal(self) -> str:
        """SHA-256 of all that was decided and of its basis: what the entry of the ledger keeps."""
        told = json.dumps([self.basis.digest, *(getattr(self, name) for name in SEALED)], ensure_ascii=False)
        return sha256(told.encode()).hexdigest()
