"""The page that asks again, with what was sent inside it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from congminh.accounts.factors.checking import has_passkey
from congminh.accounts.factors.passkeys import to_answer

ASKED = "asked-again"


def asked_again(request: Any, form: Any, status: int, then: str = "") -> HttpResponse:
    """The page; with `then` it leads there, else what was sent is sent once more to the same address."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    shown = {
        "form": form,
        "then": then,
        "action": request.get_full_path(),
        "sent": [] if then else [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"],
        "files": request.FILES,
        "options": to_answer(request.user) if has_passkey(request.user) else "",
        "providers": settings.OIDC if not form.fields else (),
    }
    return render(request, "accounts/ask_again.html", shown, status=status)
