"""Middleware about the doors: a post that ended ends the session; a handed-out password is changed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.org.doors import ACCOUNT, ANYONE
from congminh.org.models import Person

# In the session from signing in with such a password until it is changed.
HANDED_OUT = "handed_out_password"


def has_left(person: Person, day: date) -> bool:
    """Whether a person's posts are over: out of service, or none held on `day` while some were before."""
    if person.ended is not None and person.ended < day:
        return True
    posts = person.posts.all()
    return posts.filter(last__lt=day).exists() and not posts.held_on(day).exists()


class Left:
    """Signs out whoever's last post is over, at once. It stands before the doors, and asks once they have looked.

    What they send to a page that every account has is not even looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        person = getattr(request, "person", None)
        if person is None or request.posts or not request.user.is_authenticated or not has_left(person, request.day):
            return response
        return _signed_out(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on: a page of every account would do what is sent before anybody looked for a post."""
        if request.method in ("GET", "HEAD") or getattr(view, "door", None) is not ACCOUNT:
            return None
        person = getattr(request.user, "person", None)
        return _signed_out(request) if person and has_left(person, timezone.localdate()) else None


def _signed_out(request: Any) -> HttpResponse:
    logout(request)
    messages.warning(request, _("Your post has ended, so this account is closed."))
    return HttpResponseRedirect(reverse("sign_in"))


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
