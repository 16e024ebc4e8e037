"""The form of a passkey's answer: at sign-in, and when one is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congminh.accounts.entering import attempts
from congminh.accounts.entering.forms import must_have_tries
from congminh.accounts.factors.passkeys import must_be_registered, user_of

NAME_LETTERS = 60


class PasskeyForm(forms.Form):
    """Whose passkey answered: `user`."""

    credential = forms.JSONField(widget=forms.HiddenInput)
    user: Any = None

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Counted by source alone: there is no name yet."""
        said, source = super().clean() or {}, attempts.source_of(self.request)
        must_have_tries("passkey:", source)
        if said.get("credential"):
            self.user = user_of(said["credential"])
            attempts.forget("passkey:", source)
        return said


class NewPasskeyForm(forms.Form):
    """A name for a passkey, and what the browser answered."""

    name = forms.CharField(max_length=NAME_LETTERS)
    credential = forms.JSONField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", initial={"name": _("My passkey")})
        self.fields["name"].label = _("Name of the passkey")

    def clean_credential(self) -> Any:
        """It must fit what the browser was asked."""
        must_be_registered(self.cleaned_data["credential"])
        return self.cleaned_data["credential"]
