"""«Quyết định»: what an agency decided, so that each of its rows says by what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congminh.org.search import FoldedField, matching

if TYPE_CHECKING:
    from congminh.org.models.person import Person


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, the newest first."""

    def search(self, text: str) -> Self:
        """By number, signer or what it is about, typed with or without diacritics."""
        return self.filter(matching(text))

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """All, for whoever holds a post."""
        from congminh.org.models.unit import seen_by  # a unit refers to its decision, so it is read after

        return self if seen_by(person, day or timezone.localdate()).is_anyone else self.none()


class Decision(models.Model):
    """A signed act of an agency («quyết định», Điều 13.2): number, date, signer, what it is about."""

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signer = models.CharField(_("signer"), max_length=120)
    about = models.CharField(_("about"), max_length=400)
    folded = FoldedField(_("search text"), max_length=700, of=("number", "signer", "about"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-signed_on", "number")
        constraints = (models.UniqueConstraint(fields=["number", "signed_on"], name="org_decision_once"),)

    def __str__(self) -> str:
        return f"{self.number}, {self.signed_on:%d/%m/%Y}"
