"""The pages of no app: the style guide, the switch of the theme, what is answered when something broke."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from congminh.jobs.outage import is_cut, is_full
from congminh.org.doors import ANYONE, door
from congminh.site.frame import THEME_COOKIE, THEMES
from congminh.site.style_guide import samples

YEAR_SECONDS = 365 * 24 * 60 * 60


@door(ANYONE)
@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """«Kiểu dáng»: every component in every state."""
    return render(request, "style_guide/page.html", samples(request))


def _back(request: HttpRequest) -> str:
    """The page the form was sent from, or the front page when that is not ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else "/"


@door(ANYONE)
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme asked for in this browser and go back; 400 for a theme we do not have."""
    asked = request.POST.get("theme", "")
    if asked not in THEMES:
        return HttpResponseBadRequest(_("There is no such theme. Choose light, dark, or as the device."))
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        THEME_COOKIE, asked, max_age=YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def fault(request: HttpRequest) -> HttpResponse:
    """Something broke: 507 for want of room, 503 for a database that went away, else 500 for a fault of ours."""
    error = sys.exc_info()[1]
    kind, status = ("full", 507) if is_full(error) else ("cut", 503) if is_cut(error) else ("ours", 500)
    return HttpResponse(loader.render_to_string("500.html", {"kind": kind}), status=status)
