"""«Kết quả xếp loại tổ chức» as it was decided: facts, points, figures and the law they rest on, kept for good."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Never

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.law.facts import GRADES
from congminh.ledger.models import Unchangeable
from congminh.org.models import Person

# The columns by which the ledger's entry vouches for the row.
SEALED = ("sheet_id", "number", "law", "digest", "row", "marks", "cap", "score_cp", "law_grade", "grade", "reason")


class UnitResult(models.Model):
    """One decided level of an organisation (Điều 8, 9.2.a); what is decided anew is a further row.

    `row` holds the law's facts and figures, `marks` every criterion with both points, `cap` the cap of Điều 8.5 with
    its denominator as it stood, `values` the law's numbers and the readings. The database itself refuses UPDATE and
    DELETE.
    """

    sheet = models.ForeignKey("unit_year.UnitSheet", models.PROTECT, related_name="results", verbose_name=_("sheet"))
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    law = models.CharField(_("law"), max_length=40)
    values = models.JSONField(_("numbers and readings in force"))
    digest = models.CharField(_("digest"), max_length=64)
    row = models.JSONField(_("facts and figures"))
    marks = models.JSONField(_("points"))
    cap = models.JSONField(_("cap on excellent"), default=dict)
    score_cp = models.PositiveSmallIntegerField(_("score, in hundredths"))
    law_grade = models.CharField(_("level by points and conditions"), max_length=20)
    grade = models.CharField(_("level decided"), max_length=20)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("decided level of an organisation")
        verbose_name_plural = _("decided levels of organisations")
        ordering = ("sheet", "number")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "number"], name="unit_year_result_once"),
            models.CheckConstraint(condition=Q(grade__in=GRADES), name="unit_year_result_grade"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.grade}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the result; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("a decided level is never changed: annul it and decide anew")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("a decided level is never removed")

    def seal(self) -> str:
        """SHA-256 of all that was decided on: what the entry of the ledger keeps."""
        told = json.dumps([getattr(self, name) for name in SEALED], ensure_ascii=False, sort_keys=True)
        return sha256(told.encode()).hexdigest()
