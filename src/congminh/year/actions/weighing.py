"""The Party committee's opinion and the proposal (Điều 21.1.c, d, 21.2.c)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from congminh.ledger.actions import take
from congminh.ledger.models import Entry
from congminh.org.models import Person
from congminh.year.actions.standing import must_be_a_grade, must_be_said, must_stand, seen
from congminh.year.models import YearSheet


@transaction.atomic
def hear_party(sheet: YearSheet, by: Person, version: int, opinion: str) -> Entry:
    """Enter the Party committee's opinion on a head or deputy; by who speaks for it in this agency's year."""
    must_stand("hear_party", [seen(sheet, version)], by)
    what, mend = _("No opinion is given."), _("Write the opinion of the Party committee.")
    opinion = must_be_said("party_opinion", opinion, what, mend)
    return take("hear_party", sheet, by, version, {"party_opinion": opinion}, party_opinion=opinion)


@transaction.atomic
def propose(sheet: YearSheet, by: Person, version: int, grade: str, summary: str = "") -> Entry:
    """Sum up and propose the level of a head: by the personnel advisers of who decides (Điều 21.1.d)."""
    must_stand("propose", [seen(sheet, version)], by)
    if not sheet.seats().proposes(by.pk, sheet):
        raise PermissionDenied(_("The level of a head is proposed by the personnel advisers of who decides it."))
    must_be_a_grade("proposed_grade", grade)
    data = {"proposed_grade": grade, "summary": summary.strip()}
    return take("propose", sheet, by, version, data, proposed_grade=grade)


def send_back(sheet: YearSheet, by: Person, version: int, reason: str) -> Entry:
    """Ask for a new proposal, with the reason; the first one stays in the history."""
    return take("send_back", sheet, by, version, {"reason": reason.strip()}, proposed_grade="")
