"""Which sheets of an agency's year a list is asked for, in its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from congminh.assessment.views.people import in_order
from congminh.org.doors import Visit
from congminh.org.forms.asking import Asked
from congminh.org.models import Person, Unit
from congminh.org.models.unit import units_on
from congminh.year.models import YearRound, YearSheet
from congminh.year.views.showing import STATES, late_on


class Asking:
    """The sheets asked for, as pages are cut of them: how many there are is told without asking where all are meant."""

    def __init__(self, asked: SheetsAsked) -> None:
        self.asked = asked
        self.rows = in_order(asked.sheets()).select_related("person", "round", "result")

    def count(self) -> int:
        """How many there are in all."""
        found: int = sum(self.asked.states.values()) if self.asked.is_all else self.rows.count()
        return found

    def __getitem__(self, cut: slice) -> Any:
        return self.rows[cut]


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
    def counts(self) -> Mapping[tuple[str, int, str], int]:
        """How many such sheets there are by state, unit and rank; one query."""
        rows = self.seen.order_by().values_list("state", "unit", "rank").annotate(Count("pk", distinct=True))
        return {(state, unit, rank): number for state, unit, rank, number in rows}

    @cached_property
    def states(self) -> Mapping[str, int]:
        """How many such sheets there are by state."""
        found: Counter[str] = Counter()
        for (state, _unit, _rank), number in self.counts.items():
            found[state] += number
        return found

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units with such sheets, by code."""
        return self._units({unit for _state, unit, _rank in self.counts})

    def headed(self, states: Collection[str]) -> Sequence[Unit]:
        """The units whose heads have such a sheet in one of these states, by code."""
        return self._units({unit for state, unit, rank in self.counts if rank == "head" and state in states})

    def _units(self, keys: Collection[int]) -> Sequence[Unit]:
        known = units_on(self.visit.day)
        return sorted((known[key] for key in keys), key=lambda unit: unit.code)

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not (self.value("don_vi") or self.value("trang_thai") or self.value("tre") or self.text)

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
