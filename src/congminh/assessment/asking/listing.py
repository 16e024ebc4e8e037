"""Which sheets a list is asked for, in its address: the period, a unit, a state, who is late, a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models import PeriodSheet, Round
from congminh.law.calendar import CalendarError, Period
from congminh.law.nd335.sheet_procedure import PERIOD_SHEET
from congminh.ledger.words import said
from congminh.org.doors import Visit
from congminh.org.forms.asking import Asked
from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by
from congminh.org.sight import Sight

SHOWN_PERIODS = 6


class PeriodAsked(Asked):
    """A period of those whose sheets one may see; the newest where none is asked for."""

    @cached_property
    def sight(self) -> Sight:
        """What whoever asks may see."""
        return seen_by(self.visit.person, self.visit.day)

    @cached_property
    def recent(self) -> list[Round]:
        """The rounds one sees of the newest periods, and of the one asked for: one query."""
        seen = Round.objects.visible_to(self.visit.person, self.visit.day)
        newest = seen.order_by("-period").values("period").distinct()[:SHOWN_PERIODS]
        wanted = Q(period__in=newest) | Q(period=self.asked.code) if self.asked else Q(period__in=newest)
        return list(seen.filter(wanted).order_by("-period", "span", "agency"))

    @cached_property
    def asked(self) -> Period | None:
        """The period in the address; None for what is none."""
        try:
            return Period.parse(self.visit.GET.get("ky", ""))
        except CalendarError:
            return None

    @cached_property
    def periods(self) -> list[Period]:
        """The periods to choose from, the newest first."""
        return list(dict.fromkeys(round.of for round in self.recent))

    @cached_property
    def period(self) -> Period | None:
        """The one asked for, else the newest."""
        return self.asked if self.asked in self.periods else next(iter(self.periods), None)

    @cached_property
    def rounds(self) -> list[Round]:
        """The rounds of the period, of every agency one sees."""
        return [round for round in self.recent if round.of == self.period]

    def tabs(self, url: str) -> list[dict[str, Any]]:
        """The periods as components/tabs.html draws them; the other things asked for stay."""
        kept = self.visit.GET.copy()
        kept.pop("page", None)
        found = []
        for period in sorted(self.periods, key=lambda each: each.code):
            kept["ky"] = str(period)
            label = period.label(get_language() or "vi")
            found.append({"label": label, "url": f"{url}?{kept.urlencode()}", "current": period == self.period})
        return found


class SheetsAsked(PeriodAsked):
    """Sheets of a period, of a unit, in a state, late, by a person's name or code."""

    q = forms.CharField(required=False, max_length=100, label=_("Name or code"), widget=forms.SearchInput)
    trang_thai = forms.ChoiceField(required=False, label=_("State"))
    tre = forms.BooleanField(required=False, label=_("Late"))
    ky = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        states = [(state.name, said(state.label)) for state in PERIOD_SHEET.named_states]
        self.fields["trang_thai"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]
        units = [(unit.code, str(unit)) for unit in self.units]
        if len(units) > 1:
            choices = [("", _("All")), *units]
            self.fields["don_vi"] = forms.ChoiceField(required=False, label=_("Unit"), choices=choices)
        self.order_fields(("q", "don_vi", "trang_thai", "tre", "ky"))

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units with sheets of the period that one may see, by code; two queries."""
        sheets: Any = PeriodSheet.objects.filter(round__in=[round.pk for round in self.rounds]).order_by()
        found = Unit.objects.named(self.visit.day).filter(pk__in=sheets.values("unit"))
        return [unit for unit in found.order_by("code") if self.sight.everything or unit.pk in self.sight.files]

    @property
    def unit(self) -> Unit | None:
        """The unit asked for."""
        return next((unit for unit in self.units if unit.code == self.value("don_vi")), None)

    def sheets(self) -> Any:
        """The sheets asked for, of those one may see."""
        visible = PeriodSheet.objects.visible_to(self.visit.person, self.visit.day)
        found = visible.filter(round__in=[round.pk for round in self.rounds])
        if self.unit:
            found = found.filter(unit=self.unit)
        if state := self.value("trang_thai"):
            found = found.filter(state=state)
        if self.value("tre"):
            found = found.late(self.visit.day)
        if text := self.value("q"):
            found = found.filter(person__in=Person.objects.search(text).order_by().values("pk"))
        return found
