"""«Đây không phải người đứng đầu của tôi»: the file is opened with what the system showed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congminh.law.nd335.authority import Authority
from congminh.ledger.actions import open_file, take
from congminh.org import facts
from congminh.org.actions.refusal import refuse, vn
from congminh.org.models import LineRequest, Person, Post
from congminh.org.procedure import REPORTING_LINE


@transaction.atomic
def ask_line(person: Person, reason: str, said_head: Person | None = None) -> LineRequest:
    """Say that the head shown is not one's own, and who it should be; personnel are told (Điều 10.1).

    One open request at a time: for a second, the ValidationError has `file`, the first one's key, in its params.
    """
    # Of two clicks at once the second waits here on PostgreSQL; on SQLite every transaction waits for the other.
    Person.objects.select_for_update().get(pk=person.pk)
    _must_be_first(person)
    _must_be_another(person, said_head)
    file = open_file(_as_shown(person, said_head))
    named = {"said_head": f"{said_head.name} ({said_head.code})"} if said_head else {}
    take("ask", file, person, file.version, {"reason": reason.strip(), **named})
    return file


def _must_be_first(person: Person) -> None:
    already = LineRequest.objects.open().filter(person=person).first()
    if already:
        said = {
            "why": _("Your request of %(day)s is still open.") % {"day": vn(already.day)},
            "next": _("Open it to see how it stands, or withdraw it to ask anew."),
            "file": already.pk,
        }
        raise ValidationError(_("You have asked this already."), code="open", params=said)


def _must_be_another(person: Person, said_head: Person | None) -> None:
    if said_head is None:
        return
    if said_head.pk == person.pk:
        refuse("said_head", _("Nobody is their own head: choose somebody else, or leave it empty."))
    if not Post.objects.held_on(timezone.localdate()).filter(person=said_head).exists():
        said = _("%(person)s holds no post today: choose somebody who does, or leave it empty.")
        refuse("said_head", said, person=said_head)


def _as_shown(person: Person, said_head: Person | None) -> LineRequest:
    """A new file with the answers of today in words."""
    day = timezone.localdate()
    scores, rates = facts.authorities(day, [person.pk])[person.pk]
    place = Post.objects.held_on(day).filter(person=person).exclude(kind="delegation").order_by("kind").first()
    return LineRequest(
        procedure=REPORTING_LINE.name,
        person=person,
        day=day,
        unit=place.unit if place else None,
        shown={"scored_by": _in_words(scores), "rated_by": _in_words(rates)},
        assessor_id=scores.person if isinstance(scores, Authority) else None,
        said_head=said_head,
    )


def _in_words(answer: facts.Answer) -> dict[str, Any]:
    """Who and why, or what is missing, in both languages."""
    who = Person.objects.get(pk=answer.person).name + ": " if isinstance(answer, Authority) else ""
    return {"vi": f"{who}{answer.why.vi}", "en": f"{who}{answer.why.en}"}
