"""Of whom a second factor is asked («bắt buộc bước thứ hai»): they set one up first and reach nothing else until then.

Administrators always; others as CONGMINH_SECOND_FACTOR says. Not in a demonstration, whose sign-in page says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from congminh.accounts.factors.checking import has_second_factor
from congminh.org.doors import ANYONE, PERSONNEL, Visit
from congminh.org.models import Post

# Where one is led, and what one needs on the way.
OPEN = ("security", "application", "passkey", "recovery_codes", "remove_factor", "ask_again", "change_password")
ROLES: dict[str, Callable[[Visit], bool]] = {
    "heads": lambda visit: any(post.rank == Post.Rank.HEAD for post in visit.posts),
    "personnel": PERSONNEL.needs,
    "everybody": lambda visit: True,
}


def must_set_up(visit: Any) -> bool:
    """Whether whoever asks has to set up a second factor before anything else."""
    if settings.DEMO or not is_asked_of(visit):
        return False
    known = getattr(visit.user, "has_factor", None)
    return not (has_second_factor(visit.user) if known is None else known)


def is_asked_of(visit: Any) -> bool:
    """Whether a second factor is asked of an account, by what it is or the posts it holds."""
    return visit.user.is_superuser or any(ROLES[role](visit) for role in settings.SECOND_FACTOR)


class Needs:
    """Middleware: leads whoever has to set one up to the page where it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on."""
        if getattr(view, "door", None) is ANYONE or request.resolver_match.url_name in OPEN:
            return None
        if not request.user.is_authenticated or not must_set_up(request):
            return None
        page = reverse("security")
        if "HX-Request" in request.headers:
            return HttpResponse(status=403, headers={"HX-Redirect": page})
        return HttpResponseRedirect(page)
