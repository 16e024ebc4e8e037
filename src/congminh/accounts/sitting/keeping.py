"""What somebody sent when the session was over: kept in the next session of the same browser, for them alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

KEPT = "kept_form"
MOST_LETTERS = 200_000
NEVER = ("password", "credential", "csrfmiddlewaretoken")


def kept_from(request: HttpRequest) -> dict[str, Any] | None:
    """What a request sent; None for nothing, for secrets, and for what is too large to be typed."""
    if request.method != "POST":
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    pairs = [(name, str(value)) for name, value in pairs if name != "csrfmiddlewaretoken"]
    is_secret = any(word in name for name, _value in pairs for word in NEVER)
    if is_secret or sum(len(value) for _name, value in pairs) > MOST_LETTERS:
        return None
    return {
        "path": request.get_full_path(),
        "pairs": pairs,
        "files": sorted(request.FILES),
        "by_htmx": "HX-Request" in request.headers,
        "back": page_of(request),
    }


def keep(session: Any, found: dict[str, Any], user: int) -> None:
    """Keep it for whoever sent it."""
    session[KEPT] = {**found, "user": user}


def kept(session: Any, user: int) -> dict[str, Any] | None:
    """What is kept for this account."""
    found = session.get(KEPT)
    return found if found and found["user"] == user else None


def forget(session: Any) -> None:
    """It is not wanted any more."""
    session.pop(KEPT, None)


def page_of(request: HttpRequest) -> str:
    """The page of ours a request was sent from, else the front page."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(said)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
