"""The page that asks again, with what was sent inside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from congminh.accounts.factors.checking import has_passkey
from congminh.accounts.factors.passkeys import to_answer
from congminh.accounts.sure import files

ASKED = "asked-again"
# Fields of the page itself, which the view behind it never sees: the answer, and where files wait.
PREFIX, FILE = "again", "again-file"


def asked_again(request: Any, form: Any, status: int, then: str = "", waiting: Sequence[str] = ()) -> HttpResponse:
    """The page; with `then` it leads there, else what was sent is sent once more to the same address.

    Files wait in quarantine: those just sent, and those `waiting` since the page was shown before.
    """
    words = None if then else files.keep(request.FILES, request.user.pk)
    waits = [*waiting, *(words or ())]
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    shown = {
        "form": form,
        "then": then,
        "action": request.get_full_path(),
        "sent": [] if then else [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"],
        "waits": waits,
        "field": FILE,
        "files": files.still_there(waits, request.user.pk),
        "lost": bool(request.FILES) and words is None,
        "options": to_answer(request.user) if has_passkey(request.user) else "",
        "providers": settings.OIDC if not form.fields else (),
    }
    return render(request, "accounts/ask_again.html", shown, status=status)
