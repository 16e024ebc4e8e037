"""What stands around every page: the ways to go, the theme, the addresses of both switches."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "theme"
THEMES: dict[str, str | Promise] = {"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")}


class Way(NamedTuple):
    """One entry of the bar and, when it has an icon, of the tab bar on a phone."""

    label: str | Promise
    route: str
    icon: str = ""


WAYS: tuple[Way, ...] = (Way(_("Style guide"), "style_guide", "book-open"),)


def ways(request: HttpRequest) -> list[dict[str, Any]]:
    """The ways to go from here, the one we stand on marked."""
    placed = ((way, reverse(way.route)) for way in WAYS)
    return [
        {"label": way.label, "url": url, "icon": way.icon, "current": request.path.startswith(url)}
        for way, url in placed
    ]


def theme_of(request: HttpRequest) -> str:
    """The theme this browser asked for: light, dark, or as the device."""
    asked = request.COOKIES.get(THEME_COOKIE, "auto")
    return asked if asked in THEMES else "auto"


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: `nav`, `theme`, `themes`."""
    return {"nav": ways(request), "theme": theme_of(request), "themes": THEMES.items()}
