"""A product of a version that is being drawn up: added, changed."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.actions import put_product
from congminh.catalogue.forms.fields import ThousandthsField, put_faults
from congminh.catalogue.models import Catalogue, Group, Product
from congminh.org.forms.fields import UnitField
from congminh.org.models import Person, Unit

WRITTEN = ("code", "unit", "task", "work", "output", "group", "points_m", "coefficient_m", "reason", "note")
LINES = {"rows": 2}


def lists_to_change(catalogue: Catalogue, person: Person) -> list[int | None]:
    """The lists whose rows a person may change as the version stands: units, and None for the common list."""
    units = sorted(catalogue.seats().units(catalogue.agency_id) - {catalogue.agency_id})
    return [unit for unit in (None, *units) if catalogue.may_change(person, unit)]


class ProductForm(forms.Form):
    """The words and figures of a product; `lists` are those of `lists_to_change`."""

    code = forms.CharField(label=_("Code"), max_length=40, required=False, help_text=_("Empty: the next one free."))
    output = forms.CharField(label=_("Output"), max_length=1000, widget=forms.Textarea(attrs=LINES))
    task = forms.CharField(label=_("Task"), max_length=1000, required=False, widget=forms.Textarea(attrs=LINES))
    work = forms.CharField(
        label=_("Work in detail"), max_length=2000, required=False, widget=forms.Textarea(attrs=LINES)
    )
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), required=False, empty_label=_("None yet"))
    points_m = ThousandthsField(label=_("Points"), required=False)
    coefficient_m = ThousandthsField(
        label=_("Coefficient"), required=False, help_text=_("Empty: reckoned from the points when asked for.")
    )
    reason = forms.CharField(
        label=_("Why the coefficient is not points ÷ standard points"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, product: Product, lists: list[int | None], day: date, data: Any = None) -> None:
        self.product = product
        given = {name: getattr(product, name) for name in (*WRITTEN, "version")}
        super().__init__(data, initial=given, label_suffix="")
        self.fields["group"].queryset = product.catalogue.groups.all()  # type: ignore[attr-defined]
        units = Unit.objects.named(day).filter(pk__in=[unit for unit in lists if unit])
        common = _("Common to the agency") if None in lists else None
        self.fields["unit"] = UnitField(units, required=None not in lists, empty_label=common)
        self.order_fields(["code", "unit"])

    def save(self, person: Person) -> Product | None:
        """The product as it is kept; None where it was refused, and the form says why."""
        product = copy(self.product)
        for name in WRITTEN:
            setattr(product, name, self.cleaned_data[name])
        try:
            return put_product(product, by=person, seen=self.cleaned_data["version"])
        except ValidationError as fault:
            put_faults(self, fault)
            return None
