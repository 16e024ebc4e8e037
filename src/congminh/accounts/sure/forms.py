"""The form that asks again: the password, or a second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congminh.accounts.entering.forms import SecondStepForm
from congminh.accounts.factors.checking import has_second_factor
from congminh.accounts.sure.asking import PREFIX


class AgainForm(SecondStepForm):
    """As the second step, or the password; in a demonstration whose cast has neither, a click.

    Its fields begin with `again-`, so that they stand beside those of whatever was sent. Whoever is signed in is not
    stopped by what others typed wrong behind the same address.
    """

    by_source = False
    password = forms.CharField(
        required=False, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("password", "code", "credential")

    def __init__(self, request: HttpRequest, user: Any, data: Any = None) -> None:
        super().__init__(request, user, data, prefix=PREFIX)
        self.fields["password"].label = _("Password")
        self.fields["password"].quiet = True  # type: ignore[attr-defined]
        del self.fields["code"].widget.attrs["autofocus"]
        if not user.has_usable_password():
            del self.fields["password"]
        if not has_second_factor(user):
            del self.fields["code"], self.fields["credential"]

    @property
    def is_a_click(self) -> bool:
        """Whether a click is enough: only in a demonstration, for an account that has nothing to type."""
        return settings.DEMO and not self.fields

    def is_right(self, said: dict[str, Any]) -> bool:
        """Whether any of them is."""
        if self.is_a_click:
            return True
        typed = said.get("password", "")
        return bool(typed and self.user.check_password(typed)) or super().is_right(said)
