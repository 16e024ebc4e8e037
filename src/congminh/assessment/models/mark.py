"""«Điểm tiêu chí chung»: one criterion of Mẫu 01 on one sheet, as scored by oneself and by the competent level."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models.sheet import PeriodSheet
from congminh.law.nd335.general import criteria

# No criterion has more; each one's own maximum is held when marks are saved.
MOST_CP = max(criterion.max_cp for criterion in criteria().values())


class Mark(models.Model):
    """The points of one criterion (Điều 12.2, Mẫu 01 phần I), in hundredths, with what is said of them."""

    sheet = models.ForeignKey(PeriodSheet, models.CASCADE, related_name="marks", verbose_name=_("sheet"))
    code = models.CharField(_("criterion"), max_length=10)
    self_cp = models.PositiveSmallIntegerField(_("self-score, in hundredths"), null=True, blank=True)
    self_note = models.TextField(_("comment"), blank=True)
    given_cp = models.PositiveSmallIntegerField(_("score given, in hundredths"), null=True, blank=True)
    given_note = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("score of a criterion")
        verbose_name_plural = _("scores of criteria")
        ordering = ("sheet", "pk")
        constraints = (
            models.UniqueConstraint(fields=["sheet", "code"], name="assessment_mark_once"),
            models.CheckConstraint(
                condition=(Q(self_cp=None) | Q(self_cp__lte=MOST_CP)) & (Q(given_cp=None) | Q(given_cp__lte=MOST_CP)),
                name="assessment_mark_most",
            ),
        )

    def __str__(self) -> str:
        return self.code
