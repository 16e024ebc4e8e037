"""«Thư hằng ngày»: one's address, and whether one has the mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from congminh.accounts.models import Account
from congminh.org.doors import ACCOUNT, Visit, door


class MailForm(forms.Form):
    """Where the mail goes, and whether there is one."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        required=False,
        help_text=gettext_lazy("Without an address no mail is sent."),
    )
    digest = forms.BooleanField(
        label=gettext_lazy("Send me one mail a day when there is something new"), required=False
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        account = Account.objects.filter(user=user).first()
        begun = {"email": user.email, "digest": account.digest if account else True}
        super().__init__(data, initial=begun, label_suffix="")
        self.user = user
        self.fields["digest"].quiet = True  # type: ignore[attr-defined]

    @transaction.atomic
    def act(self) -> None:
        """Keep both."""
        get_user_model().objects.filter(pk=self.user.pk).update(email=self.cleaned_data["email"])
        Account.objects.update_or_create(user=self.user, defaults={"digest": self.cleaned_data["digest"]})


@door(ACCOUNT)
@require_http_methods(["GET", "POST"])
def mail_address(request: Visit) -> HttpResponse:
    """One's own address and choice."""
    form = MailForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.act()
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("mail_address"))
    shown = {"form": form, "has_server": bool(settings.MAIL), "at": settings.MAIL_AT}
    return render(request, "accounts/mail.html", shown, status=422 if form.errors else 200)
