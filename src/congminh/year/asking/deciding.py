"""Deciding many levels at once, each the one the law and the cap come to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from congminh.org.doors import Visit
from congminh.unit_year.asking.acting import ActForm
from congminh.year.forms.fields import DecisionField


class DecideManyForm(ActForm):
    """The decision they are all in, where there is one already."""

    decision = DecisionField(required=False)

    def __init__(self, visit: Visit, data: Any = None) -> None:
        super().__init__(visit, data)
        self.fields["decision"].help_text = _("Optional: a decision already entered, in which all of them stand.")
