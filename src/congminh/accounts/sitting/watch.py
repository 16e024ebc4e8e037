"""Middleware: ends a session that lay idle, keeping what was just sent; puts down that somebody is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.accounts.models import Sitting
from congminh.accounts.sitting import clock, keeping
from congminh.org.doors import ANYONE

# A page that asks by itself how far its work is says so: nobody is there.
BY_ITSELF = "X-By-Itself"
SENT_AGAIN = "X-Sent-Again"


class Watch:
    """Looks at the session of each request; see the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if SENT_AGAIN in request.headers and response.status_code < 400:
            found = keeping.kept(request.session, request.user.pk)
            keeping.forget(request.session)
            response = HttpResponse(headers={"HX-Redirect": found["back"] if found else "/"})
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on; the sign-in page for whoever sent something in a session that was over."""
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return None
        if not clock.is_over(request.session, request.user.is_superuser):
            if BY_ITSELF not in request.headers and clock.touch(request.session):
                here = Sitting.objects.filter(session_key=request.session.session_key)
                here.update(seen_at=timezone.now())
            return None
        return _ended(request, getattr(view, "door", None) is ANYONE)


def _ended(request: Any, is_open: bool) -> HttpResponse | None:
    """Sign out; what was sent to a page behind a door is kept for the same account."""
    user, found = request.user.pk, None if is_open else keeping.kept_from(request)
    logout(request)
    if is_open:
        return None
    said = _("You were signed out, since nothing was done here for a while.")
    if found:
        keeping.keep(request.session, found, user)
        said = f"{said} {_('What you typed is kept: sign in to go on.')}"
    messages.warning(request, said)
    return to_sign_in(request, reverse("send_again")) if found else None


def to_sign_in(request: HttpRequest, then: str) -> HttpResponse:
    """To the sign-in page and on; a fragment asked for by htmx makes the whole page go."""
    page = f"{reverse('sign_in')}?{urlencode({'next': then})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)
