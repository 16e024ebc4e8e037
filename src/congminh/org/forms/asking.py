"""What lists are asked for, in their addresses: text, a unit, a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.org.forms.fields import DayField, unit_asked
from congminh.org.models import Unit
from congminh.org.models.unit import UnitQuerySet
from congminh.org.tree import Tree


class Asked(forms.Form):
    """A list's own search; a field filled wrongly says so and counts as empty."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit.GET, label_suffix="")
        self.visit = visit

    def value(self, name: str) -> Any:
        """What was asked, or nothing."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def text(self) -> str:
        """The text searched for."""
        return self.value("q") or ""


class TextAsked(Asked):
    """By some words of theirs."""

    q = forms.CharField(required=False, max_length=100, label=_("Search"), widget=forms.SearchInput)


class ReadingsAsked(TextAsked):
    """Readings by words of the question or by article, and those an agency chose."""

    da_chon = forms.BooleanField(required=False, label=_("Chosen by decision"))


class PositionsAsked(TextAsked):
    """Job positions by title, of a unit."""

    def __init__(self, visit: Visit, units: UnitQuerySet) -> None:
        super().__init__(visit)
        self.fields["don_vi"] = unit_asked(units, required=False, label=_("Unit"), empty_label=_("All"))

    @property
    def unit(self) -> Unit | None:
        """The unit asked for."""
        return self.value("don_vi")


class DayAsked(Asked):
    """As of a day."""

    ngay = DayField(required=False, label=_("As of"))

    @property
    def day(self) -> date:
        """The day asked for, else today."""
        return self.value("ngay") or self.visit.day


class TreeAsked(DayAsked):
    """Units by name, as of a day."""

    q = forms.CharField(required=False, max_length=100, label=_("Name of the unit"), widget=forms.SearchInput)

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self.order_fields(("q", "ngay"))


class PeopleAsked(Asked):
    """People by name or code, of a unit and all beneath it, and those who lack something."""

    q = forms.CharField(required=False, max_length=100, label=_("Name or code"), widget=forms.SearchInput)
    chua_co = forms.BooleanField(required=False, label=_("Without a post"))

    def __init__(self, visit: Visit, units: UnitQuerySet, lack: Any = "") -> None:
        super().__init__(visit)
        label = _("Unit, with all beneath")
        self.fields["don_vi"] = unit_asked(units, required=False, label=label, empty_label=_("All"))
        self.fields["chua_co"].label = lack or self.fields["chua_co"].label
        self.order_fields(("q", "don_vi", "chua_co"))

    @property
    def unit(self) -> Unit | None:
        """The unit asked for."""
        return self.value("don_vi")

    def beneath(self) -> set[int]:
        """The unit asked for with all beneath it, of those listed."""
        rows = self.fields["don_vi"].rows.values()  # type: ignore[attr-defined]
        tree = Tree({row.pk: row.parent_id for row in rows}, {row.pk: row.kind for row in rows})
        return tree.beneath([self.unit.pk] if self.unit else [])
