"""Something done with many sheets of a year at once, each as its page showed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.unit_year.asking.acting import ActForm
from congminh.year.forms.judging import PUBLIC
from congminh.year.models import YearSheet


def token(sheet: YearSheet) -> str:
    """A sheet at the version it is shown, as a box sends it back."""
    return f"{sheet.pk}:{sheet.version}"


def ticked(data: Any, sheets: Sequence[YearSheet]) -> list[YearSheet]:
    """Of these the sheets ticked, each at the version its page showed; others are passed over."""
    by_key = {sheet.pk: sheet for sheet in sheets}
    found = []
    for each in data.getlist("sheet"):
        key, _colon, version = each.partition(":")
        sheet = by_key.pop(int(key), None) if key.isdecimal() and version.isdecimal() else None
        if sheet is not None:
            sheet.version = int(version)
            found.append(sheet)
    return found


class NotifyForm(ActForm):
    """The number and date of the notice, or its words."""

    text = forms.CharField(
        label=_("Written notice"),
        help_text=_("Number and date of the notice, or its words; each person gets it for their own level."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishForm(ActForm):
    """In which form results are made public."""

    text = forms.ChoiceField(label=_("How it is made public"), choices=PUBLIC, widget=forms.RadioSelect)

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["text"].initial = "electronic"
