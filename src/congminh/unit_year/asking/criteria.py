"""A set of criteria as it is typed: rows of criteria, rows of indicators, each with a few empty ones to add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from congminh.assessment.forms import PointsField
from congminh.ledger.words import said
from congminh.unit_year.actions.setting import CriterionRow, IndicatorRow
from congminh.unit_year.headings import headings
from congminh.unit_year.models import CriteriaSet, Indicator

EMPTY, MOST = 4, 200
A_DAY = re.compile(r"^(\d{1,2})[/-](\d{1,2})$")
NO_DAY = (0, 0)


class RowForm(forms.Form):
    """One row; a row with nothing in it is no row, so that emptying one removes it."""

    use_required_attribute = False

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", empty_permitted=True, **more)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed in it."""
        return not any(str(self.data.get(self.add_prefix(name)) or "").strip() for name in self.typed)

    typed: Sequence[str] = ()

    def has_changed(self) -> bool:
        """Django reads no row that is as it was; here all of them are written anew."""
        return not self.is_empty


class CriterionForm(RowForm):
    """A criterion: its heading, words, most points."""

    typed = ("label", "max_cp")
    heading = forms.ChoiceField(label=_("Heading of the decree"))
    label = forms.CharField(label=_("Criterion"), max_length=400)
    max_cp = PointsField(label=_("Most points"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["heading"]
        field.choices = [(code, f"{each.cite}: {said(each.label)}") for code, each in headings().items()]

    def row(self) -> CriterionRow:
        """As the action takes it."""
        typed = self.cleaned_data
        return CriterionRow(typed["heading"], typed["label"].strip(), typed["max_cp"] or 0)


class IndicatorForm(RowForm):
    """An indicator: name, measure, its one source, its one closing day."""

    typed = ("name", "measure", "source")
    code = forms.CharField(label=_("Indicator code"), max_length=20, required=False)
    name = forms.CharField(label=_("Indicator"), max_length=200)
    measure = forms.CharField(label=_("Measured in"), max_length=40)
    source = forms.CharField(label=_("Source"), max_length=200)
    takes = forms.ChoiceField(label=_("Value"), choices=Indicator.Takes.choices)
    closes = forms.CharField(label=_("Closes on (day/month)"), max_length=5, initial="30/11")

    def clean_closes(self) -> tuple[int, int]:
        """Day and month."""
        found = A_DAY.match(self.cleaned_data["closes"].strip())
        return (int(found[1]), int(found[2])) if found else NO_DAY

    def row(self) -> IndicatorRow:
        """As the action takes it."""
        typed = self.cleaned_data
        day, month = typed["closes"]
        return IndicatorRow(
            typed["name"].strip(),
            typed["measure"],
            typed["source"].strip(),
            typed["takes"],
            month,
            day,
            typed["code"].strip(),
        )


def criterion_forms(found: CriteriaSet, data: Any = None) -> list[CriterionForm]:
    """The rows of criteria as they stand, and a few empty ones; those typed where something was."""
    initial = [{"heading": each.heading, "label": each.label, "max_cp": each.max_cp} for each in found.criteria.all()]
    return _forms(CriterionForm, "c", initial, data)


def indicator_forms(found: CriteriaSet, data: Any = None) -> list[IndicatorForm]:
    """As `criterion_forms`, of indicators."""
    initial = [
        {
            "code": each.code,
            "name": each.name,
            "measure": each.measure,
            "source": each.source,
            "takes": each.takes,
            "closes": f"{each.closing_day}/{each.closing_month}",
        }
        for each in found.indicators.all()
    ]
    return _forms(IndicatorForm, "i", initial, data)


def filled(rows: Sequence[Any]) -> list[Any]:
    """The rows in which something is typed, read."""
    return [form for form in rows if not form.is_empty and form.is_valid()]


def are_sound(rows: Sequence[Any]) -> bool:
    """Whether every row in which something is typed can be read."""
    return all(form.is_empty or form.is_valid() for form in rows)


def put_row_faults(rows: Sequence[Any], fault: ValidationError) -> None:
    """What the action refused at «row.column», beside the fields of that row."""
    for place, errors in (fault.error_dict if hasattr(fault, "error_dict") else {}).items():
        number, _dot, column = place.partition(".")
        for error in errors:
            form = rows[int(number)]
            form.add_error(column if column in form.fields else None, error)


def _forms(kind: Any, prefix: str, initial: list[dict[str, Any]], data: Any) -> list[Any]:
    number = len(initial) + EMPTY
    if data is not None:
        asked = str(data.get(f"{prefix}-rows", ""))
        number = min(int(asked), MOST) if asked.isdecimal() else number
    return [
        kind(data, prefix=f"{prefix}{place}", initial=initial[place] if place < len(initial) else None)
        for place in range(number)
    ]
