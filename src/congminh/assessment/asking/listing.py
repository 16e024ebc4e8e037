"""Which sheets a list is asked for, in its address: the period, a unit, a state, who is late, a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from congminh.assessment.models import PeriodSheet, Round
from congminh.law.calendar import CalendarError, Period
from congminh.law.nd335.sheet_procedure import PERIOD_SHEET
from congminh.ledger.words import said
from congminh.org.doors import Visit
from congminh.org.forms.asking import Asked
from congminh.org.forms.fields import MOST_LISTED, TypedUnitField
from congminh.org.models import Person, Unit
from congminh.org.models.unit import seen_by, units_on
from congminh.org.sight import Sight

SHOWN_PERIODS = 6
RANKS = Case(
    When(rank="head", then=Value(0)), When(rank="deputy", then=Value(1)), default=Value(2), output_field=IntegerField()
)


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
        if len(self.units) > 1:
            self.fields["don_vi"] = _one_of(self.units)
        self.order_fields(("q", "don_vi", "trang_thai", "tre", "ky"))

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units with sheets of the period that one may see, by code; one query, and that of all units."""
        seen = self.counts if self.sight.everything else self.counts.keys() & self.sight.files
        named = units_on(self.visit.day)
        return sorted((named[pk] for pk in seen), key=lambda unit: unit.code)

    @cached_property
    def counts(self) -> dict[int, int]:
        """By unit how many sheets of the period one may see, whatever else is asked; one query."""
        return _counted(self._seen())

    @property
    def unit(self) -> Unit | None:
        """The unit asked for."""
        asked = self.value("don_vi")
        return asked if isinstance(asked, Unit) else next((unit for unit in self.units if unit.code == asked), None)

    def by_unit(self) -> ByUnit:
        """The sheets asked for unit by unit, heads first; one query where units are all that is asked for."""
        sheets = self.sheets()
        more = any(self.value(name) for name in ("q", "trang_thai", "tre"))
        counts = _counted(sheets) if more else self.counts
        if self.unit and not more:
            counts = {pk: number for pk, number in counts.items() if pk == self.unit.pk}
        named = units_on(self.visit.day)
        return ByUnit(sheets, sorted(counts.items(), key=lambda each: named[each[0]].code))

    def _seen(self) -> Any:
        """The sheets of the period one may see: all where one sees the files of every agency shown."""
        sheets: Any = PeriodSheet.objects.all()
        if not self.sight.everything and not all(round.agency_id in self.sight.files for round in self.rounds):
            sheets = sheets.visible_to(self.visit.person, self.visit.day)
        return sheets.filter(round__in=[round.pk for round in self.rounds])

    def sheets(self) -> Any:
        """The sheets asked for, of those one may see."""
        found = self._seen()
        if self.unit:
            found = found.filter(unit=self.unit)
        if state := self.value("trang_thai"):
            found = found.filter(state=state)
        if self.value("tre"):
            found = found.late(self.visit.day)
        if text := self.value("q"):
            found = found.filter(person__in=Person.objects.search(text).order_by().values("pk"))
        return found


@dataclass(frozen=True)
class ByUnit:
    """Sheets unit by unit, as a paginator takes them: a page asks for those of its own units, not for all before."""

    sheets: Any
    counts: Sequence[tuple[int, int]]

    def __len__(self) -> int:
        return sum(number for _unit, number in self.counts)

    def __getitem__(self, page: slice) -> Any:
        passed, units, before = 0, [], 0
        for unit, number in self.counts:
            if passed + number <= page.start:
                before += number
            elif passed < page.stop:
                units.append(unit)
            passed += number
        return in_order(self.sheets.filter(unit__in=units))[page.start - before : page.stop - before]


def in_order(sheets: Any) -> Any:
    """Unit by unit, who leads it first, then by name."""
    return sheets.annotate(standing=RANKS).order_by("unit__code", "standing", "person__name", "pk")


def _counted(sheets: Any) -> dict[int, int]:
    return dict(sheets.order_by().values_list("unit").annotate(Count("pk")))


def _one_of(units: Sequence[Unit]) -> forms.Field:
    """A unit by its code: chosen from a list as long as a list can be read, else typed."""
    if len(units) > MOST_LISTED:
        return TypedUnitField(units, required=False, empty_label=_("All"))
    choices = [("", _("All")), *((unit.code, str(unit)) for unit in units)]
    return forms.ChoiceField(required=False, label=_("Unit"), choices=choices)
