"""The key of what is sent: a field of every form that is posted, or what a program says in a header."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from secrets import token_urlsafe
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from congminh.org.doors import ANYONE, Visit, always
from congminh.sendings.models import MOST_LETTERS, Sending

FIELD = "sending"
HEADER = "Idempotency-Key"
# What a form says of itself and not of what is to be done.
NOT_SAID = (FIELD, "csrfmiddlewaretoken")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
View = TypeVar("View", bound=Callable[..., Any])


def new_key() -> str:
    """A key no other form has."""
    return token_urlsafe(16)


def only_tries(when: Callable[[Visit, dict[str, Any]], bool] = always) -> Callable[[View], View]:
    """Mark a view, below its `@door`, whose posts, or those `when` says, only show what would come of something.

    They are sent again and again from one form and change nothing, so their key is not looked at.
    """

    def mark(view: View) -> View:
        view.only_tries = when  # type: ignore[attr-defined]
        return view

    return mark


def done(request: HttpRequest) -> None:
    """Say that a view acted though it shows a page and leads nowhere: its key is spent all the same."""
    request.sending_done = True  # type: ignore[attr-defined]


def was_done(request: HttpRequest) -> bool:
    """Whether an earlier sending did what such a view (`done`) would do: then it only shows what it showed."""
    return bool(getattr(request, "sending_before", False))


def sending_of(request: Any, view: Any, args: dict[str, Any]) -> Sending | None:
    """What an account sends with a key to a view that may act; None for the rest. BadRequest for what is no key."""
    if request.method != "POST" or getattr(view, "door", ANYONE) is ANYONE or not request.user.is_authenticated:
        return None
    key = request.headers.get(HEADER, "").strip().strip('"') or request.POST.get(FIELD, "")
    tries = getattr(view, "only_tries", None)
    if not key or (tries and tries(request, args)):
        return None
    if len(key) > MOST_LETTERS or not (key.isascii() and key.isprintable()):
        told = _("A key has at most %(most)s letters, figures and signs of ASCII.")
        raise BadRequest(told % {"most": MOST_LETTERS})
    return Sending(by_id=request.user.pk, key=key, digest=digest_of(request))


def digest_of(request: HttpRequest) -> str:
    """SHA-256 of the address and of all that is said to it; the key itself and the token are no part of it."""
    made = hashlib.sha256()
    for part in _parts(request):
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """Each name with its values, in an order of its own; of files their names and digests."""
    yield request.get_full_path().encode()
    if request.content_type not in FORMS:
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_SAID:
            yield name.encode()
            yield from (str(value).encode() for value in values)
    for name, files in sorted(request.FILES.lists()):
        yield name.encode()
        for file in files:
            yield (file.name or "").encode()
            yield _file_digest(file)


def _file_digest(file: Any) -> bytes:
    made = hashlib.sha256()
    for chunk in file.chunks():
        made.update(chunk)
    file.seek(0)
    return made.digest()
