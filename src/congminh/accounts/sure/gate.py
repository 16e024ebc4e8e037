"""Middleware: a view marked `asks_again` opens to whoever gave a password or second factor in the last ten minutes.

What was sent stays in the page that asks (files in quarantine): the answer comes to the same address with it, and the
view goes on as if nothing had been between. What cannot stay there (a request by htmx, an account that signs in
elsewhere) is kept in the session and sent again by a click.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from congminh.accounts.sitting import clock, keeping
from congminh.accounts.sure import files
from congminh.accounts.sure.asking import ASKED, FILE, PREFIX, asked_again
from congminh.accounts.sure.forms import AgainForm


class AskAgain:
    """Asks whoever comes to such a view too long after; see the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None to go on."""
        asks = getattr(view, "asks_again", None)
        if asks is None or not request.user.is_authenticated or not asks(request, kwargs):
            return None
        if ASKED not in request.POST:
            return None if clock.proved_lately(request.session) else _ask(request)
        form, waiting = AgainForm(request, request.user, request.POST), request.POST.getlist(FILE)
        request.POST = without_answer(request.POST)
        if not clock.proved_lately(request.session):
            if not form.is_valid():
                return asked_again(request, form, 422, waiting=waiting)
            clock.prove(request.session)
        request.FILES.update(files.kept(waiting, request.user.pk))
        return None


def _ask(request: Any) -> HttpResponse:
    """The page that asks: in place for what was sent by a form, on a page of its own for the rest."""
    is_form = request.method == "POST" and "HX-Request" not in request.headers
    form = AgainForm(request, request.user)
    if is_form and (form.fields or form.is_a_click):
        return asked_again(request, form, 403)
    then = request.get_full_path()
    if request.method == "POST":
        found = keeping.kept_from(request)
        then = reverse("send_again") if found else keeping.page_of(request)
        if found:
            keeping.keep(request.session, found, request.user.pk)
    page = f"{reverse('ask_again')}?{urlencode({'next': then})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=403, headers={"HX-Redirect": page})
    return HttpResponseRedirect(page)


def without_answer(sent: QueryDict) -> QueryDict:
    """What was sent, without the answer to our question."""
    rest = sent.copy()
    for name in [name for name in rest if name == ASKED or name.startswith(f"{PREFIX}-")]:
        del rest[name]
    rest._mutable = False
    return rest
