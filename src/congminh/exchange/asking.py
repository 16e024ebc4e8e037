"""What people send to be imported, and what they settle before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.forms.fields import SignedFields
from congminh.exchange.models import Import
from congminh.org.forms.fields import DayField
from congminh.org.models import Unit

SIGNED = ("number", "signed_on", "signer", "about", "first")


class UploadForm(forms.Form):
    """One file of a kind; `receive` says what is wrong with it."""

    file = forms.FileField(
        label=_("Excel file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, kind: str, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id=f"{kind}_%s", label_suffix="")


class WriteForm(SignedFields):
    """Whether the good rows alone are written; of a catalogue also the decision it was already decided by."""

    only_good = forms.BooleanField(label=_("Import the good rows alone"), required=False)
    first = DayField(label=_("In force from"), required=False)

    def __init__(self, source: Import, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        if not source.faulty:
            del self.fields["only_good"]
        for name in SIGNED:
            if source.kind == "catalogue":
                self.fields[name].required = False
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A decision is wholly entered, or not at all; what it is about may be left to us."""
        said = super().clean() or self.cleaned_data
        typed = [name for name in SIGNED if said.get(name) or name in self.errors]
        if typed and "first" in self.fields:
            for name in SIGNED:
                if name not in typed and name != "about":
                    self.add_error(name, gettext("The decision is not complete: enter this too."))
        return said

    def signed(self) -> dict[str, str]:
        """The decision as a job's arguments keep it; empty for none."""
        if not self.cleaned_data.get("number"):
            return {}
        said = {name: self.cleaned_data[name] for name in SIGNED}
        days = {name: said[name].isoformat() for name in ("signed_on", "first")}
        return {**said, **days, "about": said["about"] or "Ban hành danh mục sản phẩm/công việc quy đổi"}

    def decision_fields(self) -> list[forms.BoundField]:
        """The fields of the decision, in the order of the page."""
        return [self[name] for name in SIGNED if name in self.fields]


class UnitsForm(forms.Form):
    """The unit each name of the file means: one select a name, with the choice made before."""

    def __init__(self, names: Mapping[str, str], units: Iterable[Unit], data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.names = list(names)
        options = [("", _("Common to the agency")), *((unit.code, str(unit)) for unit in units)]
        for at, (name, chosen) in enumerate(names.items()):
            self.fields[f"unit_{at}"] = forms.ChoiceField(label=name, required=False, choices=options, initial=chosen)

    def chosen(self) -> dict[str, str]:
        """By name the code of its unit; empty for the common list."""
        return {name: self.cleaned_data[f"unit_{at}"] for at, name in enumerate(self.names)}
