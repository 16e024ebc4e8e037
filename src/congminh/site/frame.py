"""What stands around every page: the ways to go, who is signed in, the theme, the addresses of both switches."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congminh.exchange.doors import SENDERS
from congminh.ledger.log.folder import Folder
from congminh.org.doors import ACCOUNT, FILES, PERSONNEL, SIGNED_IN, Door
from congminh.work.doors import HEADS

THEME_COOKIE = "theme"
THEMES: dict[str, str | Promise] = {"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")}


class Way(NamedTuple):
    """One entry of the bar and, when it has an icon, of the tab bar on a phone; for those its door lets in.

    What concerns the agency rather than the day's work stands in a menu of the bar.
    """

    label: str | Promise
    route: str
    door: Door
    icon: str = ""
    of_agency: bool = False


WAYS: tuple[Way, ...] = (
    Way(_("My work"), "home", ACCOUNT, "house"),
    Way(_("To confirm"), "queue", HEADS, "list-checks"),
    Way(_("Assign"), "assign", HEADS, "send"),
    Way(_("The unit's month"), "unit_month", FILES, "users"),
    Way(_("Sheets"), "sheets", SIGNED_IN, "file-text"),
    Way(_("Inbox"), "inbox", SIGNED_IN, "inbox"),
    Way(_("Evaluation periods"), "periods", FILES, "scale", of_agency=True),
    Way(_("Rating of organisations"), "unit_years", FILES, of_agency=True),
    Way(_("Yearly rating"), "years", SIGNED_IN, of_agency=True),
    Way(_("Meetings of the year"), "meetings", SIGNED_IN, of_agency=True),
    Way(_("Statistics"), "statistics", FILES, of_agency=True),
    Way(_("Units"), "units", SIGNED_IN, "network", of_agency=True),
    Way(_("Civil servants"), "people", SIGNED_IN, "users", of_agency=True),
    Way(_("Catalogue"), "catalogues", SIGNED_IN, "book-open", of_agency=True),
    Way(_("Check"), "check", PERSONNEL, "clipboard-check", of_agency=True),
    Way(_("Excel import"), "imports", SENDERS, of_agency=True),
    Way(_("Settings"), "settings", PERSONNEL, of_agency=True),
)


def ways(request: Any) -> list[dict[str, Any]]:
    """The ways open to whoever asks, the one we stand on marked."""
    if getattr(request, "posts", None) is None:
        return []
    placed = [(way, reverse(way.route)) for way in WAYS if way.door.needs(request)]
    here = max((url for _, url in placed if request.path.startswith(url)), key=len, default="")
    return [
        {
            "label": way.label,
            "url": url,
            "icon": way.icon,
            "of_agency": way.of_agency,
            "current": url == here and (url != "/" or request.path == "/"),
        }
        for way, url in placed
    ]


def who(request: Any) -> dict[str, Any] | None:
    """Who is signed in, with the unit of the first post and how many notices are unread; None for a visitor."""
    posts = getattr(request, "posts", None)
    if posts is None:
        return None
    person = request.person
    return {
        "name": str(person or request.user.get_username()),
        "unit": str(posts[0].unit) if posts else "",
        "waiting": getattr(request.user, "unread", 0) if posts else 0,
        "page": reverse("person", args=[person.code]) if posts else "",
        "can_change_password": request.user.has_usable_password(),
    }


def theme_of(request: HttpRequest) -> str:
    """The theme this browser asked for: light, dark, or as the device."""
    asked = request.COOKIES.get(THEME_COOKIE, "auto")
    return asked if asked in THEMES else "auto"


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: `nav`, `who`, `theme`, `themes`; `alarm`, whether the log's stands and all is only read."""
    alarm = bool(Folder.here().alarm())
    seen = {"theme": theme_of(request), "themes": THEMES.items(), "alarm": alarm}
    return {"nav": ways(request), "who": who(request), **seen}
