"""Opening an agency's year, and through whom its Party committee is heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.assessment.asking.acting import need_each_other
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField, PersonField, suggested
from congminh.org.models import Person, Unit
from congminh.unit_year.asking.acting import FIRST_YEAR, ActForm
from congminh.year import actions
from congminh.year.actions import Days, Opened
from congminh.year.models import YearRound

PARTY = 3


class PartyFields(ActForm):
    """A few people, typed as a code or a name each."""

    def __init__(self, visit: Visit, data: Any = None, known: Sequence[Person] = ()) -> None:
        super().__init__(visit, data)
        people = Person.objects.visible_to(visit.person, visit.day)
        self.party_names = [f"party_{place}" for place in range(max(PARTY, len(known) + 1))]
        for place, name in enumerate(self.party_names):
            field = PersonField(people, required=False, label=_("Speaks for the Party committee"))
            field.help_text = ""
            field.initial = suggested(known[place]) if place < len(known) else ""
            field.quiet = True  # type: ignore[attr-defined]
            self.fields[name] = field

    def party(self) -> list[Person]:
        """Those named, each once."""
        found = (self.cleaned_data.get(name) for name in self.party_names)
        return list(dict.fromkeys(each for each in found if each))


class OpenForm(PartyFields):
    """One agency's year; days left empty are the law's last day, and ten and five days before it."""

    agency = forms.ModelChoiceField(Unit.objects.none(), label=_("Agency"), empty_label=None)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100)
    file_by = DayField(label=_("Form 02 by"), required=False)
    meet_by = DayField(label=_("Meeting by"), required=False)
    decide_by = DayField(label=_("Decision by"), required=False)
    special = forms.BooleanField(
        label=_("Does not close its work at the end of the year: decided before 15 January"), required=False
    )
    is_large = forms.BooleanField(
        label=_("A large body: heads of its units may write instead of coming to the meeting"), required=False
    )

    def __init__(self, visit: Visit, agencies: Sequence[Unit], data: Any = None) -> None:
        super().__init__(visit, data)
        field: Any = self.fields["agency"]
        keys = [unit.pk for unit in agencies]
        field.queryset = Unit.objects.named(visit.day).filter(pk__in=keys).order_by("code")
        self.fields["year"].initial = max(visit.day.year, FIRST_YEAR)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as the page sets them: the days beside each other."""
        days, party = ([self[name] for name in names] for names in (Days._fields, self.party_names))
        return [[self["agency"], self["year"]], days, [self["special"]], [self["is_large"]], party]

    def clean(self) -> dict[str, Any]:
        """All three days, or none."""
        cleaned = super().clean() or self.cleaned_data
        need_each_other(self, Days._fields)
        return cleaned

    def act(self) -> Opened:
        """Open it; raises what the action raises."""
        typed = self.cleaned_data
        days = Days(*(typed[name] for name in Days._fields)) if typed["file_by"] else None
        flags = {name: typed[name] for name in ("special", "is_large")}
        return actions.open_year(typed["agency"], typed["year"], self.visit.person, days, self.party(), **flags)


class PartyForm(PartyFields):
    """Through whom the Party committee is heard, as it is now and as it is to be."""

    def rows(self) -> list[list[forms.BoundField]]:
        """One beneath the other."""
        return [[self[name]] for name in self.party_names]

    def act(self, round: YearRound) -> None:
        """Record it."""
        actions.name_party(round, self.party(), self.visit.person)
