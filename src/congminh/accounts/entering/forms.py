"""Forms of getting in: the password, the second step; each try is counted before it is looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congminh.accounts.entering import attempts
from congminh.accounts.entering.admitting import must_be_open
from congminh.accounts.factors.checking import is_right_code
from congminh.accounts.factors.passkeys import is_right_passkey

MINUTES = int(attempts.LOCKED.total_seconds() // 60)


def must_have_tries(name: str, source: str, by_source: bool = True) -> None:
    """Count a try; raises ValidationError when there were too many."""
    lock = attempts.locked(name, source, by_source)
    if lock is None:
        return
    mend = _("Wait %(minutes)s minutes, or sign in from another place.") % {"minutes": MINUTES}
    what = _("Too many wrong tries from here.")
    if lock is attempts.Lock.SOURCE:
        what = _("Too many wrong tries from this network, whoever's account: sign-in from it is locked for a while.")
        mend = _("Wait %(minutes)s minutes. Whoever is signed in can go on.") % {"minutes": MINUTES}
    raise ValidationError(what, code="locked", params={"next": mend})


class SignInForm(AuthenticationForm):
    """Account name and password."""

    request: HttpRequest

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **{"label_suffix": "", **kwargs})
        self.fields["username"].label = _("Account name")
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        """Counted, then looked at; a right one clears the count."""
        name, source = self.cleaned_data.get("username", ""), attempts.source_of(self.request)
        if not (name and self.cleaned_data.get("password")):
            return self.cleaned_data
        must_have_tries(name, source)
        found = super().clean()
        attempts.forget(name, source)
        return found

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse the account of whoever's post is over."""
        must_be_open(user)


class SecondStepForm(forms.Form):
    """A code of the application, a recovery code, or a passkey; `by_source`: wrong ones count against the source."""

    by_source = True
    code = forms.CharField(
        label=gettext_lazy("Code of the application, or a recovery code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.request, self.user = request, user
        self.fields["code"].quiet = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Counted by account and source, as passwords are."""
        said = super().clean() or {}
        name, source = f"second:{self.user.pk}", attempts.source_of(self.request)
        must_have_tries(name, source, self.by_source)
        if not self.is_right(said):
            raise ValidationError(_("This is not right: look at the code once more and type it anew."))
        attempts.forget(name, source, self.by_source)
        return said

    def is_right(self, said: dict[str, Any]) -> bool:
        """Whether one of them is."""
        if said.get("credential"):
            return is_right_passkey(self.user, said["credential"])
        return bool(said.get("code")) and is_right_code(self.user, said["code"])
