"""What lists of products are asked for, and the coefficient calculator: all of it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.forms.fields import ThousandthsField
from congminh.catalogue.models import Catalogue
from congminh.catalogue.models.product import ProductQuerySet
from congminh.org.doors import Visit
from congminh.org.forms.asking import TextAsked

COMMON = "chung"
Choices = Iterable[tuple[Any, Any]]


class ProductsAsked(TextAsked):
    """Products by code or words, of a group, of a unit's list or the common one."""

    def __init__(self, visit: Visit, groups: Choices, units: Choices) -> None:
        super().__init__(visit)
        common = (COMMON, _("Common to the agency"))
        self.fields["nhom"] = _choice(_("Group"), groups)
        self.fields["don_vi"] = _choice(_("Unit"), [common, *units])

    def of(self, products: ProductQuerySet) -> ProductQuerySet:
        """Those of `products` that were asked for."""
        found = products.search(self.text)
        if group := self.value("nhom"):
            found = found.filter(group=group)
        if unit := self.value("don_vi"):
            found = found.filter(unit=None if unit == COMMON else unit)
        return found


def _choice(label: Any, choices: Choices) -> forms.ChoiceField:
    listed = [(str(value), said) for value, said in choices]
    return forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *listed])


class VersionsAsked(forms.Form):
    """Two versions to put side by side: the one before the newest, and the newest, unless chosen otherwise."""

    cu = forms.ChoiceField(label=_("From version"))
    moi = forms.ChoiceField(label=_("To version"))

    def __init__(self, versions: Sequence[Catalogue]) -> None:
        super().__init__(initial={"cu": versions[1].pk, "moi": versions[0].pk}, label_suffix="")
        for name in ("cu", "moi"):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, choices=[(each.pk, each.title()) for each in versions]
            )


class CalculatorForm(forms.Form):
    """Points, standard points and decimals; empty until something is typed."""

    diem = ThousandthsField(label=_("Points of the product"))
    chuan = ThousandthsField(label=_("Points of the standard product"))
    le = forms.TypedChoiceField(label=_("Decimals"), coerce=int, choices=[(1, "1"), (2, "2"), (3, "3")])

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)

    def clean_diem(self) -> int:
        """Above nought."""
        return _above_nought(self.cleaned_data["diem"])

    def clean_chuan(self) -> int:
        """Above nought: points are divided by it."""
        return _above_nought(self.cleaned_data["chuan"])


def _above_nought(value: int) -> int:
    if value <= 0:
        raise forms.ValidationError(_("Points are above 0."))
    return value
