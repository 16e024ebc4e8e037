"""«Kết quả theo dõi, đánh giá» as it was told to the person: facts, figures and the law they rest on, kept for good."""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import sha256
from typing import Any, Never

from django.db import models
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models.sheet import PeriodSheet
from congminh.ledger.models import Unchangeable
from congminh.org.models import Person, Unit

# What a line of `tasks_text` and of `charge_text` holds, in order; whole numbers only, words by their place here.
ORIGINS = ("planned", "handed_over", "taken_over", "ad_hoc")
LEVELS = ("not_fulfilled", "fulfilled", "good", "excellent", "insufficient_data", "not_rated")
TASK_COLUMNS = (
    "task",
    "origin",
    "coefficient_m",
    "assigned_m",
    "done_m",
    "quality_failures",
    "delays",
    "catalogue",
)
SUMS = ("tasks", "load", "delivered_load", "well_made_load", "on_time_load")
CHARGE_COLUMNS = ("sheet", "person", "result", "grade", *SUMS)
# The columns by which the ledger's entry vouches for the row.
SEALED = (
    "sheet_id",
    "number",
    "post",
    "general_cp",
    "unit_results",
    "execution",
    "cohesion",
    *SUMS,
    "quantity_bp",
    "quality_bp",
    "timeliness_bp",
    "results_bp",
    "total_cp",
    "total",
    "shares",
    "grade",
    "tasks_text",
    "charge_text",
)


class Basis(models.Model):
    """What a result was reckoned by («căn cứ tính điểm»): the law, its numbers, the readings, the query itself.

    One row for all results reckoned alike; `digest` is of the rendered query, in which formulas, numbers and
    readings all stand.
    """

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    law = models.CharField(_("law"), max_length=40)
    values = models.JSONField(_("numbers and readings in force"))
    sql = models.TextField(_("query"))

    class Meta:
        verbose_name = _("basis of reckoning")
        verbose_name_plural = _("bases of reckoning")

    def __str__(self) -> str:
        return f"{self.law} {self.digest[:12]}"


class Result(models.Model):
    """One signed result of a sheet («kết quả đã thông báo», Điều 17.3); what is scored anew is a further row.

    `tasks_text` holds the person's own tasks as reckoned, `charge_text` for a leader each sheet in charge with its
    level and sums, the fixed sums are of both together (Điều 15.1). Rows are only ever added: the database itself
    refuses UPDATE, DELETE and TRUNCATE (first migration).
    """

    sheet = models.ForeignKey(PeriodSheet, models.PROTECT, related_name="results", verbose_name=_("sheet"))
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    basis = models.ForeignKey(Basis, models.PROTECT, related_name="+", verbose_name=_("basis"))

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    post = models.CharField(_("rank"), max_length=10)
    peer_group = models.CharField(_("peer group"), max_length=40)
    general_cp = models.PositiveSmallIntegerField(_("general criteria, in hundredths"))
    unit_results = models.PositiveSmallIntegerField(_("results of the unit"), null=True, blank=True)
    execution = models.PositiveSmallIntegerField(_("execution"), null=True, blank=True)
    cohesion = models.PositiveSmallIntegerField(_("cohesion"), null=True, blank=True)

    tasks = models.PositiveIntegerField(_("tasks"))
    load = models.BigIntegerField(_("assigned, converted"))
    delivered_load = models.BigIntegerField(_("done, converted"))
    well_made_load = models.BigIntegerField(_("done well, converted"))
    on_time_load = models.BigIntegerField(_("done on time, converted"))

    quantity_bp = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    quality_bp = models.PositiveIntegerField(_("quality"), null=True, blank=True)
    timeliness_bp = models.PositiveIntegerField(_("timeliness"), null=True, blank=True)
    results_bp = models.PositiveIntegerField(_("task results"), null=True, blank=True)
    total_cp = models.PositiveSmallIntegerField(_("total, in hundredths"), null=True, blank=True)
    # The exact total is total ÷ shares, in hundredths of a point.
    total = models.BigIntegerField(null=True, blank=True)
    shares = models.BigIntegerField(null=True, blank=True)
    grade = models.CharField(_("level"), max_length=20)

    tasks_text = models.TextField(_("tasks as reckoned"))
    charge_text = models.TextField(_("those in charge as reckoned"), blank=True)

    class Meta:
        verbose_name = _("signed result")
        verbose_name_plural = _("signed results")
        ordering = ("sheet", "number")
        constraints = (models.UniqueConstraint(fields=["sheet", "number"], name="assessment_result_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.grade}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the result; raises Unchangeable for one that is there already."""
        if not self._state.adding:
            raise Unchangeable("a signed result is never changed: score the sheet anew")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Raises Unchangeable, always."""
        raise Unchangeable("a signed result is never removed")

    @cached_property
    def task_facts(self) -> list[dict[str, Any]]:
        """The person's own tasks as reckoned, one dictionary each (TASK_COLUMNS)."""
        lines = (dict(zip(TASK_COLUMNS, line, strict=True)) for line in json.loads(self.tasks_text))
        return [{**line, "origin": ORIGINS[line["origin"]]} for line in lines]

    @cached_property
    def charge_facts(self) -> list[dict[str, Any]]:
        """Of a leader, those in charge as reckoned (CHARGE_COLUMNS); empty for others."""
        lines = (dict(zip(CHARGE_COLUMNS, line, strict=True)) for line in json.loads(self.charge_text or "[]"))
        return [{**line, "grade": LEVELS[line["grade"]]} for line in lines]

    @property
    def catalogues(self) -> list[int]:
        """The versions of the catalogue the coefficients come from."""
        return sorted({fact["catalogue"] for fact in self.task_facts if fact["catalogue"] is not None})

    def seal(self) -> str:
        """SHA-256 of all that was reckoned and of its basis: what the entry of the ledger keeps."""
        told = json.dumps([self.basis.digest, *(getattr(self, name) for name in SEALED)], ensure_ascii=False)
        return sha256(told.encode()).hexdigest()
