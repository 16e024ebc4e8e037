"""«Cửa»: who may enter a page at all. A view without a door is open to nobody.

Behind the door, views show only what is `visible_to` the person, and files ask for a role of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.org.models import Person, Post
from congminh.org.models.unit import named_units, units_on
from congminh.org.once import looking

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Visit(HttpRequest):
    """A request behind a door: who asks, and the day it is."""

    person: Person
    day: date
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class Door:
    """Who may enter: `needs` says, of a visit, whether one may; `why` what is missing when not.

    Behind a `whole` one whoever leads or advises is told who stands beneath whom: the page reads every unit once.
    """

    name: str
    needs: Callable[[Visit], bool]
    why: str = ""
    whole: bool = False


def _advises(visit: Visit) -> bool:
    return any(post.position and post.position.is_personnel for post in visit.posts)


def _sees_files(visit: Visit) -> bool:
    held = [post.position for post in visit.posts if post.position]
    return any(post.rank != "staff" for post in visit.posts) or any(
        position.is_personnel or position.is_inspector for position in held
    )


ANYONE = Door("anyone", lambda visit: True)
ACCOUNT = Door("account", lambda visit: visit.user.is_authenticated)
SIGNED_IN = Door("signed in", lambda visit: bool(visit.posts))
# As `SIGNED_IN`, for one's own page that is also the page of who leads: of a sheet, of what waits.
OWN_AND_LEADERS = Door("signed in", SIGNED_IN.needs, whole=True)
PERSONNEL = Door("personnel", _advises, whole=True)
# Whoever sees files of others: who leads, advises on personnel, inspects (`org.sight`).
FILES = Door("files", _sees_files, whole=True)
ADMINISTRATOR = Door("administrator", lambda visit: visit.user.is_active and visit.user.is_superuser)


def door(opens: Door) -> Callable[[View], View]:
    """Mark a view with the door it stands behind."""

    def mark(view: View) -> View:
        view.door = opens  # type: ignore[attr-defined]
        return view

    return mark


def always(visit: Visit, args: dict[str, Any]) -> bool:
    """Whatever is asked of the view."""
    return True


def posting(visit: Visit, args: dict[str, Any]) -> bool:
    """What is sent, not what is looked at."""
    return visit.method not in ("GET", "HEAD")


def asks_again(when: Callable[[Visit, dict[str, Any]], bool] = posting) -> Callable[[View], View]:
    """Mark a view, below its `@door`, as one for which a password or second factor must have been given lately.

    `when` says, of a visit and the arguments of the address, for which requests; without it, for whatever is posted.
    """

    def mark(view: View) -> View:
        view.asks_again = when  # type: ignore[attr-defined]
        return view

    return mark


class Doors:
    """Middleware: turns away whoever may not enter; sets `person`, `posts` and `day` for whoever may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with looking():
            return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to let in; the sign-in page for the unknown; 404 for a stranger, 403 for lack of a role."""
        opens: Door | None = getattr(view, "door", None)
        if opens is None:
            raise PermissionDenied(_("This page has no door, so nobody may enter."))
        request.day = timezone.localdate()
        if not request.user.is_authenticated:
            return None if opens is ANYONE else _sign_in_first(request)
        request.person = getattr(request.user, "person", None)
        looks = request.method in ("GET", "HEAD")
        request.posts = _posts_of(request.person, request.day, looks and opens.whole)
        if request.person and looks:
            # looking changes nothing, so what one sees is read once
            request.person.sights, request.person.seated = {}, {request.day: request.posts}
        if opens.needs(request):
            return None
        if opens is not ADMINISTRATOR and not request.posts:
            raise Http404
        raise PermissionDenied(_("This page belongs to another role than yours."))


def _posts_of(person: Person | None, day: date, whole: bool = False) -> tuple[Post, ...]:
    """The posts held on `day` with their units; none for nobody and for one who has left.

    `whole`: for whoever leads or advises the page reads every unit in any case, so theirs need no query of their own.
    """
    if person is None or not person.serves(day):
        return ()
    posts = tuple(person.posts.held_on(day).select_related("person", "position__peer_group"))
    leads = whole and any(map(_sees_beyond, posts))
    units = units_on(day) if leads else named_units({post.unit_id for post in posts}, day)
    for post in posts:
        post.unit = units[post.unit_id]
    return posts


def _sees_beyond(post: Post) -> bool:
    position = post.position
    return post.rank == Post.Rank.HEAD or bool(position and (position.is_personnel or position.is_inspector))


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a fragment asked for by htmx makes the whole page go."""
    page = f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)
