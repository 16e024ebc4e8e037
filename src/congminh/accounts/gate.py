"""Middleware: a password that was handed out is changed before anything else is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from congminh.org.doors import ANYONE

# In the session from signing in with such a password until it is changed.
HANDED_OUT = "handed_out_password"


class HandedOut:
    """Sends whoever signed in with a handed-out password to change it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on; the page of the password first, where it is still the one handed out."""
        if getattr(view, "door", None) is ANYONE or HANDED_OUT not in request.session:
            return None
        page = reverse("change_password")
        return None if request.path == page else HttpResponseRedirect(page)
