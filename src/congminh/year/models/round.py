"""«Đợt xếp loại» of an agency: one year from opening to publication."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.law.calendar import Period
from congminh.law.nd335.deadlines import rating_deadline
from congminh.org.models import Person, Unit
from congminh.org.models.unit import WithUnits, seen_by
from congminh.org.once import once


class YearRoundQuerySet(WithUnits["YearRound"]):
    """Years of agencies."""

    def visible_to(self, person: Person | None, day: date | None = None) -> Self:
        """Those of every agency one sees by name: by when one must do what is no secret."""
        sight = seen_by(person, day or timezone.localdate())
        return self if sight.everything else self.filter(agency__in=sight.names)

    def committee(self, round: int) -> list[Person]:
        """Through whom the Party committee is heard in a year; one query, on a page once."""
        speaking = YearRound.party.through.objects.filter(yearround=round).order_by("person__code")
        return once(("party", round), lambda: [row.person for row in speaking.select_related("person")])

    def described(self, day: date) -> Self:
        """With the agency by its name of `day`: one more query, however many."""
        return self.with_units(day, "agency")


class YearRound(models.Model):
    """One agency's rating of its people for one year (Điều 19): its days, December's reading, the Party committee.

    `december` is the option of that reading (Q2) when the year was opened: it holds to the end. `special`: the body
    does not close its work at the end of the year (Điều 19.2). `is_large`: heads of component units may write
    instead of coming (Điều 21.1.b). `party` are the people through whom the Party committee is heard.
    """

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="year_rounds", verbose_name=_("agency"))
    year = models.PositiveSmallIntegerField(_("year"))
    file_by = models.DateField(_("Form 02 by"))
    meet_by = models.DateField(_("meeting by"))
    decide_by = models.DateField(_("decision by"))
    december = models.CharField(_("how December counts"), max_length=20)
    special = models.BooleanField(_("closes its work after the end of the year"), default=False)
    is_large = models.BooleanField(_("large body"), default=False)
    party = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("for the Party committee"))
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    objects = YearRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("year of an agency")
        verbose_name_plural = _("years of agencies")
        ordering = ("-year", "agency")
        constraints = (
            models.UniqueConstraint(fields=["agency", "year"], name="year_round_once"),
            models.CheckConstraint(
                condition=Q(file_by__lte=F("meet_by"), meet_by__lte=F("decide_by")), name="year_round_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def of(self) -> Period:
        """The year in the calendar."""
        return Period(self.year, "year", 1)

    @property
    def label(self) -> str:
        """«Năm 2026», in the page's language."""
        return self.of.label(get_language() or "vi")

    @property
    def deadline(self) -> date:
        """The last day the law leaves for the decision (Điều 19.2)."""
        return rating_deadline(self.year, self.special)
