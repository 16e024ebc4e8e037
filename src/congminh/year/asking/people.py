"""Which sheets of an agency's year a list is asked for, in its address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.org.forms.asking import Asked
from congminh.org.models import Person, Unit
from congminh.year.models import YearRound, YearSheet
from congminh.year.views.showing import STATES, late_on


class SheetsAsked(Asked):
    """Sheets of a year by a name or code, a unit, a state, those late."""

    q = forms.CharField(required=False, max_length=100, label=_("Name or code"), widget=forms.SearchInput)
    trang_thai = forms.ChoiceField(required=False, label=_("State"))
    tre = forms.BooleanField(required=False, label=_("Late"))

    def __init__(self, visit: Visit, round: YearRound) -> None:
        super().__init__(visit)
        self.round = round
        states = [(name, word()) for name, (word, _tone) in STATES.items()]
        self.fields["trang_thai"].choices = [("", _("All")), *states]  # type: ignore[attr-defined]
        units = [(unit.code, str(unit)) for unit in self.units]
        if len(units) > 1:
            choices = [("", _("All")), *units]
            self.fields["don_vi"] = forms.ChoiceField(required=False, label=_("Unit"), choices=choices)
        self.order_fields(("q", "don_vi", "trang_thai", "tre"))

    @cached_property
    def seen(self) -> Any:
        """The sheets of the year one may see, but one's own."""
        visible = YearSheet.objects.visible_to(self.visit.person, self.visit.day)
        return visible.filter(round=self.round).exclude(person=self.visit.person)

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units with such sheets, by code; two queries."""
        found = Unit.objects.named(self.visit.day).filter(pk__in=self.seen.order_by().values("unit"))
        return list(found.order_by("code"))

    def sheets(self) -> Any:
        """The sheets asked for."""
        found = self.seen
        unit = next((unit for unit in self.units if unit.code == self.value("don_vi")), None)
        if unit:
            found = found.filter(unit=unit)
        if state := self.value("trang_thai"):
            found = found.filter(state=state)
        if self.value("tre"):
            found = found.filter(late_on(self.visit.day))
        if self.text:
            found = found.filter(person__in=Person.objects.search(self.text).order_by().values("pk"))
        return found
