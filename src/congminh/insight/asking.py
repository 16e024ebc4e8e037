"""Which period statistics are about, and which one they are compared with: in the address of the page."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models import Round
from congminh.law.calendar import CalendarError, Period
from congminh.org.doors import Visit
from congminh.org.forms.asking import Asked
from congminh.org.models import Unit
from congminh.org.models.unit import seen_by
from congminh.org.sight import Sight
from congminh.year.models import YearRound

KINDS = {1: "month", 3: "quarter"}
# The periods somebody has a level in, and is paid by; a half-year only counts them.
LEVELLED = ("year", "quarter", "month")


class StatisticsAsked(Asked):
    """A month, quarter, half-year or year of those opened where one sees; the newest month where none is asked for."""

    # Those opened themselves, without the quarters, half-years and years their months are in.
    opened: frozenset[Period] = frozenset()
    kinds: tuple[str, ...] = ("year", "half_year", "quarter", "month")

    def __init__(self, visit: Visit, compares: bool = False, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(visit)
        self.kinds = kinds or self.kinds
        words = [(str(each), each.label(get_language() or "vi")) for each in self.periods]
        self.fields["ky"] = forms.ChoiceField(required=False, label=_("Period"), choices=words)
        # What is shown without being asked for is chosen in the list too.
        self.data = visit.GET.copy()
        self.data["ky"] = str(self.period) if self.period else ""
        if compares:
            none: list[Any] = [("", _("Nothing"))]
            self.fields["so_voi"] = forms.ChoiceField(required=False, label=_("Compared with"), choices=[*none, *words])

    @cached_property
    def sight(self) -> Sight:
        """What whoever asks may see."""
        return seen_by(self.visit.person, self.visit.day)

    @cached_property
    def periods(self) -> list[Period]:
        """The periods to choose from, years first, the newest first; two queries."""
        rounds: Any = Round.objects.visible_to(self.visit.person, self.visit.day).order_by()
        found = {Period.of_code(code, KINDS[span]) for code, span in rounds.values_list("period", "span").distinct()}
        years: Any = YearRound.objects.visible_to(self.visit.person, self.visit.day).order_by()
        found |= {Period(year, "year", 1) for year in years.values_list("year", flat=True).distinct()}
        self.opened = frozenset(found)
        found |= {Period.of_day(each.first, "quarter") for each in self.opened if each.kind == "month"}
        found |= {Period.of_day(each.first, "half_year") for each in self.opened if each.kind != "year"}
        found |= {Period(each.year, "year", 1) for each in self.opened}
        order = {"year": 0, "half_year": 1, "quarter": 2, "month": 3}
        chosen = (each for each in found if each.kind in self.kinds)
        return sorted(chosen, key=lambda each: (order[each.kind], -each.code))

    @cached_property
    def period(self) -> Period | None:
        """The one asked for, else the newest month, else what there is."""
        asked = parsed(self.visit.GET.get("ky", ""))
        if asked in self.periods:
            return asked
        months = [each for each in self.periods if each.kind == "month" and each.last < self.visit.day]
        return next(iter(months or self.periods), None)

    @cached_property
    def other(self) -> Period | None:
        """The one compared with."""
        asked = parsed(self.visit.GET.get("so_voi", ""))
        return asked if asked in self.periods and asked != self.period else None

    def units(self, keys: Any, day: date | None = None) -> dict[int, Unit]:
        """Units by key with the name they had then, in the order of their codes; one query."""
        named = Unit.objects.named(day or self.visit.day).filter(pk__in=set(keys)).order_by("code")
        return {unit.pk: unit for unit in named}


def parsed(written: str) -> Period | None:
    """The period so written; None for what is none."""
    try:
        return Period.parse(written)
    except CalendarError:
        return None
