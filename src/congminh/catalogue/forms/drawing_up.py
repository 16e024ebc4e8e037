"""A version as a whole while it is drawn up: begun, its groups with their frames of points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.actions import Frame, begin_catalogue, set_groups
from congminh.catalogue.forms.fields import ThousandthsField, put_faults
from congminh.catalogue.models import Catalogue
from congminh.catalogue.reading.checks import most_groups
from congminh.org.models import Person, Unit


class BeginForm(forms.Form):
    """The first version of an agency's catalogue."""

    name = forms.CharField(label=_("Name of the catalogue"), max_length=200)

    def __init__(self, agency: Unit, data: Any = None) -> None:
        self.agency = agency
        named = gettext("Catalogue of products of %(agency)s") % {"agency": agency}
        super().__init__(data, initial={"name": named[:200]}, label_suffix="")

    def save(self, person: Person) -> Catalogue | None:
        """The version begun; None where it was refused, and the form says why."""
        try:
            return begin_catalogue(self.agency, self.cleaned_data["name"], by=person)
        except ValidationError as fault:
            put_faults(self, fault)
            return None


class GroupsForm(forms.Form):
    """The groups of a version in order, each with the fewest and the most points; one without a name is none."""

    def __init__(self, catalogue: Catalogue, data: Any = None) -> None:
        self.catalogue = catalogue
        super().__init__(data, label_suffix="")
        there = {group.number: group for group in catalogue.groups.all()}
        for number in range(1, most_groups() + 1):
            group = there.get(number)
            name: dict[str, Any] = {"initial": group.name if group else "", "required": False, "max_length": 120}
            self.fields[f"name_{number}"] = forms.CharField(label=_("Name"), **name)
            for key, label in (("floor_m", _("Fewest points")), ("ceiling_m", _("Most points"))):
                value = getattr(group, key, None)
                self.fields[f"{key}_{number}"] = ThousandthsField(label=label, required=False, initial=value)

    def lines(self) -> list[tuple[str, list[BoundField]]]:
        """For each group what it is called on the page, and its three fields."""
        keys = ("name", "floor_m", "ceiling_m")
        numbers = range(1, most_groups() + 1)
        return [
            (gettext("Group %(number)s") % {"number": number}, [self[f"{key}_{number}"] for key in keys])
            for number in numbers
        ]

    def save(self, person: Person) -> bool:
        """Whether the groups were kept; where not, the form says why."""
        said = self.cleaned_data
        frames = [
            Frame(said[f"name_{number}"].strip(), said[f"floor_m_{number}"], said[f"ceiling_m_{number}"])
            for number in range(1, most_groups() + 1)
        ]
        while frames and frames[-1] == Frame(""):
            frames.pop()
        try:
            set_groups(self.catalogue, frames, by=person)
        except ValidationError as fault:
            put_faults(self, fault)
        return self.is_valid()
