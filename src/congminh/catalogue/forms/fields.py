"""Numbers with a comma kept in thousandths; a signed decision; refusals put beside their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congminh.catalogue.checking import plain
from congminh.catalogue.reading.cells import number_of
from congminh.org.forms.fields import DayField
from congminh.org.models import Decision


class ThousandthsField(forms.CharField):
    """A number of at most three decimals, written «2,5» or 2.5; as a value it is a whole number of thousandths."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"max_length": 20, **more})
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        """Thousandths as the reader writes them; what was typed stays as it was typed."""
        return plain(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """The thousandths, None for an empty field; ValidationError says how to write it."""
        typed = super().clean(value)
        number, problem = number_of(typed)
        if problem == "ambiguous":
            advice = gettext("Write it without separating the thousands, such as 1000 or 1,5.")
            raise ValidationError(
                gettext("“%(typed)s” may be read in two ways.") % {"typed": typed}, params={"next": advice}
            )
        if problem == "decimals":
            raise ValidationError(gettext("A number has at most three decimals here."))
        if problem:
            advice = gettext("Write a number such as 45 or 2,5.")
            raise ValidationError(gettext("“%(typed)s” is no number.") % {"typed": typed}, params={"next": advice})
        return number


class SignedFields(forms.Form):
    """A decision as it was signed («quyết định»): number, day, signer, what it is about."""

    number = forms.CharField(label=_("Decision number"), max_length=60, help_text=_("As “12/QĐ-UBND”."))
    signed_on = DayField(label=_("Signed on"))
    signer = forms.CharField(label=_("Signer"), max_length=120)
    about = forms.CharField(label=_("About"), max_length=400)

    def decision(self) -> Decision:
        """The decision, not saved yet; the action takes the one entered before if it is the same."""
        return Decision(**{name: self.cleaned_data[name] for name in ("number", "signed_on", "signer", "about")})


def put_faults(form: forms.Form, fault: ValidationError) -> None:
    """What an action refused, at the fields it names; above all fields what no field is about."""
    for name, errors in _by_field(fault).items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


def sentence(fault: ValidationError) -> str:
    """What an action refused in one line: what, why, what to do."""
    errors = [error for group in _by_field(fault).values() for error in group]
    parts = (" ".join([*error.messages, *_more(error)]) for error in errors)
    return " ".join(parts)


def _more(error: ValidationError) -> list[str]:
    said = error.params or {}
    return [str(said[part]) for part in ("why", "next") if said.get(part)]


def _by_field(fault: ValidationError) -> Mapping[str, Iterable[ValidationError]]:
    if hasattr(fault, "error_dict"):
        return fault.error_dict
    return {NON_FIELD_ERRORS: fault.error_list}
