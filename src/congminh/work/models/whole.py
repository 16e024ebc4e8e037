"""A product split into parts over time or shared by people (Điều 18.1.c): no more is given than it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by
from congminh.work.models.kept import COEFFICIENT, QUANTITY, KeptProduct

if TYPE_CHECKING:
    from congminh.work.models.task import Task

# A part in one of these is given to nobody; a part handed over is given to whoever took it over.
GIVEN_TO_NOBODY = ("drafting", "declined", "cancelled", "handed_over")


class WholeQuerySet(models.QuerySet["Whole"]):
    """Wholes with what is given of them."""

    def with_given(self) -> Self:
        """With `given_m`, how much of it is assigned or proposed, in thousandths."""
        given = Sum("tasks__assigned_m", filter=~Q(tasks__state__in=GIVEN_TO_NOBODY))
        return self.annotate(given_m=Coalesce(given, 0))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of the units whose files one sees, and those of which one has a part."""
        sight = seen_by(person, day or timezone.localdate())
        if sight.everything or not sight.is_anyone:
            return self if sight.everything else self.none()
        mine = self.model.objects.filter(tasks__person=person).order_by().values("pk")
        return self.filter(Q(unit__in=sight.files) | Q(pk__in=mine))


class Whole(KeptProduct):
    """A large, long or common product («sản phẩm chia phần»): so many thousandths of it are given in parts.

    Its product is kept as it stood at the beginning, so that parts of later periods count the same.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="wholes", verbose_name=_("unit"))
    name = models.CharField(_("what is to be delivered"), max_length=400)
    total_m = models.PositiveIntegerField(_("total, in thousandths"), default=1000)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("begun by"))

    tasks: models.Manager[Task]

    # How much of it is given, in thousandths: set by `with_given`.
    given_m: int

    objects = WholeQuerySet.as_manager()

    class Meta:
        verbose_name = _("product in parts")
        verbose_name_plural = _("products in parts")
        ordering = ("unit", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(total_m__range=(1, QUANTITY.high)),
                name="work_whole_total",
                violation_error_message=_("A quantity is above 0 and at most 10,000."),
            ),
            models.CheckConstraint(
                condition=Q(coefficient_m__range=(COEFFICIENT.low, COEFFICIENT.high)), name="work_whole_coefficient"
            ),
        )

    def __str__(self) -> str:
        return self.name
