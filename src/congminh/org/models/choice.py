"""«Cách hiểu» an agency chose where the decree is silent."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh import law
from congminh.org.models.decision import Decision


class ChoiceQuerySet(models.QuerySet["Choice"]):
    """Choices as they hold on a day."""

    def in_force(self, day: date) -> Self:
        """All that had begun, the oldest first: the last one of a reading holds."""
        return self.filter(first__lte=day).order_by("first")


class Choice(models.Model):
    """One option of a reading, from a day on, by decision («cách hiểu đã chọn»); it holds until the next."""

    reading = models.CharField(_("reading"), max_length=60)
    option = models.CharField(_("option"), max_length=60)
    first = models.DateField(_("from"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name=_("decision"))

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("chosen reading")
        verbose_name_plural = _("chosen readings")
        ordering = ("reading", "first")
        constraints = (models.UniqueConstraint(fields=["reading", "first"], name="org_choice_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.reading}: {self.option}, {self.first:%d/%m/%Y}"

    def clean(self) -> None:
        """The reading and its option must be ones the law's file offers."""
        readings = law.named("nd335").readings
        if self.reading not in readings:
            unknown = gettext("There is no reading “%(key)s”: choose one of the list.") % {"key": self.reading}
            raise ValidationError({"reading": unknown})
        options = readings[self.reading].options
        if self.option not in options:
            said = {"key": self.reading, "option": self.option, "options": ", ".join(options)}
            unknown = gettext("The reading “%(key)s” has no option “%(option)s”: choose one of %(options)s.") % said
            raise ValidationError({"option": unknown})
