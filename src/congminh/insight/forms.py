"""What is asked before a what-if, and the coefficients of income as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from congminh import law as laws
from congminh.catalogue.models import Catalogue
from congminh.insight import actions
from congminh.insight.facts.replay import Supposed, replay_readings
from congminh.insight.models import IncomeTable
from congminh.insight.models.income import LEVELS
from congminh.insight.tables.table import level_word
from congminh.jobs.models import Job
from congminh.law.calendar import Period
from congminh.law.parameters import Reading
from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.org.models import Decision, Unit


def offered(reading: Reading) -> list[tuple[str, str]]:
    """The options of a reading, the way it was signed first."""
    language = get_language() or "vi"
    return [("", gettext("As it was signed")), *((key, words(language)) for key, words in reading.options.items())]


class WhatIfForm(forms.Form):
    """A closed period, an agency or all one sees, and what is supposed: every reading that bears on a figure."""

    period = forms.ChoiceField(label=_("Closed period"))
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    law = forms.ChoiceField(label=_("Law"), required=False)
    party_percent = forms.IntegerField(
        label=_("Party members rated excellent, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("The draft of 2025 caps by this share; nothing else uses it."),
    )
    catalogue = forms.ModelChoiceField(
        Catalogue.objects.none(),
        label=_("Coefficients of another catalogue"),
        required=False,
        empty_label=_("As they were signed"),
        help_text=_("Products are matched by their code; a product it does not have keeps its coefficient."),
    )

    def __init__(
        self, visit: Visit, periods: Sequence[Period], given: tuple[Sequence[Unit], Any], data: Any = None
    ) -> None:
        super().__init__(data, label_suffix="")
        agencies, catalogues = given
        self.visit, self.agencies = visit, {str(unit.pk): unit for unit in agencies}
        fields: dict[str, Any] = self.fields
        language = get_language() or "vi"
        fields["period"].choices = [(str(each), each.label(language)) for each in periods]
        every = [("", gettext("All you see"))] if len(agencies) > 1 else []
        fields["agency"].choices = [*every, *((str(unit.pk), str(unit)) for unit in agencies)]
        drafts = [(law.key, law.title(language)) for law in laws.laws() if not law.in_force]
        fields["law"].choices = [("", gettext("As it was signed")), *drafts]
        fields["catalogue"].queryset = catalogues
        readings = laws.named("nd335").readings
        for key in replay_readings():
            reading = readings[key]
            fields[key] = forms.ChoiceField(
                label=reading.title(language),
                choices=offered(reading),
                required=False,
                help_text=f"{reading.question} · {reading.cite}",
            )
        for field in fields.values():
            field.quiet = True

    @property
    def of_law(self) -> list[Any]:
        """The fields that are no readings."""
        return [self[name] for name in ("period", "agency", "law", "party_percent", "catalogue")]

    @property
    def of_readings(self) -> list[Any]:
        """The fields of the readings."""
        return [self[name] for name in replay_readings()]

    def supposed(self) -> Supposed:
        """What is supposed."""
        typed = self.cleaned_data
        chosen = {key: typed[key] for key in replay_readings() if typed[key]}
        catalogue = typed["catalogue"].pk if typed["catalogue"] else None
        return Supposed(typed["law"], chosen, catalogue, typed["party_percent"] or 0)

    def act(self) -> Job:
        """Begin it."""
        typed = self.cleaned_data
        chosen = self.agencies.get(typed["agency"])
        agencies = [chosen] if chosen else list(self.agencies.values())
        return actions.begin_what_if(Period.parse(typed["period"]), agencies, self.supposed(), self.visit.person)


class CoefficientField(forms.DecimalField):
    """A coefficient typed with a comma or a point, kept in thousandths."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=3, localize=True, **more)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Thousandths."""
        found = super().clean(str(value).replace(",", ".") if value else value)
        return None if found is None else int(found * 1000)

    def to_python(self, value: Any) -> Any:
        """The number, whichever mark it was typed with."""
        return forms.DecimalField(max_digits=9, decimal_places=3).to_python(value)


class IncomeForm(forms.Form):
    """The agency, from when, a coefficient a level, and the decision it rests on."""

    agency = forms.ChoiceField(label=_("Agency"))
    first = DayField(label=_("In force from"))
    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    signed_on = DayField(label=_("Signed on"))
    signer = forms.CharField(label=_("Signer"), max_length=120)

    def __init__(self, visit: Visit, agencies: Sequence[Unit], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.visit, self.agencies = visit, {str(unit.pk): unit for unit in agencies}
        fields: dict[str, Any] = self.fields
        fields["agency"].choices = [(key, str(unit)) for key, unit in self.agencies.items()]
        for level in LEVELS:
            fields[level] = CoefficientField(label=level_word(level))
        self.order_fields(("agency", "first", *LEVELS, "number", "signed_on", "signer"))

    def act(self) -> IncomeTable:
        """Enter it; raises ValidationError as the action does."""
        typed = self.cleaned_data
        about = str(gettext("Coefficients of additional income and bonuses"))
        known = Decision.objects.filter(number=typed["number"], signed_on=typed["signed_on"]).first()
        decision = known or Decision(
            number=typed["number"], signed_on=typed["signed_on"], signer=typed["signer"], about=about
        )
        told = {level: typed[level] for level in LEVELS}
        if any(value is None for value in told.values()):
            raise ValidationError(gettext("Fill in a coefficient for every level."))
        return actions.put_income_table(
            self.agencies[typed["agency"]], typed["first"], told, decision, self.visit.person
        )
