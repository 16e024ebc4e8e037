"""What a row keeps of its product, so that no later catalogue moves it (Điều 18.1.b)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.models import Product, Snapshot
from congminh.law.facts import TASK

COEFFICIENT, QUANTITY = TASK.fact("coefficient_m"), TASK.fact("assigned_m")
KEPT = ("product_id", "code", "output", "coefficient_m", "catalogue_number", "provisional")


class KeptProduct(models.Model):
    """A product as it stood when it was used; without `product`, a new one that no catalogue holds (Điều 13.3)."""

    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    code = models.CharField(_("code of the product"), max_length=40, blank=True)
    output = models.TextField(_("output"), blank=True)
    coefficient_m = models.PositiveIntegerField(_("coefficient, in thousandths"), null=True, blank=True)
    catalogue_number = models.PositiveSmallIntegerField(_("version of the catalogue"), null=True, blank=True)
    provisional = models.BooleanField(_("provisional coefficient"), default=False)

    class Meta:
        abstract = True

    def keep(self, snapshot: Snapshot) -> Self:
        """Take the product as it stands now."""
        self.product_id, self.code, self.output = snapshot.product, snapshot.code, snapshot.output
        self.coefficient_m, self.catalogue_number = snapshot.coefficient_m, snapshot.number
        self.provisional = snapshot.provisional
        return self

    def kept(self) -> dict[str, Any]:
        """The columns, to give on as they are."""
        return {name: getattr(self, name) for name in KEPT}


def within(column: str, low: int, high: int) -> Q:
    """A column is empty or within the bounds of the law's facts."""
    return Q(**{column: None}) | Q(**{f"{column}__range": (low, high)})
