"""«Kết quả tháng, quý do cơ quan cũ gửi» (Điều 19.1): months brought from an agency outside the installation."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congminh.law.facts import MONTH
from congminh.org.models import Person

TOTAL = MONTH.fact("total_cp")


class MonthBrought(models.Model):
    """One month (or quarter, coded by its last month) of a person as the old agency signed it.

    `digest` is the SHA-256 of the signed file it was read from and `key` the public key that signed it, where it was
    read from one. Once entered it is never
    changed: a wrong one is taken back with a reason and entered anew.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="months_brought", verbose_name=_("civil servant"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    span = models.PositiveSmallIntegerField(_("months"), default=1)
    total_cp = models.PositiveSmallIntegerField(_("total, in hundredths"))
    agency = models.CharField(_("from the agency"), max_length=200)
    document = models.CharField(_("number of the document"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    key = models.CharField(_("key that signed the file"), max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_for = models.TextField(_("why it was taken back"), blank=True)

    class Meta:
        verbose_name = _("month brought")
        verbose_name_plural = _("months brought")
        ordering = ("person", "year", "month")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "year", "month"], condition=Q(withdrawn_at=None), name="year_month_brought_once"
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), span__in=(1, 3), month__gte=F("span"), total_cp__lte=TOTAL.high),
                name="year_month_brought_bounds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.month}/{self.year}"
