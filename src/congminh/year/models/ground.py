"""«Căn cứ không hoàn thành nhiệm vụ» (Điều 11.3, 20.4): an act, its document, where and when it happened."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by

DISCIPLINE = ("party", "administrative")
CONCLUDED = ("degradation", "party_prohibition", "setting_example")


class GroundQuerySet(models.QuerySet["Ground"]):
    """Grounds as they are seen."""

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """One's own, and those of the people whose files one sees and on whose cases one acts (`year.withheld`)."""
        day = day or timezone.localdate()
        sight = seen_by(person, day)
        seen = self.filter(person__in=Person.objects.whose_file_is_in(sight, person, day))
        if person is None or sight.everything:
            return seen
        from congminh.year.withheld import grounds_read  # who acts on a case is known above these models

        people = seen.order_by().values_list("person_id", flat=True).distinct()
        return self.filter(person__in=grounds_read(people, person, day))


class Ground(models.Model):
    """One document by which an act may rate somebody not fulfilled: a discipline, a conclusion, a case of the unit.

    `act` names the act, so that two documents on one act count once (Điều 11.3.a); `effective` is the day the document
    takes effect. `happened_at` is the unit where the act happened and `agency` the agency of that unit then;
    `disciplined_at` the unit that disciplined it where that is another (Điều 11.3.c). `used_in` is a year before this
    system in which the act already rated somebody not fulfilled (Điều 11.3.b).
    """

    class Kind(models.TextChoices):
        """What the document is (Điều 11.3, 20.4)."""

        PARTY = "party", _("Party discipline")
        ADMINISTRATIVE = "administrative", _("administrative discipline")
        DEGRADATION = "degradation", _("conclusion on political, moral or lifestyle degradation")
        PARTY_PROHIBITION = "party_prohibition", _("breach of what Party members may not do")
        SETTING_EXAMPLE = "setting_example", _("breach of the duty to set an example")
        UNIT_CORRUPTION = "unit_corruption", _("corruption or waste in the unit in charge, dealt with by law")

    person = models.ForeignKey(Person, models.PROTECT, related_name="grounds", verbose_name=_("civil servant"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    act = models.CharField(_("act"), max_length=200)
    act_day = models.DateField(_("day of the act"))
    document = models.CharField(_("number of the document"), max_length=60)
    effective = models.DateField(_("in effect from"))
    signer = models.CharField(_("signed by"), max_length=120)
    form = models.CharField(_("form of discipline"), max_length=60, blank=True)
    duty_related = models.BooleanField(_("related to public duty"), default=False)
    degradation = models.BooleanField(_("for degradation"), default=False)
    happened_at = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("where it happened"))
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("agency where it happened"))
    disciplined_at = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("disciplined at")
    )
    used_in = models.PositiveSmallIntegerField(_("already counted in"), null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_for = models.TextField(_("why it was taken back"), blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground")
        verbose_name_plural = _("grounds")
        ordering = ("person", "effective", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind", "act", "document"],
                condition=Q(withdrawn_at=None),
                name="year_ground_once",
                violation_error_message=_("This document on this act is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[*DISCIPLINE, *CONCLUDED, "unit_corruption"]), name="year_ground_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.document}, {self.effective:%d/%m/%Y}"

    @property
    def is_discipline(self) -> bool:
        """Whether it is a discipline, which counts by Điều 11.3, and no conclusion."""
        return self.kind in DISCIPLINE
