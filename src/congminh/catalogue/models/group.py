"""«Nhóm theo cấp độ phức tạp» and the frame of points of each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models.catalogue import Catalogue

MOST_POINTS_M = 10**9


class Group(models.Model):
    """One of at most five groups of complexity (Điều 13.1.a), its frame of points in thousandths (Sổ tay II.III.4)."""

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="groups", verbose_name=_("catalogue"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    floor_m = models.PositiveIntegerField(_("fewest points, in thousandths"), null=True, blank=True)
    ceiling_m = models.PositiveIntegerField(_("most points, in thousandths"), null=True, blank=True)

    class Meta:
        verbose_name = _("group of products")
        verbose_name_plural = _("groups of products")
        ordering = ("catalogue", "number")
        constraints = (
            models.UniqueConstraint(fields=["catalogue", "number"], name="catalogue_group_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 5)), name="catalogue_group_1_to_5"),
            models.CheckConstraint(
                condition=Q(ceiling_m=None) | Q(ceiling_m__range=(1, MOST_POINTS_M)), name="catalogue_group_ceiling"
            ),
            models.CheckConstraint(
                condition=Q(floor_m=None) | Q(floor_m__gte=0, floor_m__lt=F("ceiling_m")), name="catalogue_group_floor"
            ),
        )

    def __str__(self) -> str:
        return self.name
