"""What is pasted from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PasteForm(forms.Form):
    """Rows copied from Excel, kept just as they were pasted."""

    text = forms.CharField(
        label=_("Rows from Excel"),
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Columns: code of the civil servant, code of the product, quantity, due day, what it is called."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
