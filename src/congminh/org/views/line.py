"""«Đây không phải người đứng đầu của tôi»: one's own request, and what its page shows to whoever settles it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congminh.law.procedure import Role
from congminh.ledger.files import about
from congminh.org.competence import competence
from congminh.org.doors import SIGNED_IN, Visit, door
from congminh.org.forms import line  # noqa: F401 - its steps' forms are known from here on
from congminh.org.forms.people import AskLine
from congminh.org.models import LineRequest, Person
from congminh.org.procedure import REPORTING_LINE
from congminh.org.reach import reach_of
from congminh.org.views.acting import Place, act_page


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def ask_line(request: Visit) -> HttpResponse:
    """One's own request, sent to personnel."""
    me = request.person
    place = Place(reverse("person", args=[me.code]), _("My page"))
    return act_page(request, AskLine, me, reach_of(request), place, previews=False)


@about(REPORTING_LINE.name, "org/person/line_request.html")
def about_line(file: LineRequest, reader: Person) -> dict[str, Any]:
    """Who was shown then and who is competent now, side by side; for personnel the ways to put it right."""
    day = timezone.localdate()
    scored, rated = competence([file.person], day).told[file.person_id]
    settles = Role.PERSONNEL in file.roles_of(reader) and file.state == "asked"
    return {
        "file": file,
        "then": {"day": file.day, "scored": file.scored_by, "rated": file.rated_by},
        "now": {"day": day, "scored": _words(scored), "rated": _words(rated)},
        "ways": _ways(file) if settles else (),
    }


def _words(told: Any) -> str:
    return f"{told.name}: {told.why}" if told.name else str(told.why)


def _ways(file: LineRequest) -> list[dict[str, Any]]:
    """The pages on which it is put right: posts of the person, the head of the unit, the unit itself."""
    person, back = file.person.code, f"?next={file.get_absolute_url()}"
    ways = [(_("Posts of the civil servant"), reverse("person", args=[person]))]
    ways.append((_("Appoint or transfer"), reverse("person_act", args=[person, "bo-nhiem"]) + back))
    if file.unit:
        code = file.unit.code
        ways.append((_("Head of the unit"), reverse("unit_act", args=[code, "bo-nhiem"]) + back + "&rank=head"))
        ways.append((_("Place of the unit"), reverse("unit_act", args=[code, "chuyen"]) + back))
    return [{"label": label, "url": url} for label, url in ways]
