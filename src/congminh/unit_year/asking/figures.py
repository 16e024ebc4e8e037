"""The year's figures of an organisation: numbers of tasks with their source, and indicators still open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField
from congminh.unit_year import actions
from congminh.unit_year.asking.acting import ActForm
from congminh.unit_year.facts.tasks import Counts
from congminh.unit_year.models import Indicator, UnitSheet
from congminh.work.forms import ThousandthsField

NUMBER: dict[str, Any] = {"min_value": 0, "max_value": 2_000_000_000}


class CountsForm(ActForm):
    """How many tasks the year had, and where the numbers come from."""

    tasks_given = forms.IntegerField(label=_("Tasks of the year, planned and newly arisen"), **NUMBER)
    tasks_done = forms.IntegerField(label=_("Done"), **NUMBER)
    tasks_on_time = forms.IntegerField(label=_("Done on time"), **NUMBER)
    tasks_exceeded = forms.IntegerField(label=_("Done beyond what was required"), **NUMBER)
    tasks_source = forms.CharField(label=_("Source"), max_length=300)
    tasks_as_of = DayField(label=_("As of"))

    def __init__(self, visit: Visit, sheet: UnitSheet, data: Any = None) -> None:
        super().__init__(visit, data)
        for name, field in self.fields.items():
            field.initial = getattr(sheet, name)
        self.fields["tasks_as_of"].initial = sheet.tasks_as_of or visit.day

    def act(self, sheet: UnitSheet) -> None:
        """Enter them."""
        typed = self.cleaned_data
        counts = Counts(*(typed[f"tasks_{name}"] for name in Counts._fields))
        actions.enter_counts(sheet, self.visit.person, counts, typed["tasks_source"], typed["tasks_as_of"])


class ValuesForm(ActForm):
    """Indicators entered by hand that are still open; one left as it was is not entered again."""

    def __init__(self, visit: Visit, sheet: UnitSheet, known: dict[int, int], data: Any = None) -> None:
        super().__init__(visit, data)
        self.indicators = {
            each.field: each
            for each in sheet.criteria.indicators.filter(takes=Indicator.Takes.ENTERED)
            if each.closes(sheet.year) >= visit.day
        }
        for code, each in self.indicators.items():
            help_text = _("Source: %(source)s. Closes on %(day)s.") % {
                "source": each.source,
                "day": f"{each.closes(sheet.year):%d/%m/%Y}",
            }
            label = f"{each.name} ({each.measure})"
            self.fields[code] = ThousandthsField(
                max_length=20, required=False, label=label, help_text=help_text, initial=known.get(each.pk)
            )
            self.fields[code].quiet = True  # type: ignore[attr-defined]
        self.known = known

    def act(self, sheet: UnitSheet) -> None:
        """Enter what is new."""
        typed = {each.pk: self.cleaned_data.get(code) for code, each in self.indicators.items()}
        values = {pk: value for pk, value in typed.items() if value is not None and value != self.known.get(pk)}
        if values:
            actions.enter_values(sheet, self.visit.person, values)
